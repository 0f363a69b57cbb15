package gradshell.optim;

import static gradshell.optim.Update.PARAMETER;

import gradshell.formula.Formula;
import gradshell.optim.Settings.Setup;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// Adadelta (Zeiler, 2012): steps in the proportion of the running root mean squares of steps and gradients.
public final class Adadelta extends Tuned<Adadelta> {
    private Adadelta(Setup setup) { super(setup); }

    /// Adadelta with PyTorch's defaults: rho 0.9, eps 1e-6.
    public Adadelta(List<Tensor> parameters, double lr) { this(Setup.of("adadelta", parameters, lr, Map.of("rho", 0.9, "eps", 1e-6, "weightDecay", 0.0))); }

    @Override
    Adadelta with(Setup setup) { return new Adadelta(setup); }

    /// How slowly the running means forget.
    public Adadelta rho(double rho) { return set("rho", Check.fraction("adadelta", "rho", rho)); }

    /// What is added under the roots.
    public Adadelta eps(double eps) { return set("eps", Check.atLeast("adadelta", "eps", eps, 0)); }

    @Override
    Rule rule(Settings settings) {
        Pass pass = new Pass(settings, "meanSquare", "meanSquareStep");
        double rho = settings.number("rho");
        Formula gradient = pass.decayingGradient(), eps = pass.number(settings.number("eps")), rate = pass.number(at -> at.lr);
        Formula meanSquare = pass.meanSquare("meanSquare", rho, gradient);
        Formula step = pass.memory("meanSquareStep").add(eps).sqrt().div(meanSquare.add(eps).sqrt()).mul(gradient);
        return pass.to(PARAMETER.sub(rate.mul(step)), meanSquare, pass.meanSquare("meanSquareStep", rho, step));
    }
}
