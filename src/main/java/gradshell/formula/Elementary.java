package gradshell.formula;

import static java.util.Map.entry;

import java.util.EnumMap;
import java.util.Map;

/// Elementary functions written in arithmetic, comparisons and moves of bits, so that every kind of loop gives the same bits.
///
/// Each is within 2 units in the last place of the exact value, over all numbers there are. The polynomials were fitted by
/// least squares at Chebyshev nodes, reweighted towards the smallest largest error (Lawson's method), with the coefficients
/// rounded one after the other and the rest fitted again.
public final class Elementary {
    /// The format of floating numbers for which a function is written.
    public enum Precision { SINGLE, DOUBLE }

    /// Angles beyond this are left to the primitives SIN_FAR, COS_FAR and TAN_FAR.
    public static final double FAR_SINGLE = 0x1p16, FAR_DOUBLE = 0x1p25;

    private static final Map<Fn, Formula> SINGLES = definitions(Format.SINGLE), DOUBLES = definitions(Format.DOUBLE);

    private Elementary() {}

    /// The function as a formula of primitives in `X`, or null if it is a primitive itself, as powers are.
    public static Formula definition(Fn fn, Precision precision) { return (precision == Precision.SINGLE ? SINGLES : DOUBLES).get(fn); }

    private static Map<Fn, Formula> definitions(Format format) {
        Exponentials exponentials = new Exponentials(format);
        Logarithms logarithms = new Logarithms(format);
        Angles angles = new Angles(format);
        InverseAngles inverses = new InverseAngles(format);
        Hyperbolics hyperbolics = new Hyperbolics(format, exponentials, logarithms);
        return new EnumMap<>(Map.ofEntries(
                entry(Fn.EXP, exponentials.exp()),
                entry(Fn.EXPM1, exponentials.expm1()),
                entry(Fn.EXP2, exponentials.exp2()),
                entry(Fn.TANH, exponentials.tanh()),
                entry(Fn.LOG, logarithms.log()),
                entry(Fn.LOG1P, logarithms.log1p()),
                entry(Fn.LOG2, logarithms.log2()),
                entry(Fn.LOG10, logarithms.log10()),
                entry(Fn.SIN, angles.sin()),
                entry(Fn.COS, angles.cos()),
                entry(Fn.TAN, angles.tan()),
                entry(Fn.ASIN, inverses.asin()),
                entry(Fn.ACOS, inverses.acos()),
                entry(Fn.ATAN, inverses.atan()),
                entry(Fn.SINH, hyperbolics.sinh()),
                entry(Fn.COSH, hyperbolics.cosh()),
                entry(Fn.ASINH, hyperbolics.asinh()),
                entry(Fn.ACOSH, hyperbolics.acosh()),
                entry(Fn.ATANH, hyperbolics.atanh()),
                entry(Fn.SIGMOID, exponentials.sigmoid()),
                entry(Fn.ERF, new ErrorFunction(format, exponentials).erf())));
    }
}
