package gradshell.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import gradshell.data.FormatException;
import gradshell.train.Fit;

/// The last two checkpoints of a run, in a folder of their own, and when the next is due.
///
/// Where the file does not say, one is due at the end of an epoch, and in an epoch that lasts long, as often as it costs less than a fiftieth of the
/// time; a run that has lasted less than a second does better to begin again. Time is measured by a clock that nobody sets.
final class Checkpoints {
    static final String FOLDER = "checkpoint";
    private static final int KEPT = 2;
    private static final long SECOND = 1_000_000_000;
    /// A checkpoint that takes so long is written after fifty times as long; within an epoch, after half a minute at the earliest.
    private static final long SHARE = 50, LONG = 30 * SECOND;

    private final Path folder;
    private final Optional<ExperimentFile.Saving> wish;
    private long last = System.nanoTime(), cost;
    private int epochs, steps;

    Checkpoints(Path run, Optional<ExperimentFile.Saving> wish) {
        this.folder = run.resolve(FOLDER);
        this.wish = wish;
    }

    /// All that are there, the newest first: by the steps that were made, whatever the files' times say.
    List<Path> list() throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (var files = Files.list(folder)) {
            return files.filter(f -> steps(f) >= 0).sorted(Comparator.comparingLong(Checkpoints::steps).reversed()).toList();
        }
    }

    /// How many steps were made when a checkpoint was written; -1 for a file that is none.
    static long steps(Path file) {
        var name = file.getFileName().toString();
        return name.matches("step-\\d{1,18}\\.safetensors") ? Long.parseLong(name.substring(5, name.indexOf('.'))) : -1;
    }

    /// Takes away what does not belong to the training that begins now.
    void clear() throws IOException {
        for (var file : list()) Files.delete(file);
    }

    /// Whether one should be written after a step.
    boolean dueAfterStep() {
        steps++;
        if (wish.isEmpty()) return elapsed() > Math.max(LONG, SHARE * cost);
        var w = wish.get();
        return w.steps().isPresent() && steps >= w.steps().getAsInt() || w.seconds().isPresent() && elapsed() > w.seconds().getAsDouble() * SECOND;
    }

    /// Whether one should be written after the last step of an epoch.
    boolean dueAfterEpoch() {
        epochs++;
        return wish.isEmpty() ? elapsed() > Math.max(SECOND, SHARE * cost) : wish.get().epochs().isPresent() && epochs >= wish.get().epochs().getAsInt();
    }

    private long elapsed() {
        return System.nanoTime() - last;
    }

    /// Writes one, whole or not at all, then takes away all but the last two.
    void write(Fit fit, long made) throws IOException {
        long start = System.nanoTime();
        Files.createDirectories(folder);
        try {
            fit.save(folder.resolve("step-" + made + ".safetensors"));
        } catch (FormatException e) {
            throw new IOException(e.getMessage(), e);
        }
        for (var old : list().stream().skip(KEPT).toList()) Files.delete(old);
        last = System.nanoTime();
        cost = last - start;
        epochs = 0;
        steps = 0;
    }
}
