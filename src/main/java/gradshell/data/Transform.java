package gradshell.data;

import gradshell.array.Rng;
import gradshell.tensor.Tensor;

/// A change of inputs on their way into a network: `(x, chance) -> x.mul(2)`.
@FunctionalInterface
public interface Transform {
    /// The changed inputs of a batch.
    ///
    /// @param inputs `[n, …]`
    /// @param chance where all that is random comes from
    Tensor apply(Tensor inputs, Rng chance);

    /// Whether it is a part of reading the data, as scaling is, and not a random change that makes training harder.
    default boolean always() { return false; }
}
