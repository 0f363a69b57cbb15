package gradshell.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;

import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.data.Batch;
import gradshell.data.Dataset;
import gradshell.data.TensorDataset;
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
    private static final int EXAMPLES = 2;

    /// The words of a vocabulary that a file can use: all that make one of these kinds.
    static Words words(Class<?> vocabulary) {
        return Words.of(vocabulary, Dataset.class, Transform.class, Layer.class, Initializer.class, Loss.class, Optimizer.class, Schedule.class, Metric.class).supplying(PARAMETERS);
    }

    /// The JSON Schema of files in the words of a vocabulary.
    ///
    /// @param meaning what a word means, in a sentence, or nothing
    public static String schema(Class<?> vocabulary, UnaryOperator<String> meaning) {
        return Schema.of(ExperimentFile.class, words(vocabulary), meaning);
    }

    /// Reads a file, with changes, in the words of a vocabulary.
    public static Experiment read(Path file, List<String> overrides, Class<?> vocabulary) {
        var words = words(vocabulary);
        return new Experiment(Configuration.read(file, overrides, ExperimentFile.class, words), words);
    }

    /// All that is trained and trained with.
    ///
    /// @param data the examples before they are split
    public record Prepared(Configuration<ExperimentFile> configuration, ExperimentFile file, List<Layer> layers, Layer net, Summary summary, Dataset data, Dataset training, Optional<Dataset> validation,
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
        var data = problems.attempt(() -> read(file.data().train()));
        var validation = file.data().validation().flatMap(v -> problems.attempt(() -> read(v)));
        var test = file.data().test().flatMap(t -> problems.attempt(() -> read(t)));
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
        figures(metrics, file.data().validation().isPresent() || file.split().filter(s -> s.validation().isPresent()).isPresent(), problems);
        data.ifPresent(d -> {
            validation.ifPresent(v -> alike(file.data().validation().get(), v, d, problems));
            test.ifPresent(t -> alike(file.data().test().get(), t, d, problems));
        });
        // counting the examples of a file can mean to read all of it: what does not fit is told before
        var cheap = problems.isEmpty() || data.filter(TensorDataset.class::isInstance).isPresent();
        var parts = data.filter(_ -> cheap).flatMap(d -> problems.attempt(() -> divide(d, validation, test)));
        problems.check();
        var set = parts.orElseThrow();
        var fit = Fit.of(net).data(set.training()).validation(set.validation().orElse(null)).loss(loss.orElseThrow()).optimizer(optimizer.orElseThrow())
                .schedule(schedule.orElse(null)).batch(file.batch().orElse(0)).epochs(file.epochs()).metrics(metrics.toArray(Metric[]::new));
        return new Prepared(configuration, file, layers, net, trial.orElseThrow().summary(), data.get(), set.training(), set.validation(), set.test(), keeping(stopping(clipping(pacing(fit, file), file), file), file));
    }

    private static List<Bound<Layer>> links(Bound<Layer> model) {
        return model instanceof Chain<Layer> chain ? chain.links() : List.of(model);
    }

    private record Parts(Dataset training, Optional<Dataset> validation, Optional<Dataset> test) {}

    /// Tells where a set has examples of another shape than those that are trained on.
    private static void alike(Bound<Dataset> plan, Dataset set, Dataset training, Problems problems) {
        Batch own = set.first(1), other = training.first(1);
        var what = !own.inputs().shape().equals(other.inputs().shape()) ? "inputs" : !own.targets().shape().equals(other.targets().shape()) ? "targets" : "";
        if (what.isEmpty()) return;
        Shape mine = what.equals("inputs") ? own.inputs().shape() : own.targets().shape(), theirs = what.equals("inputs") ? other.inputs().shape() : other.targets().shape();
        problems.add(plan.node().place(), "the %s here have shape %s, those to train on %s".formatted(what, Summary.batch(mine), Summary.batch(theirs)), "");
    }

    /// The set, of which the first examples have been read: what is wrong with its files is told where the file speaks of it.
    private static Dataset read(Bound<Dataset> plan) {
        var data = plan.make(Map.of());
        try {
            if (data.first(EXAMPLES).size() > 0) return data;
        } catch (IllegalArgumentException e) {
            if (!isEmpty(data)) throw refused(plan.node().place(), e.getMessage(), "");
        } catch (OutOfMemoryError _) {
            throw refused(plan.node().place(), "these data take more memory than the " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB that Java has", "JDK_JAVA_OPTIONS=-Xmx8g in front of the command gives it 8 GiB");
        }
        throw refused(plan.node().place(), "the set is empty", "");
    }

    /// A set that cannot be read is not an empty one.
    private static boolean isEmpty(Dataset data) {
        try {
            return data.size() == 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// The set in its parts: what is tested on is drawn first, then what is validated on, both as shares of the whole.
    private Parts divide(Dataset data, Optional<Dataset> ownValidation, Optional<Dataset> ownTest) {
        var file = configuration.value();
        var training = data;
        Optional<Dataset> validation = ownValidation, test = ownTest;
        if (file.split().isPresent()) {
            var split = file.split().get();
            if (split.test().isPresent() && test.isPresent() || split.validation().isPresent() && validation.isPresent()) {
                var twice = split.test().isPresent() && test.isPresent() ? "test" : "validation";
                throw refused(place("split"), "%s stands in data and in split".formatted(twice), "keep one of them");
            }
            var parts = divide(data, split);
            training = parts.getFirst();
            if (split.test().isPresent()) test = Optional.of(parts.get(1));
            if (split.validation().isPresent()) validation = Optional.of(parts.getLast());
        }
        var batch = file.batch().orElse(1);
        if (batch > training.size()) {
            throw refused(place("batch"), "batch is " + batch + ", and there are only " + training.size() + " examples to train on", "write batch: " + training.size() + ", or leave it out");
        }
        return new Parts(training, validation.map(ownValidation.isPresent() ? training::like : set -> set), test.map(ownTest.isPresent() ? training::like : set -> set));
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
    Place place(String key) {
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
        if (stop.patience().isEmpty()) return fit;
        int patience = stop.patience().getAsInt();
        return stop.figure().isPresent() ? fit.patience(patience, stop.figure().get()) : fit.patience(patience);
    }

    private static Fit pacing(Fit fit, ExperimentFile file) {
        if (file.steps().isPresent()) fit = fit.steps(file.steps().getAsLong()).epochs(file.epochs());
        if (file.shuffle().isPresent()) fit = fit.shuffle(file.shuffle().get());
        return fit.dropLast(file.dropLast().orElse(false)).prefetch(file.prefetch().orElse(0)).accumulate(file.accumulate().orElse(1));
    }

    private static Fit keeping(Fit fit, ExperimentFile file) {
        if (file.ema().isPresent()) fit = fit.ema(file.ema().getAsDouble());
        var best = file.keepBest().orElse("false");
        return best.equals("false") ? fit : best.equals("true") ? fit.keepBest() : fit.keepBest(best);
    }

    /// Tells where a figure is asked for that is not measured.
    private void figures(List<Metric> metrics, boolean validated, Problems problems) {
        var file = configuration.value();
        var names = new ArrayList<String>(List.of("loss"));
        for (var metric : metrics) names.add(metric.name());
        if (validated) for (var name : List.copyOf(names)) names.add("validation." + name);
        var best = file.keepBest().filter(b -> !b.equals("true") && !b.equals("false"));
        best.filter(b -> !names.contains(b)).ifPresent(b -> unmeasured(place("keepBest"), b, names, problems));
        var figure = file.stop().flatMap(ExperimentFile.Stop::figure);
        figure.filter(f -> !names.contains(f)).ifPresent(f -> unmeasured(place("stop"), f, names, problems));
        if (best.isPresent() && figure.isPresent() && !best.equals(figure)) problems.add(place("keepBest"), "keepBest goes by " + best.get() + ", and patience looks at " + figure.get(), "name the same figure");
    }

    private static void unmeasured(Place place, String figure, List<String> names, Problems problems) {
        problems.add(place, "no figure is called " + figure, Spelling.hint(figure, names, "there are"));
    }
}
