package gradshell.nn;

import gradshell.tensor.Tensor;

/// The absolute differences, rounded off below `beta` (Girshick, 2015).
public record SmoothL1Loss(Reduction reduction, double beta) implements Loss {
    private static final String NAME = "smoothL1Loss";

    public SmoothL1Loss {
        if (!(beta >= 0)) throw new IllegalArgumentException(NAME + ": beta is " + beta + "; it must be at least 0");
    }

    /// The mean over all elements.
    public SmoothL1Loss() { this(Reduction.MEAN, 1); }

    /// With "mean", "sum" or "none".
    public SmoothL1Loss reduction(String name) { return new SmoothL1Loss(Reduction.named(NAME, name), beta); }

    /// With the difference from which on the loss is a straight line.
    public SmoothL1Loss beta(double beta) { return new SmoothL1Loss(reduction, beta); }

    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        Loss.sameShape(NAME, prediction, target);
        return reduction.of(beta == 0 ? prediction.sub(target).abs() : prediction.smoothL1(target, beta));
    }

    @Override
    public String toString() { return NAME + "()" + (beta == 1 ? "" : ".beta(" + beta + ")") + reduction.wither(); }
}
