package gradshell.tensor;

/// The eigenvalues of a symmetric matrix, ascending, and its eigenvectors as columns: the matrix is `vectors · diag(values) · vectorsᵀ`.
public record Eigh(Tensor values, Tensor vectors) {}
