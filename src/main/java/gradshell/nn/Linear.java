package gradshell.nn;

import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// `x · weightᵀ + bias`: maps the last dimension of its input, of size `in`, to one of size `out`.
///
/// @param weight of shape `[out, in]`
/// @param bias   of shape `[out]`, or null for none
/// @param values how weights are drawn, or null for PyTorch's way
public record Linear(Tensor weight, Tensor bias, Initializer values) implements Layer {
    public Linear(Tensor weight, Tensor bias) { this(weight, bias, null); }

    /// A layer with PyTorch's initial values: both uniform between -1/√in and 1/√in.
    public static Linear of(int in, int out, boolean bias) {
        if (in < 1 || out < 1) throw new ShapeException("linear(" + in + ", " + out + "): both sizes must be at least 1");
        Tensor weight = Initial.kaimingUniform(in, out, in);
        return new Linear(weight, bias ? Initial.uniform(1 / Math.sqrt(in), out) : null);
    }

    /// With weights drawn in another way.
    public Linear weight(Initializer values) { return new Linear(values.drawn(weight), bias, values); }

    @Override
    public Layer reset() {
        int in = weight.size(1), out = weight.size(0);
        Initial.again(weight, () -> Initial.kaimingUniform(in, out, in).detach());
        Initial.again(bias, () -> Initial.uniform(1 / Math.sqrt(in), out).detach());
        if (values != null) values.fill(weight);
        return this;
    }

    @Override
    public Tensor apply(Tensor x) {
        int in = weight.size(1), out = weight.size(0);
        if (x.dim() == 0 || x.size(-1) != in) throw new ShapeException("linear(" + in + ", " + out + "): the last dimension of the input must have size " + in + ", but its shape is " + x.shape()
                + (x.dim() == 0 ? "" : "; use linear(" + x.size(-1) + ", " + out + ")"));
        if (x.dtype() != weight.dtype()) throw new DTypeException("linear(" + in + ", " + out + "): the input is " + x.dtype() + ", the weight " + weight.dtype() + "; use x.to(" + weight.dtype() + ")");
        if (x.dim() <= 2) return affine(x);
        Shape rows = x.shape().slice(0, x.dim() - 1);
        return affine(x.reshape(rows.elements(), in)).reshape(rows.concat(Shape.of(out)));
    }

    private Tensor affine(Tensor x) {
        Tensor product = x.matmul(weight.t());
        if (bias == null) return product;
        // The product is nobody else's, so the bias can be added where it lies; that of a single vector is a view.
        return x.dim() > 1 ? product.add_(bias) : product.add(bias);
    }

    @Override
    public String toString() { return "linear(" + weight.size(1) + ", " + weight.size(0) + (bias == null ? ", false)" : ")"); }
}
