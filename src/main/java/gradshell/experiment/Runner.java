package gradshell.experiment;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import gradshell.data.AtomicFile;
import gradshell.data.Safetensors;
import gradshell.experiment.Experiment.Prepared;
import gradshell.train.Columns;
import gradshell.train.DivergedException;
import gradshell.train.Epoch;
import gradshell.train.History;
import gradshell.train.Progress;
import gradshell.train.Watcher;

/// Runs an experiment into a folder of its own: results go to `out`, progress and messages to `err`.
///
/// @param vocabulary the class whose words the file can use
/// @param version    of the program, for the record
/// @param command    that was given, for the record
/// @param live       whether `err` is a terminal
public record Runner(Class<?> vocabulary, String version, List<String> command, PrintStream out, PrintStream err, boolean live, boolean quiet) {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int WRONG_INPUT = 2;
    public static final int INTERRUPTED = 130;

    /// Checks everything, trains, and answers the exit code. The folder of the run lies in `parent`; it stays if training has begun.
    public int run(Path file, List<String> overrides, Path parent) {
        var experiment = Experiment.read(file, overrides, vocabulary);
        var prepared = experiment.prepare();
        var started = OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS);
        RunDirectory directory;
        try {
            directory = RunDirectory.create(parent, prepared.file().name(), started);
        } catch (IOException e) {
            return say(WRONG_INPUT, "cannot make a folder for the run in " + parent + ": " + RunDirectory.reason(e));
        }
        var begun = false;
        try (var interruption = Interruption.open(); directory) {
            directory.write(RunDirectory.EXPERIMENT, experiment.configuration().yaml(directory.path()));
            directory.write(RunDirectory.ENVIRONMENT, Environment.json(version, command, file, started));
            begun = true;
            return train(prepared, directory, interruption);
        } catch (IOException e) {
            if (!begun) directory.remove();
            return say(FAILED, "cannot write " + RunDirectory.reason(e));
        }
    }

    private int train(Prepared prepared, RunDirectory directory, Interruption interruption) throws IOException {
        var progress = progress(prepared);
        var watcher = new Watcher() {
            private boolean measured;

            @Override
            public boolean goesOn(int epoch, int step, int steps) {
                return !interruption.wished();
            }

            @Override
            public void ended(Epoch epoch) {
                measured = true;
                directory.add(epoch);
            }
        };
        History history;
        try {
            history = prepared.fit().watcher(watcher).progress(progress).run();
        } catch (DivergedException e) {
            return say(FAILED, e.getMessage().replaceFirst("^fit: ", "") + "\n" + kept(directory));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (OutOfMemoryError e) {
            return say(FAILED, "the training wants more memory than there is (" + (Runtime.getRuntime().maxMemory() >> 20) + " MiB)\n" + kept(directory));
        } catch (RuntimeException e) {
            // what the examples themselves have wrong, a class that is none, say
            if (watcher.measured) return say(FAILED, e.getMessage() + "\n" + kept(directory));
            directory.remove();
            return say(WRONG_INPUT, e.getMessage());
        }
        var model = prepared.net().state();
        AtomicFile.write(directory.file(RunDirectory.MODEL), bytes -> Safetensors.write(model, bytes));
        if (history.end().equals(History.INTERRUPTED)) {
            return say(INTERRUPTED, "interrupted after " + epochs(history.epochs().size()) + "\n" + kept(directory));
        }
        var test = prepared.test().map(set -> prepared.fit().evaluate(set, "test.")).orElse(Map.of());
        directory.finish(test);
        out.print(results(history, test));
        out.println(epochs(history.epochs().size()) + ": " + history.end());
        out.println(directory.path());
        out.println("digest " + Digest.of(directory.file(RunDirectory.MODEL), directory.file(RunDirectory.METRICS)));
        out.flush();
        return DONE;
    }

    private Progress progress(Prepared prepared) {
        return quiet ? new Progress.Silent() : Progress.of(err, live, prepared.file().epochs());
    }

    private static String epochs(int count) {
        return count + (count == 1 ? " epoch" : " epochs");
    }

    private static String kept(RunDirectory directory) {
        return "what was measured is in " + directory.path();
    }

    private int say(int code, String message) {
        err.println("gradshell: " + message.replace("\n", "\ngradshell: "));
        err.flush();
        return code;
    }

    /// The figures of the first and the last epoch, and those of the test.
    private static String results(History history, Map<String, Double> test) {
        Epoch first = history.epochs().getFirst(), last = history.epochs().getLast();
        var table = new Columns();
        table.row("", "epoch " + first.number(), "epoch " + last.number());
        last.figures().forEach((name, value) -> table.row(name, History.number(first.figures().get(name)), History.number(value)));
        test.forEach((name, value) -> table.row(name, "", History.number(value)));
        return table.toString(1);
    }

    // ---- without training ----

    /// Checks everything that `run` does before it trains, and prints what would be trained.
    public int check(Path file, List<String> overrides) {
        var prepared = Experiment.read(file, overrides, vocabulary).prepare();
        out.print(prepared.summary());
        var data = prepared.data();
        out.println("data: " + data);
        out.println("training on " + prepared.training().size() + prepared.validation().map(v -> ", validating on " + v.size()).orElse("")
                + prepared.test().map(t -> ", testing on " + t.size()).orElse(""));
        out.flush();
        return DONE;
    }

    /// Prints the resolved file, each value with its origin.
    public int explain(Path file, List<String> overrides) {
        out.print(Experiment.read(file, overrides, vocabulary).explain());
        out.flush();
        return DONE;
    }
}
