package gradshell.optim;

/// Multiplied by `factor` each time (PyTorch's ExponentialLR).
public record Exponential(double factor) implements Schedule {
    public Exponential { Check.atLeast("exponential", "factor", factor, 0); }

    @Override
    public double rate(double initial, int time) { return initial * Math.pow(factor, time); }
}
