package gradshell.optim;

import static gradshell.optim.Update.PARAMETER;

import gradshell.formula.Formula;
import gradshell.optim.Settings.Setup;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// Stochastic gradient descent, with momentum (Polyak, or Nesterov's as Sutskever et al., 2013, write it) and weight decay.
public final class Sgd extends Tuned<Sgd> {
    private Sgd(Setup setup) { super(setup); }

    /// Plain descent with learning rate `lr`.
    public Sgd(List<Tensor> parameters, double lr) { this(Setup.of("sgd", parameters, lr, Map.of("momentum", 0.0, "dampening", 0.0, "weightDecay", 0.0))); }

    @Override
    Sgd with(Setup setup) { return new Sgd(setup); }

    /// Keeps this share of the last step.
    public Sgd momentum(double momentum) { return set("momentum", Check.fraction("sgd", "momentum", momentum)); }

    /// Takes this share away from a gradient that is added to the momentum.
    public Sgd dampening(double dampening) {
        if (dampening != 0 && setup().settings().flag("nesterov")) throw clash();
        return set("dampening", Check.finite("sgd", "dampening", dampening));
    }

    /// Looks ahead along the momentum.
    public Sgd nesterov() {
        if (setup().settings().number("momentum") == 0) throw new IllegalArgumentException("sgd: nesterov needs a momentum; use momentum(0.9).nesterov()");
        if (setup().settings().number("dampening") != 0) throw clash();
        return set("nesterov", true);
    }

    private static IllegalArgumentException clash() { return new IllegalArgumentException("sgd: nesterov goes without dampening; leave one of them out"); }

    @Override
    Rule rule(Settings settings) {
        if (!Pass.hasMomentum(settings)) {
            Pass pass = new Pass(settings);
            return pass.to(Pass.less(PARAMETER, pass.number(at -> at.lr), pass.decayingGradient()));
        }
        // The first step of a parameter has no momentum yet.
        Rule first = momentum(settings, true), later = momentum(settings, false);
        return new Rule(first.slots(), (at, memories) -> (at.step == 1 ? first : later).change().make(at, memories));
    }

    private static Rule momentum(Settings settings, boolean first) {
        Pass pass = new Pass(settings, "momentum");
        Formula rate = pass.number(at -> at.lr), keep = pass.number(pass.momentum()), direction = pass.decayingGradient();
        double dampening = settings.number("dampening");
        Formula velocity = first ? direction : direction.fma(pass.number(1 - dampening), keep.mul(pass.memory("momentum")));
        return pass.to(Pass.less(PARAMETER, rate, settings.flag("nesterov") ? keep.fma(velocity, direction) : velocity), velocity);
    }
}
