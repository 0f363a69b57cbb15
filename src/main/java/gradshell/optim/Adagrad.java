package gradshell.optim;

import static gradshell.optim.Update.GRADIENT;
import static gradshell.optim.Update.PARAMETER;

import gradshell.formula.Formula;
import gradshell.tensor.Tensor;
import java.util.List;

/// Adagrad (Duchi et al., 2011): steps divided by the root of the sum of all squared gradients so far.
public final class Adagrad extends Optimizer {
    private static final Formula SUM = Update.memory(0).add(GRADIENT.mul(GRADIENT)), RATE = Update.number(1, 0), EPS = Update.number(1, 1);

    private final double eps;
    private final Update update = new Update(2, PARAMETER.sub(RATE.mul(GRADIENT).div(SUM.sqrt().add(EPS))), SUM);

    private Adagrad(List<Tensor> parameters, double lr, double eps) {
        super("adagrad", parameters, lr);
        this.eps = eps;
    }

    /// Adagrad with PyTorch's default eps 1e-10.
    public Adagrad(List<Tensor> parameters, double lr) { this(parameters, lr, 1e-10); }

    /// What is added to the denominator.
    public Adagrad eps(double eps) { return new Adagrad(parameters(), learningRate(), atLeast("adagrad", "eps", eps, 0)); }

    @Override
    void update(int index, Tensor parameter, Tensor gradient) {
        update.run(parameter, gradient, memories(index, "sumSquare"), learningRate(), eps);
    }

    @Override
    public String toString() { return "adagrad(" + learningRate() + ")"; }
}
