package gradshell.nn;

import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Divides the last dimensions by the root of the mean of their squares (Zhang and Sennrich, 2019).
///
/// @param sizes  of the last dimensions
/// @param weight of these sizes, or null for none
/// @param eps    added to the mean of the squares; NaN for the distance from 1 to the next number of the input's type
public record RmsNorm(Shape sizes, Tensor weight, double eps) implements Layer {
    /// A layer with PyTorch's settings: weights 1.
    public static RmsNorm of(int... sizes) {
        if (sizes.length == 0) throw new ShapeException("rmsNorm(): no sizes were given; give those of the last dimensions");
        for (int size : sizes) if (size < 1) throw new ShapeException("rmsNorm: a size of " + size + "; it must be at least 1");
        return new RmsNorm(Shape.of(sizes), Initial.full(1, sizes), Double.NaN);
    }

    /// What is added to the mean of the squares.
    public RmsNorm eps(double eps) { return new RmsNorm(sizes, weight, eps); }
    /// Whether a weight is learnt; true unless set.
    public RmsNorm affine(boolean wanted) { return wanted == (weight != null) ? this : new RmsNorm(sizes, wanted ? Initial.full(1, sizes.toArray()) : null, eps); }

    @Override
    public Tensor apply(Tensor x) {
        double small = Double.isNaN(eps) ? x.dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f) : eps;
        return x.rmsNorm(sizes.toArray(), weight, small);
    }

    @Override
    public Layer reset() {
        Initial.again(weight, () -> Initial.full(1, sizes.toArray()).detach());
        return this;
    }

    @Override
    public String toString() {
        String numbers = Arrays.stream(sizes.toArray()).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        return "rmsNorm(" + numbers + ")" + (Double.isNaN(eps) ? "" : ".eps(" + eps + ")") + (weight == null ? ".affine(false)" : "");
    }
}
