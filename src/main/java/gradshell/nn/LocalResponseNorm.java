package gradshell.nn;

import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// Divides each number by a power of the mean square of its neighbours in other channels: x / (k + alpha · mean)^beta (Krizhevsky et al., 2012).
///
/// @param size how many channels are neighbours
public record LocalResponseNorm(int size, double alpha, double beta, double k) implements Layer {
    public LocalResponseNorm {
        if (size < 1) throw new ShapeException("localResponseNorm(" + size + "): there must be at least 1 channel in a neighbourhood");
    }

    /// What the mean square is multiplied by; 0.0001 unless set.
    public LocalResponseNorm alpha(double alpha) { return new LocalResponseNorm(size, alpha, beta, k); }
    /// The exponent; 0.75 unless set.
    public LocalResponseNorm beta(double beta) { return new LocalResponseNorm(size, alpha, beta, k); }
    /// What is added to it; 1 unless set.
    public LocalResponseNorm k(double k) { return new LocalResponseNorm(size, alpha, beta, k); }

    @Override
    public Tensor apply(Tensor x) {
        if (x.dim() < 3) throw new ShapeException(this + ": the input has shape " + x.shape() + "; it needs at least 3 dimensions, [n, channels, …]");
        // [n, …, channels], so that the neighbours lie along the last dimension.
        Tensor near = x.square().movedim(1, -1).pad(size / 2, (size - 1) / 2);
        Tensor mean = near.unfold(near.dim() - 1, size, 1).mean(-1).movedim(-1, 1);
        return x.div(mean.mul(alpha).add(k).pow(beta));
    }

    @Override
    public String toString() { return "localResponseNorm(" + size + ")" + (alpha == 1e-4 ? "" : ".alpha(" + alpha + ")") + (beta == 0.75 ? "" : ".beta(" + beta + ")") + (k == 1 ? "" : ".k(" + k + ")"); }
}
