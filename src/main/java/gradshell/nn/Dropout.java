package gradshell.nn;

import gradshell.tensor.Randomness;
import gradshell.tensor.Tensor;

/// While training, replaces each element by 0 with a given probability and scales the others up, so that the mean stays (Srivastava et al., 2014).
///
/// @param probability from 0 to 1
public record Dropout(double probability, Training training) implements Layer {
    public Dropout {
        if (!(probability >= 0 && probability <= 1)) throw new IllegalArgumentException("dropout(" + probability + "): a probability lies between 0 and 1");
    }

    public Dropout(double probability) { this(probability, new Training()); }

    @Override
    public Tensor apply(Tensor x) {
        if (!training.on() || probability == 0) return x;
        if (probability == 1) return x.mul(0);
        return x.mul(Randomness.tosses(1 - probability, x.shape()).to(x.dtype()).div(1 - probability));
    }

    @Override
    public String toString() { return "dropout(" + probability + ")"; }
}
