package gradshell.nn;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;
import java.util.stream.IntStream;

/// Takes the mean of each channel of each example away and divides by the deviation (Ulyanov et al., 2016).
///
/// @param rank        how many dimensions a channel has
/// @param weight      of shape `[channels]`, or null for none
/// @param bias        of shape `[channels]`, or null for none
/// @param runningMean or null, if the statistics of the example are always used
public record InstanceNorm(int rank, int channels, Tensor weight, Tensor bias, Tensor runningMean, Tensor runningVar, Tensor numBatchesTracked, double momentum, double eps, Training training) implements Layer {
    /// A layer with PyTorch's settings: nothing to learn, no running statistics.
    public static InstanceNorm of(int rank, int channels) {
        if (channels < 1) throw new ShapeException("instanceNorm" + rank + "d(" + channels + "): there must be at least 1 channel");
        return new InstanceNorm(rank, channels, null, null, null, null, null, 0.1, 1e-5, new Training());
    }

    /// How much of a running statistic each batch replaces.
    public InstanceNorm momentum(double share) {
        if (!(share >= 0 && share <= 1)) throw new IllegalArgumentException(word() + ": a momentum of " + share + "; it must be from 0 to 1");
        return new InstanceNorm(rank, channels, weight, bias, runningMean, runningVar, numBatchesTracked, share, eps, training);
    }
    /// What is added to the variance.
    public InstanceNorm eps(double eps) { return new InstanceNorm(rank, channels, weight, bias, runningMean, runningVar, numBatchesTracked, momentum, eps, training); }
    /// Whether a weight and a bias are learnt; false unless set.
    public InstanceNorm affine(boolean wanted) {
        return new InstanceNorm(rank, channels, wanted ? Initial.full(1, channels) : null, wanted ? Initial.full(0, channels) : null, runningMean, runningVar, numBatchesTracked, momentum, eps, training);
    }
    /// Whether there are running statistics, which are used once training is over; false unless set.
    public InstanceNorm trackRunningStats(boolean wanted) {
        if (!wanted) return new InstanceNorm(rank, channels, weight, bias, null, null, null, momentum, eps, training);
        return new InstanceNorm(rank, channels, weight, bias, Initial.full(0, channels).detach(), Initial.full(1, channels).detach(), Tensor.of(Array.zeros(DType.INT64, Shape.of())), momentum, eps, training);
    }

    @Override
    public Tensor apply(Tensor x) {
        if (x.dim() == rank + 1) return apply(x.unsqueeze(0)).squeeze(0);
        if (x.dim() != rank + 2) throw new ShapeException(word() + ": the input has shape " + x.shape() + "; it needs " + (rank == 1 ? "[n, channels, length]" : "[n, channels, height, width]") + ", or all but the first");
        if (x.size(1) != channels) throw new ShapeException(word() + "(" + channels + "): the input " + x.shape() + " has " + x.size(1) + " channels, the layer needs " + channels + "; use " + word() + "(" + x.size(1) + ")");
        boolean train = training.on();
        if (!train && runningMean != null) return x.batchNorm(runningMean, runningVar, weight, bias, eps);
        int each = x.numel() / Math.max(x.size(0) * channels, 1);
        if (each < 2) throw new ShapeException(word() + "(" + channels + "): shape " + x.shape() + " holds " + each + " number for each channel of an example, which has no deviation; use larger images");
        if (train && runningMean != null) track(x.detach());
        return x.groupNorm(channels, weight, bias, eps);
    }

    private void track(Tensor x) {
        int[] inside = IntStream.range(2, x.dim()).toArray();
        Tensor.noGrad(() -> {
            runningMean.copy_(runningMean.mul(1 - momentum).add(x.mean(inside).mean(0).mul(momentum)));
            return runningVar.copy_(runningVar.mul(1 - momentum).add(x.var(inside).mean(0).mul(momentum)));
        });
    }

    @Override
    public Layer reset() {
        Initial.again(weight, () -> Initial.full(1, channels).detach());
        Initial.again(bias, () -> Initial.full(0, channels).detach());
        Initial.again(runningMean, () -> Initial.full(0, channels).detach());
        Initial.again(runningVar, () -> Initial.full(1, channels).detach());
        return this;
    }

    private String word() { return "instanceNorm" + rank + "d"; }

    @Override
    public String toString() {
        return word() + "(" + channels + ")" + (momentum == 0.1 ? "" : ".momentum(" + momentum + ")") + (eps == 1e-5 ? "" : ".eps(" + eps + ")") + (weight == null ? "" : ".affine(true)") + (runningMean == null ? "" : ".trackRunningStats(true)");
    }
}
