package gradshell.kernel;

import gradshell.array.DType;
import java.util.concurrent.CancellationException;

/// Matrix products one number at a time, in small tiles.
final class ScalarTiles {
    /// The largest tile is 4 × 4: 16 sums and 8 operands fit into registers.
    static final int EDGE = 4;

    private static final Tile[] TILES = new Tile[DType.values().length * EDGE * EDGE];

    private ScalarTiles() {}

    /// Adds a product to `out`: columns of tiles, the rows of each run through by generated code.
    static void multiply(Matrix out, Matrix a, Matrix b, DType dtype) {
        int height = Math.min(EDGE, out.rows()), whole = out.rows() / height * height;
        for (int j = 0; j < out.columns(); j += EDGE) {
            if (Thread.currentThread().isInterrupted()) throw new CancellationException("interrupted");
            int width = Math.min(EDGE, out.columns() - j);
            run(dtype, height, width, whole, 0, j, out, a, b);
            if (whole < out.rows()) run(dtype, out.rows() - whole, width, out.rows() - whole, whole, j, out, a, b);
        }
    }

    private static void run(DType dtype, int height, int width, int rows, int i, int j, Matrix out, Matrix a, Matrix b) {
        of(dtype, height, width).run(rows, a.columns(), a.values(), a.offset() + i * a.row(), a.row(), a.column(),
                b.values(), b.offset() + j * b.column(), b.row(), b.column(), out.values(), out.offset() + i * out.row() + j * out.column(), out.row(), out.column());
    }

    static Tile of(DType dtype, int rows, int columns) {
        int slot = (dtype.ordinal() * EDGE + rows - 1) * EDGE + columns - 1;
        Tile known = TILES[slot];
        return known != null ? known : (TILES[slot] = TileCode.define(dtype, rows, columns));
    }
}
