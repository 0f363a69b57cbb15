package gradshell.nn;

import gradshell.tensor.Randomness;
import gradshell.tensor.Tensor;

/// While training, sets elements to the lower end of `selu` with a given probability and keeps mean and variance (Klambauer et al., 2017).
public record AlphaDropout(double probability, Training training) implements Layer {
    /// Where `selu` ends on the left, without its sign.
    private static final double ALPHA = 1.7580993408473766;

    public AlphaDropout {
        if (!(probability >= 0 && probability <= 1)) throw new IllegalArgumentException("alphaDropout(" + probability + "): a probability lies between 0 and 1");
    }

    public AlphaDropout(double probability) { this(probability, new Training()); }

    @Override
    public Tensor apply(Tensor x) {
        if (!training.on() || probability == 0) return x;
        if (probability == 1) return x.mul(0);
        double scale = 1 / Math.sqrt((ALPHA * ALPHA * probability + 1) * (1 - probability));
        Tensor kept = Randomness.tosses(1 - probability, x.shape()).to(x.dtype());
        return x.mul(kept.mul(scale)).add(kept.sub(1).mul(ALPHA * scale).add(ALPHA * scale * probability));
    }

    @Override
    public String toString() { return "alphaDropout(" + probability + ")"; }
}
