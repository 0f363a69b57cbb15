package gradshell.experiment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/// Curves over the epochs as a drawing within a page, whose style sheet colours them.
///
/// @param epochs their numbers
/// @param lines  one number for each epoch; NaN where there is none
/// @param ratios whether equal ratios may be equally long, where the numbers span much
record Curves(double[] epochs, List<Line> lines, boolean ratios) {
    private static final int WIDTH = 480, HEIGHT = 240, LEFT = 58, RIGHT = 10, TOP = 10, BOTTOM = 26;
    /// More points than this cannot be told apart: of those that fall together, the least and the largest are drawn.
    private static final int MOST = 400;
    private static final int MARKED = 24;
    /// Losses that span more than this are shown with equal ratios.
    private static final double SPAN = 200;

    /// One curve, and the class of its colour.
    record Line(String name, String colour, double[] values) {}

    /// The drawing, in SVG.
    String svg() {
        double low = Double.POSITIVE_INFINITY, high = Double.NEGATIVE_INFINITY;
        for (var line : lines) {
            for (double value : line.values()) {
                if (!Double.isFinite(value)) continue;
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) return "<p class=\"faint\">There is no finite number to draw.</p>";
        boolean log = ratios && low > 0 && high / low > SPAN;
        var y = Scale.of(log ? Math.log10(low) : low, log ? Math.log10(high) : high, 5, HEIGHT - BOTTOM, TOP);
        var x = Scale.of(epochs[0], epochs[epochs.length - 1], 6, LEFT, WIDTH - RIGHT).tight(epochs[0], epochs[epochs.length - 1]);
        var svg = new StringBuilder("<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=\"img\" aria-label=\"" + Page.escape(label()) + "\">\n");
        for (double tick : y.ticks()) {
            var at = text(y.at(tick));
            svg.append("<line class=\"grid\" x1=\"" + LEFT + "\" x2=\"" + (WIDTH - RIGHT) + "\" y1=\"" + at + "\" y2=\"" + at + "\"/>");
            svg.append("<text x=\"" + (LEFT - 6) + "\" y=\"" + text(y.at(tick) + 4) + "\" text-anchor=\"end\">" + amount(log ? Math.pow(10, tick) : tick) + "</text>\n");
        }
        for (double tick : x.ticks()) {
            if (tick == Math.rint(tick)) svg.append("<text x=\"" + text(x.at(tick)) + "\" y=\"" + (HEIGHT - 8) + "\" text-anchor=\"middle\">" + amount(tick) + "</text>\n");
        }
        for (var line : lines) svg.append(curve(line, x, y, log));
        return svg.append("</svg>").toString();
    }

    private String label() {
        return String.join(" and ", lines.stream().map(Line::name).toList()) + " over the epochs";
    }

    private String curve(Line line, Scale x, Scale y, boolean log) {
        var path = new StringBuilder();
        var marks = new StringBuilder();
        var kept = kept(line.values());
        boolean broken = true;
        for (int i : kept) {
            double value = log ? Math.log10(line.values()[i]) : line.values()[i];
            if (!Double.isFinite(value)) {
                broken = true;
                continue;
            }
            var place = text(x.at(epochs[i])) + " " + text(y.at(value));
            path.append(broken ? "M" : "L").append(place);
            broken = false;
            if (epochs.length <= MARKED) {
                marks.append("<circle cx=\"" + text(x.at(epochs[i])) + "\" cy=\"" + text(y.at(value)) + "\" r=\"3\"><title>" + Page.escape(line.name()) + ", epoch " + amount(epochs[i]) + ": " + line.values()[i] + "</title></circle>");
            }
        }
        return "<g class=\"" + line.colour() + "\"><path d=\"" + path + "\"/>" + marks + "</g>\n";
    }

    /// Which points are drawn, in their order.
    private static List<Integer> kept(double[] values) {
        var kept = new ArrayList<Integer>();
        int together = Math.ceilDiv(values.length * 2, MOST);
        for (int from = 0; from < values.length; from += together) {
            int to = Math.min(from + together, values.length), least = from, largest = from;
            for (int i = from; i < to; i++) {
                if (values[i] < values[least] || Double.isNaN(values[least])) least = i;
                if (values[i] > values[largest] || Double.isNaN(values[largest])) largest = i;
            }
            kept.add(Math.min(least, largest));
            if (least != largest) kept.add(Math.max(least, largest));
        }
        if (kept.getLast() != values.length - 1) kept.add(values.length - 1);
        return kept;
    }

    /// A stretch of numbers on a stretch of the drawing, with round numbers marked.
    private record Scale(double low, double high, double step, double from, double to) {
        static Scale of(double low, double high, int marks, double from, double to) {
            double span = high > low ? high - low : Math.max(Math.abs(high), 1) / 5;
            double size = Math.pow(10, Math.floor(Math.log10(span / marks))), rough = span / marks / size;
            double step = (rough <= 1 ? 1 : rough <= 2 ? 2 : rough <= 5 ? 5 : 10) * size;
            double below = Math.floor(low / step) * step, above = Math.ceil(high / step) * step;
            return new Scale(below, above > below ? above : below + step, step, from, to);
        }

        /// The same marks, but no room beyond these ends.
        Scale tight(double first, double last) {
            return last > first ? new Scale(first, last, step, from, to) : this;
        }

        double at(double value) {
            return from + (value - low) / (high - low) * (to - from);
        }

        List<Double> ticks() {
            var ticks = new ArrayList<Double>();
            for (double i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) ticks.add(i * step);
            return ticks;
        }
    }

    private static String text(double place) {
        return Double.toString(Math.round(place * 10) / 10.0);
    }

    /// A number as short as it can be told from its neighbours.
    private static String amount(double value) {
        var rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
        boolean plain = value == 0 || Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6;
        if (value == Math.rint(value) && Math.abs(value) < 1e6) return Long.toString((long) value);
        return plain ? rounded.toPlainString() : rounded.round(new MathContext(2)).toString().replace("E", "e").replace("e+", "e");
    }
}
