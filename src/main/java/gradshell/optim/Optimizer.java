package gradshell.optim;

import gradshell.array.Array;
import gradshell.tensor.Names;
import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/// Changes parameters so that a loss becomes smaller, from the gradients that a backward has left in them.
///
/// Its settings are changed by withers, each of which answers a new optimiser without a past: `sgd(net.parameters(), 0.01).momentum(0.9)`.
public abstract class Optimizer {
    private final List<Tensor> parameters;
    private double learningRate;
    private long steps;
    /// Whether it was already looked for parameters that no gradient reaches.
    private boolean looked;
    /// What is remembered from step to step, by kind; one tensor for each parameter, null before it is first needed.
    private final Map<String, Tensor[]> memory = new LinkedHashMap<>();

    Optimizer(String name, List<Tensor> parameters, double learningRate) {
        this.parameters = List.copyOf(parameters);
        if (this.parameters.isEmpty()) throw new IllegalArgumentException(name + ": there are no parameters to change; is there a layer with parameters in the network?");
        for (Tensor parameter : this.parameters) {
            String what = Names.of(parameter).isEmpty() ? "a parameter" : Names.of(parameter);
            if (parameter.array().layout().isRepeated()) throw new IllegalArgumentException(name + ": " + what + " of shape " + parameter.shape() + " was expanded, so that several of its elements share one place in memory; use x.detach().copy().requiresGrad(true)");
            if (!parameter.requiresGrad() || !parameter.isLeaf()) throw new IllegalArgumentException(name + ": " + what + " of shape " + parameter.shape() + (parameter.isLeaf() ? " does not require gradients; make it with var(…)" : " is the result of an operation; use detach()"));
        }
        this.learningRate = atLeast(name, "lr", learningRate, 0);
    }

    /// A setting that must be a number of at least `bound`.
    static double atLeast(String name, String setting, double value, double bound) {
        if (!(value >= bound)) throw new IllegalArgumentException(name + ": " + setting + " is " + value + "; it must be at least " + bound);
        return value;
    }

    /// A setting that must lie from 0 up to but without 1.
    static double fraction(String name, String setting, double value) {
        if (!(value >= 0 && value < 1)) throw new IllegalArgumentException(name + ": " + setting + " is " + value + "; it must be at least 0 and less than 1");
        return value;
    }

    public final List<Tensor> parameters() { return parameters; }

    /// How large a step is.
    public final double learningRate() { return learningRate; }

    /// Changes how large a step is, as a schedule does from epoch to epoch.
    public final void learningRate(double rate) { learningRate = rate; }

    /// How many steps have been made.
    public final long steps() { return steps; }

    /// Forgets the gradients, before a backward gathers new ones.
    public final void zeroGrad() { for (int i = 0; i < parameters.size(); i++) parameters.get(i).zeroGrad(); }

    /// Changes every parameter that has a gradient.
    public final void step() { Recording.act(this::descend); }

    private void descend() {
        // Not later: the parameters change all together, or none of them.
        if (Thread.currentThread().isInterrupted()) throw new CancellationException("interrupted");
        steps++;
        if (!looked) look();
        for (int i = 0; i < parameters.size(); i++) {
            Tensor parameter = parameters.get(i);
            if (parameter.grad() == null) continue;
            update(i, parameter, parameter.grad());
        }
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

    /// Changes one parameter by its gradient.
    abstract void update(int index, Tensor parameter, Tensor gradient);

    /// What is remembered of a kind for a parameter; zeros the first time.
    final Tensor memory(String kind, int index) {
        Tensor[] all = memory.computeIfAbsent(kind, _ -> new Tensor[parameters.size()]);
        Tensor parameter = parameters.get(index);
        if (all[index] == null) all[index] = Tensor.of(Array.zeros(parameter.dtype(), parameter.shape()));
        return all[index];
    }

    /// What is remembered of some kinds for a parameter.
    final Tensor[] memories(int index, String... kinds) {
        Tensor[] memories = new Tensor[kinds.length];
        for (int i = 0; i < kinds.length; i++) memories[i] = memory(kinds[i], index);
        return memories;
    }

    /// Whether something of a kind is remembered for a parameter already.
    final boolean remembers(String kind, int index) { return memory.containsKey(kind) && memory.get(kind)[index] != null; }

    /// Everything remembered, by name (`momentum.0`), and the number of steps: with the parameters, all that a training needs to go on.
    public final Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("steps", Tensor.of(gradshell.array.DType.INT64, steps));
        memory.forEach((kind, all) -> {
            for (int i = 0; i < all.length; i++) if (all[i] != null) state.put(kind + "." + i, all[i]);
        });
        return state;
    }

    /// Goes on from a saved state.
    public final void load(Map<String, Tensor> saved) {
        memory.clear();
        saved.forEach((name, tensor) -> {
            int dot = name.lastIndexOf('.');
            if (dot < 0) steps = tensor.toLong();
            else memory(name.substring(0, dot), Integer.parseInt(name.substring(dot + 1))).copy_(tensor);
        });
    }
}
