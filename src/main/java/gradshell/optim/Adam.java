package gradshell.optim;

import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.Y;
import static gradshell.formula.Formula.Z;

import gradshell.formula.Formula;
import gradshell.tensor.Pointwise;
import gradshell.tensor.Tensor;
import java.util.List;

/// Adam (Kingma and Ba, 2015), and with decoupled weight decay AdamW (Loshchilov and Hutter, 2019).
public final class Adam extends Optimizer {
    private static final Formula W = new Formula.Input(3);
    /// The running mean: z·x + (1 - z)·y.
    private static final Pointwise MEAN = Pointwise.pointwise("mean", X.mul(Z).add(Y.mul(ONE.sub(Z))));
    /// The running mean of squares: z·x + (1 - z)·y².
    private static final Pointwise MEAN_SQUARE = Pointwise.pointwise("meanSquare", X.mul(Z).add(ONE.sub(Z).mul(Y).mul(Y)));
    /// √x / y + z, the denominator.
    private static final Pointwise SPREAD = Pointwise.pointwise("spread", X.sqrt().div(Y).add(Z));
    /// x - w·y / z.
    private static final Pointwise DESCEND = Pointwise.pointwise("adam", X.sub(W.mul(Y).div(Z)));

    private final boolean decoupled;
    private final double beta1;
    private final double beta2;
    private final double eps;
    private final double weightDecay;

    private Adam(List<Tensor> parameters, double lr, boolean decoupled, double beta1, double beta2, double eps, double weightDecay) {
        super(decoupled ? "adamW" : "adam", parameters, lr);
        this.decoupled = decoupled;
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.eps = eps;
        this.weightDecay = weightDecay;
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
        if (weightDecay > 0) {
            if (decoupled) parameter.mul_(1 - lr * weightDecay);
            else gradient = gradient.apply(Sgd.ADD_SCALED, parameter, parameter.like(weightDecay));
        }
        Tensor mean = memory("mean", index).apply_(MEAN, gradient, parameter.like(beta1));
        Tensor square = memory("meanSquare", index).apply_(MEAN_SQUARE, gradient, parameter.like(beta2));
        Tensor spread = square.apply(SPREAD, parameter.like(Math.sqrt(1 - Math.pow(beta2, steps()))), parameter.like(eps));
        parameter.apply_(DESCEND, mean, spread, parameter.like(lr / (1 - Math.pow(beta1, steps()))));
    }

    @Override
    public String toString() { return word() + "(" + learningRate() + ")"; }
}
