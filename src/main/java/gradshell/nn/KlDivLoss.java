package gradshell.nn;

import gradshell.tensor.Tensor;

/// The Kullback-Leibler divergence of predictions from targets: t (log t - x), where the predictions x are logarithms of probabilities.
///
/// The mean is that of all elements, as in PyTorch; the divergence itself is the sum of an example's, which `batchMean` gives.
///
/// @param logTarget whether the targets are logarithms too
/// @param batchMean whether the sum is divided by the number of examples
public record KlDivLoss(Reduction reduction, boolean logTarget, boolean batchMean) implements Loss {
    private static final String NAME = "klDivLoss";

    /// The mean over all elements.
    public KlDivLoss() { this(Reduction.MEAN, false, false); }

    /// With "mean", "batchmean", "sum" or "none".
    public KlDivLoss reduction(String name) {
        return name.equals("batchmean") ? new KlDivLoss(Reduction.SUM, logTarget, true) : new KlDivLoss(Reduction.named(NAME, name), logTarget, false);
    }

    /// With targets that are logarithms of probabilities.
    public KlDivLoss logTarget(boolean logTarget) { return new KlDivLoss(reduction, logTarget, batchMean); }

    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        Loss.sameShape(NAME, prediction, target);
        String by = prediction.computedBy();
        if (by.equals("softmax") || by.equals("sigmoid")) Advice.give(NAME + ": the prediction is the result of " + by + "; it must hold logarithms of probabilities, use logSoftmax instead");
        Tensor losses = logTarget ? target.exp().mul(target.sub(prediction)) : target.xlogy(target).sub(target.mul(prediction));
        Tensor reduced = reduction.of(losses);
        return batchMean ? reduced.div(prediction.dim() == 0 ? 1 : prediction.size(0)) : reduced;
    }

    @Override
    public String toString() { return NAME + "()" + (logTarget ? ".logTarget(true)" : "") + (batchMean ? ".reduction(\"batchmean\")" : reduction.wither()); }
}
