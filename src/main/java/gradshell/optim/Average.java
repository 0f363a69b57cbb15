package gradshell.optim;

import gradshell.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A moving average of parameters, often better than the parameters themselves (Polyak and Juditsky, 1992). It begins with the parameters as
/// they are when it is made, where PyTorch's AveragedModel begins with those at its first update.
///
/// After each step: `average.update()`. To evaluate: `average.during(() -> …)`, or `apply()` and afterwards `restore()`.
public final class Average {
    private final List<Tensor> parameters;
    private final double decay;
    private final List<Tensor> means;
    /// The parameters themselves, while their averages stand in their place.
    private List<Tensor> aside;
    private long updates;

    /// The average of the parameters as they are now.
    ///
    /// @param decay how much of the average stays at each update
    public Average(List<Tensor> parameters, double decay) {
        this.parameters = List.copyOf(parameters);
        if (this.parameters.isEmpty()) throw new IllegalArgumentException("ema: there are no parameters to average; is there a layer with parameters in the network?");
        this.decay = Check.fraction("ema", "decay", decay);
        means = copies(this.parameters);
    }

    private static List<Tensor> copies(List<Tensor> all) { return all.stream().map(p -> p.detach().copy()).toList(); }

    /// Takes the parameters as they are now into the average.
    public void update() {
        if (aside != null) throw new IllegalStateException("ema: the averages stand in place of the parameters; call restore() before update()");
        gradshell.tensor.Recording.act(() -> {
            updates++;
            put(means, parameters, decay);
        });
    }

    /// Mixes values into targets.
    private static void put(List<Tensor> targets, List<Tensor> values, double keep) {
        Tensor.noGrad(() -> {
            for (int i = 0; i < targets.size(); i++) {
                Tensor target = targets.get(i), value = values.get(i).detach();
                target.copy_(keep == 0 ? value : target.detach().mul(keep).add(value.mul(1 - keep)));
            }
            return null;
        });
    }

    /// Puts the averages in place of the parameters, until [#restore].
    public void apply() {
        if (aside != null) throw new IllegalStateException("ema: the averages stand in place of the parameters already; call restore() first");
        aside = copies(parameters);
        put(parameters, means, 0);
    }

    /// Puts the parameters back.
    public void restore() {
        if (aside == null) throw new IllegalStateException("ema: the parameters are in their place; call apply() before restore()");
        put(parameters, aside, 0);
        aside = null;
    }

    /// Computes something with the averages in place of the parameters.
    public <T> T during(Supplier<T> code) {
        apply();
        try {
            return code.get();
        } finally {
            restore();
        }
    }

    /// Gives the averages to other parameters of the same shapes, those of another net for example.
    public void copyTo(List<Tensor> others) {
        if (others.size() != means.size()) throw new IllegalArgumentException("ema: " + means.size() + " averages do not fit " + others.size() + " parameters");
        for (int i = 0; i < means.size(); i++) if (!means.get(i).shape().equals(others.get(i).shape())) throw new IllegalArgumentException("ema: the average " + i + " of shape " + means.get(i).shape() + " does not fit a parameter of shape " + others.get(i).shape());
        put(others, means, 0);
    }

    /// How many updates were made.
    public long updates() { return updates; }

    /// The averages, by the number of their parameters.
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("updates", Tensor.of(gradshell.array.DType.INT64, updates));
        for (int i = 0; i < means.size(); i++) state.put("mean." + i, means.get(i).copy());
        return state;
    }

    /// Goes on from a saved state; another one is refused before anything is changed.
    public void load(Map<String, Tensor> saved) {
        Map<String, Tensor> own = state();
        for (String name : saved.keySet()) if (!own.containsKey(name)) throw new IllegalArgumentException("ema: this is no state of it: " + name + " is unknown");
        own.forEach((name, tensor) -> {
            Tensor other = saved.get(name);
            if (other == null || !other.shape().equals(tensor.shape()) || other.dtype() != tensor.dtype()) throw new IllegalArgumentException("ema: this is no state of it: " + name + " is " + (other == null ? "missing" : other.array().type() + " and should be " + tensor.array().type()));
        });
        updates = saved.get("updates").toLong();
        for (int i = 0; i < means.size(); i++) means.get(i).copy_(saved.get("mean." + i));
    }
}
