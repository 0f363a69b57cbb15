package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Interruption;
import gradshell.formula.Fn;
import gradshell.formula.Formula;

/// Sums, products, extremes along dimensions.
///
/// Every result is combined in one order, whatever the layout, the hardware or the number of threads: elements i, i + 128, i + 256 …
/// of a block of 8,192 go to lane i, the 128 lanes are folded in halves, and the blocks are combined as a balanced tree.
/// The order also bounds the rounding error: a sum of a million float32 numbers is off by some hundred ulp at the most, not by thousands.
public final class Reductions {
    static final int LANES = 128;
    private static final int DTYPES = DType.values().length;
    static final int BLOCK = 8192;
    /// The widest run of neighbouring results that is reduced together: 128 lanes of them stay in the first-level cache.
    private static final int TILE = 64;
    /// Rows shorter than this are faster side by side.
    private static final int SHORT = 24;
    /// So many elements are worth a thread.
    private static final int GRAIN = 1 << 16;
    /// After so many elements vector code is made ready.
    private static final int HOT = 200_000;
    private static long seen;
    private static boolean begun;
    private static volatile boolean ready;

    /// A block whose elements do not lie side by side, brought together in the first-level cache; and lanes.
    private static final ThreadLocal<float[]> LINE = ThreadLocal.withInitial(() -> new float[BLOCK]), LANE = ThreadLocal.withInitial(() -> new float[LANES]);

    private static final Formula SUM = Formula.X.add(Formula.Y), PRODUCT = Formula.X.mul(Formula.Y);
    private static final Formula LARGER = Formula.X.max(Formula.Y), SMALLER = Formula.X.min(Formula.Y);

    private Reductions() {}

    /// Combines all elements along the given dimensions, which disappear.
    ///
    /// @param fn     ADD, MUL, MAX or MIN
    /// @param axes   the dimensions, counted from 0, ascending; at least one element must lie along them
    /// @param result the type in which to combine and to answer
    public static Array reduce(Fn fn, Array x, int[] axes, DType result) {
        Array out = Array.zeros(result, Grid.kept(x.shape(), axes));
        reduce(fn, x, axes, out);
        return out;
    }

    /// The same, written to an array without gaps.
    public static void reduce(Fn fn, Array x, int[] axes, Array out) { reduction(fn, x, axes, out).run(); }

    /// What does so each time it is run.
    public static Runnable reduction(Fn fn, Array x, int[] axes, Array out) {
        if (out.elements() == 0) return () -> {};
        Apart apart = Apart.of(fn, x, axes, out);
        if (apart != null) return apart;
        // What has to be copied first is copied anew each time.
        if (!x.layout().isContiguous() || !adjoin(axes)) return () -> lines(fn, Grid.of(x, axes), out).run();
        return lines(fn, Grid.of(x, axes), out);
    }

    private static boolean adjoin(int[] axes) { return axes.length < 2 || axes[axes.length - 1] - axes[0] + 1 == axes.length; }

    private static Lines lines(Fn fn, Grid grid, Array out) {
        return new Lines(fn, grid.x().dtype(), grid.x().storage().values(), grid.x().layout().offset(), grid.outer(), grid.length(), grid.inner(), out.dtype(), out.storage().values(), out.layout().offset());
    }

    /// Combines each of some rows of `length` neighbours, on this thread.
    static void rows(Fn fn, DType dtype, Object x, int first, int rows, int length, Object out) {
        if (length >= SHORT && length <= BLOCK && dtype == DType.FLOAT32 && isReady(fn, rows * length))
            VectorReductions.rows(fn, (float[]) x, first, rows, length, (float[]) out, 0, (float[]) Scratch.of(0, DType.FLOAT32, LANES));
        else lines(Rows.of(fn, dtype), dtype, x, first, rows, length, 1, out, 0, 0, units(rows, length, 1));
    }

    /// Many short rows lie side by side in the lanes, as neighbouring results do.
    private static boolean sideBySide(int outer, int length, int inner) { return inner == 1 && length <= LANES && outer > 1; }

    /// How many pieces of work there are.
    private static int units(int outer, int length, int inner) { return sideBySide(outer, length, inner) ? (outer + TILE - 1) / TILE : outer * ((inner + TILE - 1) / TILE); }

    /// Some units of the rows of `outer` blocks of `length` rows of `inner` neighbours.
    private static void lines(Rows rows, DType result, Object x, int first, int outer, int length, int inner, Object out, int at, int from, int to) {
        boolean sideBySide = sideBySide(outer, length, inner);
        int widest = Math.min(sideBySide ? outer : inner, TILE), pieces = sideBySide ? 1 : (inner + TILE - 1) / TILE;
        Object accumulator = Scratch.of(0, result, Math.min(length, LANES) * widest);
        for (int unit = from; unit < to; unit++) {
            if ((unit & 1023) >= 960) Interruption.check();
            int i = sideBySide ? unit * TILE : unit / pieces, j = sideBySide ? 0 : unit % pieces * TILE;
            int start = first + i * length * inner + j, width = Math.min(widest, sideBySide ? outer - i : inner - j);
            if (sideBySide) rows.beside(x, accumulator, start, length, width);
            else rows.tree(x, accumulator, start, length, inner, width);
            System.arraycopy(accumulator, 0, out, at + i * inner + j, width);
        }
    }

    /// Rows of `outer` blocks of `length` rows of `inner` neighbours.
    private static final class Lines implements Runnable {
        private final Fn fn;
        private final DType result;
        private final Object x, out;
        private final int first, outer, length, inner, at;
        private final Rows rows;
        private final float[] parts;
        private final Threads.Part general = this::general, whole = this::whole, blocks = this::blocks;
        /// The row that is combined block by block.
        private int row;

        Lines(Fn fn, DType dtype, Object x, int first, int outer, int length, int inner, DType result, Object out, int at) {
            this.fn = fn;
            this.result = result;
            this.x = x;
            this.out = out;
            this.first = first;
            this.outer = outer;
            this.length = length;
            this.inner = inner;
            this.at = at;
            rows = Rows.of(fn, result, dtype);
            parts = length > BLOCK && isLine() ? new float[(length + BLOCK - 1) / BLOCK] : null;
        }

        private boolean isLine() { return inner == 1 && length >= SHORT && result == DType.FLOAT32 && x instanceof float[]; }

        @Override
        public void run() {
            int units = units(outer, length, inner);
            if (!isLine() || !isReady(fn, outer * length)) Threads.split(units, Math.max(1, (int) ((long) GRAIN * units / ((long) outer * length * inner))), general);
            else if (length <= BLOCK) Threads.split(outer, Math.max(1, GRAIN / length), whole);
            else for (int i = 0; i < outer; i++) {
                row = first + i * length;
                Threads.split(parts.length, GRAIN / BLOCK, blocks);
                ((float[]) out)[at + i] = tree(fn, parts, 0, parts.length);
            }
        }

        private void whole(int from, int to) { VectorReductions.rows(fn, (float[]) x, first + from * length, to - from, length, (float[]) out, at + from, (float[]) Scratch.of(0, DType.FLOAT32, LANES)); }

        private void blocks(int from, int to) {
            float[] lanes = (float[]) Scratch.of(0, DType.FLOAT32, LANES);
            for (int b = from; b < to; b++) VectorReductions.rows(fn, (float[]) x, row + b * BLOCK, 1, Math.min(BLOCK, length - b * BLOCK), parts, b, lanes);
        }

        private void general(int from, int to) { lines(rows, result, x, first, outer, length, inner, out, at, from, to); }
    }

    /// Float32 numbers along the first and the last dimensions, of images for each channel say.
    private static final class Apart implements Runnable {
        private final Fn fn;
        private final Array x, out;
        private final int[] axes;
        private final int rows, inner, length, blocks;
        private final float[] parts;
        private final Threads.Part part = this::part;

        private Apart(Fn fn, Array x, int[] axes, Array out, int outer, int inner) {
            this.fn = fn;
            this.x = x;
            this.axes = axes;
            this.out = out;
            this.inner = inner;
            rows = out.elements();
            length = outer * inner;
            blocks = (length + BLOCK - 1) / BLOCK;
            parts = new float[rows * blocks];
        }

        /// The reduction, or null if it is of another kind.
        static Apart of(Fn fn, Array x, int[] axes, Array out) {
            int rank = x.shape().rank(), kept = rank - axes.length, before = 0;
            while (before < axes.length && axes[before] == before) before++;
            if (before == 0 || before == axes.length || axes[before] != before + kept) return null;
            int outer = x.shape().slice(0, before).elements(), inner = x.shape().slice(before + kept, rank).elements();
            return outer * inner < SHORT || x.dtype() != DType.FLOAT32 || out.dtype() != DType.FLOAT32 || !x.layout().isContiguous() ? null : new Apart(fn, x, axes, out, outer, inner);
        }

        @Override
        public void run() {
            if (!isReady(fn, x.elements())) {
                lines(fn, Grid.of(x, axes), out).run();
                return;
            }
            Threads.split(parts.length, Math.max(1, GRAIN / Math.min(length, BLOCK)), part);
            for (int i = 0; i < rows; i++) out.floats()[out.layout().offset() + i] = tree(fn, parts, i * blocks, blocks);
        }

        private void part(int from, int to) {
            float[] line = LINE.get(), lanes = LANE.get();
            for (int u = from; u < to; u++) {
                if ((u & 15) == 0) Interruption.check();
                int first = u % blocks * BLOCK, end = Math.min(first + BLOCK, length), start = x.layout().offset();
                for (int i = first, n; i < end; i += n) {
                    n = Math.min(inner - i % inner, end - i);
                    System.arraycopy(x.floats(), start + (i / inner * rows + u / blocks) * inner + i % inner, line, i - first, n);
                }
                VectorReductions.rows(fn, line, 0, 1, end - first, parts, u, lanes);
            }
        }
    }

    /// Whether there is warm vector code; it is made ready when enough elements have come by.
    private static boolean isReady(Fn fn, int elements) {
        if (fn != Fn.ADD && fn != Fn.MAX) return false;
        if (ready) return true;
        seen += elements;
        if (begun || seen < HOT || Mode.CHOSEN != Mode.AUTO && Mode.CHOSEN != Mode.VECTOR || !Upgrade.POSSIBLE) return false;
        begun = true;
        Upgrade.begin(() -> VectorReductions.fits() && VectorReductions.isWarm(), () -> ready = true);
        return false;
    }

    private static float tree(Fn fn, float[] parts, int from, int count) {
        if (count == 1) return parts[from];
        int half = Integer.highestOneBit(count - 1);
        float left = tree(fn, parts, from, half), right = tree(fn, parts, from + half, count - half);
        return fn == Fn.ADD ? left + right : Math.max(left, right);
    }

    private static Fused combine(Fn fn, DType result, DType x) {
        Formula formula = switch (fn) {
            case ADD -> SUM;
            case MUL -> PRODUCT;
            case MAX -> LARGER;
            case MIN -> SMALLER;
            default -> throw new IllegalArgumentException("no reduction by " + fn);
        };
        return Fused.of(formula, result, result, x);
    }

    /// Rows of neighbouring results, combined downwards; what comes out lies at the front of the accumulator.
    private record Rows(Fn fn, Fused fold, Fused combine, Fused load, DType dtype, DType given) {
        private static final Rows[] ALL = new Rows[Fn.values().length * DTYPES];

        static Rows of(Fn fn, DType result, DType given) { return new Rows(fn, Reductions.combine(fn, result, result), Reductions.combine(fn, result, given), Fused.of(Formula.X, result, given), result, given); }

        static Rows of(Fn fn, DType dtype) {
            int slot = fn.ordinal() * DTYPES + dtype.ordinal();
            Rows known = ALL[slot];
            return known != null ? known : (ALL[slot] = of(fn, dtype, dtype));
        }

        void tree(Object x, Object accumulator, int start, int count, int stride, int width) {
            if (count <= BLOCK) {
                block(x, accumulator, start, count, stride, width);
                return;
            }
            int half = BLOCK;
            while (half * 2L < count) half *= 2;
            tree(x, accumulator, start, half, stride, width);
            Object left = dtype.allocate(width);
            System.arraycopy(accumulator, 0, left, 0, width);
            tree(x, accumulator, start + half * stride, count - half, stride, width);
            fold.run(accumulator, 0, 1, width, left, 0, 1, accumulator, 0, 1);
        }

        /// The same for `width` rows of at most as many elements as there are lanes, one row after the other in memory.
        void beside(Object x, Object accumulator, int start, int count, int width) {
            for (int i = 0; i < count; i++) load.run(accumulator, i * width, 1, width, x, start + i, count);
            halve(accumulator, count, width);
        }

        private void block(Object x, Object accumulator, int start, int count, int stride, int width) {
            if (fn == Fn.ADD && dtype == DType.FLOAT32 && given == DType.FLOAT32 && isReady(fn, count * width) && VectorReductions.isWide(width)) {
                VectorReductions.columns((float[]) x, start, count, stride, width, (float[]) accumulator);
                return;
            }
            if (stride == width) {
                // Rows without gaps: 128 of them are one run.
                int run = LANES * width, total = count * width;
                load.run(accumulator, 0, 1, Math.min(run, total), x, start, 1);
                for (int at = run; at < total; at += run) combine.run(accumulator, 0, 1, Math.min(run, total - at), accumulator, 0, 1, x, start + at, 1);
            } else {
                for (int i = 0; i < count; i++) {
                    int lane = i % LANES * width;
                    if (i < LANES) load.run(accumulator, lane, 1, width, x, start + i * stride, 1);
                    else combine.run(accumulator, lane, 1, width, accumulator, lane, 1, x, start + i * stride, 1);
                }
            }
            halve(accumulator, Math.min(count, LANES), width);
        }

        private void halve(Object accumulator, int lanes, int width) {
            for (int half = LANES / 2; half > 0; half /= 2) {
                if (lanes <= half) continue;
                fold.run(accumulator, 0, 1, (lanes - half) * width, accumulator, 0, 1, accumulator, half * width, 1);
                lanes = half;
            }
        }
    }

    /// The index of the first largest element along a dimension, which disappears; NaN counts as the largest, or as the smallest where that is asked for.
    ///
    /// @param sign 1 for the largest, -1 for the smallest
    public static Array argument(Array x, int axis, int sign) {
        Grid grid = Grid.of(x, new int[] {axis});
        Array out = Array.zeros(DType.INT64, grid.kept());
        long[] found = out.longs();
        for (int i = 0; i < found.length; i++) {
            if ((i & 1023) == 1023) Interruption.check();
            int start = grid.start(i);
            found[i] = switch (grid.x().storage().values()) {
                case float[] floats -> best(floats, start, grid.inner(), grid.length(), sign);
                case double[] doubles -> best(doubles, start, grid.inner(), grid.length(), sign);
                default -> best(grid.x(), start, grid.inner(), grid.length(), sign);
            };
        }
        return out;
    }

    private static int best(float[] x, int start, int step, int length, int sign) {
        int best = 0;
        float champion = x[start] * sign;
        for (int k = 1, at = start + step; k < length && champion == champion; k++, at += step) {
            float here = x[at] * sign;
            if (here <= champion) continue;
            best = k;
            champion = here;
        }
        return best;
    }

    private static int best(double[] x, int start, int step, int length, int sign) {
        int best = 0;
        double champion = x[start] * sign;
        for (int k = 1, at = start + step; k < length && champion == champion; k++, at += step) {
            double here = x[at] * sign;
            if (here <= champion) continue;
            best = k;
            champion = here;
        }
        return best;
    }

    private static int best(Array x, int start, int step, int length, int sign) {
        int best = 0;
        long champion = x.longAt(start);
        for (int k = 1; k < length; k++) {
            long here = x.longAt(start + k * step);
            if (sign * Long.compare(here, champion) <= 0) continue;
            best = k;
            champion = here;
        }
        return best;
    }
}
