package gradshell.tensor;

/// The smallest and the largest elements.
public record Bounds(Tensor min, Tensor max) {
    @Override
    public String toString() { return "min: " + min + "\nmax: " + max; }
}
