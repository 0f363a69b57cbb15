package gradshell.tensor;

import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.Y;
import static gradshell.tensor.Pointwise.pointwise;

import gradshell.array.DTypeException;
import gradshell.formula.Formula;

/// Whole numbers taken as rows of bits, two's complements; bools are single bits.
public sealed interface Bits permits Tensor {

    private Tensor self() { return (Tensor) this; }

    private static Formula inverted(Formula x) { return Formula.of(-1).sub(x); }

    private static Formula either(Formula x, Formula y) { return inverted(inverted(x).bitwiseAnd(inverted(y))); }

    /// Refuses numbers that have no bits of their own.
    private Tensor apply(Pointwise op, Tensor... others) {
        check(op, others);
        return self().apply(op, others);
    }

    private Tensor apply_(Pointwise op, Tensor... others) {
        check(op, others);
        return self().apply_(op, others);
    }

    private void check(Pointwise op, Tensor... others) {
        for (int i = -1; i < others.length; i++) {
            Tensor x = i < 0 ? self() : others[i];
            if (x.dtype().isFloating()) throw new DTypeException(op.name() + ": " + x.dtype() + " numbers are no rows of bits; use x.to(int64)" + (op == BITWISE_XOR ? ", or x.pow(2) for a power" : ""));
        }
    }

    Pointwise BITWISE_AND = pointwise("bitwiseAnd", X.bitwiseAnd(Y));
    /// The bits that are set in both.
    /// {@snippet : tensor(6, 5).bitwiseAnd(tensor(3))    // ==> [2, 1]  int64 [2] }
    default Tensor bitwiseAnd(Tensor other) { return apply(BITWISE_AND, other); }
    /// The bits that are set in each element and in a number.
    default Tensor bitwiseAnd(long other) { return bitwiseAnd(self().like(other)); }

    /// Leaves the bits that are set in both, in place.
    /// {@snippet : tensor(6, 5).bitwiseAnd_(tensor(3))    // ==> [2, 1]  int64 [2] }
    default Tensor bitwiseAnd_(Tensor other) { return apply_(BITWISE_AND, other); }
    /// The same with a number.
    default Tensor bitwiseAnd_(long other) { return bitwiseAnd_(self().like(other)); }

    Pointwise BITWISE_OR = pointwise("bitwiseOr", either(X, Y));
    /// The bits that are set in at least one.
    /// {@snippet : tensor(6, 5).bitwiseOr(tensor(3))    // ==> [7, 7]  int64 [2] }
    default Tensor bitwiseOr(Tensor other) { return apply(BITWISE_OR, other); }
    /// The bits that are set in each element or in a number.
    default Tensor bitwiseOr(long other) { return bitwiseOr(self().like(other)); }

    /// Leaves the bits that are set in at least one, in place.
    /// {@snippet : tensor(6, 5).bitwiseOr_(tensor(3))    // ==> [7, 7]  int64 [2] }
    default Tensor bitwiseOr_(Tensor other) { return apply_(BITWISE_OR, other); }
    /// The same with a number.
    default Tensor bitwiseOr_(long other) { return bitwiseOr_(self().like(other)); }

    Pointwise BITWISE_XOR = pointwise("bitwiseXor", either(X, Y).sub(X.bitwiseAnd(Y)));
    /// The bits that are set in exactly one.
    /// {@snippet : tensor(6, 5).bitwiseXor(tensor(3))    // ==> [5, 6]  int64 [2] }
    default Tensor bitwiseXor(Tensor other) { return apply(BITWISE_XOR, other); }
    /// The bits that are set in either each element or a number.
    default Tensor bitwiseXor(long other) { return bitwiseXor(self().like(other)); }

    /// Leaves the bits that are set in exactly one, in place.
    /// {@snippet : tensor(6, 5).bitwiseXor_(tensor(3))    // ==> [5, 6]  int64 [2] }
    default Tensor bitwiseXor_(Tensor other) { return apply_(BITWISE_XOR, other); }
    /// The same with a number.
    default Tensor bitwiseXor_(long other) { return bitwiseXor_(self().like(other)); }

    Pointwise BITWISE_NOT = pointwise("bitwiseNot", inverted(X));
    /// All bits turned over; of a bool what it is not.
    /// {@snippet : tensor(6, -1).bitwiseNot()    // ==> [-7, 0]  int64 [2] }
    default Tensor bitwiseNot() { return apply(BITWISE_NOT); }

    Pointwise LEFT_SHIFT = pointwise("bitwiseLeftShift", X.mul(Formula.of(2).pow(Y))).numeric();
    /// The bits moved up by so many places, which doubles the number for each; 0 where none is left.
    /// {@snippet : tensor(1, 3).bitwiseLeftShift(tensor(4))    // ==> [16, 48]  int64 [2] }
    default Tensor bitwiseLeftShift(Tensor places) { return apply(LEFT_SHIFT, places); }
    /// The bits moved up by so many places.
    default Tensor bitwiseLeftShift(long places) { return bitwiseLeftShift(self().like(places)); }

    Pointwise RIGHT_SHIFT = pointwise("bitwiseRightShift", X.rightShift(Y)).numeric();
    /// The bits moved down by so many places, which halves the number for each, rounded down.
    /// {@snippet : tensor(16, -3).bitwiseRightShift(tensor(1))    // ==> [8, -2]  int64 [2] }
    default Tensor bitwiseRightShift(Tensor places) { return apply(RIGHT_SHIFT, places); }
    /// The bits moved down by so many places.
    default Tensor bitwiseRightShift(long places) { return bitwiseRightShift(self().like(places)); }
}
