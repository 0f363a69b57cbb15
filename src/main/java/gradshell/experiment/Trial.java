package gradshell.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import gradshell.array.Rng;
import gradshell.data.Dataset;
import gradshell.experiment.Bound.Call;
import gradshell.nn.Layer;
import gradshell.nn.Loss;
import gradshell.tensor.Creation;
import gradshell.tensor.Tensor;
import gradshell.train.Metric;

/// A walk of two examples of zeros through the layers, to see what does not fit before anything is trained.
///
/// It leaves no trace: nothing is recorded, chance stands where it stood, and the layers are as they were. Where a layer does not fit, [Repair] looks for a way out.
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
                problems.add(plan.node().place(), Repair.message(e, passed.getLast(), target), mendLast(measure));
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
                var repair = new Repair(links.get(i), passed.get(i), target, problems);
                var output = repair.run(e);
                if (output.isEmpty()) return Optional.empty();
                passed.add(output.get());
                links.set(i, repair.plan());
                layers.set(i, quietly(() -> repair.plan().make(Map.of())));
            }
        }
        return Optional.of(new Passed());
    }

    static Tensor through(Layer layer, Tensor input) {
        try {
            return quietly(() -> layer.eval().apply(input));
        } finally {
            layer.train();
        }
    }

    static <T> T quietly(Supplier<T> body) {
        var chance = Rng.shared().state();
        try {
            return Tensor.noGrad(body);
        } finally {
            Rng.shared().restore(chance);
        }
    }

    /// A layer that would have to be another for the last output to suit, the last one first.
    private String mendLast(Function<Tensor, Object> measure) {
        for (int i = links.size() - 1; i >= 0; i--) {
            var plan = links.get(i);
            for (var call : Probe.calls(plan).reversed()) {
                for (var change : Repair.changes(call, target.shape())) {
                    try {
                        var output = through(quietly(() -> Probe.replace(plan, call, change.call()).make(Map.of())), passed.get(i));
                        for (var layer : layers.subList(i + 1, layers.size())) output = through(layer, output);
                        var last = output;
                        quietly(() -> measure.apply(last));
                        return "write " + change.text() + " in line " + call.node().place().line();
                    } catch (RuntimeException _) {
                        // the next one, perhaps
                    }
                }
            }
        }
        return "";
    }
}
