package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Layout;

/// A matrix in a Java array: element (i, j) lies at `offset + i·row + j·column`.
public record Matrix(Object values, int offset, int rows, int columns, int row, int column) {
    /// An array of two dimensions, seen as a matrix.
    public Matrix(Array array) { this(array.storage().values(), array.layout()); }

    private Matrix(Object values, Layout layout) { this(values, layout.offset(), layout.shape().size(0), layout.shape().size(1), layout.stride(0), layout.stride(1)); }

    /// Rows and columns exchanged.
    public Matrix transposed() { return new Matrix(values, offset, columns, rows, column, row); }

    /// A matrix that lies in the same way, so many elements further on.
    Matrix shifted(int by) { return by == 0 ? this : new Matrix(values, offset + by, rows, columns, row, column); }

    /// A copy whose rows have no gaps.
    Matrix copied(DType dtype) {
        Object copy = dtype.allocate(rows * columns);
        Blocks.copy(rows, columns, values, offset, row, column, copy, 0, columns, 1);
        return new Matrix(copy, 0, rows, columns, columns, 1);
    }
}
