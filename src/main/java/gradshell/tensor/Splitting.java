package gradshell.tensor;

import gradshell.array.Shape;
import gradshell.array.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Tensors taken apart along a dimension, into views.
public sealed interface Splitting permits Tensor {

    private Tensor self() { return (Tensor) this; }

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
