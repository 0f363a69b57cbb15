package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.formula.Fn;
import gradshell.formula.Formula;
import java.util.concurrent.CancellationException;

/// Sums, products, extremes along dimensions.
///
/// Every result is combined in one order, whatever the layout, the hardware or the number of threads: elements i, i + 128, i + 256 …
/// of a block of 8,192 go to lane i, the 128 lanes are folded in halves, and the blocks are combined as a balanced tree.
/// The order also bounds the rounding error: a sum of a million float32 numbers is off by some hundred ulp at the most, not by thousands.
public final class Reductions {
    private static final int LANES = 128;
    private static final int BLOCK = 8192;
    /// The widest run of neighbouring results that is reduced together: 128 lanes of them stay in the first-level cache.
    private static final int TILE = 64;

    private static final Formula SUM = Formula.X.add(Formula.Y), PRODUCT = Formula.X.mul(Formula.Y);
    private static final Formula LARGER = Formula.X.max(Formula.Y), SMALLER = Formula.X.min(Formula.Y);

    private Reductions() {}

    /// Combines all elements along the given dimensions, which disappear.
    ///
    /// @param fn     ADD, MUL, MAX or MIN
    /// @param axes   the dimensions, counted from 0, ascending; at least one element must lie along them
    /// @param result the type in which to combine and to answer
    public static Array reduce(Fn fn, Array x, int[] axes, DType result) {
        Grid grid = Grid.of(x, axes);
        Array out = Array.zeros(result, grid.kept());
        if (out.elements() == 0) return out;
        // Many short rows lie side by side in the lanes, as neighbouring results do.
        boolean sideBySide = grid.inner() == 1 && grid.length() <= LANES && grid.outer() > 1;
        int widest = Math.min(sideBySide ? grid.outer() : grid.inner(), TILE);
        Object accumulator = result.allocate(Math.min(grid.length(), LANES) * widest), values = out.storage().values();
        Rows rows = new Rows(combine(fn, result, result), combine(fn, result, x.dtype()), Fused.of(Formula.X, result, x.dtype()), grid.x().storage().values(), grid.inner(), result, accumulator);
        for (int i = 0; i < grid.outer(); i += sideBySide ? widest : 1) {
            if ((i & 1023) >= 960 && Thread.currentThread().isInterrupted()) throw new CancellationException("interrupted");
            int start = grid.x().layout().offset() + i * grid.length() * grid.inner();
            if (sideBySide) {
                int width = Math.min(widest, grid.outer() - i);
                rows.beside(start, grid.length(), width);
                System.arraycopy(accumulator, 0, values, i, width);
                continue;
            }
            for (int j = 0; j < grid.inner(); j += TILE) {
                int width = Math.min(TILE, grid.inner() - j);
                rows.tree(start + j, grid.length(), width);
                System.arraycopy(accumulator, 0, values, i * grid.inner() + j, width);
            }
        }
        return out;
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
            if ((i & 1023) == 1023 && Thread.currentThread().isInterrupted()) throw new CancellationException("interrupted");
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
