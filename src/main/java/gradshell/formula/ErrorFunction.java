package gradshell.formula;

import static gradshell.formula.Formula.ONE;
import static gradshell.formula.Formula.X;
import static gradshell.formula.Formula.of;

/// erf: up to 1 as x + x a(x²), further out as 1 - e^(-x²) g(t) with t = (|x| - 2) / (|x| + 2).
final class ErrorFunction {
    private final Format format;
    private final Exponentials exponentials;
    private final double[] a, g;

    ErrorFunction(Format format, Exponentials exponentials) {
        this.format = format;
        this.exponentials = exponentials;
        this.a = format.either(
                new double[] {0.12837916612625122, -0.3761262893676758, 0.11283618211746216, -0.02685512602329254, 0.005190733820199966,
                    -0.0008030761382542551, 7.920368079794571e-05},
                new double[] {0.1283791670955126, -0.37612638903184104, 0.1128379167097174, -0.026866170648215552, 0.005223977655024751,
                    -0.0008548328696625611, 0.00012055392906658679, -1.4927060501556428e-05, 1.6484178949918246e-06, -1.6592509281935918e-07,
                    1.6264792299232623e-08, -1.7483365068644041e-09, 1.6135629147384008e-10});
        this.g = format.either(
                new double[] {0.25539568066596985, -0.4271857738494873, 0.24165725708007812, -0.07899801433086395, 0.003641466610133648,
                    0.006950892508029938, -0.0002721186028793454},
                new double[] {0.25539567631050575, -0.4271858474139583, 0.24165819424245868, -0.078978581015864, 0.003732892405176618,
                    0.006997461762768996, -0.0008471431996479189, -0.0009819781154934235, 4.354948326133624e-05, 0.00017436962276100166,
                    2.766557990437224e-05, -2.7315853474163892e-05, -1.4603914257594963e-05, -1.6235157497082484e-06});
    }

    Formula erf() {
        // Beyond these the result is 1.
        Formula size = Format.atMost(format.either(4, 6), X.abs());
        Formula t = size.sub(of(2)).div(size.add(of(2)));
        Formula far = ONE.sub(exponentials.normal(size.mul(size).neg()).mul(Format.polynomial(t, g)));
        Formula near = X.fma(Format.polynomial(X.mul(X), a), X);
        return size.lt(ONE).select(near, Format.signed(far, X));
    }
}
