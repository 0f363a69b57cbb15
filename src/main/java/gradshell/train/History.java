package gradshell.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/// What a training came to, epoch by epoch, and why it ended.
public record History(List<Epoch> epochs, String end) {
    /// Why a training ended that its watcher ended.
    public static final String INTERRUPTED = "interrupted";

    public History { epochs = List.copyOf(epochs); }

    /// The training loss of each epoch.
    public List<Double> losses() { return epochs.stream().map(Epoch::loss).toList(); }

    /// The last training loss.
    public double loss() { return epochs.getLast().loss(); }

    /// The figures of an epoch on one line: `epoch 3/100  loss 0.9431  accuracy 0.5120`.
    public static String line(Epoch epoch, int of) {
        String last = Integer.toString(of), number = Integer.toString(epoch.number());
        StringBuilder line = new StringBuilder("epoch ").repeat(' ', last.length() - number.length()).append(number).append('/').append(last);
        epoch.figures().forEach((name, value) -> line.append("  ").append(name).append(' ').append(number(value)));
        return line.toString();
    }

    /// A figure as tables show it: with four digits behind the point, or with a power of ten if it is too small or too large for that.
    public static String number(double value) {
        if (!Double.isFinite(value)) return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        double size = Math.abs(value);
        if (size == 0 || size >= 1e-3 && size < 1e9) return new BigDecimal(value).setScale(4, RoundingMode.HALF_EVEN).toPlainString();
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(5, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        return rounded.movePointLeft(exponent).setScale(4, RoundingMode.HALF_EVEN).toPlainString() + "e" + exponent;
    }

    @Override
    public String toString() {
        if (epochs.isEmpty()) return "no epochs; " + end;
        return epochs.size() + (epochs.size() == 1 ? " epoch: " : " epochs: ") + "loss " + number(epochs.getFirst().loss()) + " -> " + number(loss()) + "; " + end;
    }
}
