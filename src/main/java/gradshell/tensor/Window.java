package gradshell.tensor;

import gradshell.array.ShapeException;
import java.util.List;

/// A window that slides over the last dimensions of a tensor: `window(3).stride(2).padding(1)`. One number stands for all dimensions.
///
/// @param stride the distance from one window to the next; null where the operation has a rule of its own
/// @param ceil whether a window that reaches beyond the end counts too
/// @param countIncludePad whether a mean counts padding as zeros
public record Window(List<Integer> size, List<Integer> stride, List<Integer> padding, List<Integer> dilation, boolean ceil, boolean countIncludePad) {
    /// A window of the given sizes; `window(3)` of the language.
    public static Window of(int... sizes) { return new Window(Conv.numbers("window", 1, sizes), null, List.of(0), List.of(1), false, true); }

    /// The distance from one window to the next.
    public Window stride(int... steps) { return new Window(size, Conv.numbers("stride", 1, steps), padding, dilation, ceil, countIncludePad); }
    /// Places put on both sides of each dimension: zeros, or for the largest number places that never win.
    public Window padding(int... places) { return new Window(size, stride, Conv.numbers("padding", 0, places), dilation, ceil, countIncludePad); }
    /// The distance between two places of a window.
    public Window dilation(int... distances) { return new Window(size, stride, padding, Conv.numbers("dilation", 1, distances), ceil, countIncludePad); }
    /// Lets a window that reaches beyond the end count too.
    public Window ceilMode() { return new Window(size, stride, padding, dilation, true, countIncludePad); }
    /// Whether means count padding as zeros; true unless set.
    public Window countIncludePad(boolean wanted) { return new Window(size, stride, padding, dilation, ceil, wanted); }

    /// The window along one dimension, with every setting decided.
    record Along(int size, int stride, int padding, int dilation, boolean ceil) {
        int extent() { return dilation * (size - 1) + 1; }

        /// How many windows there are over so many places.
        int count(String operation, int places) {
            long room = (long) places + 2L * padding - extent();
            if (room < 0) throw new ShapeException(operation + ": a window of " + extent() + " is larger than a dimension of size " + places + (padding > 0 ? " with padding " + padding : ""));
            int count = (int) ((room + (ceil ? stride - 1 : 0)) / stride) + 1;
            // The last window must begin inside the dimension or its padding on the left.
            return ceil && (long) (count - 1) * stride >= places + padding ? count - 1 : count;
        }
    }

    /// The window along each of `rank` dimensions.
    List<Along> along(String operation, int rank, boolean strideIsSize) {
        List<Integer> sizes = Conv.each(operation, "window", size, rank);
        List<Integer> steps = stride != null ? Conv.each(operation, "stride", stride, rank) : strideIsSize ? sizes : java.util.Collections.nCopies(rank, 1);
        List<Integer> paddings = Conv.each(operation, "padding", padding, rank), dilations = Conv.each(operation, "dilation", dilation, rank);
        return java.util.stream.IntStream.range(0, rank).mapToObj(i -> new Along(sizes.get(i), steps.get(i), paddings.get(i), dilations.get(i), ceil)).toList();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("window(").append(Conv.written(size)).append(')');
        if (stride != null) text.append(".stride(").append(Conv.written(stride)).append(')');
        if (!padding.equals(List.of(0))) text.append(".padding(").append(Conv.written(padding)).append(')');
        if (!dilation.equals(List.of(1))) text.append(".dilation(").append(Conv.written(dilation)).append(')');
        if (ceil) text.append(".ceilMode()");
        if (!countIncludePad) text.append(".countIncludePad(false)");
        return text.toString();
    }
}
