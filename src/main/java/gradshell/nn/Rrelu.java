package gradshell.nn;

import gradshell.tensor.Randomness;
import gradshell.tensor.Tensor;

/// Each element, or a part of it where it is negative: while training a random part of each, otherwise the middle of the range (Xu et al., 2015).
public record Rrelu(double lower, double upper, Training training) implements Layer {
    public Rrelu {
        if (!(lower <= upper)) throw new IllegalArgumentException("rrelu(" + lower + ", " + upper + "): the first slope must not be larger");
    }

    public Rrelu(double lower, double upper) { this(lower, upper, new Training()); }

    @Override
    public Tensor apply(Tensor x) {
        if (!training.on()) return x.leakyRelu((lower + upper) / 2);
        Tensor slope = Randomness.rand(x.dtype(), x.shape()).mul(upper - lower).add(lower);
        return x.where(x.gt(0), x.mul(slope));
    }

    @Override
    public String toString() { return "rrelu(" + lower + ", " + upper + ")"; }
}
