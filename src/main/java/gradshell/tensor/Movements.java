package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.Layout;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import gradshell.kernel.Copies;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The same numbers in other shapes and orders. Most of these are views: they share memory with the tensor that they were taken of.
public sealed interface Movements permits Tensor {

    private Tensor self() { return (Tensor) this; }

    // ---- shape ----

    /// The same elements in the same order under another shape.
    record Reshape(Shape to) implements LinearMap {
        @Override
        public Type type(Type x) {
            if (x.shape().elements() != to.elements()) throw new ShapeException("reshape: " + x.shape() + " has " + x.shape().elements() + " elements, " + to + " has " + to.elements());
            return new Type(x.dtype(), to);
        }

        @Override
        public Array forward(Type out, Array x) {
            Layout view = x.layout().reshape(to);
            return view != null ? x.view(view) : Copies.copy(x).view(to.contiguous());
        }

        @Override
        public void forwardInto(Array out, Array... in) { bound(out, in).run(); }

        @Override
        public Runnable bound(Array out, Array... in) { return Copies.copying(out.view(out.layout().reshape(in[0].shape())), in[0]); }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.reshape(x.shape()); }

        @Override
        public Op batched(int size) { return new Reshape(Shape.of(size).concat(to)); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Reshape(Shape.of(3, 4)), 2, 6), Sample.of(new Reshape(Shape.of(6)), 2, 3), Sample.of(new Reshape(Shape.SCALAR), 1, 1)); }
    }

    /// The same elements in row-major order under another shape, in which one size may be -1, to be computed.
    /// {@snippet : arange(6).reshape(2, -1)    // ==> [[0, 1, 2], [3, 4, 5]]  int64 [2, 3] }
    default Tensor reshape(int... sizes) { return reshape(infer(sizes)); }

    /// The same elements in row-major order under another shape.
    default Tensor reshape(Shape shape) { return shape.equals(self().shape()) ? self() : self().apply(new Reshape(shape)); }

    private Shape infer(int... sizes) {
        int open = -1;
        long known = 1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == -1 && open >= 0) throw new ShapeException("reshape: only one size can be -1, to be computed");
            if (sizes[i] == -1) open = i;
            else known *= sizes[i];
        }
        if (open < 0) return Shape.of(sizes);
        if (known <= 0 || self().numel() % known != 0) throw new ShapeException("reshape: " + self().shape() + " has " + self().numel() + " elements, which no size in place of -1 makes of " + java.util.Arrays.toString(sizes));
        int[] complete = sizes.clone();
        complete[open] = (int) (self().numel() / known);
        return Shape.of(complete);
    }

    /// All elements along one dimension.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").flatten()    // ==> [1, 2, 3, 4]  int64 [4] }
    default Tensor flatten() { return reshape(self().numel()); }

    /// The dimensions from `start` to `end` made one.
    /// {@snippet : zeros(2, 3, 4).flatten(1, -1).shape()    // ==> [2, 12] }
    default Tensor flatten(int start, int end) {
        Shape shape = self().shape();
        int first = shape.dimension("flatten", start), last = shape.dimension("flatten", end);
        if (first > last) throw new ShapeException("flatten: dimension " + start + " comes after " + end + " in shape " + shape);
        if (shape.rank() == 0) return reshape(1);
        return reshape(shape.slice(0, first).concat(Shape.of(shape.slice(first, last + 1).elements())).concat(shape.slice(last + 1, shape.rank())));
    }

    /// With a dimension of size 1 put in; -1 puts it at the end.
    /// {@snippet : tensor(1, 2).unsqueeze(-1)    // ==> [[1], [2]]  int64 [2, 1] }
    default Tensor unsqueeze(int dim) {
        int rank = self().dim();
        if (dim < -rank - 1 || dim > rank) throw new ShapeException("unsqueeze: dimension " + dim + " is out of range for shape " + self().shape() + " (" + (-rank - 1) + " to " + rank + ")");
        return reshape(self().shape().insert(dim < 0 ? dim + rank + 1 : dim, 1));
    }

    /// Without any dimension of size 1.
    /// {@snippet : zeros(1, 3, 1).squeeze().shape()    // ==> [3] }
    default Tensor squeeze() { return reshape(IntStream.of(self().shape().toArray()).filter(size -> size != 1).toArray()); }

    /// Without the given dimension if its size is 1.
    default Tensor squeeze(int dim) {
        int axis = self().shape().dimension("squeeze", dim);
        return self().dim() == 0 || self().shape().size(axis) != 1 ? self() : reshape(self().shape().remove(axis));
    }

    // ---- order ----

    /// The dimensions in another order.
    record Permute(List<Integer> order) implements LinearMap {
        @Override
        public Type type(Type x) {
            int[] sizes = new int[order.size()];
            for (int i = 0; i < sizes.length; i++) sizes[i] = x.shape().size(order.get(i));
            return new Type(x.dtype(), Shape.of(sizes));
        }

        @Override
        public Array forward(Type out, Array x) { return x.view(x.layout().permute(ints(order))); }

        @Override
        public Tensor transpose(Tensor g, Type x) {
            if (this == EXCHANGE) return g.apply(this);
            Integer[] inverse = new Integer[order.size()];
            for (int i = 0; i < inverse.length; i++) inverse[order.get(i)] = i;
            return g.apply(new Permute(List.of(inverse)));
        }

        @Override
        public Op batched(int size) { return new Permute(Stream.concat(Stream.of(0), order.stream().map(d -> d + 1)).toList()); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Permute(List.of(2, 0, 1)), 2, 3, 4), Sample.of(new Permute(List.of(1, 0)), 3, 2)); }
    }

    /// The transpose of a matrix.
    Permute EXCHANGE = new Permute(List.of(1, 0));

    /// The dimensions in the given order: dimension i of the result is dimension `dims[i]` of this tensor.
    /// {@snippet : zeros(2, 3, 4).permute(2, 0, 1).shape()    // ==> [4, 2, 3] }
    default Tensor permute(int... dims) {
        Shape shape = self().shape();
        List<Integer> order = IntStream.of(dims).map(d -> shape.dimension("permute", d)).boxed().toList();
        if (order.size() != shape.rank() || order.stream().distinct().count() != order.size())
            throw new ShapeException("permute: " + java.util.Arrays.toString(dims) + " does not name each of the " + shape.rank() + " dimensions of " + shape + " once");
        return self().apply(new Permute(order));
    }

    /// Two dimensions exchanged.
    default Tensor transpose(int a, int b) {
        Shape shape = self().shape();
        int first = shape.dimension("transpose", a), second = shape.dimension("transpose", b);
        if (shape.rank() < 2) return self();
        if (shape.rank() == 2) return first == second ? self() : self().apply(EXCHANGE);
        Integer[] order = new Integer[shape.rank()];
        for (int i = 0; i < order.length; i++) order[i] = i == first ? second : i == second ? first : i;
        return self().apply(new Permute(List.of(order)));
    }

    /// The transpose of a matrix; a vector stays as it is.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").t()    // ==> [[1, 3], [2, 4]]  int64 [2, 2] }
    default Tensor t() {
        if (self().dim() > 2) throw new ShapeException("t: " + self().shape() + " has more than two dimensions; use transpose(a, b) or permute(…)");
        return transpose(0, -1);
    }

    /// Elements in reverse along dimensions.
    record Flip(Axes axes) implements LinearMap {
        @Override
        public Type type(Type x) { return x; }

        @Override
        public Array forward(Type out, Array x) {
            Layout layout = x.layout();
            for (int axis : axes.dimensions()) layout = layout.slice(axis, Math.max(x.shape().size(axis) - 1, 0), x.shape().size(axis), -1);
            return Copies.copy(x.view(layout));
        }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.apply(this); }

        @Override
        public Op batched(int size) { return new Flip(axes.moved()); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Flip(new Axes(List.of(0))), 3, 2), Sample.of(new Flip(new Axes(List.of(0, 2))), 2, 3, 4)); }
    }

    /// The elements in reverse along the given dimensions, in memory of their own.
    /// {@snippet : tensor(1, 2, 3).flip(0)    // ==> [3, 2, 1]  int64 [3] }
    default Tensor flip(int... dims) { return self().apply(new Flip(dims.length == 0 ? new Axes(List.of()) : Axes.of("flip", self().shape(), dims))); }

    // ---- repetition ----

    /// Dimensions of size 1, and new ones in front, repeated without copying.
    record Expand(Shape to) implements LinearMap {
        @Override
        public Type type(Type x) {
            if (!x.shape().broadcastsTo(to)) throw new ShapeException("expand: " + x.shape() + " does not repeat to " + to + "; only dimensions of size 1 and new ones in front can grow");
            return new Type(x.dtype(), to);
        }

        @Override
        public Array forward(Type out, Array x) { return x.view(x.layout().expand(to)); }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.sumTo(x.shape()); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Expand(Shape.of(2, 3)), 3), Sample.of(new Expand(Shape.of(4, 2, 3)), 2, 1), Sample.of(new Expand(Shape.of(2)), Shape.SCALAR)); }
    }

    /// Repeats dimensions of size 1, and new ones in front, without copying; -1 keeps a size.
    /// {@snippet : tensor(1, 2).expand(2, -1)    // ==> [[1, 2], [1, 2]]  int64 [2, 2] }
    default Tensor expand(int... sizes) {
        int[] wanted = sizes.clone();
        int extra = wanted.length - self().dim();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] != -1) continue;
            if (i < extra) throw new ShapeException("expand: -1 keeps a size, but dimension " + i + " of " + java.util.Arrays.toString(sizes) + " is new");
            wanted[i] = self().shape().size(i - extra);
        }
        return expand(Shape.of(wanted));
    }

    /// Repeats dimensions of size 1, and new ones in front, up to a shape.
    default Tensor expand(Shape shape) { return shape.equals(self().shape()) ? self() : self().apply(new Expand(shape)); }

    /// The whole tensor repeated along each dimension, in memory of its own; further numbers in front make new dimensions.
    /// {@snippet : tensor(1, 2).repeat(2, 2)    // ==> [[1, 2, 1, 2], [1, 2, 1, 2]]  int64 [2, 4] }
    default Tensor repeat(int... times) {
        int extra = times.length - self().dim();
        if (extra < 0) throw new ShapeException("repeat: " + times.length + (times.length == 1 ? " number" : " numbers") + " for the " + self().dim() + " dimensions of " + self().shape());
        int[] spread = new int[2 * times.length], apart = new int[2 * times.length], whole = new int[times.length];
        for (int i = 0; i < times.length; i++) {
            int size = i < extra ? 1 : self().shape().size(i - extra);
            apart[2 * i] = 1;
            spread[2 * i] = times[i];
            apart[2 * i + 1] = spread[2 * i + 1] = size;
            whole[i] = times[i] * size;
        }
        Tensor repeated = reshape(apart).expand(Shape.of(spread)).reshape(Shape.of(whole));
        return repeated.memory().storage() == self().memory().storage() ? repeated.copy() : repeated;
    }

    /// A copy of values in memory of its own; gradients flow through it.
    record Copy() implements LinearMap {
        @Override
        public Type type(Type x) { return x; }

        @Override
        public Array forward(Type out, Array x) { return Copies.copy(x); }

        @Override
        public void forwardInto(Array out, Array... in) { Copies.into(out, in[0]); }

        @Override
        public Runnable bound(Array out, Array... in) { return Copies.copying(out, in[0]); }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g; }

        @Override
        public Op batched(int size) { return this; }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Copy(), 2, 3)); }
    }

    /// The same values in memory of their own; PyTorch's `clone`.
    default Tensor copy() { return self().apply(new Copy()); }

    /// Itself if its elements lie in row-major order without gaps, otherwise a copy that does so.
    default Tensor contiguous() { return self().memory().layout().isContiguous() ? self() : copy(); }

    // ---- several tensors ----

    /// Tensors one after the other along a dimension.
    record Cat(int dim, List<Integer> sizes) implements General {
        @Override
        public Type type(Type... in) {
            Shape first = in[0].shape();
            gradshell.array.DType dtype = in[0].dtype();
            for (int i = 0; i < in.length; i++) {
                Shape shape = in[i].shape();
                dtype = dtype.promote(in[i].dtype());
                if (shape.rank() != first.rank() || !shape.with(dim, 1).equals(first.with(dim, 1)))
                    throw new ShapeException("cat: shapes " + first + " and " + shape + " (tensor " + i + ") differ apart from dimension " + dim);
            }
            return new Type(dtype, first.with(dim, sizes.stream().mapToInt(Integer::intValue).sum()));
        }

        @Override
        public Array forward(Type out, Array... in) {
            Array all = Array.zeros(out.dtype(), out.shape());
            int at = 0;
            for (Array x : in) {
                int size = x.shape().size(dim);
                Copies.into(all.view(all.layout().slice(dim, at, size, 1)), x);
                at += size;
            }
            return all;
        }

        @Override
        public boolean reads(int wanted, int input) { return false; }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) {
            int start = 0;
            for (int i = 0; i < wanted; i++) start += sizes.get(i);
            return g.narrow(dim, start, type.shape().size(dim)).to(type.dtype());
        }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) {
            Tensor[] moved = new Tensor[in.length];
            for (int i = 0; i < in.length; i++) moved[i] = dx[i] != null ? dx[i] : Tensor.of(Array.zeros(in[i].dtype(), in[i].shape()));
            return moved[0].apply(this, java.util.Arrays.copyOfRange(moved, 1, moved.length));
        }

        @Override
        public Op batched(int size) { return new Cat(dim + 1, sizes); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Cat(1, List.of(3, 1, 2)), Shape.of(2, 3), Shape.of(2, 1), Shape.of(2, 2)), Sample.of(new Cat(0, List.of(4)), Shape.of(4))); }
    }

    /// Tensors one after the other along a dimension; `cat(dim, a, b)` of the language.
    static Tensor cat(int dim, Tensor... tensors) {
        if (tensors.length == 0) throw new ShapeException("cat: no tensors were given");
        if (tensors[0].dim() == 0) throw new ShapeException("cat: single numbers have no dimension to lie along; use stack(0, …)");
        return join(tensors[0].shape().dimension("cat", dim), tensors);
    }

    /// Tensors of one shape side by side along a new dimension; `stack(dim, a, b)` of the language.
    static Tensor stack(int dim, Tensor... tensors) {
        if (tensors.length == 0) throw new ShapeException("stack: no tensors were given");
        Shape first = tensors[0].shape();
        int rank = first.rank();
        if (dim < -rank - 1 || dim > rank) throw new ShapeException("stack: dimension " + dim + " is out of range for tensors of shape " + first + " (" + (-rank - 1) + " to " + rank + ")");
        Tensor[] raised = new Tensor[tensors.length];
        for (int i = 0; i < tensors.length; i++) {
            if (!tensors[i].shape().equals(first)) throw new ShapeException("stack: shapes " + first + " and " + tensors[i].shape() + " (tensor " + i + ") differ; they must be equal");
            raised[i] = tensors[i].unsqueeze(dim);
        }
        return join(dim < 0 ? dim + rank + 1 : dim, raised);
    }

    private static Tensor join(int dim, Tensor[] tensors) {
        for (Tensor x : tensors) if (x.dim() != tensors[0].dim()) throw new ShapeException("cat: shapes " + tensors[0].shape() + " and " + x.shape() + " have different numbers of dimensions");
        Cat cat = new Cat(dim, Stream.of(tensors).map(x -> x.shape().size(dim)).toList());
        return tensors[0].apply(cat, java.util.Arrays.copyOfRange(tensors, 1, tensors.length));
    }

    private static int[] ints(List<Integer> values) {
        int[] ints = new int[values.size()];
        for (int i = 0; i < ints.length; i++) ints[i] = values.get(i);
        return ints;
    }
}
