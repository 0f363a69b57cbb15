package gradshell.optim;

/// A part of the initial rate for some time, then the whole (PyTorch's ConstantLR).
public record Constant(double factor, int epochs) implements Schedule {
    public Constant {
        Check.atLeast("constant", "factor", factor, 0);
        Check.atLeast("constant", "epochs", epochs, 0);
    }

    @Override
    public double rate(double initial, int time) { return time < epochs ? initial * factor : initial; }

    @Override
    public int length() { return epochs; }
}
