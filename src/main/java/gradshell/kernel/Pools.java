package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Interruption;
import gradshell.array.Shape;
import gradshell.formula.Formula;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// The largest numbers and the means of windows over planes, the last two dimensions of an array, and what their derivatives need.
///
/// Windows first take together what lies above each other, then what lies side by side.
public final class Pools {
    /// So many numbers are worth another thread.
    private static final int GRAIN = 1 << 15;

    private Pools() {}

    /// The places of a dimension that belong to each window: from `first` up to but without `end`, every `step`-th.
    public record Span(List<Integer> first, List<Integer> end, int step) {
        public int count() { return first.size(); }

        /// For the k-th place of each window where it lies; `outside` for windows that have fewer.
        private int[][] places(int outside) {
            int longest = 0;
            for (int i = 0; i < count(); i++) longest = Math.max(longest, Math.ceilDiv(end.get(i) - first.get(i), step));
            int[][] places = new int[longest][count()];
            for (int k = 0; k < longest; k++) for (int i = 0; i < count(); i++) places[k][i] = first.get(i) + k * step < end.get(i) ? first.get(i) + k * step : outside;
            return places;
        }
    }

    /// Windows over both dimensions of a plane.
    public record Windows(Span rows, Span columns) {
        /// The shape of a number for each window.
        public Shape shape(Shape x) { return x.with(x.rank() - 2, rows.count()).with(x.rank() - 1, columns.count()); }
    }

    /// Does something with some planes of an array after the other.
    static void planes(Array flat, Threads.Part part) {
        int rank = flat.shape().rank(), plane = flat.shape().size(rank - 2) * flat.shape().size(rank - 1);
        if (flat.elements() > 0) Threads.split(flat.elements() / plane, Math.ceilDiv(GRAIN, plane), part);
    }

    static void look() {
        Interruption.check();
    }

    // ---- the largest ----

    /// Where the largest element of each window lies in its plane, counted row by row, as int64; of equal ones the first, NaN before all.
    public static Array places(Array x, Windows windows) {
        Array out = Array.zeros(DType.INT64, windows.shape(x.shape())), flat = Copies.contiguous(x);
        if (out.elements() == 0) return out;
        planes(flat, (from, to) -> {
            Search search = new Search(flat, windows);
            for (int p = from; p < to; p++) {
                int[] places = search.plane(p);
                for (int i = 0; i < places.length; i++) out.longs()[p * places.length + i] = places[i];
            }
        });
        return out;
    }

    /// The elements of `v` that lie where the windows over `x`, of the same shape, have their largest.
    public static Array pick(Array v, Array x, Windows windows) {
        Array out = Array.zeros(v.dtype(), windows.shape(x.shape()));
        pick(v, x, windows, out);
        return out;
    }

    /// The same, written to an array without gaps.
    public static void pick(Array v, Array x, Windows windows, Array out) {
        if (out.elements() == 0) return;
        Array flat = Copies.contiguous(x), source = v == x ? flat : Copies.contiguous(v);
        if (v == x && Squares.fit(flat, windows)) {
            Squares.largest(flat, out);
            return;
        }
        planes(flat, (from, to) -> {
            Search search = new Search(flat, windows);
            for (int p = from; p < to; p++) {
                int[] places = search.plane(p);
                int start = source.layout().offset() + p * search.size, at = out.layout().offset() + p * places.length;
                switch (source.storage().values()) {
                    case float[] values -> { for (int i = 0; i < places.length; i++) out.floats()[at + i] = values[start + places[i]]; }
                    case double[] values -> { for (int i = 0; i < places.length; i++) out.doubles()[at + i] = values[start + places[i]]; }
                    default -> { for (int i = 0; i < places.length; i++) System.arraycopy(source.storage().values(), start + places[i], out.storage().values(), at + i, 1); }
                }
            }
        });
    }

    /// Numbers of windows added to zeros where the windows over `x` have their largest elements, one window after the other: the transpose of [#pick].
    public static Array place(Array g, Array x, Windows windows) {
        Array out = Array.zeros(g.dtype(), x.shape());
        place(g, x, windows, out);
        return out;
    }

    /// The same, written to an array without gaps.
    public static void place(Array g, Array x, Windows windows, Array out) {
        if (out.elements() == 0) return;
        Array flat = Copies.contiguous(x), source = Copies.contiguous(g);
        if (g.elements() > 0 && Squares.fit(flat, windows) && g.dtype() == DType.FLOAT32) {
            Squares.spread(source, flat, out);
            return;
        }
        Copies.clear(out);
        if (g.elements() == 0) return;
        Fused add = Fused.of(Formula.X.add(Formula.Y), g.dtype(), g.dtype(), g.dtype());
        planes(flat, (from, to) -> {
            Search search = new Search(flat, windows);
            for (int p = from; p < to; p++) {
                int[] places = search.plane(p);
                int start = out.layout().offset() + p * search.size, at = source.layout().offset() + p * places.length;
                switch (out.storage().values()) {
                    case float[] sums -> { for (int i = 0; i < places.length; i++) sums[start + places[i]] += source.floats()[at + i]; }
                    case double[] sums -> { for (int i = 0; i < places.length; i++) sums[start + places[i]] += source.doubles()[at + i]; }
                    default -> { for (int i = 0; i < places.length; i++) add.run(out.storage().values(), start + places[i], 1, 1, out.storage().values(), start + places[i], 1, source.storage().values(), at + i, 1); }
                }
            }
        });
    }

    private static final Warming<Boolean> WARMING = new Warming<>(() -> true, new Warming.Race<>() {
        private final Array images = sample();
        private final Windows windows = new Windows(new Span(List.of(0, 2, 3), List.of(2, 4, 6), 1), new Span(IntStream.range(0, 40).boxed().toList(), IntStream.range(0, 40).mapToObj(i -> i + 1 + i % 3).toList(), 1));

        private static Array sample() {
            Array x = Array.zeros(DType.FLOAT32, Shape.of(32, 6, 42));
            Random random = new Random(0);
            for (int i = 0; i < x.elements(); i++) x.floats()[i] = random.nextInt(8);
            return x;
        }

        private void run(boolean vectors) {
            Search search = new Search(images, windows, vectors);
            for (int p = 0; p < 32; p++) search.plane(p);
        }

        @Override
        public void vector(Boolean code) { run(true); }

        @Override
        public void scalar() { run(false); }
    });

    /// Looks for the largest elements of one plane after the other.
    private static final class Search {
        private final Array flat;
        private final Windows windows;
        private final int width, size;
        private final int[] found;
        private final int[][] across;
        private final boolean vectors;
        /// The same for vectors: numbers, their places, and the columns of each window with room for whole vectors.
        private final float[] values;
        private final int[] places;
        private final int[][] wide;
        /// The best of the rows of a window so far in each column, and behind them one that never wins; the best of each window.
        private final long[] columns, best;
        private final double[] numbers;

        Search(Array flat, Windows windows) { this(flat, windows, flat.dtype() == DType.FLOAT32 && WARMING.get(flat.elements()) != null); }

        Search(Array flat, Windows windows, boolean vectors) {
            this.flat = flat;
            this.windows = windows;
            int rank = flat.shape().rank();
            width = flat.shape().size(rank - 1);
            size = flat.shape().size(rank - 2) * width;
            found = new int[windows.rows.count() * windows.columns.count()];
            across = windows.columns.places(width);
            columns = new long[width + 1];
            best = new long[windows.columns.count()];
            columns[width] = Long.MIN_VALUE;
            this.vectors = vectors;
            // Whole vectors fit in everywhere, which spares their checks.
            values = new float[vectors ? width + 1 + Planes.SLACK : 0];
            places = new int[values.length];
            wide = new int[across.length][];
            if (vectors) {
                for (int k = 0; k < wide.length; k++) wide[k] = Arrays.copyOf(across[k], Math.ceilDiv(best.length, VectorSearch.LANES) * VectorSearch.LANES);
                // What lies outside is smaller than all, and not earlier than what is as small.
                values[width] = Float.NEGATIVE_INFINITY;
                places[width] = Integer.MAX_VALUE;
            }
            numbers = flat.dtype() == DType.FLOAT32 || flat.dtype() == DType.INT64 ? null : new double[size];
        }

        int[] plane(int p) {
            look();
            int start = flat.layout().offset() + p * size;
            if (vectors) vectors(flat.floats(), start);
            else if (flat.dtype() == DType.FLOAT32) floats(flat.floats(), start);
            else if (flat.dtype() == DType.INT64) longs(flat.longs(), start);
            else {
                for (int i = 0; i < size; i++) numbers[i] = flat.doubleAt(start + i);
                doubles();
            }
            return found;
        }

        private void vectors(float[] x, int start) {
            Span rows = windows.rows;
            for (int i = 0, to = 0; i < rows.count(); i++, to += best.length) {
                int r = rows.first.get(i);
                VectorSearch.begin(x, start + r * width, r * width, values, places, width);
                for (r += rows.step; r < rows.end.get(i); r += rows.step) VectorSearch.above(x, start + r * width, r * width, values, places, width);
                VectorSearch.beside(wide, values, places, found, to, best.length);
            }
        }

        private void floats(float[] x, int start) {
            for (int i = 0, to = 0; i < windows.rows.count(); i++, to += best.length) {
                Arrays.fill(columns, 0, width, Long.MIN_VALUE);
                for (int r = windows.rows.first.get(i); r < windows.rows.end.get(i); r += windows.rows.step) above(x, start + r * width, r * width, columns, width);
                Arrays.fill(best, Long.MIN_VALUE);
                for (int[] places : across) beside(places, columns, best);
                for (int j = 0; j < best.length; j++) found[to + j] = place(best[j]);
            }
        }

        private static void above(float[] x, int from, int place, long[] columns, int width) {
            for (int c = 0; c < width; c++) columns[c] = Math.max(columns[c], key(x[from + c], place + c));
        }

        private static void beside(int[] places, long[] columns, long[] best) {
            for (int j = 0; j < best.length; j++) best[j] = Math.max(best[j], columns[places[j]]);
        }

        /// A number and its place as one whole number, larger for larger numbers, then for smaller places; of several NaNs the last is the largest.
        private static long key(float number, int place) {
            // Both zeros become one.
            int bits = Float.floatToRawIntBits(number + 0f);
            return number == number ? (long) (bits ^ bits >> 31 & Integer.MAX_VALUE) << 32 | ~place & 0xffffffffL : (long) Integer.MAX_VALUE << 32 | place;
        }

        private static int place(long key) { return key >>> 32 == Integer.MAX_VALUE ? (int) key : ~(int) key; }

        private void doubles() {
            Span rows = windows.rows, across = windows.columns;
            for (int i = 0, to = 0; i < rows.count(); i++) for (int j = 0; j < across.count(); j++, to++) {
                int first = across.first.get(j), end = across.end.get(j), place = rows.first.get(i) * width + first;
                for (int r = rows.first.get(i); r < rows.end.get(i); r += rows.step) for (int at = r * width + first; at < r * width + end; at += across.step)
                    if (numbers[at] > numbers[place] || numbers[at] != numbers[at]) place = at;
                found[to] = place;
            }
        }

        /// int64 holds numbers that double does not.
        private void longs(long[] x, int start) {
            Span rows = windows.rows, across = windows.columns;
            for (int i = 0, to = 0; i < rows.count(); i++) for (int j = 0; j < across.count(); j++, to++) {
                int first = across.first.get(j), end = across.end.get(j), place = rows.first.get(i) * width + first;
                for (int r = rows.first.get(i); r < rows.end.get(i); r += rows.step) for (int at = r * width + first; at < r * width + end; at += across.step)
                    if (x[start + at] > x[start + place]) place = at;
                found[to] = place;
            }
        }
    }

    // ---- the mean ----

    /// The sum of each window, divided by as many numbers as it counts; computed in float64.
    ///
    /// @param down   how many rows each window counts, padding among them or not
    /// @param across how many columns
    public static Array means(Array x, Windows windows, List<Integer> down, List<Integer> across) {
        Array out = Array.zeros(x.dtype(), windows.shape(x.shape()));
        means(x, windows, down, across, out);
        return out;
    }

    /// The same, written to an array without gaps.
    public static void means(Array x, Windows windows, List<Integer> down, List<Integer> across, Array out) {
        if (out.elements() == 0) return;
        Array flat = Copies.contiguous(x);
        int width = x.shape().size(x.shape().rank() - 1), size = x.shape().size(x.shape().rank() - 2) * width, count = across.size();
        int[][] beside = windows.columns.places(width);
        planes(flat, (from, to) -> {
            double[] columns = new double[width + 1], sums = new double[count];
            for (int p = from; p < to; p++) {
                look();
                for (int i = 0; i < down.size(); i++) {
                    Arrays.fill(columns, 0);
                    Arrays.fill(sums, 0);
                    for (int r = windows.rows.first.get(i); r < windows.rows.end.get(i); r += windows.rows.step) add(flat, flat.layout().offset() + p * size + r * width, columns, width);
                    for (int[] places : beside) add(columns, places, sums);
                    int at = out.layout().offset() + (p * down.size() + i) * count, rows = down.get(i);
                    for (int j = 0; j < count; j++) set(out, at + j, sums[j] / (rows * across.get(j)));
                }
            }
        });
    }

    private static void add(double[] columns, int[] places, double[] sums) {
        for (int j = 0; j < sums.length; j++) sums[j] += columns[places[j]];
    }

    private static void add(Array x, int start, double[] columns, int width) {
        switch (x.storage().values()) {
            case float[] values -> { for (int c = 0; c < width; c++) columns[c] += values[start + c]; }
            case double[] values -> { for (int c = 0; c < width; c++) columns[c] += values[start + c]; }
            default -> { for (int c = 0; c < width; c++) columns[c] += x.doubleAt(start + c); }
        }
    }

    private static void set(Array out, int at, double number) {
        switch (out.storage().values()) {
            case float[] values -> values[at] = (float) number;
            case double[] values -> values[at] = number;
            case int[] values -> values[at] = (int) number;
            case long[] values -> values[at] = (long) number;
            default -> out.booleans()[at] = number != 0;
        }
    }

    /// The transpose of [#means]: every place has its share of each window that counts it, in the order of the windows.
    ///
    /// @param shape of the images
    public static Array shares(Array g, Shape shape, Windows windows, List<Integer> down, List<Integer> across) {
        Array out = Array.zeros(g.dtype(), shape);
        shares(g, windows, down, across, out);
        return out;
    }

    /// The same, written to an array without gaps of the images' shape.
    public static void shares(Array g, Windows windows, List<Integer> down, List<Integer> across, Array out) {
        if (g.elements() == 0) Copies.clear(out);
        if (out.elements() == 0 || g.elements() == 0) return;
        Array source = Copies.contiguous(g);
        Shape shape = out.shape();
        int width = shape.size(shape.rank() - 1), size = shape.size(shape.rank() - 2) * width, count = across.size();
        int[][] beside = windows.columns.places(width);
        planes(out, (from, to) -> {
            double[] columns = new double[size + width + 1], sums = new double[width + 1];
            for (int p = from; p < to; p++) {
                look();
                Arrays.fill(columns, 0);
                for (int i = 0; i < down.size(); i++) {
                    Arrays.fill(sums, 0);
                    int at = source.layout().offset() + (p * down.size() + i) * count;
                    for (int[] places : beside) for (int j = 0; j < count; j++) sums[places[j]] += source.doubleAt(at + j) / (down.get(i) * across.get(j));
                    for (int r = windows.rows.first.get(i); r < windows.rows.end.get(i); r += windows.rows.step) for (int c = 0; c < width; c++) columns[r * width + c] += sums[c];
                }
                for (int c = 0; c < size; c++) set(out, out.layout().offset() + p * size + c, columns[c]);
            }
        });
    }
}
