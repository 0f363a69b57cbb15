package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import gradshell.formula.Fn;
import gradshell.kernel.Copies;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Sums, products, extremes and their kin. Dimensions are given as numbers, -1 for the last; none means all.
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
        public void forwardInto(Array out, Array... in) {
            bound(out, in).run();
        }

        @Override
        public Runnable bound(Array out, Array... in) {
            return axes.count(in[0].shape()) == 0 ? () -> Copies.clear(out) : gradshell.kernel.Reductions.reduction(Fn.ADD, in[0], axes.toArray(), out);
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

    /// How many elements are not 0, along all dimensions or the given ones.
    /// {@snippet : tensor("[[0, 3], [4, 5]]").countNonzero(1)    // ==> [1, 2]  int64 [2] }
    default Tensor countNonzero(int... dims) { return self().ne(0).apply(new Sum(axes("countNonzero", dims), false)); }
    /// The same, with the counted dimensions left in place with size 1.
    default Tensor countNonzero(KeepDim keep, int... dims) { return self().ne(0).apply(new Sum(axes("countNonzero", dims), true)); }

    // ---- product ----

    /// Multiplies along dimensions. Whole numbers and bools are multiplied as int64.
    record Prod(Axes axes, boolean keep) implements General {
        @Override
        public Type type(Type... in) { return new Type(Scans.carried(in[0].dtype()), axes.reduce(in[0].shape(), keep)); }

        @Override
        public Array forward(Type out, Array... in) {
            if (axes.count(in[0].shape()) == 0) return Copies.full(out.dtype(), out.shape(), 1);
            return gradshell.kernel.Reductions.reduce(Fn.MUL, in[0], axes.toArray(), out.dtype()).view(out.shape().contiguous());
        }

        /// For each element the product of the others: of those before it times those after it, right where some are 0 too.
        private Tensor others(Tensor x) {
            int rank = x.dim(), kept = rank - axes.dimensions().size();
            if (rank == kept) return x.mul(0).add(1);
            int[] order = new int[rank], back = new int[rank];
            int to = 0;
            for (int i = 0; i < rank; i++) if (!axes.dimensions().contains(i)) order[to++] = i;
            for (int axis : axes.dimensions()) order[to++] = axis;
            for (int i = 0; i < rank; i++) back[order[i]] = i;
            Tensor front = x.permute(order);
            Tensor rows = front.reshape(front.shape().slice(0, kept).concat(Shape.of(axes.count(x.shape()))));
            Tensor before = Scans.shifted(rows, kept, true, 1).cumprod(kept);
            Tensor after = Scans.shifted(rows, kept, false, 1).flip(kept).cumprod(kept).flip(kept);
            return before.mul(after).reshape(front.shape()).permute(back);
        }

        @Override
        public boolean reads(int wanted, int input) { return input == 0; }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) { return g.reshape(axes.reduce(type.shape(), true)).mul(others(in[0])); }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) { return dx[0].mul(others(in[0])).apply(new Sum(axes, keep)); }

        @Override
        public Op batched(int size) { return new Prod(axes.moved(), keep); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Prod(axesOf(0, 1), false), 2, 3), Sample.of(new Prod(axesOf(1), true), 2, 3, 4), Sample.of(new Prod(axesOf(0, 2), false), 2, 3, 2), Sample.of(new Prod(axesOf(), false), Shape.SCALAR)); }
    }

    /// The product, along all dimensions or the given ones.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").prod(1)    // ==> [2, 12]  int64 [2] }
    default Tensor prod(int... dims) { return self().apply(new Prod(axes("prod", dims), false)); }
    /// The product, with the multiplied dimensions left in place with size 1.
    default Tensor prod(KeepDim keep, int... dims) { return self().apply(new Prod(axes("prod", dims), true)); }

    // ---- truths ----

    private Tensor truth(Fn fn, Axes axes, boolean keep) {
        if (axes.count(self().shape()) == 0) return Tensor.of(Copies.full(DType.BOOL, axes.reduce(self().shape(), keep), fn == Fn.MIN ? 1 : 0));
        return self().ne(0).apply(new Extreme(fn, axes, keep));
    }

    /// Whether any element is true, that is, not 0, along all dimensions or the given ones.
    /// {@snippet : tensor("[[0, 0], [0, 2]]").any(1)    // ==> [false, true]  bool [2] }
    default Tensor any(int... dims) { return truth(Fn.MAX, axes("any", dims), false); }
    /// The same, with the reduced dimensions left in place with size 1.
    default Tensor any(KeepDim keep, int... dims) { return truth(Fn.MAX, axes("any", dims), true); }
    /// Whether all elements are true, that is, not 0, along all dimensions or the given ones.
    /// {@snippet : tensor("[[1, 0], [1, 2]]").all(1)    // ==> [false, true]  bool [2] }
    default Tensor all(int... dims) { return truth(Fn.MIN, axes("all", dims), false); }
    /// The same, with the reduced dimensions left in place with size 1.
    default Tensor all(KeepDim keep, int... dims) { return truth(Fn.MIN, axes("all", dims), true); }

    // ---- extremes ----

    /// What each element has of the gradient of one that was picked by its value: equal ones have equal shares.
    static Tensor share(Tensor y, Tensor x, Axes axes) {
        Tensor ties = x.detach().eq(y.detach().reshape(axes.reduce(x.shape(), true))).to(x.dtype());
        return ties.div(ties.apply(new Sum(axes, true)));
    }

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

        @Override
        public void forwardInto(Array out, Array... in) {
            if (out.elements() > 0) gradshell.kernel.Reductions.reduce(fn, in[0], axes.toArray(), out);
        }

        private Tensor share(Tensor y, Tensor x) { return Reductions.share(y, x, axes); }

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

    /// The smallest and the largest elements, along all dimensions or the given ones.
    /// {@snippet : tensor(3, 1, 2).aminmax().max()    // ==> 3  int64 [] }
    default Bounds aminmax(int... dims) { return new Bounds(amin(dims), amax(dims)); }

    /// The largest element of all.
    /// {@snippet : tensor(1, 5, 2).max()    // ==> 5  int64 [] }
    default Tensor max() { return amax(); }

    /// The smallest element of all.
    default Tensor min() { return amin(); }
}
