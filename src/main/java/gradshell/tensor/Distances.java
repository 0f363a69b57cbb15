package gradshell.tensor;

import static gradshell.formula.Formula.HALF;
import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.Y;
import static gradshell.formula.Formula.Z;
import static gradshell.tensor.Pointwise.pointwise;

import gradshell.array.ShapeException;
import gradshell.formula.Formula;

/// How far apart tensors are, and vectors made as long as 1.
public sealed interface Distances permits Tensor {

    private Tensor self() { return (Tensor) this; }

    /// The length of the difference.
    /// {@snippet : tensor(1.0, 2.0).dist(tensor(4.0, 6.0))    // ==> 5.  float32 [] }
    default Tensor dist(Tensor other) { return dist(other, 2); }
    /// The p-norm of the difference.
    default Tensor dist(Tensor other, double p) { return self().sub(other).norm(p); }

    /// Each element divided by the length of its line along dimension 1.
    default Tensor normalize() { return normalize(2, 1); }
    /// Each element divided by the p-norm of its line along a dimension.
    /// {@snippet : tensor(3.0, 4.0).normalize(2, 0)    // ==> [0.6000, 0.8000]  float32 [2] }
    default Tensor normalize(double p, int dim) { return normalize(p, dim, 1e-12); }
    /// The same, with norms smaller than `eps` taken as `eps`.
    default Tensor normalize(double p, int dim, double eps) {
        self().shape().dimension("normalize", dim);
        return self().div(atLeast(self().norm(KeepDim.KEEP_DIM, p, dim), eps));
    }

    private static Tensor atLeast(Tensor x, double least) { return x.clamp(least, Double.POSITIVE_INFINITY); }

    /// The cosine of the angle between vectors along dimension 1.
    default Tensor cosineSimilarity(Tensor other) { return cosineSimilarity(other, 1); }
    /// The cosine of the angle between vectors along a dimension.
    /// {@snippet : tensor(1.0, 0.0).cosineSimilarity(tensor(3.0, 4.0), 0)    // ==> 0.6000  float32 [] }
    default Tensor cosineSimilarity(Tensor other, int dim) { return cosineSimilarity(other, dim, 1e-8); }
    /// The same, with lengths smaller than `eps` taken as `eps`.
    default Tensor cosineSimilarity(Tensor other, int dim, double eps) {
        gradshell.array.Shape common = gradshell.array.Shape.broadcast("cosineSimilarity", self().shape(), other.shape());
        common.dimension("cosineSimilarity", dim);
        Tensor a = self().expand(common), b = other.expand(common);
        return a.mul(b).sum(dim).div(atLeast(a.norm(2, dim), eps).mul(atLeast(b.norm(2, dim), eps)));
    }

    /// The distance of each row from each row of another tensor; dimensions before the last two are broadcast.
    /// {@snippet : tensor("[[0., 0.], [3., 0.]]").cdist(tensor("[[0., 4.]]"))    // ==> [[4.], [5.]]  float32 [2, 1] }
    default Tensor cdist(Tensor other) { return cdist(other, 2); }
    /// The same in the p-norm.
    default Tensor cdist(Tensor other, double p) {
        Tensor a = self();
        if (a.dim() < 2 || other.dim() < 2) throw new ShapeException("cdist: shapes " + a.shape() + " and " + other.shape() + "; both need rows, at least two dimensions");
        if (a.size(-1) != other.size(-1)) throw new ShapeException("cdist: shapes " + a.shape() + " and " + other.shape() + ": rows of " + a.size(-1) + " and " + other.size(-1) + " elements differ");
        return a.unsqueeze(-2).sub(other.unsqueeze(-3)).norm(p, -1);
    }

    /// The distance of each row from the row of another tensor in the same place.
    /// {@snippet : tensor("[[0., 0.], [3., 0.]]").pairwiseDistance(tensor("[[0., 4.]]"))    // ==> [4.0000, 5.0000]  float32 [2] }
    default Tensor pairwiseDistance(Tensor other) { return pairwiseDistance(other, 2, 1e-6); }
    /// The same in the p-norm, with `eps` added to every difference.
    default Tensor pairwiseDistance(Tensor other, double p, double eps) {
        if (self().dim() == 0 || other.dim() == 0) throw new ShapeException("pairwiseDistance: shapes " + self().shape() + " and " + other.shape() + "; both need rows, at least one dimension");
        return self().sub(other).add(eps).norm(p, -1);
    }

    // ---- element by element ----

    Pointwise SMOOTH_L1 = pointwise("smoothL1", X.sub(Y).abs().lt(Z).select(X.sub(Y).mul(HALF).mul(X.sub(Y)).div(Z), X.sub(Y).abs().sub(Z.mul(HALF)))).floating().domain(Pointwise.Domain.POSITIVE)
            .slope(0, X.sub(Y).abs().lt(Z).select(X.sub(Y).div(Z), X.sub(Y).sign()))
            .slope(1, Y.sub(X).abs().lt(Z).select(Y.sub(X).div(Z), Y.sub(X).sign()));
    /// The difference of each two elements without its sign, rounded off below `beta`: a half of its square over `beta` there, and `beta` / 2 less elsewhere.
    /// {@snippet : tensor(0.0, 3.0).smoothL1(tensor(1.0, 1.0), 1)    // ==> [0.5000, 1.5000]  float32 [2] }
    default Tensor smoothL1(Tensor other, double beta) { return self().apply(SMOOTH_L1, other, self().like(beta)); }

    Pointwise HUBER = pointwise("huber", X.sub(Y).abs().le(Z).select(X.sub(Y).mul(HALF).mul(X.sub(Y)), X.sub(Y).abs().sub(Z.mul(HALF)).mul(Z))).floating()
            .slope(0, X.sub(Y).abs().le(Z).select(X.sub(Y), X.sub(Y).sign().mul(Z)))
            .slope(1, X.sub(Y).abs().le(Z).select(Y.sub(X), Y.sub(X).sign().mul(Z)));
    /// A half of the squared difference of each two elements up to a difference of `delta`, a straight line from there on (Huber, 1964).
    /// {@snippet : tensor(0.0, 4.0).huber(tensor(1.0, 1.0), 2)    // ==> [0.5000, 4.0000]  float32 [2] }
    default Tensor huber(Tensor other, double delta) { return self().apply(HUBER, other, self().like(delta)); }

    /// A logarithm, not smaller than -100, so that what is certain and wrong costs a finite number.
    private static Formula bounded(Formula x) { return x.log().max(Formula.of(-100)); }

    Pointwise BINARY_CROSS_ENTROPY = pointwise("binaryCrossEntropy", Y.sub(ONE).mul(bounded(ONE.sub(X))).sub(Y.mul(bounded(X)))).floating().domain(Pointwise.Domain.UNIT)
            // PyTorch's bound is the float nearest to 10⁻¹².
            .slope(0, X.sub(Y).div(ONE.sub(X).mul(X).max(Formula.of(1e-12f))))
            .slope(1, bounded(ONE.sub(X)).sub(bounded(X)));
    /// The cross entropy of a probability and a target between 0 and 1: -t log x - (1 - t) log(1 - x), at most 100 for a target of 0 or 1.
    /// {@snippet : tensor(0.5).binaryCrossEntropy(tensor(1.0))    // ==> 0.6931  float32 [] }
    default Tensor binaryCrossEntropy(Tensor target) { return self().apply(BINARY_CROSS_ENTROPY, target); }
}
