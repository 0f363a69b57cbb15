package gradshell.nn;

import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Randomness;
import gradshell.tensor.Tensor;

/// While training, replaces whole channels by 0 with a given probability and scales the others up (Tompson et al., 2015).
///
/// @param rank how many dimensions a channel has
public record ChannelDropout(int rank, double probability, Training training) implements Layer {
    public ChannelDropout {
        if (!(probability >= 0 && probability <= 1)) throw new IllegalArgumentException("dropout" + rank + "d(" + probability + "): a probability lies between 0 and 1");
    }

    public ChannelDropout(int rank, double probability) { this(rank, probability, new Training()); }

    @Override
    public Tensor apply(Tensor x) {
        if (x.dim() != rank + 2 && x.dim() != rank + 1) throw new ShapeException(this + ": the input has shape " + x.shape() + "; it needs " + (rank == 1 ? "[n, channels, length]" : "[n, channels, height, width]") + ", or all but the first");
        if (!training.on() || probability == 0) return x;
        if (probability == 1) return x.mul(0);
        Shape channels = x.shape().slice(0, x.dim() - rank);
        for (int i = 0; i < rank; i++) channels = channels.concat(Shape.of(1));
        return x.mul(Randomness.tosses(1 - probability, channels).to(x.dtype()).div(1 - probability));
    }

    @Override
    public String toString() { return "dropout" + rank + "d(" + probability + ")"; }
}
