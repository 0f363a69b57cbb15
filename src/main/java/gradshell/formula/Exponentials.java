package gradshell.formula;

import static gradshell.formula.Formula.HALF;
import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.ZERO;
import static gradshell.formula.Formula.of;

/// eˣ, 2ˣ, eˣ - 1 and tanh and the sigmoid, by x = n · ln 2 + r and a polynomial in r.
final class Exponentials {
    private final Format format;
    /// Below these `exp` is 0, below the second perhaps too small for a normal number, and above the third infinite.
    private final double zero, small, large;
    /// ln 2 in two parts.
    private final double high, low;
    /// q of eʳ = 1 + r + r² q(r) for |r| ≤ ½ ln 2.
    private final double[] q;

    Exponentials(Format format) {
        this.format = format;
        this.zero = format.either(-104, -746);
        this.small = format.either(-87, -708);
        this.large = format.either(88.72283172607422, 709.782712893384);
        this.high = format.either(0.6931471824645996, 0.6931471805599453);
        this.low = format.either(-1.9046542121259336e-09, 2.3190468138462996e-17);
        this.q = format.either(
                new double[] {0.5, 0.1666654348373413, 0.041666436940431595, 0.008366536349058151, 0.0013937571784481406},
                new double[] {0.5, 0.16666666666666677, 0.04166666666666668, 0.00833333333332144, 0.0013888888888877468, 0.00019841269886565588,
                    2.4801587340561842e-05, 2.755724380313494e-06, 2.7557259238122534e-07, 2.5109167984857477e-08, 2.0919499048567008e-09});
    }

    /// x = n · ln 2 + r + rest with a whole n and |r| ≤ ½ ln 2; n also stands in the lowest bits of `bits`.
    private record Reduced(Formula bits, Formula r, Formula rest) {}

    private Reduced reduce(Formula x) {
        Formula bits = x.fma(of(1 / Math.log(2)), format.magic()), n = bits.sub(format.magic());
        Formula first = n.fma(of(-high), x), r = n.fma(of(-low), first);
        return new Reduced(bits, r, n.fma(of(-low), first.sub(r)));
    }

    /// eˣ where that is a normal number; other bits elsewhere, but NaN of a NaN only by chance.
    Formula normal(Formula x) {
        Reduced reduced = reduce(x);
        Formula r = reduced.r;
        // The power of 2 is added to the exponent's bits.
        return Format.add(Format.polynomial(r, q).fma(r, ONE).fma(r, ONE), format.toExponent(reduced.bits));
    }

    Formula exp() {
        Formula normal = normal(Format.atLeast(zero, X));
        Formula deep = deep(X.lt(of(zero)), normal);
        return X.le(of(large)).select(X.lt(of(small)).select(deep, normal), X.mul(Format.INFINITY));
    }

    /// Far left the result leaves the normal numbers; it goes there in a second step. What is zero there becomes zero before it: processors take a hundred
    /// times as long for a product that is too small for them.
    private Formula deep(Formula isZero, Formula normal) { return isZero.select(ZERO, Format.add(normal, format.bits(64L << format.width()))).mul(of(0x1p-64)); }

    /// A quarter of eˣ, which is a normal number wherever eˣ is at most four times as large as numbers can be, and x not negative.
    Formula quarter(Formula x) {
        Reduced reduced = reduce(x);
        return Format.add(oneAnd(reduced.r, reduced.rest), format.toExponent(reduced.bits.sub(of(2))));
    }

    /// e to the power of r + rest.
    private Formula oneAnd(Formula r, Formula rest) { return Format.polynomial(r, q).fma(r, ONE).fma(r, rest).add(ONE); }

    Formula exp2() {
        double lowest = format.either(-152, -1077), smallest = format.either(-126, -1022);
        Formula x = Format.atLeast(lowest, X), bits = x.add(format.magic()), fraction = x.sub(bits.sub(format.magic()));
        Formula r = fraction.mul(of(high)), rest = fraction.fma(of(low), fraction.fma(of(high), r.neg()));
        Formula normal = Format.add(oneAnd(r, rest), format.toExponent(bits));
        Formula deep = deep(X.lt(of(lowest)), normal);
        return X.lt(of(format.either(128, 1024))).select(X.lt(of(smallest)).select(deep, normal), X.mul(Format.INFINITY));
    }

    /// Half of eˣ - 1: half, because the whole may be too large while 2ⁿ is still needed.
    private Formula halfExpm1(Formula x) {
        Reduced reduced = reduce(x);
        Formula r = reduced.r, value = r.mul(r).fma(Format.polynomial(r, q), reduced.rest).add(r);
        Formula scale = Format.add(format.toExponent(reduced.bits), HALF);
        return scale.fma(value, scale.sub(HALF));
    }

    Formula expm1() {
        Formula half = halfExpm1(Format.atLeast(format.either(-18, -40), X));
        Formula value = X.le(of(large)).select(half.add(half), X.mul(Format.INFINITY));
        return X.abs().lt(of(format.either(0x1p-25, 0x1p-54))).select(X, value);
    }

    Formula sigmoid() {
        // 1 / (1 + e⁻ˣ). Far left, where e⁻ˣ overflows and the 1 is nothing beside it, all is scaled down, and the result with it.
        double step = format.either(64, 128);
        Formula far = X.lt(of(format.either(-80, -700)));
        Reduced reduced = reduce(Format.atMost(format.either(120, 760), Format.atLeast(format.either(-80, -700), X.neg())));
        Formula power = Format.add(oneAnd(reduced.r, reduced.rest), format.toExponent(reduced.bits.sub(far.select(of(step), ZERO))));
        Formula left = X.lt(ZERO), one = far.select(ZERO, ONE), big = left.select(power, one), small = left.select(one, power), sum = big.add(small);
        // What the sum has too much is taken away again.
        Formula excess = sum.sub(big).sub(small), inverse = ONE.div(sum), value = inverse.mul(excess).fma(inverse, inverse);
        return X.eq(X).select(value.mul(far.select(of(Math.scalb(1, (int) -step)), ONE)), X);
    }

    Formula tanh() {
        Formula a = X.abs(), half = halfExpm1(Format.atMost(format.either(20, 40), a.add(a)));
        // half / (half + 1), where what was lost in the sum and in the division is brought in again. The inverse stands first, as a product with an
        // inverse becomes a second division.
        Formula sum = half.add(ONE), lost = half.sub(sum.sub(ONE)), inverse = ONE.div(sum), near = inverse.mul(half), back = near.neg();
        Formula value = back.fma(lost, back.fma(sum, half)).fma(inverse, near);
        return a.lt(of(format.either(0x1p-12, 0x1p-27))).select(X, Format.signed(value, X));
    }
}
