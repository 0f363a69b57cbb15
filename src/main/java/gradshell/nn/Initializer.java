package gradshell.nn;

import gradshell.tensor.Tensor;

/// A way to draw the values that a parameter starts from, in PyTorch's order.
@FunctionalInterface
public interface Initializer {
    /// Overwrites a tensor with values for its shape.
    void fill(Tensor weight);

    /// A new parameter of the same shape and type with such values.
    default Tensor drawn(Tensor like) {
        Tensor made = like.detach().copy();
        fill(made);
        return made.requiresGrad(true);
    }
}
