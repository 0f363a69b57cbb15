package gradshell.nn;

import gradshell.tensor.Randomness;
import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;

/// While training, replaces each element by 0 with a given probability and scales the others up, so that the mean stays (Srivastava et al., 2014).
public final class Dropout implements Layer {
    private final double probability;
    private boolean training = true;

    /// @param probability from 0 to 1
    public Dropout(double probability) {
        if (!(probability >= 0 && probability <= 1)) throw new IllegalArgumentException("dropout(" + probability + "): a probability lies between 0 and 1");
        this.probability = probability;
    }

    public double probability() { return probability; }

    @Override
    public Tensor apply(Tensor x) {
        if (!Recording.ask(() -> training) || probability == 0) return x;
        if (probability == 1) return x.mul(0);
        return x.mul(Randomness.tosses(1 - probability, x.shape()).to(x.dtype()).div(1 - probability));
    }

    @Override
    public Layer train(boolean training) {
        this.training = training;
        return this;
    }

    @Override
    public String toString() { return "dropout(" + probability + ")"; }
}
