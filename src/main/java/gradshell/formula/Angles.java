package gradshell.formula;

import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.ZERO;
import static gradshell.formula.Formula.of;

import java.util.List;

/// Sine, cosine and tangent, by x = n · ½π + r and polynomials in r². Angles so far out that n has too many digits are left to primitives.
final class Angles {
    private final Format format;
    /// ½π in three parts.
    private final double first, second, third;
    /// s of sin r = r + r³ s(r²), and c of cos r = 1 - ½ r² + r⁴ c(r²), for |r| ≤ ¼π.
    private final double[] s, c;

    Angles(Format format) {
        this.format = format;
        this.first = format.either(1.5707963705062866, 1.5707963267948966);
        this.second = format.either(-4.371138828673793e-08, 6.123233995736766e-17);
        this.third = format.either(-1.7151245100058819e-15, -1.497384905065873e-33);
        this.s = format.either(
                new double[] {-0.16666655242443085, 0.008332191966474056, -0.00019518786575645208},
                new double[] {-0.16666666666666632, 0.00833333333332249, -0.00019841269829857185, 2.755731370653263e-06,
                    -2.505076012746106e-08, 1.58969003767214e-10});
        this.c = format.either(
                new double[] {0.04166664555668831, -0.00138873013202101, 2.4430664780084044e-05},
                new double[] {0.0416666666666666, -0.0013888888888874472, 2.4801587289668897e-05, -2.7557314399960755e-07,
                    2.0875729102037304e-09, -1.1359923537921862e-11});
    }

    Formula sin() {
        Formula bits = bits();
        Formula near = X.abs().lt(of(format.either(0x1p-12, 0x1p-27))).select(X, quarter(bits, bits));
        return orFar(Fn.SIN_FAR, near);
    }

    Formula cos() {
        Formula bits = bits();
        return orFar(Fn.COS_FAR, quarter(bits, bits.add(ONE)));
    }

    Formula tan() {
        Formula bits = bits(), n = bits.sub(format.magic());
        // The rounding of r is brought in again, as are those of sine, cosine and quotient.
        Formula left = n.fma(of(-first), X), product = n.mul(of(second)), productRest = n.fma(of(second), product.neg());
        Formula r = left.sub(product), back = r.sub(left), rest = n.fma(of(-third), left.sub(r.sub(back)).sub(product.add(back)).sub(productRest));
        Formula z = r.mul(r), cosineBelow = Format.polynomial(z, c).fma(z, of(-0.5)).fma(z, r.mul(rest).neg()), cosine = cosineBelow.add(ONE);
        Formula sineBeside = z.mul(r).fma(Format.polynomial(z, s), rest.mul(cosine)), sine = sineBeside.add(r);
        Formula cosineRest = ONE.sub(cosine).add(cosineBelow), sineRest = r.sub(sine).add(sineBeside);
        Formula odd = Format.and(format.toTop(bits), of(2)).gt(ZERO);
        Formula over = odd.select(cosine.neg(), sine), overRest = odd.select(cosineRest.neg(), sineRest);
        Formula under = odd.select(sine, cosine), underRest = odd.select(sineRest, cosineRest);
        Formula near = X.abs().lt(of(format.either(0x1p-12, 0x1p-27))).select(X, Format.quotient(over, overRest, under, underRest));
        return orFar(Fn.TAN_FAR, near);
    }

    private Formula orFar(Fn fn, Formula near) {
        Formula far = X.abs().gt(of(format.either(Elementary.FAR_SINGLE, Elementary.FAR_DOUBLE)));
        return far.select(new Formula.Call(fn, List.of(X)), near);
    }

    /// n with the magic number added.
    private Formula bits() { return X.fma(of(2 / Math.PI), format.magic()); }

    /// sin(x - n · ½π + m · ½π), where m stands in the lowest bits of `turn`.
    private Formula quarter(Formula bits, Formula turn) {
        Formula n = bits.sub(format.magic());
        Formula r = n.fma(of(-third), n.fma(of(-second), n.fma(of(-first), X))), z = r.mul(r);
        Formula sine = z.mul(r).fma(Format.polynomial(z, s), r), cosine = Format.polynomial(z, c).fma(z, of(-0.5)).fma(z, ONE);
        Formula top = format.toTop(turn), odd = Format.and(top, of(2)).gt(ZERO);
        // The second bit of m turns the sign.
        return Format.add(odd.select(cosine, sine), Format.and(top, of(-0.0)));
    }
}
