package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import gradshell.kernel.Pools;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The largest number or the mean of each window over signals `[n, channels, length]` and images `[n, channels, height, width]`, or all but the first.
public sealed interface Pooling permits Tensor {

    private Tensor self() { return (Tensor) this; }

    /// The largest numbers of windows and where each lies in its signal or image, counted row by row.
    record Pooled(Tensor values, Tensor indices) {}

    private void checkImages(String operation, int rank) {
        Tensor x = self();
        if (x.dim() != rank + 1 && x.dim() != rank + 2) throw new ShapeException(operation + ": " + (rank == 1 ? "signals" : "images") + " have shape " + x.shape() + "; they need " + (rank + 2) + " dimensions [n, channels, " + (rank == 1 ? "length]" : "height, width]") + ", or all but the first" + (x.dim() == rank ? "; use unsqueeze(0)" : ""));
        if (x.dtype() == DType.BOOL) throw new DTypeException(operation + ": bool cannot be pooled; use x.to(float32)");
    }

    private void checkFloating(String operation) {
        if (!self().dtype().isFloating()) throw new DTypeException(operation + ": " + self().dtype() + " cannot hold the result; use x.to(float32)." + operation + "(…)");
    }

    private static void checkPadding(String operation, List<Window.Along> windows) {
        for (Window.Along w : windows) if (2 * w.padding() > w.size()) throw new ShapeException(operation + ": padding " + w.padding() + " is more than half of the window of " + w.size() + ", so that a window could hold nothing but padding");
    }

    // ---- the largest ----

    /// The largest number of each window over the last two dimensions; its gradient goes to where it lies.
    record MaxPool(Pools.Windows windows) implements General {
        @Override
        public String name() { return "maxPool2d"; }

        @Override
        public Type type(Type... in) { return new Type(in[0].dtype(), windows.shape(in[0].shape())); }

        @Override
        public Array forward(Type out, Array... in) { return Pools.pick(in[0], in[0], windows); }

        @Override
        public void forwardInto(Array out, Array... in) { Pools.pick(in[0], in[0], windows, out); }

        @Override
        public boolean reads(int wanted, int input) { return input == 0; }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) { return g.apply(new MaxUnpool(windows), in[0]); }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) { return dx[0].apply(new MaxPick(windows), in[0]); }

        @Override
        public Op batched(int size) { return this; }

        static Stream<Sample> samples() { return examples().map(w -> Sample.of(new MaxPool(w), 2, 4, 6)); }
    }

    /// The elements of one tensor that lie where windows over another have their largest.
    record MaxPick(Pools.Windows windows) implements General {
        @Override
        public Type type(Type... in) { return new Type(in[0].dtype(), windows.shape(in[1].shape())); }

        @Override
        public Array forward(Type out, Array... in) { return Pools.pick(in[0], in[1], windows); }

        @Override
        public void forwardInto(Array out, Array... in) { Pools.pick(in[0], in[1], windows, out); }

        @Override
        public boolean reads(int wanted, int input) { return input == 1; }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) { return wanted == 0 ? g.apply(new MaxUnpool(windows), in[1]) : null; }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) { return dx[0] == null ? Tensor.of(Array.zeros(y.dtype(), y.shape())) : dx[0].apply(this, in[1]); }

        @Override
        public Op batched(int size) { return this; }

        static Stream<Sample> samples() { return examples().map(w -> Sample.of(new MaxPick(w), Shape.of(2, 4, 6), Shape.of(2, 4, 6))); }
    }

    /// Numbers of windows put where windows over another tensor have their largest elements, and added there: the transpose of [MaxPick].
    record MaxUnpool(Pools.Windows windows) implements General {
        @Override
        public Type type(Type... in) { return new Type(in[0].dtype(), in[1].shape()); }

        @Override
        public Array forward(Type out, Array... in) { return Pools.place(in[0], in[1], windows); }

        @Override
        public void forwardInto(Array out, Array... in) { Pools.place(in[0], in[1], windows, out); }

        @Override
        public boolean reads(int wanted, int input) { return input == 1; }

        @Override
        public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) { return wanted == 0 ? g.apply(new MaxPick(windows), in[1]) : null; }

        @Override
        public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) { return dx[0] == null ? Tensor.of(Array.zeros(y.dtype(), y.shape())) : dx[0].apply(this, in[1]); }

        @Override
        public Op batched(int size) { return this; }

        static Stream<Sample> samples() { return examples().map(w -> Sample.of(new MaxUnpool(w), w.shape(Shape.of(2, 4, 6)), Shape.of(2, 4, 6))); }
    }

    /// Windows over planes `[4, 6]` to check with: side by side, overlapping with padding, unequal.
    private static Stream<Pools.Windows> examples() {
        return Stream.of(new Pools.Windows(new Pools.Span(List.of(0, 2), List.of(2, 4), 1), new Pools.Span(List.of(0, 3), List.of(3, 6), 1)),
                new Pools.Windows(new Pools.Span(List.of(0, 1, 2), List.of(2, 3, 4), 1), new Pools.Span(List.of(1, 0, 2), List.of(2, 4, 6), 2)));
    }

    /// Images as they are, signals as images of one row.
    private Tensor planes(int rank) { return rank == 1 ? self().unsqueeze(-2) : self(); }

    private static Tensor unplanes(Tensor y, int rank) { return rank == 1 ? y.squeeze(-2) : y; }

    private static Pools.Windows windows(List<Pools.Span> spans) {
        return new Pools.Windows(spans.size() == 1 ? new Pools.Span(List.of(0), List.of(1), 1) : spans.getFirst(), spans.getLast());
    }

    private Tensor largest(List<Pools.Span> spans) { return unplanes(planes(spans.size()).apply(new MaxPool(windows(spans))), spans.size()); }

    private Pooled withIndices(List<Pools.Span> spans) {
        return new Pooled(largest(spans), unplanes(Recording.computed(in -> Pools.places(in[0], windows(spans)), planes(spans.size())), spans.size()));
    }

    private List<Pools.Span> spans(String operation, int rank, Window window) {
        checkImages(operation, rank);
        List<Window.Along> windows = window.along(operation, rank, true);
        checkPadding(operation, windows);
        return IntStream.range(0, rank).mapToObj(i -> span(operation, windows.get(i), self().size(i - rank))).toList();
    }

    private static Pools.Span span(int[] first, int[] end, int step) { return new Pools.Span(IntStream.of(first).boxed().toList(), IntStream.of(end).boxed().toList(), step); }

    private static Pools.Span span(String operation, Window.Along window, int places) {
        int count = window.count(operation, places);
        int[] first = new int[count], end = new int[count];
        for (int i = 0; i < count; i++) {
            first[i] = i * window.stride() - window.padding();
            end[i] = Math.min(first[i] + window.extent(), places);
            while (first[i] < 0) first[i] += window.dilation();
            if (first[i] >= end[i]) throw new ShapeException(operation + ": window " + i + " of a dimension of size " + places + " holds nothing but padding; take less padding or dilation, or no ceilMode()");
        }
        return span(first, end, window.dilation());
    }

    /// The largest number of each window of `size` neighbours; windows lie side by side.
    /// {@snippet : tensor("[[1, 5, 2, 3]]").maxPool1d(2)    // ==> [[5, 3]]  int64 [1, 2] }
    default Tensor maxPool1d(int size) { return maxPool1d(Window.of(size)); }
    /// The same with windows `stride` places apart.
    default Tensor maxPool1d(int size, int stride) { return maxPool1d(Window.of(size).stride(stride)); }
    /// The same with padding, which never wins.
    default Tensor maxPool1d(int size, int stride, int padding) { return maxPool1d(Window.of(size).stride(stride).padding(padding)); }
    /// The same of a window with settings; its stride is its size unless set.
    default Tensor maxPool1d(Window window) { return largest(spans("maxPool1d", 1, window)); }
    /// The same, and where each of the numbers lies.
    default Pooled maxPool1dWithIndices(Window window) { return withIndices(spans("maxPool1d", 1, window)); }

    /// The largest number of each square window; windows lie side by side.
    /// {@snippet : arange(16).reshape(1, 4, 4).maxPool2d(2)    // ==> [[[5, 7], [13, 15]]]  int64 [1, 2, 2] }
    default Tensor maxPool2d(int size) { return maxPool2d(Window.of(size)); }
    /// The same with windows `stride` places apart.
    default Tensor maxPool2d(int size, int stride) { return maxPool2d(Window.of(size).stride(stride)); }
    /// The same with padding, which never wins.
    default Tensor maxPool2d(int size, int stride, int padding) { return maxPool2d(Window.of(size).stride(stride).padding(padding)); }
    /// The same of a window with settings; its stride is its size unless set.
    default Tensor maxPool2d(Window window) { return largest(spans("maxPool2d", 2, window)); }
    /// The same, and where each of the numbers lies.
    /// {@snippet : arange(16).reshape(1, 4, 4).maxPool2dWithIndices(window(2)).indices()    // ==> [[[5, 7], [13, 15]]]  int64 [1, 2, 2] }
    default Pooled maxPool2dWithIndices(Window window) { return withIndices(spans("maxPool2d", 2, window)); }

    // ---- the mean ----

    /// The mean of each window over the last two dimensions.
    ///
    /// @param down   by how many rows the sum of each window is divided
    /// @param across by how many columns
    record AvgPool(Pools.Windows windows, List<Integer> down, List<Integer> across) implements LinearMap {
        @Override
        public String name() { return "avgPool2d"; }

        @Override
        public Type type(Type x) { return new Type(x.dtype(), windows.shape(x.shape())); }

        @Override
        public Array forward(Type out, Array x) { return Pools.means(x, windows, down, across); }

        @Override
        public void forwardInto(Array out, Array... in) { Pools.means(in[0], windows, down, across, out); }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.apply(new AvgUnpool(this, x.shape().slice(x.shape().rank() - 2, x.shape().rank()))); }

        @Override
        public Op batched(int size) { return this; }

        static Stream<Sample> samples() { return examples().map(w -> Sample.of(new AvgPool(w, sizes(w.rows()), IntStream.range(0, w.columns().count()).mapToObj(i -> 3 + i).toList()), 2, 4, 6)); }
    }

    /// The numbers of windows shared out among their places: the transpose of [AvgPool].
    record AvgUnpool(AvgPool pool, Shape plane) implements LinearMap {
        @Override
        public Type type(Type g) { return new Type(g.dtype(), g.shape().slice(0, g.shape().rank() - 2).concat(plane)); }

        @Override
        public Array forward(Type out, Array g) { return Pools.shares(g, out.shape(), pool.windows, pool.down, pool.across); }

        @Override
        public void forwardInto(Array out, Array... in) { Pools.shares(in[0], pool.windows, pool.down, pool.across, out); }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.apply(pool); }

        @Override
        public Op batched(int size) { return this; }

        static Stream<Sample> samples() { return AvgPool.samples().map(s -> Sample.of(new AvgUnpool((AvgPool) s.op(), Shape.of(4, 6)), ((AvgPool) s.op()).windows.shape(Shape.of(2, 4, 6)))); }
    }

    private static List<Integer> sizes(Pools.Span span) { return IntStream.range(0, span.count()).mapToObj(i -> span.end().get(i) - span.first().get(i)).toList(); }

    private Tensor means(List<Pools.Span> spans, List<List<Integer>> members) {
        int rank = spans.size();
        return unplanes(planes(rank).apply(new AvgPool(windows(spans), rank == 1 ? List.of(1) : members.getFirst(), members.getLast())), rank);
    }

    private Tensor avgPool(String operation, int rank, Window window) {
        checkImages(operation, rank);
        checkFloating(operation);
        if (!window.dilation().stream().allMatch(d -> d == 1)) throw new ShapeException(operation + ": means have no dilation; leave it at 1");
        List<Window.Along> windows = window.along(operation, rank, true);
        checkPadding(operation, windows);
        List<Pools.Span> spans = IntStream.range(0, rank).mapToObj(i -> span(operation, windows.get(i), self().size(i - rank))).toList();
        if (!window.countIncludePad()) return means(spans, spans.stream().map(Pooling::sizes).toList());
        return means(spans, IntStream.range(0, rank).mapToObj(i -> members(windows.get(i), spans.get(i).count(), self().size(i - rank))).toList());
    }

    /// How many places each window holds along a dimension, padding among them.
    private static List<Integer> members(Window.Along window, int count, int places) {
        return IntStream.range(0, count).mapToObj(i -> Math.min(window.size(), places + 2 * window.padding() - i * window.stride())).toList();
    }

    /// The mean of each window of `size` neighbours; windows lie side by side.
    /// {@snippet : tensor("[[1., 5., 2., 4.]]").avgPool1d(2)    // ==> [[3., 3.]]  float32 [1, 2] }
    default Tensor avgPool1d(int size) { return avgPool1d(Window.of(size)); }
    /// The same with windows `stride` places apart.
    default Tensor avgPool1d(int size, int stride) { return avgPool1d(Window.of(size).stride(stride)); }
    /// The same with zeros on both sides, which count.
    default Tensor avgPool1d(int size, int stride, int padding) { return avgPool1d(Window.of(size).stride(stride).padding(padding)); }
    /// The same of a window with settings; its stride is its size unless set.
    default Tensor avgPool1d(Window window) { return avgPool("avgPool1d", 1, window); }

    /// The mean of each square window; windows lie side by side.
    /// {@snippet : arange(16).to(float32).reshape(1, 4, 4).avgPool2d(2)    // ==> [[[ 2.5000,  4.5000], [10.5000, 12.5000]]]  float32 [1, 2, 2] }
    default Tensor avgPool2d(int size) { return avgPool2d(Window.of(size)); }
    /// The same with windows `stride` places apart.
    default Tensor avgPool2d(int size, int stride) { return avgPool2d(Window.of(size).stride(stride)); }
    /// The same with zeros on all sides, which count.
    default Tensor avgPool2d(int size, int stride, int padding) { return avgPool2d(Window.of(size).stride(stride).padding(padding)); }
    /// The same of a window with settings; its stride is its size unless set.
    default Tensor avgPool2d(Window window) { return avgPool("avgPool2d", 2, window); }

    // ---- windows that make a given size ----

    private static Pools.Span evenly(String operation, int places, int count) {
        if (count < 0) throw new ShapeException(operation + ": the result would have size " + count + "; give a positive one");
        int[] first = new int[count], end = new int[count];
        for (int i = 0; i < count; i++) {
            first[i] = (int) ((long) i * places / count);
            end[i] = (int) (((i + 1L) * places + count - 1) / count);
        }
        if (places == 0 && count > 0) throw new ShapeException(operation + ": a dimension of size 0 has no windows");
        return span(first, end, 1);
    }

    private List<Pools.Span> adaptive(String operation, int... counts) {
        checkImages(operation, counts.length);
        List<Pools.Span> spans = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) spans.add(evenly(operation, self().size(i - counts.length), counts[i]));
        return spans;
    }

    /// Means of so many windows of nearly one size.
    /// {@snippet : tensor("[[1., 2., 3., 4., 5.]]").adaptiveAvgPool1d(2)    // ==> [[2., 4.]]  float32 [1, 2] }
    default Tensor adaptiveAvgPool1d(int length) {
        List<Pools.Span> spans = adaptive("adaptiveAvgPool1d", length);
        checkFloating("adaptiveAvgPool1d");
        return means(spans, spans.stream().map(Pooling::sizes).toList());
    }

    /// Means of windows that make a result of a size in both dimensions; 1 for the mean of each channel.
    /// {@snippet : ones(1, 3, 5, 7).adaptiveAvgPool2d(1).shape()    // ==> [1, 3, 1, 1] }
    default Tensor adaptiveAvgPool2d(int size) { return adaptiveAvgPool2d(size, size); }
    /// Means of windows that make a result of a height and a width.
    default Tensor adaptiveAvgPool2d(int height, int width) {
        List<Pools.Span> spans = adaptive("adaptiveAvgPool2d", height, width);
        checkFloating("adaptiveAvgPool2d");
        return means(spans, spans.stream().map(Pooling::sizes).toList());
    }

    /// The largest numbers of so many windows of nearly one size.
    default Tensor adaptiveMaxPool1d(int length) { return largest(adaptive("adaptiveMaxPool1d", length)); }
    /// The largest numbers of windows that make a result of a size in both dimensions.
    default Tensor adaptiveMaxPool2d(int size) { return adaptiveMaxPool2d(size, size); }
    /// The largest numbers of windows that make a result of a height and a width.
    /// {@snippet : arange(12).reshape(1, 3, 4).adaptiveMaxPool2d(1, 2)    // ==> [[[9, 11]]]  int64 [1, 1, 2] }
    default Tensor adaptiveMaxPool2d(int height, int width) { return largest(adaptive("adaptiveMaxPool2d", height, width)); }
}
