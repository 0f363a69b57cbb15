package gradshell.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;

import gradshell.array.Rng;
import gradshell.data.Dataset;
import gradshell.data.Transform;
import gradshell.experiment.Bound.Chain;
import gradshell.experiment.Bound.Group;
import gradshell.nn.Initializer;
import gradshell.nn.Layer;
import gradshell.nn.Loss;
import gradshell.optim.Optimizer;
import gradshell.optim.Schedule;
import gradshell.tensor.Tensor;
import gradshell.train.Fit;
import gradshell.train.Metric;

/// An experiment that was read and holds together as text; [#prepare] makes what it speaks of.
public record Experiment(Configuration<ExperimentFile> configuration, Words words) {
    private static final Supply PARAMETERS = Supply.listOf(Tensor.class, "net.parameters()");

    /// Reads a file, with changes, in the words of a vocabulary.
    public static Experiment read(Path file, List<String> overrides, Class<?> vocabulary) {
        var words = Words.of(vocabulary, Dataset.class, Transform.class, Layer.class, Initializer.class, Loss.class, Optimizer.class, Schedule.class, Metric.class).supplying(PARAMETERS);
        return new Experiment(Configuration.read(file, overrides, ExperimentFile.class, words), words);
    }

    /// All that is trained and trained with.
    ///
    /// @param data the examples before they are split
    public record Prepared(ExperimentFile file, List<Layer> layers, Layer net, Summary summary, Dataset data, Dataset training, Optional<Dataset> validation,
                           Optional<Dataset> test, Fit fit) {}

    /// The resolved file, each value with its origin, defaults of the words included.
    public String explain() {
        var supplied = Map.of(PARAMETERS, parameters());
        return configuration.explain(words, supplied, Set.of(Layer.class, Initializer.class, Loss.class, Optimizer.class, Schedule.class, Metric.class));
    }

    /// The parameters of a network like the one described.
    private List<Tensor> parameters() {
        return configuration.value().model().make(Map.of()).parameters();
    }

    /// Makes everything, and lets two examples through the network: whatever does not fit is told in one go.
    ///
    /// Chance starts from the seed and is drawn on in this order: the network's parameters in the order of the layers, the data, the split.
    public Prepared prepare() {
        var file = configuration.value();
        var problems = new Problems();
        Rng.shared().seed(file.seed());
        var links = links(file.model());
        var layers = new ArrayList<Layer>();
        for (var link : links) problems.attempt(() -> link.make(Map.of())).ifPresent(layers::add);
        var whole = layers.size() == links.size();
        var net = layers.stream().reduce(Layer::then).orElse(null);
        var data = problems.attempt(() -> read(file.data()));
        var parts = data.flatMap(d -> problems.attempt(() -> divide(d)));
        var loss = problems.attempt(() -> file.loss().make(Map.of()));
        var optimizer = whole ? problems.attempt(() -> file.optimizer().make(Map.of(PARAMETERS, net.parameters()))) : Optional.<Optimizer>empty();
        var schedule = file.schedule().flatMap(s -> problems.attempt(() -> s.make(Map.of())));
        var metrics = new ArrayList<Metric>();
        for (var metric : file.metrics()) problems.attempt(() -> metric.make(Map.of())).ifPresent(metrics::add);
        var trial = whole && data.isPresent() ? new Trial(links, layers, problems).run(data.get()) : Optional.<Trial.Passed>empty();
        if (trial.isPresent() && loss.isPresent()) trial.get().check(file.loss(), loss.get());
        if (trial.isPresent() && metrics.size() == file.metrics().size()) {
            for (int i = 0; i < metrics.size(); i++) trial.get().check(file.metrics().get(i), metrics.get(i));
        }
        problems.check();
        var set = parts.orElseThrow();
        var fit = Fit.of(net).data(set.training()).validation(set.validation().orElse(null)).loss(loss.orElseThrow()).optimizer(optimizer.orElseThrow())
                .schedule(schedule.orElse(null)).batch(file.batch().orElse(0)).epochs(file.epochs()).metrics(metrics.toArray(Metric[]::new));
        return new Prepared(file, layers, net, trial.orElseThrow().summary(), data.get(), set.training(), set.validation(), set.test(), stopping(clipping(fit, file), file));
    }

    private static List<Bound<Layer>> links(Bound<Layer> model) {
        return model instanceof Chain<Layer> chain ? chain.links() : List.of(model);
    }

    private record Parts(Dataset training, Optional<Dataset> validation, Optional<Dataset> test) {}

    /// The set, of which the first examples have been read: what is wrong with its files is told where the file speaks of it.
    private static Dataset read(Bound<Dataset> plan) {
        var data = plan.make(Map.of());
        try {
            if (data.size() < 1) throw refused(plan.node().place(), "the set is empty", "");
            data.first(2);
        } catch (IllegalArgumentException e) {
            throw refused(plan.node().place(), e.getMessage(), "");
        }
        return data;
    }

    /// The set in its parts: what is tested on is drawn first, then what is validated on, both as shares of the whole.
    private Parts divide(Dataset data) {
        var file = configuration.value();
        var training = data;
        Optional<Dataset> validation = Optional.empty(), test = Optional.empty();
        if (file.split().isPresent()) {
            var split = file.split().get();
            var parts = divide(data, split);
            training = parts.getFirst();
            if (split.test().isPresent()) test = Optional.of(parts.get(1));
            if (split.validation().isPresent()) validation = Optional.of(parts.getLast());
        }
        var batch = file.batch().orElse(1);
        if (batch > training.size()) {
            throw refused(place("batch"), "batch is " + batch + ", and there are only " + training.size() + " examples to train on", "write batch: " + training.size() + ", or leave it out");
        }
        return new Parts(training, validation, test);
    }

    private List<Dataset> divide(Dataset data, ExperimentFile.Split split) {
        var shares = DoubleStream.concat(split.test().stream(), split.validation().stream()).toArray();
        try {
            return data.parts(shares);
        } catch (IllegalArgumentException e) {
            var key = split.test().isPresent() && (split.validation().isEmpty() || Math.round(split.test().getAsDouble() * data.size()) < 1) ? "test" : "validation";
            var share = key.equals("test") ? split.test().getAsDouble() : split.validation().getAsDouble();
            throw refused(place("split"), "a %s part of %s leaves nothing on one side: there are %d examples".formatted(key, share, data.size()), "");
        }
    }

    private static ExperimentException refused(Place place, String message, String hint) {
        return new ExperimentException(List.of(new Problem(place, message, hint)));
    }

    /// Where the value of a key stands.
    private Place place(String key) {
        return ((Group<ExperimentFile>) configuration.plan()).parts().get(key).node().place();
    }

    private static Fit clipping(Fit fit, ExperimentFile file) {
        if (file.clip().isEmpty()) return fit;
        var clip = file.clip().get();
        return clip.norm().isPresent() ? fit.clipNorm(clip.norm().getAsDouble()) : fit.clipValue(clip.value().getAsDouble());
    }

    private static Fit stopping(Fit fit, ExperimentFile file) {
        if (file.stop().isEmpty()) return fit;
        var stop = file.stop().get();
        if (stop.loss().isPresent()) fit = fit.untilLoss(stop.loss().getAsDouble());
        return stop.patience().isPresent() ? fit.patience(stop.patience().getAsInt()) : fit;
    }
}
