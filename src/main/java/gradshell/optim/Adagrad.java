package gradshell.optim;

import static gradshell.optim.Update.PARAMETER;

import gradshell.formula.Formula;
import gradshell.optim.Rule.Slot;
import gradshell.optim.Settings.Setup;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// Adagrad (Duchi et al., 2011): steps divided by the root of the sum of all squared gradients so far.
public final class Adagrad extends Tuned<Adagrad> {
    private Adagrad(Setup setup) { super(setup); }

    /// Adagrad with PyTorch's default eps 1e-10.
    public Adagrad(List<Tensor> parameters, double lr) { this(Setup.of("adagrad", parameters, lr, Map.of("lrDecay", 0.0, "weightDecay", 0.0, "initialAccumulatorValue", 0.0, "eps", 1e-10))); }

    @Override
    Adagrad with(Setup setup) { return new Adagrad(setup); }

    /// What is added to the denominator.
    public Adagrad eps(double eps) { return set("eps", Check.atLeast("adagrad", "eps", eps, 0)); }

    /// Divides the learning rate by 1 + this times the steps before.
    public Adagrad lrDecay(double lrDecay) { return set("lrDecay", Check.atLeast("adagrad", "lrDecay", lrDecay, 0)); }

    /// What the sum of the squares begins with.
    public Adagrad initialAccumulatorValue(double value) { return set("initialAccumulatorValue", Check.atLeast("adagrad", "initialAccumulatorValue", value, 0)); }

    @Override
    Rule rule(Settings settings) {
        double decay = settings.number("lrDecay");
        Pass pass = new Pass(settings, List.of(new Slot("sumSquare", settings.number("initialAccumulatorValue"), false)));
        Formula gradient = pass.decayingGradient(), sum = pass.memory("sumSquare").add(gradient.mul(gradient));
        Formula rate = pass.number(at -> at.lr / (1 + (at.step - 1) * decay)), eps = pass.number(settings.number("eps"));
        return pass.to(PARAMETER.sub(rate.mul(gradient).div(sum.sqrt().add(eps))), sum);
    }
}
