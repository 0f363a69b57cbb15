package gradshell;

import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.compile.Compiled;
import gradshell.data.Csv;
import gradshell.data.Dataset;
import gradshell.data.Loader;
import gradshell.data.Npy;
import gradshell.data.Npz;
import gradshell.data.Safetensors;
import gradshell.kernel.Threads;
import gradshell.nn.Layer;
import gradshell.tensor.Tensor;
import gradshell.train.Accuracy;
import gradshell.train.Fit;
import gradshell.train.Metric;
import java.nio.file.Path;
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
public final class Dsl extends NetworkWords {
    private Dsl() {}

    // ---- data and training ----

    /// Normally distributed examples, to try things on: `randn(new int[] {1000, 3}, new int[] {1000, 2})`.
    public static Dataset randn(int[] inputs, int[] targets) { return Dataset.randn(Shape.of(inputs), Shape.of(targets)); }
    /// Examples: inputs and targets whose first dimensions belong together.
    /// {@snippet : dataset(zeros(8, 3), zeros(8))    // ==> 8 examples: inputs [8, 3], targets [8] }
    public static Dataset dataset(Tensor inputs, Tensor targets) { return new Dataset(inputs, targets); }
    /// Examples in shuffled batches; each walk over it is an epoch.
    /// {@snippet : batches(dataset(zeros(8, 3), zeros(8)), 3).batches()    // ==> 3 }
    public static Loader batches(Dataset data, int batch) { return new Loader(data, batch, true); }
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

    // ---- files ----

    /// A tensor from a file of NumPy's: `x = loadNpy("x.npy")`.
    public static Tensor loadNpy(String path) { return Npy.load(Path.of(path)); }
    /// The same from a `Path`.
    public static Tensor loadNpy(Path path) { return Npy.load(path); }
    /// Writes a tensor for NumPy: `saveNpy("x.npy", x)`.
    public static void saveNpy(String path, Tensor x) { Npy.save(Path.of(path), x); }
    /// The same to a `Path`.
    public static void saveNpy(Path path, Tensor x) { Npy.save(path, x); }
    /// Named tensors from a file of NumPy's: `loadNpz("both.npz").get("x")`.
    public static Map<String, Tensor> loadNpz(String path) { return Npz.load(Path.of(path)); }
    /// The same from a `Path`.
    public static Map<String, Tensor> loadNpz(Path path) { return Npz.load(path); }
    /// Writes named tensors for NumPy: `saveNpz("both.npz", Map.of("x", x, "y", y))`.
    public static void saveNpz(String path, Map<String, Tensor> tensors) { Npz.save(Path.of(path), tensors); }
    /// The same to a `Path`.
    public static void saveNpz(Path path, Map<String, Tensor> tensors) { Npz.save(path, tensors); }
    /// Named tensors from a safetensors file.
    public static Map<String, Tensor> loadSafetensors(String path) { return Safetensors.load(Path.of(path)); }
    /// The same from a `Path`.
    public static Map<String, Tensor> loadSafetensors(Path path) { return Safetensors.load(path); }
    /// Writes named tensors to a safetensors file.
    public static void saveSafetensors(String path, Map<String, Tensor> tensors) { Safetensors.save(Path.of(path), tensors); }
    /// The same to a `Path`.
    public static void saveSafetensors(Path path, Map<String, Tensor> tensors) { Safetensors.save(path, tensors); }
    /// A table of numbers, or some of its columns by name: `readCsv("people.csv", "age", "height")`; int64 if all are whole, otherwise float32.
    public static Tensor readCsv(String path, String... columns) { return Csv.load(Path.of(path), columns); }
    /// The same from a `Path`.
    public static Tensor readCsv(Path path, String... columns) { return Csv.load(path, columns); }
    /// A table of numbers, or some of its columns, in a given type.
    public static Tensor readCsv(DType dtype, String path, String... columns) { return Csv.load(dtype, Path.of(path), columns); }
    /// The same from a `Path`.
    public static Tensor readCsv(DType dtype, Path path, String... columns) { return Csv.load(dtype, path, columns); }
    /// Writes a matrix as a table, with names for its columns if they are given: `writeCsv("people.csv", x, "age", "height")`.
    public static void writeCsv(String path, Tensor x, String... columns) { Csv.save(Path.of(path), x, columns); }
    /// The same to a `Path`.
    public static void writeCsv(Path path, Tensor x, String... columns) { Csv.save(path, x, columns); }

    // ---- output ----

    /// Prints values on one line, with spaces between them.
    public static void print(Object... values) {
        System.out.println(values == null ? "null" : Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(" ")));
    }
}
