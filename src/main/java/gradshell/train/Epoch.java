package gradshell.train;

import java.util.Map;
import java.util.stream.Collectors;

/// What one epoch came to.
///
/// @param number       counted from 1
/// @param learningRate the rate of its last step
/// @param figures      loss and metrics by name, in order; those of the validation set have `validation.` in front
public record Epoch(int number, double learningRate, Map<String, Double> figures) {
    /// The mean loss over the training examples.
    public double loss() { return figures.get("loss"); }

    /// One of the figures, by its name.
    public double figure(String name) {
        Double figure = figures.get(name);
        if (figure == null) throw new IllegalArgumentException("fit: no figure is called \"" + name + "\"; there are " + String.join(", ", figures.keySet()));
        return figure;
    }

    /// The figures on one line: `epoch 3  loss 0.9431  accuracy 0.5120`.
    @Override
    public String toString() {
        return figures.entrySet().stream().map(e -> "  " + e.getKey() + " " + History.number(e.getValue())).collect(Collectors.joining("", "epoch " + number, ""));
    }
}
