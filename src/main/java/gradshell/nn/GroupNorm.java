package gradshell.nn;

import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// Takes the mean of each group of channels of each example away and divides by the deviation (Wu and He, 2018).
///
/// @param weight of shape `[channels]`, or null for none
/// @param bias   of shape `[channels]`, or null for none
public record GroupNorm(int groups, int channels, Tensor weight, Tensor bias, double eps) implements Layer {
    /// A layer with PyTorch's settings: weights 1, biases 0.
    public static GroupNorm of(int groups, int channels) {
        if (groups < 1 || channels < 1 || channels % groups != 0) throw new ShapeException("groupNorm(" + groups + ", " + channels + "): " + channels + " channels do not fall into " + groups + " groups of one size; use a number of groups that divides " + channels);
        return new GroupNorm(groups, channels, Initial.full(1, channels), Initial.full(0, channels), 1e-5);
    }

    /// What is added to the variance.
    public GroupNorm eps(double eps) { return new GroupNorm(groups, channels, weight, bias, eps); }
    /// Whether a weight and a bias are learnt; true unless set.
    public GroupNorm affine(boolean wanted) {
        return wanted == (weight != null) ? this : new GroupNorm(groups, channels, wanted ? Initial.full(1, channels) : null, wanted ? Initial.full(0, channels) : null, eps);
    }

    @Override
    public Tensor apply(Tensor x) {
        if (x.dim() >= 2 && x.size(1) != channels) throw new ShapeException(this + ": the input " + x.shape() + " has " + x.size(1) + " channels, the layer needs " + channels + "; use groupNorm(" + groups + ", " + x.size(1) + ")");
        return x.groupNorm(groups, weight, bias, eps);
    }

    @Override
    public Layer reset() {
        Initial.again(weight, () -> Initial.full(1, channels).detach());
        Initial.again(bias, () -> Initial.full(0, channels).detach());
        return this;
    }

    @Override
    public String toString() { return "groupNorm(" + groups + ", " + channels + ")" + (eps == 1e-5 ? "" : ".eps(" + eps + ")") + (weight == null ? ".affine(false)" : ""); }
}
