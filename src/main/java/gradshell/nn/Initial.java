package gradshell.nn;

import gradshell.array.Shape;
import gradshell.tensor.Randomness;
import gradshell.tensor.Tensor;

/// The values that parameters start from. Each is drawn from the shared generator in PyTorch's order.
final class Initial {
    private Initial() {}

    /// Uniform within a bound on both sides of 0.
    static Tensor uniform(double bound, int... sizes) { return Randomness.uniform(-bound, bound, Shape.of(sizes)).requiresGrad(true); }

    /// Uniform with the bound of He et al. (2015) for a leaky relu of slope √5, which PyTorch's linear and convolution layers use.
    static Tensor kaimingUniform(int fanIn, int... sizes) {
        double gain = Math.sqrt(2.0 / (1 + 5));
        return uniform(Math.sqrt(3.0) * (gain / Math.sqrt(fanIn)), sizes);
    }
}
