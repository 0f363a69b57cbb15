package gradshell.nn;

import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;

/// Distances of pairs that are alike (target 1), and what the distances of the others (target -1) lack of a margin.
public record HingeEmbeddingLoss(Reduction reduction, double margin) implements Loss {
    private static final String NAME = "hingeEmbeddingLoss";

    /// The mean over all elements, with a margin of 1.
    public HingeEmbeddingLoss() { this(Reduction.MEAN, 1); }

    /// With "mean", "sum" or "none".
    public HingeEmbeddingLoss reduction(String name) { return new HingeEmbeddingLoss(Reduction.named(NAME, name), margin); }

    /// With the distance that pairs which are not alike should have.
    public HingeEmbeddingLoss margin(double margin) { return new HingeEmbeddingLoss(reduction, margin); }

    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        Loss.sameShape(NAME, prediction, target);
        checkSigns(NAME, target);
        return reduction.of(prediction.where(target.eq(1), prediction.rsub(margin).clampMin(0)));
    }

    /// Refuses targets other than 1 and -1.
    static void checkSigns(String loss, Tensor target) {
        Recording.look(target, numbers -> {
            for (double t : Tensor.of(numbers).toDoubles())
                if (t != 1 && t != -1) throw new IllegalArgumentException(loss + ": the target holds " + t + "; it must hold 1 and -1" + (t == 0 ? ", use target.mul(2).sub(1) for 0 and 1" : ""));
        });
    }

    @Override
    public String toString() { return NAME + "()" + (margin == 1 ? "" : ".margin(" + margin + ")") + reduction.wither(); }
}
