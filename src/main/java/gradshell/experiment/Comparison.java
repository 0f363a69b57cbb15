package gradshell.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

import gradshell.plot.Plot;
import gradshell.plot.Series;
import gradshell.train.Columns;
import gradshell.train.History;

/// Runs side by side, the best first.
///
/// @param by    the figure that ranks them, by its best value
/// @param rises whether more is better, of each figure
record Comparison(List<PastRun> runs, String by, Predicate<String> rises) {
    private static final int SHORT = "sha256:".length() + 12;

    /// @param by the figure that ranks them; empty for the loss, that of the validation if there is one
    static Comparison of(List<PastRun> runs, String by, Predicate<String> rises) {
        var names = figures(runs);
        var figure = !by.isEmpty() ? by : names.contains("validation.loss") ? "validation.loss" : "loss";
        if (!by.isEmpty() && !names.contains(by)) throw new IllegalArgumentException("compare: no figure is called " + by + "; there are " + String.join(", ", names));
        var value = Comparator.comparingDouble((PastRun run) -> {
            double best = run.best(figure, rises.test(figure));
            return Double.isNaN(best) ? Double.POSITIVE_INFINITY : rises.test(figure) ? -best : best;
        });
        return new Comparison(runs.stream().sorted(value.thenComparing(PastRun::path)).toList(), figure, rises);
    }

    private static Set<String> figures(List<PastRun> runs) {
        var names = new LinkedHashSet<String>();
        for (var run : runs) names.addAll(run.figures().keySet());
        return names;
    }

    /// The settings that are not the same in all.
    private List<String> settings() {
        var keys = new LinkedHashSet<String>();
        for (var run : runs) keys.addAll(run.settings().keySet());
        return keys.stream().filter(key -> runs.stream().map(run -> run.settings().getOrDefault(key, "")).distinct().count() > 1).toList();
    }

    /// A row for each run: the settings that differ, how far it came, each figure at the end and at its best, the time and the digest.
    String table() {
        var table = new Columns();
        for (var row : rows(false)) table.row(row);
        return table.toString(1);
    }

    /// The same with every digit, for other programs.
    String csv() {
        var csv = new StringBuilder();
        for (var row : rows(true)) csv.append(String.join(",", row.stream().map(Comparison::cell).toList())).append('\n');
        return csv.toString();
    }

    private static String cell(String text) {
        return text.matches("[^,\"\n\r]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private List<List<String>> rows(boolean exact) {
        var settings = settings();
        var figures = figures(runs);
        var rows = new ArrayList<List<String>>();
        var head = new ArrayList<String>(List.of("run"));
        head.addAll(settings);
        head.add("done");
        for (var figure : figures) {
            head.add(figure);
            if (grows(figure)) head.add(exact ? "best " + figure : "best");
        }
        head.add("seconds");
        head.add("digest");
        rows.add(head);
        boolean together = !exact && together();
        for (var run : runs) {
            var row = new ArrayList<String>(List.of(label(run, together)));
            for (var key : settings) row.add(run.settings().getOrDefault(key, ""));
            row.add(exact ? Integer.toString(run.epochs().length) : run.progress());
            for (var figure : figures) {
                row.add(number(run.last(figure), exact));
                if (grows(figure)) row.add(number(run.best(figure, rises.test(figure)), exact));
            }
            row.add(Double.isNaN(run.seconds()) ? "" : exact ? Double.toString(run.seconds()) : String.format(Locale.ROOT, "%.1f", run.seconds()));
            row.add(exact || run.digest().isEmpty() ? run.digest() : run.digest().substring(0, Math.min(SHORT, run.digest().length())));
            rows.add(row);
        }
        return rows;
    }

    /// Whether a figure is measured after every epoch, and so has a best value that is another than the last.
    private boolean grows(String figure) {
        return !figure.startsWith("test.");
    }

    /// Whether all lie in one folder, which needs no mention.
    private boolean together() {
        return runs.stream().map(run -> run.path().toAbsolutePath().normalize().getParent()).distinct().count() == 1;
    }

    private static String label(PastRun run, boolean together) {
        return together ? run.name() : run.path().toString();
    }

    private static String number(double value, boolean exact) {
        return Double.isNaN(value) ? "" : exact ? Double.toString(value) : History.number(value);
    }

    /// The curves of the figure that ranks the runs, one over the other.
    Plot plot() {
        boolean together = together();
        return Plot.of(runs.stream().filter(run -> run.figures().containsKey(by)).map(run -> new Series(label(run, together), run.epochs(), run.figures().get(by), Series.Mark.LINE)).toArray(Series[]::new))
                .title(by).xLabel("epoch");
    }
}
