package gradshell.kernel;

import gradshell.array.DType;
import gradshell.array.Interruption;

/// Matrix products one number at a time, in small tiles.
final class ScalarTiles {
    /// The widest tile is 4 × 4: 16 sums and 8 operands fit into registers. Tiles of one or two columns are higher, so that their sums do not wait for each other.
    static final int EDGE = 4;
    private static final int HEIGHT = 8;
    /// So many numbers on the right are held in registers while the rows on the left pass by.
    private static final int HELD = 12;

    private static final Tile[] TILES = new Tile[DType.values().length * HEIGHT * EDGE];
    private static final Tile[] ROWS = new Tile[DType.values().length * 2 * (HELD + 1) * EDGE];

    private ScalarTiles() {}

    /// Adds a product to `out`: columns of tiles, the rows of each run through by generated code.
    static void multiply(Matrix out, Matrix a, Matrix b, DType dtype) {
        if (out.columns() <= EDGE && fewSteps(out, a, out.columns())) {
            rows(out, a, b, dtype, NarrowProduct.multiply(out, a, b, dtype));
            return;
        }
        for (int j = 0; j < out.columns(); j += EDGE) {
            Interruption.check();
            int width = Math.min(EDGE, out.columns() - j), height = Math.min(width <= 2 ? HEIGHT : EDGE, out.rows()), whole = out.rows() / height * height;
            if (fewSteps(out, a, width)) {
                run(rows(dtype, a.columns(), width, a.column() == 1 && out.column() == 1), out.rows(), 0, j, out, a, b);
                continue;
            }
            run(of(dtype, height, width), whole, 0, j, out, a, b);
            if (whole < out.rows()) run(of(dtype, out.rows() - whole, width), out.rows() - whole, whole, j, out, a, b);
        }
    }

    private static boolean fewSteps(Matrix out, Matrix a, int width) { return a.columns() * width <= HELD && out.rows() > HEIGHT; }

    /// The rows of a product of few steps and columns, from one on.
    static void rows(Matrix out, Matrix a, Matrix b, DType dtype, int from) {
        if (from < out.rows()) run(rows(dtype, a.columns(), out.columns(), a.column() == 1 && out.column() == 1), out.rows() - from, from, 0, out, a, b);
    }

    private static void run(Tile tile, int rows, int i, int j, Matrix out, Matrix a, Matrix b) {
        tile.run(rows, a.columns(), a.values(), a.offset() + i * a.row(), a.row(), a.column(),
                b.values(), b.offset() + j * b.column(), b.row(), b.column(), out.values(), out.offset() + i * out.row() + j * out.column(), out.row(), out.column());
    }

    static Tile of(DType dtype, int rows, int columns) {
        int slot = (dtype.ordinal() * HEIGHT + rows - 1) * EDGE + columns - 1;
        Tile known = TILES[slot];
        return known != null ? known : (TILES[slot] = TileCode.define(dtype, rows, columns));
    }

    private static Tile rows(DType dtype, int steps, int columns, boolean dense) {
        int slot = ((dtype.ordinal() * 2 + (dense ? 1 : 0)) * (HELD + 1) + steps) * EDGE + columns - 1;
        Tile known = ROWS[slot];
        return known != null ? known : (ROWS[slot] = TileCode.defineRows(dtype, steps, columns, dense));
    }
}
