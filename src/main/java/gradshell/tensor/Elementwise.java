package gradshell.tensor;

import static gradshell.formula.Formula.HALF;
import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.RESULT;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.Y;
import static gradshell.formula.Formula.Z;
import static gradshell.formula.Formula.ZERO;
import static gradshell.tensor.Pointwise.pointwise;

import gradshell.formula.Formula;

/// Elementwise arithmetic: each operation is a formula, with the method that applies it below.
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

    /// A number minus each element.
    /// {@snippet : tensor(1.0, 0.2).rsub(1)    // ==> [0.0000, 0.8000]  float32 [2] }
    default Tensor rsub(Number number) { return self().like(number).sub(self()); }
    /// A number divided by each element.
    /// {@snippet : tensor(1.0, 4.0).rdiv(2)    // ==> [2.0000, 0.5000]  float32 [2] }
    default Tensor rdiv(Number number) { return self().like(number).div(self()); }

    Pointwise ADDCMUL = pointwise("addcmul", X.add(Y.mul(Z)));
    /// Each element plus the product of two others.
    /// {@snippet : tensor(1, 2).addcmul(tensor(10, 10), tensor(3, 4))    // ==> [31, 42]  int64 [2] }
    default Tensor addcmul(Tensor a, Tensor b) { return self().apply(ADDCMUL, a, b); }
    /// Each element plus a number times the product of two others.
    default Tensor addcmul(Tensor a, Tensor b, Number value) { return addcmul(a.mul(value), b); }
    /// Adds the product of two others, in place.
    default Tensor addcmul_(Tensor a, Tensor b) { return self().apply_(ADDCMUL, a, b); }
    /// Adds a number times the product of two others, in place.
    default Tensor addcmul_(Tensor a, Tensor b, Number value) { return addcmul_(a.mul(value), b); }

    Pointwise ADDCDIV = pointwise("addcdiv", X.add(Y.div(Z))).floating();
    /// Each element plus the quotient of two others.
    /// {@snippet : tensor(1.0, 2.0).addcdiv(tensor(1.0, 3.0), tensor(2.0, 2.0))    // ==> [1.5000, 3.5000]  float32 [2] }
    default Tensor addcdiv(Tensor a, Tensor b) { return self().apply(ADDCDIV, a, b); }
    /// Each element plus a number times the quotient of two others.
    default Tensor addcdiv(Tensor a, Tensor b, Number value) { return addcdiv(a.mul(value), b); }
    /// Adds the quotient of two others, in place.
    default Tensor addcdiv_(Tensor a, Tensor b) { return self().apply_(ADDCDIV, a, b); }
    /// Adds a number times the quotient of two others, in place.
    default Tensor addcdiv_(Tensor a, Tensor b, Number value) { return addcdiv_(a.mul(value), b); }

    Pointwise LERP = pointwise("lerp", Z.abs().lt(HALF).select(X.add(Z.mul(Y.sub(X))), Y.sub(Y.sub(X).mul(ONE.sub(Z))))).floating()
            .slope(0, ONE.sub(Z))
            .slope(1, Z)
            .slope(2, Y.sub(X));
    /// The place on the way from each element to `end` that `weight` says: 0 is here, 1 is there.
    /// {@snippet : tensor(0.0, 10.0).lerp(tensor(1.0, 20.0), 0.5)    // ==> [0.5000, 15.0000]  float32 [2] }
    default Tensor lerp(Tensor end, Number weight) { return lerp(end, self().like(weight)); }
    /// The same with a weight for each element.
    default Tensor lerp(Tensor end, Tensor weight) { return self().apply(LERP, end, weight); }
    /// Moves each element towards `end`, in place.
    default Tensor lerp_(Tensor end, Number weight) { return self().apply_(LERP, end, self().like(weight)); }

    Pointwise NEG = pointwise("neg", X.neg()).numeric();
    /// The opposite of each element.
    /// {@snippet : tensor(1, -2).neg()    // ==> [-1, 2]  int64 [2] }
    default Tensor neg() { return self().apply(NEG); }
    /// Turns the sign of each element, in place.
    default Tensor neg_() { return self().apply_(NEG); }

    Pointwise ABS = pointwise("abs", X.abs()).numeric();
    /// Each element without its sign; the slope at 0 is 0.
    /// {@snippet : tensor(1, -2).abs()    // ==> [1, 2]  int64 [2] }
    default Tensor abs() { return self().apply(ABS); }
    /// Takes each element's sign away, in place.
    default Tensor abs_() { return self().apply_(ABS); }

    Pointwise SIGN = pointwise("sign", X.sign()).numeric();
    /// -1, 0 or 1, as each element is.
    /// {@snippet : tensor(-0.5, 0.0, 3.0).sign()    // ==> [-1., 0., 1.]  float32 [3] }
    default Tensor sign() { return self().apply(SIGN); }

    /// The same as [#sign], by its other name.
    default Tensor sgn() { return sign(); }

    Pointwise COPYSIGN = pointwise("copysign", X.abs().bitOr(Y.bitAnd(Formula.of(-0.0)))).floating()
            .slope(0, X.sign().mul(RESULT.sign()))
            .slope(1, ZERO);
    /// Each element with the sign of the other; a zero has a sign too.
    /// {@snippet : tensor(1.0, -2.0).copysign(tensor(-3.0, 0.0))    // ==> [-1., 2.]  float32 [2] }
    default Tensor copysign(Tensor other) { return self().apply(COPYSIGN, other); }
    /// Each element with the sign of a number.
    default Tensor copysign(Number other) { return copysign(self().like(other)); }

    Pointwise HEAVISIDE = pointwise("heaviside", X.eq(ZERO).select(Y, X.gt(ZERO).select(ONE, ZERO)));
    /// 0 for negative elements, 1 for positive ones, and `values` where the element is 0.
    /// {@snippet : tensor(-1.5, 0.0, 2.0).heaviside(tensor(0.5))    // ==> [0.0000, 0.5000, 1.0000]  float32 [3] }
    default Tensor heaviside(Tensor values) { return self().apply(HEAVISIDE, values); }

    // ---- overwriting ----

    Pointwise COPY = pointwise("copy", 2, Y);
    /// Overwrites all elements with another tensor's, converted and repeated as needed.
    /// {@snippet : zeros(2).copy_(tensor(1, 2))    // ==> [1., 2.]  float32 [2] }
    default Tensor copy_(Tensor source) { return self().apply_(COPY, source.to(self().dtype())); }
    /// Overwrites all elements with a number.
    /// {@snippet : zeros(2).fill_(7)    // ==> [7., 7.]  float32 [2] }
    default Tensor fill_(Number value) { return self().written("fill_", Tensor.of(self().dtype(), value)); }
    /// Overwrites all elements with 0.
    default Tensor zero_() { return self().written("zero_", Tensor.of(self().dtype(), 0)); }
}
