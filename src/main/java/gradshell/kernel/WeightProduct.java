package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Interruption;
import gradshell.formula.Formula;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/// Gradients of a convolution's weights: for each out channel and each place of the window, the sum of products of results and images.
///
/// Every column of the results has a sum of its own over images and rows, one fma a step; the sums of 16 columns are folded in halves, and
/// these are added from left to right. Nothing of that depends on vectors, threads, or on how the work is cut.
final class WeightProduct {
    private static final Formula FMA = Formula.X.fma(Formula.Y, Formula.Z), SUM = Formula.X.add(Formula.Y);
    /// So many sums of columns are held at once, and so many numbers of images.
    private static final int SUMS = 1 << 20, IMAGES = 1 << 18;
    /// So many rows are run through before the next sums, while they are in the first cache.
    private static final int NEAR = 64;
    private static final int GRAIN = 1 << 19;
    private static final int MOST = 8, COLUMNS = WeightTile.COLUMNS;

    private record Size(DType dtype, int rows, int taps) {}

    private static final Map<Size, Warming<WeightTile>> TILES = new ConcurrentHashMap<>();

    private final DType dtype;
    private final Planes planes;
    private final int outs, height, width, vector;
    private final int[] places, rowPlaces;
    private final Size size;
    private final WeightTile tile;
    /// How many sums each of a tile's weights has, and how many tiles there are along out channels, places and columns.
    private final int span, down, across, chunks;

    /// @param outs  how many out channels a group has
    /// @param plane how far apart out channels of a result lie
    WeightProduct(DType dtype, Planes planes, int[] places, int outs, int plane, int height, int width, int images) {
        this.dtype = dtype;
        this.planes = planes;
        this.outs = outs;
        this.height = height;
        this.width = width;
        long work = (long) outs * places.length * height * width * images;
        boolean vectors = dtype.isFloating() && Warming.loaded(work);
        vector = vectors ? VectorEmitter.lanes(dtype) : 1;
        Size best = vectors && vector <= COLUMNS ? best(outs, places.length) : null;
        tile = best == null ? null : tile(best).get(work);
        size = tile == null ? new Size(dtype, 1, 1) : best;
        chunks = tile == null ? 1 : Math.ceilDiv(width, COLUMNS);
        span = tile == null ? Math.ceilDiv(width, COLUMNS) * COLUMNS : COLUMNS;
        down = Math.ceilDiv(outs, size.rows);
        across = Math.ceilDiv(places.length, size.taps);
        // Where the last tile is not full its last row or place is computed more than once.
        this.places = Arrays.copyOf(places, across * size.taps);
        Arrays.fill(this.places, places.length, this.places.length, places[places.length - 1]);
        rowPlaces = new int[down * size.rows];
        Arrays.setAll(rowPlaces, r -> Math.min(r, outs - 1) * plane);
    }

    private static Size best(int outs, int taps) {
        Size best = null;
        double least = Double.MAX_VALUE;
        for (int r = 1; r <= Math.min(outs, MOST); r++) for (int t = 1; t <= Math.min(taps, MOST); t++) {
            if (r * t > VectorEmitter.sums()) continue;
            double cycles = Math.ceilDiv(outs, r) * Math.ceilDiv(taps, t) * (1 + Math.max(4, Math.max(r * t / 2., r + t)));
            if (cycles >= least) continue;
            least = cycles;
            best = new Size(null, r, t);
        }
        return best;
    }

    /// Whether it has the code that it will always have.
    boolean isWarm() { return tile != null; }

    // ---- the product at work ----

    private Array x, y;
    private Object packed, last, sums;
    private int[] ys = {}, xs = {};
    /// From which channel of the images, image and unit on, how many images, and how many of their rows lie in `y` itself.
    private int firstChannel, start, first, here, tail;
    private final Threads.Part fill = this::fill, accumulate = this::accumulate;

    /// Adds the sums of a group to weights `[outs, places]` from `at` on.
    ///
    /// @param y   the results, without gaps
    /// @param out the place of the group's first out channel in an image of `y`
    void run(Object w, int at, int taps, Array x, int firstChannel, Array y, int out) {
        int units = down * across * chunks, unit = size.rows * size.taps * span, most = Math.max(1, SUMS / unit), images = x.shape().size(0), block = Math.clamp(IMAGES / planes.size(), 1, images);
        this.x = x;
        this.y = y;
        this.firstChannel = firstChannel;
        if (ys.length != block * height) {
            ys = new int[block * height];
            xs = new int[ys.length];
            for (int s = 0; s < xs.length; s++) xs[s] = s / height * planes.size() + s % height * planes.pitch();
        }
        packed = planes.room(2, block);
        int whole = y.shape().slice(1, 4).elements();
        // Vectors read beyond the end of rows, so the last images need room behind them.
        int late = Math.min(images, Math.ceilDiv(COLUMNS, whole)), own = outs * height * width;
        last = Scratch.zeros(3, dtype, late * own + COLUMNS);
        for (int i = 0; i < late; i++) System.arraycopy(y.storage().values(), y.layout().offset() + (images - late + i) * whole + out, last, i * own, own);
        for (first = 0; first < units; first += most) {
            int count = Math.min(most, units - first);
            sums = Scratch.zeros(4, dtype, count * unit);
            for (start = 0; start < images; start += block) {
                here = Math.min(block, images - start);
                Threads.split(here, Math.ceilDiv(1 << 16, planes.size()), fill);
                tail = Math.clamp(images - late - start, 0, here) * height;
                for (int s = 0; s < here * height; s++) {
                    int image = start + s / height, row = s % height * width;
                    ys[s] = s < tail ? y.layout().offset() + image * whole + out + row : (image - images + late) * own + row;
                }
                Threads.split(count, Math.clamp(GRAIN / ((long) here * height * unit), 1, count), accumulate);
            }
            for (int u = 0; u < count; u++) reduce(first + u, sums, u * unit, w, at, taps);
        }
        this.x = this.y = null;
        packed = last = sums = null;
    }

    private void fill(int from, int to) { for (int i = from; i < to; i++) planes.fill(packed, i * planes.size(), x, start + i, firstChannel); }

    private void accumulate(int from, int to) {
        int unit = size.rows * size.taps * span;
        // Some rows at a time for all sums.
        for (int s = 0, next; s < here * height; s = next) {
            next = Math.min(s + NEAR, s < tail ? tail : here * height);
            Object results = s < tail ? y.storage().values() : last;
            for (int u = from; u < to; u++) {
                if ((u & 63) == 0) Interruption.check();
                accumulate(first + u, s, next, results, ys, packed, xs, sums, u * unit);
            }
        }
    }

    private void accumulate(int unit, int first, int end, Object y, int[] ys, Object x, int[] xs, Object sums, int at) {
        int chunk = unit % chunks, tap = unit / chunks % across * size.taps, row = unit / chunks / across * size.rows;
        if (tile == null) {
            Fused fma = Fused.of(FMA, dtype, dtype, dtype, dtype);
            for (int s = first; s < end; s++) fma.run(sums, at, 1, width, y, ys[s] + rowPlaces[row], 1, x, xs[s] + places[tap], 1, sums, at, 1);
            return;
        }
        for (int lane = 0; lane < COLUMNS; lane += vector) {
            int shift = chunk * COLUMNS + lane;
            if (shift < width) tile.run(first, end, y, ys, rowPlaces, row, x, xs, places, tap, shift, sums, at + lane);
        }
    }

    /// Folds the sums of a tile; lanes beyond the last column hold what is no number of ours.
    private void reduce(int unit, Object sums, int at, Object w, int to, int taps) {
        int tap = unit / chunks % across * size.taps, row = unit / chunks / across * size.rows;
        for (int r = 0; r < Math.min(size.rows, outs - row); r++) for (int t = 0; t < Math.min(size.taps, taps - tap); t++) for (int c = 0; c < span; c += COLUMNS) {
            int place = at + (r * size.taps + t) * span + c, target = to + (row + r) * taps + tap + t, real = width - unit % chunks * COLUMNS - c;
            switch (sums) {
                case float[] floats -> ((float[]) w)[target] += fold(floats, place, real);
                case double[] doubles -> ((double[]) w)[target] += fold(doubles, place, real);
                default -> {
                    Fused add = Fused.of(SUM, dtype, dtype, dtype);
                    for (int half = COLUMNS / 2; half > 0; half /= 2) add.run(sums, place, 1, half, sums, place, 1, sums, place + half, 1);
                    add.run(w, target, 1, 1, w, target, 1, sums, place, 1);
                }
            }
        }
    }

    private static float fold(float[] x, int at, int real) {
        for (int i = real; i < COLUMNS; i++) x[at + i] = 0;
        for (int half = COLUMNS / 2; half > 0; half /= 2) for (int i = at; i < at + half; i++) x[i] += x[i + half];
        return x[at];
    }

    private static double fold(double[] x, int at, int real) {
        for (int i = real; i < COLUMNS; i++) x[at + i] = 0;
        for (int half = COLUMNS / 2; half > 0; half /= 2) for (int i = at; i < at + half; i++) x[i] += x[i + half];
        return x[at];
    }

    // ---- warming ----

    private Warming<WeightTile> tile(Size best) { return TILES.computeIfAbsent(new Size(dtype, best.rows, best.taps), s -> new Warming<>(() -> WeightTileCode.define(s.dtype, s.rows, s.taps), new Race(s))); }

    /// Small images of its own.
    private static final class Race implements Warming.Race<WeightTile> {
        private static final int ROWS = 128;

        private final Size size;
        private final Object x, y, sums;
        private final int vector;
        private final int[] starts = new int[ROWS], zeros = new int[MOST];

        Race(Size size) {
            this.size = size;
            vector = VectorEmitter.lanes(size.dtype);
            Arrays.setAll(starts, s -> s * vector);
            x = numbers(ROWS * vector);
            y = numbers(ROWS * vector);
            sums = size.dtype.allocate(size.rows * size.taps * COLUMNS);
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
        public void vector(WeightTile code) {
            for (int i = 0; i < 8; i++) code.run(0, ROWS, y, starts, zeros, 0, x, starts, zeros, 0, 0, sums, 0);
        }

        @Override
        public void scalar() {
            Fused fma = Fused.of(FMA, size.dtype, size.dtype, size.dtype, size.dtype);
            for (int i = 0; i < 8 * size.rows * size.taps; i++) for (int s = 0; s < ROWS; s++)
                fma.run(sums, 0, 1, vector, y, starts[s], 1, x, starts[s], 1, sums, 0, 1);
        }
    }
}
