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
    public static void reduce(Fn fn, Array x, int[] axes, Array out) {
        if (out.elements() == 0 || apart(fn, x, axes, out)) return;
        Grid grid = Grid.of(x, axes);
        reduce(fn, x.dtype(), grid.x().storage().values(), grid.x().layout().offset(), grid.outer(), grid.length(), grid.inner(), out.dtype(), out.storage().values(), out.layout().offset());
    }

    /// Combines the rows of `outer` blocks of `length` rows of `inner` neighbours.
    static void reduce(Fn fn, DType dtype, Object x, int first, int outer, int length, int inner, DType result, Object out, int at) {
        if (inner == 1 && length >= SHORT && result == DType.FLOAT32 && dtype == DType.FLOAT32 && isReady(fn, outer * length)) {
            lines(fn, (float[]) x, first, outer, length, (float[]) out, at);
            return;
        }
        // Many short rows lie side by side in the lanes, as neighbouring results do.
        boolean sideBySide = inner == 1 && length <= LANES && outer > 1;
        int widest = Math.min(sideBySide ? outer : inner, TILE), pieces = sideBySide ? 1 : (inner + TILE - 1) / TILE;
        Fused fold = combine(fn, result, result), combine = combine(fn, result, dtype), load = Fused.of(Formula.X, result, dtype);
        int units = sideBySide ? (outer + widest - 1) / widest : outer * pieces;
        Threads.split(units, Math.max(1, (int) ((long) GRAIN * units / ((long) outer * length * inner))), (from, to) -> {
            Object accumulator = Scratch.of(0, result, Math.min(length, LANES) * widest);
            Rows rows = new Rows(fold, combine, load, x, inner, result, accumulator);
            for (int unit = from; unit < to; unit++) {
                if ((unit & 1023) >= 960) Interruption.check();
                int i = sideBySide ? unit * widest : unit / pieces, j = sideBySide ? 0 : unit % pieces * TILE;
                int start = first + i * length * inner + j, width = Math.min(widest, sideBySide ? outer - i : inner - j);
                if (sideBySide) rows.beside(start, length, width);
                else rows.tree(start, length, width);
                System.arraycopy(accumulator, 0, out, at + i * inner + j, width);
            }
        });
    }

    /// Combines float32 numbers along the first and the last dimensions, of images for each channel say; answers whether it could.
    private static boolean apart(Fn fn, Array x, int[] axes, Array out) {
        int rank = x.shape().rank(), kept = rank - axes.length, before = 0;
        while (before < axes.length && axes[before] == before) before++;
        if (before == 0 || before == axes.length || axes[before] != before + kept) return false;
        int outer = x.shape().slice(0, before).elements(), rows = out.elements(), inner = x.shape().slice(before + kept, rank).elements(), length = outer * inner;
        if (length < SHORT || x.dtype() != DType.FLOAT32 || out.dtype() != DType.FLOAT32 || !x.layout().isContiguous() || !isReady(fn, x.elements())) return false;
        int blocks = (length + BLOCK - 1) / BLOCK, start = x.layout().offset();
        float[] parts = new float[rows * blocks];
        Threads.split(parts.length, Math.max(1, GRAIN / Math.min(length, BLOCK)), (from, to) -> {
            float[] line = LINE.get(), lanes = LANE.get();
            for (int u = from; u < to; u++) {
                if ((u & 15) == 0) Interruption.check();
                int first = u % blocks * BLOCK, end = Math.min(first + BLOCK, length);
                for (int i = first, n; i < end; i += n) {
                    n = Math.min(inner - i % inner, end - i);
                    System.arraycopy(x.floats(), start + (i / inner * rows + u / blocks) * inner + i % inner, line, i - first, n);
                }
                VectorReductions.rows(fn, line, 0, 1, end - first, parts, u, lanes);
            }
        });
        for (int i = 0; i < rows; i++) out.floats()[out.layout().offset() + i] = tree(fn, parts, i * blocks, blocks);
        return true;
    }

    /// Whether there is warm vector code; it is made ready when enough elements have come by.
    private static boolean isReady(Fn fn, int elements) {
        if (fn != Fn.ADD && fn != Fn.MAX) return false;
        if (ready) return true;
        seen += elements;
        if (begun || seen < HOT || Mode.CHOSEN != Mode.AUTO && Mode.CHOSEN != Mode.VECTOR || !Upgrade.POSSIBLE) return false;
        begun = true;
        if (VectorReductions.fits()) Upgrade.begin(VectorReductions::isWarm, () -> ready = true);
        return false;
    }

    /// Combines rows of float32 numbers without gaps.
    private static void lines(Fn fn, float[] x, int start, int rows, int length, float[] out, int at) {
        if (length <= BLOCK) {
            Threads.split(rows, Math.max(1, GRAIN / length), (from, to) -> VectorReductions.rows(fn, x, start + from * length, to - from, length, out, at + from, (float[]) Scratch.of(0, DType.FLOAT32, LANES)));
            return;
        }
        int blocks = (length + BLOCK - 1) / BLOCK;
        float[] parts = new float[blocks];
        for (int i = 0; i < rows; i++) {
            int row = start + i * length;
            Threads.split(blocks, GRAIN / BLOCK, (from, to) -> {
                float[] lanes = (float[]) Scratch.of(0, DType.FLOAT32, LANES);
                for (int b = from; b < to; b++) VectorReductions.rows(fn, x, row + b * BLOCK, 1, Math.min(BLOCK, length - b * BLOCK), parts, b, lanes);
            });
            out[at + i] = tree(fn, parts, 0, blocks);
        }
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
    private record Rows(Fused fold, Fused combine, Fused load, Object x, int stride, DType dtype, Object accumulator) {

        void tree(int start, int count, int width) {
            if (count <= BLOCK) {
                block(start, count, width);
                return;
            }
            int half = BLOCK;
            while (half * 2L < count) half *= 2;
            tree(start, half, width);
            Object left = dtype.allocate(width);
            System.arraycopy(accumulator, 0, left, 0, width);
            tree(start + half * stride, count - half, width);
            fold.run(accumulator, 0, 1, width, left, 0, 1, accumulator, 0, 1);
        }

        /// The same for `width` rows of at most as many elements as there are lanes, one row after the other in memory.
        void beside(int start, int count, int width) {
            for (int i = 0; i < count; i++) load.run(accumulator, i * width, 1, width, x, start + i, count);
            halve(count, width);
        }

        private void block(int start, int count, int width) {
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
            halve(Math.min(count, LANES), width);
        }

        private void halve(int lanes, int width) {
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
