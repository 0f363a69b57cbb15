package gradshell.optim;

import gradshell.formula.Formula;
import gradshell.optim.Settings.Setup;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// Lion (Chen et al., 2023): steps of one size, in the direction of the sign of a mean of momentum and gradient; weight decay of its own.
public final class Lion extends Tuned<Lion> {
    private Lion(Setup setup) { super(setup); }

    /// Lion with the paper's betas 0.9 and 0.99, without weight decay.
    public Lion(List<Tensor> parameters, double lr) { this(Setup.of("lion", parameters, lr, Map.of("betas", List.of(0.9, 0.99), "weightDecay", 0.0))); }

    @Override
    Lion with(Setup setup) { return new Lion(setup); }

    /// How much of the momentum is in the direction of a step, and how slowly it forgets.
    public Lion betas(double... betas) { return set("betas", Check.betas("lion", betas)); }

    @Override
    Rule rule(Settings settings) {
        Pass pass = new Pass(settings, "mean");
        Formula gradient = pass.gradient(), direction = pass.mean("mean", pass.beta1(), gradient).sign();
        return pass.to(pass.decayed().sub(pass.number(at -> at.lr).mul(direction)), pass.mean("mean", settings.pair("betas", 1), gradient));
    }
}
