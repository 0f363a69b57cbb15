package gradshell.nn;

import gradshell.tensor.Tensor;

/// The absolute differences.
public record L1Loss(Reduction reduction) implements Loss {
    private static final String NAME = "l1Loss";

    /// The mean over all elements.
    public L1Loss() { this(Reduction.MEAN); }

    /// With "mean", "sum" or "none".
    public L1Loss reduction(String name) { return new L1Loss(Reduction.named(NAME, name)); }

    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        Loss.sameShape(NAME, prediction, target);
        return reduction.of(prediction.sub(target).abs());
    }

    @Override
    public String toString() { return NAME + "()" + reduction.wither(); }
}
