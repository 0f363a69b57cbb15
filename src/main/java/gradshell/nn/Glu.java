package gradshell.nn;

import gradshell.tensor.Tensor;

/// One half of a dimension times the sigmoid of the other half (Dauphin et al., 2017).
public record Glu(int dim) implements Layer {
    @Override
    public Tensor apply(Tensor x) { return x.glu(dim); }

    @Override
    public String toString() { return "glu(" + dim + ")"; }
}
