package gradshell.tensor;

/// A singular value decomposition: the matrix is `u · diag(s) · vh`, where u has orthonormal columns, vh orthonormal rows, and s descends.
public record Svd(Tensor u, Tensor s, Tensor vh) {}
