package gradshell.nn;

import gradshell.tensor.Tensor;

/// Softmax along a dimension as a layer; with `log`, its logarithm.
public record Softmax(int dim, boolean log) implements Layer {
    @Override
    public Tensor apply(Tensor x) { return log ? x.logSoftmax(dim) : x.softmax(dim); }

    @Override
    public String toString() { return (log ? "logSoftmax(" : "softmax(") + dim + ")"; }
}
