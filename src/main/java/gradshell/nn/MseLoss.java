package gradshell.nn;

import gradshell.tensor.Tensor;

/// The mean of the squared differences.
public record MseLoss() implements Loss {
    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        Loss.sameShape("mseLoss", prediction, target);
        return prediction.squaredDifference(target).mean();
    }

    @Override
    public String toString() { return "mseLoss()"; }
}
