package gradshell.nn;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Correction;
import gradshell.tensor.Tensor;
import java.util.stream.IntStream;

/// Takes the mean of each channel, dimension 1, away and divides by the deviation (Ioffe and Szegedy, 2015): those of the batch
/// while training, running ones otherwise.
///
/// @param rank              how many dimensions a channel has: 1 for `[n, channels]` and `[n, channels, length]`, 2 for images
/// @param weight            of shape `[channels]`, or null for none
/// @param bias              of shape `[channels]`, or null for none
/// @param runningMean       or null, if the statistics of the batch are always used
/// @param runningVar        of samples, that is unbiased
/// @param numBatchesTracked int64
/// @param momentum          how much of a running statistic each batch replaces; NaN for the mean over all batches
public record BatchNorm(int rank, int channels, Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVar, Tensor numBatchesTracked, double momentum, double eps, Training training) implements Layer {
    /// A layer with PyTorch's settings: weights 1, biases 0, momentum 0.1.
    public static BatchNorm of(int rank, int channels) {
        if (channels < 1) throw new ShapeException("batchNorm" + rank + "d(" + channels + "): there must be at least 1 channel");
        return new BatchNorm(rank, channels, null, null, null, null, null, 0.1, 1e-5, new Training()).tracking().affine();
    }

    private BatchNorm tracking() {
        return new BatchNorm(rank, channels, weight, bias, Initial.full(0, channels).detach(), Initial.full(1, channels).detach(), Tensor.of(Array.zeros(DType.INT64, Shape.of())), momentum, eps, training);
    }

    private BatchNorm affine() { return new BatchNorm(rank, channels, Initial.full(1, channels), Initial.full(0, channels), runningMean, runningVar, numBatchesTracked, momentum, eps, training); }

    /// How much of a running statistic each batch replaces.
    public BatchNorm momentum(double share) {
        if (!(share >= 0 && share <= 1)) throw new IllegalArgumentException(word() + ": a momentum of " + share + "; it must be from 0 to 1");
        return new BatchNorm(rank, channels, weight, bias, runningMean, runningVar, numBatchesTracked, share, eps, training);
    }
    /// Running statistics are the means over all batches: PyTorch's momentum of None.
    public BatchNorm cumulative() { return new BatchNorm(rank, channels, weight, bias, runningMean, runningVar, numBatchesTracked, Double.NaN, eps, training); }
    /// What is added to the variance.
    public BatchNorm eps(double eps) { return new BatchNorm(rank, channels, weight, bias, runningMean, runningVar, numBatchesTracked, momentum, eps, training); }
    /// Whether a weight and a bias are learnt; true unless set.
    public BatchNorm affine(boolean wanted) {
        if (!wanted) return new BatchNorm(rank, channels, null, null, runningMean, runningVar, numBatchesTracked, momentum, eps, training);
        return weight != null ? this : affine();
    }
    /// Whether there are running statistics; true unless set.
    public BatchNorm trackRunningStats(boolean wanted) {
        if (!wanted) return new BatchNorm(rank, channels, weight, bias, null, null, null, momentum, eps, training);
        return runningMean != null ? this : tracking();
    }

    @Override
    public Tensor apply(Tensor x) {
        boolean fits = rank == 1 ? x.dim() == 2 || x.dim() == 3 : x.dim() == 4;
        if (!fits) throw new ShapeException(word() + ": the input has shape " + x.shape() + "; it needs " + (rank == 1 ? "[n, channels] or [n, channels, length]" : "[n, channels, height, width]"));
        if (x.size(1) != channels) throw new ShapeException(word() + "(" + channels + "): the input " + x.shape() + " has " + x.size(1) + " channels, the layer needs " + channels + "; use " + word() + "(" + x.size(1) + ")");
        boolean train = training.on();
        if (!train && runningMean != null) return x.batchNorm(runningMean, runningVar, weight, bias, eps);
        int each = x.numel() / Math.max(x.size(1), 1);
        if (each < 2) throw new ShapeException(word() + "(" + channels + "): shape " + x.shape() + " holds " + each + " number for each channel, which has no deviation; " + (train ? "train on larger batches, or call eval() to predict" : "use larger batches"));
        int[] all = IntStream.range(0, x.dim()).filter(d -> d != 1).toArray();
        Tensor mean = x.mean(all), variance = x.var(new Correction(0), all);
        if (train && runningMean != null) track(mean.detach(), variance.detach().mul((double) each / (each - 1)));
        return x.batchNorm(mean, variance, weight, bias, eps);
    }

    private void track(Tensor mean, Tensor variance) {
        Tensor.noGrad(() -> {
            numBatchesTracked.add_(1);
            if (!Double.isNaN(momentum)) {
                runningMean.copy_(runningMean.mul(1 - momentum).add(mean.mul(momentum)));
                return runningVar.copy_(runningVar.mul(1 - momentum).add(variance.mul(momentum)));
            }
            Tensor share = numBatchesTracked.to(runningMean.dtype()).reciprocal();
            runningMean.copy_(runningMean.add(mean.sub(runningMean).mul(share)));
            return runningVar.copy_(runningVar.add(variance.sub(runningVar).mul(share)));
        });
    }

    @Override
    public Layer reset() {
        Initial.again(weight, () -> Initial.full(1, channels).detach());
        Initial.again(bias, () -> Initial.full(0, channels).detach());
        Initial.again(runningMean, () -> Initial.full(0, channels).detach());
        Initial.again(runningVar, () -> Initial.full(1, channels).detach());
        if (numBatchesTracked != null) numBatchesTracked.fill_(0);
        return this;
    }

    private String word() { return "batchNorm" + rank + "d"; }

    @Override
    public String toString() {
        String settings = Double.isNaN(momentum) ? ".cumulative()" : momentum == 0.1 ? "" : ".momentum(" + momentum + ")";
        return word() + "(" + channels + ")" + settings + (eps == 1e-5 ? "" : ".eps(" + eps + ")") + (weight == null ? ".affine(false)" : "") + (runningMean == null ? ".trackRunningStats(false)" : "");
    }
}
