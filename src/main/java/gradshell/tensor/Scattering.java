package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import gradshell.kernel.Copies;
import gradshell.kernel.Gathers;
import java.util.stream.Stream;

/// Elements put where index tensors and masks say, and picked from there. Everything here makes a new tensor, but for words that end in an underscore.
public sealed interface Scattering permits Tensor {

    private Tensor self() { return (Tensor) this; }

    // ---- by number, in row-major order ----

    /// The elements with the given numbers in row-major order.
    record Take(Tensor places) implements LinearMap {
        @Override
        public Type type(Type x) { return new Type(x.dtype(), places.shape()); }

        @Override
        public Array forward(Type out, Array x) {
            Array result = Array.zeros(out.dtype(), out.shape());
            forwardInto(result, x);
            return result;
        }

        @Override
        public void forwardInto(Array out, Array... in) { Gathers.select(Scattering.row(out), Scattering.row(Copies.contiguous(in[0])), 0, places.array()); }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.apply(new PutAdd(places, x.shape())); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Take(numbers(2, 0, 2, 5)), 2, 3), Sample.of(new Take(numbers(0, 1, 1, 0)), 2)); }
    }

    /// Elements added into zeros at the given numbers: the transpose of [Take].
    record PutAdd(Tensor places, Shape shape) implements LinearMap {
        @Override
        public Type type(Type x) { return new Type(x.dtype(), shape); }

        @Override
        public Array forward(Type out, Array x) {
            Array result = Array.zeros(out.dtype(), out.shape());
            forwardInto(result, x);
            return result;
        }

        @Override
        public void forwardInto(Array out, Array... in) { Gathers.addSlices(Scattering.row(out), Scattering.row(Copies.contiguous(in[0])), 0, places.array()); }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.apply(new Take(places)); }

        @Override
        public Op batched(int size) { return new PutAdd(Places.each(places, size, shape.elements()), Shape.of(size).concat(shape)); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new PutAdd(numbers(2, 0, 2, 5), Shape.of(2, 3)), 2, 2)); }
    }

    /// A tensor with the elements of given numbers overwritten by those of another; of several for one place the last stays, but the gradient
    /// of the place goes to each of them, as in PyTorch.
    record Overwrite(Tensor places) implements General {
        @Override
        public String name() { return "set"; }

        @Override
        public Type type(Type... in) { return in[0]; }

        @Override
        public boolean reads(int wanted, int input) { return false; }

        @Override
        public Array forward(Type out, Array... in) {
            Array all = Copies.copy(in[0]);
            Gathers.put(all, places.array(), in[1]);
            return all;
        }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) {
            return wanted == 0 ? g.apply(this, Tensor.of(Array.zeros(type.dtype(), places.shape()))) : g.apply(new Take(places));
        }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) {
            Tensor all = dx[0] != null ? dx[0] : Tensor.of(Array.zeros(in[0].dtype(), in[0].shape()));
            return all.apply(this, dx[1] != null ? dx[1] : Tensor.of(Array.zeros(in[1].dtype(), in[1].shape())));
        }

        static Stream<Sample> samples() {
            return Stream.of(Sample.of(new Overwrite(numbers(2, 0, 3, 5)), Shape.of(2, 3), Shape.of(2, 2)), Sample.of(new Overwrite(numbers(3, 2, 1, 0)), Shape.of(4), Shape.of(2, 2)));
        }
    }

    /// All elements of an array without gaps in one dimension.
    private static Array row(Array x) { return x.view(x.layout().reshape(Shape.of(x.elements()))); }

    private static Tensor numbers(long... four) { return Tensor.of(Array.of(DType.INT64, Shape.of(2, 2), four)); }

    /// The elements with the given numbers, counted in row-major order, in the index's shape.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").take(tensor(3, 0))    // ==> [4, 1]  int64 [2] }
    default Tensor take(Tensor index) { return self().apply(new Take(Indexing.places("take", index, self().numel(), self().shape()))); }

    /// Like [Indexing#gather], with the index broadcast in all dimensions but `dim`.
    /// {@snippet : tensor("[[5, 1], [2, 7]]").takeAlongDim(tensor("[[1], [0]]"), 1)    // ==> [[1], [2]]  int64 [2, 1] }
    default Tensor takeAlongDim(Tensor index, int dim) {
        Shape shape = self().shape();
        if (shape.rank() == 0 || index.dim() != shape.rank()) throw new ShapeException("takeAlongDim: the index has shape " + index.shape() + " for shape " + shape + "; it needs as many dimensions");
        int axis = shape.dimension("takeAlongDim", dim);
        Shape both = Shape.broadcast("takeAlongDim", shape.with(axis, 1), index.shape().with(axis, 1));
        return self().expand(both.with(axis, shape.size(axis))).gather(axis, index.expand(both.with(axis, index.shape().size(axis))));
    }

    /// The elements with the given numbers, counted in row-major order.
    default Tensor takeAlongDim(Tensor index) { return self().flatten().gather(0, index.flatten()); }

    // ---- scatter ----

    private Tensor scattered(String operation, int axis, Tensor index, Shape source) {
        Shape shape = self().shape();
        boolean fits = shape.rank() > 0 && index.dim() == shape.rank() && source.rank() == shape.rank();
        for (int i = 0; fits && i < shape.rank(); i++) fits = index.shape().size(i) <= source.size(i) && (i == axis || index.shape().size(i) <= shape.size(i));
        if (!fits) throw new ShapeException(operation + ": the index has shape " + index.shape() + " for a source of shape " + source + " and a target of shape " + shape + "; all need as many dimensions, and the index none larger than the source's, nor, but for dimension " + axis + ", the target's");
        return Places.along(shape, axis, Indexing.places(operation, index, shape.size(axis), shape));
    }

    private static Tensor corner(Tensor x, Shape shape) {
        for (int i = 0; i < shape.rank(); i++) if (shape.size(i) != x.shape().size(i)) x = x.narrow(i, 0, shape.size(i));
        return x;
    }

    private Tensor sameType(String operation, Tensor source) {
        if (source.dtype() != self().dtype()) throw new DTypeException(operation + ": the source is " + source.dtype() + ", the target " + self().dtype() + "; use source.to(" + self().dtype() + ")");
        return source;
    }

    /// A copy in which each element of the source is put to the place of dimension `dim` that the index names; of several for one place the last stays.
    /// {@snippet : zeros(3).scatter(0, tensor(2, 0), tensor(1.0, 2.0))    // ==> [2., 0., 1.]  float32 [3] }
    default Tensor scatter(int dim, Tensor index, Tensor source) {
        Tensor places = scattered("scatter", self().shape().dimension("scatter", dim), index, sameType("scatter", source).shape());
        return self().apply(new Overwrite(places), corner(source, index.shape()));
    }

    /// A copy in which a number is put to the places of dimension `dim` that the index names.
    /// {@snippet : zeros(3).scatter(0, tensor(2, 0), 1)    // ==> [1., 0., 1.]  float32 [3] }
    default Tensor scatter(int dim, Tensor index, Number value) { return scatter(dim, index, Tensor.of(self().dtype(), value).expand(index.shape())); }

    /// The sum of this tensor and the source's elements, each at the place of dimension `dim` that the index names.
    /// {@snippet : ones(2).scatterAdd(0, tensor(1, 1), tensor(1.0, 2.0))    // ==> [1., 4.]  float32 [2] }
    default Tensor scatterAdd(int dim, Tensor index, Tensor source) {
        Tensor places = scattered("scatterAdd", self().shape().dimension("scatterAdd", dim), index, sameType("scatterAdd", source).shape());
        return self().add(corner(source, index.shape()).apply(new PutAdd(places, self().shape())));
    }

    /// Like the other [#scatterReduce], with this tensor's own elements taking part.
    /// {@snippet : zeros(2).scatterReduce(0, tensor(0, 0, 1), tensor(5.0, 4.0, -1.0), "mean")    // ==> [3.0000, -0.5000]  float32 [2] }
    default Tensor scatterReduce(int dim, Tensor index, Tensor source, String reduce) { return scatterReduce(dim, index, source, reduce, true); }

    /// The source's elements combined at the places of dimension `dim` that the index names, by `"sum"`, `"prod"`, `"mean"`, `"amax"` or `"amin"`.
    ///
    /// This tensor's own element takes part if `includeSelf`; where the index names nothing it stays.
    /// {@snippet : zeros(2).scatterReduce(0, tensor(0, 0), tensor(-5.0, -4.0), "amax", false)    // ==> [-4., 0.]  float32 [2] }
    default Tensor scatterReduce(int dim, Tensor index, Tensor source, String reduce, boolean includeSelf) {
        Tensor x = self();
        int axis = x.shape().dimension("scatterReduce", dim);
        Tensor places = scattered("scatterReduce", axis, index, sameType("scatterReduce", source).shape());
        return Combinations.combine(x, places, corner(source, index.shape()), reduce, includeSelf);
    }

    // ---- whole slices ----

    private Tensor slices(String operation, int axis, Tensor index) {
        if (self().dim() == 0) throw new ShapeException(operation + ": a single number has no dimension to put slices into");
        if (index.dim() > 1) throw new ShapeException(operation + ": the index has shape " + index.shape() + "; it needs one dimension");
        return Indexing.places(operation, index.reshape(index.numel()), self().shape().size(axis), self().shape());
    }

    private Tensor sourced(String operation, int axis, Tensor index, Tensor source) {
        Shape wanted = self().shape().with(axis, index.numel());
        if (!source.shape().equals(wanted)) throw new ShapeException(operation + ": the source has shape " + source.shape() + "; " + index.numel() + " slices of dimension " + axis + " of " + self().shape() + " have shape " + wanted);
        return sameType(operation, source);
    }

    /// The sum of this tensor and a source's slices, each at the place of dimension `dim` that the index names.
    /// {@snippet : ones(3).indexAdd(0, tensor(0, 0), tensor(1.0, 2.0))    // ==> [4., 1., 1.]  float32 [3] }
    default Tensor indexAdd(int dim, Tensor index, Tensor source) {
        int axis = self().shape().dimension("indexAdd", dim);
        Tensor places = slices("indexAdd", axis, index);
        return self().add(sourced("indexAdd", axis, index, source).apply(new Indexing.IndexAdd(new Indexing.IndexSelect(axis, places), self().shape().size(axis))));
    }

    private Tensor ofSlices(int axis, Tensor index) { return Places.picked(self().shape().contiguous(), java.util.List.of(axis), java.util.List.of(index), index.shape(), axis); }

    /// A copy with slices of dimension `dim` overwritten by a source's; of several for one place the last stays.
    /// {@snippet : zeros(3).indexCopy(0, tensor(2, 0), tensor(1.0, 2.0))    // ==> [2., 0., 1.]  float32 [3] }
    default Tensor indexCopy(int dim, Tensor index, Tensor source) {
        int axis = self().shape().dimension("indexCopy", dim);
        Tensor places = slices("indexCopy", axis, index);
        return self().apply(new Overwrite(ofSlices(axis, places)), sourced("indexCopy", axis, index, source));
    }

    /// A copy with slices of dimension `dim` filled with a number.
    /// {@snippet : ones(3).indexFill(0, tensor(2, 0), 7)    // ==> [7., 1., 7.]  float32 [3] }
    default Tensor indexFill(int dim, Tensor index, Number value) { return indexFill(dim, index, Tensor.of(self().dtype(), value)); }

    /// A copy with slices of dimension `dim` filled with the number in a tensor without dimensions.
    default Tensor indexFill(int dim, Tensor index, Tensor value) {
        if (value.dim() != 0) throw new ShapeException("indexFill: the value has shape " + value.shape() + ", not []; use indexCopy(…) for different ones");
        int axis = self().shape().dimension("indexFill", dim);
        Tensor places = ofSlices(axis, slices("indexFill", axis, index));
        return self().apply(new Overwrite(places), value.to(self().dtype()).expand(places.shape()));
    }

    // ---- masks ----

    private static Tensor mask(String operation, Tensor mask) {
        if (mask.dtype() != DType.BOOL) throw new DTypeException(operation + ": the mask is " + mask.dtype() + ", not bool; make one by comparing, mask.ne(0)");
        return mask;
    }

    /// A number in place of the elements where the mask is true.
    /// {@snippet : tensor(1, 2, 3).maskedFill(tensor(1, 2, 3).gt(1), 0)    // ==> [1, 0, 0]  int64 [3] }
    default Tensor maskedFill(Tensor mask, Number value) { return maskedFill(mask, Tensor.of(self().dtype(), value)); }

    /// The number in a tensor without dimensions in place of the elements where the mask is true.
    default Tensor maskedFill(Tensor mask, Tensor value) {
        if (value.dim() != 0) throw new ShapeException("maskedFill: the value has shape " + value.shape() + ", not []; use where(mask, a, b) for different ones");
        return value.to(self().dtype()).where(mask("maskedFill", mask), self());
    }

    /// The elements where the mask, broadcast with this tensor, is true, in one dimension.
    /// {@snippet : tensor(1, 2, 3).maskedSelect(tensor(true, false, true))    // ==> [1, 3]  int64 [2] }
    default Tensor maskedSelect(Tensor mask) {
        Shape both = Shape.broadcast("maskedSelect", self().shape(), mask("maskedSelect", mask).shape());
        return self().expand(both).apply(new Take(Indexing.trueAt(mask.expand(both))));
    }

    /// A copy in which the elements where the mask is true are replaced, in order, by the source's first ones.
    /// {@snippet : tensor(1, 2, 3).maskedScatter(tensor(true, false, true), tensor(8, 9))    // ==> [8, 2, 9]  int64 [3] }
    default Tensor maskedScatter(Tensor mask, Tensor source) {
        Tensor x = self().expand(Shape.broadcast("maskedScatter", self().shape(), mask("maskedScatter", mask).shape()));
        Tensor places = Indexing.trueAt(mask.expand(x.shape()));
        if (source.numel() < places.numel()) throw new ShapeException("maskedScatter: a source of shape " + source.shape() + " for the " + places.numel() + " places where the mask is true; it needs at least as many elements");
        return x.apply(new Overwrite(places), sameType("maskedScatter", source).flatten().narrow(0, 0, places.numel()));
    }

    /// The indices of the elements that are not 0: a row for each of them, a column for each dimension.
    /// {@snippet : tensor("[[0, 5], [7, 0]]").nonzero()    // ==> [[0, 1], [1, 0]]  int64 [2, 2] }
    default Tensor nonzero() {
        Shape shape = self().shape();
        long[] found = Indexing.trueAt(self()).array().longs();
        Array rows = Array.zeros(DType.INT64, Shape.of(found.length, shape.rank()));
        for (int i = 0; i < found.length; i++)
            for (int d = 0; d < shape.rank(); d++) rows.longs()[i * shape.rank() + d] = found[i] / shape.contiguous().stride(d) % shape.size(d);
        return Tensor.of(rows);
    }

    /// The indices of the elements that are not 0, as [#nonzero] has them.
    default Tensor argwhere() { return nonzero(); }

    /// Each whole number as a row of `classes` numbers, 1 at its place and 0 elsewhere.
    /// {@snippet : tensor(1, 0).oneHot(3)    // ==> [[0, 1, 0], [1, 0, 0]]  int64 [2, 3] }
    default Tensor oneHot(int classes) {
        if (self().dtype() != DType.INT64) throw new DTypeException("oneHot: classes are int64, not " + self().dtype() + "; use x.to(int64).oneHot(…)");
        for (long value : self().toLongs()) if (value < 0 || value >= classes) throw new ShapeException("oneHot: class " + value + " is out of range for " + classes + " classes (0 to " + (classes - 1) + ")");
        return self().unsqueeze(-1).eq(Creation.arange(0, classes, 1)).to(DType.INT64);
    }

    /// The same with as many classes as the largest number asks for.
    default Tensor oneHot() {
        if (self().numel() == 0) throw new ShapeException("oneHot: no elements to count classes by; say how many, x.oneHot(classes)");
        return oneHot(Math.toIntExact(self().amax().toLong() + 1));
    }
}
