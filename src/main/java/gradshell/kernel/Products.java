package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Layout;
import gradshell.formula.Formula;
import java.util.concurrent.CancellationException;

/// Matrix products.
///
/// Every element of a result is accumulated over k = 0, 1, 2 … with one rounding a step (fma), whatever the shapes, the layouts and
/// the way of computing, so that all ways give the same bits.
public final class Products {
    private static final Formula FMA = Formula.X.fma(Formula.Y, Formula.Z);
    /// From this width on a row is long enough for a loop of its own.
    private static final int WIDE = 32;
    /// The largest tile is 4 × 4: 16 sums and 8 operands fit into registers.
    private static final int EDGE = 4;
    /// So many multiplications are worth the generation of a tile's class.
    private static final long WARM = 20_000;
    /// From so many multiplications on a product is worth packing into panels.
    private static final long LARGE = 100_000;

    private static final Tile[] TILES = new Tile[DType.values().length * EDGE * EDGE];
    private static long seen;

    private Products() {}

    /// The product of the last two dimensions, `[…, m, k] x [k, n]`, written to `out` of shape `[…, m, n]`, which is fresh; earlier dimensions are repeated as needed.
    public static void matmul(Array out, Array a, Array b) {
        int rank = out.shape().rank();
        if (out.elements() == 0) return;
        Array left = a.view(a.layout().expand(out.shape().with(rank - 1, a.shape().size(a.shape().rank() - 1))));
        Array right = b.view(b.layout().expand(out.shape().with(rank - 2, b.shape().size(b.shape().rank() - 2))));
        each(out, left, right);
    }

    /// Adds the product of two matrices to `out`, step by step over k, so that a sum can be carried on in pieces.
    public static void accumulate(Array out, Array a, Array b) { matrix(new Matrix(out), new Matrix(a), new Matrix(b), out.dtype()); }

    private static void each(Array out, Array a, Array b) {
        if (out.shape().rank() == 2) {
            matrix(new Matrix(out), new Matrix(a), new Matrix(b), out.dtype());
            return;
        }
        for (int i = 0; i < out.shape().size(0); i++)
            each(out.view(out.layout().select(0, i)), a.view(a.layout().select(0, i)), b.view(b.layout().select(0, i)));
    }

    /// A matrix of a Java array.
    record Matrix(Object values, int offset, int rows, int columns, int row, int column) {
        Matrix(Array array) { this(array.storage().values(), array.layout()); }

        private Matrix(Object values, Layout layout) { this(values, layout.offset(), layout.shape().size(0), layout.shape().size(1), layout.stride(0), layout.stride(1)); }

        Matrix copied(DType dtype) {
            Object copy = dtype.allocate(rows * columns);
            Fused move = Fused.of(Formula.X, dtype, dtype);
            for (int j = 0; j < columns; j++) move.run(copy, j, columns, rows, values, offset + j * column, row);
            return new Matrix(copy, 0, rows, columns, columns, 1);
        }

        Matrix transposed() { return new Matrix(values, offset, columns, rows, column, row); }
    }

    private static void matrix(Matrix out, Matrix a, Matrix b, DType dtype) {
        if (out.columns < out.rows) {
            // The longer side of the result runs in the inner loop.
            Matrix left = a;
            a = b.transposed();
            b = left.transposed();
            out = out.transposed();
        }
        long work = (long) out.rows * out.columns * a.columns;
        if (work == 0) return;
        seen += work;
        if (work >= LARGE && Panels.multiply(out, a, b, dtype)) return;
        // Rows that lie apart are brought together first, which costs little beside many rows of products.
        if (out.columns >= WIDE && out.column == 1 && b.column != 1 && out.rows >= WIDE) b = b.copied(dtype);
        boolean wide = out.columns >= WIDE && out.column == 1 && b.column == 1;
        if (wide || seen < WARM) rows(out, a, b, dtype);
        else tiles(out.transposed(), b.transposed(), a.transposed(), dtype);
    }

    /// out[i, :] += a[i, p] · b[p, :] for every i and p.
    private static void rows(Matrix out, Matrix a, Matrix b, DType dtype) {
        Fused fma = Fused.of(FMA, dtype, dtype, dtype, dtype);
        for (int i = 0; i < out.rows; i++) {
            if (Thread.currentThread().isInterrupted()) throw new CancellationException("interrupted");
            int to = out.offset + i * out.row, from = a.offset + i * a.row;
            for (int p = 0; p < a.columns; p++)
                fma.run(out.values, to, out.column, out.columns, a.values, from + p * a.column, 0, b.values, b.offset + p * b.row, b.column, out.values, to, out.column);
        }
    }

    /// Columns of tiles, the rows of each run through by generated code.
    private static void tiles(Matrix out, Matrix a, Matrix b, DType dtype) {
        int height = Math.min(EDGE, out.rows), whole = out.rows / height * height;
        for (int j = 0; j < out.columns; j += EDGE) {
            if (Thread.currentThread().isInterrupted()) throw new CancellationException("interrupted");
            int width = Math.min(EDGE, out.columns - j);
            run(dtype, height, width, whole, 0, j, out, a, b);
            if (whole < out.rows) run(dtype, out.rows - whole, width, out.rows - whole, whole, j, out, a, b);
        }
    }

    private static void run(DType dtype, int height, int width, int rows, int i, int j, Matrix out, Matrix a, Matrix b) {
        tile(dtype, height, width).run(rows, a.columns, a.values, a.offset + i * a.row, a.row, a.column,
                b.values, b.offset + j * b.column, b.row, b.column, out.values, out.offset + i * out.row + j * out.column, out.row, out.column);
    }

    private static Tile tile(DType dtype, int rows, int columns) {
        int slot = (dtype.ordinal() * EDGE + rows - 1) * EDGE + columns - 1;
        Tile known = TILES[slot];
        return known != null ? known : (TILES[slot] = TileCode.define(dtype, rows, columns));
    }
}
