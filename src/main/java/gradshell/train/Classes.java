package gradshell.train;

import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// Predictions and targets as class numbers.
///
/// The predicted class is the largest of the scores along the last dimension. A target is a class number, or scores of the same shape as
/// the prediction, whose largest counts. A prediction of one number an example says "yes" above 0.5.
///
/// @param count how many classes the scores tell apart
record Classes(Tensor guess, Tensor right, int count) {

    static Classes of(String metric, Tensor prediction, Tensor target) {
        Tensor guess, right;
        boolean one = isOneScore(prediction);
        if (target.shape().equals(prediction.shape())) {
            guess = one ? prediction.gt(0.5) : prediction.argmax(-1);
            right = one ? target.gt(0.5) : target.argmax(-1);
        } else if (one && prediction.dim() == 2 && target.dim() == 1) {
            guess = prediction.select(1, 0).gt(0.5);
            right = target;
        } else {
            guess = prediction.argmax(-1);
            right = target;
        }
        if (!guess.shape().equals(right.shape())) throw new ShapeException(metric + ": a prediction of shape " + prediction.shape() + " has no classes for targets of shape " + target.shape());
        return new Classes(guess, right, one ? 2 : prediction.size(-1));
    }

    /// Whether an example has one number, which says yes or no.
    static boolean isOneScore(Tensor prediction) { return prediction.dim() < 2 || prediction.size(-1) == 1; }
}
