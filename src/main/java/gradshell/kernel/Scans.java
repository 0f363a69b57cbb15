package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Interruption;
import java.util.Arrays;

/// Running sums, products and extremes along a dimension.
///
/// Every element is combined with what came before it, one after the other; floating types are carried in double precision and rounded when stored.
public final class Scans {
    private Scans() {}

    private interface Doubles { double next(double carried, double x); }

    private interface Longs { long next(long carried, long x); }

    /// The sums of each element and all before it; backwards, of all after it.
    public static Array sum(Array x, int dim, boolean backwards, DType result) {
        if (x.dtype() != DType.FLOAT32 || result != DType.FLOAT32) return scan(x, dim, backwards, result, 0, Double::sum, Long::sum);
        Array out = Array.zeros(result, x.shape());
        sum(out, x, dim, backwards);
        return out;
    }

    /// Running sums of float32 numbers, written over `out`: carried in double precision and rounded when stored, as all are.
    public static void sum(Array out, Array x, int dim, boolean backwards) {
        if (!out.layout().isContiguous()) {
            Copies.into(out, sum(x, dim, backwards, DType.FLOAT32));
            return;
        }
        if (out.elements() == 0) return;
        Grid grid = Grid.of(x, new int[] {dim});
        int inner = grid.inner(), length = grid.length(), from = grid.x().layout().offset(), to = out.layout().offset();
        double[] carried = new double[inner];
        for (int i = 0; i < grid.outer(); i++, from += length * inner, to += length * inner) {
            Arrays.fill(carried, 0);
            if (inner == 1) line(grid.x().floats(), from, length, backwards, out.floats(), to);
            else for (int k = 0; k < length; k++) {
                int row = (backwards ? length - 1 - k : k) * inner;
                poll(i * length + k);
                beside(grid.x().floats(), from + row, carried, out.floats(), to + row);
            }
        }
    }

    private static void line(float[] x, int from, int length, boolean backwards, float[] out, int to) {
        double carried = 0;
        for (int k = 0; k < length; k++) {
            poll(k);
            int at = backwards ? length - 1 - k : k;
            out[to + at] = (float) (carried += x[from + at]);
        }
    }

    private static void beside(float[] x, int from, double[] carried, float[] out, int to) {
        for (int j = 0; j < carried.length; j++) out[to + j] = (float) (carried[j] += x[from + j]);
    }

    /// The products of each element and all before it.
    public static Array product(Array x, int dim, DType result) { return scan(x, dim, false, result, 1, (a, b) -> a * b, (a, b) -> a * b); }

    /// The logarithms of the sums of the exponentials of each element and all before it.
    public static Array logSumExp(Array x, int dim, DType result) { return scan(x, dim, false, result, Double.NEGATIVE_INFINITY, Scans::logAddExp, (a, b) -> (long) logAddExp(a, b)); }

    private static double logAddExp(double a, double b) {
        if (a != a || b != b) return Double.NaN;
        double larger = Math.max(a, b), smaller = Math.min(a, b);
        // Two equal infinities would make ∞ - ∞ of it.
        return smaller == larger && Double.isInfinite(larger) ? larger : larger + StrictMath.log1p(StrictMath.exp(smaller - larger));
    }

    private static Array scan(Array x, int dim, boolean backwards, DType result, double first, Doubles doubles, Longs longs) {
        Array values = Copies.convert(x, result.isFloating() ? DType.FLOAT64 : DType.INT64);
        Grid grid = Grid.of(values, new int[] {dim});
        int inner = grid.inner(), size = grid.length() * inner;
        for (int i = 0; i < grid.outer(); i++) {
            if (result.isFloating()) along(values.doubles(), i * size, size, inner, backwards, first, doubles);
            else along(values.longs(), i * size, size, inner, backwards, (long) first, longs);
        }
        return result == values.dtype() ? values : Copies.convert(values, result);
    }

    /// Scans `inner` neighbouring lines at once: the element before lies `inner` places before.
    private static void along(double[] x, int start, int size, int inner, boolean backwards, double first, Doubles combine) {
        int step = backwards ? -inner : inner;
        for (int k = 0; k < size; k++) {
            poll(k);
            int at = backwards ? start + size - 1 - k : start + k;
            x[at] = combine.next(k < inner ? first : x[at - step], x[at]);
        }
    }

    private static void along(long[] x, int start, int size, int inner, boolean backwards, long first, Longs combine) {
        int step = backwards ? -inner : inner;
        for (int k = 0; k < size; k++) {
            poll(k);
            int at = backwards ? start + size - 1 - k : start + k;
            x[at] = combine.next(k < inner ? first : x[at - step], x[at]);
        }
    }

    /// The solution of s(i) = factor(i) · s(i - 1) + x(i), beginning with x; backwards, of s(i) = factor(i) · s(i + 1) + x(i).
    public static Array recurrence(Array x, Array factors, int dim, boolean backwards, DType result) {
        DType type = result.isFloating() ? DType.FLOAT64 : DType.INT64;
        Array values = Copies.convert(x, type), times = Copies.convert(factors, type);
        Grid grid = Grid.of(values, new int[] {dim});
        int inner = grid.inner(), size = grid.length() * inner, step = backwards ? -inner : inner;
        for (int i = 0; i < grid.outer(); i++) {
            for (int k = inner; k < size; k++) {
                poll(k);
                int at = backwards ? (i + 1) * size - 1 - k : i * size + k;
                if (result.isFloating()) values.doubles()[at] += times.doubles()[at] * values.doubles()[at - step];
                else values.longs()[at] += times.longs()[at] * values.longs()[at - step];
            }
        }
        return result == type ? values : Copies.convert(values, result);
    }

    /// The places of the largest elements so far; of equal ones the last. NaN counts as the largest, or as the smallest where that is asked for.
    ///
    /// @param sign 1 for the largest, -1 for the smallest
    public static Array argument(Array x, int dim, int sign) {
        Grid grid = Grid.of(x, new int[] {dim});
        Array out = Array.zeros(DType.INT64, x.shape()), flat = grid.x();
        boolean floating = x.dtype().isFloating();
        int offset = flat.layout().offset();
        for (int i = 0; i < grid.outer() * grid.inner(); i++) {
            int start = grid.start(i);
            int best = 0;
            for (int k = 0; k < grid.length(); k++) {
                poll(k);
                int here = start + k * grid.inner(), champion = start + best * grid.inner();
                boolean reaches = floating ? reaches(flat.doubleAt(here) * sign, flat.doubleAt(champion) * sign)
                        : sign * Long.compare(flat.longAt(here), flat.longAt(champion)) >= 0;
                if (reaches) best = k;
                out.longs()[here - offset] = best;
            }
        }
        return out;
    }

    private static boolean reaches(double a, double b) { return a != a || a >= b; }

    private static void poll(int k) {
        if ((k & 0xffff) == 0xffff) Interruption.check();
    }
}
