package gradshell.nn;

import gradshell.array.ShapeException;
import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;

/// The negative logarithm of the density that normal distributions, of predicted means and variances, have at the targets.
///
/// @param full whether the constant ½ log 2π is added
/// @param eps  the least variance
public record GaussianNllLoss(Reduction reduction, boolean full, double eps) implements Loss {
    private static final String NAME = "gaussianNllLoss";

    /// The mean over all elements.
    public GaussianNllLoss() { this(Reduction.MEAN, false, 1e-6); }

    /// With "mean", "sum" or "none".
    public GaussianNllLoss reduction(String name) { return new GaussianNllLoss(Reduction.named(NAME, name), full, eps); }

    /// With the constant, which no gradient depends on.
    public GaussianNllLoss full(boolean full) { return new GaussianNllLoss(reduction, full, eps); }

    /// With the least variance.
    public GaussianNllLoss eps(double eps) { return new GaussianNllLoss(reduction, full, eps); }

    /// The loss of means and their variances, which have the means' shape, or that shape with the last dimension 1 or left out.
    public Tensor apply(Tensor mean, Tensor target, Tensor variance) {
        Loss.sameShape(NAME, mean, target);
        Tensor spread = variance;
        if (!variance.shape().equals(mean.shape())) {
            if (mean.dim() > 0 && variance.shape().equals(mean.shape().remove(mean.dim() - 1))) spread = variance.unsqueeze(-1);
            else if (mean.dim() == 0 || !variance.shape().equals(mean.shape().with(mean.dim() - 1, 1))) throw new ShapeException(NAME + ": the variance has shape " + variance.shape() + ", the prediction " + mean.shape() + "; it needs that shape, or that with a last dimension of 1");
        }
        Recording.look(variance, numbers -> {
            for (double v : Tensor.of(numbers).toDoubles()) if (v < 0) throw new IllegalArgumentException(NAME + ": the variance holds " + v + "; it must be at least 0, put a softplus() or an exp behind what predicts it");
        });
        // The gradient goes to the variance as if it had not been kept from being too small.
        Tensor kept = spread.add(spread.detach().clampMin(eps).sub(spread.detach()));
        Tensor losses = kept.log().add(mean.squaredDifference(target).div(kept)).mul(0.5);
        return reduction.of(full ? losses.add(0.5 * Math.log(2 * Math.PI)) : losses);
    }

    /// The same with means and variances side by side in dimension 1 of the prediction, `[batch, 2, …]`.
    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        if (prediction.dim() < 2 || prediction.size(1) != 2) throw new ShapeException(NAME + ": the prediction has shape " + prediction.shape() + "; it needs a mean and a variance for each example, [batch, 2, …], or give them apart: apply(mean, target, variance)");
        return apply(prediction.select(1, 0), target, prediction.select(1, 1));
    }

    @Override
    public String toString() { return NAME + "()" + (full ? ".full(true)" : "") + (eps == 1e-6 ? "" : ".eps(" + eps + ")") + reduction.wither(); }
}
