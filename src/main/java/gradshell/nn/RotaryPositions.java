package gradshell.nn;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Movements;
import gradshell.tensor.Tensor;

/// Turns pairs of numbers by angles that grow with their place in a sequence, so that products of two vectors depend on their distance (Su et al., 2021).
///
/// Inputs are `[…, steps, width]`; numbers 2i and 2i + 1 at step t are turned by t · base^(-2i / width).
public record RotaryPositions(double base) implements Layer {
    static final double BASE = 10_000;

    public RotaryPositions {
        if (!(base > 0)) throw new IllegalArgumentException("rotaryPositions: base is " + base + "; it must be greater than 0");
    }

    @Override
    public Tensor apply(Tensor x) {
        if (x.dim() < 2 || x.size(-1) % 2 != 0) throw new ShapeException(this + ": the input has shape " + x.shape() + "; it needs […, steps, width] with an even width");
        return turned(x, base);
    }

    static Tensor turned(Tensor x, double base) {
        int steps = x.size(-2), half = x.size(-1) / 2;
        double[] cos = new double[steps * half], sin = new double[cos.length];
        for (int i = 0; i < cos.length; i++) {
            double angle = i / half * StrictMath.pow(base, -(double) (i % half) / half);
            cos[i] = StrictMath.cos(angle);
            sin[i] = StrictMath.sin(angle);
        }
        Tensor across = table(cos, steps, half, x.dtype()), up = table(sin, steps, half, x.dtype());
        Tensor pairs = x.unflatten(-1, half, 2), a = pairs.select(-1, 0), b = pairs.select(-1, 1);
        return Movements.stack(-1, a.mul(across).sub(b.mul(up)), a.mul(up).add(b.mul(across))).flatten(-2, -1);
    }

    private static Tensor table(double[] numbers, int steps, int half, DType dtype) { return Tensor.of(Array.of(DType.FLOAT64, Shape.of(steps, half), numbers)).to(dtype); }

    @Override
    public String toString() { return "rotaryPositions(" + (base == BASE ? "" : base) + ")"; }
}
