package gradshell.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.data.Batch;
import gradshell.data.Dataset;
import gradshell.experiment.Bound.Call;
import gradshell.experiment.Bound.Chain;
import gradshell.experiment.ExperimentFile.Sets;
import gradshell.nn.Layer;
import gradshell.nn.Loss;
import gradshell.optim.Optimizer;
import gradshell.optim.Schedule;
import gradshell.tensor.Creation;
import gradshell.tensor.Tensor;
import gradshell.train.Metric;

/// What could be made of the parts of an experiment, after two examples were let through its network. What is empty was not there or has a problem, which was told.
record Rehearsal(List<Layer> layers, Optional<Layer> net, Optional<Dataset> data, Optional<Dataset> validation, Optional<Dataset> test, Optional<Loss> loss, Optional<Optimizer> optimizer,
                 Optional<Schedule> schedule, List<Metric> metrics, Optional<Trial.Passed> trial) {
    static final Supply PARAMETERS = Supply.listOf(Tensor.class, "net.parameters()");
    private static final int EXAMPLES = 2;

    /// The parts that are made. Where a file has mistakes, some are missing, and the others can be looked at all the same.
    record Plans(Optional<Bound<Layer>> model, Optional<Sets> data, Optional<Bound<Loss>> loss, Optional<Bound<Optimizer>> optimizer, Optional<Bound<Schedule>> schedule, List<Bound<Metric>> metrics) {

        static Plans of(ExperimentFile file) {
            return new Plans(Optional.of(file.model()), Optional.of(file.data()), Optional.of(file.loss()), Optional.of(file.optimizer()), file.schedule(), file.metrics());
        }

        /// Of those keys of a file that could be bound.
        static Plans of(Map<String, Bound<?>> parts) {
            return new Plans(value(parts, "model"), value(parts, "data"), value(parts, "loss"), value(parts, "optimizer"),
                    Plans.<Optional<Bound<Schedule>>>value(parts, "schedule").flatMap(s -> s), Plans.<List<Bound<Metric>>>value(parts, "metrics").orElse(List.of()));
        }

        @SuppressWarnings("unchecked") // a part is bound to the type that its key has in the file's record
        private static <T> Optional<T> value(Map<String, Bound<?>> parts, String key) {
            return Optional.ofNullable(parts.get(key)).flatMap(part -> (Optional<T>) new Problems().attempt(() -> part.make(Map.of())));
        }
    }

    /// Chance is drawn on in this order: the network's parameters in the order of the layers, the data.
    static Rehearsal of(Plans plans, Problems problems) {
        var links = plans.model.map(Rehearsal::links).orElse(List.of());
        var layers = new ArrayList<Layer>();
        for (var link : links) problems.attempt(() -> link.make(Map.of())).ifPresent(layers::add);
        var net = layers.size() == links.size() ? layers.stream().reduce(Layer::then) : Optional.<Layer>empty();
        var data = plans.data.flatMap(sets -> problems.attempt(() -> read(sets.train())));
        var validation = plans.data.flatMap(Sets::validation).flatMap(v -> problems.attempt(() -> read(v)));
        var test = plans.data.flatMap(Sets::test).flatMap(t -> problems.attempt(() -> read(t)));
        var loss = plans.loss.flatMap(l -> problems.attempt(() -> l.make(Map.of())));
        // without a network, some parameters stand for its own, so that the optimiser's numbers are looked at all the same
        var parameters = net.map(Layer::parameters).orElseGet(() -> List.of(Creation.zeros(DType.FLOAT32, 2, 2).requiresGrad(true)));
        var optimizer = plans.optimizer.flatMap(o -> problems.attempt(() -> (net.isEmpty() && o instanceof Call<Optimizer> call ? call.plain() : o).make(Map.of(PARAMETERS, parameters))));
        var schedule = plans.schedule.flatMap(s -> problems.attempt(() -> s.make(Map.of())));
        if (optimizer.isPresent() && schedule.isPresent()) paced(plans.schedule.get(), schedule.get(), optimizer.get(), problems);
        var metrics = new ArrayList<Metric>();
        for (var metric : plans.metrics) problems.attempt(() -> metric.make(Map.of())).ifPresent(metrics::add);
        var trial = net.isPresent() && data.isPresent() ? new Trial(links, layers, problems).run(data.get()) : Optional.<Trial.Passed>empty();
        trial.ifPresent(passed -> {
            loss.ifPresent(l -> passed.check(plans.loss.get(), l));
            for (int i = 0; i < metrics.size() && metrics.size() == plans.metrics.size(); i++) passed.check(plans.metrics.get(i), metrics.get(i));
        });
        data.ifPresent(d -> {
            validation.ifPresent(v -> alike(plans.data.get().validation().get(), v, d, problems));
            test.ifPresent(t -> alike(plans.data.get().test().get(), t, d, problems));
        });
        return new Rehearsal(List.copyOf(layers), net, data, validation, test, loss, optimizer, schedule, List.copyOf(metrics), trial);
    }

    private static List<Bound<Layer>> links(Bound<Layer> model) {
        return model instanceof Chain<Layer> chain ? chain.links() : List.of(model);
    }

    /// The set, of which the first examples have been read: what is wrong with its files is told where the file speaks of it.
    private static Dataset read(Bound<Dataset> plan) {
        var data = plan.make(Map.of());
        try {
            if (data.first(EXAMPLES).size() > 0) return data;
        } catch (IllegalArgumentException e) {
            if (!isEmpty(data)) throw Experiment.refused(plan.node().place(), e.getMessage(), "");
        } catch (OutOfMemoryError _) {
            throw Experiment.refused(plan.node().place(), "these data take more memory than the " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB that Java has", "JDK_JAVA_OPTIONS=-Xmx8g in front of the command gives it 8 GiB");
        }
        throw Experiment.refused(plan.node().place(), "the set is empty", "");
    }

    /// A set that cannot be read is not an empty one.
    private static boolean isEmpty(Dataset data) {
        try {
            return data.size() == 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// Tells where a schedule wants to change what the optimiser does not have.
    private static void paced(Bound<Schedule> plan, Schedule schedule, Optimizer optimizer, Problems problems) {
        try {
            schedule.on(optimizer);
        } catch (IllegalArgumentException e) {
            problems.add(plan.node().place(), e.getMessage(), "");
        }
    }

    /// Tells where a set has examples of another shape than those that are trained on.
    private static void alike(Bound<Dataset> plan, Dataset set, Dataset training, Problems problems) {
        Batch own = set.first(1), other = training.first(1);
        var what = !own.inputs().shape().equals(other.inputs().shape()) ? "inputs" : !own.targets().shape().equals(other.targets().shape()) ? "targets" : "";
        if (what.isEmpty()) return;
        Shape mine = what.equals("inputs") ? own.inputs().shape() : own.targets().shape(), theirs = what.equals("inputs") ? other.inputs().shape() : other.targets().shape();
        problems.add(plan.node().place(), "the %s here have shape %s, those to train on %s".formatted(what, Summary.batch(mine), Summary.batch(theirs)), "");
    }
}
