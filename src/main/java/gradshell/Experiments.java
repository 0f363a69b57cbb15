package gradshell;

import gradshell.experiment.ExperimentException;
import gradshell.experiment.Runner;
import gradshell.shell.Report;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// The verbs for experiment files: joins the runner to the words of the language.
final class Experiments {
    /// Where runs go unless the command line says otherwise.
    static final String RUNS = "runs";

    private Experiments() {}

    /// Whether a command line is a verb of ours, a file and perhaps changes, without options. Such a line needs no parser, and the parser
    /// takes longer to load than a small experiment takes to run.
    static boolean plain(String... args) {
        if (args.length < 2) return false;
        for (var arg : args) if (arg.isEmpty() || arg.startsWith("-") || arg.startsWith("@")) return false;
        return args[0].equals("run") || args[0].equals("check") || args[0].equals("explain");
    }

    /// Does what a plain line says; answers the exit code.
    static int plainly(String... args) {
        var words = Arrays.asList(args);
        var file = Path.of(args[1]);
        var changes = words.subList(2, args.length);
        return switch (args[0]) {
            case "run" -> run(words, file, changes, Path.of(RUNS), 0, false);
            case "check" -> check(words, file, changes);
            default -> explain(words, file, changes);
        };
    }

    static int run(List<String> args, Path file, List<String> changes, Path into, int jobs, boolean quiet) {
        return with(args, quiet, runner -> runner.run(file, changes, into, sweeping(jobs)));
    }

    static int check(List<String> args, Path file, List<String> changes) {
        return with(args, false, runner -> runner.check(file, changes));
    }

    static int explain(List<String> args, Path file, List<String> changes) {
        return with(args, false, runner -> runner.explain(file, changes));
    }

    static int eject(List<String> args, Path file, List<String> changes) {
        return with(args, false, runner -> runner.eject(file, changes));
    }

    static int compare(List<String> args, List<Path> folders, String by, boolean csv, Path picture) {
        return with(args, false, runner -> runner.compare(folders, by, csv, picture));
    }

    /// The first sentence that the sources say of a word.
    static String meaning(String word) {
        return Documentation.entries().stream().filter(e -> e.isWord() && e.name().equals(word)).findFirst().map(Documentation.Entry::summary).orElse("");
    }

    static int resume(List<String> args, Path run, boolean force, int jobs, boolean quiet) {
        return with(args, quiet, runner -> runner.resume(run, force, sweeping(jobs)));
    }

    /// Makes points of a sweep for another process of ours.
    static int work(List<String> args, boolean force) {
        return with(args, true, runner -> runner.work(System.in, force));
    }

    /// A sweep's points are made by processes like this one.
    private static Runner.Sweeping sweeping(int jobs) {
        return new Runner.Sweeping(Experiments::worker, jobs);
    }

    private static List<String> worker() {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        // what is ours alone stays here: the number of a stream, and whether it is a terminal
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(flag -> !flag.startsWith("-Dgradshell.") && !flag.startsWith("-agentlib")).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "work"));
        return command;
    }

    static int verify(List<String> args, Path run, int threads, boolean quiet) {
        return with(args, quiet, runner -> runner.verify(run, threads));
    }

    private static int with(List<String> args, boolean quiet, Function<Runner, Integer> verb) {
        var command = new ArrayList<>(List.of("gradshell"));
        command.addAll(args);
        var live = Boolean.getBoolean("gradshell.live") && !"dumb".equals(System.getenv("TERM"));    // the launcher knows whether it is a terminal
        try {
            return verb.apply(new Runner(Dsl.class, Version.number(), command, System.out, System.err, live, quiet));
        } catch (ExperimentException e) {
            System.err.println(e.getMessage());
            return Runner.WRONG_INPUT;
        } catch (RuntimeException | OutOfMemoryError e) {
            System.err.println("gradshell: " + Report.plain(false).message(e));
            return Runner.FAILED;
        }
    }
}
