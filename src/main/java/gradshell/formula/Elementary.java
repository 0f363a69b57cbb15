package gradshell.formula;

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

    /// Angles beyond this are left to the primitives SIN_FAR and COS_FAR.
    public static final double FAR_SINGLE = 0x1p16, FAR_DOUBLE = 0x1p25;

    private static final Map<Fn, Formula> SINGLES = definitions(Format.SINGLE), DOUBLES = definitions(Format.DOUBLE);

    private Elementary() {}

    /// The function as a formula of primitives in `X`, or null if it is a primitive itself, as powers are.
    public static Formula definition(Fn fn, Precision precision) { return (precision == Precision.SINGLE ? SINGLES : DOUBLES).get(fn); }

    private static Map<Fn, Formula> definitions(Format format) {
        Exponentials exponentials = new Exponentials(format);
        Logarithms logarithms = new Logarithms(format);
        Angles angles = new Angles(format);
        return new EnumMap<>(Map.of(
                Fn.EXP, exponentials.exp(),
                Fn.EXPM1, exponentials.expm1(),
                Fn.TANH, exponentials.tanh(),
                Fn.LOG, logarithms.log(),
                Fn.LOG1P, logarithms.log1p(),
                Fn.SIN, angles.sin(),
                Fn.COS, angles.cos(),
                Fn.ERF, new ErrorFunction(format, exponentials).erf()));
    }
}
