package gradshell.nn;

import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;

/// The mean negative logarithm of the probability that a softmax over the predictions gives to the right class.
///
/// Predictions are scores of shape `[batch, classes]`, without a softmax; targets are class numbers, int64 `[batch]`.
public record CrossEntropyLoss() implements Loss {
    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        if (prediction.dim() != 2) throw new ShapeException("crossEntropyLoss: the prediction has shape " + prediction.shape() + "; it needs two dimensions, [batch, classes]");
        int batch = prediction.size(0), classes = prediction.size(1);
        if (target.dtype().isFloating()) throw new DTypeException("crossEntropyLoss: the target is " + target.dtype() + "; it must hold class numbers, use target.to(int64)");
        if (!target.shape().equals(Shape.of(batch))) throw new ShapeException("crossEntropyLoss: the target has shape " + target.shape() + " for a prediction of shape " + prediction.shape() + "; it needs one class number for each example, [" + batch + "]");
        Recording.look(target, labels -> {
            for (long label : Tensor.of(labels).toLongs())
                if (label < 0 || label >= classes) throw new ShapeException("crossEntropyLoss: the target holds class " + label + ", but the prediction has " + classes + " classes (0 to " + (classes - 1) + ")");
        });
        return prediction.logSoftmax(1).gather(1, target.unsqueeze(1)).mean().neg();
    }

    @Override
    public String toString() { return "crossEntropyLoss()"; }
}
