package gradshell.optim;

import static gradshell.optim.Update.GRADIENT;
import static gradshell.optim.Update.PARAMETER;

import gradshell.formula.Formula;
import gradshell.optim.Rule.Moment;
import gradshell.optim.Rule.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Writes a [Rule] as formulas that are computed in one pass over the parameter, its gradient and its memories.
///
/// Numbers are inputs of the formulas, so that a changed learning rate needs no other loop.
final class Pass {
    /// The switch that tells rules of a momentum by a schedule.
    static final String CYCLED = "momentum by a schedule";

    private final Settings settings;
    private final List<Slot> slots;
    private final List<ToDoubleFunction<Moment>> numbers = new ArrayList<>();

    Pass(Settings settings, List<Slot> slots) {
        this.settings = settings;
        this.slots = slots;
    }

    Pass(Settings settings, String... kinds) { this(settings, java.util.Arrays.stream(kinds).map(Slot::of).toList()); }

    /// What is remembered of a kind.
    Formula memory(String kind) {
        for (int i = 0; i < slots.size(); i++) if (slots.get(i).kind().equals(kind)) return Update.memory(i);
        throw new IllegalArgumentException(kind);
    }

    /// A number that may be another at each step.
    Formula number(ToDoubleFunction<Moment> number) {
        numbers.add(number);
        return Update.number(slots.size(), numbers.size() - 1);
    }

    /// A number that is the same at all steps.
    Formula number(double value) { return number(_ -> value); }

    /// The direction upwards that is descended: the gradient, or against it if the loss is to grow.
    Formula gradient() { return settings.flag("maximize") ? GRADIENT.neg() : GRADIENT; }

    /// The gradient of the loss with half the weight decay times the squares of the parameters added.
    Formula decayingGradient() {
        double decay = settings.number("weightDecay");
        return decay == 0 ? gradient() : number(decay).fma(PARAMETER, gradient());
    }

    /// The parameter after decay of its own (Loshchilov and Hutter).
    Formula decayed() {
        double decay = settings.number("weightDecay");
        return decay == 0 ? PARAMETER : PARAMETER.mul(number(at -> 1 - at.lr * decay));
    }

    /// What is left of a formula after a share of another is taken away, rounded once as PyTorch does it.
    static Formula less(Formula from, Formula rate, Formula step) { return rate.neg().fma(step, from); }

    /// A running mean, which forgets 1 - `keep` of itself.
    Formula mean(String kind, double keep, Formula value) { return mean(kind, _ -> keep, value); }

    /// The same, where what it forgets may be another share at each step.
    Formula mean(String kind, ToDoubleFunction<Moment> keep, Formula value) { return value.fma(number(at -> 1 - keep.applyAsDouble(at)), memory(kind).mul(number(keep))); }

    /// The first of the betas, which schedules take for a momentum.
    ToDoubleFunction<Moment> beta1() {
        double written = settings.pair("betas", 0);
        return at -> at.momentum(written);
    }

    /// The momentum.
    ToDoubleFunction<Moment> momentum() {
        double written = settings.number("momentum");
        return at -> at.momentum(written);
    }

    /// Whether there is a momentum, by the settings or by a schedule.
    static boolean hasMomentum(Settings settings) { return settings.number("momentum") != 0 || settings.flag(CYCLED); }

    /// A running mean of squares.
    Formula meanSquare(String kind, double keep, Formula value) { return number(1 - keep).mul(value).fma(value, memory(kind).mul(number(keep))); }

    /// The rule by which parameter and memories, in the order of the slots, become this.
    Rule to(Formula parameter, Formula... memories) {
        Formula[] formulas = new Formula[1 + memories.length];
        formulas[0] = parameter;
        System.arraycopy(memories, 0, formulas, 1, memories.length);
        Update update = new Update(numbers.size(), formulas);
        double[] values = new double[numbers.size()];
        return new Rule(slots, (at, remembered) -> {
            for (int i = 0; i < values.length; i++) values[i] = numbers.get(i).applyAsDouble(at);
            update.run(at.parameter, at.gradient, remembered, values);
        });
    }
}
