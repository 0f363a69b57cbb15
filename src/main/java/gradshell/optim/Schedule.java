package gradshell.optim;

import gradshell.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// How the learning rate changes from epoch to epoch, or from step to step.
///
/// {@snippet : warmup(5).then(cosine(95)).rate(0.1, 4)    // ==> 0.1 }
@FunctionalInterface
public interface Schedule {
    /// The length of a schedule that does not end.
    int ENDLESS = Integer.MAX_VALUE;

    /// The learning rate of an epoch, or of a step.
    ///
    /// @param initial the rate that the optimiser was made with
    /// @param time    counted from 0
    double rate(double initial, int time);

    /// The momentum at a time, of an optimiser that has one or betas; nothing where it stays as it is.
    default OptionalDouble momentum(int time) { return OptionalDouble.empty(); }

    /// Whether time is counted in steps; otherwise in epochs.
    default boolean byStep() { return false; }

    /// When it has ended, so that another can follow.
    default int length() { return ENDLESS; }

    /// This schedule, with time counted in steps instead of epochs.
    default Schedule everyStep() { return byStep() ? this : new EveryStep(this); }

    /// This schedule, and when it has ended another from its beginning.
    default Schedule then(Schedule next) { return new Sequential(List.of(this, next), List.of(end(this))); }

    /// This schedule and another at once, which changes the rate that this one gives.
    default Schedule times(Schedule other) { return new Product(List.of(this, other)); }

    /// This schedule at work on an optimiser: told of steps and epochs, it sets the learning rates.
    default Pace on(Optimizer optimizer) { return new Pace(this, optimizer); }

    /// This schedule without a past. Those that look at figures answer a new one.
    default Schedule begin() { return this; }

    /// Is told of the figures of an epoch, `loss` and `validation.loss` among them.
    default void observe(Map<String, Double> figures) {}

    /// What it has learnt of the figures so far.
    default Map<String, Tensor> state() { return Map.of(); }

    /// Goes on from a saved state.
    default void load(Map<String, Tensor> saved) { if (!saved.isEmpty()) throw new IllegalArgumentException("schedule: this is no state of it: " + saved.keySet().iterator().next() + " is unknown; make it as the one that was saved"); }

    /// When a schedule ends that another is to follow.
    static int end(Schedule schedule) {
        if (schedule.length() == ENDLESS) throw new IllegalArgumentException("then: the schedule before does not end, so that nothing can follow it; use sequentialSchedule(schedules, milestones)");
        return schedule.length();
    }
}
