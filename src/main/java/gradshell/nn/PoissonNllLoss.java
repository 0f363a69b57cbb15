package gradshell.nn;

import gradshell.tensor.Tensor;

/// The negative logarithm of the probability that Poisson distributions of predicted means give to counts.
///
/// @param logInput whether the predictions are logarithms of the means
/// @param full     whether Stirling's approximation of log t! is added
/// @param eps      added to means before their logarithm is taken
public record PoissonNllLoss(Reduction reduction, boolean logInput, boolean full, double eps) implements Loss {
    private static final String NAME = "poissonNllLoss";

    /// The mean over all elements, for predictions that are logarithms.
    public PoissonNllLoss() { this(Reduction.MEAN, true, false, 1e-8); }

    /// With "mean", "sum" or "none".
    public PoissonNllLoss reduction(String name) { return new PoissonNllLoss(Reduction.named(NAME, name), logInput, full, eps); }

    /// With predictions that are logarithms, or not.
    public PoissonNllLoss logInput(boolean logInput) { return new PoissonNllLoss(reduction, logInput, full, eps); }

    /// With the logarithm of the factorial, which no gradient depends on.
    public PoissonNllLoss full(boolean full) { return new PoissonNllLoss(reduction, logInput, full, eps); }

    /// With what is added to means before their logarithm is taken.
    public PoissonNllLoss eps(double eps) { return new PoissonNllLoss(reduction, logInput, full, eps); }

    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        Loss.sameShape(NAME, prediction, target);
        Tensor t = target.to(prediction.dtype());
        Tensor losses = logInput ? prediction.exp().sub(t.mul(prediction)) : prediction.sub(t.mul(prediction.add(eps).log()));
        if (full) losses = losses.add(stirling(t));
        return reduction.of(losses);
    }

    /// t log t - t + ½ log 2πt above 1, 0 elsewhere.
    private static Tensor stirling(Tensor t) {
        Tensor zero = Tensor.of(t.dtype(), 0), above = t.clampMin(1);
        return above.mul(above.log()).sub(above).add(above.mul(2 * Math.PI).log().mul(0.5)).where(t.gt(1), zero);
    }

    @Override
    public String toString() { return NAME + "()" + (logInput ? "" : ".logInput(false)") + (full ? ".full(true)" : "") + (eps == 1e-8 ? "" : ".eps(" + eps + ")") + reduction.wither(); }
}
