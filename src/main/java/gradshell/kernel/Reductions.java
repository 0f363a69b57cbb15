package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Layout;
import gradshell.array.Shape;
import gradshell.formula.Fn;
import gradshell.formula.Formula;

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
        Array out = Array.zeros(result, grid.kept);
        if (out.elements() == 0) return out;
        Object accumulator = result.allocate(LANES * Math.min(grid.inner, TILE));
        Rows rows = new Rows(combine(fn, result, result), combine(fn, result, x.dtype()), Fused.of(Formula.X, result, x.dtype()), grid.x.storage().values(), grid.inner, result, accumulator);
        for (int i = 0; i < grid.outer; i++) {
            if ((i & 1023) == 1023 && Thread.currentThread().isInterrupted()) throw new java.util.concurrent.CancellationException("interrupted");
            int start = grid.x.layout().offset() + i * grid.length * grid.inner;
            for (int j = 0; j < grid.inner; j += TILE) {
                int width = Math.min(TILE, grid.inner - j);
                rows.tree(start + j, grid.length, width);
                System.arraycopy(accumulator, 0, out.storage().values(), i * grid.inner + j, width);
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
            int lanes = Math.min(count, LANES);
            for (int half = LANES / 2; half > 0; half /= 2) {
                if (lanes <= half) continue;
                fold.run(accumulator, 0, 1, (lanes - half) * width, accumulator, 0, 1, accumulator, half * width, 1);
                lanes = half;
            }
        }
    }

    /// The index of the first largest element along a dimension, which disappears; NaN counts as the largest.
    ///
    /// @param sign 1 for the largest, -1 for the smallest
    public static Array argument(Array x, int axis, int sign) {
        Grid grid = Grid.of(x, new int[] {axis});
        Array out = Array.zeros(DType.INT64, grid.kept), flat = grid.x;
        boolean floating = x.dtype().isFloating();
        for (int i = 0; i < grid.outer; i++) {
            for (int j = 0; j < grid.inner; j++) {
                int start = flat.layout().offset() + i * grid.length * grid.inner + j, best = 0;
                for (int k = 1; k < grid.length; k++) {
                    int here = start + k * grid.inner, champion = start + best * grid.inner;
                    boolean better = floating
                            ? beats(flat.doubleAt(here) * sign, flat.doubleAt(champion) * sign)
                            : sign * Long.compare(flat.longAt(here), flat.longAt(champion)) > 0;
                    if (better) best = k;
                }
                out.longs()[i * grid.inner + j] = best;
            }
        }
        return out;
    }

    private static boolean beats(double a, double b) { return a > b || a != a && b == b; }

    /// An array seen as `outer` blocks of `length` rows of `inner` neighbours, the rows to be combined.
    private record Grid(Array x, Shape kept, int outer, int length, int inner) {

        static Grid of(Array x, int[] axes) {
            Shape shape = x.shape();
            if (axes.length == shape.rank()) return new Grid(Copies.contiguous(x), Shape.SCALAR, 1, x.elements(), 1);
            int first = axes.length == 0 ? shape.rank() : axes[0], last = axes.length == 0 ? first - 1 : axes[axes.length - 1];
            Shape kept = shape;
            for (int i = axes.length - 1; i >= 0; i--) kept = kept.remove(axes[i]);
            if (last - first + 1 == axes.length) {
                Array flat = Copies.contiguous(x);
                int outer = shape.slice(0, first).elements(), length = shape.slice(first, last + 1).elements();
                return new Grid(flat, kept, outer, length, shape.slice(last + 1, shape.rank()).elements());
            }
            // Dimensions apart from each other: brought to the end first.
            int[] order = new int[shape.rank()];
            int to = 0;
            for (int i = 0; i < order.length; i++) if (!contains(axes, i)) order[to++] = i;
            for (int axis : axes) order[to++] = axis;
            Layout permuted = x.layout().permute(order);
            int length = permuted.shape().slice(kept.rank(), shape.rank()).elements();
            return new Grid(Copies.contiguous(x.view(permuted)), kept, kept.elements(), length, 1);
        }

        private static boolean contains(int[] values, int value) {
            for (int v : values) if (v == value) return true;
            return false;
        }
    }
}
