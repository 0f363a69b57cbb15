package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import gradshell.kernel.Copies;
import gradshell.kernel.Deviations;
import gradshell.kernel.Softmaxes;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What networks do with their activations: normalisation, attention, embedding.
public sealed interface Normalizations permits Tensor {

    private Tensor self() { return (Tensor) this; }

    // ---- softmax ----

    /// Positive numbers that add up to 1 along a dimension. Its Jacobian is symmetric.
    record Softmax(int dim) implements Prepared {
        @Override
        public Type type(Type... in) { return new Type(in[0].dtype().floating(), in[0].shape()); }

        @Override
        public Runnable bound(Array out, Array... in) { return Softmaxes.into(out, in[0], dim, false); }

        @Override
        public boolean reads(int wanted, int input) { return input < 0; }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) { return g.apply(new SoftmaxBackward(dim), y); }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) { return vjp(0, dx[0], y, in, null); }

        @Override
        public Op batched(int size) { return new Softmax(dim + 1); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Softmax(1), 3, 4), Sample.of(new Softmax(0), 3, 4), Sample.of(new Softmax(2), 2, 3, 5), Sample.of(new Softmax(1), 2, 3, 5), Sample.of(new Softmax(1), 3, 300)); }
    }

    /// Their logarithms.
    record LogSoftmax(int dim) implements Prepared {
        @Override
        public Type type(Type... in) { return new Type(in[0].dtype().floating(), in[0].shape()); }

        @Override
        public Runnable bound(Array out, Array... in) { return Softmaxes.into(out, in[0], dim, true); }

        @Override
        public boolean reads(int wanted, int input) { return input < 0; }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) { return g.apply(new LogSoftmaxBackward(dim), y); }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) { return dx[0].sub(dx[0].mul(y.exp()).sum(KeepDim.KEEP_DIM, dim)); }

        @Override
        public Op batched(int size) { return new LogSoftmax(dim + 1); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new LogSoftmax(1), 3, 4), Sample.of(new LogSoftmax(0), 3, 4), Sample.of(new LogSoftmax(2), 2, 3, 5), Sample.of(new LogSoftmax(1), 2, 3, 5), Sample.of(new LogSoftmax(1), 3, 300)); }
    }

    /// What a cotangent g of a softmax y is worth before it: y · (g - Σ g y), symmetric in what it does to g.
    record SoftmaxBackward(int dim) implements Prepared {
        @Override
        public Type type(Type... in) { return new Type(in[0].dtype().floating(), in[0].shape()); }

        @Override
        public Runnable bound(Array out, Array... in) { return Softmaxes.backward(out, in[0], in[1], dim, false); }

        /// Σ g y.
        private Tensor sum(Tensor g, Tensor y) { return g.mul(y).sum(KeepDim.KEEP_DIM, dim); }

        @Override
        public Tensor vjp(int wanted, Tensor u, Tensor result, Tensor[] in, Type type) {
            Tensor g = in[0], y = in[1];
            return wanted == 0 ? u.apply(this, y) : u.mul(g.sub(sum(g, y))).sub(g.mul(sum(u, y)));
        }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor result, Tensor[] in) {
            Tensor g = in[0], y = in[1], first = dx[0] == null ? null : dx[0].apply(this, y);
            if (dx[1] == null) return first;
            Tensor second = dx[1].mul(g.sub(sum(g, y))).sub(y.mul(sum(g, dx[1])));
            return first == null ? second : first.add(second);
        }

        @Override
        public Op batched(int size) { return new SoftmaxBackward(dim + 1); }

        static Stream<Sample> samples() { return Stream.of(1, 0, 2).map(dim -> Sample.of(new SoftmaxBackward(dim), Shape.of(2, 3, 4), Shape.of(2, 3, 4))); }
    }

    /// What a cotangent g of a logSoftmax y is worth before it: g - eʸ · Σ g.
    record LogSoftmaxBackward(int dim) implements Prepared {
        @Override
        public Type type(Type... in) { return new Type(in[0].dtype().floating(), in[0].shape()); }

        @Override
        public boolean reads(int wanted, int input) { return input == 1 || wanted == 1 && input == 0; }

        @Override
        public Runnable bound(Array out, Array... in) { return Softmaxes.backward(out, in[0], in[1], dim, true); }

        @Override
        public Tensor vjp(int wanted, Tensor u, Tensor result, Tensor[] in, Type type) {
            Tensor powers = u.mul(in[1].exp());
            return wanted == 0 ? u.sub(powers.sum(KeepDim.KEEP_DIM, dim)) : powers.mul(in[0].sum(KeepDim.KEEP_DIM, dim)).neg();
        }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor result, Tensor[] in) {
            Tensor first = dx[0] == null ? null : dx[0].apply(this, in[1]);
            if (dx[1] == null) return first;
            Tensor second = dx[1].mul(in[1].exp()).mul(in[0].sum(KeepDim.KEEP_DIM, dim));
            return first == null ? second.neg() : first.sub(second);
        }

        @Override
        public Op batched(int size) { return new LogSoftmaxBackward(dim + 1); }

        static Stream<Sample> samples() { return Stream.of(1, 0, 2).map(dim -> Sample.of(new LogSoftmaxBackward(dim), Shape.of(2, 3, 4), Shape.of(2, 3, 4))); }
    }

    /// e to the power of each element, divided by their sum along a dimension: positive numbers that add up to 1.
    /// {@snippet : tensor(1.0, 1.0).softmax(0)    // ==> [0.5000, 0.5000]  float32 [2] }
    default Tensor softmax(int dim) {
        int along = self().shape().dimension("softmax", dim);
        Tensor x = self().to(self().dtype().floating());
        return x.dim() == 0 ? x.reshape(1).softmax(0).reshape(Shape.SCALAR) : x.apply(new Softmax(along));
    }

    /// The logarithm of [#softmax], exact where that is close to 0.
    default Tensor logSoftmax(int dim) {
        int along = self().shape().dimension("logSoftmax", dim);
        Tensor x = self().to(self().dtype().floating());
        return x.dim() == 0 ? x.reshape(1).logSoftmax(0).reshape(Shape.SCALAR) : x.apply(new LogSoftmax(along));
    }

    // ---- normalisation ----

    /// Rows of the dimensions from one on, with their mean taken away and divided by their deviation. Its Jacobian is symmetric.
    record Standardize(int from, double eps) implements Prepared {
        @Override
        public String name() { return "layerNorm"; }

        @Override
        public Type type(Type... in) { return new Type(in[0].dtype().floating(), in[0].shape()); }

        @Override
        public Runnable bound(Array out, Array... in) { return Deviations.standardize(out, in[0], from, eps); }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) { return g.apply(new StandardizeBackward(from), y, in[0].apply(new InverseDeviation(from, eps))); }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) { return vjp(0, dx[0], y, in, null); }

        @Override
        public Op batched(int size) { return new Standardize(from + 1, eps); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Standardize(1, 1e-5), 3, 4), Sample.of(new Standardize(1, 0.1), 2, 3, 5), Sample.of(new Standardize(0, 1e-5), 7), Sample.of(new Standardize(1, 1e-5), 3, 300)); }
    }

    /// 1 / √(variance + eps) of such rows, whose dimensions are left with size 1.
    record InverseDeviation(int from, double eps) implements Prepared {
        @Override
        public String name() { return "layerNorm"; }

        @Override
        public Type type(Type... in) {
            Shape x = in[0].shape();
            for (int i = from; i < x.rank(); i++) x = x.with(i, 1);
            return new Type(in[0].dtype().floating(), x);
        }

        @Override
        public Runnable bound(Array out, Array... in) { return Deviations.inverse(out, in[0], from, eps); }

        private int[] dims(Tensor x) { return IntStream.range(from, x.dim()).toArray(); }

        /// -(x - mean) / (n deviation³).
        private Tensor slope(Tensor y, Tensor x) {
            int count = x.shape().slice(from, x.dim()).elements();
            return x.sub(x.mean(KeepDim.KEEP_DIM, dims(x))).mul(y.mul(y).mul(y).div(-count));
        }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) { return g.mul(slope(y, in[0])); }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) { return dx[0].mul(slope(y, in[0])).sum(KeepDim.KEEP_DIM, dims(dx[0])); }

        @Override
        public Op batched(int size) { return new InverseDeviation(from + 1, eps); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new InverseDeviation(1, 1e-5), 3, 4), Sample.of(new InverseDeviation(1, 0.1), 2, 3, 5), Sample.of(new InverseDeviation(0, 1e-5), 7)); }
    }

    /// What a cotangent g of standardized rows y is worth before them: (g - mean(g) - y · mean(g y)) · d, with the inverse deviations d of the rows.
    record StandardizeBackward(int from) implements Prepared {
        @Override
        public Type type(Type... in) { return new Type(in[0].dtype().floating(), in[0].shape()); }

        @Override
        public Runnable bound(Array out, Array... in) { return Deviations.backward(out, in[0], in[1], in[2], from); }

        private Tensor mean(Tensor x) { return x.mean(KeepDim.KEEP_DIM, IntStream.range(from, x.dim()).toArray()); }

        /// g - mean(g) - y · mean(g y).
        private Tensor plain(Tensor g, Tensor y) { return g.sub(mean(g)).sub(y.mul(mean(g.mul(y)))); }

        @Override
        public Tensor vjp(int wanted, Tensor u, Tensor result, Tensor[] in, Type type) {
            Tensor g = in[0], y = in[1], d = in[2];
            return switch (wanted) {
                case 0 -> u.apply(this, y, d);
                case 1 -> u.mul(mean(g.mul(y))).add(g.mul(mean(u.mul(y)))).mul(d).neg();
                default -> u.mul(plain(g, y)).sum(KeepDim.KEEP_DIM, IntStream.range(from, u.dim()).toArray());
            };
        }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor result, Tensor[] in) {
            Tensor g = in[0], y = in[1], d = in[2], sum = dx[0] == null ? null : dx[0].apply(this, y, d);
            if (dx[1] != null) {
                Tensor part = dx[1].mul(mean(g.mul(y))).add(y.mul(mean(g.mul(dx[1])))).mul(d);
                sum = sum == null ? part.neg() : sum.sub(part);
            }
            if (dx[2] == null) return sum;
            Tensor part = plain(g, y).mul(dx[2]);
            return sum == null ? part : sum.add(part);
        }

        @Override
        public Op batched(int size) { return new StandardizeBackward(from + 1); }

        static Stream<Sample> samples() {
            return Stream.of(Sample.of(new StandardizeBackward(1), Shape.of(3, 4), Shape.of(3, 4), Shape.of(3, 1)), Sample.of(new StandardizeBackward(1), Shape.of(2, 3, 5), Shape.of(2, 3, 5), Shape.of(2, 1, 1)));
        }
    }

    /// Each line of the last dimension with its mean taken away and divided by its deviation.
    /// {@snippet : tensor(1.0, 3.0).layerNorm(2)    // ==> [-1.0000, 1.0000]  float32 [2] }
    default Tensor layerNorm(int... sizes) { return layerNorm(sizes, null, null, 1e-5); }
    /// The last dimensions, of the given sizes, with their mean taken away and divided by their deviation, then times a weight and plus a bias, each null for none; `eps` is added to the variance.
    default Tensor layerNorm(int[] sizes, Tensor weight, Tensor bias, double eps) {
        Tensor x = floating("layerNorm");
        Shape last = Shape.of(sizes);
        if (last.rank() == 0 || last.rank() > x.dim() || !x.shape().slice(x.dim() - last.rank(), x.dim()).equals(last))
            throw new ShapeException("layerNorm: shape " + x.shape() + " does not end with " + last + "; give the sizes of its last dimensions");
        return scaled("layerNorm", standardized(x, x.dim() - last.rank(), eps), weight, bias, last, last);
    }

    /// The last dimensions, of the given sizes, divided by the root of the mean of their squares (Zhang and Sennrich, 2019).
    /// {@snippet : tensor(3.0, 4.0).rmsNorm(2)    // ==> [0.8485, 1.1314]  float32 [2] }
    default Tensor rmsNorm(int... sizes) { return rmsNorm(sizes, null, self().dtype() == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f)); }
    /// The same, times a weight of these sizes, or null for none; `eps` is added to the mean of the squares.
    default Tensor rmsNorm(int[] sizes, Tensor weight, double eps) {
        Tensor x = floating("rmsNorm");
        Shape last = Shape.of(sizes);
        if (last.rank() == 0 || last.rank() > x.dim() || !x.shape().slice(x.dim() - last.rank(), x.dim()).equals(last))
            throw new ShapeException("rmsNorm: shape " + x.shape() + " does not end with " + last + "; give the sizes of its last dimensions");
        if (weight != null && !weight.shape().equals(last)) throw new ShapeException("rmsNorm: the weight has shape " + weight.shape() + "; it needs " + last);
        Tensor normed = x.mul(x.square().mean(KeepDim.KEEP_DIM, IntStream.range(x.dim() - last.rank(), x.dim()).toArray()).add(eps).rsqrt());
        return weight == null ? normed : normed.mul(weight);
    }

    /// Channels, dimension 1, in so many groups, each example's group with its mean taken away and divided by its deviation.
    /// {@snippet : tensor("[[1., 3., 5., 5.]]").groupNorm(2)    // ==> [[-1.0000, 1.0000, 0.0000, 0.0000]]  float32 [1, 4] }
    default Tensor groupNorm(int groups) { return groupNorm(groups, null, null, 1e-5); }
    /// The same, then times a weight and plus a bias of the channels, each null for none; `eps` is added to the variance.
    default Tensor groupNorm(int groups, Tensor weight, Tensor bias, double eps) {
        Tensor x = floating("groupNorm");
        if (x.dim() < 2) throw new ShapeException("groupNorm: shape " + x.shape() + " has no channels; it needs at least [batch, channels]");
        int channels = x.size(1);
        if (groups < 1 || channels % groups != 0) throw new ShapeException("groupNorm: " + channels + " channels of shape " + x.shape() + " do not make " + groups + " equal groups");
        Tensor norm = standardized(x.reshape(x.size(0), groups, x.numel() == 0 ? 0 : -1), 2, eps).reshape(x.shape());
        return scaled("groupNorm", norm, weight, bias, Shape.of(channels), channelled(x));
    }

    /// Each channel of each example, dimensions 0 and 1, with its mean taken away and divided by its deviation.
    /// {@snippet : tensor("[[[1., 3.], [5., 5.]]]").instanceNorm()    // ==> [[[-1.0000, 1.0000], [0.0000, 0.0000]]]  float32 [1, 2, 2] }
    default Tensor instanceNorm() {
        if (self().dim() < 3) throw new ShapeException("instanceNorm: shape " + self().shape() + " leaves nothing to normalise over; it needs [batch, channels, …]");
        return standardized(floating("instanceNorm"), 2, 1e-5);
    }

    /// Each channel, dimension 1, with the mean of the whole batch taken away and divided by its deviation, as while training.
    /// {@snippet : tensor("[[1.], [3.]]").batchNorm(null, null, 1e-5)    // ==> [[-1.0000], [1.0000]]  float32 [2, 1] }
    default Tensor batchNorm(Tensor weight, Tensor bias, double eps) {
        Tensor x = batch();
        Tensor lines = x.movedim(1, 0).reshape(x.size(1), x.numel() == 0 ? 0 : -1);
        if (x.numel() > 0 && lines.size(1) < 2) throw new ShapeException("batchNorm: shape " + x.shape() + " holds one number for each channel, which has no deviation; use a larger batch, or give running statistics");
        Tensor mean = lines.mean(1).reshape(channelled(x)), spread = lines.var(new Correction(0), 1).reshape(channelled(x));
        return scaled("batchNorm", x.sub(mean).mul(spread.add(eps).rsqrt()), weight, bias, Shape.of(x.size(1)), channelled(x));
    }
    /// The same with a mean and a variance that were measured before, as when predicting.
    default Tensor batchNorm(Tensor mean, Tensor variance, Tensor weight, Tensor bias, double eps) {
        Tensor x = batch();
        Shape channels = Shape.of(x.size(1));
        for (Tensor known : new Tensor[] {mean, variance}) if (!known.shape().equals(channels)) throw new ShapeException("batchNorm: a running statistic has shape " + known.shape() + " for shape " + x.shape() + "; it needs one number for each channel, " + channels);
        Tensor norm = x.sub(mean.reshape(channelled(x))).mul(variance.reshape(channelled(x)).add(eps).rsqrt());
        return scaled("batchNorm", norm, weight, bias, channels, channelled(x));
    }

    private Tensor batch() {
        Tensor x = floating("batchNorm");
        if (x.dim() < 2) throw new ShapeException("batchNorm: shape " + x.shape() + " has no channels; it needs at least [batch, channels]");
        return x;
    }

    private Tensor floating(String operation) {
        if (!self().dtype().isFloating()) throw new DTypeException(operation + ": " + self().dtype() + " cannot hold what lies between two numbers; use x.to(float32)." + operation + "(…)");
        return self();
    }

    private static Shape channelled(Tensor x) { return Shape.of(x.size(1)).concat(Shape.of(IntStream.range(2, x.dim()).map(_ -> 1).toArray())); }

    /// Dimensions from one on with their mean taken away and divided by their deviation.
    private static Tensor standardized(Tensor x, int from, double eps) {
        return x.apply(new Standardize(from, eps));
    }

    private static Tensor scaled(String operation, Tensor x, Tensor weight, Tensor bias, Shape wanted, Shape beside) {
        for (Tensor given : new Tensor[] {weight, bias})
            if (given != null && !given.shape().equals(wanted)) throw new ShapeException(operation + ": " + (given == weight ? "the weight" : "the bias") + " has shape " + given.shape() + "; it needs " + wanted);
        if (weight != null && bias != null) return bias.reshape(beside).addcmul(x, weight.reshape(beside));
        if (weight != null) x = x.mul(weight.reshape(beside));
        return bias == null ? x : x.add(bias.reshape(beside));
    }

    // ---- attention ----

    /// The values, each weighed by how well its key fits the query: `softmax(q kᵀ / √d) v`, over the last two dimensions.
    /// {@snippet : zeros(1, 2).scaledDotProductAttention(zeros(2, 2), tensor("[[1.], [3.]]"))    // ==> [[2.]]  float32 [1, 1] }
    default Tensor scaledDotProductAttention(Tensor key, Tensor value) { return scaledDotProductAttention(key, value, null, false); }
    /// The same with a mask, or null: a bool one is true where a query may look, a floating one is added before the softmax; if `causal`, no query looks at keys behind its own place.
    default Tensor scaledDotProductAttention(Tensor key, Tensor value, Tensor mask, boolean causal) {
        Tensor query = floating("scaledDotProductAttention");
        if (query.dim() < 2 || key.dim() < 2 || value.dim() < 2 || query.size(-1) != key.size(-1) || key.size(-2) != value.size(-2))
            throw new ShapeException("scaledDotProductAttention: query " + query.shape() + ", key " + key.shape() + " and value " + value.shape() + " do not fit; they need […, l, d], […, s, d] and […, s, e]");
        if (causal && mask != null) throw new IllegalArgumentException("scaledDotProductAttention: a mask is given, and causal is one too; join them, mask.logicalAnd(ones(l, s).tril().ne(0))");
        if (causal) mask = Tensor.of(Copies.full(DType.INT64, Shape.of(query.size(-2), key.size(-2)), 1)).tril().ne(0);
        Tensor scores = query.matmul(key.transpose(-2, -1)).div(Math.sqrt(query.size(-1)));
        if (mask != null) scores = mask.dtype() == DType.BOOL ? scores.where(mask, Tensor.of(scores.dtype(), Double.NEGATIVE_INFINITY)) : scores.add(mask);
        return scores.softmax(-1).matmul(value);
    }

    // ---- embedding ----

    /// The rows of a table that these whole numbers name.
    /// {@snippet : tensor(1, 0).embedding(tensor("[[1., 2.], [3., 4.]]"))    // ==> [[3., 4.], [1., 2.]]  float32 [2, 2] }
    default Tensor embedding(Tensor weight) {
        if (weight.dim() != 2) throw new ShapeException("embedding: the weight has shape " + weight.shape() + "; it needs [rows, features]");
        if (self().dtype() != DType.INT64 && self().dtype() != DType.INT32) throw new DTypeException("embedding: rows are named by whole numbers, not " + self().dtype() + "; use x.to(int64).embedding(…)");
        Tensor rows = weight.indexSelect(0, self().to(DType.INT64).flatten());
        return rows.reshape(self().shape().concat(Shape.of(weight.size(1))));
    }
    /// The same, where one row, counted from the end if negative, gets no gradient.
    default Tensor embedding(Tensor weight, int paddingIndex) {
        Tensor rows = embedding(weight);
        int row = paddingIndex < 0 ? paddingIndex + weight.size(0) : paddingIndex;
        if (row < 0 || row >= weight.size(0)) throw new ShapeException("embedding: the padding index " + paddingIndex + " is out of range for " + weight.size(0) + " rows");
        return rows.detach().where(self().eq(row).unsqueeze(-1), rows);
    }
}
