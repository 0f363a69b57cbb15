package gradshell.nn;

import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Means or largest numbers of windows that make a result of given sizes.
///
/// @param largest whether it takes the largest number
public record AdaptivePool(boolean largest, List<Integer> sizes) implements Layer {
    /// A layer for as many dimensions as there are sizes.
    public static AdaptivePool of(boolean largest, int... sizes) {
        for (int size : sizes) if (size < 1) throw new ShapeException("adaptive" + (largest ? "Max" : "Avg") + "Pool" + sizes.length + "d: the result would have size " + size + "; give a positive one");
        return new AdaptivePool(largest, IntStream.of(sizes).boxed().toList());
    }

    @Override
    public Tensor apply(Tensor x) {
        int first = sizes.getFirst(), last = sizes.getLast();
        if (sizes.size() == 1) return largest ? x.adaptiveMaxPool1d(first) : x.adaptiveAvgPool1d(first);
        return largest ? x.adaptiveMaxPool2d(first, last) : x.adaptiveAvgPool2d(first, last);
    }

    @Override
    public String toString() { return "adaptive" + (largest ? "Max" : "Avg") + "Pool" + sizes.size() + "d" + sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")")); }
}
