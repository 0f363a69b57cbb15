package gradshell.nn;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// Each element, or a learnt part of it where it is negative (He et al., 2015).
///
/// @param weight one slope, or one for each place of dimension 1
public record Prelu(Tensor weight) implements Layer {
    /// A layer whose slopes are 0.25 at first, as in PyTorch.
    public static Prelu of(int channels) {
        if (channels < 1) throw new ShapeException("prelu(" + channels + "): there must be at least 1 slope");
        Tensor weight = Tensor.of(Array.zeros(DType.FLOAT32, Shape.of(channels)));
        return new Prelu(weight.fill_(0.25).requiresGrad(true));
    }

    @Override
    public Layer reset() {
        Initial.again(weight, () -> Initial.full(0.25, weight.numel()).detach());
        return this;
    }

    @Override
    public Tensor apply(Tensor x) { return x.prelu(weight); }

    @Override
    public String toString() { return "prelu(" + weight.numel() + ")"; }
}
