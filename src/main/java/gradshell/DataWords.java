package gradshell;

import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.data.Csv;
import gradshell.data.Dataset;
import gradshell.data.Loader;
import gradshell.data.Npy;
import gradshell.data.Npz;
import gradshell.data.Safetensors;
import gradshell.data.TensorDataset;
import gradshell.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;

/// The words of data and files.
public abstract sealed class DataWords extends OptimizerWords permits PictureWords {
    DataWords() {}

    // ---- data ----

    /// Normally distributed examples, to try things on: `randn(new int[] {1000, 3}, new int[] {1000, 2})`.
    public static Dataset randn(int[] inputs, int[] targets) { return Dataset.randn(Shape.of(inputs), Shape.of(targets)); }
    /// Examples: inputs and targets whose first dimensions belong together.
    /// {@snippet : dataset(zeros(8, 3), zeros(8))    // ==> 8 examples: inputs [8, 3], targets [8] }
    public static Dataset dataset(Tensor inputs, Tensor targets) { return new TensorDataset(inputs, targets); }
    /// Examples in shuffled batches; each walk over it is an epoch.
    /// {@snippet : batches(dataset(zeros(8, 3), zeros(8)), 3).batches()    // ==> 3 }
    public static Loader batches(Dataset data, int batch) { return new Loader(data, batch, true); }

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
}
