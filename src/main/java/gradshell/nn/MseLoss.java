package gradshell.nn;

import gradshell.tensor.Tensor;

/// The squared differences.
public record MseLoss(Reduction reduction) implements Loss {
    private static final String NAME = "mseLoss";

    /// The mean over all elements.
    public MseLoss() { this(Reduction.MEAN); }

    /// With "mean", "sum" or "none".
    public MseLoss reduction(String name) { return new MseLoss(Reduction.named(NAME, name)); }

    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        Loss.sameShape(NAME, prediction, target);
        return reduction.of(prediction.squaredDifference(target));
    }

    @Override
    public String toString() { return NAME + "()" + reduction.wither(); }
}
