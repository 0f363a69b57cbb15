package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Layout;
import gradshell.formula.Fn;
import gradshell.formula.Formula;

/// Exponentials divided by their sum along a dimension, and the logarithm of that.
///
/// Rows without gaps are done some at a time, so that they are read from memory once.
public final class Softmaxes {
    /// So many elements stay in a cache while they are looked at several times.
    private static final int BLOCK = 8192;
    /// So many elements are worth a thread.
    private static final int GRAIN = 1 << 14;

    private static final Formula POWER = Formula.X.sub(Formula.Y).exp(), INVERSE = Formula.ONE.div(Formula.X), SCALED = Formula.X.mul(Formula.Y);
    private static final Formula LOG = Formula.X.log(), DIFFERENCE = Formula.X.sub(Formula.Y).sub(Formula.Z);
    /// Of the cotangent, the result and their sum.
    private static final Formula BACKWARD = Formula.Y.mul(Formula.X.sub(Formula.Z)), LOG_BACKWARD = Formula.X.sub(Formula.Y.exp().mul(Formula.Z));

    private Softmaxes() {}

    /// Overwrites `out`, of the shape of `x` and of a floating type, with its softmax along a dimension, or with the logarithm of that.
    public static void into(Array out, Array x, int dim, boolean log) {
        if (out.elements() == 0) return;
        if (!out.layout().isContiguous()) {
            Array fresh = Array.zeros(out.dtype(), out.shape());
            into(fresh, x, dim, log);
            Copies.into(out, fresh);
            return;
        }
        Grid grid = Grid.of(x.dtype() == out.dtype() ? x : Copies.convert(x, out.dtype()), new int[] {dim});
        if (grid.inner() == 1) ofRows(out, grid, log);
        else ofColumns(out, grid.x(), dim, log);
    }

    /// Overwrites `out` with what the cotangent `g` of a softmax `y` is worth before it: y · (g - Σ g y), or g - eʸ · Σ g of its logarithm; all of one shape.
    public static void backward(Array out, Array g, Array y, int dim, boolean log) {
        if (out.elements() == 0) return;
        DType dtype = out.dtype();
        Fused last = Fused.of(log ? LOG_BACKWARD : BACKWARD, dtype, dtype, dtype, dtype), product = binary(SCALED, dtype);
        if (g.dtype() != dtype || y.dtype() != dtype) {
            backward(out, Copies.convert(g, dtype), Copies.convert(y, dtype), dim, log);
            return;
        }
        Grid grid = Grid.of(g, new int[] {dim});
        if (grid.inner() > 1 || !out.layout().isContiguous()) {
            Array terms = g;
            if (!log) product.apply(terms = Array.zeros(dtype, out.shape()), g, y);
            last.apply(out, g, y, wide(Reductions.reduce(Fn.ADD, terms, new int[] {dim}, dtype), out, dim));
            return;
        }
        Array results = Copies.contiguous(y);
        int n = grid.length(), rows = grid.outer(), chunk = Math.clamp(BLOCK / n, 1, rows), begin = grid.x().layout().offset(), beside = results.layout().offset(), target = out.layout().offset();
        Object gs = grid.x().storage().values(), ys = results.storage().values(), to = out.storage().values();
        Threads.split(rows, Math.max(1, GRAIN / n), (from, until) -> {
            Object sums = Scratch.of(1, dtype, chunk), products = log ? gs : Scratch.of(2, dtype, chunk * n);
            for (int row = from; row < until; row += chunk) {
                int count = Math.min(chunk, until - row), at = row * n;
                if (!log) product.run(products, 0, 1, count * n, gs, begin + at, 1, ys, beside + at, 1);
                Reductions.reduce(Fn.ADD, dtype, products, log ? begin + at : 0, count, n, 1, dtype, sums, 0);
                for (int i = 0; i < count; i++, at += n) last.run(to, target + at, 1, n, gs, begin + at, 1, ys, beside + at, 1, sums, i, 0);
            }
        });
    }

    private static Fused unary(Formula formula, DType dtype) { return Fused.of(formula, dtype, dtype); }

    private static Fused binary(Formula formula, DType dtype) { return Fused.of(formula, dtype, dtype, dtype); }

    private static Fused difference(DType dtype) { return Fused.of(DIFFERENCE, dtype, dtype, dtype, dtype); }

    private static void ofRows(Array out, Grid grid, boolean log) {
        DType dtype = out.dtype();
        int n = grid.length(), rows = grid.outer(), begin = grid.x().layout().offset(), chunk = Math.clamp(BLOCK / n, 1, rows);
        Object x = grid.x().storage().values(), y = out.storage().values();
        Fused power = binary(POWER, dtype), last = log ? difference(dtype) : binary(SCALED, dtype), between = unary(log ? LOG : INVERSE, dtype);
        Threads.split(rows, Math.max(1, GRAIN / n), (from, to) -> {
            Object largest = Scratch.of(1, dtype, chunk), sums = Scratch.of(2, dtype, chunk);
            for (int row = from; row < to; row += chunk) {
                int count = Math.min(chunk, to - row), start = begin + row * n, at = out.layout().offset() + row * n;
                Reductions.reduce(Fn.MAX, dtype, x, start, count, n, 1, dtype, largest, 0);
                for (int i = 0; i < count; i++) power.run(y, at + i * n, 1, n, x, start + i * n, 1, largest, i, 0);
                Reductions.reduce(Fn.ADD, dtype, y, at, count, n, 1, dtype, sums, 0);
                between.run(sums, 0, 1, count, sums, 0, 1);
                for (int i = 0; i < count; i++) {
                    if (log) last.run(y, at + i * n, 1, n, x, start + i * n, 1, largest, i, 0, sums, i, 0);
                    else last.run(y, at + i * n, 1, n, y, at + i * n, 1, sums, i, 0);
                }
            }
        });
    }

    private static void ofColumns(Array out, Array x, int dim, boolean log) {
        DType dtype = out.dtype();
        Array largest = wide(Reductions.reduce(Fn.MAX, x, new int[] {dim}, dtype), out, dim);
        binary(POWER, dtype).apply(out, x, largest);
        Array sums = Reductions.reduce(Fn.ADD, out, new int[] {dim}, dtype);
        unary(log ? LOG : INVERSE, dtype).apply(sums, sums);
        if (log) difference(dtype).apply(out, x, largest, wide(sums, out, dim));
        else binary(SCALED, dtype).apply(out, out, wide(sums, out, dim));
    }

    /// A reduced array repeated along the dimension that it lost.
    private static Array wide(Array reduced, Array whole, int dim) {
        Layout layout = reduced.layout().unsqueeze(dim);
        return reduced.view(layout.expand(whole.shape()));
    }
}
