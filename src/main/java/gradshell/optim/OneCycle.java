package gradshell.optim;

import java.util.OptionalDouble;

/// Up to a largest rate and down again, far below the first, and the momentum the other way (Smith and Topin, 2019; PyTorch's OneCycleLR);
/// by steps, not epochs.
///
/// The initial rate of the optimiser does not matter, nor does its momentum; of optimisers with betas it is the first. After all the steps
/// both stay at their last.
///
/// @param maxLr    the largest rate
/// @param steps    how many steps the training has
/// @param pctStart  the part of the steps in which it rises
/// @param divFactor the first rate is the largest divided by this
/// @param finalDivFactor the last rate is the first divided by this
/// @param straight in lines; otherwise along half cosines
/// @param threePhase down to the first rate as long as up, and only then to the last
/// @param cycleMomentum whether the momentum changes too
/// @param baseMomentum the momentum where the rate is largest
/// @param maxMomentum the momentum at first and at last
public record OneCycle(double maxLr, int steps, double pctStart, double divFactor, double finalDivFactor, boolean straight, boolean threePhase, boolean cycleMomentum, double baseMomentum, double maxMomentum) implements Schedule {
    public OneCycle {
        Check.above("oneCycle", "maxLr", maxLr, 0);
        Check.atLeast("oneCycle", "steps", steps, 2);
        if (!(pctStart >= 0 && pctStart <= (threePhase ? 0.5 : 1))) throw new IllegalArgumentException("oneCycle: pctStart is " + pctStart + "; it must be from 0 to " + (threePhase ? "0.5" : "1"));
        Check.above("oneCycle", "divFactor", divFactor, 0);
        Check.above("oneCycle", "finalDivFactor", finalDivFactor, 0);
        Check.fraction("oneCycle", "baseMomentum", baseMomentum);
        Check.fraction("oneCycle", "maxMomentum", maxMomentum);
    }

    /// One cycle with PyTorch's settings.
    public OneCycle(double maxLr, int steps) { this(maxLr, steps, 0.3, 25, 1e4, false, false, true, 0.85, 0.95); }

    /// The part of the steps in which the rate rises.
    public OneCycle pctStart(double part) { return new OneCycle(maxLr, steps, part, divFactor, finalDivFactor, straight, threePhase, cycleMomentum, baseMomentum, maxMomentum); }
    /// The first rate is the largest divided by this.
    public OneCycle divFactor(double divisor) { return new OneCycle(maxLr, steps, pctStart, divisor, finalDivFactor, straight, threePhase, cycleMomentum, baseMomentum, maxMomentum); }
    /// The last rate is the first divided by this.
    public OneCycle finalDivFactor(double divisor) { return new OneCycle(maxLr, steps, pctStart, divFactor, divisor, straight, threePhase, cycleMomentum, baseMomentum, maxMomentum); }
    /// In lines instead of half cosines.
    public OneCycle straight(boolean straight) { return new OneCycle(maxLr, steps, pctStart, divFactor, finalDivFactor, straight, threePhase, cycleMomentum, baseMomentum, maxMomentum); }
    /// Down as long as up, then to the last rate.
    public OneCycle threePhase(boolean three) { return new OneCycle(maxLr, steps, pctStart, divFactor, finalDivFactor, straight, three, cycleMomentum, baseMomentum, maxMomentum); }
    /// Whether the momentum goes the other way; otherwise it stays as it is.
    public OneCycle cycleMomentum(boolean cycle) { return new OneCycle(maxLr, steps, pctStart, divFactor, finalDivFactor, straight, threePhase, cycle, baseMomentum, maxMomentum); }
    /// The least momentum.
    public OneCycle baseMomentum(double base) { return new OneCycle(maxLr, steps, pctStart, divFactor, finalDivFactor, straight, threePhase, cycleMomentum, base, maxMomentum); }
    /// The largest momentum, at first and at last.
    public OneCycle maxMomentum(double max) { return new OneCycle(maxLr, steps, pctStart, divFactor, finalDivFactor, straight, threePhase, cycleMomentum, baseMomentum, max); }

    @Override
    public double rate(double initial, int time) {
        double first = maxLr / divFactor;
        return between(time, first, maxLr, threePhase ? first : first / finalDivFactor, first / finalDivFactor);
    }

    @Override
    public OptionalDouble momentum(int time) { return cycleMomentum ? OptionalDouble.of(between(time, maxMomentum, baseMomentum, maxMomentum, maxMomentum)) : OptionalDouble.empty(); }

    /// The values at the ends of the phases, and at a time between them.
    private double between(int time, double first, double top, double down, double last) {
        double at = Math.min(time, steps - 1), turn = pctStart * steps - 1;
        if (at <= turn) return between(first, top, at / turn);
        if (!threePhase) return between(top, last, (at - turn) / (steps - 1 - turn));
        double end = 2 * pctStart * steps - 2;
        return at <= end ? between(top, down, (at - turn) / (end - turn)) : between(down, last, (at - end) / (steps - 1 - end));
    }

    private double between(double from, double to, double part) { return straight ? (to - from) * part + from : to + (from - to) / 2 * (1 + Math.cos(Math.PI * part)); }

    @Override
    public int length() { return steps; }

    @Override
    public boolean byStep() { return true; }
}
