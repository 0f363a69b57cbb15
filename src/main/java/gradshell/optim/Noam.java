package gradshell.optim;

/// Up in a line, then down with the inverse square root of the step (Vaswani et al., 2017): 1 / √size · min(1 / √t, t / warmup^1.5) of the initial rate; by steps, not epochs.
///
/// @param size   the width of the model; 1 leaves the initial rate alone
/// @param warmup how many steps it rises
public record Noam(int size, int warmup) implements Schedule {
    public Noam {
        Check.atLeast("noam", "size", size, 1);
        Check.atLeast("noam", "warmup", warmup, 1);
    }

    @Override
    public double rate(double initial, int time) {
        double t = time + 1;
        return initial / Math.sqrt(size) * Math.min(1 / Math.sqrt(t), t / Math.pow(warmup, 1.5));
    }

    @Override
    public boolean byStep() { return true; }
}
