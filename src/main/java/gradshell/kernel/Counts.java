package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Interruption;
import gradshell.array.Shape;

/// How often numbers occur, or how often they lie between bounds.
public final class Counts {
    private Counts() {}

    /// How often each of the numbers from 0 to `size - 1` occurs in an array of whole numbers, or what the weights of its occurrences add up to.
    ///
    /// @param weights float64 of the same shape, or null to count
    public static Array occurrences(Array x, Array weights, int size) {
        long[] places = Copies.convert(x, DType.INT64).longs();
        Array out = Array.zeros(weights == null ? DType.INT64 : DType.FLOAT64, Shape.of(size));
        double[] heavy = weights == null ? null : Copies.contiguous(weights).doubles();
        int offset = weights == null ? 0 : Copies.contiguous(weights).layout().offset();
        for (int i = 0; i < places.length; i++) {
            poll(i);
            if (heavy == null) out.longs()[(int) places[i]]++;
            else out.doubles()[(int) places[i]] += heavy[offset + i];
        }
        return out;
    }

    /// How many elements lie in each of the equally wide bins between two bounds; the last bin holds the upper bound too.
    ///
    /// Places are computed in the type of the elements. With edges given, elements at an edge go to the bin that begins there.
    ///
    /// @param edges the bounds of the bins, or null if rounding may decide at them
    public static Array histogram(Array x, int bins, double low, double high, Array edges) {
        double[] values = Copies.convert(x, DType.FLOAT64).doubles();
        boolean single = x.dtype() == DType.FLOAT32;
        Array out = Array.zeros(DType.FLOAT64, Shape.of(bins));
        for (int i = 0; i < values.length; i++) {
            poll(i);
            double value = values[i];
            if (!(value >= low && value <= high)) continue;
            int bin = single ? (int) (((float) value - (float) low) * bins / ((float) high - (float) low)) : (int) ((value - low) * bins / (high - low));
            if (edges != null) {
                bin = Math.clamp(bin, 0, bins);
                while (bin > 0 && value < edges.doubleAt(bin)) bin--;
                while (bin < bins && value >= edges.doubleAt(bin + 1)) bin++;
            }
            out.doubles()[Math.min(bin, bins - 1)]++;
        }
        return out;
    }

    private static void poll(int k) {
        if ((k & 0xffff) == 0xffff) Interruption.check();
    }
}
