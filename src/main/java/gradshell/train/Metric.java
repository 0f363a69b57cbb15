package gradshell.train;

import gradshell.tensor.Tensor;

/// A figure that says how good predictions are, as the mean over all examples of a set.
public interface Metric {
    /// What it is called in tables and files.
    String name();

    /// The sum of the figure over the examples of a batch.
    double sum(Tensor prediction, Tensor target);
}
