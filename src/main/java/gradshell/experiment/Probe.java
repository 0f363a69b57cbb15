package gradshell.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import gradshell.experiment.Bound.Call;
import gradshell.experiment.Bound.Chain;
import gradshell.experiment.Bound.Items;
import gradshell.experiment.Bound.Watched;
import gradshell.nn.Layer;
import gradshell.tensor.Tensor;

/// A layer that notes what it was given when it fails: so the innermost layer at fault is found, however deep it is nested.
record Probe(Call<Layer> plan, Layer layer, Probe.Find find) implements Layer {

    /// The innermost layer that failed, what it was given, and what it said; empty as long as all is well.
    static final class Find {
        private Call<Layer> plan;
        private Tensor input;
        private RuntimeException misfit;

        Call<Layer> plan() { return plan; }
        Tensor input() { return input; }
        RuntimeException misfit() { return misfit; }
    }

    @Override
    public Tensor apply(Tensor x) {
        try {
            return layer.apply(x);
        } catch (RuntimeException e) {
            if (find.misfit == null) {
                find.plan = plan;
                find.input = x;
                find.misfit = e;
            }
            throw e;
        }
    }

    @Override
    public String toString() {
        return layer.toString();
    }

    /// The plan with a probe round every layer in it.
    static Bound<Layer> watch(Bound<Layer> plan, Find find) {
        return layers(plan, call -> new Watched<>(call, layer -> new Probe(call, layer, find)));
    }

    /// The calls of layers in a plan, outer ones after those within.
    static List<Call<Layer>> calls(Bound<Layer> plan) {
        var calls = new ArrayList<Call<Layer>>();
        layers(plan, call -> {
            calls.add(call);
            return call;
        });
        return calls;
    }

    /// The plan with one of its calls replaced.
    static Bound<Layer> replace(Bound<Layer> plan, Call<Layer> old, Call<Layer> other) {
        return layers(plan, call -> call.place().equals(old.place()) && call.node() == old.node() ? other : call);
    }

    private interface Change {
        Bound<Layer> of(Call<Layer> call);
    }

    @SuppressWarnings("unchecked") // a plan of a layer stays one
    private static Bound<Layer> layers(Bound<Layer> plan, Change change) {
        return (Bound<Layer>) changed(plan, change);
    }

    private static Bound<?> changed(Bound<?> plan, Change change) {
        return switch (plan) {
            case Chain<?> chain -> links(chain, change);
            case Items<?> items -> items(items, change);
            case Call<?> call -> call(call, change);
            default -> plan;
        };
    }

    private static <T> Items<T> items(Items<T> items, Change change) {
        return new Items<>(items.node(), items.type(), items.items().stream().<Bound<?>>map(item -> changed(item, change)).toList());
    }

    @SuppressWarnings("unchecked") // every link stays of its kind
    private static <T> Chain<T> links(Chain<T> chain, Change change) {
        return new Chain<>(chain.node(), chain.kind(), chain.then(), chain.links().stream().map(link -> (Bound<T>) changed(link, change)).toList());
    }

    @SuppressWarnings("unchecked") // a call that was asked for as a layer makes one
    private static Bound<?> call(Call<?> call, Change change) {
        Map<String, Bound<?>> arguments = new LinkedHashMap<>();
        call.arguments().forEach((name, argument) -> arguments.put(name, changed(argument, change)));
        var same = new Call<>(call.node(), call.place(), (Class<Object>) call.kind(), call.signature(), arguments, call.settings());
        return call.kind() == Layer.class ? change.of((Call<Layer>) (Call<?>) same) : same;
    }
}
