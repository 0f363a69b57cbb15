package gradshell.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/// A small vocabulary of the same shape as the language's own, for tests.
public final class Toy {
    private Toy() {}

    /// The keys of an [ExperimentFile] over these words; a test compares the two.
    record File(
            @Key(value = "the name of the experiment and of the folders of its runs", matches = "\\w[\\w.-]*", madeOf = "letters, digits, dots, hyphens and underscores") String name,
            @Key(value = "where all chance comes from", otherwise = "0") long seed,
            @Key(value = "where the examples come from", example = "{csv: {path: homes.csv, target: price}}") Sets data,
            @Key("what is held back from training") Optional<ExperimentFile.Split> split,
            @Key(value = "examples in a step; without it, all of them", least = 1) OptionalInt batch,
            @Key(value = "the layers of the network, one after the other", example = "[linear: [3, 2]]") Bound<Layer> model,
            @Key(value = "what training makes small", example = "mseLoss") Bound<Loss> loss,
            @Key(value = "how the parameters are changed", example = "{sgd: 0.1}") Bound<Optimizer> optimizer,
            @Key("how the learning rate changes") Optional<Bound<Schedule>> schedule,
            @Key("how gradients are kept small") Optional<ExperimentFile.Clip> clip,
            @Key(value = "how often the data is gone through", least = 1) int epochs,
            @Key("when to stop before the last epoch") Optional<ExperimentFile.Stop> stop,
            @Key(value = "what is measured besides the loss", otherwise = "[]") List<Bound<Metric>> metrics,
            @Key("whether every epoch has an order of its own; without it, where there are batches") Optional<Boolean> shuffle,
            @Key("whether a last batch that is smaller than the others is left out") Optional<Boolean> dropLast,
            @Key(value = "how many batches another thread makes ahead", least = 0) OptionalInt prefetch,
            @Key(value = "how many batches are gathered for one step", least = 1) OptionalInt accumulate,
            @Key(value = "after how many steps to end, even within an epoch", least = 1) OptionalLong steps,
            @Key("whether the network of the best epoch is kept, or by which figure") Optional<String> keepBest,
            @Key(value = "how much of a moving average of the parameters stays at each step; it is what is measured and left", above = 0, below = 1) OptionalDouble ema,
            @Key("when all is written down that the run needs to go on; without it, as often as costs little") Optional<ExperimentFile.Saving> checkpoint,
            @Key("paths of other keys, each with the values to try or the range to draw from: every point is a run") Optional<Node> sweep,
            @Key("how the points of a sweep are chosen, run and ranked") Optional<ExperimentFile.Search> search) {}

    @Alone("train")
    record Sets(
            @Key("the examples to train on") Bound<Dataset> train,
            @Key("the examples to look at after every epoch") Optional<Bound<Dataset>> validation,
            @Key("the examples for the end") Optional<Bound<Dataset>> test) {}

    static final Supply PARAMETERS = Supply.listOf(Tensor.class, "net.parameters()");
    static final Words WORDS = Words.of(Toy.class, Dataset.class, Layer.class, Loss.class, Optimizer.class, Schedule.class, Metric.class).supplying(PARAMETERS);

    public record Tensor(int size) {}

    /// Something that shapes pass through.
    public interface Layer {
        default Layer then(Layer next) {
            var all = new ArrayList<>(this instanceof Chain chain ? chain.layers() : List.of(this));
            all.add(next);
            return new Chain(List.copyOf(all));
        }
    }

    public interface Loss {}
    public interface Optimizer {}
    public interface Schedule {}
    public interface Metric {}
    public interface Dataset {}
    public enum Padding { ZEROS, REFLECT, EDGE_VALUES }

    public record Chain(List<Layer> layers) implements Layer {}

    public record Linear(int in, int out, boolean bias) implements Layer {
        public Linear {
            if (in < 1) throw new IllegalArgumentException("linear: in must be at least 1, found " + in);
            if (out < 1) throw new IllegalArgumentException("linear: out must be at least 1, found " + out);
        }

        public Linear bias(boolean on) { return new Linear(in, out, on); }
    }

    public record Activation(String name) implements Layer {}

    public record Dropout(double p) implements Layer {
        public Dropout {
            if (p < 0 || p >= 1) throw new IllegalArgumentException("dropout: probability " + p + " is not between 0 and 1");
        }
    }

    public record Conv2d(int in, int out, int kernel, int stride, Padding padding) implements Layer {
        public Conv2d stride(int step) {
            if (step < 1) throw new IllegalArgumentException("stride must be at least 1, found " + step);
            return new Conv2d(in, out, kernel, step, padding);
        }

        public Conv2d padding(Padding kind) { return new Conv2d(in, out, kernel, stride, kind); }
    }

    public record Residual(List<Layer> layers) implements Layer {}
    public record Repeat(int times, Layer layer) implements Layer {}
    public record Named(String name) implements Loss, Metric {}
    public record Huber(float delta) implements Loss {}
    public record TopK(int k) implements Metric {}

    public record Sgd(List<Tensor> parameters, double lr, double momentum, boolean lookahead, double weightDecay) implements Optimizer {
        public Sgd {
            if (lr < 0) throw new IllegalArgumentException("sgd: lr must not be negative, found " + lr);
            if (lookahead && momentum == 0) throw new IllegalArgumentException("sgd: nesterov needs momentum");
        }

        public Sgd momentum(double m) { return new Sgd(parameters, lr, m, lookahead, weightDecay); }
        public Sgd nesterov() { return new Sgd(parameters, lr, momentum, true, weightDecay); }
        public Sgd weightDecay(double decay) { return new Sgd(parameters, lr, momentum, lookahead, decay); }
    }

    public record Adam(List<Tensor> parameters, double lr, double[] betas) implements Optimizer {
        public Adam betas(double beta1, double beta2) { return new Adam(parameters, lr, new double[] {beta1, beta2}); }
        public Adam groups(int... sizes) { return sizes.length == 0 ? null : this; }
    }

    public record Cosine(int epochs, long warmup) implements Schedule {
        public Cosine warmup(long steps) { return new Cosine(epochs, steps); }
    }

    public record Randn(int[] inputs, int[] targets) implements Dataset {}
    public record Given(gradshell.tensor.Tensor inputs, gradshell.tensor.Tensor targets) implements Dataset {}
    public record Csv(Path path, String target, Optional<String> separator) implements Dataset {}

    public static Linear linear(int in, int out) { return new Linear(in, out, true); }
    public static Linear linear(int in, int out, boolean bias) { return new Linear(in, out, bias); }
    public static Layer sigmoid() { return new Activation("sigmoid"); }
    public static Layer relu() { return new Activation("relu"); }
    public static Layer dropout(double p) { return new Dropout(p); }
    public static Conv2d conv2d(int in, int out, int kernel) { return new Conv2d(in, out, kernel, 1, Padding.ZEROS); }
    public static Layer residual(Layer... layers) { return new Residual(List.of(layers)); }
    public static Layer repeat(int times, Layer layer) { return new Repeat(times, layer); }
    public static Layer wrap(Layer inner) { return inner; }
    public static Layer wrap(Layer inner, boolean twice) { return twice ? inner.then(inner) : inner; }
    public static Layer wrap(Layer inner, int times) { return new Repeat(times, inner); }
    public static Layer map(UnaryOperator<Tensor> function) { throw new AssertionError("never called: " + function); }
    public static Loss mseLoss() { return new Named("mse"); }
    public static Loss crossEntropyLoss() { return new Named("crossEntropy"); }
    public static Loss huberLoss(float delta) { return new Huber(delta); }
    public static Sgd sgd(List<Tensor> parameters, double lr) { return new Sgd(parameters, lr, 0, false, 0); }
    public static Adam adam(List<Tensor> parameters, double lr) { return new Adam(parameters, lr, new double[] {0.9, 0.999}); }
    public static Adam adam(List<Tensor> parameters) { return adam(parameters, 1e-3); }
    public static Cosine cosine(int epochs) { return new Cosine(epochs, 0); }
    public static Metric accuracy() { return new Named("accuracy"); }
    public static Metric topK(int k) { return new TopK(k); }
    public static Dataset randn(int[] inputs, int... targets) { return new Randn(inputs, targets); }
    public static Dataset dataset(gradshell.tensor.Tensor inputs, gradshell.tensor.Tensor targets) { return new Given(inputs, targets); }
    public static Dataset csv(Path path, String target, Optional<String> separator) { return new Csv(path, target, separator); }
    public static Tensor rand(int... shape) { return new Tensor(shape.length); }
    public static void exit() { throw new AssertionError("never called"); }
}
