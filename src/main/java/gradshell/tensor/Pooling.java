package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.kernel.Pools;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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

    /// Takes the elements at the places that a kernel found, so that gradients go back to those places.
    private Pooled largest(int rank, List<Pools.Span> spans) {
        Tensor x = rank == 1 ? self().unsqueeze(-2) : self();
        Pools.Span rows = rank == 1 ? new Pools.Span(new int[1], new int[] {1}, 1) : spans.getFirst();
        Tensor places = Recording.computed(in -> Pools.largest(in[0], rows, spans.getLast()), x);
        Tensor values = x.flatten(-2, -1).gather(-1, places.flatten(-2, -1)).reshape(places.shape());
        return rank == 1 ? new Pooled(values.squeeze(-2), places.squeeze(-2)) : new Pooled(values, places);
    }

    private Pooled maxPool(String operation, int rank, Window window) {
        checkImages(operation, rank);
        List<Window.Along> windows = window.along(operation, rank, true);
        checkPadding(operation, windows);
        return largest(rank, IntStream.range(0, rank).mapToObj(i -> span(operation, windows.get(i), self().size(i - rank))).toList());
    }

    private static Pools.Span span(String operation, Window.Along window, int places) {
        int count = window.count(operation, places);
        int[] first = new int[count], end = new int[count];
        for (int i = 0; i < count; i++) {
            first[i] = i * window.stride() - window.padding();
            end[i] = Math.min(first[i] + window.extent(), places);
            while (first[i] < 0) first[i] += window.dilation();
            if (first[i] >= end[i]) throw new ShapeException(operation + ": window " + i + " of a dimension of size " + places + " holds nothing but padding; take less padding or dilation, or no ceilMode()");
        }
        return new Pools.Span(first, end, window.dilation());
    }

    /// The largest number of each window of `size` neighbours; windows lie side by side.
    /// {@snippet : tensor("[[1, 5, 2, 3]]").maxPool1d(2)    // ==> [[5, 3]]  int64 [1, 2] }
    default Tensor maxPool1d(int size) { return maxPool1d(Window.of(size)); }
    /// The same with windows `stride` places apart.
    default Tensor maxPool1d(int size, int stride) { return maxPool1d(Window.of(size).stride(stride)); }
    /// The same with padding, which never wins.
    default Tensor maxPool1d(int size, int stride, int padding) { return maxPool1d(Window.of(size).stride(stride).padding(padding)); }
    /// The same of a window with settings; its stride is its size unless set.
    default Tensor maxPool1d(Window window) { return maxPool("maxPool1d", 1, window).values(); }
    /// The same, and where each of the numbers lies.
    default Pooled maxPool1dWithIndices(Window window) { return maxPool("maxPool1d", 1, window); }

    /// The largest number of each square window; windows lie side by side.
    /// {@snippet : arange(16).reshape(1, 4, 4).maxPool2d(2)    // ==> [[[5, 7], [13, 15]]]  int64 [1, 2, 2] }
    default Tensor maxPool2d(int size) { return maxPool2d(Window.of(size)); }
    /// The same with windows `stride` places apart.
    default Tensor maxPool2d(int size, int stride) { return maxPool2d(Window.of(size).stride(stride)); }
    /// The same with padding, which never wins.
    default Tensor maxPool2d(int size, int stride, int padding) { return maxPool2d(Window.of(size).stride(stride).padding(padding)); }
    /// The same of a window with settings; its stride is its size unless set.
    default Tensor maxPool2d(Window window) { return maxPool("maxPool2d", 2, window).values(); }
    /// The same, and where each of the numbers lies.
    /// {@snippet : arange(16).reshape(1, 4, 4).maxPool2dWithIndices(window(2)).indices()    // ==> [[[5, 7], [13, 15]]]  int64 [1, 2, 2] }
    default Pooled maxPool2dWithIndices(Window window) { return maxPool("maxPool2d", 2, window); }

    // ---- the mean ----

    private Tensor avgPool(String operation, int rank, Window window) {
        checkImages(operation, rank);
        checkFloating(operation);
        if (!window.dilation().stream().allMatch(d -> d == 1)) throw new ShapeException(operation + ": means have no dilation; leave it at 1");
        List<Window.Along> windows = window.along(operation, rank, true);
        checkPadding(operation, windows);
        int[] counts = IntStream.range(0, rank).map(i -> windows.get(i).count(operation, self().size(i - rank))).toArray();
        return Windows.sums(self(), windows, counts).div(members(windows, counts, window.countIncludePad()));
    }

    /// How many places each window holds, `[…counts]`.
    private Tensor members(List<Window.Along> windows, int[] counts, boolean padding) {
        double[] members = {1};
        for (int i = 0; i < counts.length; i++) {
            Window.Along w = windows.get(i);
            int places = self().size(i - counts.length);
            double[] wider = new double[members.length * counts[i]];
            for (int k = 0; k < wider.length; k++) {
                int first = k % counts[i] * w.stride() - w.padding(), end = Math.min(first + w.size(), places + (padding ? w.padding() : 0));
                wider[k] = members[k / counts[i]] * (end - (padding ? first : Math.max(first, 0)));
            }
            members = wider;
        }
        return Tensor.of(Array.of(DType.FLOAT64, Shape.of(counts), members)).to(self().dtype());
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
        return new Pools.Span(first, end, 1);
    }

    private List<Pools.Span> adaptive(String operation, int... counts) {
        checkImages(operation, counts.length);
        List<Pools.Span> spans = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) spans.add(evenly(operation, self().size(i - counts.length), counts[i]));
        return spans;
    }

    /// The means of windows along one dimension: their places side by side, those behind the end of a window left out.
    private static Tensor means(Tensor x, int dim, Pools.Span span) {
        int count = span.first().length, longest = 0, axis = x.dim() + dim;
        for (int i = 0; i < count; i++) longest = Math.max(longest, span.end()[i] - span.first()[i]);
        long[] places = new long[count * longest];
        boolean[] inside = new boolean[places.length];
        double[] members = new double[count];
        for (int i = 0; i < count; i++) {
            members[i] = span.end()[i] - span.first()[i];
            for (int k = 0; k < longest; k++) {
                inside[i * longest + k] = span.first()[i] + k < span.end()[i];
                places[i * longest + k] = inside[i * longest + k] ? span.first()[i] + k : span.first()[i];
            }
        }
        Shape behind = x.shape().slice(axis + 1, x.dim()), ones = behind;
        for (int i = 0; i < ones.rank(); i++) ones = ones.with(i, 1);
        Tensor picked = x.indexSelect(axis, Tensor.of(Array.of(DType.INT64, Shape.of(places.length), places))).reshape(x.shape().slice(0, axis).concat(Shape.of(count, longest)).concat(behind));
        Tensor mask = Tensor.of(Array.of(DType.BOOL, Shape.of(count, longest).concat(ones), inside));
        Tensor sizes = Tensor.of(Array.of(DType.FLOAT64, Shape.of(count).concat(ones), members)).to(x.dtype());
        return picked.where(mask, Tensor.of(x.dtype(), 0)).sum(axis + 1).div(sizes);
    }

    /// Means of so many windows of nearly one size.
    /// {@snippet : tensor("[[1., 2., 3., 4., 5.]]").adaptiveAvgPool1d(2)    // ==> [[2., 4.]]  float32 [1, 2] }
    default Tensor adaptiveAvgPool1d(int length) {
        List<Pools.Span> spans = adaptive("adaptiveAvgPool1d", length);
        checkFloating("adaptiveAvgPool1d");
        return means(self(), -1, spans.getFirst());
    }

    /// Means of windows that make a result of a size in both dimensions; 1 for the mean of each channel.
    /// {@snippet : ones(1, 3, 5, 7).adaptiveAvgPool2d(1).shape()    // ==> [1, 3, 1, 1] }
    default Tensor adaptiveAvgPool2d(int size) { return adaptiveAvgPool2d(size, size); }
    /// Means of windows that make a result of a height and a width.
    default Tensor adaptiveAvgPool2d(int height, int width) {
        List<Pools.Span> spans = adaptive("adaptiveAvgPool2d", height, width);
        checkFloating("adaptiveAvgPool2d");
        return means(means(self(), -1, spans.getLast()), -2, spans.getFirst());
    }

    /// The largest numbers of so many windows of nearly one size.
    default Tensor adaptiveMaxPool1d(int length) { return largest(1, adaptive("adaptiveMaxPool1d", length)).values(); }
    /// The largest numbers of windows that make a result of a size in both dimensions.
    default Tensor adaptiveMaxPool2d(int size) { return adaptiveMaxPool2d(size, size); }
    /// The largest numbers of windows that make a result of a height and a width.
    /// {@snippet : arange(12).reshape(1, 3, 4).adaptiveMaxPool2d(1, 2)    // ==> [[[9, 11]]]  int64 [1, 1, 2] }
    default Tensor adaptiveMaxPool2d(int height, int width) { return largest(2, adaptive("adaptiveMaxPool2d", height, width)).values(); }
}
