package gradshell.tensor;

/// What a variance takes off the number of elements before it divides by it: 1 for a sample's, 0 for a whole population's.
public record Correction(double value) {
    static final Correction BESSEL = new Correction(1);
}
