package gradshell;

import gradshell.nn.Activation;
import gradshell.nn.Chain;
import gradshell.nn.Dropout;
import gradshell.nn.Flatten;
import gradshell.nn.Glu;
import gradshell.nn.Layer;
import gradshell.nn.Linear;
import gradshell.nn.Prelu;
import gradshell.nn.Softmax;
import gradshell.tensor.Tensor;

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
}
