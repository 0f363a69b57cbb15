package gradshell.nn;

import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// One minus the cosine of the angle between vectors that are alike (target 1), and how far the cosine of others (target -1) is above a margin.
///
/// Vectors are `[batch, width]`, or `[width]` for one pair.
public record CosineEmbeddingLoss(Reduction reduction, double margin) implements Loss {
    private static final String NAME = "cosineEmbeddingLoss";
    /// Added to squared lengths, so that a vector of zeros has an angle.
    private static final double EPSILON = 1e-12;

    /// The mean over all pairs, with a margin of 0.
    public CosineEmbeddingLoss() { this(Reduction.MEAN, 0); }

    /// With "mean", "sum" or "none".
    public CosineEmbeddingLoss reduction(String name) { return new CosineEmbeddingLoss(Reduction.named(NAME, name), margin); }

    /// With the cosine that pairs which are not alike may have.
    public CosineEmbeddingLoss margin(double margin) { return new CosineEmbeddingLoss(reduction, margin); }

    /// The loss of pairs of vectors.
    public Tensor apply(Tensor first, Tensor second, Tensor target) {
        Tensor cosine = cosine(first, second);
        if (!target.shape().equals(cosine.shape())) throw new ShapeException(NAME + ": the target has shape " + target.shape() + " for pairs of shape " + first.shape() + "; it needs one number for each pair, " + cosine.shape());
        HingeEmbeddingLoss.checkSigns(NAME, target);
        return reduction.of(cosine.rsub(1).where(target.eq(1), cosine.sub(margin).clampMin(0)));
    }

    /// The same where each prediction and its target are alike.
    @Override
    public Tensor apply(Tensor prediction, Tensor target) { return reduction.of(cosine(prediction, target).rsub(1)); }

    private static Tensor cosine(Tensor first, Tensor second) {
        Loss.sameShape(NAME, first, second);
        if (first.dim() != 1 && first.dim() != 2) throw new ShapeException(NAME + ": the vectors have shape " + first.shape() + "; they need [batch, width] or [width]");
        Tensor lengths = first.square().sum(-1).add(EPSILON).mul(second.square().sum(-1).add(EPSILON)).sqrt();
        return first.mul(second).sum(-1).div(lengths);
    }

    @Override
    public String toString() { return NAME + "()" + (margin == 0 ? "" : ".margin(" + margin + ")") + reduction.wither(); }
}
