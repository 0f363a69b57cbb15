package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.formula.Fn;
import gradshell.formula.Formula;

/// Rows with their mean taken away and divided by their deviation, some rows at a time.
public final class Deviations {
    /// So many elements stay in a cache while they are looked at several times.
    private static final int BLOCK = 8192;
    /// So many elements are worth a thread.
    private static final int GRAIN = 1 << 14;

    private static final Formula QUOTIENT = Formula.X.div(Formula.Y), CENTRED = Formula.X.sub(Formula.Y), SQUARE = Formula.X.mul(Formula.X), SCALED = Formula.X.mul(Formula.Y);
    /// 1 / √(x / y + z).
    private static final Formula INVERSE = Formula.ONE.div(QUOTIENT.add(Formula.Z).sqrt());

    /// Of the cotangent, its mean, the result, the mean of their product and the inverse deviation.
    private static final Formula BACKWARD = Formula.X.sub(Formula.Y).sub(Formula.Z.mul(new Formula.Input(3))).mul(new Formula.Input(4));

    private Deviations() {}

    /// Overwrites `out`, of the shape and the floating type of `x`, with its standardised rows; dimensions from `from` on make a row.
    public static void standardize(Array out, Array x, int from, double eps) {
        if (out.elements() == 0) return;
        Array target = out.layout().isContiguous() ? out : Array.zeros(out.dtype(), out.shape());
        rows(x, from, eps, target, null);
        if (target != out) Copies.into(out, target);
    }

    /// Overwrites `out` with 1 / √(variance + eps) of each row.
    public static void inverse(Array out, Array x, int from, double eps) {
        if (out.elements() == 0) return;
        Array target = out.layout().isContiguous() ? out : Array.zeros(out.dtype(), out.shape());
        rows(x, from, eps, null, target);
        if (target != out) Copies.into(out, target);
    }

    /// @param standardized the results of all elements, or null
    /// @param inverses     the inverse deviations of all rows, or null
    private static void rows(Array x, int from, double eps, Array standardized, Array inverses) {
        DType dtype = x.dtype();
        Array given = Copies.contiguous(x);
        int n = x.shape().slice(from, x.shape().rank()).elements(), rows = x.elements() / n, chunk = Math.clamp(BLOCK / n, 1, rows), begin = given.layout().offset();
        Object values = given.storage().values(), count = Array.scalar(dtype, n).storage().values(), small = Array.scalar(dtype, eps).storage().values();
        Fused quotient = Fused.of(QUOTIENT, dtype, dtype, dtype), centred = Fused.of(CENTRED, dtype, dtype, dtype), square = Fused.of(SQUARE, dtype, dtype);
        Fused scaled = Fused.of(SCALED, dtype, dtype, dtype), inverse = Fused.of(INVERSE, dtype, dtype, dtype, dtype);
        Threads.split(rows, Math.max(1, GRAIN / n), (first, last) -> {
            Object means = Scratch.of(1, dtype, chunk), deviations = Scratch.of(2, dtype, chunk), squares = Scratch.of(3, dtype, chunk * n);
            Object out = standardized == null ? dtype.allocate(chunk * n) : standardized.storage().values();
            for (int row = first; row < last; row += chunk) {
                int lines = Math.min(chunk, last - row), start = begin + row * n, at = standardized == null ? 0 : standardized.layout().offset() + row * n;
                Reductions.reduce(Fn.ADD, dtype, values, start, lines, n, 1, dtype, means, 0);
                quotient.run(means, 0, 1, lines, means, 0, 1, count, 0, 0);
                for (int i = 0; i < lines; i++) centred.run(out, at + i * n, 1, n, values, start + i * n, 1, means, i, 0);
                square.run(squares, 0, 1, lines * n, out, at, 1);
                Reductions.reduce(Fn.ADD, dtype, squares, 0, lines, n, 1, dtype, deviations, 0);
                inverse.run(deviations, 0, 1, lines, deviations, 0, 1, count, 0, 0, small, 0, 0);
                if (inverses != null) System.arraycopy(deviations, 0, inverses.storage().values(), inverses.layout().offset() + row, lines);
                if (standardized != null) for (int i = 0; i < lines; i++) scaled.run(out, at + i * n, 1, n, out, at + i * n, 1, deviations, i, 0);
            }
        });
    }

    /// Overwrites `out` with what the cotangent `g` of standardized rows `y` is worth before them: (g - mean(g) - y · mean(g y)) · d.
    ///
    /// @param inverses the inverse deviation d of each row
    public static void backward(Array out, Array g, Array y, Array inverses, int from) {
        if (out.elements() == 0) return;
        DType dtype = out.dtype();
        Array given = rows(g, dtype), results = rows(y, dtype), scales = rows(inverses, dtype), target = out.layout().isContiguous() ? out : Array.zeros(dtype, out.shape());
        int n = out.shape().slice(from, out.shape().rank()).elements(), rows = out.elements() / n, chunk = Math.clamp(BLOCK / n, 1, rows);
        Object count = Array.scalar(dtype, n).storage().values(), gs = given.storage().values(), ys = results.storage().values(), ds = scales.storage().values(), to = target.storage().values();
        Fused quotient = Fused.of(QUOTIENT, dtype, dtype, dtype), product = Fused.of(SCALED, dtype, dtype, dtype), whole = Fused.of(BACKWARD, dtype, dtype, dtype, dtype, dtype, dtype);
        Threads.split(rows, Math.max(1, GRAIN / n), (first, last) -> {
            Object means = Scratch.of(1, dtype, chunk), slopes = Scratch.of(2, dtype, chunk), products = Scratch.of(3, dtype, chunk * n);
            Object[] outs = {to}, in = {gs, means, ys, slopes, ds};
            int[] outOffsets = {0}, outSteps = {1}, offsets = new int[5], steps = {1, 0, 1, 0, 0};
            for (int row = first; row < last; row += chunk) {
                int lines = Math.min(chunk, last - row), at = row * n, start = given.layout().offset() + at, beside = results.layout().offset() + at;
                Reductions.reduce(Fn.ADD, dtype, gs, start, lines, n, 1, dtype, means, 0);
                quotient.run(means, 0, 1, lines, means, 0, 1, count, 0, 0);
                product.run(products, 0, 1, lines * n, gs, start, 1, ys, beside, 1);
                Reductions.reduce(Fn.ADD, dtype, products, 0, lines, n, 1, dtype, slopes, 0);
                quotient.run(slopes, 0, 1, lines, slopes, 0, 1, count, 0, 0);
                for (int i = 0; i < lines; i++) {
                    outOffsets[0] = target.layout().offset() + at + i * n;
                    offsets[0] = start + i * n;
                    offsets[1] = offsets[3] = i;
                    offsets[2] = beside + i * n;
                    offsets[4] = scales.layout().offset() + row + i;
                    whole.run(n, outs, outOffsets, outSteps, in, offsets, steps);
                }
            }
        });
        if (target != out) Copies.into(out, target);
    }

    private static Array rows(Array x, DType dtype) { return x.dtype() == dtype ? Copies.contiguous(x) : Copies.convert(x, dtype); }
}
