package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import gradshell.kernel.Sliding;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Convolutions of signals `[n, channels, length]` and images `[n, channels, height, width]`, and the transposed ones.
///
/// The three operations are each other's transposes: of images, weights and results, any two give the third.
public sealed interface Convolutions permits Tensor {

    private Tensor self() { return (Tensor) this; }

    // ---- the operations ----

    private static String named(String operation, Sliding sliding) { return operation + sliding.rank() + "d"; }

    private static Shape shape(List<Integer> sizes) { return Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray()); }

    private static List<Integer> spatial(Type type) { return IntStream.of(type.shape().slice(2, type.shape().rank()).toArray()).boxed().toList(); }

    /// From images and weights to results.
    record Convolve(Sliding sliding, int groups) implements BilinearMap {
        @Override
        public String name() { return named("conv", sliding); }

        @Override
        public Type type(Type x, Type w) {
            Shape out = Shape.of(x.shape().size(0), w.shape().size(0));
            for (int i = 0; i < sliding.rank(); i++) out = out.insert(i + 2, sliding.count(i, x.shape().size(i + 2), w.shape().size(i + 2)));
            return new Type(x.dtype(), out);
        }

        @Override
        public Array forward(Type out, Array x, Array w) {
            Array y = Array.zeros(out.dtype(), out.shape());
            gradshell.kernel.Convolutions.convolve(y, x, w, sliding, groups).run();
            return y;
        }

        @Override
        public void forwardInto(Array out, Array... in) { bound(out, in).run(); }

        @Override
        public Runnable bound(Array out, Array... in) { return gradshell.kernel.Convolutions.convolve(out, in[0], in[1], sliding, groups); }

        @Override
        public Tensor transposeLeft(Tensor g, Type x, Tensor w) { return g.apply(new Spread(sliding, groups, spatial(x)), w); }

        @Override
        public Tensor transposeRight(Tensor g, Tensor x, Type w) { return x.apply(new Correlate(sliding, groups, spatial(w)), g); }

        static Stream<Sample> samples() { return settings().flatMap(c -> Stream.of(Sample.of(new Convolve(c.sliding, c.groups), c.x, c.w))); }
    }

    /// From results and weights to images: the transposed convolution.
    record Spread(Sliding sliding, int groups, List<Integer> sizes) implements BilinearMap {
        @Override
        public String name() { return named("convTranspose", sliding); }

        @Override
        public Type type(Type y, Type w) { return new Type(y.dtype(), Shape.of(y.shape().size(0), w.shape().size(1) * groups).concat(shape(sizes))); }

        @Override
        public Array forward(Type out, Array y, Array w) {
            Array x = Array.zeros(out.dtype(), out.shape());
            gradshell.kernel.Convolutions.spread(x, y, w, sliding, groups).run();
            return x;
        }

        @Override
        public void forwardInto(Array out, Array... in) { bound(out, in).run(); }

        @Override
        public Runnable bound(Array out, Array... in) { return gradshell.kernel.Convolutions.spread(out, in[0], in[1], sliding, groups); }

        @Override
        public Tensor transposeLeft(Tensor g, Type y, Tensor w) { return g.apply(new Convolve(sliding, groups), w); }

        @Override
        public Tensor transposeRight(Tensor g, Tensor y, Type w) { return g.apply(new Correlate(sliding, groups, spatial(w)), y); }

        static Stream<Sample> samples() { return settings().map(c -> Sample.of(new Spread(c.sliding, c.groups, spatial(new Type(DType.FLOAT64, c.x))), c.y(), c.w)); }
    }

    /// From images and results to weights.
    record Correlate(Sliding sliding, int groups, List<Integer> kernel) implements BilinearMap {
        @Override
        public String name() { return named("convWeight", sliding); }

        @Override
        public Type type(Type x, Type y) { return new Type(x.dtype(), Shape.of(y.shape().size(1), x.shape().size(1) / groups).concat(shape(kernel))); }

        @Override
        public Array forward(Type out, Array x, Array y) {
            Array w = Array.zeros(out.dtype(), out.shape());
            gradshell.kernel.Convolutions.correlate(w, x, y, sliding, groups).run();
            return w;
        }

        @Override
        public void forwardInto(Array out, Array... in) { bound(out, in).run(); }

        @Override
        public Runnable bound(Array out, Array... in) { return gradshell.kernel.Convolutions.correlate(out, in[0], in[1], sliding, groups); }

        @Override
        public Tensor transposeLeft(Tensor g, Type x, Tensor y) { return y.apply(new Spread(sliding, groups, spatial(x)), g); }

        @Override
        public Tensor transposeRight(Tensor g, Tensor x, Type y) { return x.apply(new Convolve(sliding, groups), g); }

        static Stream<Sample> samples() { return settings().map(c -> Sample.of(new Correlate(c.sliding, c.groups, spatial(new Type(DType.FLOAT64, c.w))), c.x, c.y())); }
    }

    /// A case to check all three operations on.
    record Setting(Sliding sliding, int groups, Shape x, Shape w) {
        Shape y() { return new Convolve(sliding, groups).type(new Type(DType.FLOAT64, x), new Type(DType.FLOAT64, w)).shape(); }
    }

    private static Stream<Setting> settings() {
        List<Integer> none = List.of(0, 0), one = List.of(1, 1);
        return Stream.of(
                new Setting(new Sliding(List.of(2), List.of(1), List.of(0), List.of(2)), 1, Shape.of(2, 2, 7), Shape.of(3, 2, 2)),
                new Setting(new Sliding(one, none, none, one), 1, Shape.of(2, 2, 4, 5), Shape.of(3, 2, 2, 3)),
                new Setting(new Sliding(List.of(2, 3), one, List.of(2, -1), List.of(2, 1)), 2, Shape.of(1, 4, 6, 7), Shape.of(2, 2, 3, 2)),
                new Setting(new Sliding(one, none, none, one), 1, Shape.of(2, 3, 2, 2), Shape.of(2, 3, 1, 1)));
    }

    // ---- convolution ----

    private Tensor conv(int rank, Tensor weight, Tensor bias, Conv settings) {
        String operation = "conv" + rank + "d";
        Tensor x = batched(operation, rank, weight, bias);
        int groups = settings.groups(), channels = x.size(1), outs = weight.size(0);
        if (channels != weight.size(1) * groups) throw new ShapeException(operation + ": images " + self().shape() + " have " + channels + (channels == 1 ? " channel" : " channels") + ", weights " + weight.shape() + " with groups " + groups + " need " + weight.size(1) * groups + hint(channels, weight, groups));
        if (outs % groups != 0) throw new ShapeException(operation + ": weights " + weight.shape() + " give " + outs + " channels, which do not fall into " + groups + " groups of one size");
        Sliding sliding = sliding(operation, rank, weight, settings);
        for (int i = 0; i < rank; i++) {
            int size = sliding.padded(i, x.size(i + 2)), extent = sliding.extent(i, weight.size(i + 2));
            if (size < extent) throw new ShapeException(operation + ": a window of " + extent + " is larger than dimension " + (i - rank) + " of images " + self().shape() + ", which with its padding has " + size);
        }
        return finished(x.apply(new Convolve(sliding, groups), weight), outs, operation, rank, bias);
    }

    private static String hint(int channels, Tensor weight, int groups) {
        int fitting = weight.size(1) == 0 ? 0 : channels / weight.size(1);
        boolean fits = fitting != groups && fitting > 0 && fitting * weight.size(1) == channels && weight.size(0) % fitting == 0;
        return fits ? "; use conv().groups(" + fitting + ")" : "";
    }

    /// This tensor with a batch dimension, once everything about the inputs that does not depend on settings is right.
    private Tensor batched(String operation, int rank, Tensor weight, Tensor bias) {
        Tensor x = self();
        if (x.dim() != rank + 1 && x.dim() != rank + 2) throw new ShapeException(operation + ": images have shape " + x.shape() + "; they need " + (rank + 2) + " dimensions [n, channels, " + (rank == 1 ? "length]" : "height, width]") + ", or all but the first" + (x.dim() == rank ? "; use unsqueeze(0)" : ""));
        if (weight.dim() != rank + 2) throw new ShapeException(operation + ": weights have shape " + weight.shape() + "; they need " + (rank + 2) + " dimensions");
        for (int i = 0; i < rank; i++) if (weight.size(i + 2) == 0) throw new ShapeException(operation + ": weights " + weight.shape() + " have no elements along dimension " + (i + 2));
        checkType(operation, "weights", weight);
        if (bias != null) checkType(operation, "the bias", bias);
        if (x.dtype() == DType.BOOL) throw new DTypeException(operation + ": bool has no products; use x.to(float32)");
        return x.dim() == rank + 1 ? x.unsqueeze(0) : x;
    }

    private void checkType(String operation, String what, Tensor other) {
        if (other.dtype() != self().dtype()) throw new DTypeException(operation + ": images are " + self().dtype() + ", " + what + " " + other.dtype() + "; they must be equal, use x.to(" + self().dtype().promote(other.dtype()) + ")");
    }

    private static Sliding sliding(String operation, int rank, Tensor weight, Conv settings) {
        List<Integer> stride = Conv.each(operation, "stride", settings.stride(), rank), dilation = Conv.each(operation, "dilation", settings.dilation(), rank);
        if (settings.padding() != null) {
            List<Integer> padding = Conv.each(operation, "padding", settings.padding(), rank);
            return new Sliding(stride, padding, padding, dilation);
        }
        if (stride.stream().anyMatch(s -> s != 1)) throw new ShapeException(operation + ": padding \"same\" needs a stride of 1, not " + Conv.written(stride) + "; give the padding in numbers");
        List<Integer> total = IntStream.range(0, rank).map(i -> dilation.get(i) * (weight.size(i + 2) - 1)).boxed().toList();
        return new Sliding(stride, total.stream().map(n -> n / 2).toList(), total.stream().map(n -> n - n / 2).toList(), dilation);
    }

    /// With the bias of each channel, and without the batch dimension if there was none.
    private Tensor finished(Tensor y, int outs, String operation, int rank, Tensor bias) {
        if (bias != null) {
            if (bias.dim() != 1 || bias.size(0) != outs) throw new ShapeException(operation + ": the bias has shape " + bias.shape() + "; it needs " + Shape.of(outs) + ", a number for each channel");
            Shape column = Shape.of(outs);
            for (int i = 0; i < rank; i++) column = column.insert(i + 1, 1);
            y = y.add(bias.reshape(column));
        }
        return self().dim() == rank + 1 ? y.squeeze(0) : y;
    }

    /// The convolution of signals `[n, channels, length]` with weights `[out channels, channels, size]`.
    /// {@snippet : tensor("[[[1., 2., 4., 8.]]]").conv1d(tensor("[[[1., -1.]]]"))    // ==> [[[-1., -2., -4.]]]  float32 [1, 1, 3] }
    default Tensor conv1d(Tensor weight) { return conv(1, weight, null, Conv.DEFAULT); }
    /// The same with a number added to each out channel; a bias of null adds none.
    default Tensor conv1d(Tensor weight, Tensor bias) { return conv(1, weight, bias, Conv.DEFAULT); }
    /// The same with settings: `x.conv1d(weight, conv().stride(2))`.
    default Tensor conv1d(Tensor weight, Conv settings) { return conv(1, weight, null, settings); }
    /// The same with bias and settings.
    default Tensor conv1d(Tensor weight, Tensor bias, Conv settings) { return conv(1, weight, bias, settings); }
    /// The same with a stride.
    default Tensor conv1d(Tensor weight, Tensor bias, int stride) { return conv1d(weight, bias, stride, 0); }
    /// The same with stride and padding.
    default Tensor conv1d(Tensor weight, Tensor bias, int stride, int padding) { return conv1d(weight, bias, stride, padding, 1, 1); }
    /// The same with all settings of PyTorch, in its order.
    default Tensor conv1d(Tensor weight, Tensor bias, int stride, int padding, int dilation, int groups) { return conv(1, weight, bias, Conv.DEFAULT.stride(stride).padding(padding).dilation(dilation).groups(groups)); }

    /// The convolution of images `[n, channels, height, width]` with weights `[out channels, channels, height, width]`.
    /// {@snippet : arange(9).reshape(1, 3, 3).conv2d(tensor("[[[[1, 0], [0, 1]]]]"))    // ==> [[[4, 6], [10, 12]]]  int64 [1, 2, 2] }
    default Tensor conv2d(Tensor weight) { return conv(2, weight, null, Conv.DEFAULT); }
    /// The same with a number added to each out channel; a bias of null adds none.
    default Tensor conv2d(Tensor weight, Tensor bias) { return conv(2, weight, bias, Conv.DEFAULT); }
    /// The same with settings.
    /// {@snippet : ones(1, 2, 7, 7).conv2d(ones(4, 1, 3, 3), conv().stride(2).padding(1, 0).groups(2)).shape()    // ==> [1, 4, 4, 3] }
    default Tensor conv2d(Tensor weight, Conv settings) { return conv(2, weight, null, settings); }
    /// The same with bias and settings.
    default Tensor conv2d(Tensor weight, Tensor bias, Conv settings) { return conv(2, weight, bias, settings); }
    /// The same with a stride.
    default Tensor conv2d(Tensor weight, Tensor bias, int stride) { return conv2d(weight, bias, stride, 0); }
    /// The same with stride and padding.
    default Tensor conv2d(Tensor weight, Tensor bias, int stride, int padding) { return conv2d(weight, bias, stride, padding, 1, 1); }
    /// The same with all settings of PyTorch, in its order.
    default Tensor conv2d(Tensor weight, Tensor bias, int stride, int padding, int dilation, int groups) { return conv(2, weight, bias, Conv.DEFAULT.stride(stride).padding(padding).dilation(dilation).groups(groups)); }

    // ---- transposed convolution ----

    private Tensor convTranspose(int rank, Tensor weight, Tensor bias, Conv settings) {
        String operation = "convTranspose" + rank + "d";
        Tensor y = batched(operation, rank, weight, bias);
        int groups = settings.groups(), channels = y.size(1);
        if (channels != weight.size(0)) throw new ShapeException(operation + ": images " + self().shape() + " have " + channels + (channels == 1 ? " channel" : " channels") + ", weights " + weight.shape() + " need " + weight.size(0) + (weight.size(1) == channels && groups == 1 ? "; exchange the first two dimensions: weight.transpose(0, 1)" : ""));
        if (channels % groups != 0) throw new ShapeException(operation + ": images " + self().shape() + " have " + channels + " channels, which do not fall into " + groups + " groups of one size");
        if (settings.padding() == null) throw new ShapeException(operation + ": padding \"same\" has no transposed form; give the padding in numbers");
        Sliding sliding = sliding(operation, rank, weight, settings);
        List<Integer> more = Conv.each(operation, "outputPadding", settings.outputPadding(), rank);
        Integer[] sizes = new Integer[rank], high = new Integer[rank];
        for (int i = 0; i < rank; i++) {
            int stride = sliding.step().get(i), dilation = sliding.dilation().get(i), extra = more.get(i);
            if (extra >= Math.max(stride, dilation)) throw new ShapeException(operation + ": outputPadding " + extra + " must be smaller than stride " + stride + " or dilation " + dilation);
            int size = (y.size(i + 2) - 1) * stride + sliding.extent(i, weight.size(i + 2)) + extra - 2 * sliding.low().get(i);
            if (size < 1) throw new ShapeException(operation + ": dimension " + (i - rank) + " of the result would have size " + size + "; the padding " + sliding.low().get(i) + " is too large for images " + self().shape());
            sizes[i] = size;
            // No window reaches the output padding.
            high[i] = sliding.low().get(i) - extra;
        }
        Sliding exact = new Sliding(sliding.step(), sliding.low(), List.of(high), sliding.dilation());
        return finished(y.apply(new Spread(exact, groups, List.of(sizes)), weight), weight.size(1) * groups, operation, rank, bias);
    }

    /// The transposed convolution of signals with weights `[channels, out channels, size]`: what [#conv1d] does to a gradient.
    /// {@snippet : tensor("[[[1., 2.]]]").convTranspose1d(tensor("[[[1., 10.]]]"))    // ==> [[[ 1., 12., 20.]]]  float32 [1, 1, 3] }
    default Tensor convTranspose1d(Tensor weight) { return convTranspose(1, weight, null, Conv.DEFAULT); }
    /// The same with a number added to each out channel; a bias of null adds none.
    default Tensor convTranspose1d(Tensor weight, Tensor bias) { return convTranspose(1, weight, bias, Conv.DEFAULT); }
    /// The same with settings: `x.convTranspose1d(weight, conv().stride(2).outputPadding(1))`.
    default Tensor convTranspose1d(Tensor weight, Conv settings) { return convTranspose(1, weight, null, settings); }
    /// The same with bias and settings.
    default Tensor convTranspose1d(Tensor weight, Tensor bias, Conv settings) { return convTranspose(1, weight, bias, settings); }
    /// The same with a stride.
    default Tensor convTranspose1d(Tensor weight, Tensor bias, int stride) { return convTranspose1d(weight, bias, stride, 0); }
    /// The same with stride and padding.
    default Tensor convTranspose1d(Tensor weight, Tensor bias, int stride, int padding) { return convTranspose(1, weight, bias, Conv.DEFAULT.stride(stride).padding(padding)); }

    /// The transposed convolution of images with weights `[channels, out channels, height, width]`: what [#conv2d] does to a gradient.
    /// {@snippet : ones(1, 2, 3, 3).convTranspose2d(ones(2, 4, 2, 2), conv().stride(2)).shape()    // ==> [1, 4, 6, 6] }
    default Tensor convTranspose2d(Tensor weight) { return convTranspose(2, weight, null, Conv.DEFAULT); }
    /// The same with a number added to each out channel; a bias of null adds none.
    default Tensor convTranspose2d(Tensor weight, Tensor bias) { return convTranspose(2, weight, bias, Conv.DEFAULT); }
    /// The same with settings.
    default Tensor convTranspose2d(Tensor weight, Conv settings) { return convTranspose(2, weight, null, settings); }
    /// The same with bias and settings.
    default Tensor convTranspose2d(Tensor weight, Tensor bias, Conv settings) { return convTranspose(2, weight, bias, settings); }
    /// The same with a stride.
    default Tensor convTranspose2d(Tensor weight, Tensor bias, int stride) { return convTranspose2d(weight, bias, stride, 0); }
    /// The same with stride and padding.
    default Tensor convTranspose2d(Tensor weight, Tensor bias, int stride, int padding) { return convTranspose(2, weight, bias, Conv.DEFAULT.stride(stride).padding(padding)); }
}
