package gradshell.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.data.Dataset;
import gradshell.experiment.Bound.Call;
import gradshell.experiment.Bound.Literal;
import gradshell.experiment.Node.ListNode;
import gradshell.experiment.Node.MapNode;
import gradshell.experiment.Node.ScalarNode;
import gradshell.nn.Layer;
import gradshell.nn.Loss;
import gradshell.tensor.Creation;
import gradshell.tensor.Tensor;
import gradshell.train.Metric;

/// A walk of two examples of zeros through the layers, to see what does not fit before anything is trained.
///
/// It leaves no trace: nothing is recorded, chance stands where it stood, and the layers are as they were.
/// Where a layer does not fit, each of its whole numbers is tried with the sizes that it was given; a number that helps is the way out.
final class Trial {
    private static final int EXAMPLES = 2;

    private final List<Bound<Layer>> links;
    private final List<Layer> layers;
    private final Problems problems;
    /// What goes into each layer, and at the end what comes out of the last.
    private final List<Tensor> passed = new ArrayList<>();
    private Tensor target;

    Trial(List<Bound<Layer>> links, List<Layer> layers, Problems problems) {
        this.links = new ArrayList<>(links);
        this.layers = new ArrayList<>(layers);
        this.problems = problems;
    }

    /// Examples that came through all layers.
    final class Passed {
        Summary summary() {
            var rows = new ArrayList<Summary.Row>();
            for (int i = 0; i < layers.size(); i++) {
                long count = 0;
                for (var parameter : layers.get(i).parameters()) count += parameter.numel();
                rows.add(new Summary.Row(name(i), passed.get(i + 1).shape(), count));
            }
            return new Summary(List.copyOf(rows));
        }

        private String name(int i) {
            return layers.get(i) instanceof Record || links.get(i) instanceof Call<?> ? layers.get(i).toString() : links.get(i).java();
        }

        void check(Bound<Loss> plan, Loss loss) {
            check(plan, output -> loss.apply(output, target));
        }

        void check(Bound<Metric> plan, Metric metric) {
            check(plan, output -> metric.of(output, target));
        }

        private void check(Bound<?> plan, Function<Tensor, Object> measure) {
            try {
                quietly(() -> measure.apply(passed.getLast()));
            } catch (RuntimeException e) {
                problems.add(plan.node().place(), message(e, passed.getLast(), target), mendLast(measure));
            }
        }
    }

    /// Lets examples through; gives nothing if a layer stops them for good.
    Optional<Passed> run(Dataset data) {
        var examples = data.first(EXAMPLES);
        target = Creation.zeros(examples.targets().dtype(), examples.targets().shape().toArray());
        passed.add(Creation.zeros(examples.inputs().dtype(), examples.inputs().shape().toArray()));
        for (int i = 0; i < layers.size(); i++) {
            try {
                passed.add(through(layers.get(i), passed.get(i)));
            } catch (RuntimeException e) {
                if (!mend(i, e)) return Optional.empty();
            }
        }
        return Optional.of(new Passed());
    }

    private static Tensor through(Layer layer, Tensor input) {
        try {
            return quietly(() -> layer.eval().apply(input));
        } finally {
            layer.train();
        }
    }

    private static <T> T quietly(Supplier<T> body) {
        var chance = Rng.shared().state();
        try {
            return Tensor.noGrad(body);
        } finally {
            Rng.shared().restore(chance);
        }
    }

    // ---- ways out ----

    /// Tells why a layer stops the examples; goes on with the layer that would not.
    private boolean mend(int i, RuntimeException misfit) {
        var input = passed.get(i);
        var place = links.get(i).node().place();
        for (var change : changes(links.get(i), input.shape())) {
            try {
                var mended = quietly(() -> change.call().make(Map.of()));
                passed.add(through(mended, input));
                layers.set(i, mended);
                links.set(i, change.call());
                problems.add(place, change.message(), "write " + change.text());
                return true;
            } catch (RuntimeException _) {
                // the next one, perhaps
            }
        }
        problems.add(place, message(misfit, input, target));
        return false;
    }

    /// A layer that would have to be another for the last output to suit, the last one first.
    private String mendLast(Function<Tensor, Object> measure) {
        for (int i = links.size() - 1; i >= 0; i--) {
            for (var change : changes(links.get(i), target.shape())) {
                try {
                    var output = through(quietly(() -> change.call().make(Map.of())), passed.get(i));
                    for (var layer : layers.subList(i + 1, layers.size())) output = through(layer, output);
                    var last = output;
                    quietly(() -> measure.apply(last));
                    return "write " + change.text() + " in line " + links.get(i).node().place().line();
                } catch (RuntimeException _) {
                    // the next one, perhaps
                }
            }
        }
        return "";
    }

    /// A call with one of its whole numbers changed.
    private record Change(Call<Layer> call, String name, int from, int to) {

        String message() {
            return "%s wants %d %s, gets %d".formatted(call.word(), from, name.equals("in") ? "inputs" : name, to);
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

    private static List<Change> changes(Bound<Layer> link, Shape shape) {
        var changes = new ArrayList<Change>();
        if (!(link instanceof Call<Layer> call)) return changes;
        var sizes = new LinkedHashSet<Integer>();
        int all = 1;
        for (int i = shape.rank() - 1; i > 0; i--) {
            sizes.add(shape.size(i));
            all *= shape.size(i);
        }
        sizes.add(all);
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
    private static String message(RuntimeException e, Tensor... tensors) {
        var message = String.valueOf(e.getMessage());
        int use = message.lastIndexOf("; use ");
        if (use > 0) message = message.substring(0, use);
        for (var tensor : tensors) message = message.replace(tensor.shape().toString(), Summary.batch(tensor.shape()));
        return message;
    }
}
