package gradshell.optim;

/// Up in a line to the initial rate, then down with the inverse square root of the step; by steps, not epochs.
public record InverseSquareRoot(int warmup) implements Schedule {
    public InverseSquareRoot { Check.atLeast("inverseSquareRoot", "warmup", warmup, 1); }

    @Override
    public double rate(double initial, int time) { return initial * Math.min((time + 1.0) / warmup, Math.sqrt(warmup / (time + 1.0))); }

    @Override
    public boolean byStep() { return true; }
}
