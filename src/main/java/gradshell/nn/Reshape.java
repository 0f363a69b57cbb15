package gradshell.nn;

import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Gives each example other sizes; the first dimension, which counts the examples, stays.
public record Reshape(List<Integer> sizes) implements Layer {
    public static Reshape of(int... sizes) { return new Reshape(IntStream.of(sizes).boxed().toList()); }

    @Override
    public Tensor apply(Tensor x) {
        if (x.dim() == 0) throw new ShapeException(this + ": the input has shape []; its first dimension counts the examples, use unsqueeze(0)");
        int each = x.numel() / Math.max(x.size(0), 1), wanted = 1, open = 0;
        for (int size : sizes) {
            if (size == -1) open++;
            else wanted *= size;
        }
        boolean fits = open == 0 ? each == wanted : open == 1 && wanted > 0 && each % wanted == 0;
        if (!fits) throw new ShapeException(this + ": each example of shape " + x.shape() + " has " + each + " numbers, which do not make " + sizes + (open == 0 ? "; that needs " + wanted : ""));
        return x.reshape(IntStream.concat(IntStream.of(x.size(0)), sizes.stream().mapToInt(size -> size == -1 ? each / known() : size)).toArray());
    }

    private int known() { return sizes.stream().filter(size -> size != -1).reduce(1, (a, b) -> a * b); }

    @Override
    public String toString() { return sizes.stream().map(String::valueOf).collect(Collectors.joining(", ", "reshape(", ")")); }
}
