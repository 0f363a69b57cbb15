package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Further shapes and orders, made of [Movements]: nothing here has a derivative of its own.
public sealed interface Arrangements permits Tensor {

    private Tensor self() { return (Tensor) this; }

    // ---- shape ----

    /// Like [Movements#reshape], but always a view of the same memory: an error where that would need a copy.
    /// {@snippet : arange(4).view(2, 2)    // ==> [[0, 1], [2, 3]]  int64 [2, 2] }
    default Tensor view(int... sizes) {
        Tensor seen = self().reshape(sizes);
        if (seen.memory().storage() != self().memory().storage()) throw new ShapeException("view: the elements of this " + self().shape() + " do not lie so that " + seen.shape() + " is a view of them; use reshape(…), which copies");
        return seen;
    }

    /// A view of the shape of another tensor.
    default Tensor viewAs(Tensor other) { return view(other.shape().toArray()); }

    /// The same elements under the shape of another tensor.
    default Tensor reshapeAs(Tensor other) { return self().reshape(other.shape()); }

    /// Repeated without copying up to the shape of another tensor.
    default Tensor expandAs(Tensor other) { return self().expand(other.shape()); }

    /// Repeated without copying up to the given sizes; another word for [Movements#expand].
    default Tensor broadcastTo(int... sizes) { return self().expand(sizes); }

    /// One dimension made several, of which one size may be -1, to be computed.
    /// {@snippet : zeros(2, 6).unflatten(1, 3, -1).shape()    // ==> [2, 3, 2] }
    default Tensor unflatten(int dim, int... sizes) {
        Shape shape = self().shape();
        int axis = shape.dimension("unflatten", dim);
        if (shape.rank() == 0) throw new ShapeException("unflatten: a single number has no dimension to take apart");
        int size = shape.size(axis), open = -1;
        long known = 1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == -1 && open >= 0) throw new ShapeException("unflatten: only one size can be -1, to be computed");
            if (sizes[i] == -1) open = i;
            else known *= sizes[i];
        }
        int[] parts = sizes.clone();
        if (open >= 0 && known > 0 && size % known == 0) parts[open] = (int) (size / known);
        if (sizes.length == 0 || open >= 0 && parts[open] < 0 || open < 0 && known != size) throw new ShapeException("unflatten: dimension " + dim + " of shape " + shape + " has size " + size + ", which is not " + Arrays.toString(sizes) + " multiplied");
        return self().reshape(shape.slice(0, axis).concat(Shape.of(parts)).concat(shape.slice(axis + 1, shape.rank())));
    }

    /// Without those of the given dimensions whose size is 1.
    /// {@snippet : zeros(1, 2, 1, 1).squeeze(0, -1).shape()    // ==> [2, 1] }
    default Tensor squeeze(int first, int second, int... more) {
        int[] dims = IntStream.concat(IntStream.of(first, second), IntStream.of(more)).toArray();
        Shape shape = self().shape();
        for (int i : Axes.of("squeeze", shape, dims).dimensions().reversed()) if (shape.size(i) == 1) shape = shape.remove(i);
        return self().reshape(shape);
    }

    /// At least one dimension: a single number becomes a row of one.
    default Tensor atleast1d() { return self().dim() == 0 ? self().reshape(1) : self(); }

    /// At least two dimensions: a vector becomes a matrix of one row.
    default Tensor atleast2d() { return self().dim() >= 2 ? self() : self().atleast1d().unsqueeze(0); }

    // ---- order ----

    /// With one dimension moved to another place, the others in their order.
    /// {@snippet : zeros(2, 3, 4).movedim(0, -1).shape()    // ==> [3, 4, 2] }
    default Tensor movedim(int source, int destination) { return movedim(new int[] {source}, new int[] {destination}); }

    /// With several dimensions moved, each to the place at the same position of the second list.
    /// {@snippet : zeros(2, 3, 4).movedim(new int[] {0, 1}, new int[] {2, 0}).shape()    // ==> [3, 4, 2] }
    default Tensor movedim(int[] source, int[] destination) {
        Shape shape = self().shape();
        if (source.length != destination.length) throw new ShapeException("movedim: dimensions " + Arrays.toString(source) + " to places " + Arrays.toString(destination) + "; there must be as many of both");
        Axes.of("movedim", shape, source);
        Axes.of("movedim", shape, destination);
        if (shape.rank() == 0) return self();
        int[] order = new int[shape.rank()];
        Arrays.fill(order, -1);
        List<Integer> left = new ArrayList<>(IntStream.range(0, order.length).boxed().toList());
        for (int i = 0; i < source.length; i++) {
            int from = shape.dimension("movedim", source[i]);
            order[shape.dimension("movedim", destination[i])] = from;
            left.remove((Integer) from);
        }
        for (int i = 0; i < order.length; i++) if (order[i] < 0) order[i] = left.removeFirst();
        return self().permute(order);
    }

    /// The elements moved on by so many places in row-major order, round the end.
    /// {@snippet : tensor(1, 2, 3).roll(1)    // ==> [3, 1, 2]  int64 [3] }
    default Tensor roll(int shift) { return self().flatten().roll(shift, 0).reshape(self().shape()); }

    /// The elements moved on along a dimension, round the end.
    /// {@snippet : tensor("[[1, 2, 3], [4, 5, 6]]").roll(-1, 1)    // ==> [[2, 3, 1], [5, 6, 4]]  int64 [2, 3] }
    default Tensor roll(int shift, int dim) {
        Shape shape = self().shape();
        int axis = shape.dimension("roll", dim), size = shape.rank() == 0 ? 0 : shape.size(axis);
        if (size == 0) return self().copy();
        int by = Math.floorMod(shift, size);
        return by == 0 ? self().copy() : Movements.cat(axis, self().narrow(axis, size - by, by), self().narrow(axis, 0, size - by));
    }

    /// The same along several dimensions, a shift for each.
    default Tensor roll(int[] shifts, int[] dims) {
        if (shifts.length != dims.length || shifts.length == 0) throw new ShapeException("roll: shifts " + Arrays.toString(shifts) + " for dimensions " + Arrays.toString(dims) + "; give one for each");
        Tensor x = self();
        for (int i = 0; i < dims.length; i++) x = x.roll(shifts[i], dims[i]);
        return x;
    }

    /// Turned by a quarter, `times` over, from dimension `from` towards `to`.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").rot90(1, 0, 1)    // ==> [[2, 4], [1, 3]]  int64 [2, 2] }
    default Tensor rot90(int times, int from, int to) {
        Shape shape = self().shape();
        int a = shape.dimension("rot90", from), b = shape.dimension("rot90", to);
        if (shape.rank() < 2 || a == b) throw new ShapeException("rot90: dimensions " + from + " and " + to + " of shape " + shape + "; a turn needs two different ones");
        return switch (Math.floorMod(times, 4)) {
            case 1 -> self().flip(b).transpose(a, b);
            case 2 -> self().flip(a, b);
            case 3 -> self().flip(a).transpose(a, b);
            default -> self().copy();
        };
    }

    /// A quarter turn from the first dimension towards the second.
    default Tensor rot90() { return rot90(1, 0, 1); }

    // ---- repetition ----

    /// The whole tensor repeated along each dimension; with fewer numbers than dimensions, along the last ones.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").tile(2)    // ==> [[1, 2, 1, 2], [3, 4, 3, 4]]  int64 [2, 4] }
    default Tensor tile(int... times) {
        int[] all = new int[Math.max(times.length, self().dim())];
        Arrays.fill(all, 1);
        System.arraycopy(times, 0, all, all.length - times.length, times.length);
        return self().repeat(all);
    }

    /// Each element so many times in a row, in one dimension.
    /// {@snippet : tensor(1, 2).repeatInterleave(2)    // ==> [1, 1, 2, 2]  int64 [4] }
    default Tensor repeatInterleave(int times) { return self().flatten().repeatInterleave(times, 0); }

    /// Each slice of a dimension so many times in a row.
    /// {@snippet : tensor("[[1, 2]]").repeatInterleave(2, 1)    // ==> [[1, 1, 2, 2]]  int64 [1, 4] }
    default Tensor repeatInterleave(int times, int dim) {
        if (times < 0) throw new ShapeException("repeatInterleave: " + times + " times; it must be at least 0");
        Tensor x = self().atleast1d();
        int axis = self().shape().dimension("repeatInterleave", dim), size = x.shape().size(axis);
        return x.unsqueeze(axis + 1).expand(x.shape().insert(axis + 1, times)).reshape(x.shape().with(axis, size * times)).contiguous();
    }

    /// Each element as many times in a row as the other tensor says, in one dimension.
    default Tensor repeatInterleave(Tensor times) { return self().flatten().repeatInterleave(times, 0); }

    /// Each slice of a dimension as many times in a row as the other tensor says for it.
    /// {@snippet : tensor(5, 6, 7).repeatInterleave(tensor(1, 0, 2), 0)    // ==> [5, 7, 7]  int64 [3] }
    default Tensor repeatInterleave(Tensor times, int dim) {
        if (times.dtype() != DType.INT64 && times.dtype() != DType.INT32) throw new DTypeException("repeatInterleave: the numbers of times are " + times.dtype() + ", not int64; use times.to(int64)");
        Tensor x = self().atleast1d();
        int axis = self().shape().dimension("repeatInterleave", dim), size = x.shape().size(axis);
        if (times.numel() == 1 && times.dim() < 2) return x.repeatInterleave(Math.toIntExact(times.toLong()), axis);
        long[] counts = times.toLongs();
        if (times.dim() > 1 || counts.length != size) throw new ShapeException("repeatInterleave: numbers of times of shape " + times.shape() + " for the " + size + " slices of dimension " + dim + " of shape " + x.shape());
        for (long count : counts) if (count < 0) throw new ShapeException("repeatInterleave: " + count + " times; it must be at least 0");
        long[] places = IntStream.range(0, size).boxed().flatMap(i -> Stream.generate(() -> (long) i).limit(counts[i])).mapToLong(i -> i).toArray();
        return x.indexSelect(axis, Tensor.of(Array.of(DType.INT64, Shape.of(places.length), places)));
    }

    // ---- several tensors ----

    /// Tensors repeated without copying up to the shape that they take together; `broadcastTensors(a, b)` of the language.
    static List<Tensor> broadcast(Tensor... tensors) {
        Shape common = Shape.SCALAR;
        for (Tensor x : tensors) common = Shape.broadcast("broadcastTensors", common, x.shape());
        Shape all = common;
        return Stream.of(tensors).map(x -> x.expand(all)).toList();
    }

    /// Grids of coordinates, one for each vector; `meshgrid(x, y)` of the language.
    static List<Tensor> grid(Tensor... vectors) {
        List<Tensor> rows = new ArrayList<>();
        for (int i = 0; i < vectors.length; i++) {
            if (vectors[i].dim() > 1) throw new ShapeException("meshgrid: tensor " + i + " has shape " + vectors[i].shape() + "; it must be a vector");
            int[] sizes = new int[vectors.length];
            Arrays.fill(sizes, 1);
            sizes[i] = vectors[i].numel();
            rows.add(vectors[i].reshape(sizes));
        }
        return broadcast(rows.toArray(Tensor[]::new));
    }

    /// Every combination of one element of each vector, a row each; `cartesianProd(a, b)` of the language.
    static Tensor combinations(Tensor... vectors) {
        for (int i = 0; i < vectors.length; i++) if (vectors[i].dim() != 1) throw new ShapeException("cartesianProd: tensor " + i + " has shape " + vectors[i].shape() + "; it must be a vector");
        if (vectors.length == 1) return vectors[0];
        return Movements.stack(1, grid(vectors).stream().map(Tensor::flatten).toArray(Tensor[]::new));
    }

    /// Tensors one below the other; `vstack(a, b)` of the language.
    static Tensor below(Tensor... tensors) {
        if (tensors.length == 0) throw new ShapeException("vstack: no tensors were given");
        return Movements.cat(0, Stream.of(tensors).map(Tensor::atleast2d).toArray(Tensor[]::new));
    }

    /// Tensors side by side; `hstack(a, b)` of the language.
    static Tensor beside(Tensor... tensors) {
        if (tensors.length == 0) throw new ShapeException("hstack: no tensors were given");
        Tensor[] rows = Stream.of(tensors).map(Tensor::atleast1d).toArray(Tensor[]::new);
        return Movements.cat(rows[0].dim() == 1 ? 0 : 1, rows);
    }

    /// Tensors one behind the other; `dstack(a, b)` of the language.
    static Tensor behind(Tensor... tensors) {
        if (tensors.length == 0) throw new ShapeException("dstack: no tensors were given");
        return Movements.cat(2, Stream.of(tensors).map(Tensor::atleast2d).map(x -> x.dim() > 2 ? x : x.unsqueeze(-1)).toArray(Tensor[]::new));
    }

    /// The powers of a vector's elements, from the highest down to the zeroth, in as many columns (Vandermonde).
    /// {@snippet : tensor(1, 2, 3).vander(3)    // ==> [[1, 1, 1], [4, 2, 1], [9, 3, 1]]  int64 [3, 3] }
    default Tensor vander(int columns) {
        if (self().dim() != 1) throw new ShapeException("vander: shape " + self().shape() + " is no vector; use flatten()");
        if (columns < 0) throw new ShapeException("vander: " + columns + " columns; there can be no fewer than 0");
        return self().unsqueeze(1).pow(Creation.arange(0, columns, 1).flip(0).to(self().dtype()));
    }

    /// The same with as many columns as there are elements.
    default Tensor vander() { return vander(self().numel()); }

    /// Vectors as the columns of a matrix, matrices side by side; `columnStack(a, b)` of the language.
    static Tensor columns(Tensor... tensors) {
        if (tensors.length == 0) throw new ShapeException("columnStack: no tensors were given");
        return Movements.cat(1, Stream.of(tensors).map(x -> x.dim() <= 1 ? x.reshape(x.numel(), 1) : x).toArray(Tensor[]::new));
    }

    /// Matrices along the diagonal of a larger one, zeros elsewhere; `blockDiag(a, b)` of the language.
    static Tensor blocks(Tensor... tensors) {
        if (tensors.length == 0) throw new ShapeException("blockDiag: no tensors were given");
        for (int i = 0; i < tensors.length; i++) if (tensors[i].dim() > 2) throw new ShapeException("blockDiag: tensor " + i + " has shape " + tensors[i].shape() + "; it must be a matrix, a vector or a number");
        Tensor[] blocks = Stream.of(tensors).map(Tensor::atleast2d).toArray(Tensor[]::new), rows = new Tensor[blocks.length];
        int width = Stream.of(blocks).mapToInt(x -> x.size(1)).sum(), at = 0;
        for (int i = 0; i < rows.length; at += blocks[i++].size(1)) rows[i] = blocks[i].pad(at, width - at - blocks[i].size(1));
        return Movements.cat(0, rows);
    }
}
