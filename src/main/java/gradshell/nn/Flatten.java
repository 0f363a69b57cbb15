package gradshell.nn;

import gradshell.tensor.Tensor;

/// Makes one dimension of all but the first, which counts the examples.
public record Flatten() implements Layer {
    @Override
    public Tensor apply(Tensor x) { return x.flatten(1, -1); }

    @Override
    public String toString() { return "flatten()"; }
}
