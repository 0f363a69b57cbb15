package gradshell.optim;

import static gradshell.optim.Update.PARAMETER;

import gradshell.array.Array;
import gradshell.formula.Formula;
import gradshell.optim.Rule.Slot;
import gradshell.optim.Settings.Setup;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// NAdam (Dozat, 2016): Adam with Nesterov's momentum, which grows from step to step.
public final class Nadam extends Tuned<Nadam> {
    private Nadam(Setup setup) { super(setup); }

    /// NAdam with PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8, momentum decay 0.004.
    public Nadam(List<Tensor> parameters, double lr) { this(Setup.of("nadam", parameters, lr, Map.of("betas", List.of(0.9, 0.999), "eps", 1e-8, "weightDecay", 0.0, "momentumDecay", 4e-3))); }

    @Override
    Nadam with(Setup setup) { return new Nadam(setup); }

    /// How slowly the running means of the gradients and of their squares forget.
    public Nadam betas(double... betas) { return set("betas", Check.betas("nadam", betas)); }

    /// What is added to the denominator.
    public Nadam eps(double eps) { return set("eps", Check.atLeast("nadam", "eps", eps, 0)); }

    /// How fast the momentum grows to its full size.
    public Nadam momentumDecay(double decay) { return set("momentumDecay", Check.atLeast("nadam", "momentumDecay", decay, 0)); }

    @Override
    Rule rule(Settings settings) {
        double beta2 = settings.pair("betas", 1), decay = settings.number("momentumDecay");
        Pass pass = new Pass(settings, "mean", "meanSquare");
        ToDoubleFunction<Rule.Moment> beta1 = pass.beta1();
        Formula gradient = pass.decayingGradient(), mean = pass.mean("mean", beta1, gradient), meanSquare = pass.meanSquare("meanSquare", beta2, gradient);
        Formula spread = meanSquare.div(pass.number(at -> 1 - Math.pow(beta2, at.step))).sqrt().add(pass.number(settings.number("eps")));
        // extra: the product of all momenta so far; more: with the next one too
        Formula now = pass.number(at -> at.lr * (1 - momentum(beta1.applyAsDouble(at), decay, at.step)) / (1 - at.extra)), next = pass.number(at -> at.lr * momentum(beta1.applyAsDouble(at), decay, at.step + 1) / (1 - at.more));
        Rule rule = pass.to(PARAMETER.sub(now.mul(gradient).div(spread)).sub(next.mul(mean).div(spread)), mean, meanSquare);
        return new Rule(List.of(rule.slots().get(0), rule.slots().get(1), new Slot("momentumProduct", 1, true)), (at, memories) -> {
            Array product = memories[2].array();
            double[] all = (double[]) product.storage().values();
            // PyTorch keeps this product in float32, whatever the type of the parameter.
            float mu = (float) momentum(beta1.applyAsDouble(at), decay, at.step), after = (float) momentum(beta1.applyAsDouble(at), decay, at.step + 1);
            all[product.layout().offset()] = at.extra = (float) all[product.layout().offset()] * mu;
            at.more = (float) at.extra * mu * after;
            product.storage().touch();
            rule.change().make(at, new Tensor[] {memories[0], memories[1]});
        });
    }

    private static double momentum(double beta1, double decay, long step) { return beta1 * (1 - 0.5 * Math.pow(0.96, step * decay)); }
}
