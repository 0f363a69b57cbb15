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
    /// What is left after a division rounded towards 0; it has the sign of the dividend.
    FMOD(2),
    /// The quotient rounded down.
    FLOOR_DIVIDE(2),
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
    /// Sine, cosine and tangent of angles so large that only many digits of π tell where they end; smaller ones give themselves.
    SIN_FAR(1), COS_FAR(1), TAN_FAR(1),
    // Transcendental functions of one argument; `Elementary` writes them in the ones above.
    EXP(1), EXPM1(1), EXP2(1), LOG(1), LOG1P(1), LOG2(1), LOG10(1), SIN(1), COS(1), TAN(1), ASIN(1), ACOS(1), ATAN(1),
    SINH(1), COSH(1), TANH(1), ASINH(1), ACOSH(1), ATANH(1), ERF(1),
    /// 1 / (1 + e⁻ˣ).
    SIGMOID(1),
    // Functions of two arguments that are computed one element after the other.
    POW(2), HYPOT(2),
    /// The angle of the point whose height is the first argument and whose breadth is the second.
    ATAN2(2),
    /// The inverse of `ERF`.
    ERFINV(1),
    /// The logarithm of the size of the gamma function, its derivative, and that one's derivative of the order that the first argument says.
    LGAMMA(1), DIGAMMA(1), POLYGAMMA(2),
    /// The bits that are set in two whole numbers, and the bits of the first shifted right by the second; of floating numbers the whole parts count.
    BITWISE_AND(2), RIGHT_SHIFT(2);

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
            case FMOD -> first ? ONE : RESULT.sub(X).div(Y);
            case SIGN, FLOOR_DIVIDE, FLOOR, CEIL, ROUND, TRUNC, LT, LE, GT, GE, EQ, NE, AND, OR, XOR, NOT,
                 BIT_AND, BIT_OR, BIT_ADD, SHIFT_LEFT, SHIFT_RIGHT, BITWISE_AND, RIGHT_SHIFT, SIN_FAR, COS_FAR, TAN_FAR -> ZERO;
            case SELECT -> first ? ZERO : argument == 1 ? X.select(ONE, ZERO) : X.select(ZERO, ONE);
            case EXP -> RESULT;
            case EXPM1 -> RESULT.add(ONE);
            case EXP2 -> RESULT.mul(Formula.of(Math.log(2)));
            case LOG -> ONE.div(X);
            case LOG1P -> ONE.div(X.add(ONE));
            case LOG2 -> ONE.div(X.mul(Formula.of(Math.log(2))));
            case LOG10 -> ONE.div(X.mul(Formula.of(Math.log(10))));
            case SIN -> X.cos();
            case COS -> X.sin().neg();
            case TAN -> RESULT.mul(RESULT).add(ONE);
            case ASIN -> ONE.div(ONE.sub(X.mul(X)).sqrt());
            case ACOS -> ONE.neg().div(ONE.sub(X.mul(X)).sqrt());
            case ATAN -> ONE.div(X.mul(X).add(ONE));
            case SINH -> X.cosh();
            case COSH -> X.sinh();
            case TANH -> ONE.sub(RESULT.mul(RESULT));
            case ASINH -> ONE.div(X.mul(X).add(ONE).sqrt());
            case ACOSH -> ONE.div(X.mul(X).sub(ONE).sqrt());
            case ATANH -> ONE.div(ONE.sub(X.mul(X)));
            case HYPOT -> (first ? X : Y).div(RESULT);
            case ATAN2 -> (first ? Y : X.neg()).div(X.mul(X).add(Y.mul(Y)));
            case POW -> first
                    ? Y.eq(ZERO).select(ZERO, Y.mul(X.pow(Y.sub(ONE))))
                    : X.eq(ZERO).and(Y.ge(ZERO)).select(ZERO, RESULT.mul(X.log()));
            case SIGMOID -> RESULT.mul(ONE.sub(RESULT));
            case ERFINV -> RESULT.mul(RESULT).exp().mul(Formula.of(Math.sqrt(Math.PI) / 2));
            case LGAMMA -> X.digamma();
            case DIGAMMA -> ONE.polygamma(X);
            case POLYGAMMA -> first ? ZERO : X.add(ONE).polygamma(Y);
            case ERF -> X.mul(X).neg().exp().mul(Formula.of(2 / Math.sqrt(Math.PI)));
        };
    }

    private static Formula atMost(Formula a, Formula b) {
        return a.lt(b).select(ONE, a.eq(b).select(HALF, ZERO));
    }
}
