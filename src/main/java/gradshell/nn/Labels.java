package gradshell.nn;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.kernel.Copies;
import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;

/// Class numbers as targets: checked, and what they pick.
///
/// @param numbers int64, of the prediction's shape without its classes
/// @param dim     where the classes of the prediction lie
/// @param ignored the number that stands for no class
record Labels(Tensor numbers, int dim, int ignored) {
    /// What stands for no class unless another number is chosen, as in PyTorch.
    static final int IGNORED = -100;

    /// The dimension of the classes in a prediction: the only one, or that behind the batch.
    static int dim(String loss, Tensor prediction) {
        if (!prediction.dtype().isFloating()) throw new DTypeException(loss + ": the prediction is " + prediction.dtype() + "; a loss needs floating numbers, use prediction.to(float32)");
        if (prediction.dim() == 0) throw new ShapeException(loss + ": the prediction is a single number; it needs a number for each class, [batch, classes]");
        return prediction.dim() == 1 ? 0 : 1;
    }

    /// Refuses targets that are no class numbers of this prediction, nor `ignored`, which is null if there must be a class everywhere.
    static Labels of(String loss, Tensor prediction, Tensor target, Integer ignored) {
        int dim = dim(loss, prediction), classes = prediction.size(dim);
        if (target.dtype().isFloating()) throw new DTypeException(loss + ": the target is " + target.dtype() + "; it must hold class numbers, use target.to(int64)");
        Shape wanted = prediction.shape().remove(dim);
        if (!target.shape().equals(wanted)) throw new ShapeException(loss + ": the target has shape " + target.shape() + " for a prediction of shape " + prediction.shape() + "; it needs one class number for each example, " + wanted + hint(prediction, target, wanted));
        Recording.look(target, labels -> {
            Array dense = Copies.contiguous(labels);
            for (int i = 0; i < dense.elements(); i++) {
                long label = dense.longAt(dense.layout().offset() + i);
                if (label >= 0 && label < classes || ignored != null && label == ignored) continue;
                String way = label < 0 && ignored != null ? "; to leave such examples out, use " + loss + "().ignoreIndex(" + label + ")" : label == classes ? "; do the labels begin at 1? use target.sub(1)" : "";
                throw new ShapeException(loss + ": the target holds class " + label + ", but the prediction has " + classes + " classes (0 to " + (classes - 1) + ")" + way);
            }
        });
        return new Labels(target.to(DType.INT64), dim, ignored == null ? IGNORED : ignored);
    }

    private static String hint(Tensor prediction, Tensor target, Shape wanted) {
        if (target.shape().equals(prediction.shape())) return "; a one for the right class among zeros is argmax(1) of it as a number, or a probability: target.to(" + prediction.dtype() + ")";
        if (target.numel() == wanted.elements()) return "; use target.reshape(" + wanted.toString().replaceAll("[\\[\\]]", "") + ")";
        int last = prediction.dim() - 1;
        if (last > 1 && target.shape().equals(prediction.shape().slice(0, last))) return "; the classes of a prediction lie in dimension 1, use prediction.movedim(-1, 1)";
        return "";
    }

    /// Where there is a class.
    private Tensor kept() { return numbers.ne(ignored); }

    /// The numbers with class 0 in place of none.
    private Tensor safe(Tensor kept) { return numbers.where(kept, Tensor.of(DType.INT64, 0)); }

    /// The negative of what the labels pick, each times the weight of its class; a mean is one by weight.
    Tensor pick(Tensor logarithms, Tensor weight, Reduction reduction) {
        Tensor kept = kept(), labels = safe(kept), picked = logarithms.gather(dim, labels.unsqueeze(dim)).squeeze(dim);
        Tensor shares = shares(kept, labels, weight, logarithms.dtype());
        return reduced((weight == null ? picked : picked.mul(shares)).neg(), kept, shares, reduction);
    }

    /// The losses of all classes, for labels that are not quite certain, reduced as those of the labels are.
    Tensor spread(Tensor logarithms, Tensor weight, Reduction reduction) {
        Tensor kept = kept(), all = weight == null ? logarithms : logarithms.mul(along(weight, logarithms));
        return reduced(all.sum(dim).neg(), kept, shares(kept, safe(kept), weight, logarithms.dtype()), reduction);
    }

    /// Losses where there is a class, 0 elsewhere; their mean by shares.
    private static Tensor reduced(Tensor losses, Tensor kept, Tensor shares, Reduction reduction) {
        Tensor silent = losses.where(kept, Tensor.of(losses.dtype(), 0));
        return reduction == Reduction.MEAN ? silent.sum().div(shares.sum()) : reduction.of(silent);
    }

    /// One weight for each class beside what has its classes in the same dimension as the prediction.
    Tensor along(Tensor weight, Tensor beside) {
        int[] sizes = new int[beside.dim()];
        java.util.Arrays.fill(sizes, 1);
        sizes[dim] = weight.size(0);
        return weight.to(beside.dtype()).reshape(sizes);
    }

    private static Tensor shares(Tensor kept, Tensor labels, Tensor weight, DType dtype) {
        if (weight == null) return kept.to(dtype);
        Tensor shares = weight.to(dtype).indexSelect(0, labels.flatten()).reshape(labels.shape());
        return shares.mul(kept.to(dtype));
    }

    /// Refuses class weights that do not fit.
    static void checkWeight(String loss, Tensor weight, int classes) {
        if (weight != null && !weight.shape().equals(Shape.of(classes))) throw new ShapeException(loss + ": the weight has shape " + weight.shape() + "; it needs one number for each of the " + classes + " classes, [" + classes + "]");
    }

    /// Class weights as a tensor.
    static Tensor weights(double... weights) { return Tensor.of(gradshell.array.Array.of(DType.FLOAT64, Shape.of(weights.length), weights.clone())); }

    /// As class weights are written behind a loss.
    static String wither(String name, Tensor weight) {
        if (weight == null) return "";
        String numbers = java.util.Arrays.toString(weight.to(DType.FLOAT64).toDoubles());
        return "." + name + "(" + numbers.substring(1, numbers.length() - 1) + ")";
    }
}
