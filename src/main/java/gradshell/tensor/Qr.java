package gradshell.tensor;

/// A QR decomposition: the matrix is `q · r`, where q has orthonormal columns and r is zero below its diagonal.
public record Qr(Tensor q, Tensor r) {}
