package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Convolutions of many small float32 images with a step of 1: a vector holds the same place of different images, so that no lane is idle beside
/// narrow rows, and places of the window that lie outside can be left out.
///
/// Each number is the chain of [ImageProduct]: one fma a step, plus 0.
final class ImageLanes {
    /// Wider rows fill vectors well enough.
    private static final int WIDEST = 24;
    private static final ThreadLocal<float[][]> SCRATCH = ThreadLocal.withInitial(() -> new float[2][0]);

    /// Results that take the same steps.
    ///
    /// @param places  where the steps read, from the place of a result on
    /// @param weights which weights they take
    /// @param from    the places of the results in the input, one for each strip
    /// @param to      where they are written
    record Region(int[] places, int[] weights, int[] from, int[] to) {}

    private final int outs, steps, rows, strips, group, size, results;
    private final ImageTile tile;
    private final float[] weights;
    private final List<Region> regions = new ArrayList<>();

    /// @param outs    how many out channels there are
    /// @param steps   how many weights each has
    /// @param size    how many numbers of an image are read, padding among them
    /// @param results how many places an out channel has
    private ImageLanes(ImageTile tile, int rows, int strips, int outs, int steps, int size, int results) {
        this.tile = tile;
        this.rows = rows;
        this.outs = outs;
        this.steps = steps;
        this.size = size;
        this.results = results;
        this.strips = strips;
        group = strips * VectorEmitter.lanes(DType.FLOAT32);
        weights = new float[Math.ceilDiv(outs, rows) * steps * rows];
    }

    /// Null where images as they are fill vectors as well, or while there is no warm code.
    ///
    /// @param used  how many of a row's places are computed
    /// @param width how many of them count
    static ImageLanes of(DType dtype, int images, int used, int width, int outs, int steps, int size, int results) {
        long work = (long) images * outs * steps * results;
        if (dtype != DType.FLOAT32 || used > WIDEST || !Warming.loaded(work)) return null;
        int lanes = VectorEmitter.lanes(dtype), strips = fill(images, 4 * lanes) ? 4 : 2;
        boolean wasteful = 4 * Math.ceilDiv(used, lanes) * lanes > 5 * width;
        if (!wasteful || !fill(images, strips * lanes)) return null;
        int rows = ImageProduct.rows(outs, strips);
        ImageTile tile = ImageProduct.tile(dtype, rows, strips, work);
        return tile == null ? null : new ImageLanes(tile, rows, strips, outs, steps, size, results);
    }

    /// Whether groups of images are nearly full.
    private static boolean fill(int images, int group) { return images >= group && 4 * Math.ceilDiv(images, group) * group <= 5 * images; }

    /// Sets the weights: that of out channel r for step s lies at `at + r · row + s / inner · outer + s % inner`.
    ImageLanes weights(float[] w, int at, int row, int inner, int outer) {
        for (int r = 0; r < outs; r++) for (int s = 0, to = r / rows * rows * steps + r % rows; s < steps; s++, to += rows) weights[to] = w[at + r * row + s / inner * outer + s % inner];
        return this;
    }

    /// Adds results that take some steps.
    ///
    /// @param steps  which weights
    /// @param places where these steps read, in numbers of an image
    /// @param from   where the results' places lie in the image
    /// @param to     which results they are
    void region(int[] steps, int[] places, int[] from, int[] to) {
        int[] starts = new int[from.length * strips], ends = new int[starts.length];
        for (int s = 0; s < starts.length; s++) {
            int lane = s % strips * (group / strips);
            starts[s] = from[s / strips] * group + lane;
            ends[s] = to[s / strips] * group + lane;
        }
        regions.add(new Region(Arrays.stream(places).map(p -> p * group).toArray(), Arrays.stream(steps).map(s -> s * rows).toArray(), starts, ends));
    }

    /// How an image is read: `channels` of `height` rows of `width` numbers, laid out with `above` rows and `before` columns of zeros in rows of `pitch`.
    record Frame(int channels, int height, int width, int above, int before, int tall, int pitch) {
        boolean isFull() { return tall == height && pitch == width; }
    }

    /// Computes all images.
    ///
    /// @param first the place of the first image's first channel, and `stride` the distance to the next image; the same of the results
    void run(Array x, Frame frame, int first, int stride, Array y, int yFirst, int yStride, int images) {
        float[] from = x.floats(), to = y.floats();
        Threads.split(Math.ceilDiv(images, group), 1, (a, b) -> {
            float[][] scratch = SCRATCH.get();
            int room = size * group, outRoom = outs * results * group;
            if (scratch[0].length < room) scratch[0] = new float[room];
            if (scratch[1].length < outRoom) scratch[1] = new float[outRoom];
            float[] packed = scratch[0], out = scratch[1];
            if (!frame.isFull()) Arrays.fill(packed, 0, room, 0);
            for (int g = a; g < b; g++) {
                Pools.look();
                // Where the last images are too few, some are computed twice.
                int image = Math.min(g * group, images - group);
                pack(from, first + image * stride, stride, frame, packed);
                for (int block = 0; block * rows < outs; block++) for (Region r : regions)
                    tile.run(r.places.length, weights, block * rows * steps, r.weights, packed, r.places, r.from, r.to, r.from.length, out, block * rows * results * group, results * group, Math.min(rows, outs - block * rows), -1L);
                unpack(out, outs * results, to, yFirst + image * yStride, yStride);
            }
        });
    }

    private void pack(float[] x, int first, int stride, Frame f, float[] packed) {
        if (f.isFull()) {
            pack(x, first, stride, f.channels * f.height * f.width, packed, 0);
            return;
        }
        for (int c = 0; c < f.channels; c++) for (int i = 0; i < f.height; i++)
            pack(x, first + (c * f.height + i) * f.width, stride, f.width, packed, ((c * f.tall + f.above + i) * f.pitch + f.before) * group);
    }

    private void pack(float[] x, int first, int stride, int count, float[] packed, int at) {
        for (int m = 0; m < count; m += 16) for (int n = 0, end = Math.min(m + 16, count); n < group; n++) {
            int from = first + n * stride, to = at + n;
            for (int i = m; i < end; i++) packed[to + i * group] = x[from + i];
        }
    }

    private void unpack(float[] packed, int count, float[] y, int first, int stride) {
        for (int m = 0; m < count; m += 16) for (int n = 0, end = Math.min(m + 16, count); n < group; n++) {
            int to = first + n * stride;
            for (int i = m; i < end; i++) y[to + i] = packed[n + i * group];
        }
    }
}
