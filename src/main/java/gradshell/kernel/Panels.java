package gradshell.kernel;

import gradshell.array.DType;
import gradshell.formula.Formula;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/// Large matrix products from panels: blocks of both operands, copied into the order in which tiles of registers read them.
///
/// A block of k goes on where the one before stopped, so every element is accumulated over k = 0, 1, 2 … as everywhere.
/// The vector code is warmed on another thread before it is used; until then products go other ways, with the same bits.
final class Panels {
    /// So many steps of k, rows and columns make a block: its panels stay in the caches.
    private static final int DEPTH = 256, HEIGHT = 96, WIDTH = 512;
    /// So many multiplications are worth the warming.
    private static final long HOT = 1_000_000;
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(6);

    private static final Formula FMA = Formula.X.fma(Formula.Y, Formula.Z);

    private static final long[] SEEN = new long[DType.values().length];
    private static final boolean[] BEGUN = new boolean[SEEN.length];
    private static final boolean[] READY = new boolean[SEEN.length];

    private final DType dtype;
    private final Fused move;
    private final int columns;
    private final Object left, right, edge;

    private Panels(DType dtype, int columns, int rows, int depth, int width) {
        this.dtype = dtype;
        this.move = Fused.of(Formula.X, dtype, dtype);
        this.columns = columns;
        left = dtype.allocate(rows * depth);
        right = dtype.allocate(width * depth);
        edge = dtype.allocate(VectorTiles.ROWS * columns);
    }

    /// Adds a product to `out`, or answers false if there is no warm vector code for it.
    static boolean multiply(Products.Matrix out, Products.Matrix a, Products.Matrix b, DType dtype) {
        int slot = dtype.ordinal();
        if (!READY[slot]) {
            SEEN[slot] += (long) out.rows() * out.columns() * a.columns();
            if (dtype.isFloating() && SEEN[slot] >= HOT && Upgrade.POSSIBLE && !BEGUN[slot]) {
                BEGUN[slot] = true;
                Upgrade.later(() -> READY[slot] = overtakes(dtype));
            }
            return false;
        }
        if (out.column() == 1) block(out, a, b, dtype);
        else if (out.row() == 1) block(out.transposed(), b.transposed(), a.transposed(), dtype);
        else return false;
        return true;
    }

    private static int columns(DType dtype) { return dtype == DType.FLOAT32 ? VectorTiles.FLOATS : VectorTiles.DOUBLES; }

    private static int up(int size, int step) { return (size + step - 1) / step * step; }

    /// Adds a product to `out`, whose rows have no gaps.
    static void block(Products.Matrix out, Products.Matrix a, Products.Matrix b, DType dtype) {
        int n = columns(dtype), depth = Math.min(DEPTH, a.columns());
        Panels panels = new Panels(dtype, n, Math.min(HEIGHT, up(out.rows(), VectorTiles.ROWS)), depth, Math.min(WIDTH, up(out.columns(), n)));
        for (int j = 0; j < out.columns(); j += WIDTH) for (int p = 0; p < a.columns(); p += DEPTH) {
            int width = Math.min(WIDTH, out.columns() - j), k = Math.min(DEPTH, a.columns() - p);
            panels.packColumns(b, p, k, j, width);
            for (int i = 0; i < out.rows(); i += HEIGHT) {
                if (Thread.currentThread().isInterrupted()) throw new CancellationException("interrupted");
                int height = Math.min(HEIGHT, out.rows() - i);
                panels.packRows(a, i, height, p, k);
                panels.tiles(out, i, height, j, width, k);
            }
        }
    }

    /// Panels of `columns` columns, step after step of k.
    private void packColumns(Products.Matrix b, int p, int k, int j, int width) {
        int from = b.offset() + p * b.row() + j * b.column();
        for (int c = 0; c < width; c += columns) {
            int count = Math.min(columns, width - c), to = c * k;
            if (b.column() == 1) for (int step = 0; step < k; step++) System.arraycopy(b.values(), from + step * b.row() + c, right, to + step * columns, count);
            else for (int i = 0; i < count; i++) move.run(right, to + i, columns, k, b.values(), from + (c + i) * b.column(), b.row());
        }
    }

    /// Panels of 6 rows, step after step of k.
    private void packRows(Products.Matrix a, int i, int height, int p, int k) {
        int from = a.offset() + i * a.row() + p * a.column();
        for (int r = 0; r < height; r++) move.run(left, r / VectorTiles.ROWS * VectorTiles.ROWS * k + r % VectorTiles.ROWS, VectorTiles.ROWS, k, a.values(), from + r * a.row(), a.column());
    }

    private void tiles(Products.Matrix out, int i, int height, int j, int width, int k) {
        for (int c = 0; c < width; c += columns) for (int r = 0; r < height; r += VectorTiles.ROWS) {
            int rows = Math.min(VectorTiles.ROWS, height - r), count = Math.min(columns, width - c), at = out.offset() + (i + r) * out.row() + j + c;
            if (rows == VectorTiles.ROWS && count == columns) {
                tile(r * k, c * k, k, out.values(), at, out.row());
                continue;
            }
            // A tile at the edge is computed beside the result; what lies outside of it is left there.
            for (int row = 0; row < rows; row++) System.arraycopy(out.values(), at + row * out.row(), edge, row * columns, count);
            tile(r * k, c * k, k, edge, 0, columns);
            for (int row = 0; row < rows; row++) System.arraycopy(edge, row * columns, out.values(), at + row * out.row(), count);
        }
    }

    private void tile(int leftAt, int rightAt, int k, Object c, int at, int row) {
        if (dtype == DType.FLOAT32) VectorTiles.run((float[]) left, leftAt, (float[]) right, rightAt, k, (float[]) c, at, row);
        else VectorTiles.run((double[]) left, leftAt, (double[]) right, rightAt, k, (double[]) c, at, row);
    }

    // ---- warming ----

    /// Whether tiles have become faster than rows; runs on made-up numbers until they have, or for some seconds.
    private static boolean overtakes(DType dtype) {
        int n = columns(dtype);
        Panels panels = new Panels(dtype, n, VectorTiles.ROWS, DEPTH, n);
        Fused fma = Fused.of(FMA, dtype, dtype, dtype, dtype);
        long start = System.nanoTime();
        for (int wins = 0; wins < 4;) {
            long begin = System.nanoTime();
            if (begin - start > PATIENCE) return false;
            for (int i = 0; i < 16; i++) panels.tile(0, 0, DEPTH, panels.edge, 0, n);
            long middle = System.nanoTime();
            for (int i = 0; i < 16 * VectorTiles.ROWS; i++) for (int p = 0; p < DEPTH; p++)
                fma.run(panels.edge, 0, 1, n, panels.left, p, 0, panels.right, p * n, 1, panels.edge, 0, 1);
            wins = middle - begin < 0.7 * (System.nanoTime() - middle) ? wins + 1 : 0;
        }
        return true;
    }
}
