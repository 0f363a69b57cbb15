package gradshell.nn;

import gradshell.array.DTypeException;
import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// How far predictions are from targets, as one number to be made small.
@FunctionalInterface
public interface Loss {
    /// The loss of a batch.
    Tensor apply(Tensor prediction, Tensor target);

    /// Refuses a prediction of whole numbers, and a prediction and a target of different shapes, which broadcasting would silently turn into a wrong loss.
    static void sameShape(String loss, Tensor prediction, Tensor target) {
        if (!prediction.dtype().isFloating()) throw new DTypeException(loss + ": the prediction is " + prediction.dtype() + "; a loss needs floating numbers, use prediction.to(float32)");
        if (prediction.shape().equals(target.shape())) return;
        String hint = prediction.numel() == target.numel() ? "; use target.reshape(" + sizes(prediction) + ")" : "";
        throw new ShapeException(loss + ": the prediction has shape " + prediction.shape() + ", the target " + target.shape() + "; they must be equal" + hint);
    }

    private static String sizes(Tensor tensor) {
        String text = tensor.shape().toString();
        return text.substring(1, text.length() - 1);
    }
}
