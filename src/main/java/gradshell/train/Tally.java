package gradshell.train;

import gradshell.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Adds up loss and metrics over the batches of an epoch.
final class Tally {
    private final List<Metric> metrics;
    private final double[] sums;
    private double loss;
    private long examples;

    Tally(List<Metric> metrics) {
        this.metrics = metrics;
        this.sums = new double[metrics.size()];
    }

    /// @param prediction may be null if there is no metric
    void add(int size, Tensor prediction, Tensor target, double meanLoss) {
        loss += meanLoss * size;
        examples += size;
        for (int i = 0; i < sums.length; i++) sums[i] += metrics.get(i).sum(prediction.detach(), target);
    }

    /// The means over all examples, by name.
    Map<String, Double> means(String prefix) {
        Map<String, Double> means = new LinkedHashMap<>();
        means.put(prefix + "loss", loss / examples);
        for (int i = 0; i < sums.length; i++) means.put(prefix + metrics.get(i).name(), sums[i] / examples);
        return means;
    }
}
