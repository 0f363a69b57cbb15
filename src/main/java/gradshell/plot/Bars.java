package gradshell.plot;

import java.awt.Graphics2D;
import java.util.List;

/// A bar for each of some amounts.
///
/// @param labels what each amount is of
public record Bars(String title, List<String> labels, double[] values) implements Picture {
    private static final String EIGHTHS = "▏▎▍▌▋▊▉█";

    public Bars {
        labels = List.copyOf(labels);
        if (labels.size() != values.length) throw new IllegalArgumentException("bars: " + labels.size() + " labels for " + values.length + " values; they belong together one by one");
    }

    public Bars title(String title) { return new Bars(title, labels, values); }

    /// How many numbers fall into each of so many intervals of equal length.
    public static Bars histogram(double[] numbers, int bins) {
        if (bins < 1) throw new IllegalArgumentException("hist: " + bins + " bins; there must be at least 1");
        Axis range = Axis.of(List.of(numbers), false);
        double[] counts = new double[bins];
        for (double number : numbers) if (Double.isFinite(number)) counts[(int) Math.min(bins - 1, Math.floor(range.at(number) * bins))]++;
        List<String> labels = new java.util.ArrayList<>();
        for (int i = 0; i < bins; i++) labels.add(Axis.label(range.low() + (range.high() - range.low()) * (i + 0.5) / bins));
        return new Bars("", labels, counts);
    }

    @Override
    public String draw(int columns, int rows, boolean color) {
        StringBuilder text = new StringBuilder();
        int margin = labels.stream().mapToInt(String::length).max().orElse(0);
        int numbers = java.util.Arrays.stream(values).mapToObj(Axis::label).mapToInt(String::length).max().orElse(0);
        int length = Math.max(5, columns - margin - numbers - 3);
        double low = 0, high = 0;
        for (double value : values) {
            if (!Double.isFinite(value)) continue;
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        int before = high == low ? 0 : (int) Math.round(-low / (high - low) * length);
        if (!title.isEmpty()) text.append(" ".repeat(margin + 2)).append(title).append('\n');
        for (int i = 0; i < values.length; i++) {
            String bar = high == low || !Double.isFinite(values[i]) ? "" : bar(values[i] / (high - low) * length, before);
            text.append(" ".repeat(margin - labels.get(i).length())).append(labels.get(i)).append(" │");
            text.append(color && !bar.isBlank() ? Palette.paint(Palette.series(0), bar) : bar).append(bar.isEmpty() ? "" : " ").append(Axis.label(values[i])).append('\n');
        }
        return text.toString().stripTrailing();
    }

    /// A bar of so many characters to the right or left of a place.
    private static String bar(double length, int before) {
        if (length < 0) {
            int whole = Math.min(before, (int) Math.round(-length));
            return " ".repeat(before - whole) + "█".repeat(whole);
        }
        int eighths = (int) Math.round(length * 8);
        String bar = "█".repeat(eighths / 8) + (eighths % 8 == 0 ? "" : String.valueOf(EIGHTHS.charAt(eighths % 8 - 1)));
        return bar.isEmpty() ? " ".repeat(before) : " ".repeat(before) + bar;
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height) { Charts.of(this, width, height).paint(graphics, width, height); }

    @Override
    public String toString() { return draw(72, 20, false); }
}
