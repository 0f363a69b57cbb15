package gradshell.tensor;

/// Asks a reduction to leave the dimensions that it reduces in place, with size 1: `x.sum(keepDim, 1)`.
public enum KeepDim { KEEP_DIM }
