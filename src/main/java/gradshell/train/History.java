package gradshell.train;

import gradshell.plot.Plot;
import gradshell.plot.Series;
import gradshell.plot.Series.Mark;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a training came to, epoch by epoch, and why it ended.
///
/// @param end    why it ended
/// @param advice what to look at if the loss did not do what losses should, or ""
public record History(List<Epoch> epochs, String end, String advice) {
    /// Why a training ended that its watcher ended.
    public static final String INTERRUPTED = "interrupted";
    /// A table of more epochs than this leaves out those in the middle.
    private static final int LONG = 12;

    public History { epochs = List.copyOf(epochs); }

    public History(List<Epoch> epochs, String end) { this(epochs, end, ""); }

    /// The training loss of each epoch.
    public List<Double> losses() { return epochs.stream().map(Epoch::loss).toList(); }

    /// The last training loss.
    public double loss() { return epochs.getLast().loss(); }

    /// One figure of each epoch: `history.figure("validation.accuracy")`.
    public List<Double> figure(String name) { return epochs.stream().map(e -> e.figure(name)).toList(); }

    /// The first epoch with the least of a figure.
    public Epoch lowest(String name) { return epochs.stream().reduce((a, b) -> b.figure(name) < a.figure(name) ? b : a).orElseThrow(); }

    /// The first epoch with the most of a figure.
    public Epoch highest(String name) { return epochs.stream().reduce((a, b) -> b.figure(name) > a.figure(name) ? b : a).orElseThrow(); }

    /// The figures of all epochs as a table for other programs: a line of names, then a line for each epoch with every digit.
    public String toCsv() {
        if (epochs.isEmpty()) return "epoch,learningRate\n";
        StringBuilder csv = new StringBuilder("epoch,learningRate");
        for (String name : names()) csv.append(',').append(name);
        for (Epoch epoch : epochs) {
            csv.append('\n').append(epoch.number()).append(',').append(epoch.learningRate());
            for (String name : names()) csv.append(',').append(epoch.figures().getOrDefault(name, Double.NaN));
        }
        return csv.append('\n').toString();
    }

    private List<String> names() { return List.copyOf(epochs.getLast().figures().keySet()); }

    /// Some figures as curves over the epochs, the losses if none is named: `history.plot("validation.accuracy")`.
    public Plot plot(String... figures) {
        List<String> drawn = figures.length > 0 || epochs.isEmpty() ? List.of(figures) : names().stream().filter(name -> name.endsWith("loss")).toList();
        double[] numbers = epochs.stream().mapToDouble(Epoch::number).toArray();
        return Plot.of(drawn.stream().map(name -> new Series(name, numbers, figure(name).stream().mapToDouble(Double::doubleValue).toArray(), Mark.LINE)).toArray(Series[]::new)).xLabel("epoch");
    }

    /// The epochs as a table; where there are many, only the first and the last.
    public String table() {
        if (epochs.isEmpty()) return "";
        Columns table = new Columns();
        List<String> head = new ArrayList<>(List.of("epoch"));
        head.addAll(names());
        table.row(head);
        for (int i = 0; i < epochs.size(); i++) {
            boolean left = epochs.size() > LONG && i >= LONG / 2 && i < epochs.size() - LONG / 2;
            if (left && i > LONG / 2) continue;
            Epoch epoch = epochs.get(i);
            List<String> row = new ArrayList<>(List.of(left ? "..." : Integer.toString(epoch.number())));
            for (String name : names()) row.add(left ? "" : number(epoch.figures().getOrDefault(name, Double.NaN)));
            table.row(row);
        }
        return table.toString(0).stripTrailing();
    }

    /// All in one line: `85 epochs: loss 57.8538 -> 0.0092; the loss is below 0.01`.
    public String summary() {
        if (epochs.isEmpty()) return "no epochs; " + end;
        return epochs.size() + (epochs.size() == 1 ? " epoch: " : " epochs: ") + "loss " + number(epochs.getFirst().loss()) + " -> " + number(loss()) + "; " + end;
    }

    /// The figures of an epoch on one line: `epoch 3/100  loss 0.9431  accuracy 0.5120`.
    public static String line(Epoch epoch, int of) {
        String last = Integer.toString(of), number = Integer.toString(epoch.number());
        StringBuilder line = new StringBuilder("epoch ").repeat(' ', last.length() - number.length()).append(number).append('/').append(last);
        for (Map.Entry<String, Double> figure : epoch.figures().entrySet()) line.append("  ").append(figure.getKey()).append(' ').append(number(figure.getValue()));
        return line.toString();
    }

    /// A figure as tables show it: with four digits behind the point, or with a power of ten if it is too small or too large for that.
    public static String number(double value) {
        if (!Double.isFinite(value)) return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        double size = Math.abs(value);
        if (size == 0 || size >= 1e-3 && size < 1e9) return new BigDecimal(value).setScale(4, RoundingMode.HALF_EVEN).toPlainString();
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(5, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        return rounded.movePointLeft(exponent).setScale(4, RoundingMode.HALF_EVEN).toPlainString() + "e" + exponent;
    }

    @Override
    public String toString() { return (epochs.isEmpty() ? "" : table() + "\n") + summary() + (advice.isEmpty() ? "" : "\n" + advice); }
}
