package gradshell.shell;

import java.io.File;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.SPIResolutionException;

/// Evaluates one snippet after another, all in this JVM and on one thread, so that values are real objects and thread
/// locals last. One snippet at a time; only [#stop] may come from elsewhere meanwhile.
public final class Session implements AutoCloseable {

    /// How many values without a name of their own (`$1`) are kept: each may be as large as memory allows.
    private static final int TEMPORARIES = 8;
    private static final int CAUSES = 5;
    private static final int VALUES = 5;
    private static final String CONSTRUCTOR_ACCESS = "compiler.err.invalid.canonical.constructor.in.record";

    private final Engine engine = Engine.create();
    private final Dialect dialect;
    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final Declared declared;
    private final Map<String, Origin> origins = new HashMap<>();
    /// Snippets that are declared, but wait for something that they mention.
    private final Set<String> waiting = new LinkedHashSet<>();
    private String java = "";
    private final Deque<VarSnippet> temporaries = new ArrayDeque<>();

    private Session(Dialect dialect) {
        this.dialect = dialect;
        shell = JShell.builder()
                .executionEngine(engine.provider(), Map.of())
                .compilerOptions("-cp", classPath())
                .build();
        analysis = shell.sourceCodeAnalysis();
        declared = new Declared(shell);
    }

    /// Where a snippet comes from.
    ///
    /// @param line the line of the source that its first line stands on
    /// @param java the Java that it is, with methods for operators
    private record Origin(Passage passage, int line, String java) {}

    /// A session of plain Java that has evaluated the start-up text.
    public static Session open(String startup) {
        return open(startup, Dialect.JAVA);
    }

    /// A session that has evaluated the start-up text.
    ///
    /// @throws StartupException if the start-up text fails
    public static Session open(String startup, Dialect dialect) {
        var session = new Session(dialect);
        for (var passage : session.split(new Source("startup", startup))) {
            var outcome = session.eval(passage);
            if (outcome.failed()) {
                session.close();
                throw new StartupException(Report.plain(false).text(outcome));
            }
        }
        return session;
    }

    /// Evaluates a text: its only snippet, or all of them up to the first that fails. Answers what became of the last.
    public Outcome eval(String text) {
        Outcome outcome = new Outcome.Done();
        for (var passage : split(new Source("", text))) {
            outcome = eval(passage);
            if (outcome.failed()) break;
        }
        return outcome;
    }

    /// Evaluates one snippet.
    public Outcome eval(Passage passage) {
        if (passage.kind() == Passage.Kind.INCOMPLETE) return new Outcome.Incomplete(unfinished(passage));
        engine.begin();
        try {
            Outcome outcome = new Outcome.Done();
            var texts = new StringJoiner(" ");
            for (var part : parts(passage)) {
                outcome = eval(passage, part);
                texts.add(java);
                if (outcome.failed()) break;
            }
            if (outcome instanceof Outcome.Declared || outcome instanceof Outcome.Value(_, _, _, boolean temporary) && !temporary) revive();
            boolean added = texts.toString().endsWith(";") && !passage.text().endsWith(";");
            java = added ? texts.toString().substring(0, texts.length() - 1) : texts.toString();
            return outcome;
        } finally {
            engine.end();
            System.out.flush();
        }
    }

    /// A text as plain Java: with methods in place of the operators that Java does not know. Its snippets are compiled and declared, so
    /// that types are known, but not run. What cannot be compiled stays as it is.
    public static String plain(String startup, Dialect dialect, Source source) {
        try (var session = new Session(dialect)) {
            session.engine.rehearse();
            for (var passage : session.split(new Source("startup", startup))) session.eval(passage);
            var text = new StringBuilder();
            int at = 0;
            for (var passage : session.split(source)) {
                text.append(source.text(), at, passage.start()).append(session.plain(passage));
                at = passage.end();
            }
            return text.append(source.text().substring(at)).toString();
        }
    }

    private String plain(Passage passage) {
        return passage.kind() != Passage.Kind.JAVA || eval(passage).failed() ? passage.text() : java;
    }

    /// Stops the snippet that runs now, if one does. It may be called from any thread.
    public void stop() {
        engine.stop();
    }

    /// Gives snippets a variable.
    public void define(String name, Object value) {
        var type = Optional.ofNullable(value.getClass().getCanonicalName()).orElse("Object");
        if (eval(type + " " + name + ";").failed()) throw new IllegalArgumentException("cannot define " + type + " " + name);
        shell.variables().filter(v -> v.name().equals(name)).forEach(v -> assign(v, value));
    }

    /// Does something on the snippets' thread, where its thread locals are set for them.
    public void prepare(Runnable task) {
        engine.begin();
        try {
            engine.call(Executors.callable(task));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            engine.end();
        }
    }

    /// The text of a value, in a few words or lines.
    public String show(Object value) {
        return shown(value, () -> dialect.show(value));
    }

    /// The text of a value, as the prompt shows it.
    public String show(Object value, Display display) {
        return shown(value, () -> dialect.show(value, display));
    }

    private String shown(Object value, Callable<String> text) {
        engine.begin();
        try {
            return engine.call(text);
        } catch (Exception | Error e) {    // whatever the user's own toString() comes to
            return "a " + value.getClass().getSimpleName() + ", which cannot be shown: " + Report.plain(false).message(e);
        } finally {
            engine.end();
        }
    }

    /// The Java that the last snippet was: with methods, where it had operators that Java does not know.
    public String java() {
        return java;
    }

    /// The Java that a text would be, without evaluating it. What cannot be compiled stays as it is.
    public String java(String text) {
        var written = new StringJoiner("\n");
        for (var passage : split(new Source("", text))) for (var part : parts(passage)) written.add(java(part));
        return written.toString();
    }

    private String java(Part part) {
        var first = check(part.written());
        var readable = part.written().equals(part.text().text());
        if (readable && first.accepted() || dialect.notation().isEmpty()) return part.text().text();
        return new Translator(dialect.notation().get(), declared).translate(part.text().text(), readable ? Optional.of(first) : Optional.empty(), this::check)
                .map(Translator.Result::java).orElse(part.written());
    }

    /// What Java says to a text, without evaluating it.
    private Translator.Verdict check(String text) {
        var problems = analysis.sourceToSnippets(text).stream().flatMap(snippet -> problems(new Source("", text), 0, snippet).stream()).toList();
        return new Translator.Verdict(problems, List.of(), null);
    }

    /// The snippets in force as plain Java, in order.
    public List<String> javaHistory() {
        return shell.snippets().filter(s -> shell.status(s).isActive()).map(s -> origins.get(s.id())).filter(o -> o != null && o.passage().source().name().isEmpty()).map(Origin::java).toList();
    }

    // ---- text ----

    /// Cuts a text into snippets.
    public List<Passage> split(Source source) {
        var passages = new ArrayList<Passage>();
        var splitter = new Splitter(source, analysis, dialect.notation().map(Notation::apply));
        for (var passage = splitter.next(); passage.isPresent(); passage = splitter.next()) passages.add(passage.get());
        return passages;
    }

    /// Whether nothing is missing at the end of a text.
    public boolean complete(String text) {
        var all = split(new Source("", text));
        return all.isEmpty() || all.getLast().kind() != Passage.Kind.INCOMPLETE;
    }

    /// What could stand at the cursor.
    public Completions completions(String text, int cursor) {
        var anchor = new int[] {cursor};
        var found = analysis.completionSuggestions(text, cursor, anchor);
        var words = Stream.concat(
                found.stream().filter(SourceCodeAnalysis.Suggestion::matchesType),
                found.stream().filter(s -> !s.matchesType())).map(SourceCodeAnalysis.Suggestion::continuation).distinct().toList();
        return new Completions(anchor[0], words);
    }

    /// The type of an expression, without its package and what it is a type of; nothing if it has none.
    Optional<String> typeOf(String expression) {
        var type = analysis.analyzeType(expression, expression.length());
        return Optional.ofNullable(type).map(name -> name.replaceFirst("<.*", "").replaceFirst("^([a-z]\\w*\\.)+", ""));
    }

    /// The ways to make the call whose arguments the cursor is in.
    List<String> signatures(String text, int cursor) {
        return analysis.documentation(text, cursor, false).stream().map(SourceCodeAnalysis.Documentation::signature).distinct().toList();
    }

    // ---- what there is ----

    /// A variable and what it holds now.
    public record Variable(String type, String name, Object value) {}

    /// The variables that snippets have declared, temporaries included.
    public List<Variable> variables() {
        return shell.variables().filter(v -> shell.status(v) == Status.VALID)
                .map(v -> new Variable(v.typeName(), v.name(), value(v))).toList();
    }

    /// The imports in force, as text.
    public List<String> imports() {
        return shell.imports().map(i -> i.source().strip()).toList();
    }

    /// The passages evaluated and still in force, in order.
    public List<Passage> history() {
        return shell.snippets().filter(s -> shell.status(s).isActive()).map(s -> origins.get(s.id())).filter(o -> o != null).map(Origin::passage).distinct().toList();
    }

    /// Forgets whatever has this name; answers whether anything had.
    public boolean drop(String name) {
        var dropped = shell.snippets().filter(s -> shell.status(s).isActive() && s instanceof DeclarationSnippet d && d.name().equals(name)).toList();
        dropped.forEach(snippet -> {
            if (snippet instanceof VarSnippet variable) assign(variable, null);
            shell.drop(snippet);
        });
        return !dropped.isEmpty();
    }

    /// The class whose imported words a method of this name hides: all of them, whatever they take.
    public Optional<String> hiddenBy(String method) {
        return declared.wordClasses().filter(type -> declared.words(type).containsKey(method)).findFirst();
    }

    /// Declarations that cannot be used because something they mention was never declared.
    public List<Problem> unresolved() {
        return shell.snippets().filter(s -> shell.status(s) == Status.RECOVERABLE_DEFINED || shell.status(s) == Status.RECOVERABLE_NOT_DEFINED)
                .flatMap(s -> unresolved((DeclarationSnippet) s)).toList();
    }

    @Override
    public void close() {
        shell.close();
        engine.close();
    }

    // ---- inside ----

    /// What is evaluated for a passage.
    ///
    /// @param text how it is made of the passage's text
    /// @param written the text that Java is asked about first; empty where it cannot read it
    private record Part(Translation text, String written) {}

    /// Variables that are declared together are declared one after the other, so that each knows the type of those before it.
    private List<Part> parts(Passage passage) {
        var text = passage.text();
        var readable = dialect.notation().map(notation -> Subscripts.readable(text, notation.apply())).orElseGet(() -> Translation.same(text));
        boolean java = readable.text().equals(text);
        var whole = completed(readable);
        if (dialect.notation().isPresent() && Splitter.hasComma(text)) {
            var apart = SyntaxTree.of(whole.text()).map(SyntaxTree::apart).orElse(List.of());
            if (!apart.isEmpty()) return apart.stream().map(part -> new Part(part.after(whole), java ? part.text() : "")).toList();
        }
        return List.of(new Part(whole, java ? whole.text() : text + (whole.text().endsWith(";") && !text.endsWith(";") ? ";" : "")));
    }

    /// With the semicolon that may be missing.
    private Translation completed(Translation text) {
        var completed = analysis.analyzeCompletion(text.text()).source();
        return completed == null ? text : text.with(completed);
    }

    private Outcome eval(Passage passage, Part part) {
        var text = part.text();
        boolean readable = part.written().equals(text.text());
        java = text.text();
        var first = part.written().isEmpty() ? null : evalJava(passage, text, part.written(), java);
        if (readable) {
            var opened = publicConstructor(text, first.problems());
            if (opened.isPresent()) {
                text = opened.get();
                first = evalJava(passage, text, text.text(), java);
            }
        }
        if (first != null && (first.accepted() || dialect.notation().isEmpty())) return outcome(passage, first.event(), located(passage, text, first.problems()));
        var whole = text;
        var result = new Translator(dialect.notation().orElseThrow(), declared).translate(whole.text(), readable ? Optional.of(first) : Optional.empty(), made -> evalJava(passage, whole, made, made));
        boolean read = result.isPresent() && result.get().problems().stream().noneMatch(problem -> problem.message().contains("$"));
        if (!read && first != null) return outcome(passage, first.event(), located(passage, readable ? whole : Translation.same(passage.text()), first.problems()));
        var event = result.orElseThrow().verdict().event();
        java = result.get().java();
        origins.computeIfPresent(event.snippet().id(), (_, origin) -> new Origin(origin.passage(), origin.line(), java));
        return outcome(passage, event, located(passage, whole, result.get().problems()));
    }

    /// Problems of a text that is made of a passage's, by offsets into its source.
    private static List<Problem> located(Passage passage, Translation made, List<Problem> problems) {
        int limit = passage.source().text().length();    // a semicolon that was added lies behind it
        return problems.stream().map(p -> new Problem(passage.source(), p.message(), p.code(), Math.min(limit, passage.start() + made.back(p.start())),
                Math.min(limit, passage.start() + made.back(p.position())), Math.min(limit, passage.start() + made.backEnd(Math.max(p.end(), p.position()))))).toList();
    }

    private Translator.Verdict evalJava(Passage passage, Translation part, String text, String java) {
        var events = shell.eval(text);
        for (var update : events) if (update.causeSnippet() != null && update.status().isActive() && update.status() != Status.VALID) waiting.add(update.snippet().id());
        var event = events.stream().filter(e -> e.causeSnippet() == null).findFirst().orElseThrow();
        var snippet = event.snippet();
        origins.put(snippet.id(), new Origin(passage, passage.source().line(passage.start() + part.back(0)), java));
        if (event.status() == Status.REJECTED) return new Translator.Verdict(problems(new Source("", text), 0, snippet), List.of(), event);
        if (event.status() == Status.VALID || !(snippet instanceof DeclarationSnippet declaration)) return new Translator.Verdict(List.of(), List.of(), event);
        waiting.add(snippet.id());
        var missing = shell.unresolvedDependencies(declaration).toList();
        var problems = missing.isEmpty() ? problems(new Source("", text), 0, snippet) : List.<Problem>of();
        return new Translator.Verdict(problems, missing.stream().flatMap(m -> calledMethod(m).stream()).filter(name -> !declared.variable(name).isEmpty() || Mentions.asVariable(text, name)).toList(), event);
    }

    /// Evaluates again what waited for something that has come.
    private void revive() {
        for (var id : List.copyOf(waiting)) {
            var snippet = (DeclarationSnippet) shell.snippets().filter(s -> s.id().equals(id)).findFirst().orElse(null);
            boolean waits = snippet != null && shell.status(snippet).isActive() && shell.status(snippet) != Status.VALID;
            if (!waits) waiting.remove(id);
            else if (shell.unresolvedDependencies(snippet).allMatch(missing -> calledMethod(missing).filter(name -> !declared.variable(name).isEmpty()).isPresent())) {
                waiting.remove(id);
                for (var part : parts(origins.get(id).passage())) eval(origins.get(id).passage(), part);
            }
        }
    }

    /// The name of a missing method: `method net(Tensor)`.
    private static Optional<String> calledMethod(String missing) {
        return missing.startsWith("method ") ? Optional.of(missing.substring("method ".length(), missing.indexOf('('))) : Optional.empty();
    }

    /// JShell makes every record public, so that Java asks the same of its constructor: nobody writes that.
    private static Optional<Translation> publicConstructor(Translation part, List<Problem> problems) {
        return problems.stream().filter(p -> p.code().equals(CONSTRUCTOR_ACCESS) && p.message().contains("was public")).findFirst().map(p -> {
            var opened = new Translation.Writer(part.text());
            opened.copy(0, p.start());
            opened.write("public ", p.start(), null);
            opened.copy(p.start(), part.text().length());
            return opened.done().after(part);
        });
    }

    private Outcome outcome(Passage passage, SnippetEvent event, List<Problem> problems) {
        var snippet = event.snippet();
        if (event.status() == Status.REJECTED) return new Outcome.Rejected(problems.stream().map(Hint::added).map(this::hinted).map(this::unfinishedDeclaration).toList());
        if (engine.stopped() || engine.thrown() != null || event.exception() != null) {
            if (snippet instanceof VarSnippet variable) shell.drop(variable);    // it has no value
            return engine.stopped() ? new Outcome.Stopped() : thrown(passage, event);
        }
        return switch (snippet) {
            case VarSnippet variable -> {
                boolean temporary = variable.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
                var value = value(variable);
                if (temporary) remember(variable);
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

    private Problem hinted(Problem problem) {
        return dialect.hint(problem).map(problem::explained).orElse(problem);
    }

    /// Says of a name that cannot be found that it was declared, but with something missing.
    private Problem unfinishedDeclaration(Problem problem) {
        var word = problem.source().text().substring(problem.start(), problem.end());
        return shell.snippets().filter(s -> shell.status(s) == Status.RECOVERABLE_NOT_DEFINED && s instanceof DeclarationSnippet d && d.name().equals(word))
                .map(s -> (DeclarationSnippet) s).findFirst()
                .map(d -> problem.explained(word + " was declared, but needs " + shell.unresolvedDependencies(d).map(Hint::needed).collect(Collectors.joining(", "))))
                .orElse(problem);
    }

    private Outcome declared(DeclarationSnippet snippet, String name, SnippetEvent event) {
        var missing = event.status() == Status.VALID ? List.<String>of() : shell.unresolvedDependencies(snippet).toList();
        return new Outcome.Declared(name, missing);
    }

    private Outcome thrown(Passage passage, SnippetEvent event) {
        var exception = engine.thrown() == null || engine.thrown() instanceof SPIResolutionException
                ? event.exception() : engine.thrown();
        var frames = frames(event.exception());
        var causes = new ArrayList<Outcome.Cause>();
        // JShell's own chain beside the real one: it alone knows the lines.
        var lines = event.exception() == null ? null : event.exception().getCause();
        for (var cause = exception.getCause(); cause != null && causes.size() < CAUSES; cause = cause.getCause()) {
            causes.add(new Outcome.Cause(cause, frames(lines)));
            if (lines != null) lines = lines.getCause();
        }
        return new Outcome.Thrown(unresolvedReference(exception), passage, frames, causes, values(passage, frames));
    }

    private List<Frame> frames(Throwable exception) {
        return exception == null ? List.of() : Arrays.stream(exception.getStackTrace()).flatMap(element -> frame(element).stream()).toList();
    }

    /// What the variables hold that the failing lines mention.
    private List<String> values(Passage passage, List<Frame> frames) {
        var words = new LinkedHashSet<String>();
        if (frames.isEmpty()) words.addAll(Mentions.in(passage, passage.line()));
        for (var frame : frames) words.addAll(Mentions.in(frame.passage(), frame.line()));
        if (words.isEmpty()) return List.of();
        var values = new HashMap<String, Object>();
        for (var variable : variables()) if (variable.value() != null) values.put(variable.name(), variable.value());
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

    private Optional<Frame> frame(StackTraceElement element) {
        if (element.getFileName() == null || !element.getFileName().startsWith("#")) return Optional.empty();
        var origin = origins.get(element.getFileName().substring(1));
        if (origin == null) return Optional.empty();
        int line = origin.line() + Math.max(0, element.getLineNumber() - 1);
        return Optional.of(new Frame(origin.passage(), element.getMethodName(), line));
    }

    /// @param offset where the snippet begins in the source
    private List<Problem> problems(Source source, int offset, Snippet snippet) {
        return shell.diagnostics(snippet).filter(Diag::isError).map(d -> problem(source, offset, d)).toList();
    }

    private static Problem problem(Source source, int offset, Diag diag) {
        int position = (int) Math.max(0, diag.getPosition());
        int start = diag.getStartPosition() < 0 ? position : (int) diag.getStartPosition();
        int end = (int) Math.max(diag.getEndPosition(), position);
        return new Problem(source, Wording.of(diag.getMessage(null)), diag.getCode(), offset + start, offset + position, offset + end);
    }

    private Stream<Problem> unresolved(DeclarationSnippet snippet) {
        var passage = origins.get(snippet.id()).passage();
        var missing = shell.unresolvedDependencies(snippet).toList();
        if (missing.isEmpty()) return problems(passage.source(), passage.start(), snippet).stream();
        return missing.stream().map(name -> {
            var word = name.replaceFirst("\\(.*", "").replaceFirst(".*\\W", "");
            int at = Token.of(passage.text()).stream().filter(t -> t.is(passage.text(), word)).findFirst().map(Token::start).orElse(0);
            return Problem.at(passage, passage.start() + at, passage.start() + at + word.length(), name + " is never declared" + Hint.imports(name).map(hint -> "\n" + hint).orElse(""));
        });
    }

    private static Problem unfinished(Passage passage) {
        var text = passage.source().text();
        return Splitter.unclosed(passage)
                .map(t -> Problem.at(passage, t.start(), t.start() + 1, "'" + opening(text, t) + "' is never closed"))
                .orElseGet(() -> Problem.at(passage, passage.end(), passage.end(), "the text ends in the middle of a statement"));
    }

    private static String opening(String text, Token token) {
        return switch (token.kind()) {
            case COMMENT -> "/*";
            case TEXT -> "\"\"\"";
            default -> text.substring(token.start(), token.end());
        };
    }

    /// A temporary that falls off the end loses its value and its name.
    private void remember(VarSnippet temporary) {
        temporaries.addLast(temporary);
        if (temporaries.size() <= TEMPORARIES) return;
        var oldest = temporaries.removeFirst();
        if (shell.status(oldest) != Status.VALID) return;
        assign(oldest, null);
        shell.drop(oldest);
    }

    private Object value(VarSnippet variable) {
        shell.varValue(variable);
        try {
            return engine.field().get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assign(VarSnippet variable, Object value) {
        shell.varValue(variable);
        try {
            if (value != null || !engine.field().getType().isPrimitive()) engine.field().set(null, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /// This JVM's class path, without what is not there: the compiler would warn of it.
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> new File(entry).exists()).collect(Collectors.joining(File.pathSeparator));
    }
}
