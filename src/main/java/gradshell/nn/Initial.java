package gradshell.nn;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.tensor.Randomness;
import gradshell.tensor.Tensor;
import java.lang.ref.WeakReference;
import java.util.function.Supplier;

/// The values that parameters start from. Each is drawn from the shared generator in PyTorch's order.
final class Initial {
    /// The last weight and bias that were drawn for a layer, and where chance stood before each and after both.
    private record Drawn(WeakReference<Tensor> weight, Rng.State before, WeakReference<Tensor> bias, Rng.State between, Rng.State after) {}

    private static volatile Drawn last;

    private Initial() {}

    /// Uniform within a bound on both sides of 0.
    static Tensor uniform(double bound, int... sizes) { return Randomness.uniform(-bound, bound, Shape.of(sizes)).requiresGrad(true); }

    /// Uniform with the bound of He et al. (2015) for a leaky relu of slope √5, which PyTorch's linear and convolution layers use.
    static Tensor kaimingUniform(int fanIn, int... sizes) {
        double gain = Math.sqrt(2.0 / (1 + 5));
        return uniform(Math.sqrt(3.0) * (gain / Math.sqrt(fanIn)), sizes);
    }

    /// The same number everywhere.
    static Tensor full(double value, int... sizes) { return Tensor.of(Array.zeros(DType.FLOAT32, Shape.of(sizes))).fill_(value).requiresGrad(true); }

    /// Overwrites a tensor, which stays what it is, with newly drawn values.
    static void again(Tensor tensor, Supplier<Tensor> draw) {
        if (tensor == null) return;
        Tensor.noGrad(() -> tensor.copy_(draw.get()));
    }

    /// Notes what a layer has drawn, so that a setting can still change it as if the setting had been there from the start.
    static void drawn(Tensor weight, Rng.State before) { drawn(weight, before, weight, before); }

    static void drawn(Tensor weight, Rng.State before, Tensor bias, Rng.State between) { last = new Drawn(new WeakReference<>(weight), before, new WeakReference<>(bias), between, Rng.shared().state()); }

    /// Sets chance back to where it stood before a weight or a bias was drawn, if nothing but them was drawn since.
    static void takeBack(Tensor tensor) {
        Drawn drawn = last;
        if (drawn == null || !drawn.after.equals(Rng.shared().state())) return;
        if (drawn.weight.refersTo(tensor)) Rng.shared().restore(drawn.before);
        else if (drawn.bias.refersTo(tensor)) {
            Rng.shared().restore(drawn.between);
            last = new Drawn(drawn.weight, drawn.before, drawn.weight, drawn.before, drawn.between);
        }
    }
}
