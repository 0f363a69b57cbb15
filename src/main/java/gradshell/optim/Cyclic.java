package gradshell.optim;

/// Up from `base` to `max` and down again, again and again (Smith, 2017; PyTorch's CyclicLR); by steps, not epochs.
///
/// @param up     how many steps it rises
/// @param down   how many steps it falls
/// @param fade   what the height is multiplied by with every step (PyTorch's exp_range with this gamma)
/// @param halves halves the height with every cycle (PyTorch's triangular2)
public record Cyclic(double base, double max, int up, int down, double fade, boolean halves) implements Schedule {
    public Cyclic {
        Check.atLeast("cyclic", "base", base, 0);
        Check.atLeast("cyclic", "max", max, base);
        Check.atLeast("cyclic", "up", up, 1);
        Check.atLeast("cyclic", "down", down, 1);
        Check.above("cyclic", "fade", fade, 0);
    }

    /// How many steps it falls.
    public Cyclic down(int down) { return new Cyclic(base, max, up, down, fade, halves); }
    /// The height is multiplied by this with every step.
    public Cyclic fade(double fade) { return new Cyclic(base, max, up, down, fade, halves); }
    /// The height is halved with every cycle.
    public Cyclic halves(boolean halves) { return new Cyclic(base, max, up, down, fade, halves); }

    @Override
    public double rate(double initial, int time) {
        int total = up + down, cycle = time / total, at = time % total;
        double height = at <= up ? (double) at / up : (double) (total - at) / down;
        return base + (max - base) * height * Math.pow(fade, time) * (halves ? Math.pow(0.5, cycle) : 1);
    }

    @Override
    public boolean byStep() { return true; }
}
