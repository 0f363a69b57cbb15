package gradshell.kernel;

import gradshell.array.DType;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Products of tall matrices with few columns, whose rows lie without gaps, by vectors: what a layer of two or three inputs and outputs computes for a batch.
///
/// A vector holds results of several rows. Their factors lie a row apart, so two vectors are read for one of factors, and lanes chosen from both.
final class NarrowProduct {
    private static final Map<Size, NarrowProduct> ALL = new ConcurrentHashMap<>();

    private final Size size;
    private final Object order;
    private final Warming<NarrowTile> tile;

    /// How many steps and columns there are, of which type, and the lanes of a vector.
    record Size(DType dtype, int steps, int columns, int lanes) {
        /// The first row of which a vector of results holds some.
        int row(int vector) { return vector * lanes / columns; }

        /// How far behind the first row's factor the one for a lane of a vector lies.
        private int distance(int vector, int lane) { return ((vector * lanes + lane) / columns - row(vector)) * steps; }

        private int farthest() {
            int farthest = 0;
            for (int v = 0; v < columns; v++) farthest = Math.max(farthest, distance(v, lanes - 1));
            return farthest;
        }

        private boolean fits() { return farthest() < 2 * lanes; }

        boolean spansTwo() { return farthest() >= lanes; }

        /// How many numbers from the first one of a group on are read.
        private int reach() { return row(columns - 1) * steps + steps - 1 + (spansTwo() ? 2 : 1) * lanes; }
    }

    private NarrowProduct(Size size) {
        this.size = size;
        int[] order = new int[size.columns * size.lanes];
        for (int i = 0; i < order.length; i++) order[i] = size.distance(i / size.lanes, i % size.lanes);
        this.order = size.dtype == DType.FLOAT32 ? order : Arrays.stream(order).asLongStream().toArray();
        tile = new Warming<>(() -> NarrowTileCode.define(size), new Race());
    }

    /// Adds the first rows of a product to `out`. Answers how many, 0 if there is no vector code for it, or none yet.
    static int multiply(Matrix out, Matrix a, Matrix b, DType dtype) {
        int steps = a.columns(), columns = out.columns();
        long work = (long) out.rows() * columns * steps;
        if (!dtype.isFloating() || a.column() != 1 || a.row() != steps || out.column() != 1 || out.row() != columns || !Warming.loaded(work)) return 0;
        Size size = new Size(dtype, steps, columns, VectorEmitter.lanes(dtype));
        if (!size.fits()) return 0;
        NarrowProduct product = ALL.computeIfAbsent(size, NarrowProduct::new);
        NarrowTile tile = product.tile.get(work);
        return tile == null ? 0 : product.multiply(tile, out, a, b);
    }

    private int multiply(NarrowTile tile, Matrix out, Matrix a, Matrix b) {
        int rest = Array.getLength(a.values()) - a.offset() - size.reach(), lanes = size.lanes;
        if (rest < 0) return 0;
        int groups = Math.min(out.rows() / lanes, rest / (lanes * size.steps) + 1);
        Object weights = Scratch.of(1, size.dtype, size.columns * size.steps * lanes);
        for (int v = 0; v < size.columns; v++) for (int p = 0; p < size.steps; p++) for (int lane = 0; lane < lanes; lane++) {
            int from = b.offset() + p * b.row() + (v * lanes + lane) % size.columns * b.column(), to = (v * size.steps + p) * lanes + lane;
            if (weights instanceof float[] floats) floats[to] = ((float[]) b.values())[from];
            else ((double[]) weights)[to] = ((double[]) b.values())[from];
        }
        tile.run(groups, a.values(), a.offset(), weights, order, out.values(), out.offset());
        return groups * lanes;
    }

    /// Small matrices of its own.
    private final class Race implements Warming.Race<NarrowTile> {
        private static final int ROWS = 512;
        private final Matrix a = matrix(ROWS, size.steps), b = matrix(size.steps, size.columns), out = matrix(ROWS, size.columns);

        private Matrix matrix(int rows, int columns) { return new Matrix(size.dtype.allocate(rows * columns), 0, rows, columns, columns, 1); }

        @Override
        public void vector(NarrowTile code) {
            for (int i = 0; i < 8; i++) multiply(code, out, a, b);
        }

        @Override
        public void scalar() {
            for (int i = 0; i < 8; i++) ScalarTiles.rows(out, a, b, size.dtype, 0);
        }
    }
}
