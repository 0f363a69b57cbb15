package gradshell.optim;

import static gradshell.optim.Update.PARAMETER;

import gradshell.formula.Formula;
import gradshell.optim.Settings.Setup;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Adam (Kingma and Ba, 2015), with decoupled weight decay AdamW (Loshchilov and Hutter, 2019); AMSGrad (Reddi et al., 2018).
public final class Adam extends Tuned<Adam> {
    private Adam(Setup setup) { super(setup); }

    /// Adam with PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8, no weight decay.
    public static Adam adam(List<Tensor> parameters, double lr) { return of("adam", parameters, lr, 0); }

    /// AdamW with PyTorch's defaults: as Adam, with weight decay 0.01.
    public static Adam adamW(List<Tensor> parameters, double lr) { return of("adamW", parameters, lr, 0.01); }

    private static Adam of(String word, List<Tensor> parameters, double lr, double weightDecay) {
        return new Adam(Setup.of(word, parameters, lr, Map.of("betas", List.of(0.9, 0.999), "eps", 1e-8, "weightDecay", weightDecay)));
    }

    @Override
    Adam with(Setup setup) { return new Adam(setup); }

    /// How slowly the running means of the gradients and of their squares forget.
    public Adam betas(double... betas) { return set("betas", Check.betas(word(), betas)); }

    /// What is added to the denominator.
    public Adam eps(double eps) { return set("eps", Check.atLeast(word(), "eps", eps, 0)); }

    /// Divides by the largest mean square so far.
    public Adam amsgrad() { return set("amsgrad", true); }

    @Override
    Rule rule(Settings settings) {
        boolean largest = settings.flag("amsgrad"), decoupled = word().equals("adamW");
        Pass pass = largest ? new Pass(settings, "mean", "meanSquare", "largest") : new Pass(settings, "mean", "meanSquare");
        Formula eps = pass.number(settings.number("eps")), gradient = decoupled ? pass.gradient() : pass.decayingGradient(), parameter = decoupled ? pass.decayed() : PARAMETER;
        return adam(pass, pass.beta1(), settings.pair("betas", 1), eps, gradient, parameter, largest, 1);
    }

    /// The rule of Adam.
    ///
    /// @param share what part of the learning rate holds
    static Rule adam(Pass pass, ToDoubleFunction<Rule.Moment> beta1, double beta2, Formula eps, Formula gradient, Formula parameter, boolean largest, double share) {
        Formula mean = pass.mean("mean", beta1, gradient), meanSquare = pass.meanSquare("meanSquare", beta2, gradient);
        Formula rate = pass.number(at -> share * at.lr / (1 - Math.pow(beta1.applyAsDouble(at), at.step))), root = pass.number(at -> Math.sqrt(1 - Math.pow(beta2, at.step)));
        Formula spread = largest ? pass.memory("largest").max(meanSquare) : meanSquare;
        Formula next = parameter.sub(rate.mul(mean).div(spread.sqrt().div(root).add(eps)));
        return largest ? pass.to(next, mean, meanSquare, spread) : pass.to(next, mean, meanSquare);
    }
}
