package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Sorting, picking by rank, searching. NaN counts as larger than every number; equal elements keep their order.
public sealed interface Orders permits Tensor {

    private Tensor self() { return (Tensor) this; }

    private int axis(String operation, int dim) { return self().shape().dimension(operation, dim); }

    private int filled(String operation, int dim) {
        int axis = axis(operation, dim);
        if (self().dim() > 0 && self().shape().size(axis) == 0) throw new ShapeException(operation + ": dimension " + dim + " of shape " + self().shape() + " has no elements");
        return axis;
    }

    private Tensor line() { return self().dim() == 0 ? self().reshape(1) : self(); }

    // ---- where the extremes are ----

    /// The first places of the extremes along a dimension, which stays with size 1.
    private Tensor argument(String operation, int sign, int dim) {
        int axis = filled(operation, dim);
        Tensor x = line();
        return Recording.computed(in -> gradshell.kernel.Reductions.argument(in[0], axis, sign), x).reshape(x.shape().with(axis, 1));
    }

    private Shape kept(int dim, boolean keep) {
        int axis = axis("shape", dim);
        return self().dim() == 0 ? Shape.SCALAR : keep ? self().shape().with(axis, 1) : self().shape().remove(axis);
    }

    /// The index of the first largest element along a dimension; a NaN counts as the largest.
    /// {@snippet : tensor("[[1, 5], [7, 2]]").argmax(1)    // ==> [1, 0]  int64 [2] }
    default Tensor argmax(int dim) { return argument("argmax", 1, dim).reshape(kept(dim, false)); }
    /// The same, with the dimension left in place with size 1.
    default Tensor argmax(KeepDim keep, int dim) { return argument("argmax", 1, dim).reshape(kept(dim, true)); }
    /// The index of the first largest element in row-major order.
    default Tensor argmax() { return self().flatten().argmax(0); }
    /// The index of the first smallest element along a dimension; a NaN counts as the smallest.
    /// {@snippet : tensor("[[1, 5], [7, 2]]").argmin(1)    // ==> [0, 1]  int64 [2] }
    default Tensor argmin(int dim) { return argument("argmin", -1, dim).reshape(kept(dim, false)); }
    /// The same, with the dimension left in place with size 1.
    default Tensor argmin(KeepDim keep, int dim) { return argument("argmin", -1, dim).reshape(kept(dim, true)); }
    /// The index of the first smallest element in row-major order.
    default Tensor argmin() { return self().flatten().argmin(0); }

    private Picked picked(int dim, Tensor places, boolean keep) { return Picked.of(line(), axis("shape", dim), places, kept(dim, keep)); }

    /// The largest elements along a dimension and where they are; of equal ones the first.
    /// {@snippet :
    /// var top = tensor("[[1, 5], [7, 2]]").max(1);
    /// top.values()     // ==> [5, 7]  int64 [2]
    /// top.indices()    // ==> [1, 0]  int64 [2]
    /// }
    default Picked max(int dim) { return picked(dim, argument("max", 1, dim), false); }
    /// The same, with the dimension left in place with size 1.
    default Picked max(KeepDim keep, int dim) { return picked(dim, argument("max", 1, dim), true); }
    /// The smallest elements along a dimension and where they are; of equal ones the first.
    /// {@snippet : tensor("[[1, 5], [7, 2]]").min(0).values()    // ==> [1, 2]  int64 [2] }
    default Picked min(int dim) { return picked(dim, argument("min", -1, dim), false); }
    /// The same, with the dimension left in place with size 1.
    default Picked min(KeepDim keep, int dim) { return picked(dim, argument("min", -1, dim), true); }

    // ---- sorting ----

    /// The places of the elements in ascending order along the last dimension.
    default Tensor argsort() { return argsort(-1, false); }
    /// The places of the elements in ascending or descending order along the last dimension.
    default Tensor argsort(boolean descending) { return argsort(-1, descending); }
    /// The places of the elements in ascending order along a dimension.
    /// {@snippet : tensor(3, 1, 2).argsort(0)    // ==> [1, 2, 0]  int64 [3] }
    default Tensor argsort(int dim) { return argsort(dim, false); }
    /// The places of the elements in ascending or descending order along a dimension.
    default Tensor argsort(int dim, boolean descending) {
        int axis = axis("argsort", dim);
        return Recording.computed(in -> gradshell.kernel.Orders.argsort(in[0], axis, descending), line()).reshape(self().shape());
    }

    /// The elements in ascending order along the last dimension, and where they stood.
    default Picked sort() { return sort(-1, false); }
    /// The elements in ascending or descending order along the last dimension, and where they stood.
    default Picked sort(boolean descending) { return sort(-1, descending); }
    /// The elements in ascending order along a dimension, and where they stood.
    default Picked sort(int dim) { return sort(dim, false); }
    /// The elements in ascending or descending order along a dimension, and where they stood.
    /// {@snippet : tensor(3, 1, 2).sort(0, true).values()    // ==> [3, 2, 1]  int64 [3] }
    default Picked sort(int dim, boolean descending) {
        int axis = axis("sort", dim);
        return Picked.of(line(), axis, argsort(dim, descending).reshape(line().shape()), self().shape());
    }

    /// The `k` largest elements along the last dimension in descending order, and where they stood.
    default Picked topk(int k) { return topk(k, -1, true); }
    /// The `k` largest elements along a dimension in descending order, and where they stood.
    /// {@snippet : tensor(3, 1, 2).topk(2, 0).values()    // ==> [3, 2]  int64 [2] }
    default Picked topk(int k, int dim) { return topk(k, dim, true); }
    /// The `k` largest elements along a dimension in descending order, or the smallest in ascending order, and where they stood.
    default Picked topk(int k, int dim, boolean largest) {
        int axis = axis("topk", dim);
        Tensor x = line();
        if (k < 0 || k > x.shape().size(axis)) throw new ShapeException("topk: k is " + k + "; dimension " + dim + " of shape " + self().shape() + " has " + x.shape().size(axis) + " elements");
        Tensor places = x.argsort(axis, largest).narrow(axis, 0, k);
        return Picked.of(x, axis, places, self().dim() == 0 && k == 1 ? Shape.SCALAR : places.shape());
    }

    private Tensor ranked(String operation, int k, int dim) {
        int axis = filled(operation, dim);
        Tensor x = line();
        int size = x.shape().size(axis);
        if (k < 1 || k > size) throw new ShapeException(operation + ": k is " + k + "; dimension " + dim + " of shape " + self().shape() + " has elements 1 to " + size);
        return x.argsort(axis, false).narrow(axis, k - 1, 1);
    }

    /// The `k`-th smallest element along the last dimension, counted from 1, and where it stands.
    default Picked kthvalue(int k) { return kthvalue(k, -1); }
    /// The `k`-th smallest element along a dimension, counted from 1, and where it stands.
    /// {@snippet : tensor(3, 1, 2).kthvalue(2, 0).values()    // ==> 2  int64 [] }
    default Picked kthvalue(int k, int dim) { return picked(dim, ranked("kthvalue", k, dim), false); }
    /// The same, with the dimension left in place with size 1.
    default Picked kthvalue(KeepDim keep, int k, int dim) { return picked(dim, ranked("kthvalue", k, dim), true); }

    // ---- medians ----

    /// The place of the middle element, the lower one of two. A NaN makes the median NaN, unless NaNs are left out.
    private Tensor middle(String operation, int dim, boolean leaveOut) {
        int axis = filled(operation, dim);
        Tensor x = line();
        int size = x.shape().size(axis);
        Tensor order = x.argsort(axis, false);
        Tensor nans = x.detach().ne(x.detach()).sum(KeepDim.KEEP_DIM, axis);
        Tensor numbers = Tensor.of(DType.INT64, size).sub(nans);
        if (leaveOut) return order.gather(axis, numbers.sub(1).clamp(0, size).to(DType.FLOAT64).div(2).to(DType.INT64));
        return order.gather(axis, numbers.where(nans.gt(0), Tensor.of(DType.INT64, (size - 1) / 2)));
    }

    /// The middle element along a dimension, of two the lower, and where it stands; NaN if one of them is.
    /// {@snippet : tensor(3, 1, 2, 9).median(0).values()    // ==> 2  int64 [] }
    default Picked median(int dim) { return picked(dim, middle("median", dim, false), false); }
    /// The same, with the dimension left in place with size 1.
    default Picked median(KeepDim keep, int dim) { return picked(dim, middle("median", dim, false), true); }
    /// The middle element of those along a dimension that are not NaN, of two the lower, and where it stands.
    /// {@snippet : tensor(3, Double.NaN, 1).nanmedian(0).values()    // ==> 1.  float32 [] }
    default Picked nanmedian(int dim) { return picked(dim, middle("nanmedian", dim, true), false); }
    /// The same, with the dimension left in place with size 1.
    default Picked nanmedian(KeepDim keep, int dim) { return picked(dim, middle("nanmedian", dim, true), true); }

    /// The middle element of all; equal ones share the gradient.
    record Median() implements General {
        @Override
        public Type type(Type... in) { return new Type(in[0].dtype(), Shape.SCALAR); }

        @Override
        public Array forward(Type out, Array... in) {
            Tensor x = Tensor.of(in[0]).flatten();
            if (x.numel() == 0 && !out.dtype().isFloating()) throw new ShapeException("median: shape " + in[0].shape() + " has no elements, and " + out.dtype() + " no NaN to say so");
            return x.numel() == 0 ? Array.scalar(out.dtype(), Double.NaN) : x.median(0).values().array();
        }

        private static Tensor share(Tensor y, Tensor x) { return Reductions.share(y, x, new Axes(IntStream.range(0, x.dim()).boxed().toList())); }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) { return g.mul(share(y, in[0])); }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) { return dx[0].mul(share(y, in[0])).sum(); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Median(), 5), Sample.of(new Median(), 2, 3)); }
    }

    /// The middle element of all, of two the lower; NaN if one of them is.
    /// {@snippet : tensor("[[4, 1], [3, 2]]").median()    // ==> 2  int64 [] }
    default Tensor median() { return self().apply(new Median()); }

    // ---- quantiles ----

    private Tensor quantile(double q, int dim, boolean keep) {
        int axis = filled("quantile", dim);
        Tensor x = line();
        if (!x.dtype().isFloating()) throw new DTypeException("quantile: " + x.dtype() + " cannot hold what lies between two elements; use x.to(float32).quantile(…)");
        if (!(q >= 0 && q <= 1)) throw new IllegalArgumentException("quantile: q is " + q + "; it must be from 0 to 1");
        int last = x.shape().size(axis) - 1, below = (int) (q * last);
        double share = q * last - below;
        Tensor sorted = x.sort(axis).values(), low = sorted.narrow(axis, below, 1);
        Tensor between = low;
        if (share > 0) {
            Tensor high = sorted.narrow(axis, below + 1, 1), gap = high.sub(low);
            between = share < 0.5 ? low.add(gap.mul(share)) : high.sub(gap.mul(1 - share));
        }
        // A NaN is sorted to the end, and makes every quantile NaN.
        Tensor largest = sorted.narrow(axis, last, 1);
        return between.where(largest.eq(largest), largest).reshape(kept(dim, keep));
    }

    /// The number below which a share `q` of all elements lies, between neighbours in proportion; NaN if an element is.
    /// {@snippet : tensor(1.0, 2.0, 4.0).quantile(0.25)    // ==> 1.5000  float32 [] }
    default Tensor quantile(double q) { return self().flatten().quantile(q, 0); }
    /// The same along a dimension.
    default Tensor quantile(double q, int dim) { return quantile(q, dim, false); }
    /// The same, with the dimension left in place with size 1.
    default Tensor quantile(KeepDim keep, double q, int dim) { return quantile(q, dim, true); }
    /// Several quantiles along a dimension, one after the other in a new first dimension.
    /// {@snippet : tensor(1.0, 2.0, 4.0).quantile(tensor(0.0, 0.5, 1.0), 0)    // ==> [1., 2., 4.]  float32 [3] }
    default Tensor quantile(Tensor q, int dim) {
        if (q.dim() != 1 || q.numel() == 0) throw new ShapeException("quantile: q has shape " + q.shape() + "; give a number, or one dimension of at least one");
        return Movements.stack(0, java.util.Arrays.stream(q.toDoubles()).mapToObj(share -> quantile(share, dim)).toArray(Tensor[]::new));
    }

    // ---- modes ----

    private Tensor frequent(int dim) {
        int axis = filled("mode", dim);
        return Recording.computed(in -> gradshell.kernel.Orders.mode(in[0], axis), line()).reshape(line().shape().with(axis, 1));
    }

    /// The most frequent element along the last dimension.
    default Picked mode() { return mode(-1); }
    /// The most frequent element along a dimension, the smallest of equally frequent ones, and where it stands last.
    /// {@snippet : tensor(3, 1, 3, 2).mode(0).values()    // ==> 3  int64 [] }
    default Picked mode(int dim) { return picked(dim, frequent(dim), false); }
    /// The same, with the dimension left in place with size 1.
    default Picked mode(KeepDim keep, int dim) { return picked(dim, frequent(dim), true); }

    // ---- searching ----

    /// For each value, the first place of this ascending tensor at which it could be put in; rows of several dimensions are searched each for its own values.
    /// {@snippet : tensor(1, 3, 5).searchsorted(tensor(3, 9))    // ==> [1, 3]  int64 [2] }
    default Tensor searchsorted(Tensor values) { return searchsorted(values, false); }
    /// The same, or the last such place if `right`.
    /// {@snippet : tensor(1, 3, 5).searchsorted(tensor(3, 9), true)    // ==> [2, 3]  int64 [2] }
    default Tensor searchsorted(Tensor values, boolean right) { return search("searchsorted", self(), values, right); }

    /// For each element, the first of the ascending bounds that is not below it.
    /// {@snippet : tensor(0, 3, 9).bucketize(tensor(1, 3, 5))    // ==> [0, 1, 3]  int64 [3] }
    default Tensor bucketize(Tensor bounds) { return bucketize(bounds, false); }
    /// The same, or the first that is above it if `right`.
    default Tensor bucketize(Tensor bounds, boolean right) {
        if (bounds.dim() != 1) throw new ShapeException("bucketize: the bounds have shape " + bounds.shape() + "; they need one dimension");
        return search("bucketize", bounds, self(), right);
    }

    /// Whether each element is one of the given values.
    /// {@snippet : tensor(1, 2, 3).isin(tensor(3, 1))    // ==> [true, false, true]  bool [3] }
    default Tensor isin(Tensor values) {
        if (values.numel() == 0) return self().ne(self());
        Tensor sorted = values.detach().flatten().sort().values();
        Tensor places = search("isin", sorted, self().detach(), false).clamp(0, sorted.numel() - 1);
        return sorted.indexSelect(0, places.flatten()).reshape(self().shape()).eq(self().detach());
    }

    private static Tensor search(String operation, Tensor sorted, Tensor values, boolean right) {
        Shape a = sorted.shape(), b = values.shape();
        boolean fits = a.rank() == 1 || a.rank() > 1 && a.rank() == b.rank() && a.slice(0, a.rank() - 1).equals(b.slice(0, b.rank() - 1));
        if (!fits) throw new ShapeException(operation + ": shapes " + a + " and " + b + "; the sorted tensor needs one dimension, or the values' dimensions but for the last");
        return Recording.computed(in -> gradshell.kernel.Orders.search(in[0], in[1], right), sorted, values);
    }
}
