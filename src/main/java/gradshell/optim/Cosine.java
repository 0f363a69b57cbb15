package gradshell.optim;

/// Down from the initial rate to `min` along half a cosine, and there it stays (Loshchilov and Hutter, 2017; PyTorch's CosineAnnealingLR, which rises again afterwards).
public record Cosine(int epochs, double min) implements Schedule {
    public Cosine {
        Check.atLeast("cosine", "epochs", epochs, 1);
        Check.atLeast("cosine", "min", min, 0);
    }

    @Override
    public double rate(double initial, int time) { return min + (initial - min) * (1 + Math.cos(Math.PI * Math.min(time, epochs) / epochs)) / 2; }

    @Override
    public int length() { return epochs; }
}
