package gradshell.shell;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// The prompt: reads a snippet, evaluates it, shows what it gives.
public final class Repl {

    private static final String PROMPT = "gs> ";
    private static final String MORE = "  > ";
    private static final int SHOWN = 20_000;

    private final Supplier<Session> opener;
    private final Dialect dialect;
    private final Report report;
    private final Style style;
    private volatile CompletableFuture<Session> session;
    private PrintWriter out;
    private LineReader reader;
    private Integer exit;

    /// @param opener makes the session; called in the background while the terminal is set up
    public Repl(Supplier<Session> opener, Dialect dialect, Report report) {
        this.opener = opener;
        this.dialect = dialect;
        this.report = report;
        this.style = report.style();
        session = CompletableFuture.supplyAsync(opener);
    }

    /// Whether there is somebody to ask.
    public static boolean possible() {
        return System.console() != null && !"dumb".equals(System.getenv("TERM"));
    }

    /// Asks at this process's terminal until somebody leaves; answers the exit code.
    public int run(String greeting, Path history) throws IOException {
        Logger.getLogger("org.jline").setLevel(Level.OFF);    // an unknown terminal is no reason for a stack trace
        // The probes for grapheme clusters would make every start wait for the terminal's answers.
        try (var terminal = TerminalBuilder.builder().system(true).graphemeCluster(false).build()) {
            return run(terminal, greeting, history);
        }
    }

    int run(Terminal terminal, String greeting, Path history) throws IOException {
        out = terminal.writer();
        reader = reader(terminal, history);
        terminal.handle(Terminal.Signal.INT, _ -> stop());
        out.println(style.faint(greeting));
        while (exit == null) {
            try {
                eval(reader.readLine(PROMPT));
            } catch (UserInterruptException _) {
                // The line is gone; here is another.
            } catch (EndOfFileException _) {
                exit = Script.DONE;
            } catch (CompletionException e) {
                out.println(style.error(report.message(e.getCause())));    // the start-up failed
                exit = Script.FAILED;
            }
            out.flush();
        }
        reader.getHistory().save();
        return exit;
    }

    private LineReader reader(Terminal terminal, Path history) throws IOException {
        Files.createDirectories(history.getParent());
        return LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("gradshell")
                .parser(new Lines(text -> session().complete(text)))
                .completer((_, line, candidates) -> complete(line, candidates))
                .highlighter(new Highlight(style))
                .variable(LineReader.HISTORY_FILE, history)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, MORE)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.INSERT_TAB, true)
                .build();
    }

    private Session session() {
        return session.join();
    }

    private void stop() {
        if (session.isDone()) session().stop();
    }

    private void complete(ParsedLine line, List<Candidate> candidates) {
        if (line.line().startsWith("/")) {
            for (var command : Command.values()) candidates.add(candidate(command.word()));
            return;
        }
        session().completions(line.line(), line.cursor()).words().forEach(word -> candidates.add(candidate(word)));
    }

    private static Candidate candidate(String word) {
        return new Candidate(word, word, null, null, null, null, false);
    }

    // ---- one entry ----

    private void eval(String text) {
        for (var passage : session().split(new Source("", text))) {
            if (passage.kind() == Passage.Kind.COMMAND) {
                command(passage.text().strip());
                continue;
            }
            out.flush();
            var outcome = session().eval(passage);
            tell(outcome);
            if (outcome.failed()) break;
        }
    }

    private void tell(Outcome outcome) {
        switch (outcome) {
            case Outcome.Value(var name, _, var value, _) -> out.println(labelled(name, shorten(session().show(value))));
            case Outcome.Declared(var name, var missing) when !missing.isEmpty() ->
                    out.println(style.faint(name + " is declared, but needs " + String.join(", ", missing)));
            case Outcome.Declared(var name, _) when name.endsWith(")") -> warn(name.substring(0, name.indexOf('(')));
            case Outcome.Declared _, Outcome.Done _ -> { }
            default -> out.println(report.text(outcome));
        }
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

    private static String shorten(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… " + (text.length() - SHOWN) + " more characters";
    }

    // ---- commands ----

    private enum Command {
        DROP("/drop NAME forgets a variable, a method or a class"),
        EXIT("leave; /exit 3 leaves with that code"),
        HELP("this list; /help WORD tells about a word"),
        HISTORY("what was typed, in this session and before"),
        IMPORTS("the imports in force"),
        LIST("the snippets in force"),
        RESET("forget everything and start anew"),
        VARS("the variables and their values");

        private final String about;

        Command(String about) {
            this.about = about;
        }

        String word() {
            return "/" + name().toLowerCase(Locale.ROOT);
        }
    }

    private void command(String text) {
        var words = text.split("\\s+", 2);
        var argument = words.length > 1 ? words[1] : "";
        for (var command : Command.values()) {
            if (command.word().equals(words[0])) {
                run(command, argument);
                return;
            }
        }
        out.println(style.error("unknown command " + words[0]) + "; /help lists them");
    }

    private void run(Command command, String argument) {
        switch (command) {
            case DROP -> {
                if (!session().drop(argument)) out.println(style.error("there is no " + argument));
            }
            case EXIT -> exit(argument);
            case HELP -> help(argument);
            case HISTORY -> reader.getHistory().forEach(entry -> out.println(entry.line()));
            case IMPORTS -> session().imports().forEach(out::println);
            case LIST -> session().history().stream().filter(p -> p.source().name().isEmpty()).forEach(p -> out.println(p.text()));
            case RESET -> {
                session().close();
                session = CompletableFuture.supplyAsync(opener);
                session();
            }
            case VARS -> session().variables().forEach(v -> out.println(v.type() + " " + labelled(v.name(), brief(session().show(v.value())))));
        }
    }

    private void exit(String argument) {
        try {
            exit = argument.isEmpty() ? Script.DONE : Integer.parseInt(argument);
        } catch (NumberFormatException _) {
            var outcome = session().eval(argument);
            if (outcome instanceof Outcome.Value value && value.value() instanceof Integer code) exit = code;
            else out.println(outcome.failed() ? report.text(outcome) : style.error("an exit code is an int"));
        }
    }

    private void help(String word) {
        if (!word.isEmpty()) {
            out.println(dialect.help(word).orElse("nothing is known about " + word));
            return;
        }
        for (var command : Command.values()) out.printf("%-10s %s%n", command.word(), command.about);
        out.println("Anything else is Java. Tab completes, Ctrl-C stops, Ctrl-D leaves.");
    }

    private static String brief(String text) {
        var line = text.lines().findFirst().orElse("");
        return line.length() < text.length() || line.length() > 80 ? line.substring(0, Math.min(80, line.length())) + " …" : line;
    }
}
