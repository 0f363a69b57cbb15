package gradshell;

import gradshell.array.DType;
import gradshell.array.ShapeException;
import gradshell.nn.Activation;
import gradshell.nn.AdaptivePool;
import gradshell.nn.AlphaDropout;
import gradshell.nn.BatchNorm;
import gradshell.nn.Bilinear;
import gradshell.nn.Cell;
import gradshell.nn.Chain;
import gradshell.nn.ChannelDropout;
import gradshell.nn.Convolution;
import gradshell.nn.Distribution;
import gradshell.nn.Dropout;
import gradshell.nn.Embedding;
import gradshell.nn.Flatten;
import gradshell.nn.Glu;
import gradshell.nn.GroupNorm;
import gradshell.nn.Initializer;
import gradshell.nn.InstanceNorm;
import gradshell.nn.Layer;
import gradshell.nn.LayerNorm;
import gradshell.nn.Linear;
import gradshell.nn.LocalResponseNorm;
import gradshell.nn.MultiheadAttention;
import gradshell.nn.Named;
import gradshell.nn.Parallel;
import gradshell.nn.Pool;
import gradshell.nn.Positions;
import gradshell.nn.Prelu;
import gradshell.nn.Recurrent;
import gradshell.nn.RecurrentCell;
import gradshell.nn.Reshape;
import gradshell.nn.Residual;
import gradshell.nn.RmsNorm;
import gradshell.nn.RotaryPositions;
import gradshell.nn.Rrelu;
import gradshell.nn.Softmax;
import gradshell.nn.Summary;
import gradshell.nn.TransformerDecoder;
import gradshell.nn.TransformerDecoderLayer;
import gradshell.nn.TransformerEncoder;
import gradshell.nn.TransformerEncoderLayer;
import gradshell.tensor.Tensor;
import gradshell.tensor.Window;

/// The words of layers.
public abstract sealed class LayerWords extends GradientWords permits LossWords {
    LayerWords() {}

    // ---- layers ----

    /// `x · weightᵀ + bias`, from `in` features to `out`, with PyTorch's initial values.
    /// {@snippet : linear(3, 2).weight().shape()    // ==> [2, 3] }
    public static Linear linear(int in, int out) { return Linear.of(in, out, true); }
    /// The same with or without a bias.
    public static Linear linear(int in, int out, boolean bias) { return Linear.of(in, out, bias); }
    /// Layers one after the other.
    /// {@snippet : sequential(flatten(), relu())    // ==> flatten() -> relu() }
    public static Layer sequential(Layer... layers) { return Chain.of(layers); }
    /// 1 / (1 + e⁻ˣ) of each element.
    public static Layer sigmoid() { return new Activation(Tensor.SIGMOID); }
    /// Each element, or 0 where it is negative.
    public static Layer relu() { return new Activation(Tensor.RELU); }
    /// The hyperbolic tangent of each element.
    public static Layer tanh() { return new Activation(Tensor.TANH); }
    /// x · Φ(x) of each element.
    public static Layer gelu() { return new Activation(Tensor.GELU); }
    /// log(1 + eˣ) of each element.
    public static Layer softplus() { return new Activation(Tensor.SOFTPLUS, 1, 20); }
    /// Softmax along a dimension; not in front of `crossEntropyLoss`, which has one of its own.
    public static Layer softmax(int dim) { return new Softmax(dim, false); }
    /// The logarithm of softmax along a dimension.
    public static Layer logSoftmax(int dim) { return new Softmax(dim, true); }
    /// While training, zeros elements with a probability and scales the others up.
    public static Layer dropout(double p) { return new Dropout(p); }
    /// Makes one dimension of all but the first.
    public static Layer flatten() { return new Flatten(); }

    // ---- activations ----

    /// Each element, at least 0 and at most 6.
    public static Layer relu6() { return new Activation(Tensor.RELU6); }
    /// x times the sigmoid of x, of each element.
    public static Layer silu() { return new Activation(Tensor.SILU); }
    /// x · tanh(log(1 + eˣ)) of each element.
    public static Layer mish() { return new Activation(Tensor.MISH); }
    /// `elu` with the constants that keep mean and variance.
    public static Layer selu() { return new Activation(Tensor.SELU); }
    /// A sigmoid of three straight lines.
    public static Layer hardsigmoid() { return new Activation(Tensor.HARDSIGMOID); }
    /// x times `hardsigmoid` of x, of each element.
    public static Layer hardswish() { return new Activation(Tensor.HARDSWISH); }
    /// x / (1 + |x|) of each element.
    public static Layer softsign() { return new Activation(Tensor.SOFTSIGN); }
    /// x - tanh x of each element.
    public static Layer tanhshrink() { return new Activation(Tensor.TANHSHRINK); }
    /// The logarithm of the sigmoid of each element.
    public static Layer logsigmoid() { return new Activation(Tensor.LOGSIGMOID); }
    /// Each element, or a hundredth of it where it is negative.
    public static Layer leakyRelu() { return leakyRelu(0.01); }
    /// Each element, or so much of it where it is negative.
    /// {@snippet : leakyRelu(0.2)    // ==> leakyRelu(0.2) }
    public static Layer leakyRelu(double slope) { return new Activation(Tensor.LEAKY_RELU, slope); }
    /// Each element, or eˣ - 1 where it is negative.
    public static Layer elu() { return elu(1); }
    /// Each element, or `alpha` (eˣ - 1) where it is negative.
    public static Layer elu(double alpha) { return new Activation(Tensor.ELU, alpha); }
    /// Each element, or eˣ - 1 where it is negative.
    public static Layer celu() { return celu(1); }
    /// Each element, or `alpha` (e to the power of x / `alpha`, minus 1) where it is negative.
    public static Layer celu(double alpha) { return new Activation(Tensor.CELU, alpha); }
    /// Each element, at least -1 and at most 1.
    public static Layer hardtanh() { return hardtanh(-1, 1); }
    /// Each element, at least `low` and at most `high`.
    public static Layer hardtanh(double low, double high) { return new Activation(Tensor.HARDTANH, low, high); }
    /// Each element moved towards 0 by a half.
    public static Layer softshrink() { return softshrink(0.5); }
    /// Each element moved towards 0 by `lambda`.
    public static Layer softshrink(double lambda) { return new Activation(Tensor.SOFTSHRINK, lambda); }
    /// Each element, or 0 where it is at most a half in size.
    public static Layer hardshrink() { return hardshrink(0.5); }
    /// Each element, or 0 where it is at most `lambda` in size.
    public static Layer hardshrink(double lambda) { return new Activation(Tensor.HARDSHRINK, lambda); }
    /// log(1 + e to the power of `beta` x) / `beta`; x itself where `beta` x is above the threshold.
    public static Layer softplus(double beta, double threshold) { return new Activation(Tensor.SOFTPLUS, beta, threshold); }
    /// Each element, or `value` where it is not above the threshold.
    public static Layer threshold(double threshold, double value) { return new Activation(Tensor.THRESHOLD, threshold, value); }
    /// x · Φ(x) of each element: by "none", or by the approximation with "tanh".
    /// {@snippet : gelu("tanh")    // ==> geluTanh() }
    public static Layer gelu(String approximate) {
        return switch (approximate) {
            case "none" -> gelu();
            case "tanh" -> geluTanh();
            default -> throw new IllegalArgumentException("gelu: there is no approximation \"" + approximate + "\"; use \"none\" or \"tanh\"");
        };
    }
    /// The approximation of `gelu` with tanh.
    public static Layer geluTanh() { return new Activation(Tensor.GELU_TANH); }
    /// `leakyRelu` with one slope that is learnt, 0.25 at first.
    /// {@snippet : prelu().parameters().size()    // ==> 1 }
    public static Layer prelu() { return prelu(1); }
    /// `leakyRelu` with a slope that is learnt for each place of dimension 1.
    public static Layer prelu(int channels) { return Prelu.of(channels); }
    /// One half of a dimension times the sigmoid of the other half.
    public static Layer glu(int dim) { return new Glu(dim); }
    /// Softmax of the negative numbers along a dimension.
    public static Layer softmin(int dim) { return Named.of("softmin", x -> x.softmin(dim), dim); }
    /// Softmax over the channels of images, at each place.
    public static Layer softmax2d() {
        return Named.of("softmax2d", x -> {
            if (x.dim() != 3 && x.dim() != 4) throw new ShapeException("softmax2d: the input has shape " + x.shape() + "; it needs [n, channels, height, width], or all but the first");
            return x.softmax(-3);
        });
    }
    /// `leakyRelu` with slopes between 1/8 and 1/3, drawn while training.
    public static Layer rrelu() { return rrelu(1.0 / 8, 1.0 / 3); }
    /// `leakyRelu` with a slope for each element that is drawn while training, and the middle of the range otherwise.
    public static Layer rrelu(double lower, double upper) { return new Rrelu(lower, upper); }

    // ---- products ----

    /// `aᵀ · weight · b + bias` of two inputs, given one behind the other in the last dimension, or both to `apply(a, b)`.
    /// {@snippet : bilinear(2, 3, 4).apply(ones(5, 2), ones(5, 3)).shape()    // ==> [5, 4] }
    public static Bilinear bilinear(int in1, int in2, int out) { return Bilinear.of(in1, in2, out, true); }
    /// The same with or without a bias.
    public static Bilinear bilinear(int in1, int in2, int out, boolean bias) { return Bilinear.of(in1, in2, out, bias); }
    /// The convolution of signals `[n, channels, length]`, with settings as withers.
    /// {@snippet : conv1d(3, 8, 5).padding("same").apply(ones(2, 3, 10)).shape()    // ==> [2, 8, 10] }
    public static Convolution conv1d(int in, int out, int kernel) { return Convolution.of(false, in, out, kernel); }
    /// The convolution of images `[n, channels, height, width]` with a square kernel, with settings as withers.
    /// {@snippet : conv2d(1, 8, 3).stride(2).padding(1)    // ==> conv2d(1, 8, 3).stride(2).padding(1) }
    public static Convolution conv2d(int in, int out, int kernel) { return Convolution.of(false, in, out, kernel, kernel); }
    /// The same with a kernel of a height and a width.
    public static Convolution conv2d(int in, int out, int height, int width) { return Convolution.of(false, in, out, height, width); }
    /// The same with a kernel of a height and a width.
    public static Convolution conv2d(int in, int out, int[] kernel) { return Convolution.of(false, in, out, plane("conv2d", kernel)); }
    /// The transposed convolution of signals.
    /// {@snippet : convTranspose1d(3, 8, 2).stride(2).apply(ones(2, 3, 10)).shape()    // ==> [2, 8, 20] }
    public static Convolution convTranspose1d(int in, int out, int kernel) { return Convolution.of(true, in, out, kernel); }
    /// The transposed convolution of images, with a square kernel.
    public static Convolution convTranspose2d(int in, int out, int kernel) { return Convolution.of(true, in, out, kernel, kernel); }
    /// The same with a kernel of a height and a width.
    public static Convolution convTranspose2d(int in, int out, int height, int width) { return Convolution.of(true, in, out, height, width); }
    /// The same with a kernel of a height and a width.
    public static Convolution convTranspose2d(int in, int out, int[] kernel) { return Convolution.of(true, in, out, plane("convTranspose2d", kernel)); }

    private static int[] plane(String word, int[] kernel) {
        if (kernel.length != 2 && kernel.length != 1) throw new ShapeException(word + ": the kernel has " + kernel.length + " sizes; give a height and a width");
        return new int[] {kernel[0], kernel[kernel.length - 1]};
    }

    // ---- pooling ----

    /// The largest number of each window of neighbours; windows lie side by side unless `stride` is set.
    /// {@snippet : maxPool1d(3).stride(2)    // ==> maxPool1d(3).stride(2) }
    public static Pool maxPool1d(int size) { return new Pool(Pool.Kind.MAX, 1, Window.of(size), 0); }
    /// The largest number of each window, square or of a height and a width.
    public static Pool maxPool2d(int... size) { return new Pool(Pool.Kind.MAX, 2, Window.of(size), 0); }
    /// The mean of each window of neighbours.
    public static Pool avgPool1d(int size) { return new Pool(Pool.Kind.AVG, 1, Window.of(size), 0); }
    /// The mean of each window, square or of a height and a width.
    /// {@snippet : avgPool2d(2).apply(ones(1, 3, 4, 6)).shape()    // ==> [1, 3, 2, 3] }
    public static Pool avgPool2d(int... size) { return new Pool(Pool.Kind.AVG, 2, Window.of(size), 0); }
    /// The root of the sum of powers of each window of neighbours.
    public static Pool lpPool1d(double norm, int size) { return new Pool(Pool.Kind.LP, 1, Window.of(size), norm); }
    /// The root of the sum of powers of each window.
    public static Pool lpPool2d(double norm, int... size) { return new Pool(Pool.Kind.LP, 2, Window.of(size), norm); }
    /// Means of so many windows of nearly one size.
    public static Layer adaptiveAvgPool1d(int length) { return AdaptivePool.of(false, length); }
    /// Means of windows that make a result of a size in both dimensions.
    /// {@snippet : adaptiveAvgPool2d(1).apply(ones(2, 8, 5, 7)).shape()    // ==> [2, 8, 1, 1] }
    public static Layer adaptiveAvgPool2d(int size) { return AdaptivePool.of(false, size, size); }
    /// Means of windows that make a result of a height and a width.
    public static Layer adaptiveAvgPool2d(int height, int width) { return AdaptivePool.of(false, height, width); }
    /// The largest numbers of so many windows of nearly one size.
    public static Layer adaptiveMaxPool1d(int length) { return AdaptivePool.of(true, length); }
    /// The largest numbers of windows that make a result of a size in both dimensions.
    public static Layer adaptiveMaxPool2d(int size) { return AdaptivePool.of(true, size, size); }
    /// The largest numbers of windows that make a result of a height and a width.
    public static Layer adaptiveMaxPool2d(int height, int width) { return AdaptivePool.of(true, height, width); }

    // ---- normalisation ----

    /// Channels of `[n, channels]` or `[n, channels, length]` with the mean of the batch taken away and divided by the deviation; running statistics take their place after training.
    public static BatchNorm batchNorm1d(int channels) { return BatchNorm.of(1, channels); }
    /// The same for images.
    /// {@snippet : batchNorm2d(8).state().keySet()    // ==> [weight, bias, running_mean, running_var, num_batches_tracked] }
    public static BatchNorm batchNorm2d(int channels) { return BatchNorm.of(2, channels); }
    /// The last dimensions, of the given sizes, with their mean taken away and divided by their deviation.
    /// {@snippet : layerNorm(8).numel()    // ==> 16 }
    public static LayerNorm layerNorm(int... sizes) { return LayerNorm.of(sizes); }
    /// Channels in groups, each example's group with its mean taken away and divided by its deviation.
    public static GroupNorm groupNorm(int groups, int channels) { return GroupNorm.of(groups, channels); }
    /// Each channel of each example, a signal, with its mean taken away and divided by its deviation.
    public static InstanceNorm instanceNorm1d(int channels) { return InstanceNorm.of(1, channels); }
    /// The same for images.
    public static InstanceNorm instanceNorm2d(int channels) { return InstanceNorm.of(2, channels); }
    /// The last dimensions, of the given sizes, divided by the root of the mean of their squares.
    public static RmsNorm rmsNorm(int... sizes) { return RmsNorm.of(sizes); }
    /// Each number divided by a power of the mean square of so many neighbouring channels.
    public static LocalResponseNorm localResponseNorm(int size) { return new LocalResponseNorm(size, 1e-4, 0.75, 1); }

    // ---- chance ----

    /// `dropout` with one half.
    public static Layer dropout() { return new Dropout(0.5); }
    /// While training, zeros whole channels of signals with a probability and scales the others up.
    public static Layer dropout1d(double p) { return new ChannelDropout(1, p); }
    /// While training, zeros whole channels of images with a probability and scales the others up.
    public static Layer dropout2d(double p) { return new ChannelDropout(2, p); }
    /// While training, sets elements to the lower end of `selu` with a probability and keeps mean and variance.
    public static Layer alphaDropout(double p) { return new AlphaDropout(p); }

    // ---- shapes ----

    /// Makes one dimension of those from `start` to `end`.
    public static Layer flatten(int start, int end) { return new Flatten(start, end); }
    /// Splits a dimension into several.
    /// {@snippet : unflatten(1, 2, 3).apply(ones(5, 6)).shape()    // ==> [5, 2, 3] }
    public static Layer unflatten(int dim, int... sizes) { return Named.of("unflatten", x -> x.unflatten(dim, sizes), dim, sizes); }
    /// Gives each example other sizes; -1 stands for what is left.
    /// {@snippet : reshape(1, 28, 28).apply(ones(5, 784)).shape()    // ==> [5, 1, 28, 28] }
    public static Layer reshape(int... sizes) { return Reshape.of(sizes); }
    /// The input as it is.
    public static Layer identity() { return Named.of("identity", x -> x); }
    /// The dimensions in another order.
    public static Layer permute(int... dims) { return Named.of("permute", x -> x.permute(dims), dims); }
    /// Without a dimension of size 1.
    public static Layer squeeze(int dim) { return Named.of("squeeze", x -> x.squeeze(dim), dim); }
    /// With one dimension of size 1 more.
    public static Layer unsqueeze(int dim) { return Named.of("unsqueeze", x -> x.unsqueeze(dim), dim); }
    /// Zeros around signals.
    public static Layer zeroPad1d(int... places) { return padding("zeroPad1d", "constant", 1, places); }
    /// Zeros around images: one number for all sides, two for the sides and for above and below, or left, right, above, below.
    /// {@snippet : zeroPad2d(1, 2).apply(ones(1, 1, 3, 3)).shape()    // ==> [1, 1, 7, 5] }
    public static Layer zeroPad2d(int... places) { return padding("zeroPad2d", "constant", 2, places); }
    /// Signals mirrored at their ends.
    public static Layer reflectionPad1d(int... places) { return padding("reflectionPad1d", "reflect", 1, places); }
    /// Images mirrored at their edges.
    public static Layer reflectionPad2d(int... places) { return padding("reflectionPad2d", "reflect", 2, places); }
    /// Signals whose ends are repeated.
    public static Layer replicationPad1d(int... places) { return padding("replicationPad1d", "replicate", 1, places); }
    /// Images whose edges are repeated.
    public static Layer replicationPad2d(int... places) { return padding("replicationPad2d", "replicate", 2, places); }
    /// Signals that go round.
    public static Layer circularPad1d(int... places) { return padding("circularPad1d", "circular", 1, places); }
    /// Images that go round.
    public static Layer circularPad2d(int... places) { return padding("circularPad2d", "circular", 2, places); }

    private static Layer padding(String word, String mode, int rank, int[] places) {
        int[] all = switch (places.length) {
            case 1 -> rank == 1 ? new int[] {places[0], places[0]} : new int[] {places[0], places[0], places[0], places[0]};
            case 2 -> rank == 1 ? places : new int[] {places[0], places[0], places[1], places[1]};
            default -> places;
        };
        if (all.length != 2 * rank) throw new ShapeException(word + ": " + places.length + " numbers were given; give one for all sides" + (rank == 1 ? ", or left and right" : ", or left, right, above and below"));
        return Named.of(word, x -> {
            if (x.dim() != rank + 1 && x.dim() != rank + 2) throw new ShapeException(word + ": the input has shape " + x.shape() + "; it needs " + (rank == 1 ? "[n, channels, length]" : "[n, channels, height, width]") + ", or all but the first");
            return x.pad(all, mode);
        }, places);
    }

    /// Signals or images so many times as large; "nearest" repeats elements.
    /// {@snippet : upsample(2).apply(ones(1, 3, 4, 5)).shape()    // ==> [1, 3, 8, 10] }
    public static Layer upsample(int scale) { return Named.of("upsample", x -> scaled(x, scale, "nearest", false), scale); }
    /// The same in a mode: "nearest", "linear" for signals, "bilinear" for images.
    public static Layer upsample(int scale, String mode) { return Named.of("upsample", x -> scaled(x, scale, mode, false), scale, mode); }
    /// The same; with `alignCorners` the first and last elements stay where they are.
    public static Layer upsample(int scale, String mode, boolean alignCorners) { return Named.of("upsample", x -> scaled(x, scale, mode, alignCorners), scale, mode, alignCorners); }

    private static Tensor scaled(Tensor x, int scale, String mode, boolean alignCorners) {
        if (scale < 1) throw new ShapeException("upsample: a scale of " + scale + "; it must be at least 1");
        if (x.dim() < 3) throw new ShapeException("upsample: the input has shape " + x.shape() + "; it needs [n, channels, length] or [n, channels, height, width]");
        int[] sizes = new int[x.dim() - 2];
        for (int i = 0; i < sizes.length; i++) sizes[i] = Math.multiplyExact(x.size(i + 2), scale);
        return x.interpolate(mode, alignCorners, sizes);
    }

    /// Signals or images in other sizes: "nearest" repeats or leaves out elements, "linear" and "bilinear" mix neighbours.
    /// {@snippet : interpolate("bilinear", 7, 5).apply(ones(1, 3, 4, 5)).shape()    // ==> [1, 3, 7, 5] }
    public static Layer interpolate(String mode, int... sizes) { return Named.of("interpolate", x -> x.interpolate(mode, sizes), mode, sizes); }
    /// The same; with `alignCorners` the first and last elements stay where they are.
    public static Layer interpolate(String mode, boolean alignCorners, int... sizes) { return Named.of("interpolate", x -> x.interpolate(mode, alignCorners, sizes), mode, alignCorners, sizes); }
    /// The windows over images as columns, `[n, channels · places of a window, windows]`.
    public static Layer unfold(Window window) { return Named.of("unfold", x -> x.unfold(window), window); }
    /// The same for square windows one place apart.
    public static Layer unfold(int size) { return unfold(Window.of(size)); }
    /// Columns of windows added up to images of a height and a width.
    public static Layer fold(int height, int width, Window window) { return Named.of("fold", x -> x.fold(height, width, window), height, width, window); }
    /// The same for square windows one place apart.
    public static Layer fold(int height, int width, int size) { return fold(height, width, Window.of(size)); }
    /// Channels laid out as squares of places.
    public static Layer pixelShuffle(int factor) { return Named.of("pixelShuffle", x -> x.pixelShuffle(factor), factor); }
    /// Squares of places as channels.
    public static Layer pixelUnshuffle(int factor) { return Named.of("pixelUnshuffle", x -> x.pixelUnshuffle(factor), factor); }

    // ---- layers made of layers ----

    /// The input plus what layers, one after the other, make of it.
    /// {@snippet : residual(linear(4, 4), relu())    // ==> residual(linear(4, 4), relu()) }
    public static Residual residual(Layer... layers) {
        if (layers.length == 0) throw new IllegalArgumentException("residual(): no layers were given");
        return new Residual(layers.length == 1 ? layers[0] : Chain.of(layers));
    }
    /// What several layers make of one input, joined along dimension 1; `.along(dim)` chooses another, `.sum()` adds it up.
    /// {@snippet : parallel(linear(4, 2), linear(4, 3)).apply(ones(5, 4)).shape()    // ==> [5, 5] }
    public static Parallel parallel(Layer... layers) { return Parallel.of(layers); }
    /// A layer and copies of it one after the other, each with initial values of its own.
    /// {@snippet : repeat(3, linear(4, 4))    // ==> linear(4, 4) -> linear(4, 4) -> linear(4, 4) }
    public static Layer repeat(int times, Layer layer) { return Chain.repeated(times, layer); }

    // ---- initial values ----

    /// Uniform, with the variance that keeps signals and gradients in size (Glorot and Bengio, 2010).
    public static Initializer xavierUniform() { return xavierUniform(1); }
    /// The same times a gain.
    public static Initializer xavierUniform(double gain) { return new Distribution(Distribution.Kind.XAVIER_UNIFORM, gain, 0); }
    /// Normal, with the variance that keeps signals and gradients in size.
    public static Initializer xavierNormal() { return xavierNormal(1); }
    /// The same times a gain.
    public static Initializer xavierNormal(double gain) { return new Distribution(Distribution.Kind.XAVIER_NORMAL, gain, 0); }
    /// Uniform, with the variance that keeps signals in size in front of `relu` (He et al., 2015).
    public static Initializer kaimingUniform() { return kaimingUniform(0); }
    /// The same in front of `leakyRelu` of a slope.
    public static Initializer kaimingUniform(double slope) { return new Distribution(Distribution.Kind.KAIMING_UNIFORM, slope, 0); }
    /// Normal, with the variance that keeps signals in size in front of `relu`.
    /// {@snippet : linear(784, 10).weight(kaimingNormal())    // ==> linear(784, 10) }
    public static Initializer kaimingNormal() { return kaimingNormal(0); }
    /// The same in front of `leakyRelu` of a slope.
    public static Initializer kaimingNormal(double slope) { return new Distribution(Distribution.Kind.KAIMING_NORMAL, slope, 0); }
    /// Rows, or columns, that stand at right angles (Saxe et al., 2013).
    public static Initializer orthogonal() { return orthogonal(1); }
    /// The same times a gain.
    public static Initializer orthogonal(double gain) { return new Distribution(Distribution.Kind.ORTHOGONAL, gain, 0); }
    /// Normal numbers of a mean and a standard deviation, drawn between -2 and 2.
    public static Initializer truncNormal(double mean, double std) { return new Distribution(Distribution.Kind.TRUNC_NORMAL, mean, std); }
    /// Normal numbers of a mean and a standard deviation, as initial values.
    public static Initializer normalValues(double mean, double std) { return new Distribution(Distribution.Kind.NORMAL, mean, std); }
    /// Uniform numbers from `low` up to `high`, as initial values.
    public static Initializer uniformValues(double low, double high) { return new Distribution(Distribution.Kind.UNIFORM, low, high); }
    /// One number everywhere.
    public static Initializer constant(double value) { return new Distribution(Distribution.Kind.CONSTANT, value, 0); }
    /// Overwrites a tensor with initial values.
    /// {@snippet : init(zeros(2), constant(3))    // ==> [3., 3.]  float32 [2] }
    public static Tensor init(Tensor weight, Initializer values) {
        values.fill(weight);
        return weight;
    }
    /// Overwrites the weights of a layer and all its parts, which are the parameters of at least two dimensions, with initial values.
    /// {@snippet : init(linear(3, 2), constant(1)).parameters().get(0)    // ==> [[1., 1., 1.], [1., 1., 1.]]  float32 [2, 3], requiresGrad }
    public static <L extends Layer> L init(L net, Initializer values) {
        for (Tensor parameter : net.parameters()) if (parameter.dim() >= 2) values.fill(parameter);
        return net;
    }
    /// Overwrites the parameters with a name, `"bias"` say, with initial values.
    public static <L extends Layer> L init(L net, String name, Initializer values) {
        boolean found = false;
        for (var entry : net.state().entrySet()) {
            if (!entry.getKey().equals(name) && !entry.getKey().endsWith("." + name)) continue;
            values.fill(entry.getValue());
            found = true;
        }
        if (!found) throw new IllegalArgumentException("init: the layer has no \"" + name + "\"; it has " + net.state().keySet());
        return net;
    }

    // ---- sequences ----

    /// A learnt vector of `width` numbers for each whole number from 0 up to but without `rows`.
    /// {@snippet : embedding(10, 4).apply(tensor("[[1, 2, 9]]")).shape()    // ==> [1, 3, 4] }
    public static Embedding embedding(int rows, int width) { return Embedding.of(rows, width); }
    /// Goes through sequences step by step: h = tanh(weights · x + weights · h). Sequences are `[steps, batch, in]` unless `batchFirst(true)` is set.
    /// {@snippet : rnn(3, 8).batchFirst(true).lastStep().then(linear(8, 2)).apply(zeros(4, 10, 3)).shape()    // ==> [4, 2] }
    public static Recurrent rnn(int in, int hidden) { return Recurrent.of(Cell.RNN, in, hidden, 1); }
    /// Several of them, one on the other.
    public static Recurrent rnn(int in, int hidden, int layers) { return Recurrent.of(Cell.RNN, in, hidden, layers); }
    /// The gated recurrent unit; sequences are `[steps, batch, in]` unless `batchFirst(true)` is set.
    /// {@snippet : gru(3, 8).bidirectional(true).apply(zeros(10, 4, 3)).shape()    // ==> [10, 4, 16] }
    public static Recurrent gru(int in, int hidden) { return Recurrent.of(Cell.GRU, in, hidden, 1); }
    /// Several of them, one on the other.
    public static Recurrent gru(int in, int hidden, int layers) { return Recurrent.of(Cell.GRU, in, hidden, layers); }
    /// Long short-term memory; sequences are `[steps, batch, in]` unless `batchFirst(true)` is set. `run(x)` answers the last states too.
    /// {@snippet : lstm(3, 8).run(zeros(10, 4, 3)).cell().shape()    // ==> [1, 4, 8] }
    public static Recurrent lstm(int in, int hidden) { return Recurrent.of(Cell.LSTM, in, hidden, 1); }
    /// Several of them, one on the other.
    public static Recurrent lstm(int in, int hidden, int layers) { return Recurrent.of(Cell.LSTM, in, hidden, layers); }
    /// One step of `rnn`.
    /// {@snippet : rnnCell(3, 8).step(zeros(4, 3), zeros(4, 8)).shape()    // ==> [4, 8] }
    public static RecurrentCell rnnCell(int in, int hidden) { return RecurrentCell.of(Cell.RNN, in, hidden); }
    /// One step of `gru`.
    public static RecurrentCell gruCell(int in, int hidden) { return RecurrentCell.of(Cell.GRU, in, hidden); }
    /// One step of `lstm`: `step(x, h, c)` answers the next hidden and the next cell state.
    public static RecurrentCell lstmCell(int in, int hidden) { return RecurrentCell.of(Cell.LSTM, in, hidden); }

    // ---- attention ----

    /// Attention in several heads; as a layer, of a sequence to itself. Sequences are `[batch, steps, embed]`, PyTorch's `[steps, batch, embed]` after `batchFirst(false)`.
    /// {@snippet : multiheadAttention(8, 2).causal(true).apply(zeros(4, 10, 8)).shape()    // ==> [4, 10, 8] }
    public static MultiheadAttention multiheadAttention(int embed, int heads) { return MultiheadAttention.of(embed, heads, embed, embed, true); }
    /// The same with or without biases.
    public static MultiheadAttention multiheadAttention(int embed, int heads, boolean bias) { return MultiheadAttention.of(embed, heads, embed, embed, bias); }
    /// The same for keys and values of sizes of their own.
    public static MultiheadAttention multiheadAttention(int embed, int heads, int kdim, int vdim) { return MultiheadAttention.of(embed, heads, kdim, vdim, true); }
    /// Attention and two linear layers with 2048 numbers between them. Sequences are `[batch, steps, width]`, PyTorch's `[steps, batch, width]` after `batchFirst(false)`.
    public static TransformerEncoderLayer transformerEncoderLayer(int width, int heads) { return TransformerEncoderLayer.of(width, heads, 2048); }
    /// The same with so many numbers between the linear layers.
    /// {@snippet : transformerEncoderLayer(8, 2, 32).normFirst(true).activation("gelu").apply(zeros(4, 10, 8)).shape()    // ==> [4, 10, 8] }
    public static TransformerEncoderLayer transformerEncoderLayer(int width, int heads, int feedforward) { return TransformerEncoderLayer.of(width, heads, feedforward); }
    /// The same with attention to what an encoder made: `apply(x, memory)`.
    public static TransformerDecoderLayer transformerDecoderLayer(int width, int heads) { return TransformerDecoderLayer.of(width, heads, 2048); }
    /// The same with so many numbers between the linear layers.
    /// {@snippet : transformerDecoderLayer(8, 2, 32).causal(true).apply(zeros(4, 10, 8), zeros(4, 7, 8)).shape()    // ==> [4, 10, 8] }
    public static TransformerDecoderLayer transformerDecoderLayer(int width, int heads, int feedforward) { return TransformerDecoderLayer.of(width, heads, feedforward); }
    /// Copies of a `transformerEncoderLayer`, one after the other.
    /// {@snippet : transformerEncoder(transformerEncoderLayer(8, 2, 32), 3).norm(layerNorm(8)).children().size()    // ==> 4 }
    public static TransformerEncoder transformerEncoder(Layer layer, int times) { return TransformerEncoder.of(layer, times); }
    /// Copies of a `transformerDecoderLayer`, one after the other.
    public static TransformerDecoder transformerDecoder(Layer layer, int times) { return TransformerDecoder.of(layer, times); }
    /// Adds sines and cosines that stand for the place to each step of `[…, steps, width]`, for up to `length` steps.
    /// {@snippet : sinusoidalPositions(100, 2).apply(zeros(2, 2))    // ==> [[0.0000, 1.0000], [0.8415, 0.5403]]  float32 [2, 2] }
    public static Positions sinusoidalPositions(int length, int width) { return Positions.sinusoidal(length, width); }
    /// Adds a learnt vector for its place to each step of `[…, steps, width]`, for up to `length` steps.
    public static Positions learnedPositions(int length, int width) { return Positions.learned(length, width); }
    /// Turns pairs of numbers of `[…, steps, width]` by angles that grow with the step; attention does so to queries and keys after `rotary(true)`.
    public static Layer rotaryPositions() { return rotaryPositions(10_000); }
    /// The same with another base of the wave lengths.
    public static Layer rotaryPositions(double base) { return new RotaryPositions(base); }

    // ---- what a network is ----

    /// What comes out of each layer for an input of some sizes, the batch first; what each can learn; and what it costs. Nothing is computed.
    /// {@snippet : summary(linear(784, 10), 64, 784).parameters()    // ==> 7850 }
    public static Summary summary(Layer net, int... sizes) { return Summary.of(net, sizes); }
    /// The same for an input of an element type, int64 for word numbers say.
    public static Summary summary(Layer net, DType dtype, int... sizes) { return Summary.of(net, dtype, sizes); }
}
