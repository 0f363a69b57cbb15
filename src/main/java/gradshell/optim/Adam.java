package gradshell.optim;

import static gradshell.formula.Formula.ONE;
import static gradshell.optim.Update.GRADIENT;
import static gradshell.optim.Update.PARAMETER;

import gradshell.formula.Formula;
import gradshell.tensor.Tensor;
import java.util.List;

/// Adam (Kingma and Ba, 2015), and with decoupled weight decay AdamW (Loshchilov and Hutter, 2019).
public final class Adam extends Optimizer {
    private static final Formula BETA1 = Update.number(2, 0), BETA2 = Update.number(2, 1), RATE = Update.number(2, 2), ROOT = Update.number(2, 3);
    private static final Formula EPS = Update.number(2, 4), DECAY = Update.number(2, 5);

    private final boolean decoupled;
    private final double beta1;
    private final double beta2;
    private final double eps;
    private final double weightDecay;
    private final Update update;

    private Adam(List<Tensor> parameters, double lr, boolean decoupled, double beta1, double beta2, double eps, double weightDecay) {
        super(decoupled ? "adamW" : "adam", parameters, lr);
        this.decoupled = decoupled;
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.eps = eps;
        this.weightDecay = weightDecay;
        boolean decays = weightDecay > 0;
        Formula gradient = decays && !decoupled ? GRADIENT.add(DECAY.mul(PARAMETER)) : GRADIENT;
        Formula mean = Update.memory(0).mul(BETA1).add(gradient.mul(ONE.sub(BETA1)));
        Formula meanSquare = Update.memory(1).mul(BETA2).add(ONE.sub(BETA2).mul(gradient).mul(gradient));
        Formula parameter = decays && decoupled ? PARAMETER.mul(DECAY) : PARAMETER;
        this.update = new Update(decays ? 6 : 5, parameter.sub(RATE.mul(mean).div(meanSquare.sqrt().div(ROOT).add(EPS))), mean, meanSquare);
    }

    /// Adam with PyTorch's defaults: betas 0.9 and 0.999, eps 1e-8, no weight decay.
    public static Adam adam(List<Tensor> parameters, double lr) { return new Adam(parameters, lr, false, 0.9, 0.999, 1e-8, 0); }

    /// AdamW with PyTorch's defaults: as Adam, with weight decay 0.01.
    public static Adam adamW(List<Tensor> parameters, double lr) { return new Adam(parameters, lr, true, 0.9, 0.999, 1e-8, 0.01); }

    private String word() { return decoupled ? "adamW" : "adam"; }

    /// How slowly the running means of the gradients and of their squares forget.
    public Adam betas(double beta1, double beta2) { return new Adam(parameters(), learningRate(), decoupled, fraction(word(), "beta1", beta1), fraction(word(), "beta2", beta2), eps, weightDecay); }

    /// What is added to the denominator.
    public Adam eps(double eps) { return new Adam(parameters(), learningRate(), decoupled, beta1, beta2, atLeast(word(), "eps", eps, 0), weightDecay); }

    /// How much of each parameter is taken away: for Adam through its gradient, for AdamW directly.
    public Adam weightDecay(double weightDecay) { return new Adam(parameters(), learningRate(), decoupled, beta1, beta2, eps, atLeast(word(), "weightDecay", weightDecay, 0)); }

    @Override
    void update(int index, Tensor parameter, Tensor gradient) {
        double lr = learningRate();
        update.run(parameter, gradient, memories(index, "mean", "meanSquare"), beta1, beta2, lr / (1 - Math.pow(beta1, steps())), Math.sqrt(1 - Math.pow(beta2, steps())), eps,
                decoupled ? 1 - lr * weightDecay : weightDecay);
    }

    @Override
    public String toString() { return word() + "(" + learningRate() + ")"; }
}
