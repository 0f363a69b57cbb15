package gradshell.tensor;

/// A measure of spread, variance or standard deviation, and the mean that it was taken round.
public record Moments(Tensor spread, Tensor mean) {
    @Override
    public String toString() { return "spread: " + spread + "\nmean:   " + mean; }
}
