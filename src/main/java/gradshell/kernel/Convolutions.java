package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Interruption;
import gradshell.array.Layout;
import gradshell.array.Shape;
import gradshell.formula.Formula;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Convolutions over one or two dimensions, and what their derivatives need, each as one pass over images.
///
/// Images are `[n, channels, …]`, weights `[out channels, channels of a group, …]`. Sums run in one order, one fma a step, whatever the layout:
/// results over channels and then places of the window, padding among them as zeros; images over out channels and then places of the window, of which
/// those outside of the results take no part; weights as [WeightProduct] says. No result or image is -0.
public final class Convolutions {
    /// Results narrower than this are computed for all images side by side, if there are as many.
    private static final int NARROW = 8;
    /// So many multiplications are worth another thread.
    private static final int GRAIN = 1 << 19;

    private static final Formula FMA = Formula.X.fma(Formula.Y, Formula.Z), SUM = Formula.X.add(Formula.Y);

    private final Array y, x, w;
    private final Sliding sliding;
    private final int groups, images, outs, channels, kernelY, kernelX, stepY, stepX, lowY, lowX, dilationY, dilationX, height, width;
    private final DType dtype;

    /// @param y `[n, out channels, height, width]`, and so on
    private Convolutions(Array y, Array x, Array w, Sliding sliding, int groups) {
        this.y = y;
        this.x = x;
        this.w = w;
        this.sliding = sliding;
        this.groups = groups;
        dtype = y.dtype();
        images = x.shape().size(0);
        outs = w.shape().size(0) / groups;
        channels = w.shape().size(1);
        kernelY = w.shape().size(2);
        kernelX = w.shape().size(3);
        height = y.shape().size(2);
        width = y.shape().size(3);
        // The step to a second row or column that does not exist may be any.
        stepY = height == 1 ? 1 : sliding.step().get(0);
        stepX = width == 1 ? 1 : sliding.step().get(1);
        lowY = sliding.low().get(0);
        lowX = sliding.low().get(1);
        dilationY = sliding.dilation().get(0);
        dilationX = sliding.dilation().get(1);
    }

    /// What computes `y[n, o, …] = Σ w[o, c, k…] · x[n, c, …]` each time it is run: the convolution (in truth the correlation) of images with weights.
    ///
    /// @param y without gaps
    public static Runnable convolve(Array y, Array x, Array w, Sliding sliding, int groups) {
        if (x.elements() == 0 || y.elements() == 0 || w.elements() == 0) return () -> Copies.clear(y);
        // What has to be copied is copied anew each time.
        if (!w.layout().isContiguous()) return () -> convolve(y, x, Copies.copy(w), sliding, groups).run();
        Convolutions all = of(y, x, w, sliding, groups);
        if (!all.narrow()) return all.forward();
        return () -> {
            Array target = sideBySide(all.y), results = Array.zeros(y.dtype(), target.shape());
            all.turned(results, sideBySide(all.x)).forward().run();
            Copies.into(target, results);
        };
    }

    /// What computes the convolution with the weights held still, transposed: images `x` from numbers `y` of the results' shape.
    ///
    /// @param x without gaps
    public static Runnable spread(Array x, Array y, Array w, Sliding sliding, int groups) {
        if (x.elements() == 0 || y.elements() == 0 || w.elements() == 0) return () -> Copies.clear(x);
        if (!w.layout().isContiguous()) return () -> spread(x, y, Copies.copy(w), sliding, groups).run();
        Convolutions all = of(y, x, w, sliding, groups);
        Runnable wide = all.narrow() ? null : all.backward();
        return () -> {
            if (wide == null || !all.isDirect() || !all.finite()) Copies.clear(x);
            if (!all.finite()) all.careful();
            else if (wide != null) wide.run();
            else {
                Array target = sideBySide(all.x), results = Array.zeros(x.dtype(), target.shape());
                all.turned(sideBySide(all.y), results).backward().run();
                Copies.into(target, results);
            }
        };
    }

    /// What computes the convolution with the images held still, transposed: weights `w` from numbers `y` of the results' shape.
    ///
    /// @param w without gaps
    public static Runnable correlate(Array w, Array x, Array y, Sliding sliding, int groups) {
        if (x.elements() == 0 || y.elements() == 0 || w.elements() == 0) return () -> Copies.clear(w);
        Convolutions all = of(y, x, w, sliding, groups);
        Runnable weigh = all.narrow() || !all.y.layout().isContiguous() ? () -> (all.narrow() ? all.turned(sideBySide(all.y), sideBySide(all.x)) : all).weigh(true).run() : all.weigh(false);
        return () -> {
            Copies.clear(w);
            weigh.run();
        };
    }

    // ---- shapes ----

    /// Signals become images of one row.
    private static Convolutions of(Array y, Array x, Array w, Sliding sliding, int groups) {
        if (sliding.rank() == 2) return new Convolutions(y, x, w, sliding, groups);
        Sliding row = new Sliding(List.of(1, sliding.step().getFirst()), List.of(0, sliding.low().getFirst()), List.of(0, sliding.high().getFirst()), List.of(1, sliding.dilation().getFirst()));
        return new Convolutions(y.view(y.layout().unsqueeze(2)), x.view(x.layout().unsqueeze(2)), w.view(w.layout().unsqueeze(2)), row, groups);
    }

    private boolean narrow() { return width < NARROW && images >= NARROW && stepX == 1; }

    /// All images as one, `[1, channels, height, width · n]`, in which neighbours are the same places of different images.
    private static Array sideBySide(Array x) {
        Shape s = x.shape();
        Layout turned = x.layout().permute(1, 2, 3, 0);
        return x.view(turned.unsqueeze(0));
    }

    /// The same convolution of images side by side, `[1, channels, height, width, n]`.
    private Convolutions turned(Array y, Array x) {
        Sliding wide = new Sliding(List.of(stepY, 1), List.of(lowY, lowX * images), List.of(0, 0), List.of(dilationY, dilationX * images));
        return new Convolutions(flat(y), flat(x), w, wide, groups);
    }

    private static Array flat(Array x) {
        Array whole = Copies.contiguous(x);
        Shape s = x.shape();
        return whole.view(whole.layout().reshape(Shape.of(1, s.size(1), s.size(2), s.size(3) * s.size(4))));
    }

    /// The image with its padding, as every place of the window meets it.
    private Planes planes() {
        return new Planes(dtype, channels, stepY, stepX, lowY, lowX, height + (kernelY - 1) * dilationY / stepY, width + (kernelX - 1) * dilationX / stepX);
    }

    /// Where the windows' places begin in the planes, over channels and then places of the window.
    private int[] places(Planes planes) {
        int[] places = new int[channels * kernelY * kernelX];
        for (int p = 0; p < places.length; p++) places[p] = planes.place(p / (kernelX * kernelY), p / kernelX % kernelY * dilationY, p % kernelX * dilationX);
        return places;
    }

    private static void look() {
        Interruption.check();
    }

    private static int grain(long work) { return Math.clamp(GRAIN / Math.max(work, 1), 1, GRAIN); }

    // ---- results ----

    private Runnable forward() {
        Planes planes = planes();
        int[] places = places(planes), steps = new int[places.length];
        for (int p = 0; p < steps.length; p++) steps[p] = p;
        int plane = height * width, start = y.layout().offset();
        List<Runnable> passes = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            int out = g * outs;
            passes.add(new Pass(planes, x, g * channels,
                    () -> new ImageProduct(dtype, outs, places, height, width, planes.pitch(), width, images).weights(w.storage().values(), w.layout().offset() + out * steps.length, steps.length, steps),
                    (product, packed, n, block) -> product.run(block, packed, y.storage().values(), start + (n * groups * outs + out + block * product.rows()) * plane, plane)));
        }
        return all(passes);
    }

    private static Runnable all(List<Runnable> passes) {
        Runnable[] each = passes.toArray(Runnable[]::new);
        return each.length == 1 ? each[0] : () -> { for (Runnable pass : each) pass.run(); };
    }

    private interface Step {
        void run(ImageProduct product, Object packed, int image, int block);
    }

    /// Something that is done with each block of channels of each image.
    private final class Pass implements Runnable {
        private final Planes planes;
        private final Array from;
        private final int first;
        private final Supplier<ImageProduct> make;
        private final Step step;
        private final Threads.Part part = this::part;
        private ImageProduct product;

        Pass(Planes planes, Array from, int first, Supplier<ImageProduct> make, Step step) {
            this.planes = planes;
            this.from = from;
            this.first = first;
            this.make = make;
            this.step = step;
        }

        @Override
        public void run() {
            // Until it has vector code it is asked for anew.
            if (product == null || !product.isWarm()) product = make.get();
            product.begin();
            Threads.split(images * product.blocks(), grain(product.work() * product.rows()), part);
            product.end();
        }

        private void part(int begin, int end) {
            int blocks = product.blocks();
            Object packed = planes.room(0, 1);
            for (int i = begin; i < end; i++) {
                look();
                if (i == begin || i % blocks == 0) planes.fill(packed, 0, from, i / blocks, first);
                step.run(product, packed, i / blocks, i % blocks);
            }
        }
    }

    // ---- images ----

    /// The rows or columns of an image that lie at one place between two windows: `low` of them are missing in front of the first.
    ///
    /// @param shifts for each place of the window that reaches them, how many windows it lies back; -1 for the others
    private record Phase(int first, int count, int[] shifts) {
        static Phase of(int phase, int step, int low, int size, int kernel, int dilation) {
            int first = Math.ceilDiv(low - phase, step), end = Math.ceilDiv(size + low - phase, step);
            int[] shifts = new int[kernel];
            for (int k = 0; k < kernel; k++) shifts[k] = k * dilation % step == phase ? (k * dilation - phase) / step : -1;
            return new Phase(first, end - first, shifts);
        }

        int reach() {
            int reach = Integer.MIN_VALUE;
            for (int shift : shifts) if (shift >= 0) reach = Math.max(reach, shift - first);
            return reach;
        }
    }

    private static List<Phase> phases(int step, int low, int size, int kernel, int dilation) {
        List<Phase> phases = new ArrayList<>();
        for (int p = 0; p < step; p++) phases.add(Phase.of(p, step, low, size, kernel, dilation));
        return phases;
    }

    private static int before(List<Phase> phases) { return phases.stream().filter(p -> p.count > 0).mapToInt(Phase::reach).max().orElse(0); }

    private static int most(List<Phase> phases) { return phases.stream().mapToInt(Phase::count).max().orElse(0); }

    private static int longest(List<Phase> phases, int before) {
        int longest = 1;
        for (Phase phase : phases) if (phase.count > 0) for (int shift : phase.shifts) if (shift >= 0) longest = Math.max(longest, phase.first - shift + before + phase.count);
        return longest;
    }

    /// Whether all of an image is one result of the transposed convolution.
    private boolean isDirect() { return stepY == 1 && stepX == 1; }

    private Runnable backward() {
        int sizeY = x.shape().size(2), sizeX = x.shape().size(3);
        List<Phase> down = phases(stepY, lowY, sizeY, kernelY, dilationY), across = phases(stepX, lowX, sizeX, kernelX, dilationX);
        int beforeY = before(down), beforeX = before(across);
        Planes planes = new Planes(dtype, outs, 1, 1, beforeY, beforeX, longest(down, beforeY), longest(across, beforeX));
        List<Runnable> passes = new ArrayList<>();
        for (int g = 0; g < groups; g++) for (int py = 0; py < stepY; py++) for (int px = 0; px < stepX; px++) {
            Pass pass = backward(g, down.get(py), across.get(px), py, px, planes, beforeY, beforeX);
            if (pass != null) passes.add(pass);
        }
        return all(passes);
    }

    private Pass backward(int group, Phase down, Phase across, int py, int px, Planes planes, int beforeY, int beforeX) {
        int taps = kernelY * kernelX, count = 0;
        int[] places = new int[outs * taps], steps = new int[places.length];
        for (int p = 0; p < places.length; p++) {
            int ty = down.shifts[p / kernelX % kernelY], tx = across.shifts[p % kernelX];
            if (ty < 0 || tx < 0) continue;
            steps[count] = p / taps * channels * taps + p % taps;
            places[count++] = planes.place(p / taps, down.first - ty + beforeY, across.first - tx + beforeX);
        }
        if (count == 0 || down.count <= 0 || across.count <= 0) return null;
        int sizeX = x.shape().size(3), plane = x.shape().size(2) * sizeX, room = down.count * across.count, start = x.layout().offset();
        int corner = (down.first * stepY + py - lowY) * sizeX + across.first * stepX + px - lowX;
        boolean direct = isDirect();
        int[] reached = java.util.Arrays.copyOf(places, count), weighed = java.util.Arrays.copyOf(steps, count);
        Fused move = Fused.of(Formula.X, dtype, dtype);
        return new Pass(planes, y, group * outs, () -> new ImageProduct(dtype, channels, reached, down.count, across.count, planes.pitch(), direct ? sizeX : across.count, images)
                .weights(w.storage().values(), w.layout().offset() + group * outs * channels * taps, taps, weighed), (product, packed, n, block) -> {
            int channel = group * channels + block * product.rows(), at = start + (n * groups * channels + channel) * plane + corner;
            if (direct) {
                product.run(block, packed, x.storage().values(), at, plane);
                return;
            }
            int rows = Math.min(product.rows(), channels - block * product.rows());
            Object results = Scratch.large(5, dtype, rows * room);
            product.run(block, packed, results, 0, room);
            for (int i = 0; i < rows * down.count; i++)
                move.run(x.storage().values(), at + i / down.count * plane + i % down.count * stepY * sizeX, stepX, across.count, results, i * across.count, 1);
        });
    }

    /// Whether a zero times any weight is zero.
    private boolean finite() {
        int at = w.layout().offset(), end = at + w.elements();
        switch (w.storage().values()) {
            case float[] floats -> { for (int i = at; i < end; i++) if (!Float.isFinite(floats[i])) return false; }
            case double[] doubles -> { for (int i = at; i < end; i++) if (!Double.isFinite(doubles[i])) return false; }
            default -> {}
        }
        return true;
    }

    /// Images row by row, without the zeros beside the results, which infinite weights would make NaN.
    private void careful() {
        Fused fma = Fused.of(FMA, dtype, dtype, dtype, dtype);
        Object image = x.storage().values();
        int sizeY = x.shape().size(2), sizeX = x.shape().size(3), taps = kernelY * kernelX;
        for (int n = 0; n < images; n++) for (int o = 0; o < groups * outs; o++) for (int c = 0; c < channels; c++) {
            look();
            for (int tap = 0; tap < taps; tap++) for (int i = 0; i < height; i++) {
                int row = i * stepY + tap / kernelX * dilationY - lowY, shift = tap % kernelX * dilationX - lowX;
                int first = Math.max(Math.ceilDiv(-shift, stepX), 0), end = Math.min(width, Math.ceilDiv(sizeX - shift, stepX));
                if (row < 0 || row >= sizeY || end <= first) continue;
                int to = x.layout().offset() + ((n * groups + o / outs) * channels + c) * sizeY * sizeX + row * sizeX + first * stepX + shift;
                Layout from = y.layout();
                fma.run(image, to, stepX, end - first, w.storage().values(), w.layout().offset() + (o * channels + c) * taps + tap, 0,
                        y.storage().values(), from.offset() + n * from.stride(0) + o * from.stride(1) + i * from.stride(2) + first * from.stride(3), from.stride(3), image, to, stepX);
            }
        }
        Fused.of(SUM, dtype, dtype, dtype).apply(x, x, Array.zeros(dtype, Shape.SCALAR));
    }

    // ---- weights ----

    private Runnable weigh(boolean copied) {
        Planes planes = planes();
        int[] places = places(planes);
        Array results = copied ? Copies.contiguous(y) : y;
        return new Runnable() {
            private WeightProduct product;

            @Override
            public void run() {
                if (product == null || !product.isWarm()) product = new WeightProduct(dtype, planes, places, outs, height * width, height, width, images);
                for (int g = 0; g < groups; g++)
                    product.run(w.storage().values(), w.layout().offset() + g * outs * places.length, places.length, x, g * channels, results, g * outs * height * width);
            }
        };
    }
}
