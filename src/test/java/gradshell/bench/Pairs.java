package gradshell.bench;

import java.util.function.IntToDoubleFunction;

/// Two sides, timed in turn so that whatever else the machine does meets both.
///
/// @param first  microseconds a step of the first
/// @param second of the second
/// @param ratios the second's time by the first's, pair by pair
record Pairs(Figures first, Figures second, Figures ratios) {
    /// How long one timing takes, in microseconds.
    private static final double LENGTH = 200_000;
    /// How many timings must pass without one that is clearly faster before a side counts as warm.
    private static final int STEADY = 8;
    /// GradShell is warmed for at least so long, in nanoseconds, as its vector loops are made beside the work.
    private static final long LEAST = 4_000_000_000L;
    /// No side is warmed for longer.
    private static final long PATIENCE = 12_000_000_000L;

    /// @param first  GradShell's side: times so many steps, and answers microseconds a step
    /// @param second the other, in the same way
    static Pairs of(int pairs, IntToDoubleFunction first, IntToDoubleFunction second) {
        int steps = warm(first, LEAST), others = warm(second, 0);
        double[] mine = new double[pairs], theirs = new double[pairs], ratios = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            // Each goes first as often as the other.
            if (i % 2 == 1) theirs[i] = second.applyAsDouble(others);
            mine[i] = first.applyAsDouble(steps);
            if (i % 2 == 0) theirs[i] = second.applyAsDouble(others);
            ratios[i] = theirs[i] / mine[i];
        }
        return new Pairs(Figures.of(mine), Figures.of(theirs), Figures.of(ratios));
    }

    /// One side alone.
    static Figures alone(int rounds, IntToDoubleFunction side) {
        int steps = warm(side, LEAST);
        double[] times = new double[rounds];
        for (int i = 0; i < rounds; i++) times[i] = side.applyAsDouble(steps);
        return Figures.of(times);
    }

    /// Runs until the compiler has done its work and the background has made its vector loops.
    ///
    /// @return how many steps one timing takes
    private static int warm(IntToDoubleFunction side, long least) {
        double best = side.applyAsDouble(1);
        int steps = 1;
        long start = System.nanoTime();
        for (int steady = 0; (steady < STEADY || System.nanoTime() - start < least) && System.nanoTime() - start < PATIENCE; ) {
            steps = (int) Math.clamp(LENGTH / best, 1, 10_000_000);
            double time = side.applyAsDouble(steps);
            steady = time < 0.97 * best ? 0 : steady + 1;
            best = Math.min(best, time);
        }
        return steps;
    }
}
