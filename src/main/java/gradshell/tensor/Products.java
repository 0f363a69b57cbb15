package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import java.util.stream.Stream;

/// Products of matrices and their kin.
public sealed interface Products permits Tensor {

    private Tensor self() { return (Tensor) this; }

    /// The products of matrices in the last two dimensions; earlier dimensions are broadcast.
    record Matmul() implements BilinearMap {
        @Override
        public Type type(Type x, Type y) {
            Shape a = x.shape(), b = y.shape();
            int inner = a.size(a.rank() - 1), other = b.size(b.rank() - 2);
            if (inner != other) throw new ShapeException("matmul: " + a + " x " + b + ": inner sizes " + inner + " and " + other + " differ");
            Shape batch = Shape.broadcast("matmul", a.slice(0, a.rank() - 2), b.slice(0, b.rank() - 2));
            return new Type(x.dtype(), batch.concat(Shape.of(a.size(a.rank() - 2), b.size(b.rank() - 1))));
        }

        @Override
        public Array forward(Type out, Array x, Array y) {
            Array product = Array.zeros(out.dtype(), out.shape());
            gradshell.kernel.Products.matmul(product, x, y);
            return product;
        }

        @Override
        public Tensor transposeLeft(Tensor g, Type x, Tensor y) { return g.apply(this, y.transpose(-2, -1)).sumTo(x.shape()); }

        @Override
        public Tensor transposeRight(Tensor g, Tensor x, Type y) { return x.transpose(-2, -1).apply(this, g).sumTo(y.shape()); }

        static Stream<Sample> samples() {
            return Stream.of(Sample.of(new Matmul(), Shape.of(2, 3), Shape.of(3, 4)), Sample.of(new Matmul(), Shape.of(5, 2, 3), Shape.of(3, 2)), Sample.of(new Matmul(), Shape.of(2, 1, 2, 3), Shape.of(4, 3, 1)));
        }
    }

    /// The matrix product. Vectors count as a row on the left and as a column on the right; dimensions before the last two are broadcast.
    ///
    /// {@snippet : tensor("[[1, 2], [3, 4]]").matmul(tensor(1, 1))    // ==> [3, 7]  int64 [2] }
    default Tensor matmul(Tensor other) {
        Tensor a = self(), b = other;
        if (a.dim() == 0 || b.dim() == 0) throw new ShapeException("matmul: " + a.shape() + " x " + b.shape() + ": a single number has no matrix product; use mul(…)");
        if (a.dtype() != b.dtype()) throw new DTypeException("matmul: " + a.dtype() + " x " + b.dtype() + ": the types differ; use x.to(" + a.dtype().promote(b.dtype()) + ")");
        if (a.dtype() == DType.BOOL) throw new DTypeException("matmul: bool has no matrix product; use x.to(int64)");
        boolean row = a.dim() == 1, column = b.dim() == 1;
        // Checked here, so that the message shows the shapes as the user has them.
        int inner = a.size(-1), outer = b.size(column ? 0 : -2);
        if (inner != outer) throw new ShapeException("matmul: " + a.shape() + " x " + b.shape() + ": inner sizes " + inner + " and " + outer + " differ" + hint(a, b));
        Tensor product = (row ? a.unsqueeze(0) : a).apply(new Matmul(), column ? b.unsqueeze(1) : b);
        if (column) product = product.squeeze(-1);
        return row ? product.squeeze(column ? -1 : -2) : product;
    }

    private static String hint(Tensor a, Tensor b) {
        if (a.dim() == 2 && b.dim() == 2) {
            if (a.size(1) == b.size(1)) return "; transpose the second: a.matmul(b.t())";
            if (a.size(0) == b.size(0)) return "; transpose the first: a.t().matmul(b)";
        }
        return "";
    }

    /// The sum of the products of the elements of two vectors.
    /// {@snippet : tensor(1, 2).dot(tensor(3, 4))    // ==> 11  int64 [] }
    default Tensor dot(Tensor other) {
        if (self().dim() != 1 || other.dim() != 1) throw new ShapeException("dot: shapes " + self().shape() + " and " + other.shape() + "; both must be vectors, use matmul(…) for matrices");
        return matmul(other);
    }

    /// Every product of an element of one vector with one of another.
    /// {@snippet : tensor(1, 2).outer(tensor(3, 4))    // ==> [[3, 4], [6, 8]]  int64 [2, 2] }
    default Tensor outer(Tensor other) {
        if (self().dim() != 1 || other.dim() != 1) throw new ShapeException("outer: shapes " + self().shape() + " and " + other.shape() + "; both must be vectors");
        return self().unsqueeze(1).mul(other.unsqueeze(0));
    }
}
