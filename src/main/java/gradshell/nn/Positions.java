package gradshell.nn;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Randomness;
import gradshell.tensor.Tensor;

/// Adds to each vector of a sequence what stands for its place: fixed waves or learnt vectors. Inputs are `[…, steps, width]`.
///
/// @param weight a row for each place, `[length, width]`; it is a parameter if it is learnt
/// @param learnt whether the rows are parameters
public record Positions(Tensor weight, boolean learnt) implements Layer {
    /// Vectors to be learnt, normally distributed at first.
    public static Positions learned(int length, int width) {
        check("learnedPositions", length, width);
        return new Positions(Randomness.randn(DType.FLOAT32, Shape.of(length, width)).requiresGrad(true), true);
    }

    /// Sines and cosines of wave lengths from 2π to 20000π: number 2i of place t is sin(t / 10000^(2i / width)), number 2i + 1 the cosine of it (Vaswani et al., 2017).
    public static Positions sinusoidal(int length, int width) {
        check("sinusoidalPositions", length, width);
        double[] waves = new double[length * width];
        for (int i = 0; i < waves.length; i++) {
            int place = i / width, number = i % width;
            double angle = place * StrictMath.pow(10_000, -(number - number % 2) / (double) width);
            waves[i] = number % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle);
        }
        return new Positions(Tensor.of(Array.of(DType.FLOAT64, Shape.of(length, width), waves)).to(DType.FLOAT32), false);
    }

    private static void check(String word, int length, int width) {
        if (length < 1 || width < 1) throw new ShapeException(word + "(" + length + ", " + width + "): both sizes must be at least 1");
    }

    @Override
    public Positions reset() {
        if (learnt) Initial.again(weight, () -> Randomness.randn(DType.FLOAT32, weight.shape()));
        return this;
    }

    @Override
    public Tensor apply(Tensor x) {
        int length = weight.size(0), width = weight.size(1);
        if (x.dim() < 2 || x.size(-1) != width) throw new ShapeException(this + ": the input has shape " + x.shape() + "; it needs […, steps, " + width + "]");
        int steps = x.size(-2);
        if (steps > length) throw new ShapeException(this + ": the input has shape " + x.shape() + ", " + steps + " steps, and there are " + length + " places; use " + word() + "(" + steps + ", " + width + ")");
        return x.add(steps == length ? weight : weight.narrow(0, 0, steps));
    }

    private String word() { return learnt ? "learnedPositions" : "sinusoidalPositions"; }

    @Override
    public String toString() { return word() + "(" + weight.size(0) + ", " + weight.size(1) + ")"; }
}
