package gradshell.optim;

import java.util.OptionalDouble;

/// Up from `base` to `max` and down again, again and again, and the momentum the other way (Smith, 2017; PyTorch's CyclicLR); by steps, not
/// epochs.
///
/// @param up     how many steps it rises
/// @param down   how many steps it falls
/// @param fade   what the height is multiplied by with every step (PyTorch's exp_range with this gamma)
/// @param halves halves the height with every cycle (PyTorch's triangular2)
/// @param cycleMomentum whether the momentum changes too, or the first of the betas
/// @param baseMomentum the momentum where the rate is largest
/// @param maxMomentum the momentum where the rate is `base`
public record Cyclic(double base, double max, int up, int down, double fade, boolean halves, boolean cycleMomentum, double baseMomentum, double maxMomentum) implements Schedule {
    public Cyclic {
        Check.atLeast("cyclic", "base", base, 0);
        Check.atLeast("cyclic", "max", max, base);
        Check.atLeast("cyclic", "up", up, 1);
        Check.atLeast("cyclic", "down", down, 1);
        Check.above("cyclic", "fade", fade, 0);
        Check.fraction("cyclic", "baseMomentum", baseMomentum);
        Check.fraction("cyclic", "maxMomentum", maxMomentum);
    }

    /// As long up as down, with PyTorch's settings.
    public Cyclic(double base, double max, int up) { this(base, max, up, up, 1, false, true, 0.8, 0.9); }

    /// How many steps it falls.
    public Cyclic down(int down) { return new Cyclic(base, max, up, down, fade, halves, cycleMomentum, baseMomentum, maxMomentum); }
    /// The height is multiplied by this with every step.
    public Cyclic fade(double fade) { return new Cyclic(base, max, up, down, fade, halves, cycleMomentum, baseMomentum, maxMomentum); }
    /// The height is halved with every cycle.
    public Cyclic halves(boolean halves) { return new Cyclic(base, max, up, down, fade, halves, cycleMomentum, baseMomentum, maxMomentum); }

    /// Whether the momentum goes the other way; otherwise it stays as it is.
    public Cyclic cycleMomentum(boolean cycle) { return new Cyclic(base, max, up, down, fade, halves, cycle, baseMomentum, maxMomentum); }
    /// The least momentum.
    public Cyclic baseMomentum(double least) { return new Cyclic(base, max, up, down, fade, halves, cycleMomentum, least, maxMomentum); }
    /// The largest momentum.
    public Cyclic maxMomentum(double most) { return new Cyclic(base, max, up, down, fade, halves, cycleMomentum, baseMomentum, most); }

    @Override
    public double rate(double initial, int time) { return base + (max - base) * height(time); }

    @Override
    public OptionalDouble momentum(int time) { return cycleMomentum ? OptionalDouble.of(maxMomentum - (maxMomentum - baseMomentum) * height(time)) : OptionalDouble.empty(); }

    /// How far it is up, from 0 to 1.
    private double height(int time) {
        int total = up + down, cycle = time / total, at = time % total;
        double height = at <= up ? (double) at / up : (double) (total - at) / down;
        return height * Math.pow(fade, time) * (halves ? Math.pow(0.5, cycle) : 1);
    }

    @Override
    public boolean byStep() { return true; }
}
