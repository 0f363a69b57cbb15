package gradshell.optim;

/// Down from the initial rate to `min` along half a cosine over the given number of epochs, and there it stays (Loshchilov and Hutter, 2017).
public record Cosine(int epochs, double min) implements Schedule {
    public Cosine {
        if (epochs < 1) throw new IllegalArgumentException("cosine: epochs is " + epochs + "; it must be at least 1");
    }

    @Override
    public double rate(double initial, int epoch) {
        return min + (initial - min) * (1 + Math.cos(Math.PI * Math.min(epoch, epochs) / epochs)) / 2;
    }
}
