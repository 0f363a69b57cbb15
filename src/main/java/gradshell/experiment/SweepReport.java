package gradshell.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

import gradshell.experiment.SweepRun.Result;
import gradshell.plot.Plot;
import gradshell.plot.Series;
import gradshell.train.Columns;
import gradshell.train.History;

/// What a sweep came to: a table with the best first, and a picture.
record SweepReport(SweepPlan plan, List<Result> results) {
    /// A range that spans more than this factor is drawn by its logarithm, and so many series can be told apart.
    private static final double WIDE = 50;
    private static final int SERIES = 6;

    /// For people.
    String table() {
        var table = new Columns();
        var head = new ArrayList<>(List.of("rank", "point"));
        head.addAll(plan.axes());
        head.addAll(List.of(plan.by(), "epochs", ""));
        table.row(head);
        for (int i = 0; i < results.size(); i++) {
            var result = results.get(i);
            var row = new ArrayList<>(List.of(Double.isNaN(result.figure()) ? "-" : Integer.toString(i + 1), result.point().name()));
            row.addAll(result.point().values());
            row.add(Double.isNaN(result.figure()) ? "-" : History.number(result.figure()));
            row.add(Integer.toString(result.epochs()));
            row.add(result.finished() ? "" : result.end());
            table.row(row);
        }
        return table.toString(Integer.MAX_VALUE);
    }

    /// For other programs: every digit.
    String csv() {
        var text = new StringBuilder("rank,point");
        for (var axis : plan.axes()) text.append(',').append(cell(axis));
        text.append(',').append(plan.by()).append(",epochs,end,digest\n");
        for (int i = 0; i < results.size(); i++) {
            var result = results.get(i);
            text.append(i + 1).append(',').append(result.point().name());
            for (var value : result.point().values()) text.append(',').append(cell(value));
            text.append(',').append(result.figure()).append(',').append(result.epochs()).append(',').append(cell(result.end())).append(',').append(result.digest()).append('\n');
        }
        return text.toString();
    }

    private static String cell(String text) {
        return text.matches("[^\",\\n\\r]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /// The figure over the first axis of numbers, with a series for each value of another if those are few; over the points where no axis has numbers.
    Optional<Plot> picture() {
        var drawn = results.stream().filter(r -> Double.isFinite(r.figure())).toList();
        if (drawn.isEmpty()) return Optional.empty();
        int across = -1, beside = -1;
        for (int a = 0; a < plan.axes().size(); a++) {
            int axis = a;
            var values = drawn.stream().map(r -> r.point().values().get(axis)).distinct().toList();
            if (across < 0 && values.size() > 1 && values.stream().noneMatch(v -> Double.isNaN(number(v)))) across = a;
            else if (beside < 0 && values.size() > 1 && values.size() <= SERIES) beside = a;
        }
        var groups = new LinkedHashMap<String, List<double[]>>();
        int x = across, series = across < 0 ? -1 : beside;
        for (var result : drawn.stream().sorted((a, b) -> a.point().name().compareTo(b.point().name())).toList()) {
            var name = series < 0 ? plan.by() : plan.axes().get(series) + " " + result.point().values().get(series);
            double at = x < 0 ? Integer.parseInt(result.point().name()) : number(result.point().values().get(x));
            groups.computeIfAbsent(name, _ -> new ArrayList<>()).add(new double[] {at, result.figure()});
        }
        var plot = Plot.of(groups.entrySet().stream().map(g -> new Series(g.getKey(), g.getValue().stream().mapToDouble(p -> p[0]).toArray(),
                g.getValue().stream().mapToDouble(p -> p[1]).toArray(), Series.Mark.POINTS)).toArray(Series[]::new)).xLabel(x < 0 ? "point" : plan.axes().get(x)).yLabel(plan.by());
        var numbers = groups.values().stream().flatMap(List::stream).mapToDouble(p -> p[0]).summaryStatistics();
        return Optional.of(x >= 0 && numbers.getMin() > 0 && numbers.getMax() > WIDE * numbers.getMin() ? plot.logX() : plot);
    }

    private static double number(String text) {
        return Numbers.parse(text).map(Number::doubleValue).orElse(Double.NaN);
    }
}
