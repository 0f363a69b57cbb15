package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Products of matrices and their kin.
public sealed interface Products permits Tensor {

    private Tensor self() { return (Tensor) this; }

    /// The products of matrices in the last two dimensions; earlier dimensions are broadcast.
    ///
    /// @param turned whether the right factor lies column after column, as a transposed weight does; its gradient will then too
    record Matmul(boolean turned) implements BilinearMap {
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
        public void forwardInto(Array out, Array... in) { gradshell.kernel.Products.matmul(out, in[0], in[1]); }

        @Override
        public Runnable bound(Array out, Array... in) { return gradshell.kernel.Products.product(out, in[0], in[1]); }

        @Override
        public Tensor transposeLeft(Tensor g, Type x, Tensor y) { return g.apply(this, y.transpose(-2, -1)).sumTo(x.shape()); }

        @Override
        public Tensor transposeRight(Tensor g, Tensor x, Type y) {
            Tensor product = turned ? g.transpose(-2, -1).apply(this, x).transpose(-2, -1) : x.transpose(-2, -1).apply(this, g);
            return product.sumTo(y.shape());
        }

        static Stream<Sample> samples() {
            return Stream.of(Sample.of(new Matmul(false), Shape.of(2, 3), Shape.of(3, 4)), Sample.of(new Matmul(true), Shape.of(2, 3), Shape.of(3, 4)), Sample.of(new Matmul(true), Shape.of(5, 2, 3), Shape.of(3, 2)), Sample.of(new Matmul(false), Shape.of(2, 1, 2, 3), Shape.of(4, 3, 1)));
        }
    }

    /// The matrix product. Vectors count as a row on the left and as a column on the right; dimensions before the last two are broadcast.
    ///
    /// {@snippet : tensor("[[1, 2], [3, 4]]").matmul(tensor(1, 1))    // ==> [3, 7]  int64 [2] }
    default Tensor matmul(Tensor other) {
        Tensor a = self(), b = other;
        if (a.dim() == 0 || b.dim() == 0) throw new ShapeException("matmul: " + a.shape() + " x " + b.shape() + ": a single number has no matrix product; use mul(…)");
        checkFactors("matmul", a, b);
        boolean row = a.dim() == 1, column = b.dim() == 1;
        // Checked here, so that the message shows the shapes as the user has them.
        int inner = a.size(-1), outer = b.size(column ? 0 : -2);
        if (inner != outer) throw new ShapeException("matmul: " + a.shape() + " x " + b.shape() + ": inner sizes " + inner + " and " + outer + " differ" + hint(a, b));
        // One matrix for all of a batch: the same sums, in one product.
        if (b.dim() <= 2 && a.dim() > 2) return folded(a, b);
        Tensor product = (row ? a.unsqueeze(0) : a).apply(new Matmul(isTurned(b)), column ? b.unsqueeze(1) : b);
        if (column) product = product.squeeze(-1);
        return row ? product.squeeze(column ? -1 : -2) : product;
    }

    private static boolean isTurned(Tensor b) { return b.dim() >= 2 && b.memory().layout().stride(b.dim() - 2) == 1 && b.memory().layout().stride(b.dim() - 1) > 1; }

    private static Tensor folded(Tensor a, Tensor b) {
        Shape rows = a.shape().slice(0, a.dim() - 1);
        return a.reshape(rows.elements(), a.size(-1)).matmul(b).reshape(b.dim() == 1 ? rows : rows.concat(b.shape().slice(1, 2)));
    }

    /// Refuses element types that have no common product.
    private static void checkFactors(String operation, Tensor first, Tensor second) {
        DType a = first.dtype(), b = second.dtype();
        if (a != b) throw new DTypeException(operation + ": " + a + " x " + b + ": the types differ; use x.to(" + a.promote(b) + ")");
        if (a == DType.BOOL) throw new DTypeException(operation + ": bool has no " + (operation.equals("dot") || operation.equals("inner") ? "" : "matrix ") + "product; use x.to(int64)");
    }

    private static String hint(Tensor a, Tensor b) {
        if (a.dim() == 2 && b.dim() == 2) {
            if (a.size(1) == b.size(1)) return "; transpose the second: a.matmul(b.t())";
            if (a.size(0) == b.size(0)) return "; transpose the first: a.t().matmul(b)";
        }
        return "";
    }

    private static void check(String operation, Tensor a, int rank, Tensor b, int otherRank) {
        if (a.dim() != rank || b.dim() != otherRank) throw new ShapeException(operation + ": " + a.shape() + " x " + b.shape() + ": they must have " + (rank == otherRank ? rank + " dimensions each" : rank + " dimensions and " + otherRank) + "; matmul(…) takes any");
        checkFactors(operation, a, b);
        int inner = a.size(-1), outer = b.size(otherRank == 1 ? 0 : -2);
        if (inner != outer) throw new ShapeException(operation + ": " + a.shape() + " x " + b.shape() + ": inner sizes " + inner + " and " + outer + " differ" + hint(a, b));
    }

    /// The product of two matrices; [#matmul] without its other cases.
    /// {@snippet : tensor("[[1, 2]]").mm(tensor("[[3], [4]]"))    // ==> [[11]]  int64 [1, 1] }
    default Tensor mm(Tensor other) {
        check("mm", self(), 2, other, 2);
        return matmul(other);
    }

    /// The product of a matrix and a vector.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").mv(tensor(1, 1))    // ==> [3, 7]  int64 [2] }
    default Tensor mv(Tensor vector) {
        check("mv", self(), 2, vector, 1);
        return matmul(vector);
    }

    /// The products of as many pairs of matrices, `[n, i, j]` with `[n, j, k]`.
    /// {@snippet : ones(5, 2, 3).bmm(ones(5, 3, 4)).shape()    // ==> [5, 2, 4] }
    default Tensor bmm(Tensor other) {
        check("bmm", self(), 3, other, 3);
        if (self().size(0) != other.size(0)) throw new ShapeException("bmm: " + self().shape() + " x " + other.shape() + ": there are " + self().size(0) + " and " + other.size(0) + " matrices; matmul(…) repeats one for all");
        return matmul(other);
    }

    // ---- products with something added ----

    private Tensor plus(String operation, Tensor product, Number beta, Number alpha) {
        Tensor x = self();
        if (x.dtype() != product.dtype()) throw new DTypeException(operation + ": " + x.dtype() + " + " + product.dtype() + ": the types differ; use x.to(" + x.dtype().promote(product.dtype()) + ")");
        if (!x.shape().broadcastsTo(product.shape())) throw new ShapeException(operation + ": " + x.shape() + " does not repeat to the product's shape " + product.shape());
        for (Number factor : new Number[] {beta, alpha}) if (!x.dtype().isFloating() && x.dtype().forNumber(factor).isFloating()) throw new DTypeException(operation + ": the factor " + factor + " turns " + x.dtype() + " into " + x.dtype().forNumber(factor) + "; use x.to(float32)");
        if (alpha.doubleValue() != 1) product = product.mul(alpha);
        // A factor of 0 leaves this tensor out, NaN and infinities included.
        if (beta.doubleValue() == 0) return product;
        return (beta.doubleValue() == 1 ? x : x.mul(beta)).add(product);
    }

    /// This tensor plus the product of two matrices.
    /// {@snippet : tensor(100, 200).addmm(tensor("[[1, 2]]"), tensor("[[1, 0], [0, 1]]"))    // ==> [[101, 202]]  int64 [1, 2] }
    default Tensor addmm(Tensor a, Tensor b) { return addmm(a, b, 1, 1); }
    /// `beta` times this tensor plus `alpha` times the product of two matrices.
    default Tensor addmm(Tensor a, Tensor b, Number beta, Number alpha) {
        check("addmm", a, 2, b, 2);
        return plus("addmm", a.matmul(b), beta, alpha);
    }

    /// This tensor plus the product of a matrix and a vector.
    default Tensor addmv(Tensor a, Tensor vector) { return addmv(a, vector, 1, 1); }
    /// `beta` times this tensor plus `alpha` times the product of a matrix and a vector.
    default Tensor addmv(Tensor a, Tensor vector, Number beta, Number alpha) {
        check("addmv", a, 2, vector, 1);
        return plus("addmv", a.matmul(vector), beta, alpha);
    }

    /// This tensor plus the products of as many pairs of matrices.
    /// {@snippet : ones(2, 2, 2).baddbmm(ones(2, 2, 3), ones(2, 3, 2)).at(0)    // ==> [[4., 4.], [4., 4.]]  float32 [2, 2] }
    default Tensor baddbmm(Tensor a, Tensor b) { return baddbmm(a, b, 1, 1); }
    /// `beta` times this tensor plus `alpha` times the products of as many pairs of matrices.
    default Tensor baddbmm(Tensor a, Tensor b, Number beta, Number alpha) {
        check("baddbmm", a, 3, b, 3);
        return plus("baddbmm", a.bmm(b), beta, alpha);
    }

    // ---- sums of products over other dimensions ----

    /// The sum of the products of the elements of two vectors.
    /// {@snippet : tensor(1, 2).dot(tensor(3, 4))    // ==> 11  int64 [] }
    default Tensor dot(Tensor other) {
        if (self().dim() != 1 || other.dim() != 1) throw new ShapeException("dot: shapes " + self().shape() + " and " + other.shape() + "; both must be vectors, use matmul(…) for matrices");
        checkFactors("dot", self(), other);
        if (self().size(0) != other.size(0)) throw new ShapeException("dot: vectors of sizes " + self().size(0) + " and " + other.size(0) + "; they must be equally long");
        return matmul(other);
    }

    /// Every product of an element of one vector with one of another.
    /// {@snippet : tensor(1, 2).outer(tensor(3, 4))    // ==> [[3, 4], [6, 8]]  int64 [2, 2] }
    default Tensor outer(Tensor other) {
        if (self().dim() != 1 || other.dim() != 1) throw new ShapeException("outer: shapes " + self().shape() + " and " + other.shape() + "; both must be vectors");
        return self().unsqueeze(1).mul(other.unsqueeze(0));
    }

    /// Sums of products over the last dimensions of both; with a single number, its multiples.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").inner(tensor(1, 1))    // ==> [3, 7]  int64 [2] }
    default Tensor inner(Tensor other) {
        Tensor a = self(), b = other;
        if (a.dim() == 0 || b.dim() == 0) return a.mul(b);
        checkFactors("inner", a, b);
        if (a.size(-1) != b.size(-1)) throw new ShapeException("inner: " + a.shape() + " and " + b.shape() + ": the last sizes " + a.size(-1) + " and " + b.size(-1) + " differ");
        return contracted(a, new int[] {a.dim() - 1}, b, new int[] {b.dim() - 1});
    }

    /// Sums of products over the last `dims` dimensions of this tensor and the first ones of another.
    /// {@snippet : ones(2, 3, 4).tensordot(ones(3, 4, 5), 2).shape()    // ==> [2, 5] }
    default Tensor tensordot(Tensor other, int dims) {
        if (dims < 0 || dims > self().dim() || dims > other.dim()) throw new ShapeException("tensordot: " + dims + " dimensions of " + self().shape() + " and " + other.shape() + "; it must be from 0 to " + Math.min(self().dim(), other.dim()));
        int rank = self().dim();
        return tensordot(other, IntStream.range(rank - dims, rank).toArray(), IntStream.range(0, dims).toArray());
    }

    /// Sums of products over dimensions of this tensor and as many of another, paired in the given order.
    /// {@snippet : ones(3, 4, 5).tensordot(ones(4, 3, 2), new int[] {1, 0}, new int[] {0, 1}).shape()    // ==> [5, 2] }
    default Tensor tensordot(Tensor other, int[] dims, int[] otherDims) {
        Tensor a = self(), b = other;
        if (dims.length != otherDims.length) throw new ShapeException("tensordot: " + dims.length + " dimensions of the first and " + otherDims.length + " of the second; they must be as many");
        checkFactors("tensordot", a, b);
        int[] left = IntStream.of(dims).map(d -> a.shape().dimension("tensordot", d)).toArray(), right = IntStream.of(otherDims).map(d -> b.shape().dimension("tensordot", d)).toArray();
        if (IntStream.of(left).distinct().count() != left.length || IntStream.of(right).distinct().count() != right.length) throw new ShapeException("tensordot: a dimension is named twice in " + Arrays.toString(dims) + " or " + Arrays.toString(otherDims));
        for (int i = 0; i < left.length; i++)
            if (a.size(left[i]) != b.size(right[i])) throw new ShapeException("tensordot: dimension " + dims[i] + " of " + a.shape() + " has size " + a.size(left[i]) + ", dimension " + otherDims[i] + " of " + b.shape() + " has " + b.size(right[i]));
        return contracted(a, left, b, right);
    }

    private static Tensor contracted(Tensor a, int[] left, Tensor b, int[] right) {
        int[] rows = others(a, left), columns = others(b, right);
        Shape up = shape(a, rows), across = shape(b, columns), summed = shape(a, left);
        Tensor x = a.permute(IntStream.concat(IntStream.of(rows), IntStream.of(left)).toArray()).reshape(up.elements(), summed.elements());
        Tensor y = b.permute(IntStream.concat(IntStream.of(right), IntStream.of(columns)).toArray()).reshape(summed.elements(), across.elements());
        return x.matmul(y).reshape(up.concat(across));
    }

    private static int[] others(Tensor x, int[] dims) { return IntStream.range(0, x.dim()).filter(i -> IntStream.of(dims).noneMatch(d -> d == i)).toArray(); }

    private static Shape shape(Tensor x, int[] dims) { return Shape.of(IntStream.of(dims).map(x::size).toArray()); }

    /// Every element of this tensor replaced by its product with the whole other one (Kronecker's product).
    /// {@snippet : tensor(1, 10).kron(tensor(1, 2))    // ==> [1, 2, 10, 20]  int64 [4] }
    default Tensor kron(Tensor other) {
        int rank = Math.max(self().dim(), other.dim());
        int[] left = new int[2 * rank], right = new int[2 * rank], whole = new int[rank];
        for (int i = 0; i < rank; i++) {
            int a = i - rank + self().dim(), b = i - rank + other.dim();
            left[2 * i] = a < 0 ? 1 : self().size(a);
            left[2 * i + 1] = right[2 * i] = 1;
            right[2 * i + 1] = b < 0 ? 1 : other.size(b);
            whole[i] = left[2 * i] * right[2 * i + 1];
        }
        return self().reshape(Shape.of(left)).mul(other.reshape(Shape.of(right))).reshape(Shape.of(whole));
    }

    /// The vector products along the first dimension of size 3.
    /// {@snippet : tensor(1, 0, 0).cross(tensor(0, 1, 0))    // ==> [0, 0, 1]  int64 [3] }
    default Tensor cross(Tensor other) {
        for (int i = 0; i < self().dim(); i++) if (self().size(i) == 3) return cross(other, i);
        throw new ShapeException("cross: no dimension of " + self().shape() + " has size 3");
    }

    /// The vector products along a dimension of size 3; the other dimensions are broadcast.
    default Tensor cross(Tensor other, int dim) {
        Tensor a = self(), b = other;
        if (a.dim() != b.dim() || a.dim() == 0) throw new ShapeException("cross: shapes " + a.shape() + " and " + b.shape() + " must have equally many dimensions, at least one");
        int axis = a.shape().dimension("cross", dim);
        if (a.size(axis) != 3 || b.size(axis) != 3) throw new ShapeException("cross: dimension " + dim + " has size " + a.size(axis) + " in " + a.shape() + " and " + b.size(axis) + " in " + b.shape() + "; it must be 3");
        Shape.broadcast("cross", a.shape(), b.shape());
        Tensor forth = turned(a, axis, 1).mul(turned(b, axis, 2)), back = turned(a, axis, 2).mul(turned(b, axis, 1));
        return forth.sub(back);
    }

    /// The three places of a dimension, beginning with another one.
    private static Tensor turned(Tensor x, int dim, int by) { return x.indexSelect(dim, Creation.from(new long[] {by, (by + 1) % 3, (by + 2) % 3})); }

    /// Square matrices multiplied with themselves so many times; 0 gives ones on the diagonal.
    /// {@snippet : tensor("[[1, 1], [0, 1]]").matrixPower(5)    // ==> [[1, 5], [0, 1]]  int64 [2, 2] }
    default Tensor matrixPower(int power) {
        Tensor x = self();
        if (x.dim() < 2 || x.size(-1) != x.size(-2)) throw new ShapeException("matrixPower: shape " + x.shape() + " is no square matrix; its last two sizes must be equal");
        if (x.dtype() == DType.BOOL) throw new DTypeException("matrixPower: bool has no matrix product; use x.to(int64)");
        if (power == Integer.MIN_VALUE) throw new IllegalArgumentException("matrixPower: the power " + power + " is too small; use at least " + -Integer.MAX_VALUE);
        if (power < 0) return x.inv().matrixPower(-power);
        if (power == 0) return Creation.eye(x.dtype(), x.size(-1), x.size(-1)).expand(x.shape()).copy();
        Tensor square = x, result = null;
        for (int rest = power; ; square = square.matmul(square)) {
            if ((rest & 1) == 1) result = result == null ? square : result.matmul(square);
            rest >>= 1;
            if (rest == 0) return result;
        }
    }
}
