package gradshell.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;
import org.jline.utils.Signals;

/// The prompt: reads a snippet, evaluates it, shows what it gives.
public final class Repl {

    private static final String PROMPT = "gs> ";
    private static final String MORE = "  > ";
    private static final int SHOWN = 20_000;
    private static final Pattern QUESTION = Pattern.compile("\\s*((?:[a-zA-Z]\\w*\\.)*[a-zA-Z]\\w*)(?:\\(\\))?\\s*\\?{1,2}\\s*");

    private final Supplier<Session> opener;
    private final Dialect dialect;
    private final List<Command> commands;
    private final Tab tab;
    private Report report;
    private Style style;
    private Settings settings;
    Map<String, String> environment = System.getenv();
    private volatile CompletableFuture<Session> session;
    private Terminal terminal;
    private PrintWriter out;
    private LineReader reader;
    /// What stands in the line that is typed next.
    private String offered = "";
    /// What Enter on an empty line does, or null.
    private Runnable whenEmpty;
    private Throwable thrown;
    private volatile boolean stopping;
    private Integer exit;

    /// @param opener makes the session; called in the background while the terminal is set up
    /// @param more commands beside those that every prompt has
    public Repl(Supplier<Session> opener, Dialect dialect, List<Command> more, Report report) {
        this.opener = opener;
        this.dialect = dialect;
        commands = Stream.of(Commands.ALL, Looks.ALL, more).flatMap(List::stream).sorted(Comparator.comparing(Command::name)).toList();
        this.report = report;
        this.style = report.style();
        tab = new Tab(this::session, dialect, commands, this::style, () -> display().columns());
        session = opened();
    }

    private CompletableFuture<Session> opened() {
        return CompletableFuture.supplyAsync(() -> {
            var opened = opener.get();
            opened.keepReserve();
            return opened;
        });
    }

    /// Whether there is somebody to ask.
    public static boolean possible() {
        return System.console() != null;
    }

    /// Asks at this process's terminal until somebody leaves; answers the exit code.
    public int run(String greeting, Path history) throws IOException {
        Logger.getLogger("org.jline").setLevel(Level.OFF);    // an unknown terminal is no reason for a stack trace
        // What JLine knows of the common terminals it need not ask another program.
        var type = System.getenv("TERM");
        var known = type == null ? null : InfoCmp.getDefaultInfoCmp(type);
        if (known != null) InfoCmp.setLoadedInfoCmp(type, known);
        // Between two of the terminal's own handlers there is a moment without one, in which a Ctrl-C would end the JVM.
        Signals.register("INT", this::stop);
        try (var terminal = terminal()) {
            return run(terminal, greeting, history);
        }
    }

    /// This process's terminal, without the probes for grapheme clusters: every start would wait for the terminal's answers.
    private static Terminal terminal() throws IOException {
        try {
            return TerminalBuilder.builder().system(true).dumb(false).provider("ffm").graphemeCluster(false).build();
        } catch (IOException | RuntimeException _) {
            return TerminalBuilder.builder().system(true).graphemeCluster(false).build();    // by other programs
        }
    }

    /// Asks at a terminal until somebody leaves; answers the exit code.
    public int run(Terminal terminal, String greeting, Path history) throws IOException {
        // Some that are no windows, in containers for example, have no size, and no line would fit.
        if (terminal.getColumns() == 0 && !terminal.getType().startsWith(Terminal.TYPE_DUMB)) terminal.setSize(Size.of(80, 24));
        this.terminal = terminal;
        out = terminal.writer();
        settings = new Settings(history.resolveSibling("settings"));
        if (style != Style.PLAIN) Style.named(settings.get("theme", "")).ifPresent(this::wear);
        reader = reader(terminal, history);
        terminal.handle(Terminal.Signal.INT, _ -> stop());
        System.setIn(new TerminalInput(terminal));
        Thread.setDefaultUncaughtExceptionHandler(this::ended);
        out.println(style.faint(display().wrapped(greeting, 0)));
        while (exit == null) {
            try {
                enter(read());
            } catch (UserInterruptException _) {
                // The line is gone; here is another.
            } catch (EndOfFileException _) {
                exit = Script.DONE;
            } catch (CompletionException e) {
                complain(report.message(e.getCause()));    // the start-up failed
                exit = Script.FAILED;
            } catch (RuntimeException | StackOverflowError e) {
                complain("the shell itself failed: " + report.message(e));
            } catch (OutOfMemoryError e) {
                complain(report.message(e));
                dialect.advice(e, session()::variables).forEach(this::say);
            }
            out.flush();
        }
        reader.getHistory().save();
        return exit;
    }

    private LineReader reader(Terminal terminal, Path history) {
        var made = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("gradshell")
                .parser(new Lines(this::complete))
                .completer((_, line, candidates) -> tab.complete(line, candidates))
                .highlighter(new Highlight(this::style))
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, MORE)
                .variable(LineReader.BLINK_MATCHING_PAREN, 0)    // it is marked instead
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                // A second Tab explains; it does not walk through the candidates.
                .option(LineReader.Option.AUTO_MENU, false)
                .build();
        tab.bind(made);
        if (!terminal.getType().startsWith(Terminal.TYPE_DUMB)) Keys.bind(made, this::complete);
        try {
            Files.createDirectories(history.getParent());
            if (Files.isWritable(history.getParent())) made.setVariable(LineReader.HISTORY_FILE, history);
        } catch (IOException _) {
            // Nowhere to remember it: the history lasts as long as the session.
        }
        return made;
    }

    private String read() {
        var text = offered;
        offered = "";
        var prompt = style.prompt(PROMPT);
        var line = text.isEmpty() ? reader.readLine(prompt) : reader.readLine(prompt, null, (Character) null, text);
        stopping = false;
        return line;
    }

    private void stop() {
        stopping = true;
        if (session.isDone()) session().stop();
    }

    private boolean complete(String typed) {
        var text = asked(typed);
        var called = command(text);
        if (called.filter(command -> command.takes() != Command.Takes.JAVA).isPresent()) return true;
        return session().complete(called.map(command -> command.argument(text.strip())).orElse(text));
    }

    /// `softmax?` asks as `?softmax` does.
    private static String asked(String text) {
        var question = QUESTION.matcher(text);
        return question.matches() ? "?" + question.group(1) : text;
    }

    private Optional<Command> command(String text) {
        return commands.stream().filter(command -> command.called(text.strip())).findFirst();
    }

    // ---- one entry ----

    /// Does what somebody typed: a command, or snippets.
    void enter(String typed) {
        var text = asked(typed);
        if (text.isBlank() && whenEmpty != null) {
            whenEmpty.run();
            return;
        }
        var called = command(text);
        if (called.isPresent()) {
            called.get().action().run(this, called.get().argument(text.strip()));
            return;
        }
        session().together(() -> evaluate(session().split(new Source("", text))));
    }

    private void evaluate(List<Passage> passages) {
        for (var passage : passages) {
            if (passage.kind() == Passage.Kind.COMMAND) {
                var line = passage.text().strip();
                if (command(line).isPresent()) enter(line);
                else complain(unknown(line.split("\\s", 2)[0]));
                continue;
            }
            out.flush();
            var outcome = session().eval(passage);
            tell(outcome);
            if (outcome.failed()) break;
            if (stopping && passage != passages.getLast()) {
                complain("interrupted; what follows was not evaluated");    // it ended by itself before it noticed
                break;
            }
        }
    }

    private String unknown(String name) {
        var names = commands.stream().map(command -> command.name().substring(1)).filter(word -> !word.isEmpty()).distinct().toList();
        var meant = Nearest.close(name.substring(1), names).flatMap(word -> commands.stream().map(Command::name).filter(other -> other.endsWith(word) && other.length() == word.length() + 1).findFirst());
        return "unknown command " + name + "; " + meant.map(other -> "did you mean " + other + "?").orElse("/help lists them");
    }

    private void warn(String method) {
        session().hiddenBy(method).ifPresent(type -> out.println(style.faint(
                "every " + method + "() of " + type + " is now hidden; /drop " + method + " brings them back")));
    }

    /// `x = 1`; a value of several lines stands below its name, so that its columns stay columns.
    private String labelled(String name, String text) {
        if (name.isEmpty()) return text;
        return style.faint(name + " =") + (text.contains("\n") ? "\n" : " ") + text;
    }

    /// A text with its middle cut out if it is very long.
    ///
    /// @param name what prints all of it, or "" if nothing does
    private String shorten(String text, String name) {
        if (text.length() <= SHOWN) return text;
        int first = Math.max(SHOWN / 2, text.lastIndexOf('\n', 2 * SHOWN / 3) + 1), last = text.length() - SHOWN / 4;
        last = Math.max(last, text.indexOf('\n', last) + 1);
        var all = name.isEmpty() ? "" : "; System.out.println(" + name + ") shows all";
        return text.substring(0, first) + style.faint("\n… " + (last - first) + " more characters" + all + " …\n") + text.substring(last);
    }

    // ---- what commands use ----

    /// The session, once it is open.
    public Session session() {
        return session.join();
    }

    /// What is known of the terminal, as wide as it is now.
    public Display display() {
        var size = terminal.getSize();
        int columns = size.getColumns() > 0 ? size.getColumns() : Display.COLUMNS, rows = size.getRows() > 0 ? size.getRows() : Display.ROWS;
        var type = terminal.getType();
        var depth = System.getenv("COLORTERM");
        boolean all = type.contains("kitty") || type.contains("direct") || depth != null && depth.matches("truecolor|24bit");
        return new Display(columns, rows, style, style == Style.PLAIN ? 0 : all ? 1 << 24 : 256, unicode(), settings.get("pictures", "auto"));
    }

    private boolean unicode() {
        return terminal.outputEncoding().newEncoder().canEncode('⣿');
    }

    Style style() {
        return style;
    }

    /// Changes the colours, from now on and for sessions to come.
    void style(Style chosen) {
        wear(chosen);
        settings.set("theme", chosen.title());
    }

    private void wear(Style chosen) {
        style = chosen;
        report = new Report(report.trace(), chosen);
    }

    /// Changes the way pictures are shown, from now on and for sessions to come.
    void pictures(String way) {
        settings.set("pictures", way);
    }

    public Dialect dialect() {
        return dialect;
    }

    public List<Command> commands() {
        return commands;
    }

    /// What is known about a name, whose examples can be typed by a key from now on.
    Optional<Dialect.Page> page(String name) {
        var page = dialect.help(name, display().columns());
        page.ifPresent(tab::read);
        return page;
    }

    /// What was typed, the oldest first.
    public List<String> typed() {
        var lines = new ArrayList<String>();
        reader.getHistory().forEach(entry -> lines.add(entry.line()));
        return lines;
    }

    /// Puts a text into the line that is typed next.
    public void offer(String text) {
        offered = text;
    }

    /// Says what Enter on an empty line does; nothing if it is null.
    public void whenEmpty(Runnable action) {
        whenEmpty = action;
    }

    /// Tells of an exception that ended a thread of the user's own, whatever is being typed meanwhile.
    private void ended(Thread thread, Throwable exception) {
        thrown = exception;
        reader.printAbove(session().ended(thread, exception, report));
    }

    /// Whether somebody has asked to stop since the last line was typed.
    boolean isStopping() {
        return stopping;
    }

    /// Runs a program at this terminal and answers its exit code.
    int foreground(List<String> command) throws IOException {
        boolean paused = terminal.canPauseResume();
        try {
            if (paused) terminal.pause(true);    // what is typed is for the program
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        } finally {
            if (paused) terminal.resume();
        }
    }

    /// Shows the Java stack of the last exception.
    void trace() {
        say(thrown == null ? "there was no exception" : Report.stack(thrown));
    }

    /// Shows what became of a snippet.
    public void tell(Outcome outcome) {
        if (outcome instanceof Outcome.Thrown failure) thrown = failure.exception();
        switch (outcome) {
            case Outcome.Value(var name, _, var value, _) -> say(labelled(name, session().show(value, display(), text -> shorten(text, name))));
            case Outcome.Declared(var name, var missing) when !missing.isEmpty() ->
                    say(style.faint(name + " is declared, but needs " + missing.stream().map(Hint::needed).collect(Collectors.joining(", "))));
            case Outcome.Declared(var name, _) when name.endsWith(")") -> warn(name.substring(0, name.indexOf('(')));
            case Outcome.Declared _, Outcome.Done _ -> { }
            default -> say(report.text(outcome));
        }
    }

    /// Shows a text.
    public void say(String text) {
        out.println(unicode() ? text : Ascii.of(text));
    }

    /// Shows what went wrong.
    public void complain(String text) {
        say(style.error(text));
    }

    /// Forgets all that was evaluated.
    public void reset() {
        session().close();
        session = opened();
        session();
    }

    /// Asks no more.
    public void leave(int code) {
        exit = code;
    }
}
