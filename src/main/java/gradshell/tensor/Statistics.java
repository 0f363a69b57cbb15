package gradshell.tensor;

import gradshell.array.DTypeException;
import gradshell.array.ShapeException;
import java.util.function.UnaryOperator;

/// Means, variances, norms.
public sealed interface Statistics permits Tensor {

    private Tensor self() { return (Tensor) this; }

    private Axes axes(String operation, int... dims) { return Axes.of(operation, self().shape(), dims); }

    private Tensor floating(String operation) {
        if (!self().dtype().isFloating()) throw new DTypeException(operation + ": " + self().dtype() + " cannot hold the result; use x.to(float32)." + operation + "(…)");
        return self();
    }

    private static Tensor sum(Tensor x, Axes axes, boolean keep) { return x.apply(new Reductions.Sum(axes, keep)); }

    // ---- mean ----

    /// The mean, along all dimensions or the given ones.
    /// {@snippet : tensor("[[1., 2.], [3., 4.]]").mean(0)    // ==> [2., 3.]  float32 [2] }
    default Tensor mean(int... dims) { return mean("mean", axes("mean", dims), false); }
    /// The mean, with the averaged dimensions left in place with size 1.
    default Tensor mean(KeepDim keep, int... dims) { return mean("mean", axes("mean", dims), true); }

    private Tensor mean(String operation, Axes axes, boolean keep) { return sum(floating(operation), axes, keep).div(axes.count(self().shape())); }

    /// The sum of the elements that are not NaN, along all dimensions or the given ones.
    /// {@snippet : tensor(1, Double.NaN, 2).nansum()    // ==> 3.  float32 [] }
    default Tensor nansum(int... dims) { return sum(numbers(), axes("nansum", dims), false); }
    /// The same, with the summed dimensions left in place with size 1.
    default Tensor nansum(KeepDim keep, int... dims) { return sum(numbers(), axes("nansum", dims), true); }

    /// The mean of the elements that are not NaN, along all dimensions or the given ones.
    /// {@snippet : tensor(1, Double.NaN, 2).nanmean()    // ==> 1.5000  float32 [] }
    default Tensor nanmean(int... dims) { return nanmean(axes("nanmean", dims), false); }
    /// The same, with the averaged dimensions left in place with size 1.
    default Tensor nanmean(KeepDim keep, int... dims) { return nanmean(axes("nanmean", dims), true); }

    private Tensor nanmean(Axes axes, boolean keep) {
        floating("nanmean");
        return sum(numbers(), axes, keep).div(self().eq(self()).apply(new Reductions.Sum(axes, keep)));
    }

    private Tensor numbers() { return self().dtype().isFloating() ? self().where(self().eq(self()), Tensor.of(self().dtype(), 0)) : self(); }

    // ---- variance, standard deviation ----

    private Tensor variance(String operation, Axes axes, Correction correction, boolean keep) {
        Tensor deviation = self().sub(mean(operation, axes, true));
        return sum(deviation.square(), axes, keep).div(Math.max(axes.count(self().shape()) - correction.value(), 0));
    }

    /// The root of what is not negative, with slope 0 at 0 instead of an infinite one.
    private static Tensor root(Tensor x) { return safely(x, Tensor::sqrt); }

    /// A function that leaves 0 as it is, with slope 0 there whatever its own slope.
    private static Tensor safely(Tensor x, UnaryOperator<Tensor> function) {
        Tensor zero = x.detach().eq(0);
        Tensor away = Tensor.of(x.dtype(), 1).where(zero, x);
        return Tensor.of(x.dtype(), 0).where(zero, function.apply(away));
    }

    /// The variance, with n - 1 in the denominator (Bessel's correction).
    /// {@snippet : tensor(1.0, 2.0, 3.0).var()    // ==> 1.  float32 [] }
    default Tensor var(int... dims) { return variance("var", axes("var", dims), Correction.BESSEL, false); }
    /// The same, with the reduced dimensions left in place with size 1.
    default Tensor var(KeepDim keep, int... dims) { return variance("var", axes("var", dims), Correction.BESSEL, true); }
    /// The variance, with the number of elements less a correction in the denominator.
    /// {@snippet : tensor(1.0, 3.0).var(correction(0))    // ==> 1.  float32 [] }
    default Tensor var(Correction correction, int... dims) { return variance("var", axes("var", dims), correction, false); }
    /// The same, with the reduced dimensions left in place with size 1.
    default Tensor var(Correction correction, KeepDim keep, int... dims) { return variance("var", axes("var", dims), correction, true); }

    /// The standard deviation: the square root of the variance. Where that is 0 so is the slope.
    /// {@snippet : tensor(1.0, 3.0).std()    // ==> 1.4142  float32 [] }
    default Tensor std(int... dims) { return root(variance("std", axes("std", dims), Correction.BESSEL, false)); }
    /// The same, with the reduced dimensions left in place with size 1.
    default Tensor std(KeepDim keep, int... dims) { return root(variance("std", axes("std", dims), Correction.BESSEL, true)); }
    /// The standard deviation with a correction.
    default Tensor std(Correction correction, int... dims) { return root(variance("std", axes("std", dims), correction, false)); }
    /// The same, with the reduced dimensions left in place with size 1.
    default Tensor std(Correction correction, KeepDim keep, int... dims) { return root(variance("std", axes("std", dims), correction, true)); }

    private Moments varMean(Axes axes, Correction correction, boolean keep) { return new Moments(variance("varMean", axes, correction, keep), mean("varMean", axes, keep)); }

    private Moments stdMean(Axes axes, Correction correction, boolean keep) { return new Moments(root(variance("stdMean", axes, correction, keep)), mean("stdMean", axes, keep)); }

    /// The variance and the mean.
    /// {@snippet : tensor(1.0, 3.0).varMean().spread()    // ==> 2.  float32 [] }
    default Moments varMean(int... dims) { return varMean(axes("varMean", dims), Correction.BESSEL, false); }
    /// The same, with the reduced dimensions left in place with size 1.
    default Moments varMean(KeepDim keep, int... dims) { return varMean(axes("varMean", dims), Correction.BESSEL, true); }
    /// The variance with a correction, and the mean.
    default Moments varMean(Correction correction, int... dims) { return varMean(axes("varMean", dims), correction, false); }
    /// The same, with the reduced dimensions left in place with size 1.
    default Moments varMean(Correction correction, KeepDim keep, int... dims) { return varMean(axes("varMean", dims), correction, true); }
    /// The standard deviation and the mean.
    /// {@snippet : tensor(1.0, 3.0).stdMean().mean()    // ==> 2.  float32 [] }
    default Moments stdMean(int... dims) { return stdMean(axes("stdMean", dims), Correction.BESSEL, false); }
    /// The same, with the reduced dimensions left in place with size 1.
    default Moments stdMean(KeepDim keep, int... dims) { return stdMean(axes("stdMean", dims), Correction.BESSEL, true); }
    /// The standard deviation with a correction, and the mean.
    default Moments stdMean(Correction correction, int... dims) { return stdMean(axes("stdMean", dims), correction, false); }
    /// The same, with the reduced dimensions left in place with size 1.
    default Moments stdMean(Correction correction, KeepDim keep, int... dims) { return stdMean(axes("stdMean", dims), correction, true); }

    // ---- several variables ----

    /// The covariances of the rows, each a variable, over the columns, each an observation.
    /// {@snippet : tensor("[[1., 2., 3.], [3., 2., 1.]]").cov()    // ==> [[1., -1.], [-1., 1.]]  float32 [2, 2] }
    default Tensor cov() { return cov(Correction.BESSEL); }
    /// The same, with the number of observations less a correction in the denominator.
    default Tensor cov(Correction correction) { return cov("cov", correction); }

    private Tensor cov(String operation, Correction correction) {
        Tensor x = floating(operation);
        if (x.dim() > 2) throw new ShapeException(operation + ": shape " + x.shape() + " has " + x.dim() + " dimensions; give rows of observations, one for each variable");
        Tensor rows = x.dim() == 2 ? x : x.reshape(1, -1), deviation = rows.sub(rows.mean(KeepDim.KEEP_DIM, 1));
        Tensor products = deviation.matmul(deviation.t()).div(Math.max(rows.size(1) - correction.value(), 0));
        return x.dim() == 2 ? products : products.reshape();
    }

    /// The correlations of the rows, each a variable, over the columns: covariances divided by both standard deviations.
    /// {@snippet : tensor("[[1., 2., 3.], [3., 2., 1.]]").corrcoef()    // ==> [[1., -1.], [-1., 1.]]  float32 [2, 2] }
    default Tensor corrcoef() {
        Tensor c = cov("corrcoef", Correction.BESSEL);
        if (c.dim() == 0) return c.div(c);
        Tensor deviations = c.mul(Creation.eye(c.dtype(), c.size(0), c.size(0))).sum(1).sqrt();
        return c.div(deviations.unsqueeze(1)).div(deviations.unsqueeze(0)).clamp(-1, 1);
    }

    // ---- norms ----

    private Tensor norm(double p, Axes axes, boolean keep) {
        Tensor x = floating("norm");
        if (p != p) throw new IllegalArgumentException("norm: p is NaN; use 1, 2, infinity or another number");
        if (Double.isInfinite(p)) {
            if (axes.count(x.shape()) == 0 && axes.reduce(x.shape(), keep).elements() > 0) {
                if (p < 0) throw new ShapeException("norm: shape " + x.shape() + " has no elements along " + axes + ", so none of them is the smallest");
                return sum(x.abs(), axes, keep);
            }
            return x.abs().apply(new Reductions.Extreme(p > 0 ? gradshell.formula.Fn.MAX : gradshell.formula.Fn.MIN, axes, keep));
        }
        // Steps of 0 and 1: what is not 0 is replaced by 1, and 0 by a zero that still depends on it.
        if (p == 0) return sum(Tensor.of(x.dtype(), 1).where(x.detach().ne(0), x.mul(0)), axes, keep);
        if (p == 1) return sum(x.abs(), axes, keep);
        if (p == 2) return root(sum(x.square(), axes, keep));
        if (p < 0) return sum(x.abs().pow(p), axes, keep).pow(1 / p);
        Tensor powers = safely(x.abs(), a -> a.pow(p));
        return safely(sum(powers, axes, keep), s -> s.pow(1 / p));
    }

    /// The length: the square root of the sum of the squares of all elements. Its slope at 0 is 0.
    /// {@snippet : tensor(3.0, 4.0).norm()    // ==> 5.  float32 [] }
    default Tensor norm() { return norm(2, axes("norm"), false); }
    /// The p-norm along all dimensions or the given ones: the p-th root of the sum of the p-th powers of the absolute elements;
    /// for infinity the largest of them, for 0 how many are not 0.
    /// {@snippet : tensor("[[3., 4.], [0., -2.]]").norm(1, 0)    // ==> [3., 6.]  float32 [2] }
    default Tensor norm(double p, int... dims) { return norm(p, axes("norm", dims), false); }
    /// The same, with the reduced dimensions left in place with size 1.
    default Tensor norm(KeepDim keep, double p, int... dims) { return norm(p, axes("norm", dims), true); }
}
