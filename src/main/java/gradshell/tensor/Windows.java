package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import gradshell.kernel.Overlaps;
import java.util.List;
import java.util.stream.Stream;

/// Windows over dimensions as dimensions of their own, and back.
public sealed interface Windows permits Tensor {

    private Tensor self() { return (Tensor) this; }

    /// Windows over a dimension, which then counts them; a new last dimension runs through the places of a window. A view.
    record Unfold(int dim, int size, int step, int dilation) implements LinearMap {
        int count(int places) { return (places - dilation * (size - 1) - 1) / step + 1; }

        @Override
        public Type type(Type x) { return new Type(x.dtype(), x.shape().with(dim, count(x.shape().size(dim))).insert(x.shape().rank(), size)); }

        @Override
        public Array forward(Type out, Array x) { return x.view(x.layout().windows(dim, out.shape().size(dim), step, size, dilation)); }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.apply(new Fold(this, x.shape().size(dim))); }

        @Override
        public Op batched(int examples) { return new Unfold(dim + 1, size, step, dilation); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Unfold(0, 3, 1, 1), 5), Sample.of(new Unfold(1, 2, 2, 2), 2, 7, 2), Sample.of(new Unfold(1, 1, 3, 1), 2, 4)); }
    }

    /// Windows added up where they were taken from: the transpose of [Unfold].
    record Fold(Unfold unfold, int places) implements LinearMap {
        @Override
        public Type type(Type x) {
            if (x.dtype() == DType.BOOL) throw new DTypeException("fold: bool has no sums; use x.to(int64)");
            return new Type(x.dtype(), x.shape().remove(x.shape().rank() - 1).with(unfold.dim, places));
        }

        @Override
        public Array forward(Type out, Array x) {
            Array whole = Array.zeros(out.dtype(), out.shape());
            Overlaps.add(whole, x, unfold.dim, unfold.step, unfold.dilation);
            return whole;
        }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.apply(unfold); }

        @Override
        public Op batched(int size) { return new Fold((Unfold) unfold.batched(size), places); }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Fold(new Unfold(0, 3, 1, 1), 5), 3, 3), Sample.of(new Fold(new Unfold(1, 2, 2, 2), 8), 2, 3, 2, 2)); }
    }

    /// Windows of `size` neighbours, `step` places apart, over a dimension, which then counts them; a new last dimension runs through each. A view.
    /// {@snippet : arange(5).unfold(0, 3, 1)    // ==> [[0, 1, 2], [1, 2, 3], [2, 3, 4]]  int64 [3, 3] }
    default Tensor unfold(int dim, int size, int step) {
        int axis = self().shape().dimension("unfold", dim), places = self().dim() == 0 ? 1 : self().size(axis);
        if (size < 0 || size > places) throw new ShapeException("unfold: a window of " + size + " does not fit into dimension " + dim + " of shape " + self().shape() + ", which has size " + places);
        if (step < 1) throw new ShapeException("unfold: step is " + step + "; it must be at least 1");
        if (self().dim() == 0) return self().reshape(1).narrow(0, 0, size);
        if (size == 0) return self().narrow(axis, 0, 0).reshape(self().shape().with(axis, places / step + 1).insert(self().dim(), 0));
        return self().apply(new Unfold(axis, size, step, 1));
    }

    /// The last dimensions with zeros put before and behind each.
    private static Tensor surrounded(Tensor x, List<Window.Along> windows, int[] more) {
        for (int i = 0; i < windows.size(); i++) {
            int dim = x.dim() - windows.size() + i, low = windows.get(i).padding(), size = x.size(dim);
            if (low != 0 || more[i] != 0) x = x.apply(new Splitting.Embed(new Splitting.Slice(dim, low, size, 1), size + 2 * low + more[i]));
        }
        return x;
    }

    /// The windows over the last dimensions: first those, counting windows, then as many for the places of a window.
    private static Tensor apart(Tensor x, List<Window.Along> windows) {
        int first = x.dim() - windows.size();
        for (int i = 0; i < windows.size(); i++) {
            Window.Along w = windows.get(i);
            x = x.apply(new Unfold(first + i, w.size(), w.stride(), w.dilation()));
        }
        return x;
    }

    /// The windows over images `[n, channels, height, width]` as columns, `[n, channels · places of a window, windows]`: what a convolution multiplies.
    /// {@snippet : arange(9).reshape(1, 1, 3, 3).unfold(window(2))    // ==> [[[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]]]  int64 [1, 4, 4] }
    default Tensor unfold(Window window) {
        Tensor x = self();
        if (x.dim() != 3 && x.dim() != 4) throw new ShapeException("unfold: images have shape " + x.shape() + "; they need 4 dimensions [n, channels, height, width], or all but the first");
        if (x.dim() == 3) return x.unsqueeze(0).unfold(window).squeeze(0);
        List<Window.Along> windows = window.along("unfold", 2, false);
        int columns = windows.get(0).count("unfold", x.size(2)) * windows.get(1).count("unfold", x.size(3)), taps = windows.get(0).size() * windows.get(1).size();
        return apart(surrounded(x, windows, new int[2]), windows).permute(0, 1, 4, 5, 2, 3).reshape(x.size(0), x.size(1) * taps, columns);
    }

    /// Columns of windows added up to images of a height and a width: the transpose of [#unfold(Window)].
    /// {@snippet : ones(1, 4, 4).fold(3, 3, window(2))    // ==> [[[[1., 2., 1.], [2., 4., 2.], [1., 2., 1.]]]]  float32 [1, 1, 3, 3] }
    default Tensor fold(int height, int width, Window window) {
        Tensor x = self();
        if (x.dim() != 2 && x.dim() != 3) throw new ShapeException("fold: columns have shape " + x.shape() + "; they need 3 dimensions [n, channels · places of a window, windows], or all but the first");
        if (x.dim() == 2) return x.unsqueeze(0).fold(height, width, window).squeeze(0);
        List<Window.Along> windows = window.along("fold", 2, false);
        Window.Along rows = windows.get(0), columns = windows.get(1);
        int down = rows.count("fold", height), across = columns.count("fold", width), taps = rows.size() * columns.size(), channels = x.size(1) / taps;
        if (x.size(1) % taps != 0) throw new ShapeException("fold: columns " + x.shape() + " have " + x.size(1) + " rows, which do not fall into windows of " + taps);
        if (x.size(2) != down * across) throw new ShapeException("fold: columns " + x.shape() + " have " + x.size(2) + " windows, an image " + Shape.of(height, width) + " has " + down + " x " + across + " = " + down * across);
        Tensor apart = x.reshape(x.size(0), channels, rows.size(), columns.size(), down, across).permute(0, 1, 4, 5, 2, 3);
        apart = apart.apply(new Fold(new Unfold(3, columns.size(), columns.stride(), columns.dilation()), width + 2 * columns.padding()));
        apart = apart.apply(new Fold(new Unfold(2, rows.size(), rows.stride(), rows.dilation()), height + 2 * rows.padding()));
        return apart.narrow(2, rows.padding(), height).narrow(3, columns.padding(), width);
    }
}
