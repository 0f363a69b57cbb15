package gradshell.tensor;

/// Operations made of others: they need no derivative of their own.
public sealed interface Composites permits Tensor {

    private Tensor self() { return (Tensor) this; }

    /// The softmax of the opposite elements: the smallest has the largest share.
    /// {@snippet : tensor(1.0, 1.0).softmin(0)    // ==> [0.5000, 0.5000]  float32 [2] }
    default Tensor softmin(int dim) {
        self().shape().dimension("softmin", dim);
        return self().to(self().dtype().floating()).neg().softmax(dim);
    }

    /// The logarithm of the sum of the exponentials along dimensions, without overflow.
    /// {@snippet : tensor(1000.0, 1000.0).logsumexp()    // ==> 1000.6932  float32 [] }
    default Tensor logsumexp(int... dims) { return logSumExp(Axes.of("logsumexp", self().shape(), dims), false); }
    /// The same, with the reduced dimensions left in place with size 1.
    default Tensor logsumexp(KeepDim keep, int... dims) { return logSumExp(Axes.of("logsumexp", self().shape(), dims), true); }

    private Tensor logSumExp(Axes axes, boolean keep) {
        Tensor x = self().to(self().dtype().floating());
        if (axes.count(x.shape()) == 0 || x.dim() == 0) return x.dim() == 0 ? x.mul(1) : x.apply(new Reductions.Sum(axes, keep)).log();
        Tensor largest = x.detach().apply(new Reductions.Extreme(gradshell.formula.Fn.MAX, axes, true));
        // An infinite maximum would make ∞ - ∞ of it.
        Tensor bounded = Tensor.of(largest.dtype(), 0).where(largest.abs().eq(Double.POSITIVE_INFINITY), largest);
        Tensor sum = x.sub(bounded).exp().apply(new Reductions.Sum(axes, keep));
        return sum.log().add(bounded.reshape(sum.shape()));
    }
}
