package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Layout;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import java.util.stream.Stream;

/// Diagonals and triangles of matrices. Diagonal 0 is the main one, positive numbers lie above it, negative ones below.
public sealed interface Diagonals permits Tensor {

    private Tensor self() { return (Tensor) this; }

    /// The elements whose indices in two dimensions differ by `offset`, as a last dimension; a view.
    record Diagonal(int offset, int rows, int columns) implements LinearMap {
        private Layout of(Layout layout) { return layout.diagonal(offset, rows, columns); }

        @Override
        public Type type(Type x) { return new Type(x.dtype(), of(x.shape().contiguous()).shape()); }

        @Override
        public Array forward(Type out, Array x) { return x.view(of(x.layout())); }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.apply(new Scattering.PutAdd(Places.of(of(x.shape().contiguous())), x.shape())); }

        @Override
        public Op batched(int size) { return new Diagonal(offset, rows + 1, columns + 1); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Diagonal(0, 0, 1), 3, 3), Sample.of(new Diagonal(1, 0, 2), 3, 2, 4), Sample.of(new Diagonal(-1, 1, 0), 3, 4)); }
    }

    /// The main diagonal of a matrix; a view.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").diagonal()    // ==> [1, 4]  int64 [2] }
    default Tensor diagonal() { return diagonal(0, 0, 1); }

    /// A diagonal of the first two dimensions; a view.
    default Tensor diagonal(int offset) { return diagonal(offset, 0, 1); }

    /// A diagonal of two dimensions, which disappear; it becomes the last dimension. A view.
    /// {@snippet : arange(8).reshape(2, 2, 2).diagonal(0, 1, 2)    // ==> [[0, 3], [4, 7]]  int64 [2, 2] }
    default Tensor diagonal(int offset, int dim1, int dim2) {
        Shape shape = self().shape();
        if (shape.rank() < 2) throw new ShapeException("diagonal: shape " + shape + " has no two dimensions to lie in; use diagEmbed() for a matrix with it as its diagonal");
        int rows = shape.dimension("diagonal", dim1), columns = shape.dimension("diagonal", dim2);
        if (rows == columns) throw new ShapeException("diagonal: dimension " + rows + " is named twice");
        return self().apply(new Diagonal(offset, rows, columns));
    }

    /// A vector as the main diagonal of a matrix of zeros, or the main diagonal of a matrix.
    /// {@snippet : tensor(1, 2).diag()    // ==> [[1, 0], [0, 2]]  int64 [2, 2] }
    default Tensor diag() { return diag(0); }

    /// The same for another diagonal.
    default Tensor diag(int offset) {
        if (self().dim() != 1 && self().dim() != 2) throw new ShapeException("diag: shape " + self().shape() + " is neither a vector nor a matrix; use diagonal(offset, dim1, dim2) or diagEmbed()");
        return self().dim() == 1 ? diagEmbed(offset) : diagonal(offset).copy();
    }

    /// The last dimension as the diagonals of matrices of zeros.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").diagEmbed()    // ==> [[[1, 0], [0, 2]], [[3, 0], [0, 4]]]  int64 [2, 2, 2] }
    default Tensor diagEmbed() { return diagEmbed(0); }

    /// The same for another diagonal.
    default Tensor diagEmbed(int offset) { return diagEmbed(offset, -2, -1); }

    /// The last dimension as diagonals of matrices of zeros that lie in the given two dimensions of the result.
    default Tensor diagEmbed(int offset, int dim1, int dim2) {
        Shape shape = self().shape();
        if (shape.rank() == 0) throw new ShapeException("diagEmbed: a single number is no diagonal; use x.reshape(1)");
        int last = shape.rank() - 1, size = Math.addExact(shape.size(last), Math.abs(offset));
        Shape longer = shape.concat(Shape.of(1));
        int rows = longer.dimension("diagEmbed", dim1), columns = longer.dimension("diagEmbed", dim2);
        if (rows == columns) throw new ShapeException("diagEmbed: dimension " + rows + " is named twice");
        Shape matrices = shape.remove(last).insert(Math.min(rows, columns), size).insert(Math.max(rows, columns), size);
        return self().apply(new Scattering.PutAdd(Places.of(matrices.contiguous().diagonal(offset, rows, columns)), matrices));
    }

    /// The sum of the main diagonal of a matrix.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").trace()    // ==> 5  int64 [] }
    default Tensor trace() {
        if (self().dim() != 2) throw new ShapeException("trace: shape " + self().shape() + " is no matrix; use diagonal(…).sum(-1) for several");
        return diagonal().sum();
    }

    // ---- triangles ----

    private Tensor triangle(String operation, int offset, boolean lower) {
        Shape shape = self().shape();
        if (shape.rank() < 2) throw new ShapeException(operation + ": shape " + shape + " is no matrix; it needs at least two dimensions");
        boolean[] kept = new boolean[Math.multiplyExact(self().size(-2), self().size(-1))];
        int columns = self().size(-1);
        for (int i = 0; i < kept.length; i++) kept[i] = lower ? i % columns - i / columns <= offset : i % columns - i / columns >= offset;
        return self().where(Tensor.of(Array.of(DType.BOOL, Shape.of(self().size(-2), columns), kept)), Tensor.of(self().dtype(), 0));
    }

    /// The elements on and below the main diagonal, zeros above.
    /// {@snippet : ones(2, 2).tril()    // ==> [[1., 0.], [1., 1.]]  float32 [2, 2] }
    default Tensor tril() { return tril(0); }

    /// The elements on and below a diagonal, zeros above.
    default Tensor tril(int diagonal) { return triangle("tril", diagonal, true); }

    /// The elements on and above the main diagonal, zeros below.
    /// {@snippet : ones(2, 2).triu()    // ==> [[1., 1.], [0., 1.]]  float32 [2, 2] }
    default Tensor triu() { return triu(0); }

    /// The elements on and above a diagonal, zeros below.
    default Tensor triu(int diagonal) { return triangle("triu", diagonal, false); }
}
