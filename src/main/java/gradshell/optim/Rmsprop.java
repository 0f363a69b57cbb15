package gradshell.optim;

import static gradshell.optim.Update.PARAMETER;

import gradshell.formula.Formula;
import gradshell.optim.Rule.Slot;
import gradshell.optim.Settings.Setup;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// RMSprop (Hinton's lecture, 2012; centred: Graves, 2013): steps divided by the running root mean square of the gradients.
public final class Rmsprop extends Tuned<Rmsprop> {
    private Rmsprop(Setup setup) { super(setup); }

    /// RMSprop with PyTorch's defaults: alpha 0.99, eps 1e-8.
    public Rmsprop(List<Tensor> parameters, double lr) { this(Setup.of("rmsprop", parameters, lr, Map.of("alpha", 0.99, "eps", 1e-8, "momentum", 0.0, "weightDecay", 0.0))); }

    @Override
    Rmsprop with(Setup setup) { return new Rmsprop(setup); }

    /// How slowly the running mean of the squares forgets.
    public Rmsprop alpha(double alpha) { return set("alpha", Check.fraction("rmsprop", "alpha", alpha)); }

    /// What is added to the denominator.
    public Rmsprop eps(double eps) { return set("eps", Check.atLeast("rmsprop", "eps", eps, 0)); }

    /// Keeps this share of the last step.
    public Rmsprop momentum(double momentum) { return set("momentum", Check.atLeast("rmsprop", "momentum", momentum, 0)); }

    /// Divides by the running standard deviation instead.
    public Rmsprop centered() { return set("centered", true); }

    @Override
    Rule rule(Settings settings) {
        double alpha = settings.number("alpha");
        boolean centered = settings.flag("centered"), momentum = Pass.hasMomentum(settings);
        List<Slot> slots = new ArrayList<>(List.of(Slot.of("meanSquare")));
        if (centered) slots.add(Slot.of("mean"));
        if (momentum) slots.add(Slot.of("momentum"));
        Pass pass = new Pass(settings, List.copyOf(slots));
        Formula gradient = pass.decayingGradient(), rate = pass.number(at -> at.lr), eps = pass.number(settings.number("eps"));
        List<Formula> memories = new ArrayList<>();
        Formula meanSquare = pass.meanSquare("meanSquare", alpha, gradient), variance = meanSquare;
        memories.add(meanSquare);
        if (centered) {
            Formula mean = pass.mean("mean", alpha, gradient);
            memories.add(mean);
            variance = mean.neg().fma(mean, meanSquare);
        }
        Formula spread = variance.sqrt().add(eps);
        if (momentum) {
            Formula velocity = pass.memory("momentum").mul(pass.number(pass.momentum())).add(gradient.div(spread));
            memories.add(velocity);
            return pass.to(Pass.less(PARAMETER, rate, velocity), memories.toArray(Formula[]::new));
        }
        return pass.to(PARAMETER.sub(rate.mul(gradient).div(spread)), memories.toArray(Formula[]::new));
    }
}
