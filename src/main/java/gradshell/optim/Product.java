package gradshell.optim;

import gradshell.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// Several schedules at once: each changes what the one before gives (PyTorch's ChainedScheduler, where each multiplies the rate).
record Product(List<Schedule> schedules) implements Schedule {
    Product {
        schedules = List.copyOf(schedules);
        sameTime("times", schedules);
    }

    static void sameTime(String word, List<Schedule> schedules) {
        for (Schedule schedule : schedules)
            if (schedule.byStep() != schedules.getFirst().byStep()) throw new IllegalArgumentException(word + ": one schedule counts epochs and another steps; use everyStep() on the one that counts epochs");
    }

    @Override
    public double rate(double initial, int time) {
        double rate = initial;
        for (Schedule schedule : schedules) rate = schedule.rate(rate, time);
        return rate;
    }

    /// That of the last which gives one.
    @Override
    public OptionalDouble momentum(int time) { return schedules.stream().map(s -> s.momentum(time)).filter(OptionalDouble::isPresent).reduce(OptionalDouble.empty(), (_, last) -> last); }

    @Override
    public boolean byStep() { return schedules.getFirst().byStep(); }

    @Override
    public Schedule begin() { return new Product(schedules.stream().map(Schedule::begin).toList()); }

    @Override
    public void observe(Map<String, Double> figures) { schedules.forEach(s -> s.observe(figures)); }

    @Override
    public Map<String, Tensor> state() { return state(schedules); }

    @Override
    public void load(Map<String, Tensor> saved) { load(schedules, saved); }

    static Map<String, Tensor> state(List<Schedule> schedules) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (int i = 0; i < schedules.size(); i++) {
            int number = i;
            schedules.get(i).state().forEach((name, tensor) -> all.put(number + "." + name, tensor));
        }
        return all;
    }

    static void load(List<Schedule> schedules, Map<String, Tensor> saved) {
        for (String name : saved.keySet()) if (!state(schedules).containsKey(name)) throw new IllegalArgumentException("schedule: this is no state of it: " + name + " is unknown; make it as the one that was saved");
        for (int i = 0; i < schedules.size(); i++) {
            String prefix = i + ".";
            Map<String, Tensor> part = new LinkedHashMap<>();
            saved.forEach((name, tensor) -> { if (name.startsWith(prefix)) part.put(name.substring(prefix.length()), tensor); });
            schedules.get(i).load(part);
        }
    }
}
