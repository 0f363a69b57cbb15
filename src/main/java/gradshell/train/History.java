package gradshell.train;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What a training came to, epoch by epoch, and why it ended.
public record History(List<Epoch> epochs, String end) {
    public History { epochs = List.copyOf(epochs); }

    /// The training loss of each epoch.
    public List<Double> losses() { return epochs.stream().map(Epoch::loss).toList(); }

    /// The last training loss.
    public double loss() { return epochs.getLast().loss(); }

    /// The figures of an epoch on one line: `epoch 3/100  loss 0.9431  accuracy 0.5120`.
    public static String line(Epoch epoch, int of) {
        String digits = "%" + Integer.toString(of).length() + "d";
        return "epoch " + String.format(Locale.ROOT, digits, epoch.number()) + "/" + of + figures(epoch.figures());
    }

    private static String figures(Map<String, Double> figures) {
        return figures.entrySet().stream().map(e -> "  " + e.getKey() + " " + String.format(Locale.ROOT, "%.4f", e.getValue())).collect(Collectors.joining());
    }

    @Override
    public String toString() {
        if (epochs.isEmpty()) return "no epochs";
        Epoch first = epochs.getFirst(), last = epochs.getLast();
        return epochs.size() + (epochs.size() == 1 ? " epoch: " : " epochs: ") + "loss " + String.format(Locale.ROOT, "%.4f -> %.4f", first.loss(), last.loss()) + "; " + end;
    }
}
