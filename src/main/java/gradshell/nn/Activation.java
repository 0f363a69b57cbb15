package gradshell.nn;

import gradshell.tensor.Pointwise;
import gradshell.tensor.Tensor;

/// An elementwise function as a layer.
public record Activation(Pointwise op) implements Layer {
    @Override
    public Tensor apply(Tensor x) { return x.apply(op); }

    @Override
    public String toString() { return op.name() + "()"; }
}
