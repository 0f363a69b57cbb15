package gradshell.nn;

import gradshell.tensor.Pointwise;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.stream.Collectors;

/// An elementwise function as a layer.
///
/// @param settings the numbers that the function takes besides its input
public record Activation(Pointwise op, List<Double> settings) implements Layer {
    /// A function with its settings.
    public Activation(Pointwise op, double... settings) { this(op, java.util.Arrays.stream(settings).boxed().toList()); }

    @Override
    public Tensor apply(Tensor x) { return x.apply(op, settings.stream().map(x::like).toArray(Tensor[]::new)); }

    @Override
    public String toString() { return op.name() + settings.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")")); }
}
