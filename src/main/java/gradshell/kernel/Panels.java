package gradshell.kernel;

import gradshell.array.DType;
import gradshell.array.Interruption;
import java.util.Arrays;

/// Matrix products with vectors: blocks of both operands, copied into the order in which tiles of registers read them.
///
/// A block of k goes on where the one before stopped, so every element is accumulated over k = 0, 1, 2 … as everywhere. Threads share the packed
/// blocks of smaller products and compute tiles of their own. Each thread keeps its buffers from one product to the next.
final class Panels {
    /// So many steps of k, tiles down and bytes across make a block: its panels stay in the caches.
    private static final int DEPTH = 256, HEIGHT = 20, BYTES = 4096;
    /// So many panels are packed together.
    private static final int TOGETHER = 16;
    /// Up to so many vectors or columns across, the left operand is read where it lies; up to so many tiles down, the right one.
    private static final int NARROW = 6, COLUMNS = 64, LOW = 2;
    /// So many multiplications are worth another thread.
    private static final long PIECE = 250_000;
    /// So many are worth packed blocks of its own.
    private static final long SLAB = 1_000_000;

    private static final ThreadLocal<Panels[]> OWN = ThreadLocal.withInitial(() -> new Panels[DType.values().length]);

    private final DType dtype;
    private final VectorTiles tiles;
    private final Object zeros, edge;
    private Object left, right;
    private int leftSize, rightSize;
    private boolean busy;

    // ---- the product at work ----

    private Matrix out, a, b;
    private Epilogue epilogue;
    /// Whether both operands are packed into panels; whether the left one is at least copied, so that the steps of a row lie together.
    private boolean packed, copied;
    private boolean last;
    /// How many columns a panel has.
    private int span;
    /// The block: from which row, column and step on, and how large.
    private int i, height, j, width, p, depth;
    /// How many steps a panel has: of packed ones whole turns of a tile's loop, the last step of which may change nothing.
    private int steps;
    /// The first row that is computed.
    private int top;
    /// Whether results begin with zeros rather than what is in `out`.
    private boolean fresh;
    private final Threads.Part pack = this::pack, compute = this::compute;

    private Panels(VectorTiles tiles) {
        this.tiles = tiles;
        dtype = tiles.dtype;
        zeros = dtype.allocate(VectorTiles.vectors(false, 1) * tiles.lanes);
        edge = dtype.allocate(tiles.rows * VectorTiles.vectors(true, tiles.rows) * tiles.lanes);
    }

    /// The panels of this thread.
    private static Panels of(VectorTiles tiles) {
        Panels[] own = OWN.get();
        Panels known = own[tiles.dtype.ordinal()];
        if (known == null || known.tiles != tiles) known = own[tiles.dtype.ordinal()] = new Panels(tiles);
        return known;
    }

    /// Sets `out` to a product, or adds the product to it, or answers false if there is no vector code for it yet.
    static boolean multiply(Matrix out, Matrix a, Matrix b, DType dtype, boolean add, Epilogue epilogue) {
        long work = (long) out.rows() * out.columns() * a.columns();
        VectorTiles tiles = VectorTiles.of(dtype, work);
        return tiles != null && multiply(tiles, out, a, b, add, epilogue);
    }

    static boolean multiply(VectorTiles tiles, Matrix out, Matrix a, Matrix b, boolean add, Epilogue epilogue) {
        long work = (long) out.rows() * out.columns() * a.columns();
        // Packing costs as much as some rows of the product, or some columns.
        boolean packed = (a.column() != 1 || out.columns() > Math.max(COLUMNS, NARROW * tiles.lanes)) && (b.column() != 1 || out.rows() > LOW * tiles.rows);
        if (tiles.at(packed, Math.min(out.rows(), tiles.rows), Math.min(VectorTiles.vectors(packed, out.rows()), Math.ceilDiv(out.columns(), tiles.lanes)), work) == null) return false;
        run(tiles, out, a, b, packed, add, epilogue);
        return true;
    }

    /// Sets `out` to a product, or adds it, with whatever tiles are ready.
    static void run(VectorTiles tiles, Matrix out, Matrix a, Matrix b, boolean packed, boolean add, Epilogue epilogue) {
        int rows = out.rows(), columns = out.columns();
        long slabs = Math.min(Threads.count(), (long) rows * columns * a.columns() / SLAB);
        if (slabs < 2) some(tiles, out, a, b, packed, add, epilogue, 0, rows, 0, columns);
        else Slabs.run(tiles, out, a, b, packed, add, epilogue, (int) slabs);
    }

    /// A large product, of which each thread computes some columns, or rows if these are more, with packed blocks of its own: what another has packed lies in the other's cache.
    private static final class Slabs {
        private static final ThreadLocal<Slabs> OWN = ThreadLocal.withInitial(Slabs::new);

        private VectorTiles tiles;
        private Matrix out, a, b;
        private Epilogue epilogue;
        private boolean packed, add;
        private final Threads.Part part = this::part;

        static void run(VectorTiles tiles, Matrix out, Matrix a, Matrix b, boolean packed, boolean add, Epilogue epilogue, int count) {
            Slabs slabs = OWN.get();
            // An epilogue may multiply matrices, too.
            if (slabs.out != null) slabs = new Slabs();
            slabs.tiles = tiles;
            slabs.out = out;
            slabs.a = a;
            slabs.b = b;
            slabs.packed = packed;
            slabs.add = add;
            slabs.epilogue = epilogue;
            try {
                int units = slabs.units();
                Threads.split(units, Math.ceilDiv(units, count), slabs.part);
            } finally {
                slabs.out = slabs.a = slabs.b = null;
                slabs.epilogue = null;
            }
        }

        private boolean across() { return out.columns() >= out.rows(); }

        private int unit() { return across() ? VectorTiles.vectors(packed, out.rows()) * tiles.lanes : tiles.rows; }

        private int units() { return Math.ceilDiv(across() ? out.columns() : out.rows(), unit()); }

        private void part(int from, int to) {
            int unit = unit(), first = from * unit, end = to * unit;
            if (across()) some(tiles, out, a, b, packed, add, epilogue, 0, out.rows(), first, Math.min(out.columns(), end));
            else some(tiles, out, a, b, packed, add, epilogue, first, Math.min(out.rows(), end), 0, out.columns());
        }
    }

    /// Some rows and columns of a product.
    private static void some(VectorTiles tiles, Matrix out, Matrix a, Matrix b, boolean packed, boolean add, Epilogue epilogue, int top, int bottom, int left, int right) {
        Panels panels = of(tiles);
        // An epilogue may multiply matrices, too.
        if (panels.busy) panels = new Panels(tiles);
        panels.busy = true;
        try {
            panels.blocks(out, a, b, packed, add, epilogue, top, bottom, left, right);
        } finally {
            panels.busy = false;
            panels.out = panels.a = panels.b = null;
            panels.epilogue = null;
        }
    }

    private void blocks(Matrix out, Matrix a, Matrix b, boolean packed, boolean add, Epilogue epilogue, int top, int bottom, int leftmost, int rightmost) {
        this.out = out;
        this.a = a;
        this.b = b;
        this.packed = packed;
        copied = !packed && a.column() != 1;
        this.epilogue = epilogue;
        this.top = top;
        int m = bottom - top, n = rightmost - leftmost, k = a.columns();
        span = VectorTiles.vectors(packed, m) * tiles.lanes;
        int most = even(k, DEPTH, VectorTileCode.STEPS), across = even(n, BYTES / dtype.bytes(), span), down = even(m, HEIGHT * tiles.rows, tiles.rows);
        reserve(Math.min(down, up(m, tiles.rows)) / tiles.rows * tiles.pitch * most, up(Math.min(across, n), tiles.lanes) * most);
        for (j = leftmost; j < rightmost; j += across) for (p = 0; p < k; p += most) for (i = top; i < bottom; i += down) {
            Interruption.check();
            width = Math.min(across, rightmost - j);
            depth = Math.min(most, k - p);
            steps = packed ? up(depth, VectorTileCode.STEPS) : depth;
            height = Math.min(down, bottom - i);
            fresh = !add && p == 0;
            last = p + depth == k;
            int strips = strips(), panels = panels(), grain = grain((long) depth * tiles.rows * span);
            Threads.split((i == top ? Math.ceilDiv(panels, TOGETHER) : 0) + (packed || copied ? strips : 0), grain * 8, pack);
            Threads.split(strips * panels, grain, compute);
        }
    }

    /// The size of equal blocks, none larger than the most; a multiple of the step.
    private static int even(int size, int most, int step) { return up(Math.ceilDiv(size, Math.ceilDiv(size, most)), step); }

    private static int up(int size, int step) { return Math.ceilDiv(size, step) * step; }

    /// How many pieces of so many multiplications are worth another thread.
    private static int grain(long work) { return (int) Math.min(Integer.MAX_VALUE / 8, Math.ceilDiv(PIECE, work)); }

    private void reserve(int rows, int columns) {
        if ((packed || copied) && leftSize < rows) left = dtype.allocate(leftSize = rows);
        if (rightSize < columns) right = dtype.allocate(rightSize = columns);
    }

    // ---- panels ----

    private int strips() { return Math.ceilDiv(height, tiles.rows); }

    private int panels() { return Math.ceilDiv(width, span); }

    /// How many vectors wide a panel is: the last one may be narrower than the others.
    private int vectors(int panel) { return Math.ceilDiv(Math.min(span, width - panel * span), tiles.lanes); }

    /// Whether a panel of columns is read where it lies.
    private boolean lies(int panel) { return !packed && b.column() == 1 && vectors(panel) * tiles.lanes <= width - panel * span; }

    /// Packs panels of columns, for the first rows, and then strips of rows.
    private void pack(int from, int to) {
        int groups = i == top ? Math.ceilDiv(panels(), TOGETHER) : 0;
        for (int t = from; t < to; t++) {
            if (t >= groups) packRows(t - groups);
            else packColumns(t * TOGETHER, Math.min(panels(), (t + 1) * TOGETHER));
        }
    }

    private void packColumns(int from, int to) {
        // Of rows of neighbours as much as possible is read at once; a narrower panel comes alone.
        int whole = packed && b.column() == 1 ? Math.min(to, width / span) : from;
        if (whole > from) Blocks.deal(depth, (whole - from) * span, b.values(), b.offset() + p * b.row() + j + from * span, b.row(), right, from * span * steps, span, steps);
        for (int panel = from; panel < whole; panel++) fill(right, panel * span * steps, span, 0);
        for (int panel = whole; panel < to; panel++) if (!lies(panel)) packColumns(panel);
    }

    private void packColumns(int panel) {
        int c = panel * span, count = Math.min(span, width - c), row = vectors(panel) * tiles.lanes;
        copy(count, b.values(), b.offset() + p * b.row() + (j + c) * b.column(), b.row(), b.column(), right, c * steps, row);
        fill(right, c * steps, row, 0);
    }

    private void packRows(int strip) {
        int r = strip * tiles.rows, count = Math.min(tiles.rows, height - r);
        int from = a.offset() + (i + r) * a.row() + p * a.column();
        if (packed) {
            copy(count, a.values(), from, a.column(), a.row(), left, strip * tiles.pitch * steps, tiles.pitch);
            fill(left, strip * tiles.pitch * steps, tiles.pitch, -0.0);
        } else Blocks.copy(count, depth, a.values(), from, a.row(), a.column(), left, strip * tiles.pitch * depth, depth, 1);
    }

    /// Fills the steps of a panel behind the block's own. Of -0 times 0 every sum stays what it is, 0 and -0 too.
    private void fill(Object panel, int from, int pitch, double number) {
        if (steps == depth) return;
        int first = from + depth * pitch, end = from + steps * pitch;
        if (panel instanceof float[] floats) Arrays.fill(floats, first, end, (float) number);
        else Arrays.fill((double[]) panel, first, end, number);
    }

    /// Copies the block's steps of so many columns into a panel. What lies behind them in the panel is of no meaning.
    private void copy(int count, Object from, int fo, int fRow, int fColumn, Object into, int to, int pitch) {
        int lanes = tiles.lanes;
        // What is copied too much has no meaning, but must lie in the arrays.
        if (fColumn == 1 && count <= lanes && pitch == lanes && from instanceof float[] x && fo + (depth - 1) * fRow + lanes <= x.length && tiles.strips((long) depth * count)) {
            VectorStrips.copy(depth, x, fo, fRow, (float[]) into, to, pitch);
            return;
        }
        Turn turn = fRow == 1 && fColumn != 1 && depth >= lanes ? tiles.turn((long) depth * count) : null;
        if (turn == null) Blocks.copy(depth, count, from, fo, fRow, fColumn, into, to, pitch, 1);
        else for (int c = 0; c < count; c += lanes) turn.run(depth, Math.min(lanes, count - c), from, fo + c * fColumn, fColumn, into, to + c, pitch, tiles.order);
    }

    // ---- tiles ----

    /// Computes some of the block's tiles, counted along the strips of rows.
    private void compute(int from, int to) {
        Panels own = of(tiles);
        int panels = panels();
        for (int t = from; t < to;) {
            int strip = t / panels, first = t % panels, end = Math.min(panels, first + to - t), r = strip * tiles.rows, rows = Math.min(tiles.rows, height - r);
            for (int panel = first; panel < end; panel++) tile(strip, rows, panel, own.edge);
            if (last && epilogue != null) epilogue.run(i + r, i + r + rows, j + first * span, j + Math.min(width, end * span));
            t += end - first;
        }
    }

    private void tile(int strip, int rows, int panel, Object edge) {
        int r = strip * tiles.rows, c = panel * span, count = Math.min(span, width - c), vectors = vectors(panel), row = vectors * tiles.lanes;
        boolean lies = lies(panel), whole = count == row && out.column() == 1;
        Object y = lies ? b.values() : right;
        int yo = lies ? b.offset() + p * b.row() + j + c : c * steps, yRow = lies ? b.row() : row;
        boolean own = packed || copied;
        Object x = own ? left : a.values();
        int xo = own ? strip * tiles.pitch * steps : a.offset() + (i + r) * a.row() + p, xRow = own ? depth : a.row();
        int at = out.offset() + (i + r) * out.row() + (j + c) * out.column();
        VectorTile tile = tiles.at(packed, rows, vectors, (long) rows * count * depth);
        if (tile == null && packed && rows < tiles.rows) {
            // A strip has room for all rows of the largest tile, which is ready first; what that makes of the others goes to the edge.
            tile = tiles.at(true, tiles.rows, vectors, 0);
            whole = false;
        }
        if (tile != null && whole) {
            if (fresh) tile.run(steps, x, xo, xRow, y, yo, yRow, zeros, 0, 0, out.values(), at, out.row());
            else tile.run(steps, x, xo, xRow, y, yo, yRow, out.values(), at, out.row(), out.values(), at, out.row());
            return;
        }
        // A tile at the edge is computed beside the result; what lies outside of it is left there.
        if (fresh) for (int i = 0; i < rows; i++) System.arraycopy(zeros, 0, edge, i * row, row);
        else Blocks.copy(rows, count, out.values(), at, out.row(), out.column(), edge, 0, row, 1);
        if (tile != null) tile.run(steps, x, xo, xRow, y, yo, yRow, edge, 0, row, edge, 0, row);
        else scalar(rows, row, x, xo, xRow, y, yo, yRow, edge);
        Blocks.copy(rows, count, edge, 0, row, 1, out.values(), at, out.row(), out.column());
    }

    /// A tile whose vector code is not ready.
    private void scalar(int rows, int columns, Object x, int xo, int xRow, Object y, int yo, int yRow, Object c) {
        int down = packed ? 1 : xRow, step = packed ? tiles.pitch : 1;
        for (int r = 0; r < rows; r += ScalarTiles.EDGE) for (int s = 0; s < columns; s += ScalarTiles.EDGE) {
            int h = Math.min(ScalarTiles.EDGE, rows - r), w = Math.min(ScalarTiles.EDGE, columns - s);
            ScalarTiles.of(dtype, h, w).run(h, depth, x, xo + r * down, down, step, y, yo + s, yRow, 1, c, r * columns + s, columns, 1);
        }
    }
}
