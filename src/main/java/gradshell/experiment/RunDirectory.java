package gradshell.experiment;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import gradshell.data.AtomicFile;
import gradshell.data.Json;
import gradshell.train.Epoch;

/// The folder that a run leaves behind. Everything in it is written whole, but for the figures, which grow with the run.
/// One process at a time works in it.
final class RunDirectory implements AutoCloseable {
    static final String EXPERIMENT = "experiment.yaml";
    static final String ENVIRONMENT = "environment.json";
    static final String MODEL = "model.safetensors";
    static final String METRICS = "metrics.csv";
    /// It holds the digest, and is there once the run is over.
    static final String DIGEST = "digest.txt";
    static final String LINES = "metrics.jsonl";
    static final String REPORT = "report.html";
    /// TensorBoard knows its files by the middle of this name.
    static final String EVENTS = "events.out.tfevents";
    private static final String VALIDATION = "validation.";

    private static final Pattern SECONDS = Pattern.compile("\\{\"epoch\": (\\d{1,9}), .*\"seconds\": ([-+.\\dE]+)\\}");

    private final Path path;
    private final boolean madeParent;
    private long start = System.nanoTime();
    private Claim claim;
    private final List<Epoch> epochs = new ArrayList<>();
    private OutputStream table, lines;
    private EventFile events;

    private RunDirectory(Path path, boolean madeParent) {
        this.path = path;
        this.madeParent = madeParent;
    }

    /// A new folder `<name>-<time>` in a parent; where there is one already, `-2`, `-3` and so on follow.
    static RunDirectory create(Path parent, String name, OffsetDateTime time) throws IOException {
        var made = !Files.exists(parent);
        Files.createDirectories(parent);
        var stem = name + "-" + two(time.getYear()) + two(time.getMonthValue()) + two(time.getDayOfMonth()) + "-" + two(time.getHour()) + two(time.getMinute()) + two(time.getSecond());
        for (int i = 1; ; i++) {
            try {
                var directory = new RunDirectory(Files.createDirectory(parent.resolve(i == 1 ? stem : stem + "-" + i)), made);
                directory.claim();
                return directory;
            } catch (FileAlreadyExistsException _) {
                // taken by another run of this second
            }
        }
    }

    /// A folder with a name of its own within another run's, made where it is not there.
    static RunDirectory within(Path path) throws IOException {
        Files.createDirectories(path);
        return new RunDirectory(path, false);
    }

    /// A folder that a run has left; nothing where another process works there.
    static Optional<RunDirectory> open(Path path) throws IOException {
        var directory = new RunDirectory(path, false);
        if (!directory.claim()) return Optional.empty();
        directory.clear(path);
        directory.clear(path.resolve(Checkpoints.FOLDER));
        return Optional.of(directory);
    }

    private boolean claim() throws IOException {
        claim = Claim.on(Files.createDirectories(path.resolve(Checkpoints.FOLDER)).resolve(".lock")).orElse(null);
        return claim != null;
    }

    /// Takes away what a process that was killed had not finished.
    private void clear(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.filter(f -> f.getFileName().toString().endsWith(".unfinished")).toList()) Files.delete(file);
        }
    }

    /// The figures of the epochs until now, as the table has them.
    List<String> rows() {
        return epochs.stream().map(epoch -> row(epoch).strip()).toList();
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    Path path() {
        return path;
    }

    Path file(String name) {
        return path.resolve(name);
    }

    void write(String name, String text) throws IOException {
        AtomicFile.write(file(name), text.getBytes(StandardCharsets.UTF_8));
    }

    /// Adds an epoch to the figures, where others can read it at once.
    void add(Epoch epoch) {
        try {
            if (table == null) {
                table = Files.newOutputStream(file(METRICS));
                lines = Files.newOutputStream(file(LINES));
                table.write(bytes(head(epoch, Map.of())));
            }
            if (events == null) events = EventFile.open(file(EVENTS), epoch.number() - 1, now());
            epochs.add(epoch);
            table.write(bytes(row(epoch)));
            lines.write(bytes(json(epoch, (System.nanoTime() - start) / 1_000_000 / 1000.0)));
            events.add(now(), epoch.number(), tags(epoch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double now() {
        return System.currentTimeMillis() / 1000.0;
    }

    /// The figures as TensorBoard groups them: what training and validation have in common is drawn side by side.
    private static Map<String, Double> tags(Epoch epoch) {
        var tags = new LinkedHashMap<String, Double>();
        epoch.figures().forEach((name, figure) -> tags.put(name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) + "/validation" : name + "/train", figure));
        tags.put("learningRate", epoch.learningRate());
        return tags;
    }

    /// The epochs until now.
    List<Epoch> epochs() {
        return List.copyOf(epochs);
    }

    /// Makes the figures those of some epochs, whatever is there of later ones or was cut off; what an epoch took is kept where it can be read.
    void restore(List<Epoch> done) throws IOException {
        closeFigures();
        epochs.clear();
        var taken = seconds();
        if (done.isEmpty()) {
            Files.deleteIfExists(file(METRICS));
            Files.deleteIfExists(file(LINES));
            return;
        }
        epochs.addAll(done);
        write(METRICS, table(epochs, Map.of()));
        var text = new StringBuilder();
        double last = 0;
        for (var epoch : done) text.append(json(epoch, last = taken.getOrDefault(epoch.number(), last)));
        write(LINES, text.toString());
        start = System.nanoTime() - (long) (last * 1e9);
        table = Files.newOutputStream(file(METRICS), StandardOpenOption.APPEND);
        lines = Files.newOutputStream(file(LINES), StandardOpenOption.APPEND);
    }

    /// After how many seconds each epoch ended, as far as it is written down.
    private Map<Integer, Double> seconds() throws IOException {
        var seconds = new HashMap<Integer, Double>();
        if (Files.notExists(file(LINES))) return seconds;
        for (var line : new String(Files.readAllBytes(file(LINES)), StandardCharsets.UTF_8).lines().toList()) {
            var found = SECONDS.matcher(line);
            if (found.matches()) seconds.put(Integer.valueOf(found.group(1)), Double.valueOf(found.group(2)));
        }
        return seconds;
    }

    /// Writes the table of all epochs anew, with the figures of the test behind those of the last.
    void finish(Map<String, Double> test) throws IOException {
        closeFigures();
        write(METRICS, table(epochs, test));
    }

    /// The figures of all epochs, with those of the test behind the last.
    static String table(List<Epoch> epochs, Map<String, Double> test) {
        var text = new StringBuilder();
        for (var epoch : epochs) {
            if (text.isEmpty()) text.append(head(epoch, test));
            text.append(row(epoch));
            if (epoch != epochs.getLast()) text.insert(text.length() - 1, ",".repeat(test.size()));
            else for (var figure : test.values()) text.insert(text.length() - 1, "," + figure);
        }
        return text.toString();
    }

    private static String head(Epoch epoch, Map<String, Double> test) {
        var names = new ArrayList<String>(List.of("epoch", "learningRate"));
        names.addAll(epoch.figures().keySet());
        names.addAll(test.keySet());
        return String.join(",", names) + "\n";
    }

    private static String row(Epoch epoch) {
        var row = new StringBuilder().append(epoch.number()).append(',').append(epoch.learningRate());
        for (var figure : epoch.figures().values()) row.append(',').append(figure);
        return row.append('\n').toString();
    }

    private static String json(Epoch epoch, double seconds) {
        var line = new StringBuilder("{\"epoch\": ").append(epoch.number()).append(", \"learningRate\": ").append(Json.number(epoch.learningRate()));
        epoch.figures().forEach((name, value) -> line.append(", ").append(Json.quote(name)).append(": ").append(Json.number(value)));
        return line.append(", \"seconds\": ").append(seconds).append("}\n").toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void closeFigures() throws IOException {
        if (events != null) events.close();
        events = null;
        if (table == null) return;
        table.close();
        lines.close();
        table = null;
    }

    @Override
    public void close() throws IOException {
        closeFigures();
        if (claim != null) claim.close();
    }

    /// Takes everything away again, as if the run had never been tried.
    void remove() {
        try {
            close();
            try (var files = Files.walk(path)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
            }
            if (madeParent) Files.delete(path.getParent());
        } catch (IOException _) {
            // what stopped the run stops this too, or somebody else is at work there
        }
    }

    /// Why something could not be written, in words.
    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + ": its permissions forbid it";
            case FileAlreadyExistsException exists -> exists.getFile() + " is a file";
            case NoSuchFileException none when none.getReason() == null -> none.getFile() + ": nothing can be made there";
            case FileSystemException f when f.getReason() != null -> f.getFile() + ": " + f.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }
}
