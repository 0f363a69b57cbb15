package gradshell.formula;

import static gradshell.formula.Formula.of;

import gradshell.formula.Elementary.Precision;
import java.util.List;

/// A format of floating numbers, and the moves of bits in it from which elementary functions are made.
///
/// @param width how many bits a significand has without its leading one
record Format(Precision precision, int width) {
    static final Format SINGLE = new Format(Precision.SINGLE, 23), DOUBLE = new Format(Precision.DOUBLE, 52);

    static final Formula INFINITY = of(Double.POSITIVE_INFINITY);

    boolean isSingle() { return precision == Precision.SINGLE; }

    /// The one of two values that belongs to this format.
    double either(double single, double twice) { return isSingle() ? single : twice; }

    /// The one of two lists of coefficients that belongs to this format.
    double[] either(double[] single, double[] twice) { return isSingle() ? single : twice; }

    /// 1.5 · 2^width: a sum with it is rounded to a whole number, which then stands in the lowest bits.
    Formula magic() { return of(Math.scalb(1.5, width)); }

    /// The number that has the given bits.
    Formula bits(long bits) { return of(isSingle() ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits)); }

    /// The bits moved so far up that the lowest ones stand where exponents stand.
    Formula toExponent(Formula a) { return shift(Fn.SHIFT_LEFT, a, width); }

    /// The exponent's bits moved down to the lowest.
    Formula fromExponent(Formula a) { return shift(Fn.SHIFT_RIGHT, a, width); }

    /// The bits moved so far up that the lowest two are the highest.
    Formula toTop(Formula a) { return shift(Fn.SHIFT_LEFT, a, isSingle() ? 30 : 62); }

    private static Formula shift(Fn fn, Formula a, int places) { return new Formula.Call(fn, List.of(a, of(places))); }

    static Formula add(Formula a, Formula b) { return new Formula.Call(Fn.BIT_ADD, List.of(a, b)); }

    static Formula and(Formula a, Formula b) { return new Formula.Call(Fn.BIT_AND, List.of(a, b)); }

    static Formula or(Formula a, Formula b) { return new Formula.Call(Fn.BIT_OR, List.of(a, b)); }

    /// A number without sign with the sign of another.
    static Formula signed(Formula size, Formula sign) { return or(size, and(sign, of(-0.0))); }

    /// (a + aRest) / (b + bRest), rounded little more than once.
    static Formula quotient(Formula a, Formula aRest, Formula b, Formula bRest) {
        // The inverse stands first, as a product with an inverse becomes a second division.
        Formula inverse = Formula.ONE.div(b), near = inverse.mul(a);
        return near.neg().fma(b, a).add(near.neg().fma(bRest, aRest)).fma(inverse, near);
    }

    static Formula atLeast(double bound, Formula x) { return x.lt(of(bound)).select(of(bound), x); }

    static Formula atMost(double bound, Formula x) { return x.gt(of(bound)).select(of(bound), x); }

    /// Coefficients of rising powers, by Horner's rule.
    static Formula polynomial(Formula x, double... coefficients) {
        Formula sum = of(coefficients[coefficients.length - 1]);
        for (int i = coefficients.length - 2; i >= 0; i--) sum = sum.fma(x, of(coefficients[i]));
        return sum;
    }
}
