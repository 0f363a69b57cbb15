package gradshell.nn;

import gradshell.tensor.Tensor;

/// The mean of the absolute differences.
public record L1Loss() implements Loss {
    @Override
    public Tensor apply(Tensor prediction, Tensor target) {
        Loss.sameShape("l1Loss", prediction, target);
        return prediction.sub(target).abs().mean();
    }

    @Override
    public String toString() { return "l1Loss()"; }
}
