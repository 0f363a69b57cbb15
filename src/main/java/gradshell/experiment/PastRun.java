package gradshell.experiment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import gradshell.experiment.Node.ListNode;
import gradshell.experiment.Node.MapNode;
import gradshell.experiment.Node.ScalarNode;

/// What the folder of a run says, of one that is still under way or was killed too.
///
/// @param path     of the folder, as it was given
/// @param settings the values of its experiment by their keys, `optimizer.sgd.lr`
/// @param epochs   their numbers
/// @param figures  by name, one for each epoch; those of the test for the last epoch only
/// @param seconds  until the last epoch, NaN where nothing is known
/// @param digest   empty while the run is not over
record PastRun(Path path, Map<String, String> settings, double[] epochs, Map<String, double[]> figures, double seconds, String digest) {
    private static final Pattern SECONDS = Pattern.compile("\"seconds\": ([-+.\\dE]+)\\}$");

    /// Reads a folder.
    static PastRun read(Path folder) throws IOException {
        var settings = new LinkedHashMap<String, String>();
        var problems = new Problems();
        var document = Document.read(folder.resolve(RunDirectory.EXPERIMENT), problems);
        problems.check();
        flatten("", document.orElseThrow().root(), settings);
        var table = lines(folder.resolve(RunDirectory.METRICS));
        // what is being written can end in the middle of a line
        var rows = table.stream().skip(1).map(row -> row.split(",", -1)).filter(cells -> cells.length == table.getFirst().split(",").length).toList();
        var figures = new LinkedHashMap<String, double[]>();
        if (!rows.isEmpty()) {
            var names = table.getFirst().split(",");
            for (int i = 0; i < names.length; i++) {
                int column = i;
                figures.put(names[i], rows.stream().mapToDouble(cells -> cells[column].isEmpty() ? Double.NaN : Double.parseDouble(cells[column])).toArray());
            }
        }
        var epochs = figures.isEmpty() ? new double[0] : figures.remove("epoch");
        figures.remove("learningRate");
        var digest = folder.resolve(RunDirectory.DIGEST);
        return new PastRun(folder, settings, epochs, figures, seconds(folder), Files.exists(digest) ? Files.readString(digest).strip().replaceFirst("^digest ", "") : "");
    }

    /// The lines that are written to their end.
    private static List<String> lines(Path file) throws IOException {
        if (!Files.exists(file)) return List.of();
        var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /// How long a run took until its last epoch, NaN where nothing is known.
    static double seconds(Path folder) throws IOException {
        var lines = lines(folder.resolve(RunDirectory.LINES));
        if (lines.isEmpty()) return Double.NaN;
        var found = SECONDS.matcher(lines.getLast());
        return found.find() ? Double.parseDouble(found.group(1)) : Double.NaN;
    }

    private static void flatten(String key, Node node, Map<String, String> settings) {
        var before = key.isEmpty() ? "" : key + ".";
        switch (node) {
            case MapNode map -> map.entries().forEach(e -> flatten(before + e.key().text(), e.value(), settings));
            case ListNode list when list.items().stream().allMatch(ScalarNode.class::isInstance) ->
                    settings.put(key, list.items().stream().map(i -> ((ScalarNode) i).text()).toList().toString());
            case ListNode list -> {
                for (int i = 0; i < list.items().size(); i++) flatten(before + i, list.items().get(i), settings);
            }
            case ScalarNode scalar -> settings.put(key, scalar.text());
            default -> { }
        }
    }

    /// Of the folder, without those that it lies in.
    String name() {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    /// How far it came: of how many epochs, where that is not all.
    String progress() {
        var done = Integer.toString(epochs.length);
        var asked = settings.getOrDefault("epochs", done);
        return !digest.isEmpty() || asked.equals(done) ? done : done + " of " + asked;
    }

    /// The last value of a figure, NaN where there is none.
    double last(String figure) {
        var values = figures.get(figure);
        return values == null || values.length == 0 ? Double.NaN : values[values.length - 1];
    }

    /// The best value of a figure, NaN where there is none.
    double best(String figure, boolean rises) {
        double best = Double.NaN;
        for (double value : figures.getOrDefault(figure, new double[0])) if (Double.isNaN(best) || (rises ? value > best : value < best)) best = value;
        return best;
    }

    /// The folders of runs that a folder is or holds, sweeps' points included, in the order of their names.
    static List<Path> in(Path folder) throws IOException {
        var found = new ArrayList<Path>();
        try (var files = Files.walk(folder, 4)) {
            files.filter(f -> f.getFileName().toString().equals(RunDirectory.EXPERIMENT)).map(Path::getParent).sorted().forEach(found::add);
        }
        // the folder of a sweep has an experiment too
        return found.stream().filter(run -> found.stream().noneMatch(other -> !other.equals(run) && other.startsWith(run))).toList();
    }
}
