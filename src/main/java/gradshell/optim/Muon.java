package gradshell.optim;

import gradshell.formula.Formula;
import gradshell.optim.Rule.Slot;
import gradshell.optim.Settings.Setup;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// Muon (Jordan et al., 2024): momentum of a matrix, made nearly orthogonal by five steps of Newton and Schulz, with weight decay of its own.
///
/// Parameters of more than two dimensions count as matrices [first, all others]. Parameters of fewer, biases for example, which have no
/// orthogonal form, are changed as by AdamW with betas 0.9 and 0.95, eps 1e-10, and a learning rate of their own, [#adamLr].
/// A step is scaled by √max(1, rows / columns).
public final class Muon extends Tuned<Muon> {
    private Muon(Setup setup) { super(setup); }

    /// Muon with the published momentum 0.95 of Nesterov's kind, and without weight decay.
    public Muon(List<Tensor> parameters, double lr) { this(Setup.of("muon", parameters, lr, Map.of("momentum", 0.95, "weightDecay", 0.0, "nesterov", true, "nsSteps", 5, "adamLr", 3e-4))); }

    @Override
    Muon with(Setup setup) { return new Muon(setup); }

    /// How slowly the running mean of the gradients forgets.
    public Muon momentum(double momentum) { return set("momentum", Check.fraction("muon", "momentum", momentum)); }

    /// Whether it looks ahead along the momentum.
    public Muon nesterov(boolean nesterov) { return set("nesterov", nesterov); }

    /// How many steps of Newton and Schulz are made.
    public Muon nsSteps(int steps) { return set("nsSteps", Check.atLeast("muon", "nsSteps", steps, 1)); }

    /// The learning rate for parameters that are no matrices; a schedule changes it by the same factor.
    public Muon adamLr(double lr) { return set("adamLr", Check.rate("muon", lr)); }

    @Override
    Rule rule(Settings settings) {
        double written = settings.number("momentum"), decay = settings.number("weightDecay");
        int steps = (int) settings.number("nsSteps");
        return new Rule(List.of(Slot.of("mean")), (at, memories) -> Tensor.noGrad(() -> {
            double momentum = at.momentum(written);
            Tensor gradient = settings.flag("maximize") ? at.gradient.detach().neg() : at.gradient.detach(), mean = memories[0];
            mean.copy_(mean.mul(momentum).add(gradient.mul(1 - momentum)));
            Tensor direction = settings.flag("nesterov") ? gradient.mul(1 - momentum).add(mean.mul(momentum)) : mean;
            Tensor matrix = direction.reshape(direction.size(0), -1);
            double scale = Math.sqrt(Math.max(1, (double) matrix.size(0) / matrix.size(1)));
            Tensor change = orthogonal(matrix, steps).reshape(at.parameter.shape().toArray()).mul(at.lr * scale);
            Tensor parameter = at.parameter.detach();
            at.parameter.copy_((decay == 0 ? parameter : parameter.mul(1 - at.lr * decay)).sub(change));
            return null;
        }));
    }

    @Override
    Rule small(Settings settings) {
        double lr = settings.number("lr"), share = lr == 0 ? 0 : settings.number("adamLr") / lr;
        Pass pass = new Pass(settings, "mean", "meanSquare");
        double decay = settings.number("weightDecay");
        Formula parameter = decay == 0 ? Update.PARAMETER : Update.PARAMETER.mul(pass.number(at -> 1 - share * at.lr * decay));
        return Adam.adam(pass, _ -> 0.9, 0.95, pass.number(1e-10), pass.gradient(), parameter, false, share);
    }

    /// Nearly the orthogonal factor of a matrix: its singular values are brought to about 1 by x ← a·x + (b·(x·xᵀ) + c·(x·xᵀ)²)·x.
    private static Tensor orthogonal(Tensor matrix, int steps) {
        boolean tall = matrix.size(0) > matrix.size(1);
        Tensor x = tall ? matrix.t() : matrix;
        x = x.div(x.square().sum().sqrt().add(1e-7));
        for (int i = 0; i < steps; i++) {
            Tensor square = x.matmul(x.t());
            x = x.mul(3.4445).add(square.mul(-4.7750).add(square.matmul(square).mul(2.0315)).matmul(x));
        }
        return tall ? x.t() : x;
    }
}
