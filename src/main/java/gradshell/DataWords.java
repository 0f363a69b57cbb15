package gradshell;

import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.data.Csv;
import gradshell.data.CsvDataset;
import gradshell.data.Dataset;
import gradshell.data.Digits;
import gradshell.data.Example;
import gradshell.data.Generated;
import gradshell.data.Idx;
import gradshell.data.ImageFolder;
import gradshell.data.ImageTransforms;
import gradshell.data.Loader;
import gradshell.data.MadeDataset;
import gradshell.data.Npy;
import gradshell.data.Npz;
import gradshell.data.Safetensors;
import gradshell.data.Sequences;
import gradshell.data.StoredDataset;
import gradshell.data.TensorDataset;
import gradshell.data.TextDataset;
import gradshell.data.Transform;
import gradshell.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// The words of data and files.
public abstract sealed class DataWords extends OptimizerWords permits PictureWords {
    DataWords() {}

    // ---- data ----

    /// Normally distributed examples, to try things on: `randn(new int[] {1000, 3}, new int[] {1000, 2})`.
    public static Dataset randn(int[] inputs, int[] targets) { return Dataset.randn(Shape.of(inputs), Shape.of(targets)); }
    /// Examples: inputs and targets whose first dimensions belong together.
    /// {@snippet : dataset(zeros(8, 3), zeros(8))    // ==> 8 examples: inputs [8, 3], targets [8] }
    public static Dataset dataset(Tensor inputs, Tensor targets) { return new TensorDataset(inputs, targets); }
    /// Examples that a function makes when they are wanted: `dataset(100, i -> example(tensor(i), tensor(i * i)))`.
    /// {@snippet : dataset(100, i -> example(tensor(i), tensor(i * i))).first(4).targets()    // ==> [0, 1, 4, 9]  int64 [4] }
    public static Dataset dataset(int size, IntFunction<Example> examples) { return new MadeDataset(size, examples); }
    /// What goes into a network and what should come out.
    public static Example example(Tensor input, Tensor target) { return new Example(input, target); }
    /// Examples in shuffled batches; each walk over it is an epoch.
    /// {@snippet : batches(dataset(zeros(8, 3), zeros(8)), 3).batches()    // ==> 3 }
    public static Loader batches(Dataset data, int batch) { return new Loader(data, batch, true); }

    // ---- sets made up by chance ----

    /// Two arms that wind round each other: float32 `[n, 2]` and classes. The noise is 0.02.
    /// {@snippet : spirals(100)    // ==> 100 examples: inputs [100, 2], targets [100] }
    public static TensorDataset spirals(int n) { return Generated.spirals(n, 0.02, 2); }
    /// The same with a noise of its own.
    public static TensorDataset spirals(int n, double noise) { return Generated.spirals(n, noise, 2); }
    /// Any number of arms.
    public static TensorDataset spirals(int n, double noise, int classes) { return Generated.spirals(n, noise, classes); }
    /// Two half circles that reach into each other: float32 `[n, 2]` and classes. The noise is 0.1.
    public static TensorDataset moons(int n) { return Generated.moons(n, 0.1); }
    /// The same with a noise of its own.
    public static TensorDataset moons(int n, double noise) { return Generated.moons(n, noise); }
    /// A circle in a circle: float32 `[n, 2]` and classes. The noise is 0.05.
    public static TensorDataset circles(int n) { return Generated.circles(n, 0.05, 2); }
    /// The same with a noise of its own.
    public static TensorDataset circles(int n, double noise) { return Generated.circles(n, noise, 2); }
    /// Any number of circles.
    public static TensorDataset circles(int n, double noise, int classes) { return Generated.circles(n, noise, classes); }
    /// Three heaps of points: float32 `[n, 2]` and classes. The deviation of each is 1.
    public static TensorDataset blobs(int n) { return Generated.blobs(n, 1, 3); }
    /// The same with a deviation of its own.
    public static TensorDataset blobs(int n, double noise) { return Generated.blobs(n, noise, 3); }
    /// Any number of heaps.
    public static TensorDataset blobs(int n, double noise, int classes) { return Generated.blobs(n, noise, classes); }
    /// A period of a wave: float32 `[n, 1]` and its sine. The noise is 0.1.
    public static TensorDataset sine(int n) { return Generated.sine(n, 0.1); }
    /// The same with a noise of its own.
    public static TensorDataset sine(int n, double noise) { return Generated.sine(n, noise); }
    /// Eight bits, float32 `[n, 8]`, and whether the number of ones is odd.
    public static TensorDataset parity(int n) { return Generated.parity(n, 8); }
    /// Any number of bits.
    public static TensorDataset parity(int n, int bits) { return Generated.parity(n, bits); }
    /// Digits as if written by hand: float32 `[n, 1, 28, 28]` from 0 to 1 and classes 0 to 9.
    /// {@snippet : digits(20)    // ==> 20 examples: inputs [20, 1, 28, 28], targets [20] }
    public static TensorDataset digits(int n) { return Digits.draw(n); }

    // ---- sets in files ----

    /// A table: `csv("iris.csv").target("species").standardize()`.
    public static CsvDataset csv(Path path) { return new CsvDataset(path); }
    /// The same by name.
    public static CsvDataset csv(String path) { return new CsvDataset(Path.of(path)); }
    /// Images and labels of the idx format, as MNIST comes, gzipped or not: `idx("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")`.
    public static Dataset idx(Path images, Path labels) { return new Idx(images, labels); }
    /// The same by name.
    public static Dataset idx(String images, String labels) { return idx(Path.of(images), Path.of(labels)); }
    /// The same less a mean and over a deviation: 0.1307 and 0.3081 for MNIST.
    public static Dataset idx(Path images, Path labels, double mean, double deviation) { return new Idx(images, labels).transform(normalized(mean, deviation)); }
    /// The same by name.
    public static Dataset idx(String images, String labels, double mean, double deviation) { return idx(Path.of(images), Path.of(labels), mean, deviation); }
    /// Inputs and targets in files of NumPy's, of which only what a batch needs is read.
    public static Dataset npy(Path inputs, Path targets) { return StoredDataset.npy(inputs, targets); }
    /// The same by name.
    public static Dataset npy(String inputs, String targets) { return npy(Path.of(inputs), Path.of(targets)); }
    /// Two of the tensors in a packed file of NumPy's: `npz("both.npz", "x", "y")`.
    public static Dataset npz(Path path, String inputs, String targets) { return StoredDataset.npz(path, inputs, targets); }
    /// The same by name.
    public static Dataset npz(String path, String inputs, String targets) { return npz(Path.of(path), inputs, targets); }
    /// Two of the tensors in a safetensors file, of which only what a batch needs is read.
    public static Dataset safetensors(Path path, String inputs, String targets) { return StoredDataset.safetensors(path, inputs, targets); }
    /// The same by name.
    public static Dataset safetensors(String path, String inputs, String targets) { return safetensors(Path.of(path), inputs, targets); }
    /// Images in folders, each a class: `images("flowers").resize(64)`.
    public static ImageFolder images(Path path) { return new ImageFolder(path); }
    /// The same by name.
    public static ImageFolder images(String path) { return new ImageFolder(Path.of(path)); }
    /// The characters of a text, to foretell the next of each `context`.
    public static TextDataset characters(Path path, int context) { return TextDataset.read(path, context, false); }
    /// The same by name.
    public static TextDataset characters(String path, int context) { return characters(Path.of(path), context); }
    /// The words of a text, to foretell the next of each `context`.
    public static TextDataset words(Path path, int context) { return TextDataset.read(path, context, true); }
    /// The same by name.
    public static TextDataset words(String path, int context) { return words(Path.of(path), context); }
    /// Windows over a series, to foretell what follows each.
    /// {@snippet : sequences(arange(10).to(float32), 3)    // ==> 7 examples: inputs [7, 3, 1], targets [7, 1] }
    public static Dataset sequences(Tensor series, int length) { return new Sequences(series, length); }
    /// Windows over the columns of a table, or over those that are named.
    public static Dataset sequences(Path path, int length, String... columns) { return new Sequences(Csv.load(DType.FLOAT32, path, columns), length); }
    /// The same by name.
    public static Dataset sequences(String path, int length, String... columns) { return sequences(Path.of(path), length, columns); }

    // ---- transforms ----

    /// A set whose inputs go through transforms; those that vary at random change only what is trained on.
    public static Dataset transformed(Dataset data, Transform... transforms) { return data.transform(transforms); }
    /// Less a mean, over a deviation.
    public static Transform normalized(double mean, double deviation) { return new ImageTransforms.Normalized(List.of(mean), List.of(deviation)); }
    /// The same with one of each for every channel.
    public static Transform normalized(List<Double> mean, List<Double> deviation) { return new ImageTransforms.Normalized(mean, deviation); }
    /// Left and right in turn for half of the images.
    public static Transform randomHorizontalFlip() { return new ImageTransforms.HorizontalFlip(0.5); }
    /// The same with a probability.
    public static Transform randomHorizontalFlip(double p) { return new ImageTransforms.HorizontalFlip(p); }
    /// A square at a random place of each image.
    public static Transform randomCrop(int size) { return new ImageTransforms.Crop(size, 0); }
    /// The same after so many zeros were put round the images.
    public static Transform randomCrop(int size, int padding) { return new ImageTransforms.Crop(size, padding); }
    /// A turn of up to so many degrees either way.
    public static Transform randomRotation(double degrees) { return new ImageTransforms.Rotation(degrees); }
    /// Normally distributed numbers of a deviation, added.
    public static Transform gaussianNoise(double deviation) { return new ImageTransforms.Noise(deviation); }
    /// A square of zeros at a random place of each image.
    public static Transform cutout(int size) { return new ImageTransforms.Cutout(size); }

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
