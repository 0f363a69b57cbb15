package gradshell.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.SPIResolutionException;

/// Makes of what JShell tells what the user is told.
final class Outcomes {

    private static final int CAUSES = 5;
    private static final int VALUES = 5;

    private final JShell shell;
    private final Engine engine;
    private final Dialect dialect;
    private final Origins origins;
    private final Variables variables;
    private final Diagnostics diagnostics;

    Outcomes(JShell shell, Engine engine, Dialect dialect, Origins origins, Variables variables, Diagnostics diagnostics) {
        this.shell = shell;
        this.engine = engine;
        this.dialect = dialect;
        this.origins = origins;
        this.variables = variables;
        this.diagnostics = diagnostics;
    }

    /// What became of a passage.
    Outcome of(Passage passage, SnippetEvent event, List<Problem> problems) {
        var snippet = event.snippet();
        if (event.status() == Status.REJECTED) return new Outcome.Rejected(explained(passage, problems));
        if (engine.stopped() || engine.thrown() != null || event.exception() != null) {
            if (snippet instanceof VarSnippet variable) shell.drop(variable);    // it has no value
            return engine.stopped() ? new Outcome.Stopped(engine.left()) : thrown(passage, event);
        }
        return switch (snippet) {
            case VarSnippet variable when event.status() != Status.VALID -> declared(variable, variable.name(), event);
            case VarSnippet variable -> {
                boolean temporary = variable.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
                var value = variables.value(variable);
                if (temporary) variables.remember(variable);
                yield new Outcome.Value(variable.name(), variable.typeName(), value, temporary);
            }
            case ExpressionSnippet expression -> {
                boolean assignment = expression.subKind() == SubKind.ASSIGNMENT_SUBKIND;
                yield new Outcome.Value(assignment ? expression.name() : "", expression.typeName(), engine.result(), false);
            }
            case MethodSnippet method -> declared(method, method.name() + "(" + method.parameterTypes() + ")", event);
            case TypeDeclSnippet type -> declared(type, type.name(), event);
            case ImportSnippet imported -> new Outcome.Declared(imported.fullname(), List.of());
            default -> new Outcome.Done();
        };
    }

    /// A variable with what it holds now.
    Outcome variable(String name) {
        var variable = shell.variables().filter(v -> v.name().equals(name) && shell.status(v) == Status.VALID).findFirst().orElseThrow();
        return new Outcome.Value(name, variable.typeName(), variables.value(variable), false);
    }

    /// The problems with what is known about them. What the compiler says after a habit of another language is the consequence of that.
    private List<Problem> explained(Passage passage, List<Problem> problems) {
        var habit = problems.stream().filter(Problem::isSyntax).findFirst().flatMap(first -> dialect.hint(first).map(first::explained));
        if (habit.isPresent()) return List.of(habit.get());
        return problems.stream().map(Hint::added).map(this::hinted).map(diagnostics::unfinishedDeclaration).map(problem -> diagnostics.meant(passage, problem)).toList();
    }

    private Problem hinted(Problem problem) {
        return dialect.hint(problem).map(problem::explained).orElse(problem);
    }

    private Outcome declared(DeclarationSnippet snippet, String name, SnippetEvent event) {
        var missing = event.status() == Status.VALID ? List.<String>of() : shell.unresolvedDependencies(snippet).toList();
        return new Outcome.Declared(name, missing);
    }

    // ---- exceptions ----

    private Outcome thrown(Passage passage, SnippetEvent event) {
        var exception = engine.thrown() == null || engine.thrown() instanceof SPIResolutionException
                ? event.exception() : engine.thrown();
        var frames = origins.frames(event.exception());
        var causes = new ArrayList<Outcome.Cause>();
        // JShell's own chain beside the real one: it alone knows the lines.
        var lines = event.exception() == null ? null : event.exception().getCause();
        for (var cause = exception.getCause(); cause != null && causes.size() < CAUSES; cause = cause.getCause()) {
            causes.add(new Outcome.Cause(cause, origins.frames(lines)));
            if (lines != null) lines = lines.getCause();
        }
        return new Outcome.Thrown(unresolvedReference(exception), passage, frames, causes, values(passage, frames), advice(exception));
    }

    /// What an exception is told as that no snippet has thrown.
    Outcome thrown(Passage passage, Throwable exception) {
        return new Outcome.Thrown(exception, passage, List.of(), List.of(), List.of(), advice(exception));
    }

    /// What a thread's exception is told as: without values, since snippets may be running.
    Outcome elsewhere(Throwable exception) {
        var frames = origins.frames(exception);
        var causes = new ArrayList<Outcome.Cause>();
        for (var cause = exception.getCause(); cause != null && causes.size() < CAUSES; cause = cause.getCause()) causes.add(new Outcome.Cause(cause, origins.frames(cause)));
        return new Outcome.Thrown(exception, null, frames, causes, List.of(), List.of());
    }

    private List<String> advice(Throwable exception) {
        try {
            return dialect.advice(exception, variables::all);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError _) {
            return List.of();    // the exception itself is told
        }
    }

    /// What the variables hold that the failing lines mention.
    private List<String> values(Passage passage, List<Frame> frames) {
        var words = new LinkedHashSet<String>();
        if (frames.isEmpty()) words.addAll(Mentions.in(passage, passage.line()));
        for (var frame : frames) words.addAll(Mentions.in(frame.passage(), frame.line()));
        if (words.isEmpty()) return List.of();
        var values = new HashMap<String, Object>();
        for (var variable : variables.all()) if (variable.value() != null) values.put(variable.name(), variable.value());
        return words.stream().filter(values::containsKey)
                .flatMap(word -> described(values.get(word)).map(text -> word + " is " + text).stream()).limit(VALUES).toList();
    }

    private Optional<String> described(Object value) {
        try {
            return engine.call(() -> dialect.describe(value));    // a text of the user's own making, perhaps, that never ends
        } catch (Exception | StackOverflowError | Stop e) {
            return Optional.empty();
        }
    }

    private Throwable unresolvedReference(Throwable exception) {
        if (!(exception instanceof UnresolvedReferenceException unresolved)) return exception;
        var snippet = unresolved.getSnippet();
        var missing = shell.unresolvedDependencies(snippet).collect(Collectors.joining(", "));
        return new UnresolvedException(snippet.name() + " cannot be used yet" + (missing.isEmpty() ? "" : ": " + missing + " is missing"));
    }
}
