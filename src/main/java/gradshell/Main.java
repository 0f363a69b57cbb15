package gradshell;

import gradshell.experiment.Experiment;
import gradshell.experiment.Starter;
import gradshell.shell.Repl;
import gradshell.shell.Report;
import gradshell.shell.Script;
import gradshell.shell.Source;
import gradshell.shell.Style;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The command line. A verb is a method; without a verb it is the prompt or a script.
@Command(name = "gradshell",
        description = "Tensors, gradients and neural networks at a Java prompt.",
        customSynopsis = {"gradshell                        the prompt", "       gradshell FILE.jsh [ARG...]      a script; - reads standard input",
                "       gradshell -e SNIPPET [ARG...]    a script of one line", "       gradshell VERB ...               see below; every verb has --help"},
        commandListHeading = "%nVerbs:%n", optionListHeading = "%nOptions:%n", descriptionHeading = "%n",
        versionProvider = Version.class)
public final class Main implements Callable<Integer> {

    /// The input is wrong: the usage, a file that is not there.
    static final int WRONG_INPUT = 2;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", hidden = true)
    private List<String> words = List.of();

    @Option(names = "-e", paramLabel = "SNIPPET", description = "run this text as a script")
    private String snippet;

    @Option(names = "--keep-going", description = "run a script on after a snippet that fails; it still ends with 1")
    private boolean keepGoing;

    @Option(names = "--trace", description = "show the Java stack of exceptions")
    private boolean trace;

    @Option(names = "--startup", paramLabel = "FILE", description = "evaluate this first, instead of GradShell's own start-up")
    private Path startup;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "show this")
    private boolean help;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "show the version")
    private boolean version;

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /// Does what the arguments say; answers the exit code.
    static int run(String... args) {
        if (Experiments.plain(args)) return Experiments.plainly(args);
        return plain(args).map(Main::start).orElseGet(() -> parse(args));
    }

    /// A command line without options but `-e`, for the prompt or a script: it needs no parser, which takes longer to load than to print a
    /// tensor. Nothing if it is another one.
    static Optional<Main> plain(String... args) {
        var main = new Main();
        main.words = Arrays.asList(args);
        if (args.length > 1 && args[0].equals("-e")) {
            main.snippet = args[1];
            main.words = main.words.subList(2, args.length);
        } else if (args.length > 0 && !args[0].endsWith(".jsh")) return Optional.empty();
        boolean options = !main.words.isEmpty() && main.words.getFirst().startsWith("-") || Arrays.stream(args).anyMatch(arg -> arg.startsWith("@"));
        return options ? Optional.empty() : Optional.of(main);
    }

    private static int start(Main main) {
        try {
            return main.call();
        } catch (Exception e) {
            return failed(e);
        }
    }

    private static int parse(String... args) {
        var line = new CommandLine(new Main());
        line.setStopAtPositional(true);
        line.getSubcommands().values().forEach(verb -> verb.setStopAtPositional(false));
        line.setParameterExceptionHandler((e, _) -> wrong(e.getMessage() + "\nTry gradshell --help."));
        line.setExecutionExceptionHandler((e, _, _) -> failed(e));
        return line.execute(args);
    }

    private static int failed(Exception e) {
        if (e instanceof WrongInput) return wrong(e.getMessage());
        System.err.println("gradshell: " + Report.plain(false).message(e));
        return Script.FAILED;
    }

    // ---- the prompt and scripts ----

    @Override
    public Integer call() throws IOException {
        if (snippet != null) return script(new Source("-e", snippet), words);
        if (!words.isEmpty()) return script(read(words.getFirst()), words.subList(1, words.size()));
        return Repl.possible() ? prompt() : script(read("-"), List.of());
    }

    private int prompt() throws IOException {
        var text = startup();
        var greeting = "GradShell " + Version.number() + " on Java " + Runtime.version().feature() + ". /help helps, Ctrl-D leaves.";
        var prompt = new Repl(() -> Language.open(text), new Language(), TensorCommands.all(), new Report(trace, Style.of(true)));
        Views.at(prompt::display);
        return prompt.run(greeting, history());
    }

    private int script(Source source, List<String> args) throws IOException {
        try (var session = Language.open(startup())) {
            var report = Report.plain(trace);
            Thread.setDefaultUncaughtExceptionHandler((thread, e) -> System.err.println(session.ended(thread, e, report)));
            if (source.text().contains("args")) session.define("args", args.toArray(String[]::new));    // a snippet costs its 30 ms
            return new Script(keepGoing, report, System.err).run(session, source);
        }
    }

    private String startup() throws IOException {
        if (startup != null) return read(startup.toString()).text();
        try (var own = Main.class.getResourceAsStream("/startup.jsh")) {
            return text(own.readAllBytes());
        }
    }

    /// The text of a file, or of standard input if the name is `-`.
    private static Source read(String name) {
        try {
            return Source.script(name, text(name.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(name))));
        } catch (NoSuchFileException _) {
            throw new WrongInput("no such file: " + name);
        } catch (CharacterCodingException _) {
            throw new WrongInput(name + " is not text in UTF-8");
        } catch (IOException e) {
            throw new WrongInput("cannot read " + name + ": " + e.getMessage());
        }
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /// Where what is typed is remembered across sessions.
    private static Path history() {
        var state = System.getenv("XDG_STATE_HOME");
        var folder = state == null || state.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "state") : Path.of(state);
        return folder.resolve("gradshell").resolve("history");
    }

    // ---- verbs ----

    @Command(name = "jshell", mixinStandardHelpOptions = true, description = "print the line that opens the same language in plain JShell")
    int jshell() {
        System.out.println(PlainJShell.line());
        return Script.DONE;
    }

    @Command(name = "jupyter", mixinStandardHelpOptions = true, description = "tell Jupyter of a kernel of the language")
    int jupyter() throws IOException {
        System.out.println("Jupyter knows GradShell now, by " + KernelFile.write());
        return Script.DONE;
    }

    @Command(name = "kernel", hidden = true, mixinStandardHelpOptions = true, description = "evaluate the cells of a Jupyter notebook")
    int kernel(@Parameters(paramLabel = "FILE", description = "what Jupyter has written about the connection") Path file) throws Exception {
        Notebook.serve(file, startup());
        return Script.DONE;
    }

    @Command(name = "run", mixinStandardHelpOptions = true, description = "run an experiment into a new run directory",
            footer = {"", "A change names a key of the file and gives it a value: epochs=10, optimizer.sgd.lr=0.1.", "Items of lists are counted from 0: model.0.linear.out=5.",
                "The last line printed is a digest of the final parameters and all figures;", "the same experiment gives the same digest."})
    int train(@Parameters(paramLabel = "FILE", description = "the experiment") Path file,
            @Parameters(paramLabel = "KEY=VALUE", arity = "0..*", description = "changes to it") List<String> changes,
            @Option(names = "--into", paramLabel = "DIR", defaultValue = Experiments.RUNS, description = "make the run directory in here, not in ${DEFAULT-VALUE}") Path into,
            @Option(names = "--jobs", paramLabel = "N", defaultValue = "0", description = "make so many points of a sweep at a time; without it, as many as there are cores") int jobs,
            @Option(names = {"-q", "--quiet"}, description = "show no progress") boolean quiet) {
        return Experiments.run(args(), file, given(changes), into, jobs, quiet);
    }

    @Command(name = "check", mixinStandardHelpOptions = true, description = "check an experiment without training: keys, types, files, the shapes of every layer")
    int check(@Parameters(paramLabel = "FILE", description = "the experiment") Path file,
            @Parameters(paramLabel = "KEY=VALUE", arity = "0..*", description = "changes to it") List<String> changes) {
        return Experiments.check(args(), file, given(changes));
    }

    @Command(name = "explain", mixinStandardHelpOptions = true, description = "print an experiment as it is resolved, and where each value comes from")
    int explain(@Parameters(paramLabel = "FILE", description = "the experiment") Path file,
            @Parameters(paramLabel = "KEY=VALUE", arity = "0..*", description = "changes to it") List<String> changes) {
        return Experiments.explain(args(), file, given(changes));
    }

    @Command(name = "compare", mixinStandardHelpOptions = true, description = "print runs side by side: the settings that differ, figures, time, digest",
            footer = {"", "The best run comes first. A folder that holds runs stands for all of them; runs that are still under way are shown as far as they are."})
    int compare(@Parameters(paramLabel = "RUN-DIR", arity = "1..*", description = "folders of runs") List<Path> folders,
            @Option(names = "--by", paramLabel = "FIGURE", defaultValue = "", description = "rank them by the best value of this figure, not by the loss") String by,
            @Option(names = "--csv", description = "print comma-separated values with every digit") boolean csv,
            @Option(names = "--plot", paramLabel = "FILE", description = "draw the figure's curves over one another, as .png or .svg") Path picture) {
        return Experiments.compare(args(), folders, by, csv, picture);
    }

    @Command(name = "eject", mixinStandardHelpOptions = true, description = "print an experiment as a script in the language that trains to the same digest")
    int eject(@Parameters(paramLabel = "FILE", description = "the experiment") Path file,
            @Parameters(paramLabel = "KEY=VALUE", arity = "0..*", description = "changes to it") List<String> changes) {
        return Experiments.eject(args(), file, given(changes));
    }

    @Command(name = "resume", mixinStandardHelpOptions = true, description = "go on with a run that was stopped, to the same digest as if it never had been")
    int resume(@Parameters(paramLabel = "RUN-DIR", description = "the run directory") Path run,
            @Option(names = "--force", description = "go on even if the data, the experiment or the program are others now") boolean force,
            @Option(names = "--jobs", paramLabel = "N", defaultValue = "0", description = "make so many points of a sweep at a time; without it, as many as there are cores") int jobs,
            @Option(names = {"-q", "--quiet"}, description = "show no progress") boolean quiet) {
        return Experiments.resume(args(), run, force, jobs, quiet);
    }

    @Command(name = "work", hidden = true, mixinStandardHelpOptions = true, description = "make points of a sweep for the process that has started this one")
    int work(@Option(names = "--force") boolean force) {
        return Experiments.work(args(), force);
    }

    @Command(name = "verify", mixinStandardHelpOptions = true, description = "run a finished run again elsewhere, and compare every epoch and the digest")
    int verify(@Parameters(paramLabel = "RUN-DIR", description = "the run directory") Path run,
            @Option(names = "--threads", paramLabel = "N", defaultValue = "0", description = "on so many threads; without it on as many as there are cores") int threads,
            @Option(names = {"-q", "--quiet"}, description = "show no progress") boolean quiet) {
        if (threads < 0) return wrong("--threads is " + threads + "; it must be at least 1");
        return Experiments.verify(args(), run, threads, quiet);
    }

    @Command(name = "schema", mixinStandardHelpOptions = true, description = "print the JSON Schema of experiment files, for editors",
            footer = {"", "Keep it in a file, and name that in the first line of an experiment:", "# yaml-language-server: $$schema=experiment.schema.json"})
    int schema() {
        System.out.print(Experiment.schema(Dsl.class, Experiments::meaning));
        return Script.DONE;
    }

    @Command(name = "new", mixinStandardHelpOptions = true, description = "write a commented experiment to start from")
    int starter(@Parameters(paramLabel = "NAME", description = "what it is called; the file is NAME.yaml") String name,
            @Option(names = "--kind", paramLabel = "KIND", defaultValue = "regression", description = "regression, classification or images; ${DEFAULT-VALUE} if it is not said") String kind) {
        try {
            var file = Starter.of(kind).write(name);
            System.out.println(file + " is there; run it with: gradshell run " + file);
            return Script.DONE;
        } catch (IllegalArgumentException e) {
            return wrong(e.getMessage());
        }
    }

    private static List<String> given(List<String> changes) {
        return changes == null ? List.of() : changes;
    }

    /// The command line as it was given.
    private List<String> args() {
        return spec.commandLine().getParseResult().originalArgs();
    }

    private static int wrong(String message) {
        System.err.println("gradshell: " + message);
        return WRONG_INPUT;
    }
}
