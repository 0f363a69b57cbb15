package gradshell.train;

import gradshell.array.DType;
import gradshell.array.ShapeException;
import gradshell.tensor.Movements;
import gradshell.tensor.Tensor;
import java.util.function.BinaryOperator;

/// Metrics made of functions.
final class Gathered {
    private Gathered() {}

    /// Under another name, or with another direction.
    record Named(Metric metric, String name, boolean rises) implements Metric {
        @Override
        public Tensor gather(Tensor gathered, Tensor prediction, Tensor target) { return metric.gather(gathered, prediction, target); }
        @Override
        public double figure(Tensor gathered) { return metric.figure(gathered); }
    }

    /// Of each batch, weighted by its examples.
    record Mean(String name, BinaryOperator<Tensor> function) implements Metric {
        @Override
        public Tensor gather(Tensor gathered, Tensor prediction, Tensor target) {
            double examples = prediction.size(0);
            return Metric.sum(gathered, one(name, function.apply(prediction, target)) * examples, examples);
        }

        @Override
        public double figure(Tensor gathered) { return gathered.select(0, 0).item() / gathered.select(0, 1).item(); }
    }

    /// Of all examples: their predictions and targets stand side by side in one row each.
    record Whole(String name, BinaryOperator<Tensor> function) implements Metric {
        @Override
        public Tensor gather(Tensor gathered, Tensor prediction, Tensor target) {
            int examples = prediction.size(0), width = prediction.numel() / examples;
            if (target.size(0) != examples) throw new ShapeException(name + ": the prediction has shape " + prediction.shape() + ", the target " + target.shape() + "; they must hold equally many examples");
            Tensor row = Movements.cat(1, prediction.to(DType.FLOAT64).reshape(examples, width), target.to(DType.FLOAT64).reshape(examples, target.numel() / examples));
            // The first row says where the targets begin, and the dimensions, so that what is gathered says all about itself.
            return Metric.join(gathered == null ? head(prediction, target, row.size(1)) : gathered, row);
        }

        private static Tensor head(Tensor prediction, Tensor target, int columns) {
            double[] head = new double[Math.max(columns, 2)];
            head[0] = prediction.numel() / prediction.size(0);
            head[1] = (prediction.dim() == 1 ? 2 : 0) + (target.dim() == 1 ? 1 : 0);
            return Metric.numbers(head).reshape(1, head.length);
        }

        @Override
        public double figure(Tensor gathered) {
            int width = (int) gathered.select(0, 0).select(0, 0).item(), all = gathered.size(0) - 1;
            int flat = (int) gathered.select(0, 0).select(0, 1).item();
            Tensor rows = gathered.narrow(0, 1, all), prediction = rows.narrow(1, 0, width), target = rows.narrow(1, width, gathered.size(1) - width);
            return one(name, function.apply((flat & 2) != 0 ? prediction.reshape(all) : prediction, (flat & 1) != 0 ? target.reshape(all) : target));
        }
    }

    private static double one(String name, Tensor figure) {
        if (figure.numel() != 1) throw new ShapeException(name + ": the function gives shape " + figure.shape() + "; a metric is one number, use mean()");
        return figure.detach().item();
    }
}
