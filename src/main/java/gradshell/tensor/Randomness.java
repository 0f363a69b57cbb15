package gradshell.tensor;

import gradshell.array.Interruption;
import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.kernel.Copies;
import java.util.Arrays;
import java.util.stream.IntStream;

/// New tensors of random numbers, drawn in PyTorch's order from [Rng#shared].
public final class Randomness {
    private Randomness() {}

    /// Uniform numbers from 0 up to but without 1.
    public static Tensor rand(DType dtype, Shape shape) { return uniform("rand", dtype, 0, 1, shape); }

    /// Uniform float32 numbers from `low` up to but without `high`.
    public static Tensor uniform(double low, double high, Shape shape) {
        if (!(low <= high)) throw new IllegalArgumentException("uniform: from " + low + " up to " + high + "; the first must not be larger");
        return uniform("uniform", DType.FLOAT32, low, high, shape);
    }

    private static Tensor uniform(String operation, DType dtype, double low, double high, Shape shape) {
        Array array = floating(operation, dtype, shape);
        return Recording.drawn(array, out -> {
            if (dtype == DType.FLOAT32) Rng.shared().fillUniform(out.floats(), low, high);
            else Rng.shared().fillUniform(out.doubles(), low, high);
        });
    }

    /// Numbers from the normal distribution with mean 0 and variance 1.
    public static Tensor randn(DType dtype, Shape shape) { return normal("randn", dtype, 0, 1, shape); }

    /// Float32 numbers from the normal distribution of a mean and a standard deviation.
    public static Tensor normal(double mean, double deviation, Shape shape) { return normal("normal", DType.FLOAT32, mean, deviation, shape); }

    /// Numbers from normal distributions, one for each element of the means and the standard deviations.
    public static Tensor normal(Tensor mean, Tensor deviation) {
        Shape shape = Shape.broadcast("normal", mean.shape(), deviation.shape());
        return randn(mean.dtype().promote(deviation.dtype()).floating(), shape).mul(deviation).add(mean).detach();
    }

    private static Tensor normal(String operation, DType dtype, double mean, double deviation, Shape shape) {
        if (!(deviation >= 0)) throw new IllegalArgumentException(operation + ": a standard deviation of " + deviation + "; it must be at least 0");
        Array array = floating(operation, dtype, shape);
        return Recording.drawn(array, out -> {
            if (dtype == DType.FLOAT32) Rng.shared().fillNormal(out.floats(), mean, deviation);
            else Rng.shared().fillNormal(out.doubles(), mean, deviation);
        });
    }

    private static Array floating(String operation, DType dtype, Shape shape) {
        if (!dtype.isFloating()) throw new DTypeException(operation + ": " + dtype + " has no fractions to draw; use randint(" + dtype + ", low, high, …) for whole numbers");
        return Array.zeros(dtype, shape);
    }

    /// Whole numbers from `low` up to but without `high`.
    public static Tensor randint(DType dtype, long low, long high, Shape shape) {
        if (low >= high) throw new ShapeException("randint: there is no whole number from " + low + " up to but without " + high);
        int count = shape.elements();
        return Recording.drawn(Array.zeros(DType.INT64, shape), out -> System.arraycopy(Rng.shared().integers(low, high, count), 0, out.longs(), 0, count)).to(dtype);
    }

    /// The numbers from 0 to n - 1 in random order.
    public static Tensor randperm(int n) { return Recording.drawn(Array.zeros(DType.INT64, Shape.of(n)), out -> System.arraycopy(Rng.shared().permutation(n), 0, out.longs(), 0, n)); }

    /// Ones with the given probabilities, zeros otherwise.
    public static Tensor bernoulli(Tensor probabilities) {
        if (!probabilities.dtype().isFloating()) throw new DTypeException("bernoulli: the probabilities are " + probabilities.dtype() + "; use p.to(float32)");
        Array p = Copies.copy(probabilities.array());
        for (int i = 0; i < p.elements(); i++) if (!(p.doubleAt(i) >= 0 && p.doubleAt(i) <= 1)) throw new IllegalArgumentException("bernoulli: a probability of " + p.doubleAt(i) + "; it must be from 0 to 1");
        boolean[] tosses = new boolean[p.elements()];
        if (p.dtype() == DType.FLOAT32) Rng.shared().fillTrue(tosses, p.floats());
        else Rng.shared().fillTrue(tosses, p.doubles());
        return Tensor.of(Array.of(DType.BOOL, p.shape(), tosses)).to(p.dtype());
    }

    /// Float32 ones with a probability, zeros otherwise.
    public static Tensor bernoulli(double probability, Shape shape) {
        if (!(probability >= 0 && probability <= 1)) throw new IllegalArgumentException("bernoulli: a probability of " + probability + "; it must be from 0 to 1");
        return tosses(probability, shape).to(DType.FLOAT32);
    }

    /// Truths with a probability.
    public static Tensor tosses(double probability, Shape shape) {
        return Recording.drawn(Array.zeros(DType.BOOL, shape), out -> Rng.shared().fillTrue(out.booleans(), probability));
    }

    // ---- picks by weight ----

    /// Numbers of weights, drawn in proportion to them, from a vector or from each row of a matrix.
    public static Tensor multinomial(Tensor weights, int count, boolean replacement) {
        Shape shape = weights.shape();
        if (shape.rank() != 1 && shape.rank() != 2) throw new ShapeException("multinomial: weights of shape " + shape + "; they must be a vector or a matrix");
        if (!weights.dtype().isFloating()) throw new DTypeException("multinomial: the weights are " + weights.dtype() + "; use w.to(float32)");
        int categories = shape.size(shape.rank() - 1), rows = shape.rank() == 2 ? shape.size(0) : 1;
        if (count <= 0 || !replacement && count > categories) throw new ShapeException("multinomial: " + count + " draws of " + categories + " weights; " + (count <= 0 ? "there must be at least 1" : "without replacement there are no more than " + categories));
        double[] all = weights.toDoubles();
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (double weight : Arrays.copyOfRange(all, i * categories, (i + 1) * categories)) {
                if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) throw new IllegalArgumentException("multinomial: a weight of " + weight + "; weights must be finite and at least 0");
                sum += weight;
            }
            if (!(sum > 0)) throw new IllegalArgumentException("multinomial: the weights add up to 0, so there is nothing to draw");
        }
        boolean single = weights.dtype() == DType.FLOAT32;
        long[] drawn = replacement && count > 1 ? withReplacement(all, rows, categories, count, single) : withoutReplacement(all, rows, categories, count, single);
        return Tensor.of(Array.of(DType.INT64, shape.rank() == 2 ? Shape.of(rows, count) : Shape.of(count), drawn));
    }

    /// The largest of the weights divided by exponential numbers (the race of Efraimidis and Spirakis).
    private static long[] withoutReplacement(double[] weights, int rows, int categories, int count, boolean single) {
        double[] keys = new double[weights.length];
        Rng.shared().fillExponential(keys, 1);
        for (int i = 0; i < keys.length; i++) keys[i] = single ? (float) weights[i] / (float) keys[i] : weights[i] / keys[i];
        return IntStream.range(0, rows).peek(_ -> Interruption.check()).boxed().flatMap(row -> IntStream.range(0, categories).boxed()
                .sorted((a, b) -> Double.compare(keys[row * categories + b], keys[row * categories + a])).limit(count)).mapToLong(i -> i).toArray();
    }

    private static long[] withReplacement(double[] weights, int rows, int categories, int count, boolean single) {
        long[] drawn = new long[rows * count];
        double[] share = new double[categories];
        for (int row = 0; row < rows; row++) {
            Interruption.check();
            double sum = 0;
            for (int i = 0; i < categories; i++) share[i] = sum = single ? (float) (sum + weights[row * categories + i]) : sum + weights[row * categories + i];
            for (int i = 0; i < categories; i++) share[i] = single ? (float) (share[i] / sum) : share[i] / sum;
            for (int k = 0; k < count; k++) {
                double sample = Rng.shared().uniformDouble();
                int low = 0, high = categories;
                while (low < high) {
                    int middle = (low + high) >>> 1;
                    if (share[middle] < sample) low = middle + 1;
                    else high = middle;
                }
                drawn[row * count + k] = Math.min(low, categories - 1);
            }
        }
        return drawn;
    }
}
