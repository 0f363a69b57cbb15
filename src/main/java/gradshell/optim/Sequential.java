package gradshell.optim;

import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// Several schedules, one after the other, each from its own beginning (PyTorch's SequentialLR).
///
/// @param milestones when the second, third … begins
public record Sequential(List<Schedule> schedules, List<Integer> milestones) implements Schedule {
    public Sequential {
        schedules = List.copyOf(schedules);
        milestones = List.copyOf(milestones);
        if (schedules.isEmpty()) throw new IllegalArgumentException("sequentialSchedule: there are no schedules in it");
        if (milestones.size() != schedules.size() - 1) throw new IllegalArgumentException("sequentialSchedule: " + schedules.size() + " schedules need " + (schedules.size() - 1) + " milestones between them, not " + milestones.size());
        for (int i = 0; i < milestones.size(); i++)
            if (milestones.get(i) < (i == 0 ? 0 : milestones.get(i - 1))) throw new IllegalArgumentException("sequentialSchedule: the milestones " + milestones + " do not rise from 0; put them in order");
        Product.sameTime("then", schedules);
    }

    @Override
    public double rate(double initial, int time) {
        int last = at(time);
        return schedules.get(last).rate(initial, time - begin(last));
    }

    /// Where one gives none, the last that was given before stays.
    @Override
    public OptionalDouble momentum(int time) {
        int last = at(time);
        OptionalDouble momentum = schedules.get(last).momentum(time - begin(last));
        return momentum.isPresent() || begin(last) == 0 ? momentum : momentum(begin(last) - 1);
    }

    /// Which schedule it is the time of.
    private int at(int time) {
        int last = 0;
        while (last < milestones.size() && milestones.get(last) <= time) last++;
        return last;
    }

    private int begin(int number) { return number == 0 ? 0 : milestones.get(number - 1); }

    @Override
    public Schedule then(Schedule next) {
        List<Schedule> more = new ArrayList<>(schedules);
        more.add(next);
        List<Integer> later = new ArrayList<>(milestones);
        later.add(Schedule.end(this));
        return new Sequential(more, later);
    }

    @Override
    public int length() {
        int last = schedules.getLast().length(), begin = milestones.isEmpty() ? 0 : milestones.getLast();
        return last == ENDLESS ? ENDLESS : begin + last;
    }

    @Override
    public boolean byStep() { return schedules.getFirst().byStep(); }

    @Override
    public Schedule begin() { return new Sequential(schedules.stream().map(Schedule::begin).toList(), milestones); }

    @Override
    public void observe(Map<String, Double> figures) { schedules.forEach(s -> s.observe(figures)); }

    @Override
    public Map<String, Tensor> state() { return Product.state(schedules); }

    @Override
    public void load(Map<String, Tensor> saved) { Product.load(schedules, saved); }
}
