package gradshell;

import gradshell.compile.Compiled;
import gradshell.data.Dataset;
import gradshell.experiment.Digest;
import gradshell.kernel.Threads;
import gradshell.nn.Layer;
import gradshell.tensor.Tensor;
import gradshell.train.Accuracy;
import gradshell.train.Confusion;
import gradshell.train.Detection;
import gradshell.train.Distance;
import gradshell.train.Fit;
import gradshell.train.History;
import gradshell.train.Metric;
import gradshell.train.Ranking;
import gradshell.train.TopK;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Every word of the language: `import static gradshell.Dsl.*`.
///
/// Words start a sentence and have no natural receiver; what continues it are methods of [Tensor], [Layer] and the others.
/// A static import takes in what is inherited, so the words stand in several files, one for each subject.
public final class Dsl extends PictureWords {
    private Dsl() {}

    // ---- training ----

    /// A training: `fit(net).data(x, y).loss(mseLoss()).optimizer(opt).epochs(100).run()`.
    public static Fit fit(Layer net) { return Fit.of(net); }
    /// The share of examples whose class is predicted rightly.
    public static Metric accuracy() { return new Accuracy(); }
    /// The share of examples whose class is among the `k` with the largest scores.
    /// {@snippet : topK(2).of(tensor("[[0.2, 0.3, 0.5]]"), tensor(new long[] {1}))    // ==> 1.0 }
    public static Metric topK(int k) { return new TopK(k); }
    /// The share of the examples said to be of a class that are; the mean of the classes.
    public static Metric precision() { return precision("macro"); }
    /// The same of class 1 alone, `"binary"`, or of all examples together, `"micro"`.
    public static Metric precision(String average) { return new Detection(Detection.Kind.PRECISION, average); }
    /// The share of the examples of a class that are found; the mean of the classes.
    public static Metric recall() { return recall("macro"); }
    /// The same of class 1 alone, `"binary"`, or of all examples together, `"micro"`.
    public static Metric recall(String average) { return new Detection(Detection.Kind.RECALL, average); }
    /// The harmonic mean of precision and recall; the mean of the classes.
    public static Metric f1() { return f1("macro"); }
    /// The same of class 1 alone, `"binary"`, or of all examples together, `"micro"`.
    public static Metric f1(String average) { return new Detection(Detection.Kind.F1, average); }
    /// How often an example of class 1 gets a larger score than one of class 0.
    /// {@snippet : rocAuc().of(tensor(0.1, 0.4, 0.35, 0.8), tensor(0, 0, 1, 1))    // ==> 0.75 }
    public static Metric rocAuc() { return new Ranking(Ranking.Kind.ROC_AUC); }
    /// The mean of the precisions at each example of class 1, in the order of the scores.
    public static Metric averagePrecision() { return new Ranking(Ranking.Kind.AVERAGE_PRECISION); }
    /// The mean of the absolute differences.
    public static Metric mae() { return new Distance(Distance.Kind.MAE); }
    /// The mean of the squared differences.
    public static Metric mse() { return new Distance(Distance.Kind.MSE); }
    /// The root of the mean of the squared differences.
    public static Metric rmse() { return new Distance(Distance.Kind.RMSE); }
    /// The share of the targets' variance that is explained, R².
    /// {@snippet : r2().of(tensor(1.0, 2.0, 4.0), tensor(1.0, 2.0, 3.0))    // ==> 0.5 }
    public static Metric r2() { return new Distance(Distance.Kind.R2); }
    /// A metric of one's own: the mean over all examples of what a function gives for a batch; `.falling()` if less is better.
    /// {@snippet : metric("bias", (p, y) -> p.sub(y).mean()).of(tensor(1.0, 2.0), tensor(0.0, 2.0))    // ==> 0.5 }
    public static Metric metric(String name, BinaryOperator<Tensor> ofBatch) { return Metric.mean(name, ofBatch); }
    /// A metric of one's own of all predictions and targets at once, which are kept until the end of the epoch.
    /// {@snippet : wholeMetric("largest", (p, y) -> p.sub(y).abs().amax()).of(tensor(1.0, 5.0), tensor(0.0, 2.0))    // ==> 3.0 }
    public static Metric wholeMetric(String name, BinaryOperator<Tensor> ofAll) { return Metric.whole(name, ofAll); }
    /// How often each class was taken for each, as a table with the names of the classes if they are given.
    ///
    /// {@snippet : confusion(tensor(1, 0, 1).oneHot(2).to(float32), tensor(1, 1, 1), "cat", "dog").precision(1)    // ==> 1.0 }
    public static Confusion confusion(Tensor prediction, Tensor target, String... classes) { return Confusion.of(prediction, target, classes); }
    /// The same for a network's predictions for a set, whose own names of the classes are taken where none are given.
    public static Confusion confusion(Layer net, Dataset set, String... classes) { return Confusion.of(net, set, 0, classes); }

    /// What a training came to in one number: of the same network, with the same figures, an experiment that is run prints this digest.
    public static String digest(Layer net, History history) { return Digest.of(net, history, Map.of()); }
    /// The same with the figures of a test behind the last epoch: `digest(net, history, training.evaluate(set, "test."))`.
    public static String digest(Layer net, History history, Map<String, Double> test) { return Digest.of(net, history, test); }

    // ---- speed ----

    /// A function of tensors, a training step say, that is recorded and then replayed: the same results, bit for bit, in fewer and faster loops.
    ///
    /// {@snippet :
    /// var w = var(2);
    /// var step = compile(x -> {
    ///     w.zeroGrad();
    ///     var loss = w.mul(x).square().sum();
    ///     loss.backward();
    ///     return loss;
    /// });
    /// step.apply(tensor(3.0))    // ==> 36.  float32 []
    /// w.grad()                   // ==> 36.  float32 []
    /// }
    public static Compiled compile(UnaryOperator<Tensor> step) { return Compiled.of(in -> step.apply(in[0])); }

    /// The same for a function of two tensors, the inputs and the targets of a batch say.
    public static Compiled compile(BinaryOperator<Tensor> step) { return Compiled.of(in -> step.apply(in[0], in[1])); }

    /// The same for a function that takes nothing.
    public static Compiled compile(Supplier<Tensor> step) { return Compiled.of(_ -> step.get()); }

    /// Sets how many threads may work on one operation; the results are the same with any number.
    public static void threads(int count) { Threads.count(count); }

    /// How many threads may work on one operation: as many as cores, unless `GRADSHELL_THREADS` or `threads(n)` says otherwise.
    public static int threads() { return Threads.count(); }

    // ---- help ----

    /// What is known about a word, a method or a type: `help("softmax")`, `help("Tensor.softmax")`. At the prompt `?softmax` does the same.
    public static Help help(String name) { return Help.about(name); }
    /// The words, methods and types whose names or texts speak of something: `apropos("normal")`.
    public static Help apropos(String text) { return Help.search(text); }

    // ---- output ----

    /// Prints values on one line, with spaces between them.
    public static void print(Object... values) {
        if (values != null && values.length == 1 && Views.shown(values[0])) return;
        System.out.println(values == null ? "null" : Arrays.stream(values).map(Views::printed).collect(Collectors.joining(" ")));
    }
}
