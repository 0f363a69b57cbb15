package gradshell.data;

import gradshell.tensor.Tensor;

/// One example: what goes into a network, and what should come out, without a dimension for the batch.
public record Example(Tensor input, Tensor target) {}
