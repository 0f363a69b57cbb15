package gradshell.tensor;

import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;

/// What networks do with their activations: normalisation, attention, embedding.
public sealed interface Normalizations permits Tensor {

    private Tensor self() { return (Tensor) this; }

    // ---- normalisation ----

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

    private static Shape channelled(Tensor x) { return Shape.of(x.size(1)).concat(Shape.of(java.util.stream.IntStream.range(2, x.dim()).map(_ -> 1).toArray())); }

    /// Dimensions from one on with their mean taken away and divided by their deviation.
    private static Tensor standardized(Tensor x, int from, double eps) {
        if (x.numel() == 0) return x.mul(1);
        int[] dims = java.util.stream.IntStream.range(from, x.dim()).toArray();
        Tensor centred = x.sub(x.mean(KeepDim.KEEP_DIM, dims));
        return centred.mul(centred.square().mean(KeepDim.KEEP_DIM, dims).add(eps).rsqrt());
    }

    private static Tensor scaled(String operation, Tensor x, Tensor weight, Tensor bias, Shape wanted, Shape beside) {
        for (Tensor given : new Tensor[] {weight, bias})
            if (given != null && !given.shape().equals(wanted)) throw new ShapeException(operation + ": " + (given == weight ? "the weight" : "the bias") + " has shape " + given.shape() + "; it needs " + wanted);
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
        if (causal) mask = Tensor.of(gradshell.kernel.Copies.full(DType.INT64, Shape.of(query.size(-2), key.size(-2)), 1)).tril().ne(0);
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
