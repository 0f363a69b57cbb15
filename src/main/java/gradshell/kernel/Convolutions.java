package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.Layout;
import gradshell.array.Shape;
import gradshell.formula.Formula;
import java.util.concurrent.CancellationException;

/// Convolutions over any number of dimensions, and what their derivatives need, as matrix products over columns of windows.
///
/// Images are `[n, channels, …]`, weights `[out channels, channels of a group, …]`. An image at a time is taken apart, some rows of windows at a
/// time, so that the columns never hold many numbers. Sums run over channels and places of the window (results), over out channels and then
/// over places of the window (images), over images and windows (weights), in ascending order, whatever the layout and the batch.
public final class Convolutions {
    /// About so many numbers are laid out as columns at once.
    private static final int COLUMNS = 1 << 18;

    private static final Formula SUM = Formula.X.add(Formula.Y);

    private Convolutions() {}

    /// `y[n, o, …] += Σ w[o, c, k…] · x[n, c, …]`: the convolution (in truth the correlation) of images with weights.
    public static void convolve(Array y, Array x, Array w, Sliding sliding, int groups) { new Pass(y, x, Copies.contiguous(w), sliding, groups).each(Pass::forward); }

    /// The convolution with the weights held still, transposed: fresh images `x` from numbers `y` of the results' shape.
    public static void spread(Array x, Array y, Array w, Sliding sliding, int groups) { new Pass(Copies.contiguous(y), x, Copies.contiguous(w), sliding, groups).each(Pass::backward); }

    /// The convolution with the images held still, transposed: fresh weights `w` from numbers `y` of the results' shape.
    public static void correlate(Array w, Array x, Array y, Sliding sliding, int groups) { new Pass(Copies.contiguous(y), x, w, sliding, groups).each(Pass::weigh); }

    /// One image, one group of channels, some rows of windows after the other.
    private static final class Pass {
        private final Array y, x, w;
        private final Sliding sliding;
        private final int groups, rank, outs, channels, taps;
        private final int[] kernel, counts;
        /// The shape of an image with its padding, `[channels, …]`, and the current image.
        private final Shape padded;
        private Array image;

        Pass(Array y, Array x, Array w, Sliding sliding, int groups) {
            this.y = y;
            this.x = x;
            this.w = w;
            this.sliding = sliding;
            this.groups = groups;
            rank = sliding.rank();
            outs = w.shape().size(0) / groups;
            channels = w.shape().size(1);
            kernel = w.shape().slice(2, rank + 2).toArray();
            counts = y.shape().slice(2, rank + 2).toArray();
            taps = channels * Shape.of(kernel).elements();
            Shape shape = x.shape().slice(1, rank + 2);
            for (int i = 0; i < rank; i++) shape = shape.with(i + 1, sliding.padded(i, x.shape().size(i + 2)));
            padded = shape;
        }

        private interface Step {
            void run(Pass pass, int n);
        }

        void each(Step step) {
            if (x.elements() == 0 || y.elements() == 0 || w.elements() == 0) return;
            for (int n = 0; n < x.shape().size(0); n++) {
                if (Thread.currentThread().isInterrupted()) throw new CancellationException("interrupted");
                step.run(this, n);
            }
        }

        // ---- what is done with an image ----

        void forward(int n) {
            load(n);
            for (int g = 0; g < groups; g++) for (int from = 0, rows; from < counts[0]; from += rows) {
                rows = rows(from);
                Products.accumulate(results(n, g, from, rows), weights(g), matrix(columns(g, from, rows)));
            }
        }

        void weigh(int n) {
            load(n);
            for (int g = 0; g < groups; g++) for (int from = 0, rows; from < counts[0]; from += rows) {
                rows = rows(from);
                Products.accumulate(weights(g), results(n, g, from, rows), transposed(matrix(columns(g, from, rows))));
            }
        }

        void backward(int n) {
            image = Array.zeros(x.dtype(), padded);
            for (int g = 0; g < groups; g++) for (int from = 0, rows; from < counts[0]; from += rows) {
                rows = rows(from);
                Array windows = columns(g, from, rows), columns = Array.zeros(x.dtype(), windows.shape());
                Products.accumulate(matrix(columns), transposed(weights(g)), results(n, g, from, rows));
                addTaps(windows, columns, 1);
            }
            Array whole = x.view(x.layout().select(0, n));
            Copies.into(inner(whole, false), inner(image, true));
        }

        /// Adds columns to the places of the image that they were taken from, one place of the window after the other.
        private void addTaps(Array windows, Array columns, int dimension) {
            if (dimension > rank) {
                Fused.of(SUM, x.dtype(), x.dtype(), x.dtype()).apply(windows, windows, columns);
                return;
            }
            // The dimension of the window disappears, so the next one takes its place.
            for (int tap = 0; tap < kernel[dimension - 1]; tap++) addTaps(windows.view(windows.layout().select(1, tap)), columns.view(columns.layout().select(1, tap)), dimension + 1);
        }

        // ---- parts ----

        private void load(int n) {
            Array whole = x.view(x.layout().select(0, n));
            if (!sliding.pads()) {
                image = whole;
                return;
            }
            if (image == null) image = Array.zeros(x.dtype(), padded);
            Copies.into(inner(image, true), inner(whole, false));
        }

        /// What an image and its padded form share.
        private Array inner(Array one, boolean padded) {
            Layout layout = one.layout();
            for (int i = 0; i < rank; i++) {
                int low = sliding.low().get(i), high = sliding.high().get(i), size = x.shape().size(i + 2);
                int shared = size + Math.min(low, 0) + Math.min(high, 0);
                layout = layout.slice(i + 1, padded ? Math.max(low, 0) : Math.max(-low, 0), shared, 1);
            }
            return one.view(layout);
        }

        private int rows(int from) {
            long row = (long) taps;
            for (int i = 1; i < rank; i++) row *= counts[i];
            return (int) Math.min(Math.max(COLUMNS / row, 1), counts[0] - from);
        }

        /// The windows of some rows, `[channels, k…, counts…]`, as a view of the image.
        private Array columns(int group, int from, int rows) {
            Layout layout = image.layout().slice(0, group * channels, channels, 1);
            int[] order = new int[2 * rank + 1];
            for (int i = 0; i < rank; i++) {
                layout = layout.windows(i + 1, counts[i], sliding.step().get(i), kernel[i], sliding.dilation().get(i));
                order[i + 1] = rank + 1 + i;
                order[rank + 1 + i] = i + 1;
            }
            return image.view(layout.slice(1, from, rows, 1).permute(order));
        }

        /// Windows as a matrix `[channels · k…, counts…]`, copied where they have no such layout.
        private Array matrix(Array windows) {
            Shape flat = Shape.of(taps, windows.shape().elements() / taps);
            Layout view = windows.layout().reshape(flat);
            return view != null ? windows.view(view) : Copies.copy(windows).view(flat.contiguous());
        }

        private Array results(int n, int group, int from, int rows) {
            Layout layout = y.layout().select(0, n).slice(0, group * outs, outs, 1).slice(1, from, rows, 1);
            return y.view(layout.reshape(Shape.of(outs, layout.shape().elements() / outs)));
        }

        private Array weights(int group) { return w.view(w.layout().slice(0, group * outs, outs, 1).reshape(Shape.of(outs, taps))); }

        private static Array transposed(Array matrix) { return matrix.view(matrix.layout().permute(1, 0)); }
    }
}
