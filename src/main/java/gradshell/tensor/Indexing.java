package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import gradshell.kernel.Copies;
import gradshell.kernel.Gathers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Picking elements: by place, range, mask or index tensor.
public sealed interface Indexing permits Tensor {

    private Tensor self() { return (Tensor) this; }

    // ---- whole slices by number ----

    /// The slices of a dimension that an index tensor names, in its order.
    record IndexSelect(int dim, Tensor index) implements LinearMap {
        @Override
        public Type type(Type x) { return new Type(x.dtype(), x.shape().with(dim, index.numel())); }

        @Override
        public Array forward(Type out, Array x) { return Gathers.select(x, dim, index.array()); }

        @Override
        public void forwardInto(Array out, Array... in) { Gathers.select(out, in[0], dim, index.array()); }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.apply(new IndexAdd(this, x.shape().size(dim))); }

        @Override
        public Op batched(int size) { return new IndexSelect(dim + 1, index); }

        static Stream<Sample> samples() {
            Tensor index = Tensor.of(Array.of(DType.INT64, Shape.of(3), new long[] {2, 0, 2}));
            return Stream.of(Sample.of(new IndexSelect(0, index), 3, 2), Sample.of(new IndexSelect(1, index), 2, 3, 2));
        }
    }

    /// Slices added into zeros at the places that an index tensor names: the transpose of [IndexSelect].
    record IndexAdd(IndexSelect select, int size) implements LinearMap {
        @Override
        public Type type(Type x) { return new Type(x.dtype(), x.shape().with(select.dim, size)); }

        @Override
        public Array forward(Type out, Array x) { return Gathers.addSlices(x, select.dim, select.index.array(), size); }

        @Override
        public void forwardInto(Array out, Array... in) { Gathers.addSlices(out, in[0], select.dim, select.index.array()); }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.apply(select); }

        @Override
        public Op batched(int size) { return new IndexAdd(new IndexSelect(select.dim + 1, select.index), this.size); }

        static Stream<Sample> samples() { return IndexSelect.samples().limit(1).map(s -> Sample.of(new IndexAdd((IndexSelect) s.op(), 4), 3, 2)); }
    }

    /// The slices of a dimension that an int64 tensor of one dimension names.
    /// {@snippet : tensor(10, 20, 30).indexSelect(0, tensor(2, 0))    // ==> [30, 10]  int64 [2] }
    default Tensor indexSelect(int dim, Tensor index) {
        Shape shape = self().shape();
        int axis = shape.dimension("indexSelect", dim);
        if (shape.rank() == 0) throw new ShapeException("indexSelect: a single number has no dimension to pick from");
        if (index.dim() > 1) throw new ShapeException("indexSelect: the index has shape " + index.shape() + "; it needs one dimension");
        return self().apply(new IndexSelect(axis, places("indexSelect", index.reshape(index.numel()), shape.size(axis), shape)));
    }

    /// Checked and non-negative, in memory that nobody changes later.
    static Tensor places(String operation, Tensor index, int size, Shape shape) {
        if (index.dtype() != DType.INT64 && index.dtype() != DType.INT32) throw new DTypeException(operation + ": the index is " + index.dtype() + ", not int64; use i.to(int64)");
        return Recording.computed(DType.INT64, (in, places) -> {
            Copies.into(places, in[0]);
            long[] values = places.longs();
            int from = places.layout().offset(), to = from + places.elements();
            // One pass without branches for the usual case: a sign shows where a place, or what is left behind it, is negative.
            long signs = 0;
            for (int i = from; i < to; i++) signs |= values[i] | size - 1 - values[i];
            for (int i = from; signs < 0 && i < to; i++) {
                if (values[i] < -size || values[i] >= size) throw new ShapeException(operation + ": index " + values[i] + " is out of range for size " + size + " in shape " + shape);
                if (values[i] < 0) values[i] += size;
            }
        }, index);
    }

    // ---- element by element ----

    /// For each element of an index tensor, the element at that place of a dimension.
    record Gather(int dim, Tensor index) implements LinearMap {
        @Override
        public Type type(Type x) { return new Type(x.dtype(), index.shape()); }

        @Override
        public Array forward(Type out, Array x) { return Gathers.gather(x, dim, index.array()); }

        @Override
        public void forwardInto(Array out, Array... in) { Gathers.gather(out, in[0], dim, index.array()); }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.apply(new ScatterAdd(this, x.shape())); }

        @Override
        public Op batched(int size) { return new Gather(dim + 1, index.expand(Shape.of(size).concat(index.shape())).contiguous()); }

        static Stream<Sample> samples() {
            Tensor index = Tensor.of(Array.of(DType.INT64, Shape.of(3, 2), new long[] {0, 1, 3, 3, 2, 0}));
            return Stream.of(Sample.of(new Gather(1, index), 3, 4), Sample.of(new Gather(0, index), 4, 2));
        }
    }

    /// Elements added into zeros at the places of a dimension that an index tensor names: the transpose of [Gather].
    record ScatterAdd(Gather gather, Shape shape) implements LinearMap {
        @Override
        public Type type(Type x) { return new Type(x.dtype(), shape); }

        @Override
        public Array forward(Type out, Array x) { return Gathers.scatterAdd(x, gather.dim, gather.index.array(), shape); }

        @Override
        public void forwardInto(Array out, Array... in) { Gathers.scatterAdd(out, in[0], gather.dim, gather.index.array()); }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.apply(gather); }

        @Override
        public Op batched(int size) { return new ScatterAdd((Gather) gather.batched(size), Shape.of(size).concat(shape)); }

        static Stream<Sample> samples() { return Gather.samples().limit(1).map(s -> Sample.of(new ScatterAdd((Gather) s.op(), Shape.of(3, 4)), 3, 2)); }
    }

    /// For each element of an int64 tensor, the element at that place of dimension `dim` and at its own place in the others.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").gather(1, tensor("[[0], [1]]"))    // ==> [[1], [4]]  int64 [2, 1] }
    default Tensor gather(int dim, Tensor index) {
        Shape shape = self().shape();
        int axis = shape.dimension("gather", dim);
        boolean fits = index.dim() == shape.rank();
        for (int i = 0; fits && i < shape.rank(); i++) fits = i == axis || index.shape().size(i) <= shape.size(i);
        if (!fits || shape.rank() == 0) throw new ShapeException("gather: the index has shape " + index.shape() + " for shape " + shape + "; it needs as many dimensions, none of them larger but dimension " + dim);
        return self().apply(new Gather(axis, places("gather", index, shape.size(axis), shape)));
    }

    // ---- at ----

    /// One place of the first dimension, which disappears; negative places count from the end.
    /// {@snippet : tensor("[[1, 2], [3, 4]]").at(-1)    // ==> [3, 4]  int64 [2] }
    default Tensor at(int index) {
        int size = self().dim() == 0 ? 0 : self().shape().size(0);
        return index >= -size && index < size ? self().select(0, index) : at(new Object[] {index});
    }

    /// What the given indices pick, one a dimension: whole numbers, `range(…)`, `all()`, index tensors, masks, or text as in Python.
    /// {@snippet : arange(6).reshape(2, 3).at(all(), range(1, 3))    // ==> [[1, 2], [4, 5]]  int64 [2, 2] }
    default Tensor at(Object... indices) {
        List<Index> list = new ArrayList<>();
        for (Object index : indices) list.addAll(Index.of(index));
        return pick(self(), list);
    }

    private static Tensor pick(Tensor x, List<Index> indices) {
        Cut cut = cut("at", x, indices);
        return cut.picks.isEmpty() ? cut.x : together(cut);
    }

    /// What indices come to: a view, and index tensors for some of its dimensions whose own dimensions then stand at `to`.
    record Cut(Tensor x, List<Integer> dims, List<Tensor> picks, int to) {}

    /// Takes the places and ranges, and leaves the index tensors over.
    static Cut cut(String operation, Tensor x, List<Index> indices) {
        long ellipses = indices.stream().filter(i -> i instanceof Index.Ellipsis).count();
        int taken = indices.stream().mapToInt(Indexing::dimensions).sum(), rank = x.dim();
        if (ellipses > 1) throw new ShapeException(operation + ": ... may stand once, not " + ellipses + " times");
        if (taken > rank) throw new ShapeException(operation + ": " + taken + " indices for the " + rank + (rank == 1 ? " dimension" : " dimensions") + " of shape " + x.shape());
        Shape whole = x.shape();
        // Where the next index applies: now, and in the whole shape.
        int dim = 0, axis = 0, firstPick = -1;
        List<Integer> pickDims = new ArrayList<>();
        List<Tensor> picks = new ArrayList<>();
        boolean apart = false;
        for (Index index : indices) {
            switch (index) {
                case Index.Place(int place) -> x = place(operation, x, dim, place, axis, whole);
                case Index.Range range -> x = range(x, dim++, range);
                case Index.NewAxis _ -> x = x.unsqueeze(dim++);
                case Index.Ellipsis _ -> dim += rank - taken;
                case Index.Pick(Tensor one) when one.dim() == 0 && one.dtype() != DType.BOOL && !one.dtype().isFloating() -> x = place(operation, x, dim, Math.toIntExact(one.toLong()), axis, whole);
                case Index.Pick(Tensor tensor) -> {
                    if (tensor.dtype() == DType.BOOL && tensor.dim() == 0) x = x.unsqueeze(dim);
                    for (Tensor places : tensor.dtype() == DType.BOOL ? truths(operation, tensor.dim() == 0 ? tensor.unsqueeze(0) : tensor, x.shape(), dim) : List.of(tensor)) {
                        if (firstPick >= 0 && dim != pickDims.getLast() + 1) apart = true;
                        if (firstPick < 0) firstPick = dim;
                        picks.add(places(operation, places, x.shape().size(dim), x.shape()));
                        pickDims.add(dim++);
                    }
                }
            }
            axis += index instanceof Index.Ellipsis ? rank - taken : dimensions(index);
        }
        return new Cut(x, pickDims, picks, apart ? 0 : firstPick);
    }

    private static Tensor place(String operation, Tensor x, int dim, int place, int axis, Shape whole) {
        int size = x.shape().size(dim);
        if (place < -size || place >= size) throw new ShapeException(operation + ": index " + place + " is out of range for dimension " + axis + " of shape " + whole + ", which has size " + size);
        return x.select(dim, place);
    }

    private static int dimensions(Index index) {
        return switch (index) {
            case Index.NewAxis _, Index.Ellipsis _ -> 0;
            case Index.Pick(Tensor places) when places.dtype() == DType.BOOL -> places.dim();
            default -> 1;
        };
    }

    private static Tensor range(Tensor x, int dim, Index.Range range) {
        int size = x.shape().size(dim);
        int start = bound(range.start(), 0, size), stop = Math.max(bound(range.stop(), size, size), start), step = range.step() == null ? 1 : range.step();
        if (start == 0 && stop == size && step == 1) return x;
        return x.apply(new Splitting.Slice(dim, start, (stop - start + step - 1) / step, step));
    }

    private static int bound(Integer written, int otherwise, int size) {
        return written == null ? otherwise : Math.clamp(written < 0 ? written + (long) size : written, 0, size);
    }

    /// A mask as index tensors, one for each of its dimensions.
    private static List<Tensor> truths(String operation, Tensor mask, Shape shape, int dim) {
        Shape covered = shape.slice(dim, Math.min(dim + mask.dim(), shape.rank()));
        if (!covered.equals(mask.shape())) throw new ShapeException(operation + ": the mask has shape " + mask.shape() + ", the dimensions that it picks from have " + covered);
        Tensor rows = mask.nonzero();
        return java.util.stream.IntStream.range(0, mask.dim()).mapToObj(d -> rows.select(1, d)).toList();
    }

    /// The numbers, in row-major order, of the elements that are true.
    static Tensor trueAt(Tensor mask) {
        boolean[] values = mask.toBooleans();
        long[] found = java.util.stream.IntStream.range(0, values.length).filter(i -> values[i]).asLongStream().toArray();
        return Tensor.of(Array.of(DType.INT64, Shape.of(found.length), found));
    }

    /// The shape of index tensors that are broadcast together.
    static Shape common(String operation, List<Tensor> picks) {
        Shape common = Shape.SCALAR;
        for (Tensor p : picks) common = Shape.broadcast(operation, common, p.shape());
        return common;
    }

    /// Index tensors are broadcast together and picked from one dimension that runs over all of theirs.
    private static Tensor together(Cut cut) {
        Tensor x = cut.x;
        Shape common = common("at", cut.picks);
        int[] order = new int[x.dim()];
        int next = 0, size = 1;
        for (int i = 0; i < cut.picks.size(); i++) {
            order[next++] = cut.dims.get(i);
            size *= x.shape().size(cut.dims.get(i));
        }
        for (int i = 0; i < x.dim(); i++) if (!cut.dims.contains(i)) order[next++] = i;
        Tensor flat = Recording.computed(picks -> flat(picks, cut, common), cut.picks.toArray(Tensor[]::new)), front = x.permute(order);
        Shape rest = front.shape().slice(cut.picks.size(), x.dim());
        Tensor picked = front.reshape(Shape.of(size).concat(rest)).apply(new IndexSelect(0, flat)).reshape(common.concat(rest));
        if (cut.to == 0) return picked;
        // Picked dimensions side by side stay where they were.
        int[] back = new int[picked.dim()];
        for (int i = 0; i < back.length; i++) back[i] = i < cut.to ? common.rank() + i : i < cut.to + common.rank() ? i - cut.to : i;
        return picked.permute(back);
    }

    /// The places that index tensors pick, in the one dimension that stands for all of theirs.
    private static Array flat(Array[] picks, Cut cut, Shape common) {
        Array flat = Array.zeros(DType.INT64, Shape.of(common.elements()));
        for (int i = 0; i < picks.length; i++) {
            int length = cut.x.shape().size(cut.dims.get(i));
            long[] values = Copies.copy(picks[i].view(picks[i].layout().expand(common))).longs();
            for (int k = 0; k < values.length; k++) flat.longs()[k] = flat.longs()[k] * length + values[k];
        }
        return flat;
    }
}
