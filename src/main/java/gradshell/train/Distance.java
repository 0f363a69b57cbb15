package gradshell.train;

import gradshell.array.DType;
import gradshell.nn.Loss;
import gradshell.tensor.Movements;
import gradshell.tensor.Tensor;

/// How far predicted numbers are from right ones, over all elements of all examples.
///
/// What is said of the variance is said of each output for itself; the mean of that counts.
public record Distance(Kind kind) implements Metric {
    /// What is asked.
    public enum Kind {
        /// The mean of the absolute differences.
        MAE,
        /// The mean of the squared differences.
        MSE,
        /// The root of the mean of the squared differences.
        RMSE,
        /// The share of the targets' variance that is explained: 1 for perfect predictions, 0 for always predicting the mean.
        R2
    }

    @Override
    public String name() { return kind.name().toLowerCase(java.util.Locale.ROOT); }

    @Override
    public boolean rises() { return kind == Kind.R2; }

    @Override
    public Tensor gather(Tensor gathered, Tensor prediction, Tensor target) {
        Loss.sameShape(name(), prediction, target);
        Tensor wanted = target.to(DType.FLOAT64), off = prediction.to(DType.FLOAT64).sub(wanted);
        if (kind != Kind.R2) return Metric.sum(gathered, (kind == Kind.MAE ? off.abs() : off.square()).sum().item(), wanted.numel());
        int examples = wanted.size(0);
        Tensor rows = wanted.reshape(examples, wanted.numel() / examples), mean = rows.mean(0);
        Tensor errors = off.square().reshape(rows.size(0), rows.size(1)).sum(0), scatter = rows.sub(mean).square().sum(0);
        Tensor count = mean.mul(0).add(examples);
        if (gathered == null) return Movements.stack(0, errors, count, mean, scatter);
        // Two scatters about two means joined into one (Chan, Golub and LeVeque, 1979), for each output.
        Tensor before = gathered.select(0, 1), all = before.add(count), apart = mean.sub(gathered.select(0, 2));
        return Movements.stack(0, gathered.select(0, 0).add(errors), all, gathered.select(0, 2).add(apart.mul(count).div(all)),
                gathered.select(0, 3).add(scatter).add(apart.square().mul(before).mul(count).div(all)));
    }

    @Override
    public double figure(Tensor gathered) {
        if (kind == Kind.R2) return gathered.select(0, 0).div(gathered.select(0, 3)).neg().add(1).mean().item();
        double mean = gathered.select(0, 0).item() / gathered.select(0, 1).item();
        return kind == Kind.RMSE ? Math.sqrt(mean) : mean;
    }
}
