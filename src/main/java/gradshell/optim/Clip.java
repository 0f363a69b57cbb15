package gradshell.optim;

import gradshell.tensor.Tensor;
import java.util.List;

/// Keeps gradients from being too large, before a step.
public final class Clip {
    private Clip() {}

    /// Scales all gradients together so that their norm, taken as one vector, is at most `limit`; answers the norm before.
    public static double norm(List<Tensor> parameters, double limit) { return norm(parameters, limit, 2); }

    /// Scales all gradients together so that their p-norm, taken as one vector, is at most `limit`; answers the norm before.
    ///
    /// @param p more than 0; infinity for the largest element
    public static double norm(List<Tensor> parameters, double limit, double p) {
        Check.atLeast("clipGradNorm", "limit", limit, 0);
        if (!(p > 0)) throw new IllegalArgumentException("clipGradNorm: p is " + p + "; it must be more than 0");
        double total = 0;
        for (Tensor parameter : parameters) {
            if (parameter.grad() == null || parameter.numel() == 0) continue;
            Tensor gradient = parameter.grad().detach();
            if (p == 2) total += gradient.square().sum().item();
            else if (p == Double.POSITIVE_INFINITY) total = Math.max(total, gradient.abs().amax().item());
            else total += gradient.abs().pow(p).sum().item();
        }
        double norm = p == 2 ? Math.sqrt(total) : p == Double.POSITIVE_INFINITY ? total : Math.pow(total, 1 / p), scale = limit / (norm + 1e-6);
        if (scale < 1) Tensor.noGrad(() -> {
            for (Tensor parameter : parameters) if (parameter.grad() != null) parameter.grad().mul_(scale);
            return null;
        });
        return norm;
    }

    /// Moves every element of every gradient into -limit … limit.
    public static void value(List<Tensor> parameters, double limit) {
        Check.atLeast("clipGradValue", "limit", limit, 0);
        Tensor.noGrad(() -> {
            for (Tensor p : parameters) if (p.grad() != null) p.grad().copy_(p.grad().clamp(-limit, limit));
            return null;
        });
    }
}
