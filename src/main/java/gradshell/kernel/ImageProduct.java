package gradshell.kernel;

import gradshell.array.DType;
import gradshell.formula.Formula;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/// Weights times [Planes]: element (i, j) of out channel r is Σ weights[r, p] · planes[places[p] + i · pitch + j], one fma a step, p ascending, plus 0.
///
/// Each out channel needs only one pass over the places, and no window is ever copied.
final class ImageProduct {
    private static final Formula FMA = Formula.X.fma(Formula.Y, Formula.Z), SUM = Formula.X.add(Formula.Y);
    /// Few sizes, since each has to be warmed; HotSpot's first compiler gives up on tiles of more sums.
    private static final int MOST_ROWS = 6, MOST_STRIPS = 2;

    private record Size(DType dtype, int rows, int strips) {}

    private static final Map<Size, Warming<ImageTile>> TILES = new ConcurrentHashMap<>();

    private final DType dtype;
    private final int outs, height, width, pitch, outPitch, rows;
    private final int[] places;
    private final ImageTile tile;
    private int[] from, to;
    private long lanes;
    /// Where the weights are, and how they lie.
    private Object values, weights;
    private int weightsAt, weightsRow;
    private int[] weightSteps;

    /// @param outs     how many out channels there are
    /// @param outPitch how far apart the rows of a result lie
    /// @param images   how many images there are
    ImageProduct(DType dtype, int outs, int[] places, int height, int width, int pitch, int outPitch, int images) {
        this.dtype = dtype;
        this.outs = outs;
        this.places = places;
        this.height = height;
        this.width = width;
        this.pitch = pitch;
        this.outPitch = outPitch;
        long work = work() * outs * images;
        if (!dtype.isFloating() || !Warming.loaded(work)) {
            rows = Math.min(outs, MOST_ROWS);
            tile = null;
            return;
        }
        int vector = VectorEmitter.lanes(dtype), across = Math.ceilDiv(width, vector), count = height * across;
        Size size = best(count);
        rows = size.rows;
        tile = tile(size).get(work);
        lanes = width >= vector ? -1L : (1L << width) - 1;
        from = new int[Math.ceilDiv(count, size.strips) * size.strips];
        to = new int[from.length];
        for (int s = 0; s < from.length; s++) {
            // The last strip of a row ends where the row does; the last of all is repeated until a tile is full.
            int i = Math.min(s, count - 1) / across, j = Math.max(Math.min(Math.min(s, count - 1) % across * vector, width - vector), 0);
            from[s] = i * pitch + j;
            to[s] = i * outPitch + j;
        }
    }

    /// The size of tile that needs the fewest cycles: two multiplications each, or two loads, with one for each round; a multiplication takes four.
    private Size best(int count) {
        Size best = null;
        double least = Double.MAX_VALUE;
        for (int r = 1; r <= Math.min(outs, MOST_ROWS); r++) for (int v = 1; v <= MOST_STRIPS; v++) {
            double cycles = Math.ceilDiv(outs, r) * Math.ceilDiv(count, v) * (1 + Math.max(4, Math.max(r * v / 2., (r + 2 * v) / 2.)));
            if (cycles >= least) continue;
            least = cycles;
            best = new Size(dtype, r, v);
        }
        return best;
    }

    /// How many multiplications an out channel of an image takes.
    long work() { return (long) places.length * height * width; }

    /// Out channels are computed so many at a time.
    int rows() { return rows; }

    int blocks() { return Math.ceilDiv(outs, rows); }

    /// With weights: that of out channel r for step p lies at `at + r · row + steps[p]`.
    ImageProduct weights(Object values, int at, int row, int[] steps) {
        this.values = values;
        weightsAt = at;
        weightsRow = row;
        weightSteps = steps;
        return this;
    }

    /// Whether it has the code that it will always have.
    boolean isWarm() { return tile != null; }

    /// Looks at the weights as they are now.
    void begin() {
        int k = weightSteps.length;
        weights = Scratch.large(1, dtype, blocks() * k * rows);
        for (int r = 0; r < outs; r++) {
            int start = weightsAt + r * weightsRow, to = r / rows * rows * k + r % rows;
            switch (values) {
                case float[] floats -> { for (int p = 0; p < k; p++) ((float[]) weights)[to + p * rows] = floats[start + weightSteps[p]]; }
                case double[] doubles -> { for (int p = 0; p < k; p++) ((double[]) weights)[to + p * rows] = doubles[start + weightSteps[p]]; }
                default -> { for (int p = 0; p < k; p++) System.arraycopy(values, start + weightSteps[p], weights, to + p * rows, 1); }
            }
        }
    }

    /// Forgets the weights.
    void end() { weights = null; }

    /// Computes a block of out channels of an image.
    ///
    /// @param plane how far apart out channels lie
    void run(int block, Object image, Object out, int at, int plane) {
        int count = Math.min(rows, outs - block * rows), k = places.length;
        if (tile != null) tile.run(k, weights, block * k * rows, image, places, from, to, from.length, out, at, plane, count, lanes);
        else plain(block * k * rows, count, image, out, at, plane);
    }

    /// Whole planes at a time, with what lies between the rows.
    private void plain(int weight, int count, Object image, Object out, int at, int plane) {
        int length = (height - 1) * pitch + width;
        Fused fma = Fused.of(FMA, dtype, dtype, dtype, dtype), add = Fused.of(SUM, dtype, dtype, dtype);
        Object zero = dtype.allocate(1);
        for (int r = 0; r < count; r++) {
            Object sums = dtype.allocate(length);
            for (int p = 0; p < places.length; p++) fma.run(sums, 0, 1, length, weights, weight + p * rows + r, 0, image, places[p], 1, sums, 0, 1);
            for (int i = 0; i < height; i++) add.run(out, at + r * plane + i * outPitch, 1, width, sums, i * pitch, 1, zero, 0, 0);
        }
    }

    // ---- warming ----

    private static Warming<ImageTile> tile(Size size) { return TILES.computeIfAbsent(size, s -> new Warming<>(() -> ImageTileCode.define(s.dtype, s.rows, s.strips), new Race(s))); }

    /// A small image of its own.
    private static final class Race implements Warming.Race<ImageTile> {
        private static final int STEPS = 64, TILES = 8;

        private final Size size;
        private final Object image, weights, out;
        private final int vector;
        private final int[] places = new int[STEPS], from;

        Race(Size size) {
            this.size = size;
            vector = VectorEmitter.lanes(size.dtype);
            from = new int[TILES * size.strips];
            Arrays.setAll(places, p -> p * 3);
            Arrays.setAll(from, s -> s * vector);
            image = numbers(from.length * vector + 3 * STEPS);
            weights = numbers(size.rows * STEPS);
            out = size.dtype.allocate(size.rows * from.length * vector);
        }

        private Object numbers(int count) {
            Random random = new Random(0);
            Object values = size.dtype.allocate(count);
            for (int i = 0; i < count; i++) {
                if (values instanceof float[] floats) floats[i] = (float) random.nextGaussian();
                else ((double[]) values)[i] = random.nextGaussian();
            }
            return values;
        }

        @Override
        public void vector(ImageTile code) {
            // Full and partial tiles, so that no branch stays unseen.
            for (int i = 0; i < 8; i++) code.run(STEPS, weights, 0, image, places, from, from, from.length, out, 0, from.length * vector, i == 7 ? 1 : size.rows, i == 6 ? 1 : -1L);
        }

        @Override
        public void scalar() {
            Fused fma = Fused.of(FMA, size.dtype, size.dtype, size.dtype, size.dtype);
            int length = from.length * vector;
            for (int i = 0; i < 8; i++) for (int r = 0; r < size.rows; r++) for (int p = 0; p < STEPS; p++)
                fma.run(out, r * length, 1, length, weights, p, 0, image, places[p], 1, out, r * length, 1);
        }
    }
}
