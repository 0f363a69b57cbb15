package gradshell.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import gradshell.array.Shape;
import gradshell.experiment.Bound.Call;
import gradshell.experiment.Bound.Literal;
import gradshell.experiment.Node.ListNode;
import gradshell.experiment.Node.MapNode;
import gradshell.experiment.Node.ScalarNode;
import gradshell.nn.Layer;
import gradshell.tensor.Tensor;

/// Tells why a layer stops examples, and looks for the number that would let them through: each whole number of the layer at fault is tried
/// with the sizes that it was given. It goes on with the layer that would not, so that the next misfit is found too.
final class Repair {
    private static final int MOST = 20;
    private static final int MOST_TRIES = 200;
    /// The other of two shapes, of which one was seen to be one of examples.
    private static final Pattern EXAMPLES = Pattern.compile("(?<=\\[batch[^\\]]{0,60}\\] (?:and|x|with) )\\[2(?=[,\\]])|\\[2(?=[,\\]][^\\[]{0,60} of \\[batch)");
    private static final Set<String> SIZES = Set.of("in", "inputs", "inChannels", "channels", "features", "size", "shape");

    private Tensor input;
    private final Tensor target;
    private final Problems problems;
    private Bound<Layer> plan;
    private int tries;

    Repair(Bound<Layer> plan, Tensor input, Tensor target, Problems problems) {
        this.plan = plan;
        this.input = input;
        this.target = target;
        this.problems = problems;
    }

    /// The layer with the numbers that fit.
    Bound<Layer> plan() {
        return plan;
    }

    /// What comes out of the layer once it is mended; nothing where no number helps.
    ///
    /// @param first what the layer said
    Optional<Tensor> run(RuntimeException first) {
        for (int i = 0; i < MOST; i++) {
            var find = new Probe.Find();
            try {
                return Optional.of(output(Probe.watch(plan, find), input));
            } catch (RuntimeException e) {
                if (find.misfit() == null) {    // it fails outside of every layer that a file can write
                    problems.add(plan.node().place(), message(first, input, target));
                    return Optional.empty();
                }
                if (!mend(find)) return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean mend(Probe.Find find) {
        var call = find.plan();
        var own = original(call);
        if (flattened(own, find.input())) return true;
        var changes = changes(own, find.input().shape(), input.shape());
        for (var first : List.copyOf(changes)) {    // two numbers at once, after each alone: a layer that is repeated has to end as it begins
            changes(first.call(), find.input().shape(), input.shape()).stream().filter(c -> !c.name().equals(first.name()))
                    .map(c -> new Change(c.call(), first.name(), first.from(), first.to())).forEach(changes::add);
        }
        for (var change : changes) {
            if (!helps(Probe.replace(plan, own, change.call()), own)) continue;
            var said = SIZES.contains(change.name()) ? change.message(find.input().shape()) : message(find.misfit(), find.input(), target);
            problems.add(own.node().place(), said, "write " + change.text());
            plan = Probe.replace(plan, own, change.call());
            return true;
        }
        // the layer itself is as it should be: one within it, then, the last one first
        for (var inner : Probe.calls(own).reversed()) {
            if (inner.node() == own.node()) continue;
            for (var change : changes(inner, find.input().shape(), input.shape())) {
                if (!passes(Probe.replace(own, inner, change.call()), find.input())) continue;
                problems.add(own.node().place(), message(find.misfit(), find.input(), target), "write " + change.text() + " in line " + inner.node().place().line());
                plan = Probe.replace(plan, inner, change.call());
                return true;
            }
        }
        problems.add(own.node().place(), message(find.misfit(), find.input(), target));
        return false;
    }

    /// The call as the file has it, without the probes within.
    private Call<Layer> original(Call<Layer> watched) {
        return Probe.calls(plan).stream().filter(c -> c.node() == watched.node() && c.place().equals(watched.place())).findFirst().orElse(watched);
    }

    /// A layer that wants examples in one row and gets images, just as large.
    private boolean flattened(Call<Layer> own, Tensor given) {
        int all = given.shape().rank() > 2 ? given.numel() / given.size(0) : -1;
        if (own.node() != plan.node() || own.arguments().values().stream().noneMatch(a -> a instanceof Literal<?> l && l.value().equals(all))) return false;
        var flat = given.reshape(given.size(0), all);
        if (!passes(own, flat)) return false;
        problems.add(own.node().place(), "%s wants %d inputs, gets shape %s, which is as many".formatted(own.word(), all, Summary.batch(given.shape())), "put flatten before it");
        input = flat;
        return true;
    }

    /// Whether examples come past a layer, wherever they stop after it.
    private boolean helps(Bound<Layer> candidate, Call<Layer> layer) {
        if (++tries > MOST_TRIES) return false;
        var find = new Probe.Find();
        try {
            output(Probe.watch(candidate, find), input);
            return true;
        } catch (RuntimeException _) {
            return find.misfit() != null && find.plan().node() != layer.node();
        }
    }

    private boolean passes(Bound<Layer> candidate, Tensor given) {
        if (++tries > MOST_TRIES) return false;
        try {
            output(candidate, given);
            return true;
        } catch (RuntimeException _) {
            return false;
        }
    }

    private static Tensor output(Bound<Layer> plan, Tensor given) {
        return Trial.through(Trial.quietly(() -> plan.make(Map.of())), given);
    }

    /// A call with one of its whole numbers changed.
    record Change(Call<Layer> call, String name, int from, int to) {

        String message(Shape given) {
            var what = given.rank() > 3 && !call.word().equals("linear") ? "channels" : name.equals("in") ? "inputs" : name;
            return "%s wants %d %s, gets %d".formatted(call.word(), from, what, to);
        }

        /// As the file would write it: in a row or by name, as it is now.
        String text() {
            var named = call.node() instanceof MapNode map && map.entries().getFirst().value() instanceof MapNode;
            var listed = call.node() instanceof MapNode map && map.entries().getFirst().value() instanceof ListNode;
            var parts = new ArrayList<String>();
            for (var argument : call.written().entrySet()) {
                if (!(argument.getValue() instanceof Literal<?> literal)) return name + ": " + to;
                var text = literal.value() instanceof Integer n ? Integer.toString(n) : ((ScalarNode) literal.node()).text();
                parts.add(named ? argument.getKey() + ": " + text : text);
            }
            var all = String.join(", ", parts);
            return call.word() + ": " + (named ? "{" + all + "}" : listed ? "[" + all + "]" : all);
        }
    }

    /// The call with each of its whole numbers replaced by each size of the shapes, and by the size of a whole example.
    static List<Change> changes(Call<Layer> call, Shape... shapes) {
        var changes = new ArrayList<Change>();
        var sizes = new LinkedHashSet<Integer>();
        for (var shape : shapes) {
            int all = 1;
            for (int i = shape.rank() - 1; i > 0; i--) {
                sizes.add(shape.size(i));
                all *= shape.size(i);
            }
            sizes.add(all);
        }
        call.arguments().forEach((name, argument) -> {
            if (!(argument instanceof Literal<?> literal) || !(literal.value() instanceof Integer from)) return;
            for (int to : sizes) {
                if (to == from) continue;
                var arguments = new LinkedHashMap<String, Bound<?>>(call.arguments());
                arguments.put(name, new Literal<>(literal.node(), to));
                changes.add(new Change(new Call<>(call.node(), call.place(), call.kind(), call.signature(), arguments, call.settings()), name, from, to));
            }
        });
        return changes;
    }

    /// What a layer or a loss says, for any number of examples, and without the way out that it knows for scripts.
    static String message(RuntimeException e, Tensor... tensors) {
        var message = String.valueOf(e.getMessage());
        int use = message.lastIndexOf("; use ");
        if (use > 0) message = message.substring(0, use);
        for (var tensor : tensors) message = message.replace(tensor.shape().toString(), Summary.batch(tensor.shape()));
        return EXAMPLES.matcher(message).replaceAll("[batch");
    }
}
