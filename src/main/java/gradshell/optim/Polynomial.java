package gradshell.optim;

/// Down to 0 along (1 - t / epochs) to a power, and there it stays (PyTorch's PolynomialLR).
public record Polynomial(int epochs, double power) implements Schedule {
    public Polynomial {
        Check.atLeast("polynomial", "epochs", epochs, 1);
        Check.above("polynomial", "power", power, 0);
    }

    @Override
    public double rate(double initial, int time) { return initial * Math.pow(1 - Math.min(time, epochs) / (double) epochs, power); }

    @Override
    public int length() { return epochs; }
}
