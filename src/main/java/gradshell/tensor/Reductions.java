package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import gradshell.formula.Fn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Sums, means, extremes and their kin. Dimensions are given as numbers, -1 for the last; none means all.
public sealed interface Reductions permits Tensor {

    private Tensor self() { return (Tensor) this; }

    private Axes axes(String operation, int... dims) { return Axes.of(operation, self().shape(), dims); }

    // ---- sum ----

    /// Adds up along dimensions. Whole numbers and bools are added as int64.
    record Sum(Axes axes, boolean keep) implements LinearMap {
        @Override
        public Type type(Type x) { return new Type(x.dtype().isFloating() ? x.dtype() : DType.INT64, axes.reduce(x.shape(), keep)); }

        @Override
        public Array forward(Type out, Array x) {
            if (axes.count(x.shape()) == 0) return Array.zeros(out.dtype(), out.shape());
            return gradshell.kernel.Reductions.reduce(Fn.ADD, x, axes.toArray(), out.dtype()).view(out.shape().contiguous());
        }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.reshape(axes.reduce(x.shape(), true)).expand(x.shape()); }

        @Override
        public Op batched(int size) { return new Sum(axes.moved(), keep); }

        static Stream<Sample> samples() {
            return Stream.of(Sample.of(new Sum(axesOf(0, 1), false), 2, 3), Sample.of(new Sum(axesOf(1), true), 2, 3, 4), Sample.of(new Sum(axesOf(0, 2), false), 2, 3, 4), Sample.of(new Sum(axesOf(0), false), 70));
        }
    }

    private static Axes axesOf(int... dims) { return new Axes(IntStream.of(dims).boxed().toList()); }

    /// The sum, along all dimensions or the given ones.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").sum(1)    // ==> [3, 7]  int64 [2] }
    default Tensor sum(int... dims) { return self().apply(new Sum(axes("sum", dims), false)); }
    /// The sum, with the summed dimensions left in place with size 1.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").sum(keepDim, 1)    // ==> [[3], [7]]  int64 [2, 1] }
    default Tensor sum(KeepDim keep, int... dims) { return self().apply(new Sum(axes("sum", dims), true)); }

    /// Sums so much that a shape is left which broadcasts to this tensor's: what broadcasting did, undone for a gradient.
    default Tensor sumTo(Shape shape) {
        if (shape.equals(self().shape())) return self();
        int extra = self().dim() - shape.rank();
        if (extra < 0 || !shape.broadcastsTo(self().shape())) throw new ShapeException("sumTo: shape " + shape + " does not broadcast to " + self().shape());
        List<Integer> dims = new ArrayList<>();
        for (int i = 0; i < self().dim(); i++) if (i < extra || shape.size(i - extra) == 1 && self().shape().size(i) != 1) dims.add(i);
        // With no dimension to sum only leading ones are dropped.
        Tensor summed = dims.isEmpty() ? self() : self().apply(new Sum(new Axes(List.copyOf(dims)), false));
        return summed.reshape(shape);
    }

    // ---- mean, variance ----

    private Tensor floating(String operation) {
        if (!self().dtype().isFloating()) throw new DTypeException(operation + ": " + self().dtype() + " cannot hold the result; use x.to(float32)." + operation + "(…)");
        return self();
    }

    /// The mean, along all dimensions or the given ones.
    /// {@snippet : tensor("[[1., 2.], [3., 4.]]").mean(0)    // ==> [2., 3.]  float32 [2] }
    default Tensor mean(int... dims) { return floating("mean").sum(dims).div(axes("mean", dims).count(self().shape())); }
    /// The mean, with the averaged dimensions left in place with size 1.
    default Tensor mean(KeepDim keep, int... dims) { return floating("mean").sum(keep, dims).div(axes("mean", dims).count(self().shape())); }

    /// The variance, with n - 1 in the denominator (Bessel's correction).
    /// {@snippet : tensor(1.0, 2.0, 3.0).var()    // ==> 1.  float32 [] }
    default Tensor var(int... dims) {
        Axes axes = axes("var", dims);
        Tensor deviation = self().sub(floating("var").mean(KeepDim.KEEP_DIM, dims));
        return deviation.square().sum(dims).div(Math.max(axes.count(self().shape()) - 1, 0));
    }

    /// The standard deviation: the square root of the variance.
    /// {@snippet : tensor(1.0, 3.0).std()    // ==> 1.4142  float32 [] }
    default Tensor std(int... dims) { return floating("std").var(dims).sqrt(); }

    // ---- extremes ----

    /// The largest or smallest elements along dimensions; equal ones share the gradient.
    record Extreme(Fn fn, Axes axes, boolean keep) implements General {
        @Override
        public String name() { return fn == Fn.MAX ? "amax" : "amin"; }

        @Override
        public Type type(Type... in) {
            Type x = in[0];
            Shape out = axes.reduce(x.shape(), keep);
            if (axes.count(x.shape()) == 0 && out.elements() > 0) throw new ShapeException(name() + ": shape " + x.shape() + " has no elements along " + axes + ", so none of them is the " + (fn == Fn.MAX ? "largest" : "smallest"));
            return new Type(x.dtype(), out);
        }

        @Override
        public Array forward(Type out, Array... in) {
            if (out.shape().elements() == 0) return Array.zeros(out.dtype(), out.shape());
            return gradshell.kernel.Reductions.reduce(fn, in[0], axes.toArray(), out.dtype()).view(out.shape().contiguous());
        }

        private Tensor share(Tensor y, Tensor x) {
            Shape kept = axes.reduce(x.shape(), true);
            Tensor ties = x.eq(y.reshape(kept)).to(x.dtype());
            return ties.div(ties.sum(KeepDim.KEEP_DIM, axes.toArray()).reshape(kept));
        }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) { return g.reshape(axes.reduce(type.shape(), true)).mul(share(y, in[0])); }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) { return dx[0].mul(share(y, in[0])).sum(axes.toArray()).reshape(y.shape()); }

        @Override
        public Op batched(int size) { return new Extreme(fn, axes.moved(), keep); }

        static Stream<Sample> samples() {
            return Stream.of(Sample.of(new Extreme(Fn.MAX, axesOf(1), false), 2, 3, 4), Sample.of(new Extreme(Fn.MIN, axesOf(0, 2), true), 2, 3, 4), Sample.of(new Extreme(Fn.MAX, axesOf(0), false), 5));
        }
    }

    /// The largest elements, along all dimensions or the given ones.
    /// {@snippet : tensor("[[1, 5], [7, 2]]").amax(1)    // ==> [5, 7]  int64 [2] }
    default Tensor amax(int... dims) { return self().apply(new Extreme(Fn.MAX, axes("amax", dims), false)); }
    /// The largest elements, with the reduced dimensions left in place with size 1.
    default Tensor amax(KeepDim keep, int... dims) { return self().apply(new Extreme(Fn.MAX, axes("amax", dims), true)); }
    /// The smallest elements, along all dimensions or the given ones.
    /// {@snippet : tensor("[[1, 5], [7, 2]]").amin(0)    // ==> [1, 2]  int64 [2] }
    default Tensor amin(int... dims) { return self().apply(new Extreme(Fn.MIN, axes("amin", dims), false)); }
    /// The smallest elements, with the reduced dimensions left in place with size 1.
    default Tensor amin(KeepDim keep, int... dims) { return self().apply(new Extreme(Fn.MIN, axes("amin", dims), true)); }

    /// The largest element of all.
    /// {@snippet : tensor(1, 5, 2).max()    // ==> 5  int64 [] }
    default Tensor max() { return amax(); }

    /// The smallest element of all.
    default Tensor min() { return amin(); }

    // ---- where the extremes are ----

    private Tensor argument(String operation, int sign, int dim) {
        int axis = self().shape().dimension(operation, dim);
        Tensor x = self().dim() == 0 ? self().reshape(1) : self();
        if (x.shape().size(axis) == 0) throw new ShapeException(operation + ": dimension " + dim + " of shape " + self().shape() + " has no elements");
        Tensor found = Tensor.of(gradshell.kernel.Reductions.argument(x.array(), axis, sign));
        return self().dim() == 0 ? found.reshape() : found;
    }

    /// The index of the first largest element along a dimension.
    /// {@snippet : tensor("[[1, 5], [7, 2]]").argmax(1)    // ==> [1, 0]  int64 [2] }
    default Tensor argmax(int dim) { return argument("argmax", 1, dim); }
    /// The index of the first largest element in row-major order.
    default Tensor argmax() { return self().flatten().argmax(0); }
    /// The index of the first smallest element along a dimension.
    /// {@snippet : tensor("[[1, 5], [7, 2]]").argmin(1)    // ==> [0, 1]  int64 [2] }
    default Tensor argmin(int dim) { return argument("argmin", -1, dim); }
    /// The index of the first smallest element in row-major order.
    default Tensor argmin() { return self().flatten().argmin(0); }
}
