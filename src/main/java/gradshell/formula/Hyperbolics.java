package gradshell.formula;

import static gradshell.formula.Formula.HALF;
import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.ZERO;
import static gradshell.formula.Formula.of;

/// sinh and cosh from exponentials; their inverses, and that of tanh, from logarithms of numbers in two parts.
final class Hyperbolics {
    private final Format format;
    private final Exponentials exponentials;
    private final Logarithms logarithms;
    /// p of sinh x = x + x³ p(x²) for |x| ≤ 1.
    private final double[] p;

    Hyperbolics(Format format, Exponentials exponentials, Logarithms logarithms) {
        this.format = format;
        this.exponentials = exponentials;
        this.logarithms = logarithms;
        this.p = format.either(
                new double[] {0.1666666716337204, 0.008333339355885983, 0.00019838102161884308, 2.806280235745362e-06},
                new double[] {0.16666666666666666, 0.008333333333333299, 0.00019841269841324198, 2.7557319191381816e-06, 2.5052117695907823e-08,
                    1.6057679623801638e-10, 7.746178593018827e-13});
    }

    Formula sinh() {
        Formula a = X.abs(), quarter = quarter(a), half = quarter.sub(of(0.0625).div(quarter)), z = X.mul(X);
        Formula near = X.mul(z).fma(Format.polynomial(z, p), X);
        return a.lt(ONE).select(near, a.le(of(beyond())).select(Format.signed(half.add(half), X), X.mul(Format.INFINITY)));
    }

    Formula cosh() {
        Formula a = X.abs(), quarter = quarter(a), half = quarter.add(of(0.0625).div(quarter));
        return a.le(of(beyond())).select(half.add(half), a.mul(Format.INFINITY));
    }

    private Formula quarter(Formula a) { return exponentials.quarter(Format.atMost(beyond(), a)); }

    /// From here on both are infinite.
    private double beyond() { return format.either(90, 711); }

    Formula asinh() {
        Formula a = X.abs(), value = ofRoot(a, ONE);
        Formula far = a.lt(Format.INFINITY).select(Format.signed(value, X), X);
        return a.lt(of(format.either(0x1p-12, 0x1p-27))).select(X, far);
    }

    Formula acosh() {
        Formula value = X.eq(ONE).select(ZERO, ofRoot(X, ONE.neg()));
        return X.ge(ONE).select(X.lt(Format.INFINITY).select(value, X), of(Double.NaN));
    }

    /// log(a + √(a² ± 1)); sum and root are taken in two parts.
    private Formula ofRoot(Formula a, Formula one) {
        // Beyond this the root is a itself.
        double bound = format.either(0x1p14, 0x1p30);
        Formula b = Format.atMost(bound, a), square = b.mul(b), squareRest = b.fma(b, square.neg());
        Formula sum = square.add(one), back = sum.sub(square), sumRest = square.sub(sum.sub(back)).add(one.sub(back)).add(squareRest);
        Formula root = sum.sqrt(), rootRest = root.neg().fma(root, sum).add(sumRest).div(root.add(root));
        Formula larger = root.max(b), u = root.add(b), rest = larger.sub(u).add(root.min(b)).add(rootRest);
        Formula far = a.gt(of(bound));
        return logarithms.log(far.select(a, u), far.select(ZERO, rest), far.select(ONE, ZERO));
    }

    Formula atanh() {
        Formula a = X.abs(), over = ONE.add(a), overRest = a.sub(over.sub(ONE)), under = ONE.sub(a), underRest = ONE.sub(under).sub(a);
        Formula inverse = ONE.div(under), u = over.div(under);
        Formula rest = u.neg().fma(under, over).add(u.neg().fma(underRest, overRest)).mul(inverse);
        Formula far = Format.signed(logarithms.log(u, rest, ZERO).mul(HALF), X);
        Formula inside = a.lt(of(0.17)).select(logarithms.artanh(X), far);
        return a.lt(ONE).select(inside, a.eq(ONE).select(X.mul(Format.INFINITY), of(Double.NaN)));
    }
}
