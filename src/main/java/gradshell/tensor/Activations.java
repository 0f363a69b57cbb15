package gradshell.tensor;

import static gradshell.formula.Formula.HALF;
import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.RESULT;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.Y;
import static gradshell.formula.Formula.Z;
import static gradshell.formula.Formula.ZERO;
import static gradshell.tensor.Pointwise.pointwise;

import gradshell.array.ShapeException;
import gradshell.formula.Formula;

/// What networks put between their layers.
public sealed interface Activations permits Tensor {

    private Tensor self() { return (Tensor) this; }

    // ---- activations ----

    /// log(1 + eˣ), without overflow.
    private static Formula softplus(Formula x) { return x.max(ZERO).add(x.abs().neg().exp().log1p()); }

    Pointwise SIGMOID = pointwise("sigmoid", X.sigmoid()).floating();
    /// 1 / (1 + e⁻ˣ): squeezes each element between 0 and 1.
    /// {@snippet : tensor(0.0).sigmoid()    // ==> 0.5000  float32 [] }
    default Tensor sigmoid() { return self().apply(SIGMOID); }
    /// Squeezes each element between 0 and 1, in place.
    default Tensor sigmoid_() { return self().apply_(SIGMOID); }

    Pointwise RELU = pointwise("relu", X.max(ZERO)).slope(0, RESULT.gt(ZERO).select(ONE, ZERO));
    /// Each element, or 0 where it is negative; the slope at 0 is 0.
    /// {@snippet : tensor(-1.0, 2.0).relu()    // ==> [0., 2.]  float32 [2] }
    default Tensor relu() { return self().apply(RELU); }
    /// Overwrites negative elements with 0.
    default Tensor relu_() { return self().apply_(RELU); }

    Pointwise GELU = pointwise("gelu", X.mul(HALF).mul(X.mul(Formula.of(Math.sqrt(0.5))).erf().add(ONE))).floating();
    /// x · Φ(x), where Φ is the distribution function of the normal distribution (Hendrycks and Gimpel, 2016).
    /// {@snippet : tensor(-1.0, 2.0).gelu()    // ==> [-0.1587, 1.9545]  float32 [2] }
    default Tensor gelu() { return self().apply(GELU); }

    Pointwise GELU_TANH = pointwise("geluTanh", X.mul(HALF).mul(X.mul(X).mul(X).mul(Formula.of(0.044715)).add(X).mul(Formula.of(Math.sqrt(2 / Math.PI))).tanh().add(ONE))).floating();
    /// [#gelu] by "none", or by the approximation with "tanh".
    /// {@snippet : tensor(-1.0, 2.0).gelu("tanh")    // ==> [-0.1588, 1.9546]  float32 [2] }
    default Tensor gelu(String approximate) {
        return switch (approximate) {
            case "none" -> gelu();
            case "tanh" -> geluTanh();
            default -> throw new IllegalArgumentException("gelu: there is no approximation \"" + approximate + "\"; use \"none\" or \"tanh\"");
        };
    }
    /// ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), which is close to [#gelu].
    default Tensor geluTanh() { return self().apply(GELU_TANH); }

    Pointwise SOFTPLUS = pointwise("softplus", X.mul(Y).gt(Z).select(X, softplus(X.mul(Y)).div(Y))).floating()
            .slope(0, X.mul(Y).gt(Z).select(ONE, X.mul(Y).sigmoid()))
            .slope(1, X.mul(Y).gt(Z).select(ZERO, X.mul(X.mul(Y).sigmoid()).sub(RESULT).div(Y)))
            .slope(2, ZERO);
    /// log(1 + eˣ), a smooth relu; from 20 on it is x itself, as in PyTorch.
    /// {@snippet : tensor(0.0, 30.0).softplus()    // ==> [0.6931, 30.0000]  float32 [2] }
    default Tensor softplus() { return softplus(1, 20); }
    /// log(1 + e to the power of `beta` x) / `beta`; x itself where `beta` x is above the threshold.
    default Tensor softplus(double beta, double threshold) { return self().apply(SOFTPLUS, self().like(beta), self().like(threshold)); }

    Pointwise LOGSIGMOID = pointwise("logsigmoid", softplus(X.neg()).neg()).floating()
            .slope(0, X.neg().sigmoid());
    /// The logarithm of the sigmoid of each element, exact far left of 0 too.
    /// {@snippet : tensor(0.0, -1000.0).logsigmoid()    // ==> [-6.9315e-01, -1.0000e+03]  float32 [2] }
    default Tensor logsigmoid() { return self().apply(LOGSIGMOID); }

    Pointwise SILU = pointwise("silu", X.mul(X.sigmoid())).floating();
    /// x times the sigmoid of x, also called swish.
    /// {@snippet : tensor(-1.0, 2.0).silu()    // ==> [-0.2689, 1.7616]  float32 [2] }
    default Tensor silu() { return self().apply(SILU); }

    Pointwise MISH = pointwise("mish", X.mul(softplus(X).tanh())).floating()
            .slope(0, softplus(X).tanh().add(X.mul(ONE.sub(softplus(X).tanh().mul(softplus(X).tanh()))).mul(X.sigmoid())));
    /// x · tanh(log(1 + eˣ)) (Misra, 2019).
    /// {@snippet : tensor(-1.0, 2.0).mish()    // ==> [-0.3034, 1.9440]  float32 [2] }
    default Tensor mish() { return self().apply(MISH); }

    Pointwise RELU6 = pointwise("relu6", X.max(ZERO).min(Formula.of(6)))
            .slope(0, X.gt(ZERO).and(X.lt(Formula.of(6))).select(ONE, ZERO));
    /// Each element, at least 0 and at most 6.
    /// {@snippet : tensor(-1, 3, 9).relu6()    // ==> [0, 3, 6]  int64 [3] }
    default Tensor relu6() { return self().apply(RELU6); }

    Pointwise LEAKY_RELU = pointwise("leakyRelu", X.gt(ZERO).select(X, X.mul(Y))).floating();
    /// Each element, or a hundredth of it where it is negative.
    /// {@snippet : tensor(-1.0, 2.0).leakyRelu()    // ==> [-0.0100, 2.0000]  float32 [2] }
    default Tensor leakyRelu() { return leakyRelu(0.01); }
    /// Each element, or so much of it where it is negative.
    default Tensor leakyRelu(double slope) { return self().apply(LEAKY_RELU, self().like(slope)); }

    Pointwise ELU = pointwise("elu", X.gt(ZERO).select(X, X.expm1().mul(Y))).floating();
    /// Each element, or eˣ - 1 where it is negative.
    /// {@snippet : tensor(-1.0, 2.0).elu()    // ==> [-0.6321, 2.0000]  float32 [2] }
    default Tensor elu() { return elu(1); }
    /// Each element, or `alpha` (eˣ - 1) where it is negative.
    default Tensor elu(double alpha) { return self().apply(ELU, self().like(alpha)); }

    Pointwise CELU = pointwise("celu", X.gt(ZERO).select(X, X.div(Y).expm1().mul(Y))).floating();
    /// The same as [#elu] for an alpha of 1.
    default Tensor celu() { return celu(1); }
    /// Each element, or `alpha` (e to the power of x / `alpha`, minus 1) where it is negative: without a kink at 0.
    default Tensor celu(double alpha) { return self().apply(CELU, self().like(alpha)); }

    Pointwise SELU = pointwise("selu", X.gt(ZERO).select(X.mul(Formula.of(1.0507009873554805)), X.expm1().mul(Formula.of(1.6732632423543772 * 1.0507009873554805)))).floating();
    /// [#elu] with the two constants that keep mean and variance (Klambauer et al., 2017).
    /// {@snippet : tensor(-1.0, 2.0).selu()    // ==> [-1.1113, 2.1014]  float32 [2] }
    default Tensor selu() { return self().apply(SELU); }

    Pointwise HARDTANH = pointwise("hardtanh", X.max(Y).min(Z)).floating()
            .slope(0, X.gt(Y).and(X.lt(Z)).select(ONE, ZERO))
            .slope(1, X.lt(Y).and(Y.lt(Z)).select(ONE, ZERO))
            .slope(2, X.gt(Z).or(Y.gt(Z)).select(ONE, ZERO));
    /// Each element, at least -1 and at most 1; the slope on the bounds is 0.
    /// {@snippet : tensor(-2.0, 0.5).hardtanh()    // ==> [-1.0000, 0.5000]  float32 [2] }
    default Tensor hardtanh() { return hardtanh(-1, 1); }
    /// Each element, at least `low` and at most `high`.
    default Tensor hardtanh(double low, double high) { return self().apply(HARDTANH, self().like(low), self().like(high)); }

    Pointwise HARDSIGMOID = pointwise("hardsigmoid", X.add(Formula.of(3)).max(ZERO).min(Formula.of(6)).div(Formula.of(6))).floating()
            .slope(0, X.gt(Formula.of(-3)).and(X.lt(Formula.of(3))).select(Formula.of(1.0 / 6), ZERO));
    /// A sigmoid of three straight lines: 0 up to -3, 1 from 3 on.
    /// {@snippet : tensor(-4.0, 0.0, 1.5).hardsigmoid()    // ==> [0.0000, 0.5000, 0.7500]  float32 [3] }
    default Tensor hardsigmoid() { return self().apply(HARDSIGMOID); }

    Pointwise HARDSWISH = pointwise("hardswish", X.mul(X.add(Formula.of(3)).max(ZERO).min(Formula.of(6)).div(Formula.of(6)))).floating()
            .slope(0, X.lt(Formula.of(-3)).select(ZERO, X.le(Formula.of(3)).select(X.div(Formula.of(3)).add(HALF), ONE)));
    /// x times [#hardsigmoid].
    /// {@snippet : tensor(-4.0, 1.5).hardswish()    // ==> [-0.0000, 1.1250]  float32 [2] }
    default Tensor hardswish() { return self().apply(HARDSWISH); }

    Pointwise SOFTSIGN = pointwise("softsign", X.div(X.abs().add(ONE))).floating()
            .slope(0, ONE.div(X.abs().add(ONE).mul(X.abs().add(ONE))));
    /// x / (1 + |x|).
    /// {@snippet : tensor(-1.0, 3.0).softsign()    // ==> [-0.5000, 0.7500]  float32 [2] }
    default Tensor softsign() { return self().apply(SOFTSIGN); }

    Pointwise TANHSHRINK = pointwise("tanhshrink", X.sub(X.tanh())).floating()
            .slope(0, X.tanh().mul(X.tanh()));
    /// x - tanh x.
    /// {@snippet : tensor(1.0).tanhshrink()    // ==> 0.2384  float32 [] }
    default Tensor tanhshrink() { return self().apply(TANHSHRINK); }

    Pointwise SOFTSHRINK = pointwise("softshrink", X.gt(Y).select(X.sub(Y), X.lt(Y.neg()).select(X.add(Y), X.mul(ZERO)))).floating();
    /// Each element moved towards 0 by a half, and 0 if it is nearer.
    /// {@snippet : tensor(-2.0, 0.3).softshrink()    // ==> [-1.5000, 0.0000]  float32 [2] }
    default Tensor softshrink() { return softshrink(0.5); }
    /// Each element moved towards 0 by `lambda`, and 0 if it is nearer.
    default Tensor softshrink(double lambda) { return self().apply(SOFTSHRINK, self().like(lambda)); }

    Pointwise HARDSHRINK = pointwise("hardshrink", X.ge(Y.neg()).and(X.le(Y)).select(ZERO, X)).floating();
    /// Each element, or 0 where it is at most a half in size.
    /// {@snippet : tensor(-2.0, 0.3).hardshrink()    // ==> [-2., 0.]  float32 [2] }
    default Tensor hardshrink() { return hardshrink(0.5); }
    /// Each element, or 0 where it is at most `lambda` in size.
    default Tensor hardshrink(double lambda) { return self().apply(HARDSHRINK, self().like(lambda)); }

    Pointwise THRESHOLD = pointwise("threshold", X.le(Y).select(Z, X));
    /// Each element, or `value` where it is not above the threshold.
    /// {@snippet : tensor(-2.0, 0.3).threshold(0.1, 20)    // ==> [20.0000, 0.3000]  float32 [2] }
    default Tensor threshold(Number threshold, Number value) { return self().apply(THRESHOLD, self().like(threshold), self().like(value)); }

    Pointwise PRELU = pointwise("prelu", X.gt(ZERO).select(X, X.mul(Y))).floating();
    /// [#leakyRelu] whose slope is learnt: one number, or one for each place of dimension 1.
    /// {@snippet : tensor("[[-1., 2.], [3., -4.]]").prelu(tensor(0.5, 0.25))    // ==> [[-0.5000, 2.0000], [3.0000, -1.0000]]  float32 [2, 2] }
    default Tensor prelu(Tensor weight) {
        Tensor x = self();
        if (weight.numel() == 1) return x.apply(PRELU, weight.reshape());
        int channels = x.dim() > 1 ? x.size(1) : 1;
        if (weight.numel() != channels) throw new ShapeException("prelu: the weight has shape " + weight.shape() + ", but dimension 1 of " + x.shape()
                + " has size " + channels + "; give one number, or " + channels);
        int[] shape = new int[x.dim() - 1];
        java.util.Arrays.fill(shape, 1);
        shape[0] = channels;
        return x.apply(PRELU, weight.reshape(shape));
    }

    /// One half of a dimension times the sigmoid of the other half.
    /// {@snippet : tensor(1.0, 2.0, 0.0, 0.0).glu(-1)    // ==> [0.5000, 1.0000]  float32 [2] }
    default Tensor glu(int dim) {
        int along = self().shape().dimension("glu", dim), size = self().size(along);
        if (size % 2 != 0) throw new ShapeException("glu: dimension " + dim + " of " + self().shape() + " has size " + size + ", which has no halves; pad it, or choose another dimension");
        return self().narrow(along, 0, size / 2).mul(self().narrow(along, size / 2, size / 2).sigmoid());
    }
}
