package gradshell.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/// When to end a training before its last epoch.
///
/// @param loss      end as soon as the loss is below this; 0 for never
/// @param patience  end when a figure has settled: its best value in the last so many epochs is no better than before by more than `tolerance`; 0 for never
/// @param tolerance the improvement that counts, as a share of the figure
public record Stop(double loss, int patience, double tolerance) {
    /// Never.
    public static final Stop NEVER = new Stop(0, 0, 1e-4);

    public Stop {
        if (patience < 0) throw new IllegalArgumentException("stop: patience is " + patience + "; it must be at least 0");
    }

    /// Why to stop after some epochs, or null to go on.
    ///
    /// @param figure what is looked at for patience
    /// @param rises  whether more of it is better
    String reason(List<Epoch> epochs, String figure, boolean rises) {
        if (epochs.isEmpty()) return null;
        if (epochs.getLast().loss() < loss) return "the loss is below " + shorten(loss);
        if (patience == 0 || epochs.size() <= patience) return null;
        double before = best(epochs.subList(0, epochs.size() - patience), figure, rises), recent = best(epochs.subList(epochs.size() - patience, epochs.size()), figure, rises);
        if ((rises ? recent - before : before - recent) > tolerance * Math.abs(before)) return null;
        return "the " + figure + " has settled at " + shorten(recent) + ": in the last " + patience + " epochs it " + (rises ? "rose" : "fell") + " by less than " + shorten(100 * tolerance) + " %";
    }

    private static double best(List<Epoch> epochs, String figure, boolean rises) {
        var figures = epochs.stream().mapToDouble(e -> e.figure(figure));
        return (rises ? figures.max() : figures.min()).orElseThrow();
    }

    static String shorten(double value) { return Double.isFinite(value) ? new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString() : History.number(value); }
}
