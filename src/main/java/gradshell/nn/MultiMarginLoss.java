package gradshell.nn;

import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// What the score of the right class lacks of being larger than each other by a margin, summed over the others and divided by the number of classes.
///
/// Predictions are `[batch, classes]` or `[classes]`, targets class numbers.
///
/// @param p      the power of each lack, 1 or 2
/// @param weight the weight of each right class, or null
public record MultiMarginLoss(Reduction reduction, int p, double margin, Tensor weight) implements Loss {
    private static final String NAME = "multiMarginLoss";

    public MultiMarginLoss {
        if (p != 1 && p != 2) throw new IllegalArgumentException(NAME + ": p is " + p + "; it must be 1 or 2");
    }

    /// The mean over all examples, with a margin of 1.
    public MultiMarginLoss() { this(Reduction.MEAN, 1, 1, null); }

    /// With "mean", "sum" or "none".
    public MultiMarginLoss reduction(String name) { return new MultiMarginLoss(Reduction.named(NAME, name), p, margin, weight); }

    /// With a power.
    public MultiMarginLoss p(int power) { return new MultiMarginLoss(reduction, power, margin, weight); }

    /// With how much larger the score of the right class should be.
    public MultiMarginLoss margin(double margin) { return new MultiMarginLoss(reduction, p, margin, weight); }

    /// With a weight for each class.
    public MultiMarginLoss weight(Tensor weight) { return new MultiMarginLoss(reduction, p, margin, weight); }

    /// With a weight for each class.
    public MultiMarginLoss weight(double... weights) { return weight(Labels.weights(weights)); }

    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        int dim = Labels.dim(NAME, prediction), classes = prediction.size(dim);
        if (prediction.dim() > 2) throw new ShapeException(NAME + ": the prediction has shape " + prediction.shape() + "; it needs [batch, classes] or [classes]");
        Labels.checkWeight(NAME, weight, classes);
        Tensor labels = Labels.of(NAME, prediction, target, null).numbers(), at = labels.unsqueeze(dim);
        Tensor lack = prediction.sub(prediction.gather(dim, at)).add(margin).clampMin(0);
        if (p == 2) lack = lack.square();
        if (weight != null) lack = lack.mul(weight.to(lack.dtype()).indexSelect(0, labels.flatten()).reshape(at.shape()));
        // The right class lacks nothing.
        Tensor others = gradshell.tensor.Creation.arange(gradshell.array.DType.INT64, 0, classes, 1).ne(at);
        return reduction.of(lack.where(others, Tensor.of(lack.dtype(), 0)).sum(dim).div(classes));
    }

    @Override
    public String toString() { return NAME + "()" + (p == 1 ? "" : ".p(2)") + (margin == 1 ? "" : ".margin(" + margin + ")") + Labels.wither("weight", weight) + reduction.wither(); }
}
