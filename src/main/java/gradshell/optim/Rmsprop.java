package gradshell.optim;

import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.Y;
import static gradshell.formula.Formula.Z;

import gradshell.formula.Formula;
import gradshell.tensor.Pointwise;
import gradshell.tensor.Tensor;
import java.util.List;

/// RMSprop (Hinton's lecture, 2012): steps divided by the running root mean square of the gradients.
public final class Rmsprop extends Optimizer {
    private static final Formula W = new Formula.Input(3);
    private static final Formula V = new Formula.Input(4);
    /// z·x + (1 - z)·y².
    private static final Pointwise MEAN_SQUARE = Pointwise.pointwise("meanSquare", X.mul(Z).add(ONE.sub(Z).mul(Y).mul(Y)));
    /// x - w·y / (√z + v).
    private static final Pointwise DESCEND = Pointwise.pointwise("rmsprop", X.sub(W.mul(Y).div(Z.sqrt().add(V))));

    private final double alpha;
    private final double eps;

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
        Tensor square = memory("meanSquare", index).apply_(MEAN_SQUARE, gradient, parameter.like(alpha));
        parameter.apply_(DESCEND, gradient, square, parameter.like(learningRate()), parameter.like(eps));
    }

    @Override
    public String toString() { return "rmsprop(" + learningRate() + ")"; }
}
