package gradshell.tensor;

import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.RESULT;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.Y;
import static gradshell.formula.Formula.ZERO;
import static gradshell.tensor.Pointwise.pointwise;

import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.formula.Formula;
import gradshell.tensor.Pointwise.Domain;

/// Powers, roots, exponentials and logarithms.
public sealed interface Powers permits Tensor {

    private Tensor self() { return (Tensor) this; }

    // ---- powers, roots, exponentials ----

    Pointwise SQUARE = pointwise("square", X.mul(X)).slope(0, X.mul(Formula.of(2)));
    /// Each element times itself.
    /// {@snippet : tensor(2, -3).square()    // ==> [4, 9]  int64 [2] }
    default Tensor square() { return counted().apply(SQUARE); }

    /// Truths as the whole numbers 0 and 1, as which they have powers.
    private Tensor counted() { return self().dtype() == DType.BOOL ? self().to(DType.INT64) : self(); }

    Pointwise SQUARED_DIFFERENCE = pointwise("squaredDifference", X.sub(Y).mul(X.sub(Y))).numeric()
            .slope(0, X.sub(Y).mul(Formula.of(2)))
            .slope(1, Y.sub(X).mul(Formula.of(2)));
    /// The square of the difference of each two elements, in one pass.
    /// {@snippet : tensor(1, 5).squaredDifference(tensor(3))    // ==> [4, 4]  int64 [2] }
    default Tensor squaredDifference(Tensor other) { return self().apply(SQUARED_DIFFERENCE, other); }

    Pointwise CUBE = pointwise("cube", X.mul(X).mul(X)).slope(0, X.mul(X).mul(Formula.of(3)));
    Pointwise POW = pointwise("pow", X.pow(Y)).numeric().domain(Domain.POSITIVE);
    /// Each element to the power of the other.
    default Tensor pow(Tensor exponent) { return self().apply(POW, exponent); }
    /// Each element to the power of a number.
    /// {@snippet : tensor(1.0, 2.0).pow(3)    // ==> [1., 8.]  float32 [2] }
    default Tensor pow(Number exponent) {
        checkExponent("pow", exponent);
        Pointwise known = special(exponent);
        return known == null ? pow(self().like(exponent)) : (known == SQUARE || known == CUBE ? counted() : self()).apply(known);
    }

    /// The operation that is quicker and more exact for this exponent, or null.
    private static Pointwise special(Number exponent) {
        double power = exponent.doubleValue();
        return power == 2 ? SQUARE : power == 3 ? CUBE : power == 0.5 ? SQRT : power == -1 ? RECIPROCAL : null;
    }

    private void checkExponent(String operation, Number exponent) {
        if (exponent.doubleValue() < 0 && !self().dtype().isFloating() && !(exponent instanceof Double || exponent instanceof Float))
            throw new DTypeException(operation + ": " + self().dtype() + " has no negative powers; use x.to(float32).pow(" + exponent + ")");
    }

    Pointwise SQRT = pointwise("sqrt", X.sqrt()).floating().domain(Domain.POSITIVE);
    /// The square root of each element.
    /// {@snippet : tensor(4.0, 2.0).sqrt()    // ==> [2.0000, 1.4142]  float32 [2] }
    default Tensor sqrt() { return self().apply(SQRT); }
    /// Takes each element's square root, in place.
    default Tensor sqrt_() { return self().apply_(SQRT); }

    Pointwise RECIPROCAL = pointwise("reciprocal", ONE.div(X)).floating().domain(Domain.POSITIVE).slope(0, RESULT.mul(RESULT).neg());
    /// One divided by each element.
    /// {@snippet : tensor(2, 4).reciprocal()    // ==> [0.5000, 0.2500]  float32 [2] }
    default Tensor reciprocal() { return self().apply(RECIPROCAL); }
    /// Divides one by each element, in place.
    default Tensor reciprocal_() { return self().apply_(RECIPROCAL); }

    Pointwise EXP = pointwise("exp", X.exp()).floating();
    /// e to the power of each element.
    /// {@snippet : tensor(0, 1).exp()    // ==> [1.0000, 2.7183]  float32 [2] }
    default Tensor exp() { return self().apply(EXP); }
    /// Raises e to the power of each element, in place.
    default Tensor exp_() { return self().apply_(EXP); }

    Pointwise EXPM1 = pointwise("expm1", X.expm1()).floating();
    /// e to the power of each element, minus 1; exact near 0.
    default Tensor expm1() { return self().apply(EXPM1); }

    Pointwise LOG = pointwise("log", X.log()).floating().domain(Domain.POSITIVE);
    /// The natural logarithm of each element.
    /// {@snippet : tensor(1.0, 2.0).log()    // ==> [0.0000, 0.6931]  float32 [2] }
    default Tensor log() { return self().apply(LOG); }
    /// Takes each element's natural logarithm, in place.
    default Tensor log_() { return self().apply_(LOG); }

    Pointwise LOG1P = pointwise("log1p", X.log1p()).floating().domain(Domain.POSITIVE);
    /// The natural logarithm of each element plus 1; exact near 0.
    default Tensor log1p() { return self().apply(LOG1P); }

    Pointwise RSQRT = pointwise("rsqrt", ONE.div(X.sqrt())).floating().domain(Domain.POSITIVE).slope(0, RESULT.mul(RESULT).mul(RESULT).mul(Formula.of(-0.5)));
    /// One divided by the square root of each element.
    /// {@snippet : tensor(4.0, 0.25).rsqrt()    // ==> [0.5000, 2.0000]  float32 [2] }
    default Tensor rsqrt() { return self().apply(RSQRT); }
    /// Divides one by the square root of each element, in place.
    default Tensor rsqrt_() { return self().apply_(RSQRT); }

    /// Raises each element to the power of a number, in place.
    /// {@snippet : tensor(1.0, 3.0).pow_(2)    // ==> [1., 9.]  float32 [2] }
    default Tensor pow_(Number exponent) {
        checkExponent("pow_", exponent);
        Pointwise known = self().dtype().isFloating() ? special(exponent) : null;
        return known == null ? self().apply_(POW, self().like(exponent)) : self().apply_(known);
    }
    /// Raises each element to the power of the other, in place.
    default Tensor pow_(Tensor exponent) { return self().apply_(POW, exponent); }
    /// A number to the power of each element.
    /// {@snippet : tensor(1, 2, 3).rpow(2)    // ==> [2, 4, 8]  int64 [3] }
    default Tensor rpow(Number base) { return self().like(base).pow(self()); }
    /// Squares each element, in place.
    default Tensor square_() { return self().apply_(SQUARE); }

    Pointwise EXP2 = pointwise("exp2", X.exp2()).floating();
    /// 2 to the power of each element.
    /// {@snippet : tensor(0.5, 3.0).exp2()    // ==> [1.4142, 8.0000]  float32 [2] }
    default Tensor exp2() { return self().apply(EXP2); }

    Pointwise LOG2 = pointwise("log2", X.log2()).floating().domain(Domain.POSITIVE);
    /// The logarithm of each element to base 2.
    /// {@snippet : tensor(1, 8).log2()    // ==> [0., 3.]  float32 [2] }
    default Tensor log2() { return self().apply(LOG2); }

    Pointwise LOG10 = pointwise("log10", X.log10()).floating().domain(Domain.POSITIVE);
    /// The logarithm of each element to base 10.
    /// {@snippet : tensor(1, 1000).log10()    // ==> [0., 3.]  float32 [2] }
    default Tensor log10() { return self().apply(LOG10); }

    Pointwise LOGADDEXP = pointwise("logaddexp", X.eq(Y).and(X.sub(X).ne(ZERO)).select(X, X.max(Y).add(X.sub(Y).abs().neg().exp().log1p()))).floating()
            .slope(0, X.sub(Y).sigmoid())
            .slope(1, Y.sub(X).sigmoid());
    /// The logarithm of the sum of e to the power of each two elements, without overflow.
    /// {@snippet : tensor(1000.0).logaddexp(tensor(1000.0))    // ==> 1000.6932  float32 [] }
    default Tensor logaddexp(Tensor other) { return self().apply(LOGADDEXP, other); }

    Pointwise LOGADDEXP2 = pointwise("logaddexp2", X.eq(Y).and(X.sub(X).ne(ZERO)).select(X, X.max(Y).add(X.sub(Y).abs().neg().exp2().log1p().mul(Formula.of(1 / Math.log(2)))))).floating()
            .slope(0, X.sub(Y).mul(Formula.of(Math.log(2))).sigmoid())
            .slope(1, Y.sub(X).mul(Formula.of(Math.log(2))).sigmoid());
    /// The logarithm to base 2 of the sum of 2 to the power of each two elements, without overflow.
    /// {@snippet : tensor(1000.0).logaddexp2(tensor(1000.0))    // ==> 1001.  float32 [] }
    default Tensor logaddexp2(Tensor other) { return self().apply(LOGADDEXP2, other); }

    Pointwise XLOGY = pointwise("xlogy", X.eq(ZERO).and(Y.eq(Y)).select(ZERO, X.mul(Y.log()))).floating().domain(Domain.POSITIVE)
            .slope(0, X.eq(ZERO).and(Y.le(ZERO)).select(ZERO, Y.log()))
            .slope(1, X.div(Y));
    /// Each element times the logarithm of the other; 0 where the element is 0, whatever the other is, as entropies need it.
    /// {@snippet : tensor(0.0, 2.0).xlogy(tensor(0.0, 1.0))    // ==> [0., 0.]  float32 [2] }
    default Tensor xlogy(Tensor other) { return self().apply(XLOGY, other); }
    /// Each element times the logarithm of a number.
    default Tensor xlogy(Number other) { return xlogy(self().like(other)); }

    Pointwise HYPOT = pointwise("hypot", X.hypot(Y)).floating();
    /// The length of the hypotenuse above each two legs, without overflow.
    /// {@snippet : tensor(3.0).hypot(tensor(4.0))    // ==> 5.  float32 [] }
    default Tensor hypot(Tensor other) { return self().apply(HYPOT, other); }
}
