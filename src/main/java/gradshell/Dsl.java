package gradshell;

import gradshell.array.DType;
import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.compile.Compiled;
import gradshell.data.Csv;
import gradshell.data.Dataset;
import gradshell.data.Loader;
import gradshell.data.Npy;
import gradshell.data.Npz;
import gradshell.data.Safetensors;
import gradshell.kernel.Threads;
import gradshell.nn.Activation;
import gradshell.nn.Chain;
import gradshell.nn.CrossEntropyLoss;
import gradshell.nn.Dropout;
import gradshell.nn.Flatten;
import gradshell.nn.Glu;
import gradshell.nn.L1Loss;
import gradshell.nn.Layer;
import gradshell.nn.Linear;
import gradshell.nn.Loss;
import gradshell.nn.MseLoss;
import gradshell.nn.Prelu;
import gradshell.nn.Softmax;
import gradshell.optim.Adagrad;
import gradshell.optim.Adam;
import gradshell.optim.Cosine;
import gradshell.optim.Rmsprop;
import gradshell.optim.Schedule;
import gradshell.optim.Sgd;
import gradshell.optim.StepSchedule;
import gradshell.tensor.Arrangements;
import gradshell.tensor.Correction;
import gradshell.tensor.Conv;
import gradshell.tensor.Creation;
import gradshell.tensor.Detective;
import gradshell.tensor.Einsum;
import gradshell.tensor.Functions;
import gradshell.tensor.GradCheck;
import gradshell.tensor.Index;
import gradshell.tensor.KeepDim;
import gradshell.tensor.Movements;
import gradshell.tensor.Randomness;
import gradshell.tensor.Tensor;
import gradshell.tensor.Window;
import gradshell.tensor.Transforms;
import gradshell.train.Accuracy;
import gradshell.train.Fit;
import gradshell.train.Metric;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Every word of the language: `import static gradshell.Dsl.*`.
///
/// Words start a sentence and have no natural receiver; what continues it are methods of [Tensor], [Layer] and the others.
public final class Dsl {
    private Dsl() {}

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

    // ---- gradients ----

    /// Computes something without recording it on the tape.
    /// {@snippet : noGrad(() -> var(2).mul(3))    // ==> 6.  float32 [] }
    public static <T> T noGrad(Supplier<T> body) { return Tensor.noGrad(body); }
    /// Does something without recording it on the tape.
    public static void noGrad(Runnable body) {
        Tensor.noGrad(() -> {
            body.run();
            return null;
        });
    }
    /// The gradient of `y` by `x`, which can be differentiated again; nothing is added to `x.grad()`.
    /// {@snippet :
    /// var x = var(3);
    /// grad(x.pow(3), x).detach()    // ==> 27.  float32 []
    /// }
    public static Tensor grad(Tensor y, Tensor x) { return Tensor.grad(y, null, List.of(x)).getFirst(); }
    /// The gradients of `y` by several tensors.
    public static List<Tensor> grad(Tensor y, Tensor first, Tensor second, Tensor... more) {
        List<Tensor> by = new java.util.ArrayList<>(List.of(first, second));
        by.addAll(Arrays.asList(more));
        return Tensor.grad(y, null, by);
    }
    /// Whether the derivatives of a function agree with central differences at float64 inputs; an error says where they do not.
    public static boolean gradcheck(Function<Tensor, Tensor> f, Tensor x) { return GradCheck.check(in -> f.apply(in[0]), x); }

    /// The same of a function of two tensors.
    public static boolean gradcheck(BiFunction<Tensor, Tensor, Tensor> f, Tensor a, Tensor b) { return GradCheck.check(in -> f.apply(in[0], in[1]), a, b); }
    /// The same of a function of a list of tensors.
    public static boolean gradcheck(Function<List<Tensor>, Tensor> f, List<Tensor> x) { return GradCheck.check(in -> f.apply(Arrays.asList(in)), x.toArray(Tensor[]::new)); }
    /// Whether the second derivatives of a function agree with central differences of the first.
    /// {@snippet : gradgradcheck(x -> x.pow(3), tensor(float64, new double[] {1, 2}).requiresGrad(true))    // ==> true }
    public static boolean gradgradcheck(Function<Tensor, Tensor> f, Tensor x) { return GradCheck.checkTwice(in -> f.apply(in[0]), x); }
    /// The same of a function of two tensors.
    public static boolean gradgradcheck(BiFunction<Tensor, Tensor, Tensor> f, Tensor a, Tensor b) { return GradCheck.checkTwice(in -> f.apply(in[0], in[1]), a, b); }
    /// The same of a function of a list of tensors.
    public static boolean gradgradcheck(Function<List<Tensor>, Tensor> f, List<Tensor> x) { return GradCheck.checkTwice(in -> f.apply(Arrays.asList(in)), x.toArray(Tensor[]::new)); }

    // ---- transforms ----

    private static Function<List<Tensor>, Tensor> one(Function<Tensor, Tensor> f) { return in -> f.apply(in.getFirst()); }
    private static Function<List<Tensor>, Tensor> two(BiFunction<Tensor, Tensor, Tensor> f) { return in -> f.apply(in.get(0), in.get(1)); }

    /// The function that gives the gradient of a function whose result is a single number.
    /// {@snippet : grad(x -> x.pow(3)).apply(tensor(2.0))    // ==> 12.  float32 [] }
    public static Function<Tensor, Tensor> grad(Function<Tensor, Tensor> f) { return x -> Transforms.vjp("grad", one(f), List.of(x), null).getFirst(); }

    /// The cotangent `v` of a function's result times its Jacobian at `x`, by reverse mode.
    /// {@snippet : vjp(x -> x.square(), tensor(1.0, 2.0), tensor(1.0, 10.0))    // ==> [2., 40.]  float32 [2] }
    public static Tensor vjp(Function<Tensor, Tensor> f, Tensor x, Tensor v) { return Transforms.vjp("vjp", one(f), List.of(x), v).getFirst(); }
    /// The same of a function of two tensors: a product for each.
    public static List<Tensor> vjp(BiFunction<Tensor, Tensor, Tensor> f, Tensor a, Tensor b, Tensor v) { return Transforms.vjp("vjp", two(f), List.of(a, b), v); }
    /// The same of a function of a list of tensors.
    public static List<Tensor> vjp(Function<List<Tensor>, Tensor> f, List<Tensor> x, Tensor v) { return Transforms.vjp("vjp", f, x, v); }

    /// The Jacobian of a function at `x` times the tangent `v`, by forward mode: computed along with the result, without a tape.
    /// {@snippet : jvp(x -> x.square().sum(), tensor(1.0, 2.0), tensor(1.0, 10.0))    // ==> 42.  float32 [] }
    public static Tensor jvp(Function<Tensor, Tensor> f, Tensor x, Tensor v) { return Transforms.jvp(one(f), List.of(x), List.of(v)); }
    /// The same of a function of two tensors, each of which moves.
    public static Tensor jvp(BiFunction<Tensor, Tensor, Tensor> f, Tensor a, Tensor b, Tensor va, Tensor vb) { return Transforms.jvp(two(f), List.of(a, b), List.of(va, vb)); }
    /// The same of a function of a list of tensors.
    public static Tensor jvp(Function<List<Tensor>, Tensor> f, List<Tensor> x, List<Tensor> v) { return Transforms.jvp(f, x, v); }

    /// Every derivative of every element of the result: its shape followed by the shape of `x`.
    /// {@snippet : jacobian(x -> x.square(), tensor(1.0, 2.0))    // ==> [[2., 0.], [0., 4.]]  float32 [2, 2] }
    public static Tensor jacobian(Function<Tensor, Tensor> f, Tensor x) { return Transforms.jacobian(one(f), List.of(x)).getFirst(); }
    /// The same of a function of two tensors: by each of them.
    public static List<Tensor> jacobian(BiFunction<Tensor, Tensor, Tensor> f, Tensor a, Tensor b) { return Transforms.jacobian(two(f), List.of(a, b)); }
    /// The same of a function of a list of tensors.
    public static List<Tensor> jacobian(Function<List<Tensor>, Tensor> f, List<Tensor> x) { return Transforms.jacobian(f, x); }

    /// The second derivatives of a function whose result is a single number: the shape of `x` twice.
    /// {@snippet : hessian(x -> x.pow(3).sum(), tensor(1.0, 2.0))    // ==> [[6., 0.], [0., 12.]]  float32 [2, 2] }
    public static Tensor hessian(Function<Tensor, Tensor> f, Tensor x) { return Transforms.hessian(one(f), List.of(x)).getFirst().getFirst(); }
    /// The same of a function of two tensors: by each pair of them.
    public static List<List<Tensor>> hessian(BiFunction<Tensor, Tensor, Tensor> f, Tensor a, Tensor b) { return Transforms.hessian(two(f), List.of(a, b)); }
    /// The same of a function of a list of tensors.
    public static List<List<Tensor>> hessian(Function<List<Tensor>, Tensor> f, List<Tensor> x) { return Transforms.hessian(f, x); }

    /// The matrix of second derivatives times `v`, at the price of a few evaluations.
    /// {@snippet : hvp(x -> x.pow(3).sum(), tensor(1.0, 2.0), tensor(1.0, 1.0))    // ==> [6., 12.]  float32 [2] }
    public static Tensor hvp(Function<Tensor, Tensor> f, Tensor x, Tensor v) { return Transforms.hvp(one(f), List.of(x), List.of(v)).getFirst(); }
    /// The same of a function of two tensors.
    public static List<Tensor> hvp(BiFunction<Tensor, Tensor, Tensor> f, Tensor a, Tensor b, Tensor va, Tensor vb) { return Transforms.hvp(two(f), List.of(a, b), List.of(va, vb)); }
    /// The same of a function of a list of tensors.
    public static List<Tensor> hvp(Function<List<Tensor>, Tensor> f, List<Tensor> x, List<Tensor> v) { return Transforms.hvp(f, x, v); }

    /// A function of one example made one of many, which lie along the first dimension and are computed together.
    /// {@snippet : vmap(x -> x.dot(x)).apply(tensor("[[1., 2.], [3., 4.]]"))    // ==> [5., 25.]  float32 [2] }
    public static Function<Tensor, Tensor> vmap(Function<Tensor, Tensor> f) { return vmap(f, 0); }
    /// The same along another dimension.
    public static Function<Tensor, Tensor> vmap(Function<Tensor, Tensor> f, int dim) { return x -> Transforms.vmap(one(f), List.of(dim), List.of(x)); }
    /// The same of two tensors, each along its dimension; null for one that is the same for all examples.
    /// {@snippet : vmap((a, b) -> a.dot(b), 0, null).apply(eye(2), tensor(3.0, 4.0))    // ==> [3., 4.]  float32 [2] }
    public static BiFunction<Tensor, Tensor, Tensor> vmap(BiFunction<Tensor, Tensor, Tensor> f, Integer dimA, Integer dimB) {
        return (a, b) -> Transforms.vmap(two(f), Arrays.asList(dimA, dimB), List.of(a, b));
    }
    /// The same of a list of tensors.
    public static Function<List<Tensor>, Tensor> vmap(Function<List<Tensor>, Tensor> f, List<Integer> dims) { return x -> Transforms.vmap(f, dims, x); }

    /// What a function gives, without keeping what its backward will need: it is computed again then, dropouts the same.
    /// {@snippet :
    /// var x = var(3);
    /// checkpoint(a -> a.exp().log().square(), x).backward();
    /// x.grad()    // ==> 6.  float32 []
    /// }
    public static Tensor checkpoint(Function<Tensor, Tensor> f, Tensor x) { return Transforms.checkpoint(one(f), x); }
    /// The same of a function of two tensors.
    public static Tensor checkpoint(BiFunction<Tensor, Tensor, Tensor> f, Tensor a, Tensor b) { return Transforms.checkpoint(two(f), a, b); }

    /// A function with a derivative of its own: `backward` takes the cotangent of the result and the input, and gives the gradient.
    /// {@snippet :
    /// var through = function(x -> x.round(), (g, x) -> g);
    /// var x = var(1.7);
    /// through.apply(x).backward();
    /// x.grad()    // ==> 1.  float32 []
    /// }
    public static Function<Tensor, Tensor> function(Function<Tensor, Tensor> forward, BiFunction<Tensor, Tensor, Tensor> backward) { return function("function", forward, backward); }
    /// The same of two tensors; `backward` gives a list of two gradients, `(g, a, b) -> List.of(g.mul(b), g.mul(a))`.
    public static BiFunction<Tensor, Tensor, Tensor> function(BiFunction<Tensor, Tensor, Tensor> forward, Functions.Three<List<Tensor>> backward) { return function("function", forward, backward); }
    /// The same under a name, which messages and printed results call it by.
    /// {@snippet : function("through", x -> x.round(), (g, x) -> g)    // ==> through }
    public static Function<Tensor, Tensor> function(String name, Function<Tensor, Tensor> forward, BiFunction<Tensor, Tensor, Tensor> backward) { return Functions.function(name, forward, backward); }
    /// The same of two tensors, under a name.
    public static BiFunction<Tensor, Tensor, Tensor> function(String name, BiFunction<Tensor, Tensor, Tensor> forward, Functions.Three<List<Tensor>> backward) { return Functions.function(name, forward, backward); }

    // ---- what went wrong ----

    /// Which operation behind a tensor, or of its backward, first made something that is not a finite number; the graph stays.
    /// {@snippet : diagnose(var(4).sub(4).log().add(1))    // ==> log: the result is -Infinity at [], the first number that is not finite; the input there is 0.0 }
    public static String diagnose(Tensor y) { return Detective.diagnose(y); }
    /// Runs a body, and stops at the first operation, forwards or backwards, that makes something not finite of finite numbers.
    public static <T> T detectAnomaly(Supplier<T> body) { return Detective.watch(body); }
    /// The same of a body without a result.
    public static void detectAnomaly(Runnable body) {
        Detective.watch(() -> {
            body.run();
            return null;
        });
    }

    // ---- layers ----

    /// `x · weightᵀ + bias`, from `in` features to `out`, with PyTorch's initial values.
    /// {@snippet : linear(3, 2).weight().shape()    // ==> [2, 3] }
    public static Linear linear(int in, int out) { return Linear.of(in, out, true); }
    /// The same with or without a bias.
    public static Linear linear(int in, int out, boolean bias) { return Linear.of(in, out, bias); }
    /// Layers one after the other.
    /// {@snippet : sequential(flatten(), relu())    // ==> flatten() -> relu() }
    public static Layer sequential(Layer... layers) { return Chain.of(layers); }
    /// 1 / (1 + e⁻ˣ) of each element.
    public static Layer sigmoid() { return new Activation(Tensor.SIGMOID); }
    /// Each element, or 0 where it is negative.
    public static Layer relu() { return new Activation(Tensor.RELU); }
    /// The hyperbolic tangent of each element.
    public static Layer tanh() { return new Activation(Tensor.TANH); }
    /// x · Φ(x) of each element.
    public static Layer gelu() { return new Activation(Tensor.GELU); }
    /// log(1 + eˣ) of each element.
    public static Layer softplus() { return new Activation(Tensor.SOFTPLUS, 1, 20); }
    /// Softmax along a dimension; not in front of `crossEntropyLoss`, which has one of its own.
    public static Layer softmax(int dim) { return new Softmax(dim, false); }
    /// The logarithm of softmax along a dimension.
    public static Layer logSoftmax(int dim) { return new Softmax(dim, true); }
    /// While training, zeros elements with a probability and scales the others up.
    public static Layer dropout(double p) { return new Dropout(p); }
    /// Makes one dimension of all but the first.
    public static Layer flatten() { return new Flatten(); }

    // ---- further activations ----

    /// Each element, at least 0 and at most 6.
    public static Layer relu6() { return new Activation(Tensor.RELU6); }
    /// x times the sigmoid of x, of each element.
    public static Layer silu() { return new Activation(Tensor.SILU); }
    /// x · tanh(log(1 + eˣ)) of each element.
    public static Layer mish() { return new Activation(Tensor.MISH); }
    /// `elu` with the constants that keep mean and variance.
    public static Layer selu() { return new Activation(Tensor.SELU); }
    /// A sigmoid of three straight lines.
    public static Layer hardsigmoid() { return new Activation(Tensor.HARDSIGMOID); }
    /// x times `hardsigmoid` of x, of each element.
    public static Layer hardswish() { return new Activation(Tensor.HARDSWISH); }
    /// x / (1 + |x|) of each element.
    public static Layer softsign() { return new Activation(Tensor.SOFTSIGN); }
    /// x - tanh x of each element.
    public static Layer tanhshrink() { return new Activation(Tensor.TANHSHRINK); }
    /// The logarithm of the sigmoid of each element.
    public static Layer logsigmoid() { return new Activation(Tensor.LOGSIGMOID); }
    /// Each element, or a hundredth of it where it is negative.
    public static Layer leakyRelu() { return leakyRelu(0.01); }
    /// Each element, or so much of it where it is negative.
    /// {@snippet : leakyRelu(0.2)    // ==> leakyRelu(0.2) }
    public static Layer leakyRelu(double slope) { return new Activation(Tensor.LEAKY_RELU, slope); }
    /// Each element, or eˣ - 1 where it is negative.
    public static Layer elu() { return elu(1); }
    /// Each element, or `alpha` (eˣ - 1) where it is negative.
    public static Layer elu(double alpha) { return new Activation(Tensor.ELU, alpha); }
    /// Each element, or eˣ - 1 where it is negative.
    public static Layer celu() { return celu(1); }
    /// Each element, or `alpha` (e to the power of x / `alpha`, minus 1) where it is negative.
    public static Layer celu(double alpha) { return new Activation(Tensor.CELU, alpha); }
    /// Each element, at least -1 and at most 1.
    public static Layer hardtanh() { return hardtanh(-1, 1); }
    /// Each element, at least `low` and at most `high`.
    public static Layer hardtanh(double low, double high) { return new Activation(Tensor.HARDTANH, low, high); }
    /// Each element moved towards 0 by a half.
    public static Layer softshrink() { return softshrink(0.5); }
    /// Each element moved towards 0 by `lambda`.
    public static Layer softshrink(double lambda) { return new Activation(Tensor.SOFTSHRINK, lambda); }
    /// Each element, or 0 where it is at most a half in size.
    public static Layer hardshrink() { return hardshrink(0.5); }
    /// Each element, or 0 where it is at most `lambda` in size.
    public static Layer hardshrink(double lambda) { return new Activation(Tensor.HARDSHRINK, lambda); }
    /// log(1 + e to the power of `beta` x) / `beta`; x itself where `beta` x is above the threshold.
    public static Layer softplus(double beta, double threshold) { return new Activation(Tensor.SOFTPLUS, beta, threshold); }
    /// Each element, or `value` where it is not above the threshold.
    public static Layer threshold(double threshold, double value) { return new Activation(Tensor.THRESHOLD, threshold, value); }
    /// x · Φ(x) of each element: by "none", or by the approximation with "tanh".
    /// {@snippet : gelu("tanh")    // ==> geluTanh() }
    public static Layer gelu(String approximate) {
        return switch (approximate) {
            case "none" -> gelu();
            case "tanh" -> geluTanh();
            default -> throw new IllegalArgumentException("gelu: there is no approximation \"" + approximate + "\"; use \"none\" or \"tanh\"");
        };
    }
    /// The approximation of `gelu` with tanh.
    public static Layer geluTanh() { return new Activation(Tensor.GELU_TANH); }
    /// `leakyRelu` with one slope that is learnt, 0.25 at first.
    /// {@snippet : prelu().parameters().size()    // ==> 1 }
    public static Layer prelu() { return prelu(1); }
    /// `leakyRelu` with a slope that is learnt for each place of dimension 1.
    public static Layer prelu(int channels) { return Prelu.of(channels); }
    /// One half of a dimension times the sigmoid of the other half.
    public static Layer glu(int dim) { return new Glu(dim); }

    // ---- losses ----

    /// The mean of the squared differences.
    /// {@snippet : mseLoss().apply(tensor(1.0, 2.0), tensor(1.0, 4.0))    // ==> 2.  float32 [] }
    public static Loss mseLoss() { return new MseLoss(); }
    /// The mean of the absolute differences.
    /// {@snippet : l1Loss().apply(tensor(1.0, 2.0), tensor(1.0, 4.0))    // ==> 1.  float32 [] }
    public static Loss l1Loss() { return new L1Loss(); }
    /// The mean negative logarithm of the softmax at the right class.
    /// {@snippet : crossEntropyLoss().apply(tensor("[[0., 0.]]"), tensor(new long[] {1}))    // ==> 0.6931  float32 [] }
    public static Loss crossEntropyLoss() { return new CrossEntropyLoss(); }

    // ---- optimisers and schedules ----

    /// Stochastic gradient descent; `.momentum(0.9)`, `.nesterov()`, `.weightDecay(0.01)`.
    /// {@snippet : sgd(linear(3, 2).parameters(), 0.1).momentum(0.9)    // ==> sgd(0.1).momentum(0.9) }
    public static Sgd sgd(List<Tensor> parameters, double lr) { return new Sgd(parameters, lr); }
    /// Adam; `.betas(0.9, 0.999)`, `.eps(1e-8)`, `.weightDecay(0.01)`.
    public static Adam adam(List<Tensor> parameters, double lr) { return Adam.adam(parameters, lr); }
    /// Adam with decoupled weight decay.
    public static Adam adamW(List<Tensor> parameters, double lr) { return Adam.adamW(parameters, lr); }
    /// RMSprop; `.alpha(0.99)`, `.eps(1e-8)`.
    public static Rmsprop rmsprop(List<Tensor> parameters, double lr) { return new Rmsprop(parameters, lr); }
    /// Adagrad; `.eps(1e-10)`.
    public static Adagrad adagrad(List<Tensor> parameters, double lr) { return new Adagrad(parameters, lr); }
    /// The learning rate down along half a cosine to 0.
    /// {@snippet : cosine(10).rate(0.1, 5)    // ==> 0.05 }
    public static Schedule cosine(int epochs) { return new Cosine(epochs, 0); }
    /// The learning rate down along half a cosine to `min`.
    public static Schedule cosine(int epochs, double min) { return new Cosine(epochs, min); }
    /// The learning rate times `factor` after every `epochs` epochs.
    public static Schedule stepSchedule(int epochs, double factor) { return new StepSchedule(epochs, factor); }

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
