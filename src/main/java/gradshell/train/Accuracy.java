package gradshell.train;

import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// The share of examples whose class is predicted rightly.
///
/// The predicted class is the largest of the scores along the last dimension. A target is a class number, or scores of the same shape as
/// the prediction, whose largest counts. A prediction of one number an example says "yes" above 0.5.
public record Accuracy() implements Metric {
    @Override
    public String name() { return "accuracy"; }

    @Override
    public double sum(Tensor prediction, Tensor target) {
        Tensor guess, right;
        if (target.shape().equals(prediction.shape())) {
            boolean oneScore = prediction.dim() < 2 || prediction.size(-1) == 1;
            guess = oneScore ? prediction.gt(0.5) : prediction.argmax(-1);
            right = oneScore ? target.gt(0.5) : target.argmax(-1);
        } else {
            guess = prediction.argmax(-1);
            right = target;
        }
        if (!guess.shape().equals(right.shape())) throw new ShapeException("accuracy: a prediction of shape " + prediction.shape() + " has no classes for targets of shape " + target.shape());
        return guess.eq(right).sum().item() / (guess.numel() == 0 ? 1 : (double) guess.numel() / prediction.size(0));
    }
}
