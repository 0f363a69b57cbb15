package gradshell.data;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.tensor.Tensor;

/// Sets of points made up with the shared generator, to try networks on. Classes take turns, so that each has its share.
public final class Generated {
    private Generated() {}

    /// A curve in the plane for each class; points on it come as float32 `[n, 2]`, their classes as int64 `[n]`.
    @FunctionalInterface
    private interface Curve {
        /// @param t where on the curve, from 0 up to 1
        double[] at(int arm, double t);
    }

    /// Arms that wind round each other, a turn and a quarter each.
    ///
    /// @param noise the deviation of both coordinates from the arm
    public static TensorDataset spirals(int n, double noise, int classes) {
        check("spirals", n, noise, classes, 1);
        return plane(n, noise, classes, (arm, t) -> {
            double radius = 0.1 + 0.9 * t, angle = 2 * Math.PI * (arm / (double) classes + 1.25 * t);
            return new double[] {radius * StrictMath.cos(angle), radius * StrictMath.sin(angle)};
        });
    }

    /// Two half circles that reach into each other.
    public static TensorDataset moons(int n, double noise) {
        check("moons", n, noise, 2, 2);
        return plane(n, noise, 2, (moon, t) -> {
            double x = StrictMath.cos(Math.PI * t), y = StrictMath.sin(Math.PI * t);
            return moon == 0 ? new double[] {x, y} : new double[] {1 - x, 0.5 - y};
        });
    }

    /// Circles round one centre; the outermost has radius 1.
    public static TensorDataset circles(int n, double noise, int classes) {
        check("circles", n, noise, classes, 1);
        return plane(n, noise, classes, (circle, t) -> {
            double radius = (circle + 1.0) / classes;
            return new double[] {radius * StrictMath.cos(2 * Math.PI * t), radius * StrictMath.sin(2 * Math.PI * t)};
        });
    }

    /// Heaps of normally distributed points, their centres evenly on a circle of radius 4.
    public static TensorDataset blobs(int n, double noise, int classes) {
        check("blobs", n, noise, classes, 1);
        return plane(n, noise, classes, (heap, _) -> {
            double angle = 2 * Math.PI * heap / classes;
            return new double[] {4 * StrictMath.cos(angle), 4 * StrictMath.sin(angle)};
        });
    }

    private static TensorDataset plane(int n, double noise, int classes, Curve curve) {
        Rng rng = Rng.shared();
        float[] points = new float[Math.multiplyExact(n, 2)];
        long[] labels = new long[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % classes;
            double[] place = curve.at(i % classes, rng.uniformDouble());
            for (int k = 0; k < 2; k++) points[2 * i + k] = (float) (place[k] + noise * rng.normal());
        }
        return new TensorDataset(floats(points, n, 2), labels(labels));
    }

    /// A wave: places from -π to π, float32 `[n, 1]`, and their sines with noise, float32 `[n, 1]`.
    public static TensorDataset sine(int n, double noise) {
        check("sine", n, noise, 1, 1);
        Rng rng = Rng.shared();
        float[] x = new float[n], y = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) (Math.PI * (2 * rng.uniformDouble() - 1));
            y[i] = (float) (StrictMath.sin(x[i]) + noise * rng.normal());
        }
        return new TensorDataset(floats(x, n, 1), floats(y, n, 1));
    }

    /// Rows of bits, float32 `[n, bits]`, and whether the number of ones in each is odd, int64 `[n]`.
    public static TensorDataset parity(int n, int bits) {
        check("parity", n, 0, 1, 1);
        if (bits < 1) throw new IllegalArgumentException("parity: " + bits + " bits; there must be at least 1");
        Rng rng = Rng.shared();
        float[] rows = new float[Math.multiplyExact(n, bits)];
        long[] odd = new long[n];
        for (int i = 0; i < rows.length; i++) {
            int bit = rng.bits32() & 1;
            rows[i] = bit;
            odd[i / bits] ^= bit;
        }
        return new TensorDataset(floats(rows, n, bits), labels(odd));
    }

    static void check(String word, int n, double noise, int classes, int least) {
        if (classes < least) throw new IllegalArgumentException(word + ": " + classes + " classes; there must be at least " + least);
        if (n < classes) throw new IllegalArgumentException(word + ": n is " + n + "; there must be at least " + (classes == 1 ? "1 example" : classes + " examples, one of each class"));
        if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY)) throw new IllegalArgumentException(word + ": a noise of " + noise + "; it must be finite and at least 0");
    }

    static Tensor floats(float[] values, int... sizes) { return Tensor.of(Array.of(DType.FLOAT32, Shape.of(sizes), values)); }

    static Tensor labels(long[] values) { return Tensor.of(Array.of(DType.INT64, Shape.of(values.length), values)); }
}
