package gradshell.tensor;

import static gradshell.tensor.Triangle.turned;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import gradshell.kernel.Copies;
import gradshell.kernel.Decompositions;
import java.util.stream.Stream;

/// Square systems: their solutions, inverses and determinants. They concern the matrices in the last two dimensions; earlier dimensions are a batch.
///
/// All are computed in float64 and rounded to the type of the tensor.
public sealed interface LinearAlgebra permits Tensor {

    private Tensor self() { return (Tensor) this; }

    /// Refuses what is no matrix of floating numbers.
    static void checkMatrix(String operation, Tensor x) {
        if (x.dim() < 2) throw new ShapeException(operation + ": a tensor of shape " + x.shape() + " is no matrix; it needs at least two dimensions");
        if (!x.dtype().isFloating()) throw new DTypeException(operation + ": " + x.dtype() + " cannot hold the result; use x.to(float32)." + operation + "(…)");
    }

    /// Refuses what is no square matrix of floating numbers.
    static void checkSquare(String operation, Tensor x, String remedy) {
        checkMatrix(operation, x);
        if (x.size(-2) != x.size(-1)) throw new ShapeException(operation + ": the matrix is not square: shape " + x.shape() + " has last sizes " + x.size(-2) + " and " + x.size(-1) + remedy);
    }

    /// Whole numbers are taken as float32; truths are refused.
    static void checkNumbers(Op op, Type x) {
        if (x.dtype() == DType.BOOL) throw new DTypeException(op.name() + ": bool has no matrices of this kind; use x.to(float32)");
    }

    /// Checked by operations themselves too, for those who apply them directly.
    private static Type square(Op op, Type x, Shape result) {
        int rank = x.shape().rank();
        checkNumbers(op, x);
        if (rank < 2 || x.shape().size(rank - 1) != x.shape().size(rank - 2)) throw new ShapeException(op.name() + ": shape " + x.shape() + " holds no square matrices");
        return new Type(x.dtype().floating(), result);
    }

    // ---- solutions ----

    /// The solutions x of `a · x = b`, for square matrices a and matrices b.
    record Solve() implements General {
        @Override
        public Type type(Type... in) {
            Shape a = in[0].shape(), b = in[1].shape();
            if (b.rank() < 2 || a.rank() < 2 || a.size(a.rank() - 1) != b.size(b.rank() - 2)) throw new ShapeException("solve: " + a + " and " + b + " do not belong together");
            Shape batch = Shape.broadcast("solve", a.slice(0, a.rank() - 2), b.slice(0, b.rank() - 2));
            return square(this, in[0], batch.concat(b.slice(b.rank() - 2, b.rank())));
        }

        @Override
        public Array forward(Type out, Array... in) {
            Shape shape = out.shape(), batch = shape.slice(0, shape.rank() - 2);
            int n = shape.size(shape.rank() - 2);
            Array a = in[0].view(in[0].layout().expand(batch.concat(Shape.of(n, n))));
            Array b = in[1].view(in[1].layout().expand(shape));
            return Copies.convert(Decompositions.solve(a, b), out.dtype());
        }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) {
            Tensor right = turned(in[0]).apply(this, g);
            return (wanted == 1 ? right : right.matmul(turned(y)).neg()).sumTo(type.shape());
        }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) {
            Tensor moved = dx[0] == null ? null : dx[0].matmul(y).neg();
            return in[0].apply(this, moved == null ? dx[1] : dx[1] == null ? moved : moved.add(dx[1]));
        }

        static Stream<Sample> samples() {
            return Stream.of(Sample.of(new Solve(), Shape.of(3, 3), Shape.of(3, 2)), Sample.of(new Solve(), Shape.of(2, 1, 2, 2), Shape.of(3, 2, 1)), Sample.of(new Solve(), Shape.of(0, 0), Shape.of(0, 2)));
        }
    }

    /// The solution x of `this · x = b`; b is a vector, a matrix, or a batch of either.
    /// {@snippet : tensor("[[2., 0.], [0., 4.]]").solve(tensor(2.0, 2.0))    // ==> [1.0000, 0.5000]  float32 [2] }
    default Tensor solve(Tensor b) {
        Tensor a = self();
        checkSquare("solve", a, "; use a.lstsq(b) for the nearest solution");
        if (a.dtype() != b.dtype()) throw new DTypeException("solve: " + a.dtype() + " and " + b.dtype() + ": the types differ; use b.to(" + a.dtype() + ")");
        // A vector for each matrix, or one vector for all.
        boolean vector = b.dim() == 1 || b.dim() == a.dim() - 1 && b.shape().equals(a.shape().slice(0, a.dim() - 1));
        if (b.dim() == 0 || b.size(vector ? -1 : -2) != a.size(-1))
            throw new ShapeException("solve: a of shape " + a.shape() + " and b of shape " + b.shape() + ": b needs " + a.size(-1) + (a.size(-1) == 1 ? " row" : " rows") + ", one for each row of a");
        return vector ? a.apply(new Solve(), b.unsqueeze(-1)).squeeze(-1) : a.apply(new Solve(), b);
    }

    /// The solution x of `this · x = b` for a triangular matrix, the upper triangle or the lower one; what is on the other side is not read.
    /// {@snippet : tensor("[[2., 9.], [1., 4.]]").solveTriangular(tensor("[[2.], [5.]]"), false)    // ==> [[1.], [1.]]  float32 [2, 1] }
    default Tensor solveTriangular(Tensor b, boolean upper) {
        checkSquare("solveTriangular", self(), "");
        checkMatrix("solveTriangular", b);
        return (upper ? Triangle.upper(self()) : Triangle.lower(self(), true)).solve(b);
    }

    /// The solution x of `l · lᵀ · x = this` for the lower triangle l that [#cholesky] gives.
    /// {@snippet : tensor("[[4.], [4.]]").choleskySolve(tensor("[[2., 0.], [0., 1.]]"))    // ==> [[1.], [4.]]  float32 [2, 1] }
    default Tensor choleskySolve(Tensor triangle) {
        checkSquare("choleskySolve", triangle, "");
        checkMatrix("choleskySolve", self());
        return turned(triangle).solveTriangular(triangle.solveTriangular(self(), false), true);
    }

    // ---- inverses ----

    /// The inverses of square matrices.
    record Inv() implements General {
        @Override
        public Type type(Type... in) { return square(this, in[0], in[0].shape()); }

        @Override
        public Array forward(Type out, Array... in) { return Copies.convert(Decompositions.inv(in[0]), out.dtype()); }

        @Override
        public boolean reads(int wanted, int input) { return input == -1; }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) { return turned(y).matmul(g).matmul(turned(y)).neg(); }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) { return y.matmul(dx[0]).matmul(y).neg(); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Inv(), 3, 3), Sample.of(new Inv(), 2, 2, 2), Sample.of(new Inv(), 2, 0, 0)); }
    }

    /// The inverse of a square matrix. To solve a system, `solve` is faster and more exact.
    /// {@snippet : tensor("[[2., 0.], [0., 4.]]").inv()    // ==> [[0.5000, 0.0000], [0.0000, 0.2500]]  float32 [2, 2] }
    default Tensor inv() {
        checkSquare("inv", self(), "; use x.pinv() for the pseudoinverse");
        return self().apply(new Inv());
    }

    // ---- determinants ----

    /// The determinants of square matrices.
    record Det() implements General {
        @Override
        public Type type(Type... in) { return square(this, in[0], in[0].shape().slice(0, Math.max(in[0].shape().rank() - 2, 0))); }

        @Override
        public Array forward(Type out, Array... in) { return Copies.convert(Decompositions.det(in[0]), out.dtype()); }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) { return g.unsqueeze(-1).unsqueeze(-1).mul(slopes(y, in[0])); }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) { return dx[0].mul(slopes(y, in[0])).sum(-1, -2); }

        /// The derivatives by each element, which are the cofactors (Jacobi's formula).
        private static Tensor slopes(Tensor y, Tensor x) {
            if (x.numel() == 0) return x.mul(0);
            if (y.detach().abs().amin().item() > 0) return turned(x.apply(new Inv())).mul(y.unsqueeze(-1).unsqueeze(-1));
            // A singular matrix has cofactors, but no inverse: det(u) det(v) u · diag(products of all singular values but one) · vᵀ.
            Svd svd = x.svd();
            Tensor turn = svd.u().detach().matmul(svd.vh().detach()).apply(new Det());
            Tensor others = Triangle.unitDiagonal(svd.s()).prod(-1);
            return svd.u().mul(others.unsqueeze(-2)).matmul(svd.vh()).mul(turn.unsqueeze(-1).unsqueeze(-1));
        }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Det(), 3, 3), Sample.of(new Det(), 2, 2, 2), Sample.of(new Det(), 1, 1)); }
    }

    /// The determinant of a square matrix.
    /// {@snippet : tensor("[[1., 2.], [3., 4.]]").det()    // ==> -2.  float32 [] }
    default Tensor det() {
        checkSquare("det", self(), "");
        return self().apply(new Det());
    }

    /// The signs of determinants and the logarithms of their sizes, side by side in the last dimension.
    record LogDet() implements General {
        @Override
        public String name() { return "slogdet"; }

        @Override
        public Type type(Type... in) { return square(this, in[0], in[0].shape().slice(0, Math.max(in[0].shape().rank() - 2, 0)).concat(Shape.of(2))); }

        @Override
        public Array forward(Type out, Array... in) { return Copies.convert(Decompositions.slogdet(in[0]), out.dtype()); }

        @Override
        public boolean reads(int wanted, int input) { return input == 0; }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) {
            return turned(in[0].apply(new Inv())).mul(g.select(-1, 1).unsqueeze(-1).unsqueeze(-1));
        }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) {
            Tensor moved = turned(in[0].apply(new Inv())).mul(dx[0]).sum(-1, -2);
            return Movements.stack(-1, moved.mul(0), moved);
        }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new LogDet(), 3, 3), Sample.of(new LogDet(), 2, 2, 2)); }
    }

    /// The determinant of a square matrix as sign and logarithm, which neither overflows nor vanishes.
    /// {@snippet : tensor("[[0., 1.], [1., 0.]]").slogdet().sign()    // ==> -1.  float32 [] }
    default Slogdet slogdet() {
        checkSquare("slogdet", self(), "");
        Tensor both = self().apply(new LogDet());
        return new Slogdet(both.detach().select(-1, 0), both.select(-1, 1));
    }

    /// The natural logarithm of the determinant of a square matrix; nan where that is negative.
    /// {@snippet : tensor("[[2., 0.], [0., 0.5]]").logdet()    // ==> 0.  float32 [] }
    default Tensor logdet() {
        checkSquare("logdet", self(), "");
        Slogdet parts = slogdet();
        return Tensor.of(self().dtype(), Double.NaN).where(parts.sign().lt(0), parts.logabsdet());
    }

    // ---- Cholesky ----

    /// The lower triangles whose product with their transpose is the symmetric part of matrices.
    record Cholesky() implements General {
        @Override
        public Type type(Type... in) { return square(this, in[0], in[0].shape()); }

        @Override
        public Array forward(Type out, Array... in) { return Copies.convert(Decompositions.cholesky(in[0]), out.dtype()); }

        @Override
        public boolean reads(int wanted, int input) { return input == -1; }

        // After I. Murray, Differentiation of the Cholesky decomposition, 2016 (arXiv:1602.07527), equations 8 and 10.
        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) {
            Tensor inner = Triangle.halved(turned(y).matmul(Triangle.lower(g, true))), back = turned(y);
            Tensor left = back.apply(new Solve(), inner);
            return Triangle.symmetric(back.apply(new Solve(), turned(left)));
        }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) {
            Tensor left = y.apply(new Solve(), Triangle.symmetric(dx[0]));
            return y.matmul(Triangle.halved(y.apply(new Solve(), turned(left))));
        }

        static Stream<Sample> samples() { return Stream.of(Sample.definite(new Cholesky(), 3, 3), Sample.definite(new Cholesky(), 2, 2, 2), Sample.definite(new Cholesky(), 0, 0)); }
    }

    /// The lower triangle L with `L · Lᵀ` = this symmetric, positive definite matrix, of which only the lower triangle is read.
    /// {@snippet : tensor("[[4., 2.], [2., 5.]]").cholesky()    // ==> [[2., 0.], [1., 2.]]  float32 [2, 2] }
    default Tensor cholesky() {
        checkSquare("cholesky", self(), "");
        return mirrored(self()).apply(new Cholesky());
    }

    /// The symmetric matrix that a lower triangle belongs to. Where the matrix is symmetric as it stands, gradients are symmetric too.
    static Tensor mirrored(Tensor x) {
        if (java.util.Arrays.equals(x.toDoubles(), turned(x).toDoubles())) return Triangle.symmetric(x);
        return Triangle.lower(x, true).add(turned(Triangle.lower(x, false)));
    }
}
