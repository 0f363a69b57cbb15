package gradshell.tensor;

/// A determinant in two parts: its sign (0 for a singular matrix) and the natural logarithm of its size.
public record Slogdet(Tensor sign, Tensor logabsdet) {}
