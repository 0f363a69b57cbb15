package gradshell.tensor;

import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.Y;
import static gradshell.tensor.Pointwise.pointwise;

import gradshell.array.DTypeException;

/// Whole parts, fractions, and divisions that leave a remainder.
public sealed interface Rounding permits Tensor {

    private Tensor self() { return (Tensor) this; }

    // ---- to whole numbers ----

    Pointwise FLOOR = pointwise("floor", X.floor());
    /// The largest whole number that is not above each element.
    /// {@snippet : tensor(-1.5, 1.5).floor()    // ==> [-2., 1.]  float32 [2] }
    default Tensor floor() { return wholeOr(FLOOR); }
    /// Rounds each element down, in place.
    default Tensor floor_() { return self().dtype().isFloating() ? self().apply_(FLOOR) : self(); }

    Pointwise CEIL = pointwise("ceil", X.ceil());
    /// The smallest whole number that is not below each element.
    /// {@snippet : tensor(-1.5, 1.5).ceil()    // ==> [-1., 2.]  float32 [2] }
    default Tensor ceil() { return wholeOr(CEIL); }
    /// Rounds each element up, in place.
    default Tensor ceil_() { return self().dtype().isFloating() ? self().apply_(CEIL) : self(); }

    Pointwise ROUND = pointwise("round", X.round());
    /// The nearest whole number; halves go to the even neighbour.
    /// {@snippet : tensor(0.5, 1.5, 2.6).round()    // ==> [0., 2., 3.]  float32 [3] }
    default Tensor round() { return wholeOr(ROUND); }
    /// Rounds each element, in place.
    default Tensor round_() { return self().dtype().isFloating() ? self().apply_(ROUND) : self(); }

    Pointwise TRUNC = pointwise("trunc", X.trunc());
    /// Each element without its fraction.
    /// {@snippet : tensor(-1.5, 1.5).trunc()    // ==> [-1., 1.]  float32 [2] }
    default Tensor trunc() { return wholeOr(TRUNC); }
    /// Cuts off each element's fraction, in place.
    default Tensor trunc_() { return self().dtype().isFloating() ? self().apply_(TRUNC) : self(); }

    /// The nearest number with so many decimals; fewer than 0 count before the point.
    /// {@snippet : tensor(3.14159, 2.71828).round(2)    // ==> [3.1400, 2.7200]  float32 [2] }
    default Tensor round(int decimals) {
        if (decimals == 0 || !self().dtype().isFloating()) return round();
        double power = Math.pow(10, Math.abs(decimals));
        return decimals > 0 ? self().mul(power).round().div(power) : self().div(power).round().mul(power);
    }

    Pointwise FRAC = pointwise("frac", X.sub(X.trunc()));
    /// What is behind the point, with the sign of the element.
    /// {@snippet : tensor(-1.5, 2.25).frac()    // ==> [-0.5000, 0.2500]  float32 [2] }
    default Tensor frac() {
        if (!self().dtype().isFloating()) throw new DTypeException("frac: " + self().dtype() + " has no fractions; use x.to(float32).frac()");
        return self().apply(FRAC);
    }

    private Tensor wholeOr(Pointwise rounding) { return self().dtype().isFloating() ? self().apply(rounding) : self(); }

    // ---- divisions with a remainder ----

    Pointwise REMAINDER = pointwise("remainder", X.remainder(Y)).numeric();
    /// What is left of each element after a division rounded down; it has the sign of the divisor.
    /// {@snippet : tensor(-1, 5).remainder(3)    // ==> [2, 2]  int64 [2] }
    default Tensor remainder(Tensor divisor) {
        return divided(REMAINDER, divisor);
    }
    /// What is left after a division by a number.
    default Tensor remainder(Number divisor) { return remainder(self().like(divisor)); }

    /// Leaves what is left of each element after a division rounded down, in place.
    /// {@snippet : tensor(-1, 5).remainder_(tensor(3))    // ==> [2, 2]  int64 [2] }
    default Tensor remainder_(Tensor divisor) {
        if (divisor.numel() > 0 && !self().dtype().isFloating() && !divisor.dtype().isFloating()) remainder(divisor);    // refuses 0
        return self().apply_(REMAINDER, divisor);
    }
    /// Leaves what is left after a division by a number, in place.
    default Tensor remainder_(Number divisor) { return remainder_(self().like(divisor)); }

    Pointwise FMOD = pointwise("fmod", X.fmod(Y)).numeric();
    /// What is left of each element after a division rounded towards 0; it has the sign of the element.
    /// {@snippet : tensor(-1, 5).fmod(3)    // ==> [-1, 2]  int64 [2] }
    default Tensor fmod(Tensor divisor) { return divided(FMOD, divisor); }
    /// What is left after a division by a number rounded towards 0.
    default Tensor fmod(Number divisor) { return fmod(self().like(divisor)); }

    Pointwise FLOOR_DIVIDE = pointwise("floorDivide", X.floorDivide(Y)).numeric();
    /// The quotient of each two elements, rounded down.
    /// {@snippet : tensor(-7, 7).floorDivide(2)    // ==> [-4, 3]  int64 [2] }
    default Tensor floorDivide(Tensor divisor) { return divided(FLOOR_DIVIDE, divisor); }
    /// The quotient by a number, rounded down.
    default Tensor floorDivide(Number divisor) { return floorDivide(self().like(divisor)); }

    /// The same as [Elementwise#div], by its other name: whole numbers give float32.
    /// {@snippet : tensor(1, 2).trueDivide(tensor(2))    // ==> [0.5000, 1.0000]  float32 [2] }
    default Tensor trueDivide(Tensor divisor) { return self().div(divisor); }
    /// Each element divided by a number.
    default Tensor trueDivide(Number divisor) { return self().div(divisor); }

    private Tensor divided(Pointwise op, Tensor divisor) {
        try {
            return self().apply(op, divisor);
        } catch (ArithmeticException _) {
            throw new DTypeException(op.name() + ": " + self().dtype() + " has no " + (op == FLOOR_DIVIDE ? "quotient" : "remainder of a division") + " by 0; use x.to(float32)."
                    + op.name() + "(…), which gives " + (op == FLOOR_DIVIDE ? "inf or nan" : "nan"));
        }
    }
}
