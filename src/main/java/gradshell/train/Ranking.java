package gradshell.train;

import gradshell.array.DType;
import gradshell.array.ShapeException;
import gradshell.tensor.Movements;
import gradshell.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;

/// How well scores put the examples of one class before those of the other; targets are 0 and 1.
///
/// Scores are one number an example, or those of two classes, of which the difference counts.
/// All scores are kept until the end of the set, as equal ones have to be counted together.
public record Ranking(Kind kind) implements Metric {
    /// What is asked.
    public enum Kind {
        /// The area under the curve of true against false positives: how often an example of class 1 has a larger score than one of class 0; equal ones count half.
        ROC_AUC("rocAuc"),
        /// The mean precision at each example of class 1, without interpolation.
        AVERAGE_PRECISION("averagePrecision");

        private final String word;

        Kind(String word) { this.word = word; }
    }

    @Override
    public String name() { return kind.word; }

    @Override
    public Tensor gather(Tensor gathered, Tensor prediction, Tensor target) {
        Tensor scores = prediction.to(DType.FLOAT64);
        if (scores.dim() == 2 && scores.size(1) == 2 && target.dim() == 1) scores = scores.select(1, 1).sub(scores.select(1, 0));
        int examples = target.numel();
        if (scores.numel() != examples) throw new ShapeException(kind.word + ": a prediction of shape " + prediction.shape() + " for targets of shape " + target.shape() + "; it needs one score for each example, or one for each of two classes");
        for (double label : target.toDoubles()) if (label != 0 && label != 1) throw new ShapeException(kind.word + ": the target holds " + History.number(label) + "; it tells two classes apart, 0 and 1");
        return Metric.join(gathered, Movements.stack(1, scores.reshape(examples), target.to(DType.FLOAT64).reshape(examples)));
    }

    @Override
    public double figure(Tensor gathered) {
        double[] pairs = gathered.toDoubles();
        Integer[] order = new Integer[pairs.length / 2];
        for (int i = 0; i < order.length; i++) order[i] = i;
        Arrays.sort(order, Comparator.comparingDouble(i -> -pairs[2 * i]));
        double positives = 0;
        for (int i = 0; i < order.length; i++) positives += pairs[2 * i + 1];
        double negatives = order.length - positives, found = 0, wrong = 0, area = 0, precision = 0;
        for (int i = 0; i < order.length; ) {
            double score = pairs[2 * order[i]], here = 0;
            int start = i;
            for (; i < order.length && pairs[2 * order[i]] == score; i++) here += pairs[2 * order[i] + 1];
            double others = i - start - here;
            area += others * (found + here / 2);
            found += here;
            wrong += others;
            precision += here * found / (found + wrong);
        }
        // With one class alone nothing can be ranked.
        if (kind == Kind.AVERAGE_PRECISION) return positives == 0 ? 0 : precision / positives;
        return positives == 0 || negatives == 0 ? Double.NaN : area / (positives * negatives);
    }
}
