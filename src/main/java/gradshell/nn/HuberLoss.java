package gradshell.nn;

import gradshell.tensor.Tensor;

/// Half the squared differences, straight lines from `delta` on (Huber, 1964).
public record HuberLoss(Reduction reduction, double delta) implements Loss {
    private static final String NAME = "huberLoss";

    public HuberLoss {
        if (!(delta > 0)) throw new IllegalArgumentException(NAME + ": delta is " + delta + "; it must be greater than 0");
    }

    /// The mean over all elements.
    public HuberLoss() { this(Reduction.MEAN, 1); }

    /// With "mean", "sum" or "none".
    public HuberLoss reduction(String name) { return new HuberLoss(Reduction.named(NAME, name), delta); }

    /// With the difference from which on the loss is a straight line.
    public HuberLoss delta(double delta) { return new HuberLoss(reduction, delta); }

    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        Loss.sameShape(NAME, prediction, target);
        return reduction.of(prediction.huber(target, delta));
    }

    @Override
    public String toString() { return NAME + "()" + (delta == 1 ? "" : ".delta(" + delta + ")") + reduction.wither(); }
}
