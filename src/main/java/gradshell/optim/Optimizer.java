package gradshell.optim;

import gradshell.array.Interruption;
import gradshell.optim.Settings.Group;
import gradshell.optim.Settings.Setup;
import gradshell.tensor.Names;
import gradshell.tensor.Profile;
import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/// Changes parameters so that a loss becomes smaller, from the gradients that a backward has left in them.
///
/// Its settings are changed by withers, each of which answers a new optimiser without a past: `sgd(net.parameters(), 0.01).momentum(0.9)`.
public abstract class Optimizer {
    private final Setup setup;
    private final List<Tensor> parameters;
    /// The group of each parameter.
    private final int[] groups;
    /// The learning rate of each group as it was written, and as it is now.
    private final double[] initial, rates;
    private final Rule.Moment moment = new Rule.Moment();
    /// The momentum that a schedule gives; NaN where none does.
    private double momentum = Double.NaN;
    /// Whether it was already looked for parameters that no gradient reaches.
    private boolean looked;
    private final Memory memory;
    private final Runnable change = this::change;

    Optimizer(Setup setup) {
        this.setup = setup;
        List<Tensor> all = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int g = 0; g < setup.groups().size(); g++) {
            for (Tensor parameter : setup.groups().get(g).parameters()) {
                all.add(parameter);
                numbers.add(g);
            }
        }
        parameters = List.copyOf(all);
        groups = numbers.stream().mapToInt(i -> i).toArray();
        check(setup.word());
        initial = setup.groups().stream().mapToDouble(group -> setup.settings().with(group.own()).number("lr")).toArray();
        rates = initial.clone();
        memory = new Memory(setup.word(), rates, parameters, this::slots);
    }

    private void check(String word) {
        for (Group group : setup.groups())
            if (group.parameters().isEmpty()) throw new IllegalArgumentException(word + ": there are no parameters to change; is there a layer with parameters in the network?");
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Tensor parameter : parameters) {
            String what = Names.of(parameter).isEmpty() ? "a parameter" : Names.of(parameter);
            if (parameter.array().layout().isRepeated()) throw new IllegalArgumentException(word + ": " + what + " of shape " + parameter.shape() + " was expanded, so that several of its elements share one place in memory; use x.detach().copy().requiresGrad(true)");
            if (!parameter.requiresGrad() || !parameter.isLeaf()) throw new IllegalArgumentException(word + ": " + what + " of shape " + parameter.shape() + (parameter.isLeaf() ? " does not require gradients; make it with var(…)" : " is the result of an operation; use detach()"));
            if (!seen.add(parameter)) throw new IllegalArgumentException(word + ": " + what + " of shape " + parameter.shape() + " is there twice; it can be in one group only, and once");
        }
    }

    final Setup setup() { return setup; }

    /// How the parameter of an index is changed.
    abstract Rule rule(int index);

    /// What is remembered of all parameters together, by name with shape and type.
    Map<String, Memory.Form> shared() { return Map.of(); }

    private Map<String, Memory.Form> slots() {
        Map<String, Memory.Form> forms = new java.util.LinkedHashMap<>(shared());
        for (int i = 0; i < parameters.size(); i++) for (Rule.Slot slot : rule(i).slots()) forms.put(slot.kind() + "." + i, Memory.Form.of(slot, parameters.get(i)));
        return forms;
    }

    /// All parameters, those of the first group first.
    public final List<Tensor> parameters() { return parameters; }

    /// How large a step is: the learning rate of the first group.
    public final double learningRate() { return rates[0]; }

    /// The learning rates of all groups.
    public final double[] learningRates() { return rates.clone(); }

    /// Changes how large a step is; those of other groups change by the same factor.
    public final void learningRate(double rate) {
        Check.rate(setup.word(), rate);
        double before = initial[0];
        learningRates(own -> own == before ? rate : before == 0 ? own : own * (rate / before));
    }

    /// Changes how large a step is in every group, from the learning rate that the group was made with.
    public final void learningRates(DoubleUnaryOperator rate) {
        double[] next = new double[rates.length];
        for (int g = 0; g < rates.length; g++) next[g] = Check.rate(setup.word(), rate.applyAsDouble(initial[g]));
        System.arraycopy(next, 0, rates, 0, rates.length);
    }

    /// Changes the momentum of every group, or the first of the betas where there is none, as PyTorch's schedules do.
    final void momentum(String word, double momentum) {
        Object settings = setup.settings().get("momentum") == null ? setup.settings().get("betas") : setup.settings().get("momentum");
        if (settings == null) throw new IllegalArgumentException(word + ": " + setup.word() + " has no momentum that could go up and down; use cycleMomentum(false)");
        boolean begins = !cycled();
        this.momentum = momentum;
        if (begins) {
            renew();
            memory.renew();
        }
    }

    /// Whether a schedule gives the momentum.
    final boolean cycled() { return !Double.isNaN(momentum); }

    /// Is told that a schedule gives the momentum from now on.
    void renew() {}

    /// How many steps have been made.
    public final long steps() { return memory.steps; }

    /// Forgets the gradients, before a backward gathers new ones.
    public final void zeroGrad() { for (int i = 0; i < parameters.size(); i++) parameters.get(i).zeroGrad(); }

    /// Changes every parameter that has a gradient.
    public void step() {
        if (Profile.isWatching()) Profile.timed(Profile.Part.UPDATE, getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT), () -> Recording.act(this::descend));
        else Recording.act(this::descend);
    }

    /// Has the loss computed, and its gradients, and changes every parameter; answers that loss.
    ///
    /// @param closure forgets the gradients, computes the loss, calls its backward and answers it
    public Tensor step(Supplier<Tensor> closure) {
        Tensor loss = closure.get();
        step();
        return loss;
    }

    final void descend() {
        // Not later: the parameters change all together, or none of them.
        Interruption.check();
        Interruption.heldOff(change);
    }

    private void change() {
        memory.steps++;
        if (!looked) look();
        for (int i = 0; i < parameters.size(); i++) {
            Tensor parameter = parameters.get(i), gradient = parameter.grad();
            if (gradient == null) continue;
            moment.parameter = parameter;
            moment.gradient = gradient;
            moment.step = ++memory.updates[i];
            moment.lr = rates[groups[i]];
            moment.momentum = momentum;
            Rule rule = rule(i);
            rule.change().make(moment, memory.of(i, rule.slots()));
        }
        moment.parameter = moment.gradient = null;
    }

    /// Says once which parameters no gradient has reached, if it has reached others: often a layer that the loss does not depend on.
    private void look() {
        List<String> without = new ArrayList<>();
        boolean reached = false;
        for (int i = 0; i < parameters.size(); i++) {
            Tensor parameter = parameters.get(i);
            reached |= parameter.grad() != null;
            if (parameter.grad() == null && parameter.requiresGrad()) without.add(Names.of(parameter).isEmpty() ? "parameter " + (i + 1) + " of " + parameters.size() + ", " + parameter.array().type() : Names.typed(parameter));
        }
        looked = reached;
        if (reached && !without.isEmpty()) System.err.println("step: no gradient reaches " + String.join("; ", without) + ": the loss does not depend on it, or it was used under noGrad or detach(); if that is meant, requiresGrad(false) says so");
    }

    final Memory memory() { return memory; }

    /// Everything remembered, by name (`momentum.0`), the learning rates and the numbers of steps: with the parameters, all that a training needs to go on.
    public final Map<String, Tensor> state() { return memory.state(); }

    /// Goes on from a saved state; one that is not of such an optimiser is refused before anything is changed.
    public final void load(Map<String, Tensor> saved) { memory.load(saved); }

    @Override
    public final String toString() {
        StringBuilder text = new StringBuilder(setup.word() + "(" + rates[0] + ")" + setup.settings());
        for (int g = 1; g < rates.length; g++) {
            int count = setup.groups().get(g).parameters().size();
            text.append(".group(").append(count).append(count == 1 ? " parameter: lr " : " parameters: lr ").append(rates[g]).append(new Settings(setup.settings().begin().defaults(), setup.groups().get(g).own())).append(')');
        }
        return text.toString();
    }
}
