package gradshell.optim;

/// Down from the initial rate to `min` along half a cosine (Loshchilov and Hutter, 2017; PyTorch's CosineAnnealingLR). If the training goes on, the rate rises again along the other half, as PyTorch's does.
public record Cosine(int epochs, double min) implements Schedule {
    public Cosine {
        Check.atLeast("cosine", "epochs", epochs, 1);
        Check.atLeast("cosine", "min", min, 0);
    }

    @Override
    public double rate(double initial, int time) { return min + (initial - min) * (1 + Math.cos(Math.PI * time / epochs)) / 2; }

    @Override
    public int length() { return epochs; }
}
