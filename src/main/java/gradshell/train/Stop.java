package gradshell.train;

import java.util.List;

/// When to end a training before its last epoch.
///
/// @param loss      end as soon as the loss is below this; 0 for never
/// @param patience  end when the loss has settled: its best value in the last so many epochs is no better than before by more than `tolerance`; 0 for never
/// @param tolerance the improvement that counts, as a share of the loss
public record Stop(double loss, int patience, double tolerance) {
    /// Never.
    public static final Stop NEVER = new Stop(0, 0, 1e-4);

    public Stop {
        if (patience < 0) throw new IllegalArgumentException("stop: patience is " + patience + "; it must be at least 0");
    }

    /// Why to stop after the given losses, or null to go on.
    String reason(List<Double> losses) {
        double last = losses.getLast();
        if (last < loss) return String.format(java.util.Locale.ROOT, "the loss is below %s", shorten(loss));
        if (patience == 0 || losses.size() <= patience) return null;
        double before = losses.subList(0, losses.size() - patience).stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double recent = losses.subList(losses.size() - patience, losses.size()).stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        if (before - recent > tolerance * Math.abs(before)) return null;
        return "the loss has settled at " + shorten(recent) + ": in the last " + patience + " epochs it fell by less than " + shorten(100 * tolerance) + " %";
    }

    private static String shorten(double value) { return new java.math.BigDecimal(value).round(new java.math.MathContext(4)).stripTrailingZeros().toPlainString(); }
}
