package gradshell.nn;

import gradshell.tensor.Tensor;

/// The cross entropy of the sigmoids of scores and targets between 0 and 1, exact for large scores too.
///
/// @param weight    what each loss is multiplied by, of a shape that goes with theirs, or null
/// @param posWeight what the losses of true targets are multiplied by, one number for each place of the last dimension, or null
public record BceWithLogitsLoss(Reduction reduction, Tensor weight, Tensor posWeight) implements Loss {
    private static final String NAME = "bceWithLogitsLoss";

    /// The mean over all elements.
    public BceWithLogitsLoss() { this(Reduction.MEAN, null, null); }

    /// With "mean", "sum" or "none".
    public BceWithLogitsLoss reduction(String name) { return new BceWithLogitsLoss(Reduction.named(NAME, name), weight, posWeight); }

    /// With a factor for each element.
    public BceWithLogitsLoss weight(Tensor weight) { return new BceWithLogitsLoss(reduction, weight, posWeight); }

    /// With a factor for each place of the last dimension.
    public BceWithLogitsLoss weight(double... weights) { return weight(Labels.weights(weights)); }

    /// With a factor for true targets, which makes up for their being rare.
    public BceWithLogitsLoss posWeight(Tensor weight) { return new BceWithLogitsLoss(reduction, this.weight, weight); }

    /// With a factor for true targets, for each place of the last dimension.
    public BceWithLogitsLoss posWeight(double... weights) { return posWeight(Labels.weights(weights)); }

    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        Loss.sameShape(NAME, prediction, target);
        BceLoss.checkTargets(NAME, target);
        String by = prediction.computedBy();
        if (by.equals("sigmoid") || by.equals("softmax")) Advice.give(NAME + ": the prediction is the result of " + by + ", and the loss has a sigmoid of its own, so that the network learns slowly; take the " + by + " off the end of the network, or use bceLoss()");
        Tensor t = target.to(prediction.dtype()), certain = prediction.logsigmoid();
        if (posWeight != null) {
            BceLoss.checkFits(NAME, "posWeight", posWeight, prediction);
            certain = certain.mul(t.mul(posWeight.to(t.dtype()).sub(1)).add(1));
        }
        return reduction.of(BceLoss.weighted(NAME, t.rsub(1).mul(prediction).sub(certain), weight));
    }

    @Override
    public String toString() { return NAME + "()" + Labels.wither("weight", weight) + Labels.wither("posWeight", posWeight) + reduction.wither(); }
}
