package gradshell.tensor;

import static gradshell.formula.Formula.HALF;
import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.ZERO;
import static gradshell.tensor.Pointwise.pointwise;

import gradshell.formula.Formula;
import gradshell.tensor.Pointwise.Domain;

/// Functions of probability and signal processing: the gamma function's family, the inverse of `erf`, `logit` and `sinc`.
public sealed interface SpecialFunctions permits Tensor {

    private Tensor self() { return (Tensor) this; }

    // ---- the normal distribution ----

    Pointwise ERFINV = pointwise("erfinv", X.erfinv()).floating().domain(Domain.UNIT);
    /// The number whose `erf` each element is; infinite at -1 and 1, NaN outside.
    /// {@snippet : tensor(0.0, 0.5).erfinv()    // ==> [0.0000, 0.4769]  float32 [2] }
    default Tensor erfinv() { return self().apply(ERFINV); }

    // ---- the gamma function ----

    Pointwise LGAMMA = pointwise("lgamma", X.lgamma()).floating().domain(Domain.POSITIVE);
    /// The natural logarithm of the size of the gamma function, which is (x - 1)! of whole numbers.
    /// {@snippet : tensor(1, 5).lgamma()    // ==> [0.0000, 3.1781]  float32 [2] }
    default Tensor lgamma() { return self().apply(LGAMMA); }

    Pointwise DIGAMMA = pointwise("digamma", X.digamma()).floating().domain(Domain.POSITIVE);
    /// The slope of [#lgamma].
    /// {@snippet : tensor(1.0, 2.0).digamma()    // ==> [-0.5772, 0.4228]  float32 [2] }
    default Tensor digamma() { return self().apply(DIGAMMA); }

    Pointwise TRIGAMMA = pointwise("polygamma", ONE.polygamma(X)).floating().domain(Domain.POSITIVE);
    /// The derivative of [#digamma] of an order from 0 on.
    /// {@snippet : tensor(1.0).polygamma(1)    // ==> 1.6449  float32 [] }
    default Tensor polygamma(int order) {
        if (order < 0) throw new IllegalArgumentException("polygamma: the order is " + order + "; it must be 0 or more");
        return order == 0 ? digamma() : self().apply(order == 1 ? TRIGAMMA : pointwise("polygamma", Formula.of(order).polygamma(X)).floating());
    }

    // ---- odds and waves ----

    Pointwise LOGIT = pointwise("logit", X.le(HALF).select(X.div(ONE.sub(X)).log(), ONE.sub(X).div(X).log().neg())).floating().domain(Domain.UNIT)
            .slope(0, ONE.div(X.mul(ONE.sub(X))));
    /// log(x / (1 - x)) of each element: what [Activations#sigmoid] makes it of.
    /// {@snippet : tensor(0.5, 0.75).logit()    // ==> [0.0000, 1.0986]  float32 [2] }
    default Tensor logit() { return self().apply(LOGIT); }
    /// The same, with elements nearer than `eps` to 0 or 1 moved to there.
    default Tensor logit(double eps) { return self().to(self().dtype().floating()).clamp(eps, 1 - eps).logit(); }

    Pointwise SINC = pointwise("sinc", X.eq(ZERO).select(ONE, X.mul(Formula.of(Math.PI)).sin().div(X.mul(Formula.of(Math.PI))))).floating()
            .slope(0, X.eq(ZERO).select(ZERO, X.mul(Formula.of(Math.PI)).cos().sub(Formula.RESULT).div(X)));
    /// sin πx / πx of each element, which is 1 at 0.
    /// {@snippet : tensor(0.0, 0.5).sinc()    // ==> [1.0000, 0.6366]  float32 [2] }
    default Tensor sinc() { return self().apply(SINC); }
}
