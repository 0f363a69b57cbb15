package gradshell.formula;

import static gradshell.formula.Formula.HALF;
import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.of;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Elementary functions written in arithmetic, comparisons and moves of bits, so that every kind of loop gives the same bits.
///
/// Each is within 2 units in the last place of the exact value, over all numbers there are. The polynomials were fitted by
/// least squares at Chebyshev nodes, reweighted towards the smallest largest error (Lawson's method), with the coefficients
/// rounded one after the other and the rest fitted again.
public final class Elementary {
    /// The format of floating numbers for which a function is written.
    public enum Precision { SINGLE, DOUBLE }

    private static final Elementary SINGLE = new Elementary(23, 0x1.8p23, 0x1p-25, 0x1p-12, 10,
            -104, -87, 88.72283172607422, -18, 0.6931471824645996, -1.9046542121259336e-09,
            new double[] {0.5, 0.1666654348373413, 0.041666436940431595, 0.008366536349058151, 0.0013937571784481406},
            new double[] {0.6666677594184875, 0.3997757136821747, 0.29871347546577454});

    private static final Elementary DOUBLE = new Elementary(52, 0x1.8p52, 0x1p-54, 0x1p-27, 20,
            -746, -708, 709.782712893384, -40, 0.6931471805599453, 2.3190468138462996e-17,
            new double[] {0.5, 0.16666666666666677, 0.04166666666666668, 0.00833333333332144, 0.0013888888888877468, 0.00019841269886565588,
                2.4801587340561842e-05, 2.755724380313494e-06, 2.7557259238122534e-07, 2.5109167984857477e-08, 2.0919499048567008e-09},
            new double[] {0.6666666666666735, 0.39999999999409674, 0.2857142874356008, 0.22222198446992344, 0.1818357117136288,
                0.1531386850204454, 0.14797837069390407});

    /// How many bits a significand has without its leading one.
    private final int width;
    /// 1.5 · 2^width: adding it rounds to a whole number, which then stands in the lowest bits.
    private final Formula magic;
    /// Up to here `expm1(x)` and `log1p(x)` are x.
    private final double linear;
    /// Up to here `tanh(x)` is x.
    private final double linearTanh;
    /// From here on `tanh(x)` is 1.
    private final double flatTanh;
    /// Below these `exp` is 0, below the second perhaps too small for a normal number, and above the third infinite.
    private final double zeroExp, smallExp, largeExp;
    /// Below this `expm1` is -1.
    private final double flatExpm1;
    /// ln 2 in two parts.
    private final double high, low;
    /// q of eʳ = 1 + r + r² q(r) for |r| ≤ ½ ln 2.
    private final double[] q;
    /// p of log((1 + s) / (1 - s)) = 2s + s³ p(s²) for results up to ½ ln 2.
    private final double[] p;
    private final Map<Fn, Formula> definitions = new EnumMap<>(Fn.class);

    private Elementary(int width, double magic, double linear, double linearTanh, double flatTanh, double zeroExp, double smallExp,
            double largeExp, double flatExpm1, double high, double low, double[] q, double[] p) {
        this.width = width;
        this.magic = of(magic);
        this.linear = linear;
        this.linearTanh = linearTanh;
        this.flatTanh = flatTanh;
        this.zeroExp = zeroExp;
        this.smallExp = smallExp;
        this.largeExp = largeExp;
        this.flatExpm1 = flatExpm1;
        this.high = high;
        this.low = low;
        this.q = q;
        this.p = p;
        definitions.put(Fn.EXP, exp());
        definitions.put(Fn.EXPM1, expm1());
        definitions.put(Fn.LOG, log());
        definitions.put(Fn.LOG1P, log1p());
        definitions.put(Fn.TANH, tanh());
    }

    /// The function as a formula of primitives in `X`, or null if it is a primitive itself.
    public static Formula definition(Fn fn, Precision precision) { return (precision == Precision.SINGLE ? SINGLE : DOUBLE).definitions.get(fn); }

    /// x = n · ln 2 + r + rest with a whole n and |r| ≤ ½ ln 2; n also stands in the lowest bits of `bits`.
    private record Reduced(Formula bits, Formula r, Formula rest) {}

    private Reduced reduce(Formula x) {
        Formula bits = x.fma(of(1 / Math.log(2)), magic), n = bits.sub(magic);
        Formula high = n.fma(of(-this.high), x), r = n.fma(of(-low), high);
        return new Reduced(bits, r, n.fma(of(-low), high.sub(r)));
    }

    private Formula exp() {
        Reduced reduced = reduce(atLeast(zeroExp, X));
        Formula r = reduced.r, power = polynomial(r, q).fma(r, ONE).fma(r, ONE);
        // The power of 2 is added to the exponent's bits; far left the result would leave the normal numbers, so it goes there in a second step.
        Formula normal = bitAdd(power, shiftLeft(reduced.bits, width));
        Formula small = bitAdd(normal, bits(64L << width)).mul(of(0x1p-64));
        return X.le(of(largeExp)).select(X.lt(of(smallExp)).select(small, normal), X.mul(of(Double.POSITIVE_INFINITY)));
    }

    /// Half of eˣ - 1: half, because the whole may be too large while 2ⁿ is still needed.
    private Formula halfExpm1(Formula x) {
        Reduced reduced = reduce(x);
        Formula r = reduced.r, rest = r.mul(r).fma(polynomial(r, q), reduced.rest).add(r);
        Formula scale = bitAdd(shiftLeft(reduced.bits, width), HALF);
        return scale.fma(rest, scale.sub(HALF));
    }

    private Formula expm1() {
        Formula half = halfExpm1(atLeast(flatExpm1, X));
        Formula value = X.le(of(largeExp)).select(half.add(half), X.mul(of(Double.POSITIVE_INFINITY)));
        return X.abs().lt(of(linear)).select(X, value);
    }

    private Formula tanh() {
        Formula a = X.abs(), half = halfExpm1(a.gt(of(flatTanh)).select(of(2 * flatTanh), a.add(a)));
        // half / (half + 1), where what was lost in the sum and in the division is brought in again; with the sign of x.
        Formula sum = half.add(ONE), lost = half.sub(sum.sub(ONE)), inverse = ONE.div(sum), near = half.mul(inverse), back = near.neg();
        Formula value = bitOr(back.fma(lost, back.fma(sum, half)).fma(inverse, near), bitAnd(X, of(-0.0)));
        return a.lt(of(linearTanh)).select(X, value);
    }

    /// log(2ᵉ · (1 + f)).
    private Formula log(Formula e, Formula f) {
        Formula s = f.div(f.add(of(2))), z = s.mul(s), h = f.mul(HALF).mul(f);
        Formula rest = s.mul(z.mul(polynomial(z, p)).add(h));
        return e.fma(of(high), f.sub(h.sub(e.fma(of(low), rest))));
    }

    private Formula log() {
        Formula subnormal = X.lt(bits(1L << width));
        Formula normal = subnormal.select(X.mul(of(0x1p60)), X);
        Split split = split(normal);
        Formula e = split.e.sub(subnormal.select(of(Math.scalb(1.5, width) + 60), magic));
        Formula value = X.lt(of(Double.POSITIVE_INFINITY)).select(log(e, split.m.sub(ONE)), X);
        return X.gt(of(0)).select(value, X.eq(of(0)).select(of(Double.NEGATIVE_INFINITY), of(Double.NaN)));
    }

    private Formula log1p() {
        // What is lost in 1 + x is brought in again.
        Formula u = X.add(ONE), back = u.sub(ONE), lost = ONE.sub(u.sub(back)).add(X.sub(back));
        Split split = split(u);
        Formula e = split.e.sub(magic), scale = bitAdd(shiftLeft(magic.sub(e), width), of(0x1p63));
        Formula f = lost.mul(of(0x1p-63)).mul(scale).add(split.m.sub(ONE));
        Formula value = X.lt(of(Double.POSITIVE_INFINITY)).select(log(e, f), X);
        value = X.gt(of(-1)).select(value, X.eq(of(-1)).select(of(Double.NEGATIVE_INFINITY), of(Double.NaN)));
        return X.abs().lt(of(linear)).select(X, value);
    }

    /// A normal number as 2ᵉ · m with √½ ≤ m < √2; `e` has `magic` added to it.
    private record Split(Formula e, Formula m) {}

    private Split split(Formula x) {
        long root = width == 23 ? Float.floatToIntBits((float) Math.sqrt(0.5)) : Double.doubleToLongBits(Math.sqrt(0.5));
        Formula above = bitAdd(x, bits(-root));
        return new Split(bitAdd(shiftRight(above, width), magic), bitAdd(bitAnd(above, bits((1L << width) - 1)), bits(root)));
    }

    private static Formula atLeast(double bound, Formula x) { return x.lt(of(bound)).select(of(bound), x); }

    private static Formula polynomial(Formula x, double[] coefficients) {
        Formula sum = of(coefficients[coefficients.length - 1]);
        for (int i = coefficients.length - 2; i >= 0; i--) sum = sum.fma(x, of(coefficients[i]));
        return sum;
    }

    /// The number that has the given bits.
    private Formula bits(long bits) { return of(width == 23 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits)); }

    private static Formula bitAdd(Formula a, Formula b) { return new Formula.Call(Fn.BIT_ADD, List.of(a, b)); }

    private static Formula bitAnd(Formula a, Formula b) { return new Formula.Call(Fn.BIT_AND, List.of(a, b)); }

    private static Formula bitOr(Formula a, Formula b) { return new Formula.Call(Fn.BIT_OR, List.of(a, b)); }

    private static Formula shiftLeft(Formula a, int places) { return new Formula.Call(Fn.SHIFT_LEFT, List.of(a, of(places))); }

    private static Formula shiftRight(Formula a, int places) { return new Formula.Call(Fn.SHIFT_RIGHT, List.of(a, of(places))); }
}
