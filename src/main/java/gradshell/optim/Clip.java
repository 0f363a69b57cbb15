package gradshell.optim;

import gradshell.tensor.Tensor;
import java.util.List;

/// Keeps gradients from being too large, before a step.
public final class Clip {
    private Clip() {}

    /// Scales all gradients together so that their norm, taken as one vector, is at most `limit`; answers the norm before.
    public static double norm(List<Tensor> parameters, double limit) {
        double squares = 0;
        for (Tensor p : parameters) if (p.grad() != null) squares += p.grad().detach().square().sum().item();
        double norm = Math.sqrt(squares), scale = limit / (norm + 1e-6);
        if (scale < 1) Tensor.noGrad(() -> {
            for (Tensor p : parameters) if (p.grad() != null) p.grad().mul_(scale);
            return null;
        });
        return norm;
    }

    /// Moves every element of every gradient into -limit … limit.
    public static void value(List<Tensor> parameters, double limit) {
        Tensor.noGrad(() -> {
            for (Tensor p : parameters) if (p.grad() != null) p.grad().copy_(p.grad().clamp(-limit, limit));
            return null;
        });
    }
}
