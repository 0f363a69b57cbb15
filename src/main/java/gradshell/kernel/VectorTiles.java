package gradshell.kernel;

import gradshell.array.DType;

/// The vector tiles of one type, and which of them are ready.
///
/// Vector code that HotSpot has not compiled yet is a hundred times slower than scalar code. So a tile that is wanted often enough runs on made-up
/// numbers first, on a thread of its own, and is handed out when it has become fast.
final class VectorTiles {
    /// A tile is at most so many vectors wide.
    private static final int MOST = 8;
    /// So many multiplications are worth a tile's warming.
    private static final long HOT = 1_000_000;

    private static final VectorTiles[] ALL = new VectorTiles[DType.values().length];
    private static final long[] SEEN = new long[ALL.length];

    /// What sets tiles apart: whether they run over packed panels, their height, and how many vectors wide they are.
    record Size(boolean packed, int rows, int vectors) {}

    final DType dtype;
    private final Mode mode;
    /// The numbers in a vector.
    final int lanes;
    /// The height of the largest tile: its sums, a row of vectors and one more vector fit into the registers.
    final int rows;
    /// How far apart the steps of a packed panel of rows are.
    final int pitch;
    /// Of so many rows the factors may be in registers at once; twice as many in the second of two steps.
    final int abreast;
    private final VectorTile[] ready;
    private final long[] seen;
    private final Warming<Turn> turn;
    private final Warming<Boolean> strips;
    /// The last argument of [Turn#run].
    final Object order;

    /// @param mode VECTOR for tiles that are ready at once, SCALAR for tiles that never are
    VectorTiles(DType dtype, Mode mode) {
        this.dtype = dtype;
        this.mode = mode;
        lanes = VectorEmitter.lanes(dtype);
        boolean few = VectorEmitter.isNarrow(dtype);
        rows = few ? 6 : 14;
        pitch = few ? 8 : 16;
        abreast = few ? 1 : 2;
        ready = new VectorTile[2 * MOST * rows];
        seen = new long[ready.length];
        turn = new Warming<>(() -> TurnCode.define(dtype, lanes), new Turning());
        order = TurnCode.order(dtype, lanes);
        strips = dtype == DType.FLOAT32 && lanes == pitch ? VectorStrips.warming(rows, lanes) : null;
    }

    /// The tiles of a type, or null if it has none, or none yet.
    ///
    /// @param work how many multiplications they are wanted for
    static VectorTiles of(DType dtype, long work) {
        int slot = dtype.ordinal();
        VectorTiles known = ALL[slot];
        if (known != null || !dtype.isFloating() || !Upgrade.POSSIBLE) return known;
        if (Mode.CHOSEN == Mode.VECTOR) return ALL[slot] = new VectorTiles(dtype, Mode.VECTOR);
        if (Mode.CHOSEN != Mode.AUTO) return null;
        long before = SEEN[slot];
        SEEN[slot] = before + work;
        // Loading the Vector API takes long, too.
        if (before < HOT && before + work >= HOT) Upgrade.later(() -> ALL[slot] = new VectorTiles(dtype, Mode.AUTO));
        return null;
    }

    /// How many vectors wide the tiles of so many rows are: eight sums at least do not wait for each other.
    static int vectors(boolean packed, int rows) { return packed || rows > 3 ? 2 : rows == 1 ? MOST : MOST / 2; }

    /// A tile, or null if it is not ready yet.
    ///
    /// @param work how many multiplications it is wanted for
    VectorTile at(boolean packed, int rows, int vectors, long work) {
        int slot = ((packed ? MOST : 0) + vectors - 1) * this.rows + rows - 1;
        VectorTile tile = ready[slot];
        if (tile != null) return tile;
        if (mode == Mode.VECTOR) return ready[slot] = VectorTileCode.define(this, new Size(packed, rows, vectors));
        if (mode != Mode.AUTO) return null;
        long before = seen[slot];
        seen[slot] = before + work;
        if (before < HOT && before + work >= HOT) Upgrade.later(new Trial(new Size(packed, rows, vectors), slot));
        return null;
    }

    /// What turns columns into rows, or null if it is not ready yet.
    ///
    /// @param numbers how many it would turn
    Turn turn(long numbers) { return mode == Mode.SCALAR ? null : mode == Mode.VECTOR ? turn.made() : turn.get(numbers); }

    /// Whether rows that are not longer than a vector are copied a vector at a time by now.
    boolean strips(long numbers) { return strips != null && mode != Mode.SCALAR && (mode == Mode.VECTOR || strips.get(numbers) != null); }

    /// Some vectors of columns, turned both ways.
    private final class Turning implements Warming.Race<Turn> {
        private static final int ROWS = 200;
        private final Object from = dtype.allocate(ROWS * lanes), into = dtype.allocate(ROWS * lanes);

        @Override
        public void vector(Turn code) { code.run(ROWS, lanes, from, 0, ROWS, into, 0, lanes, order); }

        @Override
        public void scalar() { Blocks.copy(ROWS, lanes, from, 0, 1, ROWS, into, 0, lanes, 1); }
    }

    /// Runs a tile until HotSpot has compiled it.
    private final class Trial implements Runnable {
        private static final int CALLS = 100, DEPTH = 24;
        /// After so many calls HotSpot has been asked for its best code, and it remains to wait.
        private static final int ENOUGH = 8000;
        /// In nanoseconds: compiled code takes a tenth of this for a step, and HotSpot's first tiers fifty times as much.
        private static final long STEP = 3, CALL = 200;

        private final Size size;
        private final int slot;
        private VectorTile tile;
        private Object a, b, c;
        /// The time until the next try, in milliseconds. A machine that is busy now may have time later.
        private long pause = 1;
        private int calls;

        Trial(Size size, int slot) {
            this.size = size;
            this.slot = slot;
        }

        @Override
        public void run() {
            if (tile == null) {
                tile = VectorTileCode.define(VectorTiles.this, size);
                a = dtype.allocate(pitch * DEPTH);
                b = dtype.allocate(size.vectors * lanes * DEPTH);
                c = dtype.allocate(pitch * size.vectors * lanes);
            }
            int row = size.vectors * lanes;
            long least = Long.MAX_VALUE;
            for (int i = 0; i < CALLS; i++) {
                long start = System.nanoTime();
                tile.run(DEPTH, a, 0, DEPTH, b, 0, row, c, 0, row, c, 0, row);
                least = Math.min(least, System.nanoTime() - start);
            }
            if (least <= CALL + STEP * size.rows * size.vectors * DEPTH) ready[slot] = tile;
            else Upgrade.later(this, (calls += CALLS) < ENOUGH ? pause : (pause += pause / 2 + 1));
        }
    }
}
