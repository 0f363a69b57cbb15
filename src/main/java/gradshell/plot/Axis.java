package gradshell.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/// From numbers to places along an edge of a picture.
///
/// @param low  the number at 0
/// @param high the number at 1
/// @param log  whether equal ratios, rather than equal differences, are equally long
record Axis(double low, double high, boolean log) {
    /// A place along the axis with the number that stands there.
    record Tick(double value, String label) {}

    /// An axis that holds all finite numbers of some series.
    static Axis of(Iterable<double[]> numbers, boolean log) {
        double low = Double.POSITIVE_INFINITY, high = Double.NEGATIVE_INFINITY;
        for (double[] some : numbers) {
            for (double v : some) {
                if (!Double.isFinite(v) || log && v <= 0) continue;
                low = Math.min(low, v);
                high = Math.max(high, v);
            }
        }
        if (low > high) return log ? new Axis(1, 10, true) : new Axis(0, 1, false);
        if (low < high) return new Axis(low, high, log);
        // A single number gets some room.
        double room = low == 0 ? 1 : Math.abs(low) / 2;
        return log ? new Axis(low / 2, low * 2, true) : new Axis(low - room, low + room, false);
    }

    /// Where a number stands, from 0 to 1; NaN for one that cannot be shown.
    double at(double value) {
        if (!log) return (value / 2 - low / 2) / (high / 2 - low / 2);
        return value <= 0 ? Double.NaN : (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low));
    }

    /// Round numbers along the axis, about so many.
    List<Tick> ticks(int about) {
        List<Tick> ticks = new ArrayList<>();
        if (log && high / low >= 10) {
            int first = (int) Math.ceil(Math.log10(low) - 1e-9), last = (int) Math.floor(Math.log10(high) + 1e-9), step = Math.max(1, (last - first) / Math.max(1, about) + 1);
            for (int e = first; e <= last; e += step) ticks.add(new Tick(Math.pow(10, e), label(Math.pow(10, e))));
            return ticks;
        }
        double rough = (high / 2 - low / 2) / Math.max(1, about) * 2, size = Math.pow(10, Math.floor(Math.log10(rough))), share = rough / size;
        // 1, 2 and 5 are round.
        double step = size * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
        for (double k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9 && ticks.size() <= 4 * about; k++) ticks.add(new Tick(k * step, label(k * step)));
        return ticks;
    }

    /// A number in a few characters.
    static String label(double value) {
        if (value == 0 || !Double.isFinite(value)) return value == 0 ? "0" : String.valueOf(value);
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
        double size = Math.abs(value);
        if (size >= 1e-4 && size < 1e6) return rounded.toPlainString();
        int exponent = rounded.precision() - rounded.scale() - 1;
        return rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }
}
