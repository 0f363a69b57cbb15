package gradshell.optim;

import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.Y;
import static gradshell.formula.Formula.Z;

import gradshell.tensor.Pointwise;
import gradshell.tensor.Tensor;
import java.util.List;

/// Stochastic gradient descent, with momentum (Polyak, or Nesterov's as Sutskever et al., 2013, write it) and weight decay.
public final class Sgd extends Optimizer {
    /// x - z·y: a step of size z along y.
    private static final Pointwise DESCEND = Pointwise.pointwise("sgd", X.sub(Z.mul(Y)));
    /// z·x + y.
    private static final Pointwise KEEP = Pointwise.pointwise("momentum", Z.mul(X).add(Y));
    /// x + z·y.
    static final Pointwise ADD_SCALED = Pointwise.pointwise("addScaled", X.add(Z.mul(Y)));

    private final double momentum;
    private final boolean nesterov;
    private final double weightDecay;

    private Sgd(List<Tensor> parameters, double lr, double momentum, boolean nesterov, double weightDecay) {
        super("sgd", parameters, lr);
        this.momentum = momentum;
        this.nesterov = nesterov;
        this.weightDecay = weightDecay;
    }

    /// Plain descent with learning rate `lr`.
    public Sgd(List<Tensor> parameters, double lr) { this(parameters, lr, 0, false, 0); }

    /// Keeps this share of the last step.
    public Sgd momentum(double momentum) { return new Sgd(parameters(), learningRate(), fraction("sgd", "momentum", momentum), nesterov, weightDecay); }

    /// Looks ahead along the momentum.
    public Sgd nesterov() {
        if (momentum == 0) throw new IllegalArgumentException("sgd: nesterov needs a momentum; use momentum(0.9).nesterov()");
        return new Sgd(parameters(), learningRate(), momentum, true, weightDecay);
    }

    /// Adds this share of each parameter to its gradient.
    public Sgd weightDecay(double weightDecay) { return new Sgd(parameters(), learningRate(), momentum, nesterov, atLeast("sgd", "weightDecay", weightDecay, 0)); }

    @Override
    void update(int index, Tensor parameter, Tensor gradient) {
        Tensor direction = weightDecay == 0 ? gradient : gradient.apply(ADD_SCALED, parameter, parameter.like(weightDecay));
        if (momentum > 0) {
            boolean first = !remembers("momentum", index);
            Tensor velocity = memory("momentum", index);
            if (first) velocity.copy_(direction);
            else velocity.apply_(KEEP, direction, parameter.like(momentum));
            direction = nesterov ? direction.apply(ADD_SCALED, velocity, parameter.like(momentum)) : velocity;
        }
        parameter.apply_(DESCEND, direction, parameter.like(learningRate()));
    }

    @Override
    public String toString() {
        return "sgd(" + learningRate() + ")" + (momentum == 0 ? "" : ".momentum(" + momentum + ")") + (nesterov ? ".nesterov()" : "") + (weightDecay == 0 ? "" : ".weightDecay(" + weightDecay + ")");
    }
}
