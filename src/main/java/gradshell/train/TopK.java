package gradshell.train;

import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// The share of examples whose class is among the `k` that are given the largest scores.
///
/// Of equal scores the earlier class comes first.
public record TopK(int k) implements Metric {
    public TopK {
        if (k < 1) throw new IllegalArgumentException("topK: k is " + k + "; it must be at least 1");
    }

    @Override
    public String name() { return "top" + k; }

    @Override
    public Tensor gather(Tensor gathered, Tensor prediction, Tensor target) {
        if (prediction.dim() != 2 || target.dim() != 1 || target.size(0) != prediction.size(0)) throw new ShapeException("topK: a prediction of shape " + prediction.shape() + " and targets of shape " + target.shape() + "; it needs scores [batch, classes] and class numbers [batch]");
        int classes = prediction.size(1);
        double[] scores = prediction.toDoubles();
        long[] labels = target.toLongs();
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            int label = (int) labels[i], before = 0;
            if (label < 0 || label >= classes) throw new ShapeException("topK: the target holds class " + label + ", but the prediction has " + classes + " classes (0 to " + (classes - 1) + ")");
            double own = scores[i * classes + label];
            for (int c = 0; c < classes; c++) if (scores[i * classes + c] > own || scores[i * classes + c] == own && c < label) before++;
            if (before < k) right++;
        }
        return Metric.sum(gathered, right, labels.length);
    }

    @Override
    public double figure(Tensor gathered) { return gathered.select(0, 0).item() / gathered.select(0, 1).item(); }
}
