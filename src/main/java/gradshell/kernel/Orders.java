package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Interruption;
import gradshell.array.Shape;
import java.util.Arrays;

/// Sorting and searching. NaN counts as larger than every number; -0 and 0 are equal, and equal elements keep their order.
///
/// Every element is turned into a key, a long whose unsigned order is that of the elements; keys are sorted by their bytes, from the lowest to the highest.
public final class Orders {
    /// Lines shorter than this are sorted by insertion.
    private static final int SHORT = 48;

    private Orders() {}

    /// For each line along a dimension, the places of its elements in ascending or descending order.
    public static Array argsort(Array x, int dim, boolean descending) {
        Grid grid = Grid.of(x, new int[] {dim});
        Array out = Array.zeros(DType.INT64, x.shape());
        int n = grid.length(), lines = grid.outer() * grid.inner(), offset = grid.x().layout().offset();
        Line line = new Line(n);
        for (int i = 0; i < lines; i++) {
            if ((i & 255) == 255) poll();
            int start = grid.start(i);
            line.load(grid.x(), start, grid.inner(), descending);
            int[] order = line.sort();
            for (int k = 0, at = start - offset; k < n; k++, at += grid.inner()) out.longs()[at] = order[k];
        }
        return out;
    }

    private static void poll() {
        Interruption.check();
    }

    /// The memory in which one line after the other is sorted.
    private static final class Line {
        private final int n;
        private final int[][] counts;
        private long[] keys, otherKeys;
        private int[] places, otherPlaces;

        Line(int n) {
            this.n = n;
            keys = new long[n];
            places = new int[n];
            otherKeys = n < SHORT ? null : new long[n];
            otherPlaces = n < SHORT ? null : new int[n];
            counts = n < SHORT ? null : new int[8][256];
        }

        void load(Array x, int start, int step, boolean descending) {
            switch (x.storage().values()) {
                case float[] floats -> { for (int k = 0, at = start; k < n; k++, at += step) keys[k] = key(floats[at]); }
                case double[] doubles -> { for (int k = 0, at = start; k < n; k++, at += step) keys[k] = key(doubles[at]); }
                default -> { for (int k = 0, at = start; k < n; k++, at += step) keys[k] = x.longAt(at) ^ Long.MIN_VALUE; }
            }
            if (descending) for (int k = 0; k < n; k++) keys[k] = ~keys[k];
            for (int k = 0; k < n; k++) places[k] = k;
        }

        private static long key(float x) {
            if (x != x) return 0xffffffffL;
            // Adding 0 turns -0 into 0. Negative numbers have all bits turned over, the others the sign's.
            int bits = Float.floatToRawIntBits(x + 0f);
            return (bits ^ (bits >> 31 | Integer.MIN_VALUE)) & 0xffffffffL;
        }

        private static long key(double x) {
            if (x != x) return -1;
            long bits = Double.doubleToRawLongBits(x + 0.0);
            return bits ^ (bits >> 63 | Long.MIN_VALUE);
        }

        int[] sort() {
            if (n < SHORT) insert();
            else for (int digit = 0; digit < 8; digit++) distribute(digit);
            return places;
        }

        private void insert() {
            for (int k = 1; k < n; k++) {
                long key = keys[k];
                int place = places[k], at = k;
                for (; at > 0 && Long.compareUnsigned(keys[at - 1], key) > 0; at--) {
                    keys[at] = keys[at - 1];
                    places[at] = places[at - 1];
                }
                keys[at] = key;
                places[at] = place;
            }
        }

        /// Orders by one byte of the keys, keeping the order of equal ones.
        private void distribute(int digit) {
            if (digit == 0) count();
            int[] count = counts[digit];
            int shift = 8 * digit;
            if (count[(int) (keys[0] >>> shift) & 255] == n) return;
            poll();
            int sum = 0;
            for (int value = 0; value < 256; value++) {
                int size = count[value];
                count[value] = sum;
                sum += size;
            }
            for (int k = 0; k < n; k++) {
                if ((k & 0xfffff) == 0xfffff) poll();
                int to = count[(int) (keys[k] >>> shift) & 255]++;
                otherKeys[to] = keys[k];
                otherPlaces[to] = places[k];
            }
            long[] sorted = otherKeys;
            otherKeys = keys;
            keys = sorted;
            int[] order = otherPlaces;
            otherPlaces = places;
            places = order;
        }

        /// How often each value of each byte occurs.
        private void count() {
            for (int[] count : counts) Arrays.fill(count, 0);
            for (int k = 0; k < n; k++) {
                if ((k & 0xfffff) == 0xfffff) poll();
                long key = keys[k];
                for (int digit = 0; digit < 8; digit++) counts[digit][(int) (key >>> 8 * digit) & 255]++;
            }
        }
    }

    // ---- equal elements ----

    /// The different rows of a matrix: where each first stands, which of them each row is, and how many there are of each.
    public record Groups(Array first, Array inverse, Array counts) {}

    /// The groups of equal rows, in ascending order of the first elements that differ; a row with a NaN is equal to no other.
    public static Groups groups(Array rows) {
        Array x = Copies.contiguous(rows);
        int n = x.shape().size(0), width = x.shape().size(1);
        long[] order = order(x), first = new long[n], inverse = new long[n], counts = new long[n];
        int group = -1;
        for (int k = 0; k < n; k++) {
            if ((k & 0xffff) == 0xffff) poll();
            int place = (int) order[k];
            boolean same = k > 0;
            for (int c = 0; same && c < width; c++) same = equal(x, place * width + c, (int) order[k - 1] * width + c);
            if (!same) first[++group] = place;
            inverse[place] = group;
            counts[group]++;
        }
        Shape shape = Shape.of(group + 1);
        return new Groups(Array.of(DType.INT64, shape, Arrays.copyOf(first, group + 1)), Array.of(DType.INT64, Shape.of(n), inverse), Array.of(DType.INT64, shape, Arrays.copyOf(counts, group + 1)));
    }

    /// The order of rows: sorted by one column after the other, the last column first, each time keeping the order of equal elements.
    private static long[] order(Array x) {
        int n = x.shape().size(0), width = x.shape().size(1);
        if (width == 0) return java.util.stream.LongStream.range(0, n).toArray();
        long[] order = argsort(x.view(x.layout().select(1, width - 1)), 0, false).longs();
        for (int c = width - 2; c >= 0; c--) {
            Array column = Gathers.select(x.view(x.layout().select(1, c)), 0, Array.of(DType.INT64, Shape.of(n), order));
            long[] sorted = argsort(column, 0, false).longs(), before = order;
            for (int k = 0; k < n; k++) sorted[k] = before[(int) sorted[k]];
            order = sorted;
        }
        return order;
    }

    private static boolean equal(Array x, int a, int b) {
        int offset = x.layout().offset();
        return x.dtype().isFloating() ? x.doubleAt(offset + a) == x.doubleAt(offset + b) : x.longAt(offset + a) == x.longAt(offset + b);
    }

    /// For each line along a dimension, a place of its most frequent element: the last one; of equally frequent elements the smallest counts.
    public static Array mode(Array x, int dim) {
        Array order = argsort(x, dim, false);
        Grid grid = Grid.of(x, new int[] {dim});
        Array out = Array.zeros(DType.INT64, grid.kept());
        int offset = grid.x().layout().offset(), step = grid.inner();
        for (int i = 0; i < out.elements(); i++) {
            if ((i & 255) == 255) poll();
            int start = grid.start(i) - offset, run = 0, longest = 0;
            long before = 0;
            for (int k = 0; k < grid.length(); k++) {
                long place = order.longs()[start + k * step];
                run = k > 0 && equal(grid.x(), start + (int) place * step, start + (int) before * step) ? run + 1 : 1;
                // A run as long as the longest so far replaces it only while it goes on growing.
                if (run > longest) {
                    longest = run;
                    out.longs()[i] = place;
                }
                before = place;
            }
        }
        return out;
    }

    // ---- searching ----

    /// For each value, how many elements of an ascending line are smaller, or also equal if `right`.
    ///
    /// @param sorted one line for all values, or one for each row of them
    public static Array search(Array sorted, Array values, boolean right) {
        Array lines = Copies.contiguous(sorted), wanted = Copies.contiguous(values), out = Array.zeros(DType.INT64, values.shape());
        int length = sorted.shape().size(sorted.shape().rank() - 1);
        int row = sorted.shape().rank() == 1 ? Math.max(wanted.elements(), 1) : Math.max(values.shape().size(values.shape().rank() - 1), 1);
        boolean whole = !sorted.dtype().isFloating() && !values.dtype().isFloating();
        for (int i = 0; i < out.elements(); i++) {
            if ((i & 0xffff) == 0xffff) poll();
            int start = lines.layout().offset() + i / row * length, low = start, high = start + length, at = wanted.layout().offset() + i;
            while (low < high) {
                int middle = low + high >>> 1;
                boolean beyond;
                if (whole) beyond = right ? lines.longAt(middle) > wanted.longAt(at) : lines.longAt(middle) >= wanted.longAt(at);
                else beyond = right ? lines.doubleAt(middle) > wanted.doubleAt(at) : lines.doubleAt(middle) >= wanted.doubleAt(at);
                if (beyond) high = middle;
                else low = middle + 1;
            }
            out.longs()[i] = low - start;
        }
        return out;
    }
}
