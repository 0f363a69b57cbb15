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

/// Matrices as products of simpler ones, and what follows from that: pseudoinverses, least squares, ranks, norms. They concern the
/// matrices in the last two dimensions; earlier dimensions are a batch.
///
/// An operation with several results packs them into one, row below row, so that it is one step on the tape.
public sealed interface Factorizations permits Tensor {

    private Tensor self() { return (Tensor) this; }

    /// The two sizes of the matrices in a type.
    private static int[] sizes(Op op, Type x) {
        int rank = x.shape().rank();
        LinearAlgebra.checkNumbers(op, x);
        if (rank < 2) throw new ShapeException(op.name() + ": shape " + x.shape() + " holds no matrices");
        return new int[] {x.shape().size(rank - 2), x.shape().size(rank - 1)};
    }

    private static Type packed(Type x, int rows, int columns) {
        return new Type(x.dtype().floating(), x.shape().slice(0, x.shape().rank() - 2).concat(Shape.of(rows, columns)));
    }

    // ---- QR ----

    /// Q above R transposed, for matrices of at least as many rows as columns.
    record QrRows() implements General {
        @Override
        public String name() { return "qr"; }

        @Override
        public Type type(Type... in) {
            int[] sizes = sizes(this, in[0]);
            if (sizes[0] < sizes[1]) throw new ShapeException("qr: shape " + in[0].shape() + " has fewer rows than columns");
            return packed(in[0], sizes[0] + sizes[1], sizes[1]);
        }

        @Override
        public Array forward(Type out, Array... in) { return Copies.convert(Decompositions.qr(in[0]), out.dtype()); }

        private static Tensor q(Tensor packed) { return packed.narrow(-2, 0, packed.size(-2) - packed.size(-1)); }

        private static Tensor r(Tensor packed) { return turned(packed.narrow(-2, packed.size(-2) - packed.size(-1), packed.size(-1))); }

        /// `x · r⁻¹`
        private static Tensor overR(Tensor x, Tensor r) {
            double[] pivots = r.toDoubles();
            int n = r.size(-1);
            for (int i = 0; i < pivots.length; i++)
                if (i / n % n == i % n && pivots[i] == 0) throw new ArithmeticException("qr: the columns depend on each other, so the decomposition has no gradient; use svd() or pinv(), which have one at any rank");
            return turned(turned(r).apply(new LinearAlgebra.Solve(), turned(x)));
        }

        // With a cotangent (q̄, r̄) of q and r: ā = (q̄ + q · (m + mᵀ, the diagonal once)) · r⁻ᵀ, where m is the upper part of r̄ · rᵀ - qᵀ · q̄.
        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) {
            if (type.shape().elements() == 0) return Tensor.of(Array.zeros(type.dtype(), type.shape()));
            Tensor q = q(y), r = r(y), gq = q(g), gr = r(g);
            Tensor m = turned(Triangle.halved(turned(gr.matmul(turned(r)).sub(turned(q).matmul(gq)))));
            return overR(gq.add(q.matmul(m.add(turned(m)))), turned(r));
        }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) {
            if (y.numel() == 0) return y.mul(0);
            Tensor q = q(y), r = r(y), moved = overR(dx[0], r), inner = turned(q).matmul(moved);
            Tensor below = Triangle.lower(inner, false), turn = below.sub(turned(below)), rest = inner.sub(turn);
            return Movements.cat(-2, moved.sub(q.matmul(rest)), turned(rest.matmul(r)));
        }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new QrRows(), 3, 3), Sample.of(new QrRows(), 2, 4, 2), Sample.of(new QrRows(), 3, 0)); }
    }

    /// The matrix as a product of orthonormal columns and an upper triangle, with LAPACK's signs; of size `[m, k]` and `[k, n]`, where k is the smaller side.
    /// {@snippet : tensor("[[3., 1.], [4., 2.]]").qr().r()    // ==> [[-5.0000, -2.2000], [0.0000, 0.4000]]  float32 [2, 2] }
    default Qr qr() {
        Tensor x = self();
        LinearAlgebra.checkMatrix("qr", x);
        int m = x.size(-2), n = x.size(-1);
        if (m >= n) {
            Tensor both = x.apply(new QrRows());
            return new Qr(QrRows.q(both), Triangle.upper(QrRows.r(both)));
        }
        // The first columns determine q, and r is what the others are in its terms.
        Qr first = x.narrow(-1, 0, m).qr();
        return new Qr(first.q(), Movements.cat(-1, first.r(), turned(first.q()).matmul(x.narrow(-1, m, n - m))));
    }

    /// The decomposition by mode: `"reduced"` as [#qr()], or `"complete"` with a square q and as many rows of r as the matrix has.
    ///
    /// What completes q is determined by nothing but orthogonality, and has no gradient.
    /// {@snippet : tensor("[[3.], [4.]]").qr("complete").q()    // ==> [[-0.6000, -0.8000], [-0.8000, 0.6000]]  float32 [2, 2] }
    default Qr qr(String mode) {
        return switch (mode) {
            case "reduced" -> qr();
            case "complete" -> {
                Qr narrow = qr();
                int more = self().size(-2) - narrow.q().size(-1);
                if (more == 0) yield narrow;
                if (narrow.q().requiresGrad()) throw new IllegalStateException("qr: what completes q, " + more + (more == 1 ? " column" : " columns") + " for shape " + self().shape() + ", has no gradient; use qr(), or x.detach().qr(\"complete\")");
                Tensor r = narrow.r(), zeros = Tensor.of(Array.zeros(r.dtype(), r.shape().with(r.dim() - 2, more)));
                yield new Qr(Movements.cat(-1, narrow.q(), complement(self())), Movements.cat(-2, r, zeros));
            }
            default -> throw new IllegalArgumentException("qr: there is no mode \"" + mode + "\"; use \"reduced\" or \"complete\"");
        };
    }

    /// Orthonormal columns at right angles to those of a matrix, as many as are missing to a square one.
    private static Tensor complement(Tensor x) { return Tensor.of(Copies.convert(Decompositions.complement(x.detach().array()), x.dtype().floating())); }

    // ---- eigenvalues ----

    /// The eigenvalues of the symmetric part of matrices, above the matrix of vectors.
    record EighRows() implements General {
        private static final String TIED = "eigh: two eigenvalues are equal, so their vectors are not determined and have no gradient; use values() alone, or add something that tells them apart";

        @Override
        public String name() { return "eigh"; }

        @Override
        public Type type(Type... in) {
            int[] sizes = sizes(this, in[0]);
            if (sizes[0] != sizes[1]) throw new ShapeException("eigh: shape " + in[0].shape() + " holds no square matrices");
            return packed(in[0], sizes[1] + 1, sizes[1]);
        }

        @Override
        public Array forward(Type out, Array... in) { return Copies.convert(Decompositions.eigh(in[0]), out.dtype()); }

        @Override
        public boolean reads(int wanted, int input) { return input == -1; }

        private static Tensor values(Tensor packed) { return packed.select(-2, 0); }

        private static Tensor vectors(Tensor packed) { return packed.narrow(-2, 1, packed.size(-1)); }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) {
            Tensor values = values(y), v = vectors(y), inner = turned(v).matmul(vectors(g));
            // Only what turns the vectors counts: their lengths do not change.
            Tensor turn = Triangle.overDifferences(inner.sub(turned(inner)).mul(0.5), values, TIED);
            return v.matmul(turn.add(Triangle.diagonal(values(g)))).matmul(turned(v));
        }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) {
            Tensor values = values(y), v = vectors(y), inner = turned(v).matmul(Triangle.symmetric(dx[0])).matmul(v);
            Tensor own = v.mul(Triangle.symmetric(dx[0]).matmul(v)).sum(-2);
            return Movements.cat(-2, own.unsqueeze(-2), v.matmul(Triangle.overDifferences(inner.sub(Triangle.diagonal(own)), values, TIED)));
        }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new EighRows(), 3, 3), Sample.of(new EighRows(), 2, 2, 2)); }
    }

    /// The eigenvalues, ascending, and orthonormal eigenvectors of a symmetric matrix, of which only the lower triangle is read. The
    /// largest element of each vector is positive.
    /// {@snippet : tensor("[[2., 1.], [1., 2.]]").eigh().values()    // ==> [1., 3.]  float32 [2] }
    default Eigh eigh() {
        LinearAlgebra.checkSquare("eigh", self(), "; use svd()");
        if (self().numel() == 0) return new Eigh(self().sum(-1), self().copy());
        Tensor both = LinearAlgebra.mirrored(self()).apply(new EighRows());
        return new Eigh(EighRows.values(both), EighRows.vectors(both));
    }

    /// The eigenvalues of a symmetric matrix, ascending.
    /// {@snippet : tensor("[[2., 1.], [1., 2.]]").eigvalsh()    // ==> [1., 3.]  float32 [2] }
    default Tensor eigvalsh() {
        LinearAlgebra.checkSquare("eigvalsh", self(), "; use svdvals()");
        return eigh().values();
    }

    // ---- singular values ----

    /// U above the singular values above V, all of as many columns as the smaller side of the matrices.
    record SvdRows() implements General {
        private static final String TIED = "svd: two singular values are equal, or one is 0, so their vectors are not determined and have no gradient; use s() alone, or pinv()";

        @Override
        public String name() { return "svd"; }

        @Override
        public Type type(Type... in) {
            int[] sizes = sizes(this, in[0]);
            return packed(in[0], sizes[0] + 1 + sizes[1], Math.min(sizes[0], sizes[1]));
        }

        @Override
        public Array forward(Type out, Array... in) { return Copies.convert(Decompositions.svd(in[0]), out.dtype()); }

        /// What is left of columns x without their share in the span of the orthonormal columns u.
        private static Tensor outside(Tensor x, Tensor u) { return x.sub(u.matmul(turned(u).matmul(x))); }

        // After S. Wan and S. Zhang, Automatic differentiation for complex valued SVD, 2019 (arXiv:1909.02659), for real matrices.
        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) {
            int rank = type.shape().rank(), m = type.shape().size(rank - 2), n = type.shape().size(rank - 1);
            if (type.shape().elements() == 0) return Tensor.of(Array.zeros(type.dtype(), type.shape()));
            Tensor u = y.narrow(-2, 0, m), s = y.narrow(-2, m, 1), v = y.narrow(-2, m + 1, n), squares = s.mul(s).squeeze(-2);
            Tensor gu = g.narrow(-2, 0, m), gs = g.select(-2, m), gv = g.narrow(-2, m + 1, n);
            Tensor left = turned(u).matmul(gu), right = turned(v).matmul(gv);
            // Over sⱼ² - sᵢ², which vanishes where two are equal.
            Tensor inner = Triangle.overDifferences(left.sub(turned(left)).mul(s).add(turned(s).mul(right.sub(turned(right)))), squares, TIED);
            Tensor slope = u.matmul(inner.add(Triangle.diagonal(gs))).matmul(turned(v));
            if (m > n) slope = slope.add(Triangle.quotient(outside(gu, u), s, TIED).matmul(turned(v)));
            if (n > m) slope = slope.add(u.matmul(turned(Triangle.quotient(outside(gv, v), s, TIED))));
            return slope;
        }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) {
            int m = in[0].size(-2), n = in[0].size(-1);
            if (in[0].numel() == 0) return y.mul(0);
            Tensor u = y.narrow(-2, 0, m), s = y.narrow(-2, m, 1), v = y.narrow(-2, m + 1, n), squares = s.mul(s).squeeze(-2);
            Tensor moved = dx[0].matmul(v), back = turned(dx[0]).matmul(u), inner = turned(u).matmul(moved), off = inner.sub(Triangle.diagonal(u.mul(moved).sum(-2)));
            Tensor du = u.matmul(Triangle.overDifferences(off.mul(s).add(turned(s).mul(turned(off))), squares, TIED));
            Tensor dv = v.matmul(Triangle.overDifferences(turned(s).mul(off).add(turned(off).mul(s)), squares, TIED));
            if (m > n) du = du.add(Triangle.quotient(outside(moved, u), s, TIED));
            if (n > m) dv = dv.add(Triangle.quotient(outside(back, v), s, TIED));
            return Movements.cat(-2, du, u.mul(moved).sum(-2).unsqueeze(-2), dv);
        }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new SvdRows(), 3, 3), Sample.of(new SvdRows(), 2, 4, 2), Sample.of(new SvdRows(), 2, 3), Sample.of(new SvdRows(), 0, 3)); }
    }

    /// The matrix as a product of orthonormal columns `[m, k]`, singular values, descending, and orthonormal rows `[k, n]`, where k is the
    /// smaller side. The largest element of each column of u is positive.
    /// {@snippet : tensor("[[0., 2.], [1., 0.]]").svd().s()    // ==> [2., 1.]  float32 [2] }
    default Svd svd() {
        LinearAlgebra.checkMatrix("svd", self());
        int m = self().size(-2), n = self().size(-1);
        Tensor all = self().apply(new SvdRows());
        return new Svd(all.narrow(-2, 0, m), all.select(-2, m), turned(all.narrow(-2, m + 1, n)));
    }

    /// The same with u and vh made square, if asked for, by columns or rows that stand at right angles to the others; these have no gradient.
    /// {@snippet : tensor("[[0.], [2.]]").svd(true).u().shape()    // ==> [2, 2] }
    default Svd svd(boolean fullMatrices) {
        Svd narrow = svd();
        int m = self().size(-2), n = self().size(-1);
        if (!fullMatrices || m == n) return narrow;
        if (m > n) return new Svd(Movements.cat(-1, narrow.u(), complement(narrow.u())), narrow.s(), narrow.vh());
        return new Svd(narrow.u(), narrow.s(), Movements.cat(-2, narrow.vh(), turned(complement(turned(narrow.vh())))));
    }

    /// The singular values of a matrix, descending.
    /// {@snippet : tensor("[[0., 2.], [1., 0.]]").svdvals()    // ==> [2., 1.]  float32 [2] }
    default Tensor svdvals() {
        LinearAlgebra.checkMatrix("svdvals", self());
        return svd().s();
    }

    // ---- what follows ----

    /// The pseudoinverses of matrices (Moore and Penrose's); singular values up to `tolerance` times the largest count as 0.
    record Pinv(double tolerance) implements General {
        @Override
        public Type type(Type... in) {
            int[] sizes = sizes(this, in[0]);
            return packed(in[0], sizes[1], sizes[0]);
        }

        @Override
        public Array forward(Type out, Array... in) {
            Tensor x = Tensor.of(Copies.convert(in[0], DType.FLOAT64));
            if (x.numel() == 0) return Array.zeros(out.dtype(), out.shape());
            return Tensor.noGrad(() -> {
                Svd svd = x.svd();
                Tensor small = svd.s().le(svd.s().amax(KeepDim.KEEP_DIM, -1).mul(tolerance));
                Tensor inverse = Tensor.of(DType.FLOAT64, 0).where(small, Tensor.of(DType.FLOAT64, 1).div(svd.s()));
                return Copies.convert(turned(svd.vh()).mul(inverse.unsqueeze(-2)).matmul(turned(svd.u())).array(), out.dtype());
            });
        }

        // After G. Golub and V. Pereyra, The differentiation of pseudo-inverses, 1973, equation 4.12: the rank stays the same.
        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) {
            Tensor a = in[0], p = turned(y), h = turned(g), first = h.matmul(y).matmul(p), second = p.matmul(y).matmul(h);
            return p.matmul(g).matmul(p).neg().add(first.sub(a.matmul(y).matmul(first))).add(second.sub(second.matmul(y).matmul(a)));
        }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) {
            Tensor a = in[0], p = turned(y), d = turned(dx[0]), first = y.matmul(p).matmul(d), second = d.matmul(p).matmul(y);
            return y.matmul(dx[0]).matmul(y).neg().add(first.sub(first.matmul(a).matmul(y))).add(second.sub(y.matmul(a).matmul(second)));
        }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Pinv(1e-12), 3, 2), Sample.of(new Pinv(1e-12), 2, 2, 3), Sample.of(new Pinv(1e-12), 0, 3)); }
    }

    /// How small a singular value, measured by the largest, is for this type and size no more than rounding.
    private double rounding() { return Math.max(self().size(-2), self().size(-1)) * (self().dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f)); }

    /// The pseudoinverse of a matrix: the inverse where there is one, otherwise what comes nearest.
    /// {@snippet : tensor("[[2., 0.]]").pinv()    // ==> [[0.5000], [0.0000]]  float32 [2, 1] }
    default Tensor pinv() {
        LinearAlgebra.checkMatrix("pinv", self());
        return pinv(rounding());
    }

    /// The pseudoinverse of a matrix, whose singular values up to `tolerance` times the largest count as 0.
    default Tensor pinv(double tolerance) {
        LinearAlgebra.checkMatrix("pinv", self());
        return self().apply(new Pinv(tolerance));
    }

    /// The x that brings `this · x` nearest to b, in the sum of squares; the smallest such x if there are several.
    /// {@snippet : tensor("[[1.], [1.]]").lstsq(tensor("[[1.], [3.]]")).solution()    // ==> [[2.]]  float32 [1, 1] }
    default Lstsq lstsq(Tensor b) {
        Tensor a = self();
        LinearAlgebra.checkMatrix("lstsq", a);
        LinearAlgebra.checkMatrix("lstsq", b);
        if (a.dtype() != b.dtype()) throw new DTypeException("lstsq: " + a.dtype() + " and " + b.dtype() + ": the types differ; use b.to(" + a.dtype() + ")");
        if (a.size(-2) != b.size(-2)) throw new ShapeException("lstsq: a of shape " + a.shape() + " and b of shape " + b.shape() + ": b needs " + a.size(-2) + (a.size(-2) == 1 ? " row" : " rows") + ", one for each row of a");
        Tensor solution = a.pinv().matmul(b), rank = a.matrixRank(), left = a.matmul(solution).sub(b);
        boolean full = a.size(-2) > a.size(-1) && rank.numel() > 0 && rank.eq(a.size(-1)).to(DType.INT64).amin().item() == 1;
        return new Lstsq(solution, full ? left.mul(left).sum(-2) : Tensor.of(Array.zeros(a.dtype(), Shape.of(0))), rank);
    }

    /// How many singular values of a matrix are more than rounding errors.
    /// {@snippet : tensor("[[1., 2.], [2., 4.]]").matrixRank()    // ==> 1  int64 [] }
    default Tensor matrixRank() {
        LinearAlgebra.checkMatrix("matrixRank", self());
        Tensor s = self().detach().svd().s();
        if (s.numel() == 0) return s.to(DType.INT64).sum(-1);
        return s.gt(s.amax(KeepDim.KEEP_DIM, -1).mul(rounding())).to(DType.INT64).sum(-1);
    }

    /// The Frobenius norm of a matrix: the root of the sum of the squares of its elements.
    /// {@snippet : tensor("[[3., 0.], [0., 4.]]").matrixNorm()    // ==> 5.  float32 [] }
    default Tensor matrixNorm() { return matrixNorm("fro"); }

    /// A norm of a matrix by name: `"fro"`, the root of the sum of the squares, or `"nuc"`, the sum of the singular values.
    default Tensor matrixNorm(String kind) {
        LinearAlgebra.checkMatrix("matrixNorm", self());
        return switch (kind) {
            case "fro" -> self().mul(self()).sum(-1, -2).sqrt();
            case "nuc" -> svdvals().sum(-1);
            default -> throw new IllegalArgumentException("matrixNorm: there is no norm \"" + kind + "\"; use \"fro\", \"nuc\", 1, 2, -1, -2 or infinity");
        };
    }

    /// A norm of a matrix by order: 1 is the largest sum of the sizes in a column, 2 the largest singular value, infinity the largest sum of
    /// the sizes in a row; the negative orders take the smallest.
    /// {@snippet : tensor("[[1., -2.], [3., 4.]]").matrixNorm(1)    // ==> 6.  float32 [] }
    default Tensor matrixNorm(double order) {
        LinearAlgebra.checkMatrix("matrixNorm", self());
        double size = Math.abs(order);
        if (size != 1 && size != 2 && size != Double.POSITIVE_INFINITY) throw new IllegalArgumentException("matrixNorm: there is no norm of order " + order + "; use \"fro\", \"nuc\", 1, 2, -1, -2 or infinity");
        Tensor sizes = size == 2 ? svdvals() : self().abs().sum(size == 1 ? -2 : -1);
        return order > 0 ? sizes.amax(-1) : sizes.amin(-1);
    }
}
