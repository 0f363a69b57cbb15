package gradshell.optim;

/// Up to a largest rate and down again, far below the first (Smith and Topin, 2019; PyTorch's OneCycleLR); by steps, not epochs.
///
/// The initial rate of the optimiser does not matter. After all the steps the rate stays at its last.
///
/// @param maxLr    the largest rate
/// @param steps    how many steps the training has
/// @param pctStart  the part of the steps in which it rises
/// @param divFactor the first rate is the largest divided by this
/// @param finalDivFactor the last rate is the first divided by this
/// @param straight in lines; otherwise along half cosines
/// @param threePhase down to the first rate as long as up, and only then to the last
public record OneCycle(double maxLr, int steps, double pctStart, double divFactor, double finalDivFactor, boolean straight, boolean threePhase) implements Schedule {
    public OneCycle {
        Check.above("oneCycle", "maxLr", maxLr, 0);
        Check.atLeast("oneCycle", "steps", steps, 2);
        if (!(pctStart >= 0 && pctStart <= (threePhase ? 0.5 : 1))) throw new IllegalArgumentException("oneCycle: pctStart is " + pctStart + "; it must be from 0 to " + (threePhase ? "0.5" : "1"));
        Check.above("oneCycle", "divFactor", divFactor, 0);
        Check.above("oneCycle", "finalDivFactor", finalDivFactor, 0);
    }

    /// The part of the steps in which the rate rises.
    public OneCycle pctStart(double part) { return new OneCycle(maxLr, steps, part, divFactor, finalDivFactor, straight, threePhase); }
    /// The first rate is the largest divided by this.
    public OneCycle divFactor(double divisor) { return new OneCycle(maxLr, steps, pctStart, divisor, finalDivFactor, straight, threePhase); }
    /// The last rate is the first divided by this.
    public OneCycle finalDivFactor(double divisor) { return new OneCycle(maxLr, steps, pctStart, divFactor, divisor, straight, threePhase); }
    /// In lines instead of half cosines.
    public OneCycle straight(boolean straight) { return new OneCycle(maxLr, steps, pctStart, divFactor, finalDivFactor, straight, threePhase); }
    /// Down as long as up, then to the last rate.
    public OneCycle threePhase(boolean three) { return new OneCycle(maxLr, steps, pctStart, divFactor, finalDivFactor, straight, three); }

    @Override
    public double rate(double initial, int time) {
        double first = maxLr / divFactor, last = first / finalDivFactor, at = Math.min(time, steps - 1), top = pctStart * steps - 1;
        if (at <= top) return between(first, maxLr, at / top);
        if (!threePhase) return between(maxLr, last, (at - top) / (steps - 1 - top));
        double down = 2 * pctStart * steps - 2;
        return at <= down ? between(maxLr, first, (at - top) / (down - top)) : between(first, last, (at - down) / (steps - 1 - down));
    }

    private double between(double from, double to, double part) { return straight ? (to - from) * part + from : to + (from - to) / 2 * (1 + Math.cos(Math.PI * part)); }

    @Override
    public int length() { return steps; }

    @Override
    public boolean byStep() { return true; }
}
