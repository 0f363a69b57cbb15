package gradshell.tensor;

import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.Y;
import static gradshell.formula.Formula.Z;
import static gradshell.formula.Formula.ZERO;
import static gradshell.tensor.Pointwise.pointwise;

import gradshell.array.DType;

/// The larger, the smaller, and what lies between bounds, element by element.
public sealed interface Extremes permits Tensor {

    private Tensor self() { return (Tensor) this; }

    // ---- the larger and the smaller ----

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
    /// Moves each element up to `low` or down to `high`, in place.
    default Tensor clamp_(Number low, Number high) { return self().apply_(CLAMP, self().like(low), self().like(high)); }
    /// The same with bounds for each element.
    default Tensor clamp_(Tensor low, Tensor high) { return self().apply_(CLAMP, low, high); }

    Pointwise CLAMP_MIN = pointwise("clampMin", X.max(Y)).slope(0, X.ge(Y).select(ONE, ZERO)).slope(1, X.lt(Y).select(ONE, ZERO));
    /// Each element, moved up to a bound where it lies below; the slope is 1 on the bound.
    /// {@snippet : tensor(-2, 3).clampMin(0)    // ==> [0, 3]  int64 [2] }
    default Tensor clampMin(Number low) { return clampMin(self().like(low)); }
    /// The same with a bound for each element.
    default Tensor clampMin(Tensor low) { return self().apply(CLAMP_MIN, low); }
    /// Moves each element up to a bound, in place.
    default Tensor clampMin_(Number low) { return self().apply_(CLAMP_MIN, self().like(low)); }

    Pointwise CLAMP_MAX = pointwise("clampMax", X.min(Y)).slope(0, X.le(Y).select(ONE, ZERO)).slope(1, X.gt(Y).select(ONE, ZERO));
    /// Each element, moved down to a bound where it lies above; the slope is 1 on the bound.
    /// {@snippet : tensor(-2, 3).clampMax(0)    // ==> [-2, 0]  int64 [2] }
    default Tensor clampMax(Number high) { return clampMax(self().like(high)); }
    /// The same with a bound for each element.
    default Tensor clampMax(Tensor high) { return self().apply(CLAMP_MAX, high); }
    /// Moves each element down to a bound, in place.
    default Tensor clampMax_(Number high) { return self().apply_(CLAMP_MAX, self().like(high)); }

    Pointwise FMAX = pointwise("fmax", X.ne(X).select(Y, Y.ne(Y).select(X, X.max(Y))))
            .slope(0, X.ge(Y).or(Y.ne(Y)).select(ONE, ZERO))
            .slope(1, X.ge(Y).or(Y.ne(Y)).select(ZERO, ONE));
    /// The larger of each two elements; a NaN gives way to a number.
    /// {@snippet : tensor(1.0, Double.NaN).fmax(tensor(0.0, 2.0))    // ==> [1., 2.]  float32 [2] }
    default Tensor fmax(Tensor other) { return self().apply(FMAX, other); }

    Pointwise FMIN = pointwise("fmin", X.ne(X).select(Y, Y.ne(Y).select(X, X.min(Y))))
            .slope(0, X.le(Y).or(Y.ne(Y)).select(ONE, ZERO))
            .slope(1, X.le(Y).or(Y.ne(Y)).select(ZERO, ONE));
    /// The smaller of each two elements; a NaN gives way to a number.
    /// {@snippet : tensor(1.0, Double.NaN).fmin(tensor(0.0, 2.0))    // ==> [0., 2.]  float32 [2] }
    default Tensor fmin(Tensor other) { return self().apply(FMIN, other); }

    /// Each element, but 0 for NaN and the largest number of the type, with its sign, for an infinite one.
    /// {@snippet : tensor(1.0, Double.NaN).nanToNum()    // ==> [1., 0.]  float32 [2] }
    default Tensor nanToNum() {
        double largest = self().dtype() == DType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
        return nanToNum(0, largest, -largest);
    }
    /// Each element, but the given numbers for NaN, ∞ and -∞.
    default Tensor nanToNum(Number nan, Number infinite, Number negative) {
        Tensor x = self();
        if (!x.dtype().isFloating()) return x;
        Tensor known = Tensor.of(x.dtype(), nan).where(x.isnan(), x);
        Tensor bounded = Tensor.of(x.dtype(), infinite).where(x.eq(Double.POSITIVE_INFINITY), known);
        return Tensor.of(x.dtype(), negative).where(x.eq(Double.NEGATIVE_INFINITY), bounded);
    }
}
