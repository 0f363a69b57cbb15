package gradshell.tensor;

import gradshell.array.ShapeException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How a convolution goes over its images: `conv().stride(2).padding(1)`. One number stands for all dimensions.
///
/// @param padding zeros on both sides of each dimension; null for as many as give the result the size of the image ("same")
/// @param outputPadding what a transposed convolution adds to the end of each dimension, to choose among the sizes that give one result
public record Conv(List<Integer> stride, List<Integer> padding, List<Integer> dilation, int groups, List<Integer> outputPadding) {
    /// PyTorch's settings: a stride of 1, no padding, no dilation, one group.
    static final Conv DEFAULT = new Conv(List.of(1), List.of(0), List.of(1), 1, List.of(0));

    /// The settings to begin with; `conv()` of the language.
    public static Conv of() { return DEFAULT; }

    /// The distance from one window to the next.
    public Conv stride(int... steps) { return new Conv(numbers("stride", 1, steps), padding, dilation, groups, outputPadding); }
    /// Zeros on both sides of each dimension.
    public Conv padding(int... zeros) { return new Conv(stride, numbers("padding", 0, zeros), dilation, groups, outputPadding); }
    /// "same" for a result of the image's size, "valid" for no padding.
    public Conv padding(String name) {
        return switch (name) {
            case "same" -> new Conv(stride, null, dilation, groups, outputPadding);
            case "valid" -> padding(0);
            default -> throw new ShapeException("padding: \"" + name + "\" is no padding; write \"same\", \"valid\" or numbers");
        };
    }
    /// The distance between two places of a window.
    public Conv dilation(int... distances) { return new Conv(stride, padding, numbers("dilation", 1, distances), groups, outputPadding); }
    /// Channels fall into so many groups, each convolved for itself.
    public Conv groups(int count) { return new Conv(stride, padding, dilation, numbers("groups", 1, count).getFirst(), outputPadding); }
    /// What a transposed convolution adds to the end of each dimension.
    public Conv outputPadding(int... places) { return new Conv(stride, padding, dilation, groups, numbers("outputPadding", 0, places)); }

    static List<Integer> numbers(String setting, int least, int... values) {
        if (values.length == 0) throw new ShapeException(setting + ": no number was given");
        for (int value : values) if (value < least) throw new ShapeException(setting + ": " + value + " is too small; it must be at least " + least);
        return IntStream.of(values).boxed().toList();
    }

    /// A setting for each of the dimensions.
    static List<Integer> each(String operation, String setting, List<Integer> values, int rank) {
        if (values.size() == rank) return values;
        if (values.size() != 1) throw new ShapeException(operation + ": " + setting + " has " + values.size() + " numbers for " + rank + (rank == 1 ? " dimension" : " dimensions") + "; give one number, or one for each");
        return java.util.Collections.nCopies(rank, values.getFirst());
    }

    static String written(List<Integer> numbers) { return numbers.stream().map(String::valueOf).collect(Collectors.joining(", ")); }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("conv()");
        if (!stride.equals(DEFAULT.stride)) text.append(".stride(").append(written(stride)).append(')');
        if (padding == null) text.append(".padding(\"same\")");
        else if (!padding.equals(DEFAULT.padding)) text.append(".padding(").append(written(padding)).append(')');
        if (!dilation.equals(DEFAULT.dilation)) text.append(".dilation(").append(written(dilation)).append(')');
        if (groups != 1) text.append(".groups(").append(groups).append(')');
        if (!outputPadding.equals(DEFAULT.outputPadding)) text.append(".outputPadding(").append(written(outputPadding)).append(')');
        return text.toString();
    }
}
