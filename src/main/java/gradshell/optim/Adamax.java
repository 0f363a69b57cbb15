package gradshell.optim;

import static gradshell.optim.Update.PARAMETER;

import gradshell.formula.Formula;
import gradshell.optim.Settings.Setup;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Adamax (Kingma and Ba, 2015, section 7): Adam with the largest of the fading gradients in place of their mean square.
public final class Adamax extends Tuned<Adamax> {
    private Adamax(Setup setup) { super(setup); }

    /// Adamax with PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8.
    public Adamax(List<Tensor> parameters, double lr) { this(Setup.of("adamax", parameters, lr, Map.of("betas", List.of(0.9, 0.999), "eps", 1e-8, "weightDecay", 0.0))); }

    @Override
    Adamax with(Setup setup) { return new Adamax(setup); }

    /// How slowly the running mean and the largest gradient fade.
    public Adamax betas(double... betas) { return set("betas", Check.betas("adamax", betas)); }

    /// What is added to the size of a gradient.
    public Adamax eps(double eps) { return set("eps", Check.atLeast("adamax", "eps", eps, 0)); }

    @Override
    Rule rule(Settings settings) {
        Pass pass = new Pass(settings, "mean", "largest");
        ToDoubleFunction<Rule.Moment> beta1 = pass.beta1();
        Formula gradient = pass.decayingGradient(), mean = pass.mean("mean", beta1, gradient);
        Formula largest = pass.memory("largest").mul(pass.number(settings.pair("betas", 1))).max(gradient.abs().add(pass.number(settings.number("eps"))));
        Formula rate = pass.number(at -> at.lr / (1 - Math.pow(beta1.applyAsDouble(at), at.step)));
        return pass.to(PARAMETER.sub(rate.mul(mean).div(largest)), mean, largest);
    }
}
