package gradshell.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

import gradshell.data.FormatException;
import gradshell.experiment.Experiment.Prepared;
import gradshell.kernel.Threads;
import gradshell.train.Columns;
import gradshell.train.Epoch;
import gradshell.train.History;
import gradshell.train.Metric;
import gradshell.train.Progress;

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

    /// How points of sweeps are made: by processes that this command starts, so many at a time; 0 for as many as there are cores.
    public record Sweeping(Supplier<List<String>> worker, int jobs) {}

    /// Checks everything, trains, and answers the exit code. The folder of the run lies in `parent`; it stays if training has begun.
    /// The points of a sweep are made by so many processes at a time as `sweeping` says.
    public int run(Path file, List<String> overrides, Path parent, Sweeping sweeping) {
        var experiment = Experiment.read(file, overrides, vocabulary);
        var sweep = Sweep.of(experiment, file, overrides);
        if (sweep.isPresent()) return new Sweeps(this, sweeping.worker().get()).run(experiment, sweep.get(), file, parent, sweeping.jobs());
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
            record(experiment, file, started, directory);
            begun = true;
            return train(prepared, directory, interruption);
        } catch (IOException e) {
            if (!begun) directory.remove();
            return say(FAILED, unwritten(directory, e, begun));
        }
    }

    /// Writes down what is run, and on what.
    void record(Experiment experiment, Path file, OffsetDateTime started, RunDirectory directory) throws IOException {
        directory.write(RunDirectory.EXPERIMENT, experiment.configuration().yaml(directory.path()));
        var sha256 = DataFiles.sha256(directory.file(RunDirectory.EXPERIMENT));
        directory.write(RunDirectory.ENVIRONMENT, Environment.json(version, command, file, started, sha256, DataFiles.of(experiment.configuration().plan())));
    }

    private int train(Prepared prepared, RunDirectory directory, Interruption interruption) throws IOException {
        return told(new Run(prepared, directory, progress(prepared), interruption::wished, Run.ALL).go(this::tell), directory);
    }

    private int told(Run.Outcome outcome, RunDirectory directory) {
        return switch (outcome) {
            case Run.Finished(var history, var test, var digest) -> {
                out.print(results(history, test));
                out.println(epochs(history.epochs().size()) + ": " + history.end());
                if (!history.advice().isEmpty()) out.println(history.advice());
                out.println(directory.path());
                out.println("digest " + digest);
                out.flush();
                yield DONE;
            }
            case Run.Stopped(var epochs) -> say(INTERRUPTED, "interrupted after " + epochs(epochs) + "\n" + kept(directory) + "\n" + way(directory));
            case Run.Failed(var reason) -> say(FAILED, reason + "\n" + kept(directory));
            case Run.Refused(var reason) -> {
                directory.remove();
                yield say(WRONG_INPUT, reason);
            }
        };
    }

    // ---- going on ----

    /// Goes on with a run as if it had never been stopped; with `force` even if its data, its experiment or the program are others now.
    public int resume(Path path, boolean force, Sweeping sweeping) {
        var left = new Left(path);
        if (left.sweeps()) return new Sweeps(this, sweeping.worker().get()).resume(path, force, sweeping.jobs());
        if (left.refusal().isPresent()) return say(WRONG_INPUT, left.refusal().get());
        try (var directory = RunDirectory.open(path).orElse(null)) {
            if (directory == null) return say(WRONG_INPUT, left.taken());
            if (left.finished()) {
                tell(path + " is finished; gradshell verify " + path + " runs it again and compares");
                out.println("digest " + left.digest());
                out.flush();
                return DONE;
            }
            var experiment = Experiment.read(directory.file(RunDirectory.EXPERIMENT), List.of(), vocabulary);
            if (experiment.configuration().value().sweep().isPresent()) return say(WRONG_INPUT, path + ": this sweep was stopped before its first point; run it anew");
            var changes = left.changes(experiment, version);
            changes.forEach(this::tell);
            if (!changes.isEmpty() && !force) return say(WRONG_INPUT, "what goes on would not be the same run; --force goes on nevertheless");
            var prepared = experiment.prepare();
            try (var interruption = Interruption.open()) {
                return train(prepared, directory, interruption);
            } catch (IOException e) {
                return say(FAILED, unwritten(directory, e, true));
            }
        } catch (IOException e) {
            return say(FAILED, "cannot work in " + path + ": " + RunDirectory.reason(e));
        }
    }

    /// Runs a finished run again, elsewhere, and compares epoch by epoch and at last the digest; 0 threads for as many as there are.
    public int verify(Path path, int threads) {
        var left = new Left(path);
        if (left.refusal().isPresent()) return say(WRONG_INPUT, left.refusal().get());
        if (left.sweeps()) return say(WRONG_INPUT, path + " is a sweep; each of its points can be verified: gradshell verify " + path.resolve("001"));
        if (!left.finished()) return say(WRONG_INPUT, path + " is not finished; go on with: gradshell resume " + path);
        int before = Threads.count();
        if (threads > 0) Threads.count(threads);
        try (var interruption = Interruption.open()) {
            var experiment = Experiment.read(path.resolve(RunDirectory.EXPERIMENT), List.of(), vocabulary);
            var changes = left.changes(experiment, version);
            changes.forEach(this::tell);
            var prepared = experiment.prepare();
            var verification = new Verification(left);
            var difference = verification.run(prepared, progress(prepared), interruption::wished);
            if (difference.isEmpty() && interruption.wished()) return say(INTERRUPTED, "interrupted");
            difference.ifPresent(this::tell);
            if (difference.isPresent() || !changes.isEmpty()) return say(FAILED, path + " is not verified");
            out.println(path + " is verified: " + epochs(verification.epochs()) + " and the digest are the same");
            out.println("digest " + left.digest());
            out.flush();
            return DONE;
        } catch (IOException e) {
            return say(FAILED, "cannot verify " + path + ": " + RunDirectory.reason(e));
        } finally {
            Threads.count(before);
        }
    }

    /// Makes points of sweeps as `in` asks for them, until it ends.
    public int work(InputStream in, boolean force) {
        return new Sweeps(this, List.of()).work(in, force);
    }

    /// Tells how a sweep comes on.
    void progress(String line) {
        if (quiet) return;
        err.println(line);
        err.flush();
    }

    private void tell(String message) {
        say(DONE, message);
    }

    private static String unwritten(RunDirectory directory, IOException e, boolean begun) {
        var named = e instanceof FileSystemException || e.getCause() instanceof FormatException;
        return "cannot write " + (named ? "" : "in " + directory.path() + ": ") + RunDirectory.reason(e) + (begun ? "\n" + way(directory) : "");
    }

    private static String way(RunDirectory directory) {
        return "go on with: gradshell resume " + directory.path();
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

    int say(int code, String message) {
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
        var experiment = Experiment.read(file, overrides, vocabulary);
        var sweep = Sweep.of(experiment, file, overrides);
        var points = sweep.map(s -> new Sweeps(this, List.of()).check(experiment, s)).orElse("");
        var prepared = experiment.prepare();
        out.print(prepared.summary());
        var data = prepared.data();
        out.println("data: " + data);
        out.println("training on " + prepared.training().size() + prepared.validation().map(v -> ", validating on " + v.size()).orElse("")
                + prepared.test().map(t -> ", testing on " + t.size()).orElse(""));
        out.print(points);
        out.flush();
        return DONE;
    }

    /// Prints the resolved file, each value with its origin.
    public int explain(Path file, List<String> overrides) {
        var experiment = Experiment.read(file, overrides, vocabulary);
        var sweep = Sweep.of(experiment, file, overrides);
        out.print(experiment.explain());
        sweep.ifPresent(s -> out.println("# " + s.points().size() + (s.points().size() == 1 ? " point" : " points")));
        out.flush();
        return DONE;
    }

    /// Prints the same experiment as a script in the language.
    public int eject(Path file, List<String> overrides) {
        var experiment = Experiment.read(file, overrides, vocabulary);
        if (experiment.configuration().value().sweep().isPresent()) return say(WRONG_INPUT, file + " is a sweep, of many experiments; eject the experiment.yaml of one of its runs, or take sweep out: sweep=null");
        experiment.prepare();    // what cannot be run is told here, not by the script
        out.print(Eject.of(experiment, file, overrides));
        out.flush();
        return DONE;
    }

    /// Prints runs side by side; unfinished ones too, and of folders that hold runs all of them.
    ///
    /// @param by      the figure that ranks them; empty for the loss
    /// @param picture where to draw that figure's curves, or null
    public int compare(List<Path> folders, String by, boolean csv, Path picture) {
        var runs = new ArrayList<PastRun>();
        for (var folder : folders) {
            try {
                var found = Files.isDirectory(folder) ? PastRun.in(folder) : List.<Path>of();
                if (found.isEmpty()) return say(WRONG_INPUT, folder + (Files.exists(folder) ? " is no run directory: there is no " + RunDirectory.EXPERIMENT + " in it" : ": no such folder"));
                for (var run : found) runs.add(PastRun.read(run));
            } catch (IOException e) {
                return say(WRONG_INPUT, "cannot read " + RunDirectory.reason(e));
            }
        }
        try {
            var comparison = Comparison.of(runs, by, rising());
            if (picture != null) comparison.plot().save(picture);
            out.print(csv ? comparison.csv() : comparison.table());
            out.flush();
            return DONE;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return say(WRONG_INPUT, e.getMessage());
        }
    }

    /// Of which figures more is better: of all but the loss and the metrics that say otherwise.
    private Predicate<String> rising() {
        var words = Experiment.words(vocabulary);
        var falling = new HashSet<>(List.of("loss"));
        for (var word : words.making(Metric.class)) {
            words.signatures(word, Metric.class).stream().filter(s -> s.written().isEmpty()).findFirst().map(s -> (Metric) Calling.invoke(s.method(), null, null))
                    .filter(metric -> !metric.rises()).ifPresent(metric -> falling.add(metric.name()));
        }
        return figure -> !falling.contains(figure.replaceFirst("^(validation|test)\\.", ""));
    }
}
