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
        return decay == 0 ? gradient() : gradient().add(number(decay).mul(PARAMETER));
    }

    /// The parameter after decay of its own (Loshchilov and Hutter).
    Formula decayed() {
        double decay = settings.number("weightDecay");
        return decay == 0 ? PARAMETER : PARAMETER.mul(number(at -> 1 - at.lr * decay));
    }

    /// A running mean, which forgets 1 - `keep` of itself.
    Formula mean(String kind, double keep, Formula value) { return memory(kind).mul(number(keep)).add(value.mul(number(1 - keep))); }

    /// A running mean of squares.
    Formula meanSquare(String kind, double keep, Formula value) { return memory(kind).mul(number(keep)).add(number(1 - keep).mul(value).mul(value)); }

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
