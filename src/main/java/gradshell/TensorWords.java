package gradshell;

import gradshell.array.DType;
import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.tensor.Arrangements;
import gradshell.tensor.Correction;
import gradshell.tensor.Conv;
import gradshell.tensor.Creation;
import gradshell.tensor.Einsum;
import gradshell.tensor.Index;
import gradshell.tensor.KeepDim;
import gradshell.tensor.Movements;
import gradshell.tensor.Randomness;
import gradshell.tensor.Tensor;
import gradshell.tensor.Window;
import java.util.List;

/// The words that make tensors, and those that take several of them equally.
public abstract sealed class TensorWords permits GradientWords {
    TensorWords() {}

    // ---- types ----

    public static final DType bool = DType.BOOL;
    public static final DType int32 = DType.INT32;
    public static final DType int64 = DType.INT64;
    public static final DType float32 = DType.FLOAT32;
    public static final DType float64 = DType.FLOAT64;

    // ---- tensors from values ----

    /// An int64 tensor of one whole number, without dimensions.
    /// {@snippet : tensor(5)    // ==> 5  int64 [] }
    public static Tensor tensor(long value) { return Creation.from(value); }

    /// An int64 tensor of the given whole numbers.
    /// {@snippet : tensor(1, 2, 3)    // ==> [1, 2, 3]  int64 [3] }
    public static Tensor tensor(long... values) { return Creation.from(values); }

    /// A float32 tensor of one number, without dimensions.
    /// {@snippet : tensor(2.5)    // ==> 2.5000  float32 [] }
    public static Tensor tensor(double value) { return Creation.from(value); }

    /// A float32 tensor of the given numbers.
    /// {@snippet : tensor(1.0, 2.5)    // ==> [1.0000, 2.5000]  float32 [2] }
    public static Tensor tensor(double... values) { return Creation.from(values); }

    /// A bool tensor of one truth, without dimensions.
    public static Tensor tensor(boolean value) { return Creation.from(value); }

    /// A bool tensor.
    /// {@snippet : tensor(true, false)    // ==> [true, false]  bool [2] }
    public static Tensor tensor(boolean... values) { return Creation.from(values); }

    /// Tensors of one shape stacked along a new first dimension.
    /// {@snippet : tensor(tensor(1, 2), tensor(3, 4))    // ==> [[1, 2], [3, 4]]  int64 [2, 2] }
    public static Tensor tensor(Tensor first, Tensor second, Tensor... more) {
        Tensor[] all = new Tensor[more.length + 2];
        all[0] = first;
        all[1] = second;
        System.arraycopy(more, 0, all, 2, more.length);
        return Movements.stack(0, all);
    }

    /// A tensor from Java arrays nested to any depth, from an array of tensors (stacked), from another tensor (copied), or from text as it is printed.
    /// {@snippet : tensor("[[1, 2], [3, 4]]")    // ==> [[1, 2], [3, 4]]  int64 [2, 2] }
    public static Tensor tensor(Object values) { return Creation.from(values); }

    /// The same in a given type.
    /// {@snippet : tensor(float64, new double[] {1, 2})    // ==> [1., 2.]  float64 [2] }
    public static Tensor tensor(DType dtype, Object values) { return Creation.from(dtype, values); }

    /// A float32 tensor that requires gradients: something to differentiate by, or to learn.
    /// {@snippet : var(2)    // ==> 2.  float32 [], requiresGrad }
    public static Tensor var(double value) { return tensor(value).requiresGrad(true); }

    /// The same of several numbers.
    /// {@snippet : var(1, 2)    // ==> [1., 2.]  float32 [2], requiresGrad }
    public static Tensor var(double... values) { return tensor(values).requiresGrad(true); }

    /// The same from anything that `tensor` takes; floating types stay, others become float32.
    public static Tensor var(Object values) {
        Tensor copy = Creation.from(values);
        return copy.to(copy.dtype().floating()).detach().requiresGrad(true);
    }

    // ---- regular tensors ----

    /// Zeros, float32.
    /// {@snippet : zeros(2, 3).shape()    // ==> [2, 3] }
    public static Tensor zeros(int... sizes) { return Creation.zeros(float32, sizes); }
    /// Ones, float32.
    public static Tensor ones(int... sizes) { return Creation.full(1.0, sizes); }
    /// The same number everywhere: int64 from a whole number, float32 from another.
    /// {@snippet : full(7.0, 2)    // ==> [7., 7.]  float32 [2] }
    public static Tensor full(Number value, int... sizes) { return Creation.full(value, sizes); }
    /// Ones on the diagonal of a square matrix, zeros elsewhere.
    /// {@snippet : eye(2)    // ==> [[1., 0.], [0., 1.]]  float32 [2, 2] }
    public static Tensor eye(int n) { return Creation.eye(n, n); }
    /// Whole numbers from 0 up to but without `end`.
    /// {@snippet : arange(3)    // ==> [0, 1, 2]  int64 [3] }
    public static Tensor arange(long end) { return Creation.arange(0, end, 1); }
    /// Whole numbers from `start` up to but without `end`.
    public static Tensor arange(long start, long end) { return Creation.arange(start, end, 1); }
    /// Whole numbers from `start` up to but without `end`, in steps.
    public static Tensor arange(long start, long end, long step) { return Creation.arange(start, end, step); }
    /// Numbers from `start` up to but without `end`, in steps.
    public static Tensor arange(double start, double end, double step) { return Creation.arange(float32, start, end, step); }
    /// `count` numbers at equal distances, the first and the last included.
    /// {@snippet : linspace(0, 1, 5)    // ==> [0.0000, 0.2500, 0.5000, 0.7500, 1.0000]  float32 [5] }
    public static Tensor linspace(double start, double end, int count) { return Creation.linspace(float32, start, end, count); }

    // ---- random tensors ----

    /// Starts the random numbers anew: the same ones as after `torch.manual_seed(n)` on a CPU.
    public static void seed(long n) { Rng.shared().seed(n); }
    /// Uniform numbers from 0 up to but without 1.
    public static Tensor rand(int... sizes) { return Randomness.rand(float32, Shape.of(sizes)); }
    /// Numbers from the normal distribution with mean 0 and variance 1.
    public static Tensor randn(int... sizes) { return Randomness.randn(float32, Shape.of(sizes)); }
    /// Whole numbers from `low` up to but without `high`.
    public static Tensor randint(long low, long high, int... sizes) { return Randomness.randint(int64, low, high, Shape.of(sizes)); }
    /// The numbers from 0 to n - 1 in random order.
    public static Tensor randperm(int n) { return Randomness.randperm(n); }

    // ---- tensors of a given type ----

    /// Zeros of a type.
    /// {@snippet : zeros(int64, 2)    // ==> [0, 0]  int64 [2] }
    public static Tensor zeros(DType dtype, int... sizes) { return Creation.zeros(dtype, sizes); }
    /// Ones of a type.
    public static Tensor ones(DType dtype, int... sizes) { return Creation.full(dtype, 1, sizes); }
    /// The same number everywhere, in a type.
    /// {@snippet : full(float64, 7, 2)    // ==> [7., 7.]  float64 [2] }
    public static Tensor full(DType dtype, Number value, int... sizes) { return Creation.full(dtype, value, sizes); }
    /// The same truth everywhere.
    public static Tensor full(boolean value, int... sizes) { return Creation.full(value, sizes); }
    /// A square matrix of a type with ones on the diagonal, zeros elsewhere.
    public static Tensor eye(DType dtype, int n) { return Creation.eye(dtype, n, n); }
    /// Ones on the diagonal of a matrix, zeros elsewhere.
    /// {@snippet : eye(1, 2)    // ==> [[1., 0.]]  float32 [1, 2] }
    public static Tensor eye(int rows, int columns) { return Creation.eye(rows, columns); }
    /// Ones on the diagonal of a matrix of a type, zeros elsewhere.
    public static Tensor eye(DType dtype, int rows, int columns) { return Creation.eye(dtype, rows, columns); }
    /// Numbers of a type from 0 up to but without `end`.
    public static Tensor arange(DType dtype, double end) { return Creation.arange(dtype, 0, end, 1); }
    /// Numbers of a type from `start` up to but without `end`.
    public static Tensor arange(DType dtype, double start, double end) { return Creation.arange(dtype, start, end, 1); }
    /// Numbers of a type from `start` up to but without `end`, in steps.
    /// {@snippet : arange(float64, 0, 1, 0.5)    // ==> [0.0000, 0.5000]  float64 [2] }
    public static Tensor arange(DType dtype, double start, double end, double step) { return Creation.arange(dtype, start, end, step); }
    /// Float32 numbers from `start` up to but without `end`, by ones.
    public static Tensor arange(double start, double end) { return Creation.arange(float32, start, end, 1); }
    /// Float32 numbers from 0 up to but without `end`.
    public static Tensor arange(double end) { return Creation.arange(float32, 0, end, 1); }
    /// `count` numbers of a type at equal distances, the first and the last included.
    public static Tensor linspace(DType dtype, double start, double end, int count) { return Creation.linspace(dtype, start, end, count); }
    /// `count` powers of 10 whose exponents lie at equal distances, the first and the last included.
    /// {@snippet : logspace(0, 2, 3)    // ==> [1., 10., 100.]  float32 [3] }
    public static Tensor logspace(double start, double end, int count) { return Creation.logspace(float32, start, end, count, 10); }
    /// `count` powers of a base whose exponents lie at equal distances, the first and the last included.
    public static Tensor logspace(double start, double end, int count, double base) { return Creation.logspace(float32, start, end, count, base); }
    /// The same in a type.
    public static Tensor logspace(DType dtype, double start, double end, int count, double base) { return Creation.logspace(dtype, start, end, count, base); }
    /// The row and the column numbers of the lower triangle of a matrix.
    /// {@snippet : trilIndices(2, 2)    // ==> [[0, 1, 1], [0, 0, 1]]  int64 [2, 3] }
    public static Tensor trilIndices(int rows, int columns) { return Creation.triangleIndices(rows, columns, 0, true); }
    /// The same up to another diagonal.
    public static Tensor trilIndices(int rows, int columns, int diagonal) { return Creation.triangleIndices(rows, columns, diagonal, true); }
    /// The row and the column numbers of the upper triangle of a matrix.
    public static Tensor triuIndices(int rows, int columns) { return Creation.triangleIndices(rows, columns, 0, false); }
    /// The same from another diagonal on.
    public static Tensor triuIndices(int rows, int columns, int diagonal) { return Creation.triangleIndices(rows, columns, diagonal, false); }

    // ---- tensors like others ----

    /// Zeros of another tensor's type and shape.
    /// {@snippet : zerosLike(tensor(1, 2))    // ==> [0, 0]  int64 [2] }
    public static Tensor zerosLike(Tensor x) { return fullLike(x, 0); }
    /// Ones of another tensor's type and shape.
    public static Tensor onesLike(Tensor x) { return fullLike(x, 1); }
    /// The same number everywhere, in another tensor's type and shape.
    public static Tensor fullLike(Tensor x, Number value) { return Creation.full(x.dtype(), value, x.shape().toArray()); }
    /// Uniform numbers from 0 up to but without 1, of another tensor's type and shape.
    public static Tensor randLike(Tensor x) { return Randomness.rand(x.dtype(), x.shape()); }
    /// Numbers from the normal distribution with mean 0 and variance 1, of another tensor's type and shape.
    public static Tensor randnLike(Tensor x) { return Randomness.randn(x.dtype(), x.shape()); }

    // ---- more random tensors ----

    /// Uniform numbers of a type from 0 up to but without 1.
    public static Tensor rand(DType dtype, int... sizes) { return Randomness.rand(dtype, Shape.of(sizes)); }
    /// Numbers of a type from the normal distribution with mean 0 and variance 1.
    public static Tensor randn(DType dtype, int... sizes) { return Randomness.randn(dtype, Shape.of(sizes)); }
    /// Whole numbers from 0 up to but without `high`, in the given shape.
    public static Tensor randint(long high, int[] sizes) { return Randomness.randint(int64, 0, high, Shape.of(sizes)); }
    /// Whole numbers of a type from `low` up to but without `high`.
    /// {@snippet : randint(int32, 5, 6, 2)    // ==> [5, 5]  int32 [2] }
    public static Tensor randint(DType dtype, long low, long high, int... sizes) { return Randomness.randint(dtype, low, high, Shape.of(sizes)); }
    /// Numbers from the normal distribution of a mean and a standard deviation.
    public static Tensor normal(double mean, double deviation, int... sizes) { return Randomness.normal(mean, deviation, Shape.of(sizes)); }
    /// Numbers from normal distributions, one for each element of the means and the standard deviations.
    /// {@snippet : normal(tensor(1.0, 2.0), zeros(2))    // ==> [1., 2.]  float32 [2] }
    public static Tensor normal(Tensor mean, Tensor deviation) { return Randomness.normal(mean, deviation); }
    /// Uniform numbers from `low` up to but without `high`.
    public static Tensor uniform(double low, double high, int... sizes) { return Randomness.uniform(low, high, Shape.of(sizes)); }
    /// Ones with the given probabilities, zeros otherwise.
    /// {@snippet : bernoulli(tensor(1.0, 0.0))    // ==> [1., 0.]  float32 [2] }
    public static Tensor bernoulli(Tensor probabilities) { return Randomness.bernoulli(probabilities); }
    /// Ones with a probability, zeros otherwise.
    public static Tensor bernoulli(double probability, int... sizes) { return Randomness.bernoulli(probability, Shape.of(sizes)); }
    /// Numbers of weights, drawn in proportion to them without drawing one twice, from a vector or from each row of a matrix.
    /// {@snippet : multinomial(tensor(0.0, 1.0), 1)    // ==> [1]  int64 [1] }
    public static Tensor multinomial(Tensor weights, int count) { return Randomness.multinomial(weights, count, false); }
    /// The same, with or without the chance to draw one again.
    public static Tensor multinomial(Tensor weights, int count, boolean replacement) { return Randomness.multinomial(weights, count, replacement); }

    // ---- several tensors ----

    /// Tensors one below the other, vectors as rows.
    /// {@snippet : vstack(tensor(1, 2), tensor(3, 4))    // ==> [[1, 2], [3, 4]]  int64 [2, 2] }
    public static Tensor vstack(Tensor... tensors) { return Arrangements.below(tensors); }
    /// Tensors side by side, vectors end to end.
    /// {@snippet : hstack(tensor(1, 2), tensor(3, 4))    // ==> [1, 2, 3, 4]  int64 [4] }
    public static Tensor hstack(Tensor... tensors) { return Arrangements.beside(tensors); }
    /// Tensors one behind the other, along a third dimension.
    /// {@snippet : dstack(tensor(1, 2), tensor(3, 4))    // ==> [[[1, 3], [2, 4]]]  int64 [1, 2, 2] }
    public static Tensor dstack(Tensor... tensors) { return Arrangements.behind(tensors); }
    /// Vectors as the columns of a matrix, matrices side by side.
    /// {@snippet : columnStack(tensor(1, 2), tensor(3, 4))    // ==> [[1, 3], [2, 4]]  int64 [2, 2] }
    public static Tensor columnStack(Tensor... tensors) { return Arrangements.columns(tensors); }
    /// Matrices along the diagonal of a larger one, zeros elsewhere.
    /// {@snippet : blockDiag(tensor("[[1, 2]]"), tensor(3))    // ==> [[1, 2, 0], [0, 0, 3]]  int64 [2, 3] }
    public static Tensor blockDiag(Tensor... tensors) { return Arrangements.blocks(tensors); }
    /// Grids of coordinates: the first goes down the rows, the second along the columns.
    /// {@snippet : meshgrid(tensor(1, 2), tensor(3, 4)).get(0)    // ==> [[1, 1], [2, 2]]  int64 [2, 2] }
    public static List<Tensor> meshgrid(Tensor... vectors) { return Arrangements.grid(vectors); }
    /// Tensors repeated without copying up to the shape that they take together.
    public static List<Tensor> broadcastTensors(Tensor... tensors) { return Arrangements.broadcast(tensors); }
    /// Every combination of one element of each vector, a row each.
    /// {@snippet : cartesianProd(tensor(1, 2), tensor(3, 4))    // ==> [[1, 3], [1, 4], [2, 3], [2, 4]]  int64 [4, 2] }
    public static Tensor cartesianProd(Tensor... vectors) { return Arrangements.combinations(vectors); }

    /// Tensors one after the other along a dimension.
    /// {@snippet : cat(0, tensor(1, 2), tensor(3, 4))    // ==> [1, 2, 3, 4]  int64 [4] }
    public static Tensor cat(int dim, Tensor... tensors) { return Movements.cat(dim, tensors); }
    /// Tensors of one shape side by side along a new dimension.
    /// {@snippet : stack(1, tensor(1, 2), tensor(3, 4))    // ==> [[1, 3], [2, 4]]  int64 [2, 2] }
    public static Tensor stack(int dim, Tensor... tensors) { return Movements.stack(dim, tensors); }
    /// Elements of `a` where the mask is true, of `b` elsewhere.
    /// {@snippet : where(tensor(true, false), tensor(1, 2), tensor(8, 9))    // ==> [1, 9]  int64 [2] }
    public static Tensor where(Tensor mask, Tensor a, Tensor b) { return a.where(mask, b); }
    /// Products summed over the indices that the result does not name (Einstein's convention).
    /// {@snippet : einsum("i,i->", tensor(1, 2), tensor(3, 4))    // ==> 11  int64 [] }
    public static Tensor einsum(String equation, Tensor... tensors) { return Einsum.einsum(equation, tensors); }

    // ---- indices and options ----

    /// A whole dimension, in `x.at(all(), 0)`.
    public static Index all() { return Index.ALL; }
    /// Places from `start` up to but without `stop`, in `x.at(range(1, 3))`.
    public static Index range(int start, int stop) { return new Index.Range(start, stop, 1); }
    /// Every `step`-th place from `start` up to but without `stop`.
    public static Index range(int start, int stop, int step) { return new Index.Range(start, stop, step); }
    /// Leaves reduced dimensions in place with size 1: `x.sum(keepDim, 1)`.
    public static final KeepDim keepDim = KeepDim.KEEP_DIM;

    // ---- statistics ----

    /// What a variance takes off the number of elements that it divides by: `x.var(correction(0))`.
    /// {@snippet : tensor(1.0, 3.0).std(correction(0))    // ==> 1.  float32 [] }
    public static Correction correction(double value) { return new Correction(value); }

    // ---- convolution and pooling ----

    /// The settings of a convolution: `x.conv2d(weight, conv().stride(2).padding(1))`; also `.padding("same")`, `.dilation(2)`, `.groups(4)`.
    /// {@snippet : conv().stride(2).padding(1)    // ==> conv().stride(2).padding(1) }
    public static Conv conv() { return Conv.of(); }
    /// A window of a size, or of one for each dimension: `x.maxPool2d(window(3).stride(2).padding(1))`; also `.dilation(2)`, `.ceilMode()`, `.countIncludePad(false)`.
    /// {@snippet : window(3, 2).stride(2)    // ==> window(3, 2).stride(2) }
    public static Window window(int... sizes) { return Window.of(sizes); }
}
