package gradshell.compile;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.Storage;
import gradshell.formula.Formula;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Elementwise steps over one shape that are computed by one loop.
///
/// A loop loads all that it needs of an element before it stores anything of it, so a step may overwrite what another of the group
/// has read in the same place.
final class Group implements Work {
    /// So many arrays are as much as a loop can walk through at once without losing its way in the caches.
    private static final int MOST_INPUTS = 16, MOST_RESULTS = 12;
    /// So much arithmetic is enough for one loop.
    private static final int MOST_WEIGHT = 260;
    /// So many functions tell one loop from another.
    private static final int MOST_NAMES = 4;

    private final Shape shape;
    private final DType compute;
    private final List<Array> inputs = new ArrayList<>();
    private final Map<Storage, Value> values = new IdentityHashMap<>();
    private final List<Storage> order = new ArrayList<>();
    private int steps, weight;

    /// What is stored where.
    record Value(Array out, Formula formula) {}

    Group(Task.Elementwise first) {
        shape = first.out().shape();
        compute = first.form().compute();
        add(first);
    }

    DType compute() { return compute; }

    List<Array> inputs() { return inputs; }

    /// What it computes, in the order in which it was first written.
    List<Value> values() { return order.stream().map(values::get).toList(); }

    /// How many recorded steps it stands for.
    int steps() { return steps; }

    /// What it does, for a list of what takes time: `loop of 5: mul, add, tanh, …`, the innermost first.
    String name() {
        List<String> functions = values().stream().flatMap(value -> Formulas.functions(value.formula).stream()).distinct().map(fn -> fn.name().toLowerCase(Locale.ROOT)).toList();
        String named = String.join(", ", functions.subList(0, Math.min(MOST_NAMES, functions.size()))) + (functions.size() > MOST_NAMES ? ", …" : "");
        return "loop of " + steps + (named.isEmpty() ? "" : ": " + named);
    }

    boolean reads(Storage storage) { return inputs.stream().anyMatch(a -> a.storage() == storage); }

    boolean writes(Storage storage) { return values.containsKey(storage); }

    /// Whether a step can and should be computed by the same loop.
    boolean accepts(Task.Elementwise step) {
        if (step.form().compute() != compute || !step.out().shape().equals(shape)) return false;
        boolean related = false;
        int more = 0;
        for (Array x : step.in()) {
            Value value = values.get(x.storage());
            if (value != null) {
                if (!value.out.layout().equals(x.layout())) return false;
                related = true;
            } else if (inputs.stream().anyMatch(a -> isSame(a, wide(x)))) {
                related |= x.elements() == shape.elements();
            } else more++;
        }
        Value before = values.get(step.out().storage());
        if (before != null && !before.out.layout().equals(step.out().layout())) return false;
        for (Array x : inputs) if (x.storage() == step.out().storage() && !x.layout().equals(step.out().layout())) return false;
        for (Array x : step.in()) if (x.storage() == step.out().storage() && !x.layout().equals(step.out().layout())) return false;
        return related && inputs.size() + more <= MOST_INPUTS && order.size() < MOST_RESULTS && weight + Formulas.weight(step.form().formula()) <= MOST_WEIGHT;
    }

    void add(Task.Elementwise step) {
        Formula[] arguments = new Formula[step.in().length];
        for (int i = 0; i < arguments.length; i++) arguments[i] = argument(step.in()[i]);
        if (!values.containsKey(step.out().storage())) order.add(step.out().storage());
        values.put(step.out().storage(), new Value(step.out(), Formulas.substitute(step.form().formula(), arguments)));
        steps++;
        weight += Formulas.weight(step.form().formula());
    }

    private Formula argument(Array x) {
        Value value = values.get(x.storage());
        if (value != null) return value.formula;
        Array wide = wide(x);
        for (int i = 0; i < inputs.size(); i++) if (isSame(inputs.get(i), wide)) return new Formula.Input(i);
        inputs.add(wide);
        return new Formula.Input(inputs.size() - 1);
    }

    private Array wide(Array x) { return x.shape().equals(shape) ? x : x.view(x.layout().expand(shape)); }

    private static boolean isSame(Array a, Array b) { return a.storage() == b.storage() && a.layout().equals(b.layout()); }

    /// Only with those of its values that somebody reads later, and the inputs that these need.
    Group keeping(java.util.function.Predicate<Storage> wanted) {
        Group kept = new Group(shape, compute, steps);
        Map<Integer, Integer> places = new LinkedHashMap<>();
        for (Value value : values()) if (wanted.test(value.out.storage())) Formulas.inputs(value.formula).forEach(i -> places.putIfAbsent(i, places.size()));
        Formula[] moved = new Formula[inputs.size()];
        places.forEach((from, to) -> {
            moved[from] = new Formula.Input(to);
            kept.inputs.add(inputs.get(from));
        });
        for (Value value : values()) {
            if (!wanted.test(value.out.storage())) continue;
            kept.order.add(value.out.storage());
            kept.values.put(value.out.storage(), new Value(value.out, Formulas.substitute(value.formula, moved)));
        }
        return kept;
    }

    private Group(Shape shape, DType compute, int steps) {
        this.shape = shape;
        this.compute = compute;
        this.steps = steps;
    }
}
