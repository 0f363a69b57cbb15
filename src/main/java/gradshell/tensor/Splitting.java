package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import gradshell.kernel.Copies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Parts of tensors along a dimension, as views.
public sealed interface Splitting permits Tensor {

    private Tensor self() { return (Tensor) this; }

    // ---- one part ----

    /// Every `step`-th of `length` places of a dimension, from `start` on; a view.
    record Slice(int dim, int start, int length, int step) implements LinearMap {
        @Override
        public Type type(Type x) { return new Type(x.dtype(), x.shape().with(dim, length)); }

        @Override
        public Array forward(Type out, Array x) { return x.view(x.layout().slice(dim, start, length, step)); }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.apply(new Embed(this, x.shape().size(dim))); }

        @Override
        public Op batched(int size) { return new Slice(dim + 1, start, length, step); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Slice(1, 1, 2, 1), 2, 4), Sample.of(new Slice(0, 0, 2, 2), 4, 3)); }
    }

    /// A slice put back into zeros: the transpose of [Slice].
    record Embed(Slice slice, int size) implements LinearMap {
        @Override
        public Type type(Type x) { return new Type(x.dtype(), x.shape().with(slice.dim, size)); }

        @Override
        public Array forward(Type out, Array x) {
            Array all = Array.zeros(out.dtype(), out.shape());
            Copies.into(all.view(all.layout().slice(slice.dim, slice.start, slice.length, slice.step)), x);
            return all;
        }

        @Override
        public void forwardInto(Array out, Array... in) {
            bound(out, in).run();
        }

        @Override
        public Runnable bound(Array out, Array... in) {
            Runnable copy = Copies.copying(out.view(out.layout().slice(slice.dim, slice.start, slice.length, slice.step)), in[0]);
            return () -> {
                Copies.clear(out);
                copy.run();
            };
        }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.apply(slice); }

        @Override
        public Op batched(int size) { return new Embed(new Slice(slice.dim + 1, slice.start, slice.length, slice.step), this.size); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Embed(new Slice(1, 1, 2, 1), 4), 2, 2)); }
    }

    /// `length` places of a dimension from `start` on; a view.
    /// {@snippet : arange(5).narrow(0, 1, 3)    // ==> [1, 2, 3]  int64 [3] }
    default Tensor narrow(int dim, int start, int length) {
        Shape shape = self().shape();
        int axis = shape.dimension("narrow", dim), size = shape.rank() == 0 ? 0 : shape.size(axis), from = start < 0 ? start + size : start;
        if (from < 0 || length < 0 || from + (long) length > size) throw new ShapeException("narrow: places " + start + " to " + (start + (long) length) + " of dimension " + dim + ", which has " + size + " in shape " + shape);
        return self().apply(new Slice(axis, from, length, 1));
    }

    /// One place of a dimension, which disappears; negative places count from the end. A view.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").select(1, 0)    // ==> [1, 3]  int64 [2] }
    default Tensor select(int dim, int index) {
        Shape shape = self().shape();
        if (shape.rank() == 0) throw new ShapeException("select: a single number has no dimension to pick from");
        int axis = shape.dimension("select", dim), size = shape.size(axis);
        if (index < -size || index >= size) throw new ShapeException("select: index " + index + " is out of range for dimension " + dim + " of shape " + shape + ", which has size " + size);
        Tensor picked = self().apply(new Slice(axis, index < 0 ? index + size : index, 1, 1));
        return picked.reshape(shape.remove(axis));
    }

    // ---- all parts ----

    private int length(String operation, int dim) {
        Shape shape = self().shape();
        if (shape.rank() == 0) throw new ShapeException(operation + ": a single number has no dimension to take apart");
        return shape.size(shape.dimension(operation, dim));
    }

    /// Parts of the given size along the first dimension, of which the last may be smaller.
    /// {@snippet : arange(5).split(2)    // ==> [[0, 1]  int64 [2], [2, 3]  int64 [2], [4]  int64 [1]] }
    default List<Tensor> split(int size) { return split(size, 0); }

    /// Parts of the given size along a dimension, of which the last may be smaller.
    default List<Tensor> split(int size, int dim) {
        int length = length("split", dim);
        if (size < 0 || size == 0 && length > 0) throw new ShapeException("split: parts of size " + size + "; they must have at least 1");
        int count = length == 0 ? 1 : (int) Math.ceilDiv((long) length, size);
        return IntStream.range(0, count).mapToObj(i -> self().narrow(dim, i * size, Math.min(size, length - i * size))).toList();
    }

    /// Parts of the given sizes along the first dimension.
    default List<Tensor> split(int[] sizes) { return split(sizes, 0); }

    /// Parts of the given sizes along a dimension.
    /// {@snippet : arange(5).split(new int[] {1, 4}, 0)    // ==> [[0]  int64 [1], [1, 2, 3, 4]  int64 [4]] }
    default List<Tensor> split(int[] sizes, int dim) {
        int length = length("split", dim), at = 0;
        long sum = IntStream.of(sizes).asLongStream().sum();
        if (sum != length || IntStream.of(sizes).anyMatch(size -> size < 0)) throw new ShapeException("split: the sizes " + Arrays.toString(sizes) + " add up to " + sum + ", dimension " + dim + " of shape " + self().shape() + " has " + length);
        List<Tensor> parts = new ArrayList<>();
        for (int size : sizes) {
            parts.add(self().narrow(dim, at, size));
            at += size;
        }
        return List.copyOf(parts);
    }

    /// At most so many parts of equal size along the first dimension, of which the last may be smaller.
    default List<Tensor> chunk(int count) { return chunk(count, 0); }

    /// At most so many parts of equal size along a dimension, of which the last may be smaller.
    /// {@snippet : arange(5).chunk(2, 0)    // ==> [[0, 1, 2]  int64 [3], [3, 4]  int64 [2]] }
    default List<Tensor> chunk(int count, int dim) {
        int length = length("chunk", dim);
        if (count <= 0) throw new ShapeException("chunk: " + count + " parts; there must be at least 1");
        return length == 0 ? split(new int[count], dim) : split((int) Math.ceilDiv((long) length, count), dim);
    }

    /// So many parts along a dimension, whose sizes differ by 1 at the most, the larger ones first.
    /// {@snippet : arange(5).tensorSplit(3, 0)    // ==> [[0, 1]  int64 [2], [2, 3]  int64 [2], [4]  int64 [1]] }
    default List<Tensor> tensorSplit(int count, int dim) {
        int length = length("tensorSplit", dim);
        if (count <= 0) throw new ShapeException("tensorSplit: " + count + " parts; there must be at least 1");
        return split(IntStream.range(0, count).map(i -> length / count + (i < length % count ? 1 : 0)).toArray(), dim);
    }

    /// So many parts along the first dimension, whose sizes differ by 1 at the most.
    default List<Tensor> tensorSplit(int count) { return tensorSplit(count, 0); }

    /// The parts between the given places of a dimension.
    /// {@snippet : arange(5).tensorSplit(new int[] {1, 3}, 0)    // ==> [[0]  int64 [1], [1, 2]  int64 [2], [3, 4]  int64 [2]] }
    default List<Tensor> tensorSplit(int[] places, int dim) {
        int length = length("tensorSplit", dim), from = 0;
        List<Tensor> parts = new ArrayList<>();
        for (int i = 0; i <= places.length; i++) {
            int start = from, to = i == places.length ? length : Math.clamp(places[i] < 0 ? places[i] + (long) length : places[i], 0, length);
            parts.add(self().narrow(dim, start, Math.max(to - start, 0)));
            from = to;
        }
        return List.copyOf(parts);
    }

    /// The slices of the first dimension, without it.
    default List<Tensor> unbind() { return unbind(0); }

    /// The slices of a dimension, without it.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").unbind(1)    // ==> [[1, 3]  int64 [2], [2, 4]  int64 [2]] }
    default List<Tensor> unbind(int dim) { return IntStream.range(0, length("unbind", dim)).mapToObj(i -> self().select(dim, i)).toList(); }
}
