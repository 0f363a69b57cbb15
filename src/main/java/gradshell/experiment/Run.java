package gradshell.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import gradshell.data.AtomicFile;
import gradshell.data.FormatException;
import gradshell.data.Safetensors;
import gradshell.experiment.Experiment.Prepared;
import gradshell.train.DivergedException;
import gradshell.train.Epoch;
import gradshell.train.Fit;
import gradshell.train.History;
import gradshell.train.Progress;
import gradshell.train.Watcher;

/// A training in its folder: from its beginning or its last checkpoint, to its end, to a pause, or to where it is stopped.
/// Wherever that is, and however often, the results are the same.
final class Run {
    /// Pauses after no epoch.
    static final int ALL = Integer.MAX_VALUE;

    private final Prepared prepared;
    private final RunDirectory directory;
    private final Progress progress;
    private final BooleanSupplier stop;
    private final int until;
    private final Checkpoints checkpoints;

    /// @param stop  whether to stop after the step that is under way
    /// @param until the epoch to pause after
    Run(Prepared prepared, RunDirectory directory, Progress progress, BooleanSupplier stop, int until) {
        this.prepared = prepared;
        this.directory = directory;
        this.progress = progress;
        this.stop = stop;
        this.until = until;
        this.checkpoints = new Checkpoints(directory.path(), prepared.file().checkpoint());
    }

    /// What came of it.
    sealed interface Outcome {}

    record Finished(History history, Map<String, Double> test, String digest) implements Outcome {}
    /// It was stopped, or paused, and can go on.
    record Stopped(int epochs) implements Outcome {}
    /// It cannot go on.
    record Failed(String reason) implements Outcome {}
    /// It could not even begin, as the examples themselves are wrong.
    record Refused(String reason) implements Outcome {}

    /// Looks on: writes down figures and checkpoints, and says when it is enough.
    private final class Onlooker implements Watcher {
        private Fit fit;
        private boolean begun, measured;
        private long made;
        private int stepsOfEpoch;

        @Override
        public void resumed(List<Epoch> done) {
            begun = true;
            measured = !done.isEmpty();
            writing(() -> directory.restore(done));
        }

        @Override
        public void begins(int epoch) {
            if (!begun) writing(() -> {
                checkpoints.clear();
                directory.restore(List.of());
            });
            begun = true;
        }

        @Override
        public boolean goesOn(int epoch, int step, int steps) {
            stepsOfEpoch = steps;
            made = (long) (epoch - 1) * steps + step;
            return epoch <= until && !stop.getAsBoolean();
        }

        @Override
        public void stepped(int epoch, int step, int steps, double loss, int examples) {
            if (checkpoints.dueAfterStep()) writing(() -> checkpoints.write(fit, made + 1));
        }

        @Override
        public void ended(Epoch epoch) {
            measured = true;
            directory.add(epoch);
            made = (long) epoch.number() * stepsOfEpoch;
            if (checkpoints.dueAfterEpoch()) writing(() -> checkpoints.write(fit, made));
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    private static void writing(Writing work) {
        try {
            work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Trains. A checkpoint that is damaged is passed over, which `told` hears.
    ///
    /// @throws IOException if something cannot be written: all that was, is whole, and the run can go on from there
    Outcome go(Consumer<String> told) throws IOException {
        for (var checkpoint : checkpoints.list()) {
            var onlooker = new Onlooker();
            onlooker.made = Checkpoints.steps(checkpoint);
            try {
                return train(prepared.fit().resume(checkpoint), onlooker);
            } catch (FormatException e) {
                if (onlooker.begun) throw e;
                told.accept(e.getMessage() + "; it is passed over");
            }
        }
        return train(prepared.fit(), new Onlooker());
    }

    private Outcome train(Fit described, Onlooker onlooker) throws IOException {
        var fit = onlooker.fit = described.watcher(onlooker).progress(progress);
        History history;
        try {
            history = fit.run();
            if (history.end().equals(History.INTERRUPTED)) {
                checkpoints.write(fit, onlooker.made);
                model();
                report(history, Map.of(), "");
                return new Stopped(history.epochs().size());
            }
            checkpoints.write(fit, onlooker.made);
        } catch (DivergedException e) {
            var reason = e.getMessage().replaceFirst("^fit: ", "");
            report(new History(directory.epochs(), reason), Map.of(), "");
            return new Failed(reason);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (OutOfMemoryError e) {
            return new Failed("the training wants more memory than there is (" + (Runtime.getRuntime().maxMemory() >> 20) + " MiB)");
        } catch (FormatException e) {
            if (!onlooker.begun) throw e;
            return onlooker.measured ? new Failed(e.getMessage()) : new Refused(e.getMessage());
        } catch (RuntimeException e) {
            // what the examples themselves have wrong, a class that is none, say
            return onlooker.measured ? new Failed(e.getMessage()) : new Refused(e.getMessage());
        }
        model();
        var test = prepared.test().map(set -> prepared.fit().evaluate(set, "test.")).orElse(Map.of());
        directory.finish(test);
        var digest = Digest.of(directory.file(RunDirectory.MODEL), directory.file(RunDirectory.METRICS));
        directory.write(RunDirectory.DIGEST, digest + "\n");
        report(history, test, digest);
        return new Finished(history, test, digest);
    }

    /// A run that is repeated to be compared has nothing but figures, and no page.
    private void report(History history, Map<String, Double> test, String digest) throws IOException {
        if (Files.exists(directory.file(RunDirectory.ENVIRONMENT))) Page.write(directory, prepared, history, test, digest);
    }

    private void model() throws IOException {
        var state = prepared.net().state();
        AtomicFile.write(directory.file(RunDirectory.MODEL), bytes -> Safetensors.write(state, bytes));
    }
}
