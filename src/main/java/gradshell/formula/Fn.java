package gradshell.formula;

import static gradshell.formula.Formula.HALF;
import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.RESULT;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.Y;
import static gradshell.formula.Formula.ZERO;

/// The functions of the scalar language: a closed set, each with its slopes.
///
/// Adding one means a case here and one in each of the exhaustive switches that compute it.
public enum Fn {
    // Arithmetic.
    ADD(2), SUB(2), MUL(2), DIV(2), NEG(1), ABS(1), MIN(2), MAX(2),
    /// `a · b + c`, rounded once.
    FMA(3),
    SQRT(1),
    /// -1, 0 or 1; for floating numbers ±0 and NaN give themselves.
    SIGN(1),
    /// What is left after a division rounded down; it has the sign of the divisor.
    REMAINDER(2),
    // Rounding; ROUND takes halves to the even neighbour.
    FLOOR(1), CEIL(1), ROUND(1), TRUNC(1),
    // Truths.
    LT(2), LE(2), GT(2), GE(2), EQ(2), NE(2), AND(2), OR(2), XOR(2), NOT(1),
    /// The second argument where the first is true, elsewhere the third.
    SELECT(3),
    // Moves of bits: a floating number taken as the whole number with the same bits. Elementary functions are built with them.
    BIT_AND(2), BIT_OR(2), BIT_ADD(2),
    /// The bits of the first argument shifted left by the second, a constant.
    SHIFT_LEFT(2),
    /// The bits of the first argument shifted right by the second, a constant; the sign fills the places that become free.
    SHIFT_RIGHT(2),
    /// Sine and cosine of angles so large that only many digits of π tell where they end; smaller ones give themselves.
    SIN_FAR(1), COS_FAR(1),
    // Transcendental functions. `Elementary` writes all but POW in the ones above; POW is computed one element after the other.
    EXP(1), EXPM1(1), LOG(1), LOG1P(1), SIN(1), COS(1), TANH(1), POW(2), ERF(1);

    private final int arity;

    Fn(int arity) { this.arity = arity; }

    /// How many arguments it takes.
    public int arity() { return arity; }

    /// Whether the result is true or false rather than a number.
    public boolean isTruth() {
        return switch (this) {
            case LT, LE, GT, GE, EQ, NE, AND, OR, XOR, NOT -> true;
            default -> false;
        };
    }

    /// The partial derivative by one argument, written in the arguments `X`, `Y`, `Z` and the function's own `RESULT`.
    ///
    /// Where a function has a kink or a step, this is PyTorch's choice.
    Formula slope(int argument) {
        boolean first = argument == 0;
        return switch (this) {
            case ADD -> ONE;
            case SUB -> first ? ONE : ONE.neg();
            case MUL -> first ? Y : X;
            case DIV -> first ? ONE.div(Y) : RESULT.div(Y).neg();
            case NEG -> ONE.neg();
            case ABS -> X.sign();
            // Two equal numbers share the slope.
            case MIN -> first ? atMost(X, Y) : atMost(Y, X);
            case MAX -> first ? atMost(Y, X) : atMost(X, Y);
            case FMA -> first ? Y : argument == 1 ? X : ONE;
            case SQRT -> HALF.div(RESULT);
            case REMAINDER -> first ? ONE : X.sub(RESULT).div(Y).neg();
            case SIGN, FLOOR, CEIL, ROUND, TRUNC, LT, LE, GT, GE, EQ, NE, AND, OR, XOR, NOT,
                 BIT_AND, BIT_OR, BIT_ADD, SHIFT_LEFT, SHIFT_RIGHT, SIN_FAR, COS_FAR -> ZERO;
            case SELECT -> first ? ZERO : argument == 1 ? X.select(ONE, ZERO) : X.select(ZERO, ONE);
            case EXP -> RESULT;
            case EXPM1 -> RESULT.add(ONE);
            case LOG -> ONE.div(X);
            case LOG1P -> ONE.div(X.add(ONE));
            case SIN -> X.cos();
            case COS -> X.sin().neg();
            case TANH -> ONE.sub(RESULT.mul(RESULT));
            case POW -> first
                    ? Y.eq(ZERO).select(ZERO, Y.mul(X.pow(Y.sub(ONE))))
                    : X.eq(ZERO).and(Y.ge(ZERO)).select(ZERO, RESULT.mul(X.log()));
            case ERF -> X.mul(X).neg().exp().mul(Formula.of(2 / Math.sqrt(Math.PI)));
        };
    }

    private static Formula atMost(Formula a, Formula b) {
        return a.lt(b).select(ONE, a.eq(b).select(HALF, ZERO));
    }
}
