package gradshell.shell;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.VarSnippet;

/// Evaluates one snippet after another, all in this JVM and on one thread, so that values are real objects and thread
/// locals last. One snippet at a time; only [#stop] may come from elsewhere meanwhile.
public final class Session implements AutoCloseable {

    private static final String STARTUP = "startup";

    private final Engine engine = Engine.create();
    private final Dialect dialect;
    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final Declared declared;
    private final Origins origins = new Origins(engine::firstLine);
    private final Variables variables;
    private final Diagnostics diagnostics;
    private final Outcomes outcomes;
    private final Evaluation evaluation;
    private long ran;

    private Session(Dialect dialect) {
        this.dialect = dialect;
        engine.tell(origins::runs);
        shell = JShell.builder()
                .executionEngine(engine.provider(), Map.of())
                .compilerOptions("-cp", classPath())
                .build();
        analysis = shell.sourceCodeAnalysis();
        declared = new Declared(shell);
        variables = new Variables(shell, engine);
        diagnostics = new Diagnostics(shell, origins);
        outcomes = new Outcomes(shell, engine, dialect, origins, variables, diagnostics);
        evaluation = new Evaluation(shell, dialect, declared, origins, diagnostics, outcomes);
    }

    /// A session of plain Java that has evaluated the start-up text.
    public static Session open(String startup) {
        return open(startup, Dialect.JAVA);
    }

    /// A session that has evaluated the start-up text.
    ///
    /// @throws StartupException if the start-up text fails
    public static Session open(String startup, Dialect dialect) {
        var session = new Session(dialect);
        for (var passage : session.split(new Source(STARTUP, startup))) {
            var outcome = session.eval(passage);
            if (outcome.failed()) {
                session.close();
                throw new StartupException(Report.plain(false).text(outcome));
            }
        }
        session.evaluation.count();
        return session;
    }

    /// Evaluates a text: its only snippet, or all of them up to the first that fails. Answers what became of the last.
    public Outcome eval(String text) {
        Outcome outcome = new Outcome.Done();
        long all = 0;
        for (var passage : split(new Source("", text))) {
            outcome = eval(passage);
            all += ran;
            if (outcome.failed()) break;
        }
        ran = all;
        return outcome;
    }

    /// Evaluates one snippet.
    public Outcome eval(Passage passage) {
        if (passage.kind() == Passage.Kind.INCOMPLETE) return new Outcome.Incomplete(Diagnostics.unfinished(passage));
        engine.begin();
        try {
            engine.reserve().renew();
            return evaluation.eval(passage);
        } catch (OutOfMemoryError e) {    // in the compiler
            engine.reserve().release();
            return outcomes.thrown(passage, e);
        } finally {
            ran = engine.ran();
            engine.end();
            System.out.flush();
        }
    }

    /// How long the last text ran, in nanoseconds, compiling not included.
    public long ran() {
        return ran;
    }

    /// A text as plain Java: with methods in place of the operators that Java does not know. Its snippets are compiled and declared, so
    /// that types are known, but not run. What cannot be compiled stays as it is.
    public static String plain(String startup, Dialect dialect, Source source) {
        try (var session = new Session(dialect)) {
            session.engine.rehearse();
            for (var passage : session.split(new Source(STARTUP, startup))) session.eval(passage);
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
        return passage.kind() != Passage.Kind.JAVA || eval(passage).failed() ? passage.text() : evaluation.java();
    }

    /// Evaluates passages that were written together: a stop between two of them ends those that follow.
    public void together(Runnable evaluations) {
        engine.together(evaluations);
    }

    /// Stops the snippet that runs now, if one does. It may be called from any thread.
    public void stop() {
        engine.stop();
    }

    /// Gives snippets a variable.
    public void define(String name, Object value) {
        var type = Optional.ofNullable(value.getClass().getCanonicalName()).orElse("Object");
        if (eval(type + " " + name + ";").failed()) throw new IllegalArgumentException("cannot define " + type + " " + name);
        shell.variables().filter(v -> v.name().equals(name)).forEach(v -> variables.assign(v, value));
    }

    /// Holds memory back with which snippets can still be compiled when others have used up the rest.
    void keepReserve() {
        engine.reserve().keep();
    }

    /// Does something on the snippets' thread, and on any that takes its place, where its thread locals are set for them.
    public void prepare(Runnable task) {
        engine.begin();
        try {
            engine.prepare(task);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            engine.end();
        }
    }

    /// Does something on the snippets' thread, as stoppable as a snippet.
    ///
    /// @throws Stop if it was stopped
    public <T> T call(Callable<T> task) throws Exception {
        engine.begin();
        try {
            return engine.call(task);
        } catch (Exception e) {
            if (engine.isStopping()) throw new Stop();
            throw e;
        } finally {
            engine.end();
        }
    }

    /// The text of a value, in a few words or lines.
    public String show(Object value) {
        return shown(value, () -> dialect.show(value));
    }

    /// The text of a value at a terminal.
    ///
    /// @param cut makes a text shorter that may be very long
    public String show(Object value, Display display, UnaryOperator<String> cut) {
        return shown(value, () -> dialect.view(value, display).orElseGet(() -> cut.apply(dialect.show(value))));
    }

    private String shown(Object value, Callable<String> text) {
        engine.begin();
        try {
            return String.valueOf(engine.call(text));
        } catch (Exception | Error e) {    // whatever the user's own toString() comes to
            return "a " + value.getClass().getSimpleName() + ", which cannot be shown: " + Report.plain(false).message(e);
        } finally {
            engine.end();
        }
    }

    /// The Java that the last snippet was: with methods, where it had operators that Java does not know.
    public String java() {
        return evaluation.java();
    }

    /// The Java that a text would be, without evaluating it. What cannot be compiled stays as it is.
    public String java(String text) {
        var written = new StringJoiner("\n");
        for (var passage : split(new Source("", text))) evaluation.java(passage).forEach(written::add);
        return written.toString();
    }

    // ---- text ----

    /// Cuts a text into snippets.
    public List<Passage> split(Source source) {
        var passages = new ArrayList<Passage>();
        var splitter = new Splitter(source, analysis, dialect.notation().map(Notation::apply));
        for (var passage = splitter.next(); passage.isPresent(); passage = splitter.next()) passages.add(passage.get());
        return passages;
    }

    /// The lines for an exception that ended a thread of the user's own.
    public String ended(Thread thread, Throwable exception, Report report) {
        var name = thread.getName().isEmpty() ? "a thread" : "thread " + thread.getName();
        return report.style().faint("in " + name + ": ") + report.text(outcomes.elsewhere(exception));
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

    /// What is known about the name at the cursor, or about the call whose arguments it is in.
    ///
    /// @param columns how long a line of it may be
    public Optional<Dialect.Page> help(String text, int cursor, int columns) {
        return new Place(this, text, cursor).name().flatMap(name -> dialect.help(name, columns));
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
        return variables.all();
    }

    /// The imports in force, as text.
    public List<String> imports() {
        return shell.imports().map(i -> i.source().strip()).toList();
    }

    /// A passage that was evaluated and is in force.
    ///
    /// @param id its number; with an `s` in front if it belongs to the start-up
    /// @param names what it declares
    /// @param java the plain Java that it is
    public record Entry(String id, Passage passage, List<String> names, String java) {

        public boolean startup() {
            return passage.source().name().equals(STARTUP);
        }

        /// Whether it is meant by its number or the name of what it declares.
        public boolean called(String word) {
            return id.equals(word) || names.contains(word);
        }
    }

    /// The passages in force, in order.
    public List<Entry> entries() {
        var entries = new LinkedHashMap<String, Entry>();
        shell.snippets().filter(snippet -> shell.status(snippet).isActive() && origins.of(snippet) != null).forEach(snippet -> {
            var origin = origins.of(snippet);
            var id = (origin.passage().source().name().equals(STARTUP) ? "s" : "") + origin.entry();
            var names = snippet instanceof DeclarationSnippet declaration ? List.of(declaration.name()) : List.<String>of();
            entries.merge(id, new Entry(id, origin.passage(), names, origin.java()), (one, more) -> new Entry(id, one.passage, Stream.concat(one.names.stream(), more.names.stream()).toList(), one.java + " " + more.java));
        });
        return List.copyOf(entries.values());
    }

    /// The methods that snippets have declared, as they are called.
    public List<String> methods() {
        return shell.methods().filter(m -> shell.status(m).isActive()).map(m -> m.signature().substring(m.signature().lastIndexOf(')') + 1) + " " + m.name() + "(" + m.parameterTypes() + ")").toList();
    }

    /// The classes, records and interfaces that snippets have declared.
    public List<String> types() {
        return shell.types().filter(t -> shell.status(t).isActive()).map(t -> t.subKind().name().replaceFirst("_.*", "").toLowerCase(Locale.ROOT) + " " + t.name()).toList();
    }

    /// Forgets whatever has this name; answers whether anything had.
    public boolean drop(String name) {
        var dropped = shell.snippets().filter(s -> shell.status(s).isActive() && s instanceof DeclarationSnippet d && d.name().equals(name)).toList();
        dropped.forEach(snippet -> {
            if (snippet instanceof VarSnippet variable) variables.assign(variable, null);
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
        return diagnostics.unresolved();
    }

    @Override
    public void close() {
        shell.close();
        engine.close();
    }

    /// This JVM's class path, without what is not there: the compiler would warn of it.
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> new File(entry).exists()).collect(Collectors.joining(File.pathSeparator));
    }
}
