package gradshell.formula;

import static gradshell.formula.Formula.HALF;
import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.of;

/// log x and log(1 + x), by x = 2ᵉ · (1 + f) and a polynomial in s² where s = f / (2 + f).
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
