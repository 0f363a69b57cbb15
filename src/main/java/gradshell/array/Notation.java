package gradshell.array;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.stream.DoubleStream;

/// How the floating-point numbers of one array are written, chosen as PyTorch chooses it.
enum Notation {
    /// `1.`, when no number has a fraction.
    WHOLE,
    /// `1.5000`
    FIXED,
    /// `1.5000e+00`, when some number is too large or too small for four digits behind the point.
    SCIENTIFIC;

    private static final int DIGITS = 4;

    /// The notation that shows all of some numbers best.
    static Notation of(double[] values) {
        double[] sizes = DoubleStream.of(values).filter(value -> Double.isFinite(value) && value != 0).map(Math::abs).toArray();
        double smallest = DoubleStream.of(sizes).min().orElse(1), largest = DoubleStream.of(sizes).max().orElse(1);
        boolean whole = DoubleStream.of(sizes).allMatch(value -> value == Math.rint(value));
        if (largest / smallest > 1000 || largest > 1e8 || smallest < 1e-4) return SCIENTIFIC;
        return whole ? WHOLE : FIXED;
    }

    /// The text of a number; rounding is exact, halves go to the even neighbour.
    String write(double value) {
        if (Double.isNaN(value)) return "nan";
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        if (Double.isInfinite(value)) return sign + "inf";
        BigDecimal size = new BigDecimal(Math.abs(value));
        return sign + switch (this) {
            case WHOLE -> size.setScale(0, RoundingMode.HALF_EVEN).toPlainString() + ".";
            case FIXED -> size.setScale(DIGITS, RoundingMode.HALF_EVEN).toPlainString();
            case SCIENTIFIC -> scientific(size);
        };
    }

    private static String scientific(BigDecimal size) {
        BigDecimal rounded = size.round(new MathContext(DIGITS + 1, RoundingMode.HALF_EVEN));
        int exponent = size.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String mantissa = rounded.movePointLeft(exponent).setScale(DIGITS, RoundingMode.UNNECESSARY).toPlainString();
        String digits = Integer.toString(Math.abs(exponent));
        return mantissa + (exponent < 0 ? "e-" : "e+") + (digits.length() < 2 ? "0" : "") + digits;
    }
}
