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

    /// What overwrites `out`, of the shape of `x` and of a floating type, with its softmax along a dimension, or with the logarithm of that.
    public static Runnable into(Array out, Array x, int dim, boolean log) {
        if (out.elements() == 0) return () -> {};
        if (!out.layout().isContiguous()) return () -> {
            Array fresh = Array.zeros(out.dtype(), out.shape());
            into(fresh, x, dim, log).run();
            Copies.into(out, fresh);
        };
        // What has to be copied first is copied anew each time.
        if (x.dtype() != out.dtype()) return () -> into(out, Copies.convert(x, out.dtype()), dim, log).run();
        if (!x.layout().isContiguous()) return () -> into(out, Copies.copy(x), dim, log).run();
        Grid grid = Grid.of(x, new int[] {dim});
        return grid.inner() == 1 ? ofRows(out, grid, log) : () -> ofColumns(out, grid.x(), dim, log);
    }

    /// What overwrites `out` with what the cotangent `g` of a softmax `y` is worth before it: y · (g - Σ g y), or g - eʸ · Σ g of its logarithm; all of one shape.
    public static Runnable backward(Array out, Array g, Array y, int dim, boolean log) {
        if (out.elements() == 0) return () -> {};
        DType dtype = out.dtype();
        if (g.dtype() != dtype || y.dtype() != dtype) return () -> backward(out, Copies.convert(g, dtype), Copies.convert(y, dtype), dim, log).run();
        if (!g.layout().isContiguous() || !y.layout().isContiguous()) return () -> backward(out, Copies.contiguous(g), Copies.contiguous(y), dim, log).run();
        Fused last = Fused.of(log ? LOG_BACKWARD : BACKWARD, dtype, dtype, dtype, dtype), product = binary(SCALED, dtype);
        Grid grid = Grid.of(g, new int[] {dim});
        if (grid.inner() > 1 || !out.layout().isContiguous()) return () -> {
            Array terms = g;
            if (!log) product.apply(terms = Array.zeros(dtype, out.shape()), g, y);
            last.apply(out, g, y, wide(Reductions.reduce(Fn.ADD, terms, new int[] {dim}, dtype), out, dim));
        };
        int n = grid.length(), rows = grid.outer(), chunk = Math.clamp(BLOCK / n, 1, rows), begin = g.layout().offset(), beside = y.layout().offset(), target = out.layout().offset();
        Object gs = g.storage().values(), ys = y.storage().values(), to = out.storage().values();
        return new Rows(rows, n, (from, until) -> {
            Object sums = Scratch.of(1, dtype, chunk), products = log ? gs : Scratch.of(2, dtype, chunk * n);
            for (int row = from; row < until; row += chunk) {
                int count = Math.min(chunk, until - row), at = row * n;
                if (!log) product.run(products, 0, 1, count * n, gs, begin + at, 1, ys, beside + at, 1);
                Reductions.rows(Fn.ADD, dtype, products, log ? begin + at : 0, count, n, sums);
                for (int i = 0; i < count; i++, at += n) last.run(to, target + at, 1, n, gs, begin + at, 1, ys, beside + at, 1, sums, i, 0);
            }
        });
    }

    /// Something that is done to rows of `n` elements, some of them on each thread.
    private record Rows(int rows, int n, Threads.Part part) implements Runnable {
        @Override
        public void run() { Threads.split(rows, Math.max(1, GRAIN / n), part); }
    }

    private static Fused unary(Formula formula, DType dtype) { return Fused.of(formula, dtype, dtype); }

    private static Fused binary(Formula formula, DType dtype) { return Fused.of(formula, dtype, dtype, dtype); }

    private static Fused difference(DType dtype) { return Fused.of(DIFFERENCE, dtype, dtype, dtype, dtype); }

    private static Runnable ofRows(Array out, Grid grid, boolean log) {
        DType dtype = out.dtype();
        int n = grid.length(), rows = grid.outer(), begin = grid.x().layout().offset(), chunk = Math.clamp(BLOCK / n, 1, rows);
        Object x = grid.x().storage().values(), y = out.storage().values();
        Fused power = binary(POWER, dtype), last = log ? difference(dtype) : binary(SCALED, dtype), between = unary(log ? LOG : INVERSE, dtype);
        return new Rows(rows, n, (from, to) -> {
            Object largest = Scratch.of(1, dtype, chunk), sums = Scratch.of(2, dtype, chunk);
            for (int row = from; row < to; row += chunk) {
                int count = Math.min(chunk, to - row), start = begin + row * n, at = out.layout().offset() + row * n;
                Reductions.rows(Fn.MAX, dtype, x, start, count, n, largest);
                for (int i = 0; i < count; i++) power.run(y, at + i * n, 1, n, x, start + i * n, 1, largest, i, 0);
                Reductions.rows(Fn.ADD, dtype, y, at, count, n, sums);
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
