package gradshell.kernel;

import gradshell.array.DType;
import gradshell.formula.Elementary;
import gradshell.formula.Fn;
import java.util.Locale;

/// What each primitive function means for each type of number; every loop gives these bits.
///
/// Generated code spells out what is one instruction and calls the named methods here for the rest.
final class Arithmetic {
    private Arithmetic() {}

    static String undefined(Fn fn, DType type) { return fn.name().toLowerCase(Locale.ROOT) + ": not defined for " + type; }

    static float apply(Fn fn, float a, float b, float c) {
        return switch (fn) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case NEG -> -a;
            case ABS -> Math.abs(a);
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case FMA -> Math.fma(a, b, c);
            case SQRT -> (float) Math.sqrt(a);
            case SIGN -> Math.signum(a);
            case REMAINDER -> remainder(a, b);
            case FMOD -> a % b;
            case FLOOR_DIVIDE -> floorDivide(a, b);
            case FLOOR -> (float) Math.floor(a);
            case CEIL -> (float) Math.ceil(a);
            case ROUND -> (float) Math.rint(a);
            case TRUNC -> trunc(a);
            case BIT_AND -> Float.intBitsToFloat(Float.floatToRawIntBits(a) & Float.floatToRawIntBits(b));
            case BIT_OR -> Float.intBitsToFloat(Float.floatToRawIntBits(a) | Float.floatToRawIntBits(b));
            case BIT_ADD -> Float.intBitsToFloat(Float.floatToRawIntBits(a) + Float.floatToRawIntBits(b));
            case SHIFT_LEFT -> Float.intBitsToFloat(Float.floatToRawIntBits(a) << (int) b);
            case SHIFT_RIGHT -> Float.intBitsToFloat(Float.floatToRawIntBits(a) >> (int) b);
            case SIN_FAR -> sinFar(a);
            case COS_FAR -> cosFar(a);
            case TAN_FAR -> tanFar(a);
            case POW -> pow(a, b);
            case HYPOT -> hypot(a, b);
            case ATAN2 -> atan2(a, b);
            case ERFINV -> InverseErrorFunction.erfinv(a);
            case LGAMMA -> Gammas.lgamma(a);
            case DIGAMMA -> Gammas.digamma(a);
            case POLYGAMMA -> Gammas.polygamma(a, b);
            case BITWISE_AND -> bitwiseAnd(a, b);
            case RIGHT_SHIFT -> rightShift(a, b);
            case LT, LE, GT, GE, EQ, NE, AND, OR, XOR, NOT, SELECT,
                 EXP, EXPM1, EXP2, LOG, LOG1P, LOG2, LOG10, SIN, COS, TAN,
                 ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, SIGMOID -> throw new IllegalArgumentException(undefined(fn, DType.FLOAT32));
        };
    }

    static double apply(Fn fn, double a, double b, double c) {
        return switch (fn) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case NEG -> -a;
            case ABS -> Math.abs(a);
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case FMA -> Math.fma(a, b, c);
            case SQRT -> Math.sqrt(a);
            case SIGN -> Math.signum(a);
            case REMAINDER -> remainder(a, b);
            case FMOD -> a % b;
            case FLOOR_DIVIDE -> floorDivide(a, b);
            case FLOOR -> Math.floor(a);
            case CEIL -> Math.ceil(a);
            case ROUND -> Math.rint(a);
            case TRUNC -> trunc(a);
            case BIT_AND -> Double.longBitsToDouble(Double.doubleToRawLongBits(a) & Double.doubleToRawLongBits(b));
            case BIT_OR -> Double.longBitsToDouble(Double.doubleToRawLongBits(a) | Double.doubleToRawLongBits(b));
            case BIT_ADD -> Double.longBitsToDouble(Double.doubleToRawLongBits(a) + Double.doubleToRawLongBits(b));
            case SHIFT_LEFT -> Double.longBitsToDouble(Double.doubleToRawLongBits(a) << (int) b);
            case SHIFT_RIGHT -> Double.longBitsToDouble(Double.doubleToRawLongBits(a) >> (int) b);
            case SIN_FAR -> sinFar(a);
            case COS_FAR -> cosFar(a);
            case TAN_FAR -> tanFar(a);
            case POW -> pow(a, b);
            case HYPOT -> hypot(a, b);
            case ATAN2 -> atan2(a, b);
            case ERFINV -> InverseErrorFunction.erfinv(a);
            case LGAMMA -> Gammas.lgamma(a);
            case DIGAMMA -> Gammas.digamma(a);
            case POLYGAMMA -> Gammas.polygamma(a, b);
            case BITWISE_AND -> bitwiseAnd(a, b);
            case RIGHT_SHIFT -> rightShift(a, b);
            case LT, LE, GT, GE, EQ, NE, AND, OR, XOR, NOT, SELECT,
                 EXP, EXPM1, EXP2, LOG, LOG1P, LOG2, LOG10, SIN, COS, TAN,
                 ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, SIGMOID -> throw new IllegalArgumentException(undefined(fn, DType.FLOAT64));
        };
    }

    /// For 32-bit whole numbers sign-extended to 64 the low half of the result is right.
    static long apply(Fn fn, long a, long b) {
        return switch (fn) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case NEG -> -a;
            case ABS -> Math.abs(a);
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case SIGN -> Long.signum(a);
            case REMAINDER -> Math.floorMod(a, b);
            case FMOD -> a % b;
            case FLOOR_DIVIDE -> Math.floorDiv(a, b);
            case POW -> pow(a, b);
            case BITWISE_AND -> a & b;
            case RIGHT_SHIFT -> rightShift(a, b);
            case FMA, DIV, SQRT, FLOOR, CEIL, ROUND, TRUNC, LT, LE, GT, GE, EQ, NE, AND, OR, XOR, NOT, SELECT,
                 BIT_AND, BIT_OR, BIT_ADD, SHIFT_LEFT, SHIFT_RIGHT, SIN_FAR, COS_FAR, TAN_FAR, HYPOT, ATAN2, ERFINV, LGAMMA, DIGAMMA, POLYGAMMA,
                 EXP, EXPM1, EXP2, LOG, LOG1P, LOG2, LOG10, SIN, COS, TAN,
                 ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, SIGMOID -> throw new IllegalArgumentException(undefined(fn, DType.INT64));
        };
    }

    static boolean holds(Fn fn, double a, double b) {
        return switch (fn) {
            case LT -> a < b;
            case LE -> a <= b;
            case GT -> a > b;
            case GE -> a >= b;
            case EQ -> a == b;
            case NE -> a != b;
            default -> throw new IllegalArgumentException(undefined(fn, DType.FLOAT64));
        };
    }

    static boolean holds(Fn fn, long a, long b) {
        return switch (fn) {
            case LT -> a < b;
            case LE -> a <= b;
            case GT -> a > b;
            case GE -> a >= b;
            case EQ -> a == b;
            case NE, XOR -> a != b;
            case AND -> (a & b) != 0;
            case OR -> (a | b) != 0;
            case NOT -> a == 0;
            default -> throw new IllegalArgumentException(undefined(fn, DType.INT64));
        };
    }

    static float trunc(float a) { return (float) (a < 0 ? Math.ceil(a) : Math.floor(a)); }

    static double trunc(double a) { return a < 0 ? Math.ceil(a) : Math.floor(a); }

    static float remainder(float a, float b) {
        float rest = a % b;
        return rest != 0 && rest < 0 != b < 0 ? rest + b : rest;
    }

    static double remainder(double a, double b) {
        double rest = a % b;
        return rest != 0 && rest < 0 != b < 0 ? rest + b : rest;
    }

    static float fmod(float a, float b) { return a % b; }

    static double fmod(double a, double b) { return a % b; }

    static int fmod(int a, int b) { return a % b; }

    static long fmod(long a, long b) { return a % b; }

    /// From the remainder, so that no rounding of the quotient leads to the wrong whole number.
    static float floorDivide(float a, float b) {
        if (b == 0) return a / b;
        float rest = a % b, quotient = (a - rest) / b;
        if (rest != 0 && rest < 0 != b < 0) quotient--;
        return quotient == 0 ? Math.copySign(0, a / b) : (float) Math.rint(quotient);
    }

    /// The same in double.
    static double floorDivide(double a, double b) {
        if (b == 0) return a / b;
        double rest = a % b, quotient = (a - rest) / b;
        if (rest != 0 && rest < 0 != b < 0) quotient--;
        return quotient == 0 ? Math.copySign(0, a / b) : Math.rint(quotient);
    }

    static float pow(float base, float exponent) { return (float) pow((double) base, exponent); }

    /// Powers of 1 are 1, and so are infinite ones of -1, as in C; Java would have NaN.
    static double pow(double base, double exponent) {
        return base == 1 || base == -1 && Double.isInfinite(exponent) ? 1 : StrictMath.pow(base, exponent);
    }

    static int sign(int a) { return Integer.signum(a); }

    static long sign(long a) { return Long.signum(a); }

    static int pow(int base, int exponent) { return (int) pow((long) base, exponent); }

    /// By repeated multiplication; of a negative exponent the whole part of the fraction, 0 for a base of 0.
    static long pow(long base, long exponent) {
        if (exponent < 0) return base == 1 ? 1 : base == -1 ? (exponent & 1) == 0 ? 1 : -1 : 0;
        long power = 1;
        for (long square = base; exponent != 0; exponent >>= 1, square *= square) if ((exponent & 1) != 0) power *= square;
        return power;
    }

    /// Applies a function of one number to each in turn.
    static void each(Fn fn, float[] values) {
        for (int i = 0; i < values.length; i++) values[i] = apply(fn, values[i], 0, 0);
    }

    static void each(Fn fn, double[] values) {
        for (int i = 0; i < values.length; i++) values[i] = apply(fn, values[i], 0, 0);
    }

    static float sinFar(float a) { return Math.abs(a) <= Elementary.FAR_SINGLE ? a : (float) StrictMath.sin(a); }

    static double sinFar(double a) { return Math.abs(a) <= Elementary.FAR_DOUBLE ? a : StrictMath.sin(a); }

    static float cosFar(float a) { return Math.abs(a) <= Elementary.FAR_SINGLE ? a : (float) StrictMath.cos(a); }

    static double cosFar(double a) { return Math.abs(a) <= Elementary.FAR_DOUBLE ? a : StrictMath.cos(a); }

    static float tanFar(float a) { return Math.abs(a) <= Elementary.FAR_SINGLE ? a : (float) StrictMath.tan(a); }

    static double tanFar(double a) { return Math.abs(a) <= Elementary.FAR_DOUBLE ? a : StrictMath.tan(a); }

    static float hypot(float a, float b) { return (float) StrictMath.hypot(a, b); }

    static double hypot(double a, double b) { return StrictMath.hypot(a, b); }

    static float atan2(float a, float b) { return (float) StrictMath.atan2(a, b); }

    static double atan2(double a, double b) { return StrictMath.atan2(a, b); }

    static int bitwiseAnd(int a, int b) { return a & b; }

    static long bitwiseAnd(long a, long b) { return a & b; }

    static float bitwiseAnd(float a, float b) { return (long) a & (long) b; }

    static double bitwiseAnd(double a, double b) { return (long) a & (long) b; }

    static int rightShift(int a, int places) { return (int) rightShift((long) a, places); }

    /// As far as the sign goes, so do shifts by all bits or more, and by fewer than none, as in PyTorch.
    static long rightShift(long a, long places) { return a >> (places < 0 || places > 63 ? 63 : places); }

    static float rightShift(float a, float places) { return rightShift((long) a, (long) places); }

    static double rightShift(double a, double places) { return rightShift((long) a, (long) places); }
}
