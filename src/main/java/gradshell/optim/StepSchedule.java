package gradshell.optim;

/// Multiplied by `factor` after every `epochs` epochs (PyTorch's StepLR).
public record StepSchedule(int epochs, double factor) implements Schedule {
    public StepSchedule {
        Check.atLeast("stepSchedule", "epochs", epochs, 1);
        Check.atLeast("stepSchedule", "factor", factor, 0);
    }

    @Override
    public double rate(double initial, int time) { return initial * Math.pow(factor, time / epochs); }
}
