package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

/// The largest numbers in windows over planes.
public final class Pools {
    private Pools() {}

    /// The places of a dimension that belong to each window: from `first[i]` up to but without `end[i]`, every `step`-th.
    public record Span(int[] first, int[] end, int step) {
        int count() { return first.length; }
    }

    /// Where the largest element of each window lies in its plane, counted row by row; of equal ones the first, NaN before all.
    ///
    /// @param x numbers whose last two dimensions are the planes
    public static Array largest(Array x, Span rows, Span columns) {
        int rank = x.shape().rank(), width = x.shape().size(rank - 1), plane = x.shape().size(rank - 2) * width;
        Shape shape = x.shape().with(rank - 2, rows.count()).with(rank - 1, columns.count());
        Array out = Array.zeros(DType.INT64, shape), flat = Copies.contiguous(x);
        if (shape.elements() == 0) return out;
        // int64 holds numbers that double does not; all other types fit.
        double[] numbers = x.dtype() == DType.INT64 ? null : new double[plane];
        long[] wholes = numbers == null ? new long[plane] : null;
        for (int p = 0, to = 0; p < x.elements() / plane; p++) {
            if (Thread.currentThread().isInterrupted()) throw new CancellationException("interrupted");
            int start = flat.layout().offset() + p * plane;
            if (numbers == null) System.arraycopy(flat.longs(), start, wholes, 0, plane);
            else load(flat, start, numbers);
            for (int i = 0; i < rows.count(); i++) for (int j = 0; j < columns.count(); j++)
                out.longs()[to++] = numbers == null ? best(wholes, width, rows, i, columns, j) : best(numbers, width, rows, i, columns, j);
        }
        return out;
    }

    private static void load(Array flat, int start, double[] numbers) {
        switch (flat.storage().values()) {
            case float[] floats -> { for (int i = 0; i < numbers.length; i++) numbers[i] = floats[start + i]; }
            case double[] doubles -> System.arraycopy(doubles, start, numbers, 0, numbers.length);
            default -> Arrays.setAll(numbers, i -> flat.doubleAt(start + i));
        }
    }

    private static int best(double[] x, int width, Span rows, int i, Span columns, int j) {
        int first = columns.first[j], end = columns.end[j], best = rows.first[i] * width + first;
        for (int r = rows.first[i]; r < rows.end[i]; r += rows.step) for (int place = r * width + first; place < r * width + end; place += columns.step)
            if (x[place] > x[best] || x[place] != x[place]) best = place;
        return best;
    }

    private static int best(long[] x, int width, Span rows, int i, Span columns, int j) {
        int first = columns.first[j], end = columns.end[j], best = rows.first[i] * width + first;
        for (int r = rows.first[i]; r < rows.end[i]; r += rows.step) for (int place = r * width + first; place < r * width + end; place += columns.step)
            if (x[place] > x[best]) best = place;
        return best;
    }
}
