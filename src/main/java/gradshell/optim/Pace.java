package gradshell.optim;

import gradshell.array.DType;
import gradshell.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// A schedule at work on an optimiser: counts steps and epochs and sets the learning rates of all groups.
///
/// ```
/// Pace pace = warmup(5).then(cosine(95)).on(optimizer);
/// for each epoch: for each batch { …; optimizer.step(); pace.step(); } pace.epoch(figures);
/// ```
public final class Pace {
    private final Schedule schedule;
    private final Optimizer optimizer;
    private int steps, epochs;

    Pace(Schedule schedule, Optimizer optimizer) {
        this.schedule = schedule.begin();
        this.optimizer = optimizer;
        set();
    }

    /// To be called after each step of the optimiser.
    public void step() {
        steps++;
        if (schedule.byStep()) set();
    }

    /// To be called after each epoch, with its figures by name.
    public void epoch(Map<String, Double> figures) {
        schedule.observe(figures);
        epochs++;
        set();
    }

    private void set() {
        int time = schedule.byStep() ? steps : epochs;
        schedule.momentum(time).ifPresent(momentum -> optimizer.momentum("schedule", momentum));
        optimizer.learningRates(initial -> schedule.rate(initial, time));
    }

    /// Where it is: with that of the optimiser, all that is needed to go on.
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("steps", Tensor.of(DType.INT64, steps));
        state.put("epochs", Tensor.of(DType.INT64, epochs));
        schedule.state().forEach((name, tensor) -> state.put("schedule." + name, tensor));
        return state;
    }

    /// Goes on from a saved state, with the learning rates that it stands for.
    public void load(Map<String, Tensor> saved) {
        Map<String, Tensor> own = new LinkedHashMap<>();
        for (String name : new String[] {"steps", "epochs"})
            if (saved.get(name) == null || saved.get(name).dtype() != DType.INT64 || saved.get(name).numel() != 1 || saved.get(name).toLong() < 0) throw new IllegalArgumentException("schedule: this is no state of it: there is no number of " + name + " in it");
        saved.forEach((name, tensor) -> {
            if (name.startsWith("schedule.")) own.put(name.substring("schedule.".length()), tensor);
            else if (!name.equals("steps") && !name.equals("epochs")) throw new IllegalArgumentException("schedule: this is no state of it: " + name + " is unknown; make it as the one that was saved");
        });
        schedule.load(own);
        steps = (int) saved.get("steps").toLong();
        epochs = (int) saved.get("epochs").toLong();
        set();
    }
}
