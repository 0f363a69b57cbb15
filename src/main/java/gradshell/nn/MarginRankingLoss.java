package gradshell.nn;

import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// What two scores lack of being in the right order, the first larger (target 1) or smaller (target -1), by a margin.
public record MarginRankingLoss(Reduction reduction, double margin) implements Loss {
    private static final String NAME = "marginRankingLoss";

    /// The mean over all pairs, with a margin of 0.
    public MarginRankingLoss() { this(Reduction.MEAN, 0); }

    /// With "mean", "sum" or "none".
    public MarginRankingLoss reduction(String name) { return new MarginRankingLoss(Reduction.named(NAME, name), margin); }

    /// With how far apart the scores should be.
    public MarginRankingLoss margin(double margin) { return new MarginRankingLoss(reduction, margin); }

    /// The loss of pairs of scores.
    public Tensor apply(Tensor first, Tensor second, Tensor target) {
        Loss.sameShape(NAME, first, second);
        Loss.sameShape(NAME, first, target);
        HingeEmbeddingLoss.checkSigns(NAME, target);
        return reduction.of(target.neg().mul(first.sub(second)).add(margin).clampMin(0));
    }

    /// The same, with the two scores of each pair side by side in dimension 1 of the prediction, `[batch, 2]`.
    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        if (prediction.dim() != 2 || prediction.size(1) != 2) throw new ShapeException(NAME + ": the prediction has shape " + prediction.shape() + "; it needs two scores for each example, [batch, 2], or give them apart: apply(first, second, target)");
        return apply(prediction.select(1, 0), prediction.select(1, 1), target);
    }

    @Override
    public String toString() { return NAME + "()" + (margin == 0 ? "" : ".margin(" + margin + ")") + reduction.wither(); }
}
