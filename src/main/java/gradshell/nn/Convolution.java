package gradshell.nn;

import gradshell.array.Rng;
import gradshell.array.ShapeException;
import gradshell.tensor.Conv;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.stream.Collectors;

/// A convolution of signals `[n, channels, length]` or images `[n, channels, height, width]`, plain or transposed.
///
/// @param weight   of shape `[out, in / groups, …]`, transposed `[in, out / groups, …]`, with the kernel's sizes at the end
/// @param bias     of shape `[out]`, or null for none
/// @param settings how it goes over the images
/// @param values   how weights are drawn, or null for PyTorch's way
public record Convolution(Tensor weight, Tensor bias, Conv settings, boolean transposed, Initializer values) implements Layer {
    /// A layer with PyTorch's initial values: both uniform with a bound of 1/√(numbers that one output is made of).
    public static Convolution of(boolean transposed, int in, int out, int... kernel) { return drawn(transposed, in, out, kernel, true, Conv.of(), null); }

    private static Convolution drawn(boolean transposed, int in, int out, int[] kernel, boolean bias, Conv settings, Initializer values) {
        int groups = settings.groups();
        String word = (transposed ? "convTranspose" : "conv") + kernel.length + "d(" + in + ", " + out + ")";
        if (in < 1 || out < 1) throw new ShapeException(word + ": both numbers of channels must be at least 1");
        for (int size : kernel) if (size < 1) throw new ShapeException(word + ": a kernel of size " + size + "; it must be at least 1");
        if (in % groups != 0 || out % groups != 0) throw new ShapeException(word + ": " + (in % groups != 0 ? in : out) + " channels do not fall into " + groups + " groups of one size; use a number of groups that divides " + in + " and " + out);
        int[] sizes = new int[kernel.length + 2];
        sizes[0] = transposed ? in : out;
        sizes[1] = (transposed ? out : in) / groups;
        System.arraycopy(kernel, 0, sizes, 2, kernel.length);
        int fan = fan(sizes);
        Rng.State before = Rng.shared().state();
        Tensor weight = Initial.kaimingUniform(fan, sizes);
        if (!bias) {
            Initial.drawn(weight, before);
            return new Convolution(values == null ? weight : values.drawn(weight), null, settings, transposed, values);
        }
        Rng.State between = Rng.shared().state();
        Tensor shift = Initial.uniform(1 / Math.sqrt(fan), out);
        Initial.drawn(weight, before, shift, between);
        return new Convolution(values == null ? weight : values.drawn(weight), shift, settings, transposed, values);
    }

    /// The numbers that PyTorch counts as going into one output: it does not know transposed weights from others.
    private static int fan(int[] sizes) {
        int fan = 1;
        for (int i = 1; i < sizes.length; i++) fan *= sizes[i];
        return fan;
    }

    private int[] kernel() { return weight.shape().slice(2, weight.dim()).toArray(); }

    private int in() { return transposed ? weight.size(0) : weight.size(1) * settings.groups(); }

    private int out() { return transposed ? weight.size(1) * settings.groups() : weight.size(0); }

    private Convolution with(Conv settings) { return new Convolution(weight, bias, settings, transposed, values); }

    // ---- settings ----

    /// The distance from one window to the next.
    public Convolution stride(int all) { return stride(new int[] {all}); }
    /// The same with a number for each dimension.
    public Convolution stride(int... steps) { return with(settings.stride(steps)); }
    /// Zeros on both sides of each dimension.
    public Convolution padding(int all) { return padding(new int[] {all}); }
    /// The same with a number for each dimension.
    public Convolution padding(int... zeros) { return with(settings.padding(zeros)); }
    /// "same" for a result of the image's size, "valid" for no padding.
    public Convolution padding(String name) {
        if (transposed && name.equals("same")) throw new ShapeException("convTranspose" + kernel().length + "d: padding \"same\" has no transposed form; give the padding in numbers");
        return with(settings.padding(name));
    }
    /// The distance between two places of a window.
    public Convolution dilation(int all) { return dilation(new int[] {all}); }
    /// The same with a number for each dimension.
    public Convolution dilation(int... distances) { return with(settings.dilation(distances)); }
    /// Channels fall into so many groups, each convolved for itself; the initial values are drawn anew, as if there had been groups from the start.
    public Convolution groups(int count) {
        Conv grouped = settings.groups(count);
        if (count == settings.groups()) return this;
        if (in() % count == 0 && out() % count == 0) Initial.takeBack(weight);
        return drawn(transposed, in(), out(), kernel(), bias != null, grouped, values);
    }
    /// What a transposed convolution adds to the end of each dimension.
    public Convolution outputPadding(int all) { return outputPadding(new int[] {all}); }
    /// The same with a number for each dimension.
    public Convolution outputPadding(int... places) {
        if (!transposed) throw new ShapeException("conv" + kernel().length + "d: only a transposed convolution has outputPadding; use convTranspose" + kernel().length + "d(" + in() + ", " + out() + ", …), or leave it out");
        return with(settings.outputPadding(places));
    }
    /// With or without a bias.
    public Convolution bias(boolean wanted) {
        if (wanted == (bias != null)) return this;
        if (wanted) return new Convolution(weight, Initial.uniform(1 / Math.sqrt(fan(weight.shape().toArray())), out()), settings, transposed, values);
        Initial.takeBack(bias);
        return new Convolution(weight, null, settings, transposed, values);
    }
    /// With weights drawn in another way.
    public Convolution weight(Initializer values) { return new Convolution(values.drawn(weight), bias, settings, transposed, values); }

    @Override
    public Tensor apply(Tensor x) {
        int rank = weight.dim() - 2;
        int dims = x.dim(), channels = dims == rank + 1 ? x.size(0) : dims == rank + 2 ? x.size(1) : in();
        if (channels != in()) throw new ShapeException(this + ": the input " + x.shape() + " has " + channels + (channels == 1 ? " channel" : " channels") + ", the layer needs " + in() + "; use " + word() + "(" + channels + ", " + out() + ", …)");
        if (transposed) return rank == 1 ? x.convTranspose1d(weight, bias, settings) : x.convTranspose2d(weight, bias, settings);
        return rank == 1 ? x.conv1d(weight, bias, settings) : x.conv2d(weight, bias, settings);
    }

    @Override
    public Layer reset() {
        int[] sizes = weight.shape().toArray();
        Initial.again(weight, () -> Initial.kaimingUniform(fan(sizes), sizes).detach());
        Initial.again(bias, () -> Initial.uniform(1 / Math.sqrt(fan(sizes)), out()).detach());
        if (values != null) values.fill(weight);
        return this;
    }

    private String word() { return (transposed ? "convTranspose" : "conv") + (weight.dim() - 2) + "d"; }

    @Override
    public String toString() {
        int[] kernel = kernel();
        boolean square = java.util.Arrays.stream(kernel).distinct().count() == 1;
        String sizes = square ? String.valueOf(kernel[0]) : java.util.Arrays.stream(kernel).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        return word() + List.of(in(), out()).stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ", ")) + sizes + ")" + settings.toString().substring("conv()".length()) + (bias == null ? ".bias(false)" : "");
    }
}
