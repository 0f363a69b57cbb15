package gradshell.formula;

import static gradshell.formula.Formula.HALF;
import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.of;

/// Logarithms of x and log(1 + x), by x = 2ᵉ · (1 + f) and a polynomial in s² where s = f / (2 + f).
final class Logarithms {
    private final Format format;
    /// ln 2 in two parts.
    private final double high, low;
    /// p of log((1 + s) / (1 - s)) = 2s + s³ p(s²) for results up to ½ ln 2.
    private final double[] p;

    Logarithms(Format format) {
        this.format = format;
        this.high = format.either(0.6931471824645996, 0.6931471805599453);
        this.low = format.either(-1.9046542121259336e-09, 2.3190468138462996e-17);
        this.p = format.either(
                new double[] {0.6666677594184875, 0.3997757136821747, 0.29871347546577454},
                new double[] {0.6666666666666735, 0.39999999999409674, 0.2857142874356008, 0.22222198446992344, 0.1818357117136288,
                    0.1531386850204454, 0.14797837069390407});
    }

    /// A normal number as 2ᵉ · m with √½ ≤ m < √2; `e` has the magic number added to it.
    private record Split(Formula e, Formula m) {}

    private Split split(Formula x) {
        long root = format.isSingle() ? Float.floatToIntBits((float) Math.sqrt(0.5)) : Double.doubleToLongBits(Math.sqrt(0.5));
        Formula above = Format.add(x, format.bits(-root));
        Formula m = Format.add(Format.and(above, format.bits((1L << format.width()) - 1)), format.bits(root));
        return new Split(Format.add(format.fromExponent(above), format.magic()), m);
    }

    /// log(2ᵉ · (1 + f)).
    private Formula log(Formula e, Formula f) {
        Formula s = f.div(f.add(of(2))), z = s.mul(s), h = f.mul(HALF).mul(f);
        Formula rest = s.mul(z.mul(Format.polynomial(z, p)).add(h));
        return e.fma(of(high), f.sub(h.sub(e.fma(of(low), rest))));
    }

    Formula log() {
        Formula subnormal = X.lt(format.bits(1L << format.width()));
        Split split = split(subnormal.select(X.mul(of(0x1p60)), X));
        Formula e = split.e.sub(subnormal.select(of(Math.scalb(1.5, format.width()) + 60), format.magic()));
        return atBorders(X, log(e, split.m.sub(ONE)), 0);
    }

    Formula log2() { return logarithm(1, 0, format.either(1.4426950216293335, 1.4426950408889634), format.either(1.925963033500011e-08, 2.0355273740931033e-17)); }

    Formula log10() {
        return logarithm(format.either(0.301025390625, 0.30102999566383914), format.either(4.605039066518657e-06, 1.42050232272661e-13),
                format.either(0.4342944920063019, 0.4342944819032518), format.either(-1.0103049952192578e-08, 1.098319650216765e-17));
    }

    /// A logarithm to another base.
    ///
    /// @param twoHigh that of 2, with so few digits that products with exponents are exact
    /// @param twoLow  the rest of that
    /// @param near    the logarithm of e
    /// @param rest    what is missing in that
    private Formula logarithm(double twoHigh, double twoLow, double near, double rest) {
        Formula subnormal = X.lt(format.bits(1L << format.width()));
        Split split = split(subnormal.select(X.mul(of(0x1p60)), X));
        Formula e = split.e.sub(subnormal.select(of(Math.scalb(1.5, format.width()) + 60), format.magic())), f = split.m.sub(ONE);
        Formula s = f.div(f.add(of(2))), z = s.mul(s), h = f.mul(HALF).mul(f);
        // The natural logarithm of m in two parts, then their product with the factor, in two parts too.
        Formula large = f.sub(h), small = f.sub(large).sub(h).add(s.mul(z.mul(Format.polynomial(z, p)).add(h)));
        Formula product = large.mul(of(near)), lost = large.fma(of(near), product.neg()).add(small.fma(of(near), large.mul(of(rest))));
        Formula whole = e.mul(of(twoHigh)), sum = whole.add(product), carried = whole.sub(sum).add(product);
        return atBorders(X, sum.add(e.fma(of(twoLow), lost).add(carried)), 0);
    }

    /// The natural logarithm of (u + rest) · 2 to the power of `more`, for a normal number u.
    Formula log(Formula u, Formula rest, Formula more) {
        Split split = split(u);
        Formula e = split.e.sub(format.magic()), scale = Format.add(format.toExponent(format.magic().sub(e)), of(0x1p63));
        return log(e.add(more), rest.mul(of(0x1p-63)).mul(scale).add(split.m.sub(ONE)));
    }

    /// artanh s for |s| up to (√2 - 1) / (√2 + 1).
    Formula artanh(Formula s) {
        Formula z = s.mul(s);
        return s.mul(z).mul(HALF).fma(Format.polynomial(z, p), s);
    }

    Formula log1p() {
        // What is lost in 1 + x is brought in again.
        Formula u = X.add(ONE), back = u.sub(ONE), lost = ONE.sub(u.sub(back)).add(X.sub(back));
        Split split = split(u);
        Formula e = split.e.sub(format.magic()), scale = Format.add(format.toExponent(format.magic().sub(e)), of(0x1p63));
        Formula f = lost.mul(of(0x1p-63)).mul(scale).add(split.m.sub(ONE));
        return X.abs().lt(of(format.either(0x1p-25, 0x1p-54))).select(X, atBorders(X, log(e, f), -1));
    }

    /// The value inside the domain; at its lower border minus infinity, below that NaN.
    private static Formula atBorders(Formula x, Formula inside, double border) {
        Formula outside = x.eq(of(border)).select(of(Double.NEGATIVE_INFINITY), of(Double.NaN));
        return x.gt(of(border)).select(x.lt(Format.INFINITY).select(inside, x), outside);
    }
}
