package gradshell.tensor;

import static gradshell.formula.Formula.HALF;
import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.RESULT;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.Y;
import static gradshell.formula.Formula.Z;
import static gradshell.formula.Formula.ZERO;
import static gradshell.tensor.Pointwise.pointwise;

import gradshell.array.DTypeException;
import gradshell.formula.Formula;
import gradshell.tensor.Pointwise.Domain;

/// Elementwise mathematics: each operation is a formula, with the method that applies it below.
///
/// Two operands are broadcast; whole numbers become float32 where the function leaves them. A plain number never changes a floating type.
public sealed interface Elementwise permits Tensor {

    private Tensor self() { return (Tensor) this; }

    // ---- arithmetic ----

    Pointwise ADD = pointwise("add", X.add(Y));
    /// The sum of each two elements.
    /// {@snippet : tensor(1, 2).add(tensor(10))    // ==> [11, 12]  int64 [2] }
    default Tensor add(Tensor other) { return self().apply(ADD, other); }
    /// Each element plus a number.
    default Tensor add(Number other) { return add(self().like(other)); }
    /// Adds to each element, in place.
    /// {@snippet : tensor(1, 2).add_(tensor(10))    // ==> [11, 12]  int64 [2] }
    default Tensor add_(Tensor other) { return self().apply_(ADD, other); }
    /// Adds a number to each element, in place.
    default Tensor add_(Number other) { return add_(self().like(other)); }

    Pointwise SUB = pointwise("sub", X.sub(Y)).numeric();
    /// The difference of each two elements.
    /// {@snippet : tensor(1.0, 2.0).sub(0.5)    // ==> [0.5000, 1.5000]  float32 [2] }
    default Tensor sub(Tensor other) { return self().apply(SUB, other); }
    /// Each element minus a number.
    default Tensor sub(Number other) { return sub(self().like(other)); }
    /// Subtracts from each element, in place.
    default Tensor sub_(Tensor other) { return self().apply_(SUB, other); }
    /// Subtracts a number from each element, in place.
    default Tensor sub_(Number other) { return sub_(self().like(other)); }

    Pointwise MUL = pointwise("mul", X.mul(Y));
    /// The product of each two elements.
    /// {@snippet : tensor(1, 2, 3).mul(3)    // ==> [3, 6, 9]  int64 [3] }
    default Tensor mul(Tensor other) { return self().apply(MUL, other); }
    /// Each element times a number.
    default Tensor mul(Number other) { return mul(self().like(other)); }
    /// Multiplies each element, in place.
    default Tensor mul_(Tensor other) { return self().apply_(MUL, other); }
    /// Multiplies each element by a number, in place.
    default Tensor mul_(Number other) { return mul_(self().like(other)); }

    Pointwise DIV = pointwise("div", X.div(Y)).floating();
    /// The quotient of each two elements; whole numbers give float32.
    /// {@snippet : tensor(1, 2).div(2)    // ==> [0.5000, 1.0000]  float32 [2] }
    default Tensor div(Tensor other) { return self().apply(DIV, other); }
    /// Each element divided by a number.
    default Tensor div(Number other) { return div(self().like(other)); }
    /// Divides each element, in place.
    default Tensor div_(Tensor other) { return self().apply_(DIV, other); }
    /// Divides each element by a number, in place.
    default Tensor div_(Number other) { return div_(self().like(other)); }

    Pointwise REMAINDER = pointwise("remainder", X.remainder(Y)).numeric();
    /// What is left of each element after a division rounded down; it has the sign of the divisor.
    /// {@snippet : tensor(-1, 5).remainder(3)    // ==> [2, 2]  int64 [2] }
    default Tensor remainder(Tensor divisor) {
        try {
            return self().apply(REMAINDER, divisor);
        } catch (ArithmeticException _) {
            throw new DTypeException("remainder: " + self().dtype() + " has no remainder of a division by 0; use x.to(float32).remainder(…), which gives nan");
        }
    }
    /// What is left after a division by a number.
    default Tensor remainder(Number divisor) { return remainder(self().like(divisor)); }

    Pointwise NEG = pointwise("neg", X.neg()).numeric();
    /// The opposite of each element.
    /// {@snippet : tensor(1, -2).neg()    // ==> [-1, 2]  int64 [2] }
    default Tensor neg() { return self().apply(NEG); }

    Pointwise ABS = pointwise("abs", X.abs()).numeric();
    /// Each element without its sign; the slope at 0 is 0.
    /// {@snippet : tensor(1, -2).abs()    // ==> [1, 2]  int64 [2] }
    default Tensor abs() { return self().apply(ABS); }

    Pointwise SIGN = pointwise("sign", X.sign()).numeric();
    /// -1, 0 or 1, as each element is.
    /// {@snippet : tensor(-0.5, 0.0, 3.0).sign()    // ==> [-1., 0., 1.]  float32 [3] }
    default Tensor sign() { return self().apply(SIGN); }

    Pointwise MAXIMUM = pointwise("maximum", X.max(Y));
    /// The larger of each two elements; equal ones share the slope.
    /// {@snippet : tensor(1, 5).maximum(tensor(3, 2))    // ==> [3, 5]  int64 [2] }
    default Tensor maximum(Tensor other) { return self().apply(MAXIMUM, other); }
    /// Each element, or a number where that is larger.
    default Tensor maximum(Number other) { return maximum(self().like(other)); }

    Pointwise MINIMUM = pointwise("minimum", X.min(Y));
    /// The smaller of each two elements; equal ones share the slope.
    /// {@snippet : tensor(1, 5).minimum(tensor(3, 2))    // ==> [1, 2]  int64 [2] }
    default Tensor minimum(Tensor other) { return self().apply(MINIMUM, other); }
    /// Each element, or a number where that is smaller.
    default Tensor minimum(Number other) { return minimum(self().like(other)); }

    Pointwise CLAMP = pointwise("clamp", X.max(Y).min(Z))
            .slope(0, X.ge(Y).and(X.le(Z)).select(ONE, ZERO))
            .slope(1, X.lt(Y).and(Y.lt(Z)).select(ONE, ZERO))
            .slope(2, X.gt(Z).or(Y.gt(Z)).select(ONE, ZERO));
    /// Each element, moved up to `low` or down to `high` where it lies outside; the slope is 1 inside and on the bounds, 0 outside.
    /// {@snippet : tensor(-2.0, 0.3, 2.0).clamp(-1, 1)    // ==> [-1.0000, 0.3000, 1.0000]  float32 [3] }
    default Tensor clamp(Number low, Number high) { return clamp(self().like(low), self().like(high)); }
    /// The same with bounds for each element.
    default Tensor clamp(Tensor low, Tensor high) { return self().apply(CLAMP, low, high); }

    // ---- rounding ----

    Pointwise FLOOR = pointwise("floor", X.floor());
    /// The largest whole number that is not above each element.
    /// {@snippet : tensor(-1.5, 1.5).floor()    // ==> [-2., 1.]  float32 [2] }
    default Tensor floor() { return wholeOr(FLOOR); }

    Pointwise CEIL = pointwise("ceil", X.ceil());
    /// The smallest whole number that is not below each element.
    /// {@snippet : tensor(-1.5, 1.5).ceil()    // ==> [-1., 2.]  float32 [2] }
    default Tensor ceil() { return wholeOr(CEIL); }

    Pointwise ROUND = pointwise("round", X.round());
    /// The nearest whole number; halves go to the even neighbour.
    /// {@snippet : tensor(0.5, 1.5, 2.6).round()    // ==> [0., 2., 3.]  float32 [3] }
    default Tensor round() { return wholeOr(ROUND); }

    Pointwise TRUNC = pointwise("trunc", X.trunc());
    /// Each element without its fraction.
    /// {@snippet : tensor(-1.5, 1.5).trunc()    // ==> [-1., 1.]  float32 [2] }
    default Tensor trunc() { return wholeOr(TRUNC); }

    private Tensor wholeOr(Pointwise rounding) { return self().dtype().isFloating() ? self().apply(rounding) : self(); }

    // ---- powers, roots, exponentials ----

    Pointwise SQUARE = pointwise("square", X.mul(X)).slope(0, X.mul(Formula.of(2)));
    /// Each element times itself.
    /// {@snippet : tensor(2, -3).square()    // ==> [4, 9]  int64 [2] }
    default Tensor square() { return counted().apply(SQUARE); }

    /// Truths as the whole numbers 0 and 1, as which they have powers.
    private Tensor counted() { return self().dtype() == gradshell.array.DType.BOOL ? self().to(gradshell.array.DType.INT64) : self(); }

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
        double power = exponent.doubleValue();
        if (power < 0 && !self().dtype().isFloating() && !(exponent instanceof Double || exponent instanceof Float))
            throw new DTypeException("pow: " + self().dtype() + " has no negative powers; use x.to(float32).pow(" + exponent + ")");
        if (power == 2) return square();
        if (power == 3) return counted().apply(CUBE);
        if (power == 0.5) return sqrt();
        if (power == -1) return reciprocal();
        return pow(self().like(exponent));
    }

    Pointwise SQRT = pointwise("sqrt", X.sqrt()).floating().domain(Domain.POSITIVE);
    /// The square root of each element.
    /// {@snippet : tensor(4.0, 2.0).sqrt()    // ==> [2.0000, 1.4142]  float32 [2] }
    default Tensor sqrt() { return self().apply(SQRT); }

    Pointwise RECIPROCAL = pointwise("reciprocal", ONE.div(X)).floating().domain(Domain.POSITIVE).slope(0, RESULT.mul(RESULT).neg());
    /// One divided by each element.
    /// {@snippet : tensor(2, 4).reciprocal()    // ==> [0.5000, 0.2500]  float32 [2] }
    default Tensor reciprocal() { return self().apply(RECIPROCAL); }

    Pointwise EXP = pointwise("exp", X.exp()).floating();
    /// e to the power of each element.
    /// {@snippet : tensor(0, 1).exp()    // ==> [1.0000, 2.7183]  float32 [2] }
    default Tensor exp() { return self().apply(EXP); }

    Pointwise EXPM1 = pointwise("expm1", X.expm1()).floating();
    /// e to the power of each element, minus 1; exact near 0.
    default Tensor expm1() { return self().apply(EXPM1); }

    Pointwise LOG = pointwise("log", X.log()).floating().domain(Domain.POSITIVE);
    /// The natural logarithm of each element.
    /// {@snippet : tensor(1.0, 2.0).log()    // ==> [0.0000, 0.6931]  float32 [2] }
    default Tensor log() { return self().apply(LOG); }

    Pointwise LOG1P = pointwise("log1p", X.log1p()).floating().domain(Domain.POSITIVE);
    /// The natural logarithm of each element plus 1; exact near 0.
    default Tensor log1p() { return self().apply(LOG1P); }

    // ---- trigonometry and its kin ----

    Pointwise SIN = pointwise("sin", X.sin()).floating();
    /// The sine of each element, in radians.
    default Tensor sin() { return self().apply(SIN); }

    Pointwise COS = pointwise("cos", X.cos()).floating();
    /// The cosine of each element, in radians.
    default Tensor cos() { return self().apply(COS); }

    Pointwise TANH = pointwise("tanh", X.tanh()).floating();
    /// The hyperbolic tangent of each element.
    /// {@snippet : tensor(0, 1).tanh()    // ==> [0.0000, 0.7616]  float32 [2] }
    default Tensor tanh() { return self().apply(TANH); }

    Pointwise ERF = pointwise("erf", X.erf()).floating();
    /// The error function of each element.
    default Tensor erf() { return self().apply(ERF); }

    // ---- activations ----

    Pointwise SIGMOID = pointwise("sigmoid", ONE.div(X.neg().exp().add(ONE))).floating()
            .slope(0, RESULT.mul(ONE.sub(RESULT)));    // the derived slope is 0 · ∞ far left of 0
    /// 1 / (1 + e⁻ˣ): squeezes each element between 0 and 1.
    /// {@snippet : tensor(0.0).sigmoid()    // ==> 0.5000  float32 [] }
    default Tensor sigmoid() { return self().apply(SIGMOID); }

    Pointwise RELU = pointwise("relu", X.max(ZERO)).slope(0, RESULT.gt(ZERO).select(ONE, ZERO));
    /// Each element, or 0 where it is negative; the slope at 0 is 0.
    /// {@snippet : tensor(-1.0, 2.0).relu()    // ==> [0., 2.]  float32 [2] }
    default Tensor relu() { return self().apply(RELU); }

    Pointwise GELU = pointwise("gelu", X.mul(HALF).mul(X.mul(Formula.of(Math.sqrt(0.5))).erf().add(ONE))).floating();
    /// x · Φ(x), where Φ is the distribution function of the normal distribution (Hendrycks and Gimpel, 2016).
    /// {@snippet : tensor(-1.0, 2.0).gelu()    // ==> [-0.1587, 1.9545]  float32 [2] }
    default Tensor gelu() { return self().apply(GELU); }

    Pointwise SOFTPLUS = pointwise("softplus", X.gt(Formula.of(20)).select(X, X.exp().log1p())).floating();
    /// log(1 + eˣ), a smooth relu; from 20 on it is x itself, as in PyTorch.
    /// {@snippet : tensor(0.0, 30.0).softplus()    // ==> [0.6931, 30.0000]  float32 [2] }
    default Tensor softplus() { return self().apply(SOFTPLUS); }

    // ---- comparisons and logic ----

    Pointwise GT = pointwise("gt", X.gt(Y));
    /// Where each element is greater than the other.
    /// {@snippet : tensor(1, 5).gt(3)    // ==> [false, true]  bool [2] }
    default Tensor gt(Tensor other) { return self().apply(GT, other); }
    /// Where each element is greater than a number.
    default Tensor gt(Number other) { return gt(self().like(other)); }

    Pointwise GE = pointwise("ge", X.ge(Y));
    /// Where each element is greater than the other or equal.
    default Tensor ge(Tensor other) { return self().apply(GE, other); }
    /// Where each element is at least a number.
    default Tensor ge(Number other) { return ge(self().like(other)); }

    Pointwise LT = pointwise("lt", X.lt(Y));
    /// Where each element is less than the other.
    default Tensor lt(Tensor other) { return self().apply(LT, other); }
    /// Where each element is less than a number.
    default Tensor lt(Number other) { return lt(self().like(other)); }

    Pointwise LE = pointwise("le", X.le(Y));
    /// Where each element is less than the other or equal.
    default Tensor le(Tensor other) { return self().apply(LE, other); }
    /// Where each element is at most a number.
    default Tensor le(Number other) { return le(self().like(other)); }

    Pointwise EQ = pointwise("eq", X.eq(Y));
    /// Where two elements are equal.
    /// {@snippet : tensor(1, 2).eq(tensor(1, 3))    // ==> [true, false]  bool [2] }
    default Tensor eq(Tensor other) { return self().apply(EQ, other); }
    /// Where elements equal a number.
    default Tensor eq(Number other) { return eq(self().like(other)); }

    Pointwise NE = pointwise("ne", X.ne(Y));
    /// Where two elements differ.
    default Tensor ne(Tensor other) { return self().apply(NE, other); }
    /// Where elements differ from a number.
    default Tensor ne(Number other) { return ne(self().like(other)); }

    Pointwise LOGICAL_AND = pointwise("logicalAnd", X.and(Y));
    /// Where both elements are true, that is, not 0.
    /// {@snippet : tensor(1, 2).gt(0).logicalAnd(tensor(1, 2).lt(2))    // ==> [true, false]  bool [2] }
    default Tensor logicalAnd(Tensor other) { return self().apply(LOGICAL_AND, other); }

    Pointwise LOGICAL_OR = pointwise("logicalOr", X.or(Y));
    /// Where at least one element is true.
    default Tensor logicalOr(Tensor other) { return self().apply(LOGICAL_OR, other); }

    Pointwise LOGICAL_XOR = pointwise("logicalXor", X.xor(Y));
    /// Where exactly one element is true.
    default Tensor logicalXor(Tensor other) { return self().apply(LOGICAL_XOR, other); }

    Pointwise LOGICAL_NOT = pointwise("logicalNot", X.not());
    /// Where the element is false.
    /// {@snippet : tensor(true, false).logicalNot()    // ==> [false, true]  bool [2] }
    default Tensor logicalNot() { return self().apply(LOGICAL_NOT); }

    Pointwise WHERE = pointwise("where", X.select(Y, Z));
    /// This tensor's element where the mask is true, elsewhere the other's; `where(mask, a, b)` of the language.
    /// {@snippet : tensor(1, 2).where(tensor(true, false), tensor(9))    // ==> [1, 9]  int64 [2] }
    default Tensor where(Tensor mask, Tensor other) {
        if (mask.dtype() != gradshell.array.DType.BOOL) throw new DTypeException("where: the mask is " + mask.dtype() + ", not bool; make one by comparing, mask.ne(0)");
        return mask.apply(WHERE, self(), other);
    }

    // ---- overwriting ----

    Pointwise COPY = pointwise("copy", 2, Y);
    /// Overwrites all elements with another tensor's, converted and repeated as needed.
    /// {@snippet : zeros(2).copy_(tensor(1, 2))    // ==> [1., 2.]  float32 [2] }
    default Tensor copy_(Tensor source) { return self().apply_(COPY, source.to(self().dtype())); }
    /// Overwrites all elements with a number.
    /// {@snippet : zeros(2).fill_(7)    // ==> [7., 7.]  float32 [2] }
    default Tensor fill_(Number value) { return copy_(Tensor.of(self().dtype(), value)); }
    /// Overwrites all elements with 0.
    default Tensor zero_() { return fill_(0); }
}
