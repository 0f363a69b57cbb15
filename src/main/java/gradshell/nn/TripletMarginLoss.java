package gradshell.nn;

import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// How much nearer an anchor should be to a positive example than to a negative one (Balntas et al., 2016): max(d(a, p) - d(a, n) + margin, 0).
///
/// @param p    the norm that distances are measured by
/// @param eps  added to each difference
/// @param swap whether the negative example may be nearer to the positive one than to the anchor, and that distance counts then
public record TripletMarginLoss(Reduction reduction, double margin, double p, double eps, boolean swap) implements Loss {
    private static final String NAME = "tripletMarginLoss";

    /// The mean over all triplets, with a margin of 1.
    public TripletMarginLoss() { this(Reduction.MEAN, 1, 2, 1e-6, false); }

    /// With "mean", "sum" or "none".
    public TripletMarginLoss reduction(String name) { return new TripletMarginLoss(Reduction.named(NAME, name), margin, p, eps, swap); }

    /// With how much farther the negative example should be.
    public TripletMarginLoss margin(double margin) { return new TripletMarginLoss(reduction, margin, p, eps, swap); }

    /// With the p-norm of differences.
    public TripletMarginLoss p(double norm) { return new TripletMarginLoss(reduction, margin, norm, eps, swap); }

    /// With what is added to each difference.
    public TripletMarginLoss eps(double eps) { return new TripletMarginLoss(reduction, margin, p, eps, swap); }

    /// With the distance of the negative example from the positive one, where that is smaller.
    public TripletMarginLoss swap(boolean swap) { return new TripletMarginLoss(reduction, margin, p, eps, swap); }

    /// The loss of triplets, each `[batch, width]` or `[width]`.
    public Tensor apply(Tensor anchor, Tensor positive, Tensor negative) {
        Loss.sameShape(NAME, anchor, positive);
        Loss.sameShape(NAME, anchor, negative);
        if (anchor.dim() == 0) throw new ShapeException(NAME + ": the anchor is a single number; it needs [batch, width] or [width]");
        Tensor far = distance(anchor, negative);
        if (swap) far = far.minimum(distance(positive, negative));
        return reduction.of(distance(anchor, positive).sub(far).add(margin).clampMin(0));
    }

    /// The same for anchors as predictions, with the positive and the negative example side by side in dimension 1 of the target, `[batch, 2, width]`.
    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        if (target.dim() != prediction.dim() + 1 || target.dim() < 2 || target.size(1) != 2) throw new ShapeException(NAME + ": the target has shape " + target.shape() + " for anchors of shape " + prediction.shape() + "; it needs a positive and a negative example for each, [batch, 2, width], or give them apart: apply(anchor, positive, negative)");
        return apply(prediction, target.select(1, 0), target.select(1, 1));
    }

    private Tensor distance(Tensor a, Tensor b) { return a.sub(b).add(eps).norm(p, -1); }

    @Override
    public String toString() { return NAME + "()" + (margin == 1 ? "" : ".margin(" + margin + ")") + (p == 2 ? "" : ".p(" + p + ")") + (eps == 1e-6 ? "" : ".eps(" + eps + ")") + (swap ? ".swap(true)" : "") + reduction.wither(); }
}
