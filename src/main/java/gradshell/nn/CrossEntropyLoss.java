package gradshell.nn;

import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;

/// The negative logarithm of the probability that a softmax over the predictions gives to the right class.
///
/// Predictions are scores of shape `[batch, classes]`, `[classes]` or `[batch, classes, …]`, without a softmax. Targets are class numbers, of that shape without
/// the classes, or floating probabilities of the whole shape.
///
/// @param weight         the weight of each class, or null for the same; a mean of class numbers is one by weight
/// @param ignoreIndex    the label of examples that are left out, or null for none
/// @param labelSmoothing how much of a target is spread over all classes, from 0 to 1
public record CrossEntropyLoss(Reduction reduction, Tensor weight, Integer ignoreIndex, double labelSmoothing) implements Loss {
    private static final String NAME = "crossEntropyLoss";

    public CrossEntropyLoss {
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) throw new IllegalArgumentException(NAME + ": labelSmoothing is " + labelSmoothing + "; it must lie between 0 and 1");
    }

    /// The mean over all examples.
    public CrossEntropyLoss() { this(Reduction.MEAN, null, null, 0); }

    /// With "mean", "sum" or "none".
    public CrossEntropyLoss reduction(String name) { return new CrossEntropyLoss(Reduction.named(NAME, name), weight, ignoreIndex, labelSmoothing); }

    /// With a weight for each class.
    public CrossEntropyLoss weight(Tensor weight) { return new CrossEntropyLoss(reduction, weight, ignoreIndex, labelSmoothing); }

    /// With a weight for each class.
    public CrossEntropyLoss weight(double... weights) { return weight(Labels.weights(weights)); }

    /// Without the examples of this label, -100 by custom.
    public CrossEntropyLoss ignoreIndex(int label) { return new CrossEntropyLoss(reduction, weight, label, labelSmoothing); }

    /// With so much of each target spread over all classes (Szegedy et al., 2016).
    public CrossEntropyLoss labelSmoothing(double share) { return new CrossEntropyLoss(reduction, weight, ignoreIndex, share); }

    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        int dim = Labels.dim(NAME, prediction), classes = prediction.size(dim);
        Labels.checkWeight(NAME, weight, classes);
        if (target.dtype().isFloating() && target.shape().equals(prediction.shape())) return soft(prediction, target, dim);
        Labels labels = Labels.of(NAME, prediction, target, ignoreIndex);
        Advice.scores(NAME, prediction, dim);
        Tensor logarithms = prediction.logSoftmax(dim), right = labels.pick(logarithms, weight, reduction);
        return labelSmoothing == 0 ? right : right.mul(1 - labelSmoothing).add(labels.spread(logarithms, weight, reduction).mul(labelSmoothing / classes));
    }

    /// The same for probabilities; their mean is one by examples, whatever the weights.
    private Tensor soft(Tensor prediction, Tensor target, int dim) {
        if (ignoreIndex != null) throw new IllegalArgumentException(NAME + ": the target holds probabilities, in which no label " + ignoreIndex + " can be ignored; use class numbers, or take ignoreIndex away");
        Recording.look(target, numbers -> {
            for (double share : Tensor.of(numbers).toDoubles())
                if (share < 0 || share > 1) throw new IllegalArgumentException(NAME + ": the target holds " + share + "; it must hold probabilities from 0 to 1, or class numbers, one for each example and int64");
        });
        Advice.scores(NAME, prediction, dim);
        int classes = prediction.size(dim);
        Tensor shares = labelSmoothing == 0 ? target : target.mul(1 - labelSmoothing).add(labelSmoothing / classes);
        if (weight != null) shares = shares.mul(new Labels(target, dim, null).along(weight, prediction));
        Tensor losses = prediction.logSoftmax(dim).mul(shares).sum(dim).neg();
        return reduction.of(losses);
    }

    @Override
    public String toString() {
        return NAME + "()" + Labels.wither("weight", weight) + (ignoreIndex == null ? "" : ".ignoreIndex(" + ignoreIndex + ")") + (labelSmoothing == 0 ? "" : ".labelSmoothing(" + labelSmoothing + ")") + reduction.wither();
    }
}
