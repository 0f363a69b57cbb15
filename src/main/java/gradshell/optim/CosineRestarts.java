package gradshell.optim;

/// Half a cosine down to `min`, again and again, each `times` as long as the one before (Loshchilov and Hutter, 2017; PyTorch's CosineAnnealingWarmRestarts).
public record CosineRestarts(int epochs, int times, double min) implements Schedule {
    public CosineRestarts {
        Check.atLeast("cosineRestarts", "epochs", epochs, 1);
        Check.atLeast("cosineRestarts", "times", times, 1);
        Check.atLeast("cosineRestarts", "min", min, 0);
    }

    @Override
    public double rate(double initial, int time) {
        long length = epochs, since = time;
        if (times == 1) since = time % epochs;
        else for (; since >= length; length *= times) since -= length;
        return min + (initial - min) * (1 + Math.cos(Math.PI * since / length)) / 2;
    }
}
