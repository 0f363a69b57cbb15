package gradshell.optim;

import static gradshell.optim.Update.GRADIENT;
import static gradshell.optim.Update.PARAMETER;

import gradshell.formula.Formula;
import gradshell.tensor.Tensor;
import java.util.List;

/// Stochastic gradient descent, with momentum (Polyak, or Nesterov's as Sutskever et al., 2013, write it) and weight decay.
public final class Sgd extends Optimizer {
    private static final Tensor[] NONE = {};

    private final double momentum;
    private final boolean nesterov;
    private final double weightDecay;
    /// The first step of a parameter has no momentum yet.
    private final Update first, update;

    private Sgd(List<Tensor> parameters, double lr, double momentum, boolean nesterov, double weightDecay) {
        super("sgd", parameters, lr);
        this.momentum = momentum;
        this.nesterov = nesterov;
        this.weightDecay = weightDecay;
        int memories = momentum > 0 ? 1 : 0;
        Formula rate = Update.number(memories, 0), keep = Update.number(memories, 1), decay = Update.number(memories, 1 + memories);
        Formula direction = weightDecay == 0 ? GRADIENT : GRADIENT.add(decay.mul(PARAMETER));
        int numbers = 1 + memories + (weightDecay == 0 ? 0 : 1);
        if (momentum == 0) first = update = new Update(numbers, PARAMETER.sub(rate.mul(direction)));
        else {
            Formula velocity = keep.mul(Update.memory(0)).add(direction);
            first = new Update(numbers, PARAMETER.sub(rate.mul(nesterov ? direction.add(keep.mul(direction)) : direction)), direction);
            update = new Update(numbers, PARAMETER.sub(rate.mul(nesterov ? direction.add(keep.mul(velocity)) : velocity)), velocity);
        }
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
        if (momentum == 0) update.run(parameter, gradient, NONE, learningRate(), weightDecay);
        else {
            boolean begins = !remembers("momentum", index);
            (begins ? first : update).run(parameter, gradient, memories(index, "momentum"), learningRate(), momentum, weightDecay);
        }
    }

    @Override
    public String toString() {
        return "sgd(" + learningRate() + ")" + (momentum == 0 ? "" : ".momentum(" + momentum + ")") + (nesterov ? ".nesterov()" : "") + (weightDecay == 0 ? "" : ".weightDecay(" + weightDecay + ")");
    }
}
