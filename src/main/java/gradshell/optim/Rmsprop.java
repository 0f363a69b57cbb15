package gradshell.optim;

import static gradshell.formula.Formula.ONE;
import static gradshell.optim.Update.GRADIENT;
import static gradshell.optim.Update.PARAMETER;

import gradshell.formula.Formula;
import gradshell.tensor.Tensor;
import java.util.List;

/// RMSprop (Hinton's lecture, 2012): steps divided by the running root mean square of the gradients.
public final class Rmsprop extends Optimizer {
    private static final Formula ALPHA = Update.number(1, 0), RATE = Update.number(1, 1), EPS = Update.number(1, 2);
    private static final Formula MEAN_SQUARE = Update.memory(0).mul(ALPHA).add(ONE.sub(ALPHA).mul(GRADIENT).mul(GRADIENT));

    private final double alpha;
    private final double eps;
    private final Update update = new Update(3, PARAMETER.sub(RATE.mul(GRADIENT).div(MEAN_SQUARE.sqrt().add(EPS))), MEAN_SQUARE);

    private Rmsprop(List<Tensor> parameters, double lr, double alpha, double eps) {
        super("rmsprop", parameters, lr);
        this.alpha = alpha;
        this.eps = eps;
    }

    /// RMSprop with PyTorch's defaults: alpha 0.99, eps 1e-8.
    public Rmsprop(List<Tensor> parameters, double lr) { this(parameters, lr, 0.99, 1e-8); }

    /// How slowly the running mean of the squares forgets.
    public Rmsprop alpha(double alpha) { return new Rmsprop(parameters(), learningRate(), fraction("rmsprop", "alpha", alpha), eps); }

    /// What is added to the denominator.
    public Rmsprop eps(double eps) { return new Rmsprop(parameters(), learningRate(), alpha, atLeast("rmsprop", "eps", eps, 0)); }

    @Override
    void update(int index, Tensor parameter, Tensor gradient) {
        update.run(parameter, gradient, memories(index, "meanSquare"), alpha, learningRate(), eps);
    }

    @Override
    public String toString() { return "rmsprop(" + learningRate() + ")"; }
}
