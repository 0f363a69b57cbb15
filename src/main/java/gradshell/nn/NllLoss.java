package gradshell.nn;

import gradshell.tensor.Tensor;

/// The negative of the prediction at the right class, where predictions are logarithms of probabilities, as `logSoftmax` gives them.
///
/// Shapes, weights and ignored labels are those of [CrossEntropyLoss].
public record NllLoss(Reduction reduction, Tensor weight, Integer ignoreIndex) implements Loss {
    private static final String NAME = "nllLoss";

    /// The mean over all examples.
    public NllLoss() { this(Reduction.MEAN, null, null); }

    /// With "mean", "sum" or "none".
    public NllLoss reduction(String name) { return new NllLoss(Reduction.named(NAME, name), weight, ignoreIndex); }

    /// With a weight for each class.
    public NllLoss weight(Tensor weight) { return new NllLoss(reduction, weight, ignoreIndex); }

    /// With a weight for each class.
    public NllLoss weight(double... weights) { return weight(Labels.weights(weights)); }

    /// Without the examples of this label, -100 by custom.
    public NllLoss ignoreIndex(int label) { return new NllLoss(reduction, weight, label); }

    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        Labels.checkWeight(NAME, weight, prediction.size(Labels.dim(NAME, prediction)));
        Labels labels = Labels.of(NAME, prediction, target, ignoreIndex);
        String by = prediction.computedBy();
        if (by.equals("softmax") || by.equals("sigmoid")) Advice.give(NAME + ": the prediction is the result of " + by + "; it must hold logarithms of probabilities, use logSoftmax instead, or crossEntropyLoss() on the scores before it");
        return labels.pick(prediction, weight, reduction);
    }

    @Override
    public String toString() { return NAME + "()" + Labels.wither("weight", weight) + (ignoreIndex == null ? "" : ".ignoreIndex(" + ignoreIndex + ")") + reduction.wither(); }
}
