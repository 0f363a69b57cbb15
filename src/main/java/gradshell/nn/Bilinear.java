package gradshell.nn;

import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// `aᵀ · weight · b + bias` of two inputs, with one matrix for each output.
///
/// @param weight of shape `[out, in1, in2]`
/// @param bias   of shape `[out]`, or null for none
public record Bilinear(Tensor weight, Tensor bias) implements Layer {
    /// A layer with PyTorch's initial values: both uniform between -1/√in1 and 1/√in1.
    public static Bilinear of(int in1, int in2, int out, boolean bias) {
        if (in1 < 1 || in2 < 1 || out < 1) throw new ShapeException("bilinear(" + in1 + ", " + in2 + ", " + out + "): all sizes must be at least 1");
        double bound = 1 / Math.sqrt(in1);
        Tensor weight = Initial.uniform(bound, out, in1, in2);
        return new Bilinear(weight, bias ? Initial.uniform(bound, out) : null);
    }

    /// The result for two inputs, `[…, in1]` and `[…, in2]`.
    public Tensor apply(Tensor a, Tensor b) {
        int out = weight.size(0), in1 = weight.size(1), in2 = weight.size(2);
        boolean rows = a.dim() > 0 && b.dim() == a.dim() && a.shape().slice(0, a.dim() - 1).equals(b.shape().slice(0, b.dim() - 1));
        if (!rows || a.size(-1) != in1 || b.size(-1) != in2) throw new ShapeException(this + ": the inputs have shapes " + a.shape() + " and " + b.shape() + "; they need […, " + in1 + "] and […, " + in2 + "] with the same sizes in front");
        Shape front = a.shape().slice(0, a.dim() - 1);
        // [rows, in1 · in2]: all products of a number of one with a number of the other.
        Tensor pairs = a.unsqueeze(-1).mul(b.unsqueeze(-2)).reshape(front.elements(), in1 * in2);
        Tensor y = pairs.matmul(weight.reshape(out, in1 * in2).t());
        return (bias == null ? y : y.add(bias)).reshape(front.concat(Shape.of(out)));
    }

    /// The result for both inputs one behind the other, `[…, in1 + in2]`.
    @Override
    public Tensor apply(Tensor x) {
        int in1 = weight.size(1), in2 = weight.size(2);
        if (x.dim() == 0 || x.size(-1) != in1 + in2) throw new ShapeException(this + ": the last dimension of the input must hold both inputs, " + in1 + " + " + in2 + " numbers, but its shape is " + x.shape());
        return apply(x.narrow(-1, 0, in1), x.narrow(-1, in1, in2));
    }

    @Override
    public Layer reset() {
        double bound = 1 / Math.sqrt(weight.size(1));
        Initial.again(weight, () -> Initial.uniform(bound, weight.shape().toArray()).detach());
        Initial.again(bias, () -> Initial.uniform(bound, weight.size(0)).detach());
        return this;
    }

    @Override
    public String toString() { return "bilinear(" + weight.size(1) + ", " + weight.size(2) + ", " + weight.size(0) + (bias == null ? ", false)" : ")"); }
}
