package gradshell.formula;

import static gradshell.formula.Formula.HALF;
import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.ZERO;
import static gradshell.formula.Formula.of;

/// arcsin, arccos and arctan, by polynomials near 0; further out by the half angle, or by differences from ½π and ¼π.
final class InverseAngles {
    private final Format format;
    /// ½π in two parts; their halves and doubles are exact.
    private final double high, low;
    /// p of arcsin x = x + x³ p(x²) for |x| ≤ ½, and q of arctan x = x + x³ q(x²) for |x| ≤ √2 - 1.
    private final double[] p, q;

    InverseAngles(Format format) {
        this.format = format;
        this.high = format.either(1.5707963705062866, 1.5707963267948966);
        this.low = format.either(-4.371138828673793e-08, 6.123233995736766e-17);
        this.p = format.either(
                new double[] {0.1666666567325592, 0.07500094920396805, 0.044599320739507675, 0.031101727858185768, 0.017143717035651207, 0.03370072692632675},
                new double[] {0.16666666666666669, 0.07499999999998425, 0.04464285714637338, 0.030381944137085216, 0.022372173002005596,
                    0.017352391265909227, 0.013971235301124539, 0.011478952690257387, 0.010324318288744113, 0.005450878187720551,
                    0.017419357964884856, -0.014881409392818063, 0.02877844261259304});
        this.q = format.either(
                new double[] {-0.3333333134651184, 0.19999539852142334, -0.14263953268527985, 0.10743705183267593, -0.06451841443777084},
                new double[] {-0.3333333333333333, 0.19999999999995519, -0.14285714284666184, 0.11111111015227572, -0.09090904576954117,
                    0.07692183163650894, -0.06664511064599371, 0.05858145587628202, -0.050854323376990765, 0.0392311556198723, -0.01917627151752634});
    }

    Formula asin() {
        Formula a = X.abs(), far = a.gt(HALF), z = far.select(ONE.sub(a).mul(HALF), X.mul(X));
        Formula root = far.select(z.sqrt(), a), beside = root.mul(z).mul(Format.polynomial(z, p));
        Formula value = far.select(minus(2, root.add(root), beside.add(beside)), root.add(beside));
        // Below these the cube is nothing.
        return a.lt(of(format.either(0x1p-12, 0x1p-27))).select(X, signed(value));
    }

    Formula acos() {
        Formula a = X.abs(), far = a.gt(HALF), z = far.select(ONE.sub(a).mul(HALF), X.mul(X));
        Formula root = far.select(z.sqrt(), X), beside = root.mul(z).mul(Format.polynomial(z, p));
        Formula twice = root.add(root), twiceBeside = beside.add(beside);
        Formula beyond = X.gt(ZERO).select(twice.add(twiceBeside), minus(4, twice, twiceBeside));
        return far.select(beyond, minus(2, root, beside));
    }

    /// So many quarters of π minus a number in two parts.
    private Formula minus(int quarters, Formula a, Formula beside) {
        Formula whole = of(high / 2 * quarters), difference = whole.sub(a), lost = whole.sub(difference).sub(a);
        return difference.add(lost.sub(beside.sub(of(low / 2 * quarters))));
    }

    Formula atan() {
        Formula a = X.abs(), middle = a.gt(of(0.41421356)), far = a.gt(of(2.4142135));
        Formula over = far.select(ONE.neg(), middle.select(a.sub(ONE), a)), under = far.select(a, middle.select(a.add(ONE), ONE));
        Formula t = over.div(under), z = t.mul(t);
        // What the quotient lost counts in the middle.
        Formula lost = far.select(ZERO, t.neg().fma(under, over).div(under));
        Formula base = far.select(of(high), middle.select(of(high / 2), ZERO)), baseLow = far.select(of(low), middle.select(of(low / 2), ZERO));
        Formula beside = t.mul(z).fma(Format.polynomial(z, q), baseLow.add(lost));
        return signed(base.add(t.add(beside)));
    }

    /// The value with the sign of the argument.
    private static Formula signed(Formula value) { return Format.signed(value, X); }
}
