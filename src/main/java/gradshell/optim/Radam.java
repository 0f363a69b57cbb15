package gradshell.optim;

import static gradshell.optim.Update.PARAMETER;

import gradshell.formula.Formula;
import gradshell.optim.Settings.Setup;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// RAdam (Liu et al., 2020): Adam that takes the mean squares into account as far as their number allows.
public final class Radam extends Tuned<Radam> {
    private Radam(Setup setup) { super(setup); }

    /// RAdam with PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8.
    public Radam(List<Tensor> parameters, double lr) { this(Setup.of("radam", parameters, lr, Map.of("betas", List.of(0.9, 0.999), "eps", 1e-8, "weightDecay", 0.0))); }

    @Override
    Radam with(Setup setup) { return new Radam(setup); }

    /// How slowly the running means of the gradients and of their squares forget.
    public Radam betas(double... betas) { return set("betas", Check.betas("radam", betas)); }

    /// What is added to the denominator.
    public Radam eps(double eps) { return set("eps", Check.atLeast("radam", "eps", eps, 0)); }

    @Override
    Rule rule(Settings settings) {
        double beta2 = settings.pair("betas", 1), most = 2 / (1 - beta2) - 1;
        Rule plain = rule(settings, false), adaptive = rule(settings, true);
        return new Rule(plain.slots(), (at, memories) -> {
            double power = Math.pow(beta2, at.step), length = most - 2 * at.step * power / (1 - power);
            boolean enough = length > 5;
            if (enough) at.extra = Math.sqrt(1 - power) * Math.sqrt((length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length));
            (enough ? adaptive : plain).change().make(at, memories);
        });
    }

    private static Rule rule(Settings settings, boolean adaptive) {
        Pass pass = new Pass(settings, "mean", "meanSquare");
        ToDoubleFunction<Rule.Moment> beta1 = pass.beta1();
        Formula gradient = pass.decayingGradient(), mean = pass.mean("mean", beta1, gradient), meanSquare = pass.meanSquare("meanSquare", settings.pair("betas", 1), gradient);
        Formula step = pass.number(at -> at.lr / (1 - Math.pow(beta1.applyAsDouble(at), at.step)) * (adaptive ? at.extra : 1)).mul(mean);
        return pass.to(PARAMETER.sub(adaptive ? step.div(meanSquare.sqrt().add(pass.number(settings.number("eps")))) : step), mean, meanSquare);
    }
}
