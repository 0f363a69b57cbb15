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
import gradshell.data.Dataset;
import gradshell.data.TensorDataset;
import gradshell.data.Transform;
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
    /// The words of a vocabulary that a file can use: all that make one of these kinds.
    static Words words(Class<?> vocabulary) {
        return Words.of(vocabulary, Dataset.class, Transform.class, Layer.class, Initializer.class, Loss.class, Optimizer.class, Schedule.class, Metric.class).supplying(Rehearsal.PARAMETERS);
    }

    /// The JSON Schema of files in the words of a vocabulary.
    ///
    /// @param meaning what a word means, in a sentence, or nothing
    public static String schema(Class<?> vocabulary, UnaryOperator<String> meaning) {
        return Schema.of(ExperimentFile.class, words(vocabulary), meaning);
    }

    /// Reads a file, with changes, in the words of a vocabulary. Where some of its keys have mistakes, what is wrong with the values and shapes of the others is told as well.
    public static Experiment read(Path file, List<String> overrides, Class<?> vocabulary) {
        var words = words(vocabulary);
        return new Experiment(Configuration.read(file, overrides, ExperimentFile.class, words, (root, _) -> root, Experiment::rehearse), words);
    }

    private static void rehearse(Map<String, Bound<?>> parts, Problems problems) {
        var chance = Rng.shared().state();
        try {
            Rehearsal.of(Rehearsal.Plans.of(parts), problems);
        } finally {
            Rng.shared().restore(chance);
        }
    }

    /// All that is trained and trained with.
    ///
    /// @param data the examples before they are split
    public record Prepared(Configuration<ExperimentFile> configuration, ExperimentFile file, List<Layer> layers, Layer net, Summary summary, Dataset data, Dataset training, Optional<Dataset> validation,
                           Optional<Dataset> test, Fit fit) {}

    /// The resolved file, each value with its origin, defaults of the words included.
    public String explain() {
        var supplied = Map.of(Rehearsal.PARAMETERS, parameters());
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
        var made = Rehearsal.of(Rehearsal.Plans.of(file), problems);
        figures(made.metrics(), file.data().validation().isPresent() || file.split().filter(s -> s.validation().isPresent()).isPresent(), problems);
        // counting the examples of a file can mean to read all of it: what does not fit is told before
        var cheap = problems.isEmpty() || made.data().filter(TensorDataset.class::isInstance).isPresent();
        var parts = made.data().filter(_ -> cheap).flatMap(d -> problems.attempt(() -> divide(d, made.validation(), made.test())));
        problems.check();
        var set = parts.orElseThrow();
        var net = made.net().orElseThrow();
        var fit = Fit.of(net).data(set.training()).validation(set.validation().orElse(null)).loss(made.loss().orElseThrow()).optimizer(made.optimizer().orElseThrow())
                .schedule(made.schedule().orElse(null)).batch(file.batch().orElse(0)).epochs(file.epochs()).metrics(made.metrics().toArray(Metric[]::new));
        return new Prepared(configuration, file, made.layers(), net, made.trial().orElseThrow().summary(), made.data().get(), set.training(), set.validation(), set.test(), keeping(stopping(clipping(pacing(fit, file), file), file), file));
    }

    private record Parts(Dataset training, Optional<Dataset> validation, Optional<Dataset> test) {}

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
        var trained = training;
        var sets = file.data();
        return new Parts(trained, ownValidation.isPresent() ? ownValidation.map(own -> like(trained, own, sets.validation().orElseThrow())) : validation,
                ownTest.isPresent() ? ownTest.map(own -> like(trained, own, sets.test().orElseThrow())) : test);
    }

    /// A set of its own, in the terms of the one that is trained on. It is read now, so that what is wrong with it is not found when the training is over.
    private static Dataset like(Dataset training, Dataset own, Bound<Dataset> plan) {
        try {
            var set = training.like(own);
            set.size();
            return set;
        } catch (IllegalArgumentException e) {
            throw refused(plan.node().place(), e.getMessage(), "");
        }
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

    static ExperimentException refused(Place place, String message, String hint) {
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
