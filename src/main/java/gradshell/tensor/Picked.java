package gradshell.tensor;

import gradshell.array.Shape;

/// Elements picked out of a tensor, and where each stood along the dimension in question. Gradients of the values flow back to the picked elements only.
public record Picked(Tensor values, Tensor indices) {
    /// What a tensor of at least one dimension has at the given places of a dimension, under a shape of as many elements.
    static Picked of(Tensor x, int dim, Tensor places, Shape shape) { return new Picked(x.gather(dim, places).reshape(shape), places.reshape(shape)); }

    @Override
    public String toString() { return "values:  " + values + "\nindices: " + indices; }
}
