package gradshell.optim;

import gradshell.tensor.Tensor;
import java.util.Map;
import java.util.OptionalDouble;

/// A schedule whose time is counted in steps instead of epochs.
record EveryStep(Schedule schedule) implements Schedule {
    @Override
    public double rate(double initial, int time) { return schedule.rate(initial, time); }

    @Override
    public OptionalDouble momentum(int time) { return schedule.momentum(time); }

    @Override
    public int length() { return schedule.length(); }

    @Override
    public boolean byStep() { return true; }

    @Override
    public Schedule begin() { return new EveryStep(schedule.begin()); }

    @Override
    public void observe(Map<String, Double> figures) { schedule.observe(figures); }

    @Override
    public Map<String, Tensor> state() { return schedule.state(); }

    @Override
    public void load(Map<String, Tensor> saved) { schedule.load(saved); }
}
