package gradshell.train;

import gradshell.array.Rng;
import gradshell.data.Batch;
import gradshell.data.Dataset;
import gradshell.nn.Layer;
import gradshell.nn.Loss;
import gradshell.optim.Optimizer;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;

/// What to say of a training whose loss does not do what losses should.
record Advice(Layer net, Dataset data, Loss loss, Optimizer optimizer) {
    /// So many epochs say something, so many examples are looked at, and so near is the same.
    private static final int ENOUGH = 5, EXAMPLES = 10_000;
    private static final double NEAR = 0.02;

    /// Something to look at, or "".
    String of(List<Epoch> epochs) {
        if (epochs.size() < ENOUGH) return "";
        double first = epochs.getFirst().loss(), last = epochs.getLast().loss(), least = epochs.stream().mapToDouble(Epoch::loss).min().orElseThrow();
        if (last > 10 * first) return "the loss rose from " + Stop.shorten(first) + " to " + History.number(last) + ": the learning rate, " + optimizer.learningRate() + ", is too large";
        // A network that stands still has learnt nothing yet, and says nothing of its targets.
        boolean moved = Math.abs(first - least) > 1e-4 * Math.abs(first);
        boolean fell = least < first - 0.01 * Math.abs(first), settled = isSettled(epochs);
        if (fell && !settled) return "";
        double constant = constant();
        String same = "always the same answer gives " + Stop.shorten(constant);
        if (settled && moved && Math.abs(last - constant) <= NEAR * Math.abs(constant)) return "the loss settled at " + Stop.shorten(last) + ", and " + same + ": the targets look like noise, or the inputs do not say what is asked";
        if (fell) return "";
        return "the loss did not fall: look at the learning rate, " + optimizer.learningRate() + ", which may be too "
                + (last > first || last > (1 + NEAR) * constant && optimizer.learningRate() > 0.1 ? "large" : "small") + ", at the scale of the inputs, and whether inputs and targets belong together"
                + (Double.isNaN(constant) ? "" : "; " + same);
    }

    /// Whether the last half of the epochs brought less than a hundredth.
    private static boolean isSettled(List<Epoch> epochs) {
        double middle = epochs.get(epochs.size() / 2).loss(), last = epochs.getLast().loss();
        return Math.abs(middle - last) <= 0.01 * Math.abs(middle);
    }

    /// The least loss of an answer that does not look at the inputs: the mean or the median of the targets, the logarithms of the classes'
    /// frequencies, the logit of the mean. NaN where the loss is of another kind.
    double constant() {
        Rng.State chance = Rng.shared().state();
        try {
            return Tensor.noGrad(() -> {
                Batch all = data.first(EXAMPLES);
                Tensor targets = all.targets().detach();
                double least = Double.NaN;
                if (!targets.dtype().isFloating()) return classes(targets);
                List<UnaryOperator<Tensor>> answers = List.of(y -> y.mean(0), y -> y.sort(0).values().select(0, y.size(0) / 2), y -> y.mean(0).div(y.mean(0).neg().add(1)).log());
                for (UnaryOperator<Tensor> answer : answers) {
                    double value = loss(answer.apply(targets).expand(targets.shape().toArray()), targets);
                    if (Double.isFinite(value) && !(value >= least)) least = value;
                }
                return least;
            });
        } finally {
            Rng.shared().restore(chance);
        }
    }

    private double classes(Tensor targets) {
        Tensor scores = net.apply(data.first(1).inputs());
        if (scores.dim() != 2 || targets.dim() != 1) return Double.NaN;
        int classes = scores.size(1), examples = targets.size(0);
        double[] frequencies = new double[classes];
        for (long label : targets.toLongs()) if (label >= 0 && label < classes) frequencies[(int) label]++;
        Tensor answer = Part.real(frequencies).div(examples).clamp(1e-12, 1).log().to(scores.dtype());
        return loss(answer.expand(examples, classes), targets);
    }

    private double loss(Tensor prediction, Tensor targets) {
        try {
            return loss.apply(prediction, targets).item();
        } catch (IllegalArgumentException _) {
            return Double.NaN;    // a loss that wants something else
        }
    }
}
