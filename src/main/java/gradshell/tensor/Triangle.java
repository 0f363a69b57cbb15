package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;

/// Parts of the matrices in the last two dimensions, and what derivatives of decompositions make of them.
final class Triangle {
    private Triangle() {}

    /// The places (i, j) of a matrix with `i - j` from `least` to `most`.
    private static Tensor places(int rows, int columns, int least, int most) {
        boolean[] mask = new boolean[rows * columns];
        for (int i = 0; i < rows; i++) for (int j = 0; j < columns; j++) mask[i * columns + j] = i - j >= least && i - j <= most;
        return Tensor.of(Array.of(DType.BOOL, Shape.of(rows, columns), mask));
    }

    private static Tensor keep(Tensor x, int least, int most) {
        return x.where(places(x.size(-2), x.size(-1), least, most), Tensor.of(x.dtype(), 0));
    }

    /// The elements below the diagonal and, if asked for, on it; zeros elsewhere.
    static Tensor lower(Tensor x, boolean diagonal) { return keep(x, diagonal ? 0 : 1, Integer.MAX_VALUE); }

    /// The elements on the diagonal and above; zeros elsewhere.
    static Tensor upper(Tensor x) { return keep(x, Integer.MIN_VALUE, 0); }

    /// The lower triangle with half of the diagonal.
    static Tensor halved(Tensor x) { return lower(x, true).add(lower(x, false)).mul(0.5); }

    /// Matrices with the given last dimension as their diagonal.
    static Tensor diagonal(Tensor x) { return keep(x.unsqueeze(-2).expand(x.shape().insert(x.dim() - 1, x.size(-1))), 0, 0); }

    /// Matrices with all of the last dimension in each row, but 1 on the diagonal.
    static Tensor unitDiagonal(Tensor x) {
        int n = x.size(-1);
        return Tensor.of(x.dtype(), 1).where(places(n, n, 0, 0), x.unsqueeze(-2).expand(x.shape().insert(x.dim() - 1, n)));
    }

    static Tensor turned(Tensor x) { return x.transpose(-2, -1); }

    /// Half of a matrix and its transpose.
    static Tensor symmetric(Tensor x) { return x.mul(0.5).add(turned(x).mul(0.5)); }

    /// `x / (values[j] - values[i])` off the diagonal and 0 on it. Where two values are equal, x has to vanish too, up to rounding.
    ///
    /// @param refusal what is said where it does not
    static Tensor overDifferences(Tensor x, Tensor values, String refusal) {
        Tensor differences = values.unsqueeze(-2).sub(values.unsqueeze(-1));
        Tensor diagonal = places(values.size(-1), values.size(-1), 0, 0);
        // A quotient by infinity is 0, and so are its derivatives.
        return quotient(x, Tensor.of(x.dtype(), Double.POSITIVE_INFINITY).where(diagonal, differences), refusal);
    }

    /// `x / d`, and 0 where d is 0; there x has to vanish too, up to rounding.
    static Tensor quotient(Tensor x, Tensor d, String refusal) {
        Tensor zero = d.detach().eq(0);
        if (zero.numel() == 0 || !zero.amax().toBoolean()) return x.div(d);
        Tensor nothing = Tensor.of(x.dtype(), 0), sizes = x.detach().abs();
        double rounding = (x.dtype() == DType.FLOAT64 ? 1e-11 : 1e-4) * Math.max(sizes.amax().item(), Double.MIN_NORMAL);
        if (sizes.where(zero, nothing).amax().item() > rounding) throw new ArithmeticException(refusal);
        return nothing.where(zero, x).div(Tensor.of(d.dtype(), 1).where(zero, d));
    }
}
