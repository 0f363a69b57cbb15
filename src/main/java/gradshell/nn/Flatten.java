package gradshell.nn;

import gradshell.tensor.Tensor;

/// Makes one dimension of those from one to another; as a rule of all but the first, which counts the examples.
public record Flatten(int start, int end) implements Layer {
    /// Of all dimensions but the first.
    public Flatten() { this(1, -1); }

    @Override
    public Tensor apply(Tensor x) { return x.flatten(start, end); }

    @Override
    public String toString() { return start == 1 && end == -1 ? "flatten()" : "flatten(" + start + ", " + end + ")"; }
}
