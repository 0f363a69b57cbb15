package gradshell.bench;

import java.util.Arrays;

/// Some measurements of the same thing.
record Figures(double[] sorted) {
    static Figures of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Figures(sorted);
    }

    double least() { return sorted[0]; }
    double most() { return sorted[sorted.length - 1]; }
    double median() { return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2; }

    /// The median, with as many decimals as it needs, and in brackets the least and the most.
    @Override
    public String toString() { return number(median()) + " (" + number(least()) + "–" + number(most()) + ")"; }

    /// A number with about three digits.
    static String number(double value) { return String.format(value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3f", value); }
}
