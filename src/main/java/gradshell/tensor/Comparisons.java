package gradshell.tensor;

import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.Y;
import static gradshell.formula.Formula.Z;
import static gradshell.formula.Formula.ZERO;
import static gradshell.formula.Formula.of;
import static gradshell.tensor.Pointwise.pointwise;

import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;

/// Comparisons, truths, and choices by them.
public sealed interface Comparisons permits Tensor {

    private Tensor self() { return (Tensor) this; }

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
        if (mask.dtype() != DType.BOOL) throw new DTypeException("where: the mask is " + mask.dtype() + ", not bool; make one by comparing, mask.ne(0)");
        return mask.apply(WHERE, self(), other);
    }

    // ---- what kind of number ----

    Pointwise ISNAN = pointwise("isnan", X.ne(X));
    /// Where elements are NaN.
    /// {@snippet : tensor(1.0, Double.NaN).isnan()    // ==> [false, true]  bool [2] }
    default Tensor isnan() { return self().apply(ISNAN); }

    // Only of a finite number is the difference from itself 0.
    Pointwise ISFINITE = pointwise("isfinite", X.sub(X).eq(ZERO));
    /// Where elements are neither infinite nor NaN.
    /// {@snippet : tensor(1.0, Double.NaN).isfinite()    // ==> [true, false]  bool [2] }
    default Tensor isfinite() { return self().apply(ISFINITE); }

    Pointwise ISINF = pointwise("isinf", X.eq(X).and(X.sub(X).ne(ZERO)));
    /// Where elements are infinite.
    /// {@snippet : tensor(1.0, Double.NEGATIVE_INFINITY).isinf()    // ==> [false, true]  bool [2] }
    default Tensor isinf() { return self().apply(ISINF); }

    Pointwise ISPOSINF = pointwise("isposinf", X.eq(of(Double.POSITIVE_INFINITY)));
    /// Where elements are plus infinity.
    /// {@snippet : tensor(1.0, Double.POSITIVE_INFINITY).isposinf()    // ==> [false, true]  bool [2] }
    default Tensor isposinf() { return self().dtype().isFloating() ? self().apply(ISPOSINF) : self().ne(self()); }

    Pointwise ISNEGINF = pointwise("isneginf", X.eq(of(Double.NEGATIVE_INFINITY)));
    /// Where elements are minus infinity.
    default Tensor isneginf() { return self().dtype().isFloating() ? self().apply(ISNEGINF) : self().ne(self()); }

    // Only the quotient of 1 tells the zeros apart, and only the number itself the infinities.
    Pointwise SIGNBIT = pointwise("signbit", X.lt(ZERO).or(X.eq(ZERO).and(ONE.div(X).lt(ZERO)))).floating();
    /// Where the sign of elements is set: negative numbers and -0.
    /// {@snippet : tensor(1.0, -0.0, -2.0).signbit()    // ==> [false, true, true]  bool [3] }
    default Tensor signbit() { return self().dtype().isFloating() ? self().apply(SIGNBIT) : self().lt(0); }

    // ---- nearness ----

    /// Where two elements differ by no more than 1e-8 and a 100,000th of the other.
    /// {@snippet : tensor(1.0, 2.0).isclose(tensor(1.000001, 2.1))    // ==> [true, false]  bool [2] }
    default Tensor isclose(Tensor other) { return isclose(other, 1e-5, 1e-8, false); }
    /// Where two elements differ by no more than `absolute` and `relative` times the other; two NaN are near if `equalNan`.
    default Tensor isclose(Tensor other, double relative, double absolute, boolean equalNan) {
        if (!(relative >= 0 && absolute >= 0)) throw new IllegalArgumentException("isclose: the tolerances are " + relative + " and " + absolute + "; they must be at least 0");
        Shape.broadcast("isclose", self().shape(), other.shape());
        Tensor same = eq(other);
        if (equalNan) same = same.logicalOr(isnan().logicalAnd(other.isnan()));
        if (self().dtype() == DType.BOOL && other.dtype() == DType.BOOL) return same;
        Tensor a = self().detach(), b = other.detach(), distance = a.to(a.dtype().promote(DType.INT32)).sub(b).abs();
        Tensor allowed = b.mul(relative).abs().add(absolute);
        // Infinite bounds allow nothing.
        return same.logicalOr(distance.le(allowed).logicalAnd(distance.isfinite()).logicalAnd(allowed.isfinite()));
    }

    /// Whether all elements differ by no more than 1e-8 and a 100,000th of the other.
    /// {@snippet : tensor(1.0, 2.0).allclose(tensor(1.0, 2.00001))    // ==> true }
    default boolean allclose(Tensor other) { return allclose(other, 1e-5, 1e-8, false); }
    /// Whether all elements are near, with tolerances as for [#isclose].
    default boolean allclose(Tensor other, double relative, double absolute, boolean equalNan) { return all(isclose(other, relative, absolute, equalNan)); }

    /// Whether shapes and all elements are equal.
    /// {@snippet : tensor(1, 2).equal(tensor(1, 2))    // ==> true }
    default boolean equal(Tensor other) { return self().shape().equals(other.shape()) && all(eq(other)); }

    private static boolean all(Tensor truths) {
        for (boolean truth : truths.toBooleans()) if (!truth) return false;
        return true;
    }
}
