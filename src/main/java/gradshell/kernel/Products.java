package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Layout;
import gradshell.formula.Formula;

/// Matrix products.
///
/// Every element of a result is accumulated over k = 0, 1, 2 … with one rounding a step (fma), whatever the shapes and layouts,
/// so that all ways to compute it give the same bits.
public final class Products {
    private static final Formula FMA = Formula.X.fma(Formula.Y, Formula.Z);

    private Products() {}

    /// The product of the last two dimensions, `[…, m, k] x [k, n]` into zeros of shape `[…, m, n]`; earlier dimensions are repeated as needed.
    public static void matmul(Array out, Array a, Array b) {
        int rank = out.shape().rank();
        Array left = a.view(a.layout().expand(out.shape().with(rank - 1, a.shape().size(a.shape().rank() - 1))));
        Array right = b.view(b.layout().expand(out.shape().with(rank - 2, b.shape().size(b.shape().rank() - 2))));
        each(out, left, right);
    }

    private static void each(Array out, Array a, Array b) {
        if (out.shape().rank() == 2) {
            matrix(out, a, b);
            return;
        }
        for (int i = 0; i < out.shape().size(0); i++)
            each(out.view(out.layout().select(0, i)), a.view(a.layout().select(0, i)), b.view(b.layout().select(0, i)));
    }

    private static void matrix(Array out, Array a, Array b) {
        int m = out.shape().size(0), n = out.shape().size(1), k = a.shape().size(1);
        Layout to = out.layout(), left = a.layout(), right = b.layout();
        // The longer side runs in the inner loop.
        if (n >= m) accumulate(out, a, b, m, n, k, to.stride(0), to.stride(1), left.stride(0), left.stride(1), right.stride(0), right.stride(1));
        else accumulate(out, b, a, n, m, k, to.stride(1), to.stride(0), right.stride(1), right.stride(0), left.stride(1), left.stride(0));
    }

    /// out[i, :] += a[i, k] · b[k, :] for every i and k.
    private static void accumulate(Array out, Array a, Array b, int m, int n, int k, int outRow, int outColumn, int aRow, int aColumn, int bRow, int bColumn) {
        DType dtype = out.dtype();
        Fused fma = Fused.of(FMA, dtype, dtype, dtype, dtype);
        Object to = out.storage().values(), left = a.storage().values(), right = b.storage().values();
        for (int i = 0; i < m; i++) {
            if (Thread.currentThread().isInterrupted()) throw new java.util.concurrent.CancellationException("interrupted");
            int row = out.layout().offset() + i * outRow, from = a.layout().offset() + i * aRow;
            for (int p = 0; p < k; p++)
                fma.run(to, row, outColumn, n, left, from + p * aColumn, 0, right, b.layout().offset() + p * bRow, bColumn, to, row, outColumn);
        }
    }
}
