package gradshell.optim;

import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.Y;
import static gradshell.formula.Formula.Z;

import gradshell.formula.Formula;
import gradshell.tensor.Pointwise;
import gradshell.tensor.Tensor;
import java.util.List;

/// Adagrad (Duchi et al., 2011): steps divided by the root of the sum of all squared gradients so far.
public final class Adagrad extends Optimizer {
    private static final Formula W = new Formula.Input(3);
    private static final Formula V = new Formula.Input(4);
    /// x + y².
    private static final Pointwise SUM_SQUARE = Pointwise.pointwise("sumSquare", X.add(Y.mul(Y)));
    /// x - w·y / (√z + v).
    private static final Pointwise DESCEND = Pointwise.pointwise("adagrad", X.sub(W.mul(Y).div(Z.sqrt().add(V))));

    private final double eps;

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
        Tensor sum = memory("sumSquare", index).apply_(SUM_SQUARE, gradient);
        parameter.apply_(DESCEND, gradient, sum, parameter.like(learningRate()), parameter.like(eps));
    }

    @Override
    public String toString() { return "adagrad(" + learningRate() + ")"; }
}
