package gradshell.data;

import gradshell.tensor.Tensor;

/// Some examples together: example i is place i of the first dimension of both tensors.
public record Batch(Tensor inputs, Tensor targets) {
    /// How many examples there are.
    public int size() { return inputs.size(0); }

    /// The example at a place.
    public Example example(int place) { return new Example(inputs.select(0, place), targets.select(0, place)); }
}
