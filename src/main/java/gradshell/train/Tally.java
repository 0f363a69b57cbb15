package gradshell.train;

import gradshell.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gathers loss and metrics over the batches of a set.
final class Tally implements Part {
    private final List<Metric> metrics;
    private final Tensor[] gathered;
    private double loss;
    private long examples;
    /// What a step has brought that may still come to nothing.
    private final Tensor[] pending;
    private double pendingLoss;
    private long pendingExamples;

    Tally(List<Metric> metrics) {
        this.metrics = metrics;
        this.gathered = new Tensor[metrics.size()];
        this.pending = new Tensor[metrics.size()];
    }

    /// Forgets everything.
    void clear() {
        java.util.Arrays.fill(gathered, null);
        loss = 0;
        examples = 0;
        drop();
    }

    /// Takes a batch in, once [#commit] follows.
    ///
    /// @param prediction may be null where no metric is asked for
    void offer(int size, Tensor prediction, Tensor target, double meanLoss) {
        if (pendingExamples == 0) System.arraycopy(gathered, 0, pending, 0, pending.length);
        pendingLoss += meanLoss * size;
        pendingExamples += size;
        if (prediction != null) for (int i = 0; i < pending.length; i++) pending[i] = metrics.get(i).gather(pending[i], prediction, target.detach()).detach();
    }

    /// Forgets what was offered.
    void drop() {
        pendingLoss = 0;
        pendingExamples = 0;
    }

    /// What was offered counts.
    void commit() {
        loss += pendingLoss;
        examples += pendingExamples;
        System.arraycopy(pending, 0, gathered, 0, pending.length);
        drop();
    }

    /// The mean loss of what is offered.
    double pendingLoss() { return pendingLoss / pendingExamples; }

    /// The mean loss until now.
    double loss() { return loss / examples; }

    /// Loss and metrics over all examples, by name.
    Map<String, Double> figures(String prefix) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(prefix + "loss", loss());
        for (int i = 0; i < gathered.length; i++) if (gathered[i] != null) figures.put(prefix + metrics.get(i).name(), metrics.get(i).figure(gathered[i]));
        return figures;
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put("loss", Part.real(loss));
        state.put("examples", Part.whole(examples));
        for (int i = 0; i < gathered.length; i++) if (gathered[i] != null) state.put("metric." + metrics.get(i).name(), gathered[i]);
        return state;
    }

    @Override
    public void load(Map<String, Tensor> saved) {
        clear();
        loss = saved.get("loss").select(0, 0).item();
        examples = saved.get("examples").toLongs()[0];
        for (int i = 0; i < gathered.length; i++) {
            String name = metrics.get(i).name();
            gathered[i] = saved.get("metric." + name);
            if (gathered[i] == null && saved.keySet().stream().anyMatch(n -> n.startsWith("metric."))) throw new IllegalArgumentException("resume: the training that was saved did not measure " + name + "; it goes on with the same metrics");
        }
    }
}
