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

    /// What [#backward] hands to its loop, on each thread.
    private static final class Arguments {
        final Object[] outs = new Object[1], in = new Object[5];
        final int[] outOffsets = {0}, outSteps = {1}, offsets = new int[5], steps = {1, 0, 1, 0, 0};
    }

    private static final ThreadLocal<Arguments> ARGUMENTS = ThreadLocal.withInitial(Arguments::new);

    private Deviations() {}

    /// What overwrites `out`, of the shape and the floating type of `x`, with its standardised rows; dimensions from `from` on make a row.
    public static Runnable standardize(Array out, Array x, int from, double eps) { return into(out, x, from, eps, true); }

    /// What overwrites `out` with 1 / √(variance + eps) of each row.
    public static Runnable inverse(Array out, Array x, int from, double eps) { return into(out, x, from, eps, false); }

    private static Runnable into(Array out, Array x, int from, double eps, boolean standardize) {
        if (out.elements() == 0) return () -> {};
        // What has to be copied is copied anew each time.
        if (x.dtype() != out.dtype() || !x.layout().isContiguous()) return () -> into(out, given(x, out.dtype()), from, eps, standardize).run();
        if (out.layout().isContiguous()) return standardize ? rows(x, from, eps, out, null) : rows(x, from, eps, null, out);
        return () -> {
            Array target = Array.zeros(out.dtype(), out.shape());
            into(target, x, from, eps, standardize).run();
            Copies.into(out, target);
        };
    }

    private static Array given(Array x, DType dtype) { return x.dtype() == dtype ? Copies.contiguous(x) : Copies.convert(x, dtype); }

    /// Something that is done to rows of `n` elements, some of them on each thread.
    private record Rows(int rows, int n, Threads.Part part) implements Runnable {
        @Override
        public void run() { Threads.split(rows, Math.max(1, GRAIN / n), part); }
    }

    /// @param standardized the results of all elements, or null
    /// @param inverses     the inverse deviations of all rows, or null
    private static Runnable rows(Array x, int from, double eps, Array standardized, Array inverses) {
        DType dtype = x.dtype();
        int n = x.shape().slice(from, x.shape().rank()).elements(), rows = x.elements() / n, chunk = Math.clamp(BLOCK / n, 1, rows), begin = x.layout().offset();
        Object values = x.storage().values(), count = Array.scalar(dtype, n).storage().values(), small = Array.scalar(dtype, eps).storage().values();
        Fused quotient = Fused.of(QUOTIENT, dtype, dtype, dtype), centred = Fused.of(CENTRED, dtype, dtype, dtype), square = Fused.of(SQUARE, dtype, dtype);
        Fused scaled = Fused.of(SCALED, dtype, dtype, dtype), inverse = Fused.of(INVERSE, dtype, dtype, dtype, dtype);
        return new Rows(rows, n, (first, last) -> {
            Object means = Scratch.of(1, dtype, chunk), deviations = Scratch.of(2, dtype, chunk), squares = Scratch.of(3, dtype, chunk * n);
            Object out = standardized == null ? Scratch.of(4, dtype, chunk * n) : standardized.storage().values();
            for (int row = first; row < last; row += chunk) {
                int lines = Math.min(chunk, last - row), start = begin + row * n, at = standardized == null ? 0 : standardized.layout().offset() + row * n;
                Reductions.rows(Fn.ADD, dtype, values, start, lines, n, means);
                quotient.run(means, 0, 1, lines, means, 0, 1, count, 0, 0);
                for (int i = 0; i < lines; i++) centred.run(out, at + i * n, 1, n, values, start + i * n, 1, means, i, 0);
                square.run(squares, 0, 1, lines * n, out, at, 1);
                Reductions.rows(Fn.ADD, dtype, squares, 0, lines, n, deviations);
                inverse.run(deviations, 0, 1, lines, deviations, 0, 1, count, 0, 0, small, 0, 0);
                if (inverses != null) System.arraycopy(deviations, 0, inverses.storage().values(), inverses.layout().offset() + row, lines);
                if (standardized != null) for (int i = 0; i < lines; i++) scaled.run(out, at + i * n, 1, n, out, at + i * n, 1, deviations, i, 0);
            }
        });
    }

    /// What overwrites `out` with what the cotangent `g` of standardized rows `y` is worth before them: (g - mean(g) - y · mean(g y)) · d.
    ///
    /// @param inverses the inverse deviation d of each row
    public static Runnable backward(Array out, Array g, Array y, Array inverses, int from) {
        if (out.elements() == 0) return () -> {};
        DType dtype = out.dtype();
        for (Array x : new Array[] {g, y, inverses})
            if (x.dtype() != dtype || !x.layout().isContiguous()) return () -> backward(out, given(g, dtype), given(y, dtype), given(inverses, dtype), from).run();
        if (!out.layout().isContiguous()) return () -> {
            Array target = Array.zeros(dtype, out.shape());
            backward(target, g, y, inverses, from).run();
            Copies.into(out, target);
        };
        int n = out.shape().slice(from, out.shape().rank()).elements(), rows = out.elements() / n, chunk = Math.clamp(BLOCK / n, 1, rows);
        Object count = Array.scalar(dtype, n).storage().values(), gs = g.storage().values(), ys = y.storage().values(), ds = inverses.storage().values(), to = out.storage().values();
        Fused quotient = Fused.of(QUOTIENT, dtype, dtype, dtype), product = Fused.of(SCALED, dtype, dtype, dtype), whole = Fused.of(BACKWARD, dtype, dtype, dtype, dtype, dtype, dtype);
        return new Rows(rows, n, (first, last) -> {
            Object means = Scratch.of(1, dtype, chunk), slopes = Scratch.of(2, dtype, chunk), products = Scratch.of(3, dtype, chunk * n);
            Arguments own = ARGUMENTS.get();
            own.in[0] = gs;
            own.in[1] = means;
            own.in[2] = ys;
            own.in[3] = slopes;
            own.in[4] = ds;
            own.outs[0] = to;
            for (int row = first; row < last; row += chunk) {
                int lines = Math.min(chunk, last - row), at = row * n, start = g.layout().offset() + at, beside = y.layout().offset() + at;
                Reductions.rows(Fn.ADD, dtype, gs, start, lines, n, means);
                quotient.run(means, 0, 1, lines, means, 0, 1, count, 0, 0);
                product.run(products, 0, 1, lines * n, gs, start, 1, ys, beside, 1);
                Reductions.rows(Fn.ADD, dtype, products, 0, lines, n, slopes);
                quotient.run(slopes, 0, 1, lines, slopes, 0, 1, count, 0, 0);
                for (int i = 0; i < lines; i++) {
                    own.outOffsets[0] = out.layout().offset() + at + i * n;
                    own.offsets[0] = start + i * n;
                    own.offsets[1] = own.offsets[3] = i;
                    own.offsets[2] = beside + i * n;
                    own.offsets[4] = inverses.layout().offset() + row + i;
                    whole.run(n, own.outs, own.outOffsets, own.outSteps, own.in, own.offsets, own.steps);
                }
            }
            own.outs[0] = own.in[0] = own.in[2] = own.in[4] = null;
        });
    }
}
