package gradshell.nn;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// The initial values that go by a name: PyTorch's `torch.nn.init`, draw by draw.
///
/// @param kind    which one
/// @param first   its first number: a gain, a slope, a mean, a lower bound, the constant
/// @param second  its second number: a standard deviation, an upper bound
public record Distribution(Kind kind, double first, double second) implements Initializer {
    /// The distributions, by the word that makes them.
    public enum Kind { XAVIER_UNIFORM, XAVIER_NORMAL, KAIMING_UNIFORM, KAIMING_NORMAL, ORTHOGONAL, TRUNC_NORMAL, NORMAL, UNIFORM, CONSTANT }

    @Override
    public void fill(Tensor weight) {
        if (!weight.dtype().isFloating()) throw new DTypeException(this + ": a tensor of " + weight.dtype() + " cannot be learnt; use float32 or float64");
        Tensor.noGrad(() -> weight.copy_(values(weight.dtype(), weight.shape())));
    }

    private Tensor values(DType dtype, Shape shape) {
        return switch (kind) {
            case XAVIER_UNIFORM -> uniform(dtype, shape, Math.sqrt(3.0) * xavier(shape));
            case XAVIER_NORMAL -> normal(dtype, shape, 0, xavier(shape));
            case KAIMING_UNIFORM -> uniform(dtype, shape, Math.sqrt(3.0) * kaiming(shape));
            case KAIMING_NORMAL -> normal(dtype, shape, 0, kaiming(shape));
            case ORTHOGONAL -> orthogonal(dtype, shape);
            case TRUNC_NORMAL -> truncated(dtype, shape);
            case NORMAL -> normal(dtype, shape, first, second);
            case UNIFORM -> uniform(dtype, shape, first, second);
            case CONSTANT -> Tensor.of(Array.zeros(dtype, shape)).fill_(first);
        };
    }

    // ---- how many numbers go in and out ----

    /// The numbers that one output is made of, or with `out` those that one input goes to.
    private int fan(Shape shape, boolean out) {
        if (shape.rank() < 2) throw new ShapeException(this + ": a tensor of shape " + shape + " has no inputs and outputs; it needs at least two dimensions, [out, in, …]");
        int field = 1;
        for (int i = 2; i < shape.rank(); i++) field *= shape.size(i);
        return shape.size(out ? 0 : 1) * field;
    }

    /// The standard deviation of Glorot and Bengio (2010).
    private double xavier(Shape shape) { return first * Math.sqrt(2.0 / (fan(shape, false) + fan(shape, true))); }

    /// The standard deviation of He et al. (2015) for a leaky relu.
    private double kaiming(Shape shape) {
        int fan = fan(shape, false);
        return Math.sqrt(2.0 / (1 + first * first)) / Math.sqrt(fan);
    }

    // ---- draws ----

    private static Tensor uniform(DType dtype, Shape shape, double bound) { return uniform(dtype, shape, -bound, bound); }

    private static Tensor uniform(DType dtype, Shape shape, double low, double high) {
        Array array = Array.zeros(dtype, shape);
        if (dtype == DType.FLOAT32) Rng.shared().fillUniform(array.floats(), low, high);
        else Rng.shared().fillUniform(array.doubles(), low, high);
        return Tensor.of(array);
    }

    private static Tensor normal(DType dtype, Shape shape, double mean, double deviation) {
        Array array = Array.zeros(dtype, shape);
        if (dtype == DType.FLOAT32) Rng.shared().fillNormal(array.floats(), mean, deviation);
        else Rng.shared().fillNormal(array.doubles(), mean, deviation);
        return Tensor.of(array);
    }

    /// Rows, or columns where there are fewer of them, that stand at right angles (Saxe et al., 2013).
    private Tensor orthogonal(DType dtype, Shape shape) {
        fan(shape, false);
        int rows = shape.size(0), columns = shape.elements() / Math.max(rows, 1);
        Tensor flat = normal(dtype, Shape.of(rows, columns), 0, 1);
        if (rows < columns) flat = flat.t();
        var qr = flat.qr();
        Tensor q = qr.q().mul(qr.r().diagonal().sign());
        if (rows < columns) q = q.t();
        return q.reshape(shape).mul(first);
    }

    /// Normal numbers within two units on both sides of 0, by the inverse of their distribution.
    private Tensor truncated(DType dtype, Shape shape) {
        double low = bound((-2 - first) / second), high = bound((2 - first) / second);
        Tensor x = uniform(dtype, shape, 2 * low - 1, 2 * high - 1).erfinv();
        return x.mul(second * Math.sqrt(2)).add(first).clamp(-2, 2);
    }

    /// How probable it is that a normal number is smaller.
    private static double bound(double x) { return (1 + Tensor.of(DType.FLOAT64, x / Math.sqrt(2)).erf().item()) / 2; }

    @Override
    public String toString() {
        StringBuilder word = new StringBuilder();
        for (String part : kind.name().toLowerCase(java.util.Locale.ROOT).split("_")) word.append(word.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
        String numbers = switch (kind) {
            case XAVIER_UNIFORM, XAVIER_NORMAL, ORTHOGONAL -> first == 1 ? "" : String.valueOf(first);
            case KAIMING_UNIFORM, KAIMING_NORMAL -> first == 0 ? "" : String.valueOf(first);
            case CONSTANT -> String.valueOf(first);
            default -> first + ", " + second;
        };
        return word + "(" + numbers + ")";
    }
}
