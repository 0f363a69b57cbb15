package gradshell.nn;

import gradshell.array.ShapeException;
import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;

/// The cross entropy of probabilities and targets between 0 and 1: -t log x - (1 - t) log(1 - x).
///
/// @param weight what each loss is multiplied by, of a shape that goes with theirs, or null
public record BceLoss(Reduction reduction, Tensor weight) implements Loss {
    private static final String NAME = "bceLoss";

    /// The mean over all elements.
    public BceLoss() { this(Reduction.MEAN, null); }

    /// With "mean", "sum" or "none".
    public BceLoss reduction(String name) { return new BceLoss(Reduction.named(NAME, name), weight); }

    /// With a factor for each element.
    public BceLoss weight(Tensor weight) { return new BceLoss(reduction, weight); }

    /// With a factor for each place of the last dimension.
    public BceLoss weight(double... weights) { return weight(Labels.weights(weights)); }

    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        Loss.sameShape(NAME, prediction, target);
        Recording.look(prediction, numbers -> {
            for (double p : Tensor.of(numbers).toDoubles())
                if (p < 0 || p > 1) throw new IllegalArgumentException(NAME + ": the prediction holds " + p + "; it must hold probabilities from 0 to 1, put a sigmoid() at the end of the network, or use bceWithLogitsLoss()");
        });
        checkTargets(NAME, target);
        return reduction.of(weighted(NAME, prediction.binaryCrossEntropy(target.to(prediction.dtype())), weight));
    }

    /// Refuses targets that are no probabilities.
    static void checkTargets(String loss, Tensor target) {
        Recording.look(target, numbers -> {
            for (double t : Tensor.of(numbers).toDoubles())
                if (t < 0 || t > 1) throw new IllegalArgumentException(loss + ": the target holds " + t + "; it must hold numbers from 0 to 1, and for several classes there is crossEntropyLoss()");
        });
    }

    static Tensor weighted(String loss, Tensor losses, Tensor weight) {
        if (weight == null) return losses;
        checkFits(loss, "weight", weight, losses);
        return losses.mul(weight.to(losses.dtype()));
    }

    /// Refuses numbers that cannot be repeated to the shape of the losses.
    static void checkFits(String loss, String setting, Tensor given, Tensor beside) {
        int offset = beside.dim() - given.dim();
        boolean fits = offset >= 0;
        for (int i = 0; fits && i < given.dim(); i++) fits = given.size(i) == 1 || given.size(i) == beside.size(i + offset);
        if (!fits) throw new ShapeException(loss + ": " + setting + " has shape " + given.shape() + ", which cannot be repeated to that of the prediction, " + beside.shape());
    }

    @Override
    public String toString() { return NAME + "()" + Labels.wither("weight", weight) + reduction.wither(); }
}
