package gradshell.train;

import gradshell.optim.Optimizer;
import gradshell.optim.Pace;
import gradshell.optim.Schedule;
import gradshell.tensor.Tensor;
import java.util.Map;

/// The schedule at work, if there is one.
final class Pacing implements Part {
    private final Pace pace;

    Pacing(Schedule schedule, Optimizer optimizer) { pace = schedule == null ? null : schedule.on(optimizer); }

    void step() { if (pace != null) pace.step(); }

    void epoch(Map<String, Double> figures) { if (pace != null) pace.epoch(figures); }

    @Override
    public Map<String, Tensor> state() { return pace == null ? Map.of() : pace.state(); }

    @Override
    public void load(Map<String, Tensor> saved) {
        if (saved.isEmpty() != (pace == null)) throw new IllegalArgumentException("resume: the training that was saved had " + (saved.isEmpty() ? "no" : "a") + " schedule; it goes on with the same settings");
        if (pace != null) pace.load(saved);
    }
}
