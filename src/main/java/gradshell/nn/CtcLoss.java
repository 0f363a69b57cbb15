package gradshell.nn;

import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Creation;
import gradshell.tensor.Movements;
import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;

/// Connectionist temporal classification (Graves et al., 2006): the negative logarithm of the probability of a sequence of labels, summed over all ways
/// in which it can be spread over the steps, with blanks between.
///
/// Predictions are logarithms of probabilities, `[steps, batch, classes]` as `logSoftmax(2)` gives them, or `[steps, classes]` for one sequence; targets are labels, `[batch, labels]` or `[labels]`.
/// Where a target cannot be spread over its steps the loss is infinite. The gradient is that by the logarithms themselves; PyTorch's differs by what a log softmax before it takes away again.
///
/// @param blank        the class that stands for no label
/// @param zeroInfinity whether an infinite loss counts as 0
public record CtcLoss(Reduction reduction, int blank, boolean zeroInfinity) implements Loss {
    private static final String NAME = "ctcLoss";
    /// The logarithm of nothing. An infinity would make the slopes of sums of nothing undefined.
    private static final double NEVER = -1e30;

    /// The mean of the losses, each divided by the length of its target, with class 0 as the blank.
    public CtcLoss() { this(Reduction.MEAN, 0, false); }

    /// With "mean", "sum" or "none".
    public CtcLoss reduction(String name) { return new CtcLoss(Reduction.named(NAME, name), blank, zeroInfinity); }

    /// With another class that stands for no label.
    public CtcLoss blank(int label) { return new CtcLoss(reduction, label, zeroInfinity); }

    /// Whether an infinite loss, of a target that has too few steps, counts as 0.
    public CtcLoss zeroInfinity(boolean zero) { return new CtcLoss(reduction, blank, zero); }

    /// The loss where all sequences and all targets are of full length.
    @Override
    public Tensor apply(Tensor prediction, Tensor target) { return apply(prediction, target, null, null); }

    /// The loss of sequences and targets of different lengths: whole numbers, one for each example; null where all are of full length.
    public Tensor apply(Tensor prediction, Tensor target, Tensor inputLengths, Tensor targetLengths) {
        check(prediction, target);
        if (prediction.dim() == 2) {
            Tensor loss = apply(prediction.unsqueeze(1), target.unsqueeze(0), one(inputLengths), one(targetLengths));
            return reduction == Reduction.NONE ? loss.squeeze(0) : loss;
        }
        int steps = prediction.size(0), batch = prediction.size(1), most = target.size(1);
        Tensor inputs = lengths("inputLengths", inputLengths, batch, steps, 1), targets = lengths("targetLengths", targetLengths, batch, most, 0);
        Tensor labels = labels(target.to(DType.INT64), targets, prediction.size(2));
        Tensor losses = losses(prediction, labels, inputs, targets);
        return reduction == Reduction.MEAN ? losses.div(targets.clampMin(1).to(losses.dtype())).mean() : reduction.of(losses);
    }

    private static Tensor one(Tensor length) { return length == null ? null : length.reshape(1); }

    /// The labels with blanks around them, `[batch, 2 · labels + 1]`; those behind the end of a target are blanks too.
    private Tensor labels(Tensor target, Tensor targets, int classes) {
        Tensor there = Creation.arange(0, target.size(1), 1).lt(targets.unsqueeze(1));
        Recording.look(target.where(there, Tensor.of(DType.INT64, Integer.MIN_VALUE)), found -> {
            for (long label : Tensor.of(found).toLongs()) {
                if (label == blank) throw new ShapeException(NAME + ": the target holds " + label + ", the class of the blank; leave blanks out of targets, or use ctcLoss().blank(…) for another");
                if (label != Integer.MIN_VALUE && (label < 0 || label >= classes)) throw new ShapeException(NAME + ": the target holds class " + label + ", but the prediction has " + classes + " classes (0 to " + (classes - 1) + "); targets that are shorter need targetLengths, apply(prediction, target, inputLengths, targetLengths)");
            }
        });
        Tensor none = Creation.full(DType.INT64, blank, target.size(0), 1), labels = target.where(there, Tensor.of(DType.INT64, blank));
        return Movements.cat(1, Movements.stack(-1, none.expand(labels.shape()), labels).reshape(labels.size(0), -1), none);
    }

    /// The loss of each example, by the probabilities of all beginnings of the labels after each step.
    private Tensor losses(Tensor prediction, Tensor labels, Tensor inputs, Tensor targets) {
        int steps = prediction.size(0), batch = labels.size(0), places = labels.size(1);
        DType dtype = prediction.dtype();
        Tensor never = Tensor.of(dtype, NEVER);
        // [steps, batch, places]: what each step says to the label of each place
        Tensor said = prediction.gather(2, labels.unsqueeze(0).expand(steps, batch, places)).clampMin(NEVER);
        // A label may follow the one before without a blank between, unless they are the same.
        Tensor skips = labels.narrow(1, 2, places - 2).ne(labels.narrow(1, 0, places - 2));
        Tensor one = Creation.full(dtype, NEVER, batch, 1), two = Creation.full(dtype, NEVER, batch, 2);
        Tensor ways = said.select(0, 0).where(Creation.arange(0, places, 1).lt(2), never);
        for (int step = 1; step < steps; step++) {
            Tensor next = Movements.cat(1, one, ways.narrow(1, 0, places - 1)), skip = Movements.cat(1, two, ways.narrow(1, 0, places - 2).where(skips, never));
            Tensor later = ways.logaddexp(next).logaddexp(skip).add(said.select(0, step));
            ways = later.where(inputs.gt(step).unsqueeze(1), ways);
        }
        // A sequence ends with its last label, or with a blank behind it.
        Tensor end = targets.mul(2).unsqueeze(1), last = ways.gather(1, end.sub(1).clampMin(0)).where(targets.gt(0).unsqueeze(1), never);
        Tensor losses = ways.gather(1, end).logaddexp(last).squeeze(1).neg();
        return losses.where(losses.lt(-NEVER / 2), Tensor.of(dtype, zeroInfinity ? 0 : Double.POSITIVE_INFINITY));
    }

    // ---- mistakes ----

    private void check(Tensor prediction, Tensor target) {
        if (!prediction.dtype().isFloating()) throw new DTypeException(NAME + ": the prediction is " + prediction.dtype() + "; a loss needs floating numbers, use prediction.to(float32)");
        if (prediction.dim() != 3 && prediction.dim() != 2 || prediction.size(0) == 0) throw new ShapeException(NAME + ": the prediction has shape " + prediction.shape() + "; it needs [steps, batch, classes], or [steps, classes] for one sequence");
        if (target.dtype().isFloating()) throw new DTypeException(NAME + ": the target is " + target.dtype() + "; it must hold class numbers, use target.to(int64)");
        boolean fits = prediction.dim() == 2 ? target.dim() == 1 : target.dim() == 2 && target.size(0) == prediction.size(1);
        if (!fits || target.size(-1) == 0) throw new ShapeException(NAME + ": the target has shape " + target.shape() + " for a prediction of shape " + prediction.shape() + "; it needs " + (prediction.dim() == 2 ? "[labels]" : "[batch, labels] with a batch of " + prediction.size(1)) + (prediction.dim() == 3 && target.dim() == 2 && target.size(0) == prediction.size(0) ? "; are the steps of the prediction in dimension 0? use prediction.transpose(0, 1)" : ""));
        if (blank < 0 || blank >= prediction.size(-1)) throw new ShapeException(NAME + ": the blank is class " + blank + ", but the prediction has " + prediction.size(-1) + " classes (0 to " + (prediction.size(-1) - 1) + ")");
    }

    private static Tensor lengths(String name, Tensor lengths, int batch, int most, int least) {
        if (lengths == null) return Creation.full(DType.INT64, most, batch);
        if (lengths.dtype().isFloating() || !lengths.shape().equals(Shape.of(batch))) throw new ShapeException(NAME + ": " + name + " is " + lengths.dtype() + " " + lengths.shape() + "; it needs a whole number for each of " + batch + " examples");
        Recording.look(lengths, found -> {
            for (long length : Tensor.of(found).toLongs()) if (length < least || length > most) throw new ShapeException(NAME + ": " + name + " holds " + length + "; lengths are from " + least + " to " + most);
        });
        return lengths.to(DType.INT64);
    }

    @Override
    public String toString() { return NAME + "()" + (blank == 0 ? "" : ".blank(" + blank + ")") + (zeroInfinity ? ".zeroInfinity(true)" : "") + reduction.wither(); }
}
