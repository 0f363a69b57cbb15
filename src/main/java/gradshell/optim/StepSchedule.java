package gradshell.optim;

/// Multiplied by `factor` after every `epochs` epochs.
public record StepSchedule(int epochs, double factor) implements Schedule {
    public StepSchedule {
        if (epochs < 1) throw new IllegalArgumentException("stepSchedule: epochs is " + epochs + "; it must be at least 1");
    }

    @Override
    public double rate(double initial, int epoch) { return initial * Math.pow(factor, epoch / epochs); }
}
