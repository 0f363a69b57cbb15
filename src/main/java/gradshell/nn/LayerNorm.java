package gradshell.nn;

import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Takes the mean of the last dimensions away and divides by their deviation (Ba et al., 2016).
///
/// @param sizes  of the last dimensions
/// @param weight of these sizes, or null for none
/// @param bias   of these sizes, or null for none
public record LayerNorm(Shape sizes, Tensor weight, Tensor bias, double eps) implements Layer {
    /// A layer with PyTorch's settings: weights 1, biases 0.
    public static LayerNorm of(int... sizes) {
        if (sizes.length == 0) throw new ShapeException("layerNorm(): no sizes were given; give those of the last dimensions");
        for (int size : sizes) if (size < 1) throw new ShapeException("layerNorm: a size of " + size + "; it must be at least 1");
        return new LayerNorm(Shape.of(sizes), Initial.full(1, sizes), Initial.full(0, sizes), 1e-5);
    }

    /// What is added to the variance.
    public LayerNorm eps(double eps) { return new LayerNorm(sizes, weight, bias, eps); }
    /// Whether a weight and a bias are learnt; true unless set.
    public LayerNorm affine(boolean wanted) {
        return wanted == (weight != null) ? this : new LayerNorm(sizes, wanted ? Initial.full(1, sizes.toArray()) : null, wanted ? Initial.full(0, sizes.toArray()) : null, eps);
    }
    /// Whether a bias is learnt beside the weight.
    public LayerNorm bias(boolean wanted) { return wanted == (bias != null) ? this : new LayerNorm(sizes, weight, wanted ? Initial.full(0, sizes.toArray()) : null, eps); }

    @Override
    public Tensor apply(Tensor x) { return x.layerNorm(sizes.toArray(), weight, bias, eps); }

    @Override
    public Layer reset() {
        Initial.again(weight, () -> Initial.full(1, sizes.toArray()).detach());
        Initial.again(bias, () -> Initial.full(0, sizes.toArray()).detach());
        return this;
    }

    @Override
    public String toString() {
        String numbers = Arrays.stream(sizes.toArray()).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        return "layerNorm(" + numbers + ")" + (eps == 1e-5 ? "" : ".eps(" + eps + ")") + (weight == null ? ".affine(false)" : bias == null ? ".bias(false)" : "");
    }
}
