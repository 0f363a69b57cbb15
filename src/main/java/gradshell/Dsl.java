package gradshell;

import gradshell.compile.Compiled;
import gradshell.kernel.Threads;
import gradshell.nn.Layer;
import gradshell.tensor.Tensor;
import gradshell.train.Accuracy;
import gradshell.train.Fit;
import gradshell.train.Metric;
import java.util.Arrays;
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
        System.out.println(values == null ? "null" : Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(" ")));
    }
}
