package gradshell.kernel;

/// A number as the unevaluated sum of two doubles, which together hold about 106 bits.
///
/// @param high the sum, rounded
/// @param low  what is missing
record Twofold(double high, double low) {
    /// ln 2 in two parts; products of the first with exponents are exact.
    private static final double LN2_HIGH = 0x1.62e42fefa3800p-1, LN2_LOW = 0x1.ef35793c76730p-45;

    /// The exact sum of two doubles (D. Knuth's).
    static Twofold sum(double a, double b) {
        double s = a + b, back = s - a;
        return new Twofold(s, a - (s - back) + (b - back));
    }

    /// The exact product of two doubles.
    static Twofold product(double a, double b) {
        double p = a * b;
        return new Twofold(p, Math.fma(a, b, -p));
    }

    static Twofold quotient(double a, Twofold b) {
        double q = a / b.high;
        return new Twofold(q, (Math.fma(-q, b.high, a) - q * b.low) / b.high);
    }

    /// A polynomial by Horner's rule, in which the last sum keeps what is lost.
    ///
    /// @param coefficients those of rising powers, after what the first of them lost in rounding
    static Twofold polynomial(double t, double[] coefficients) {
        double rest = coefficients[coefficients.length - 1];
        for (int i = coefficients.length - 2; i >= 2; i--) rest = Math.fma(rest, t, coefficients[i]);
        return sum(coefficients[1], Math.fma(rest, t, coefficients[0]));
    }

    Twofold plus(double b) {
        Twofold s = sum(high, b);
        return sum(s.high, s.low + low);
    }

    Twofold plus(Twofold b) {
        Twofold s = sum(high, b.high);
        return sum(s.high, s.low + (low + b.low));
    }

    Twofold times(double b) {
        Twofold p = product(high, b);
        return sum(p.high, Math.fma(low, b, p.low));
    }

    Twofold negated() { return new Twofold(-high, -low); }

    double value() { return high + low; }

    /// The natural logarithm of a normal, positive number, with some seven bits more than a double has.
    ///
    /// With x = 2ᵉ · m and s = (m - 1) / (m + 1) it is e · ln 2 + 2 (s + s³/3 + s⁵/5 + …).
    static Twofold log(Twofold x) {
        int e = Math.getExponent(x.high);
        double m = Math.scalb(x.high, -e), rest = Math.scalb(x.low, -e);
        if (m > 1.4142135623730951) {
            m /= 2;
            rest /= 2;
            e++;
        }
        Twofold over = sum(m - 1, rest), under = sum(m, 1).plus(rest);
        double s = over.high / under.high, back = Math.fma(-s, under.high, over.high) + over.low - s * under.low;
        double sLow = back / under.high, z = s * s, p = 0;
        for (int k = 23; k >= 3; k -= 2) p = Math.fma(p, z, 1.0 / k);
        Twofold fraction = sum(2 * s, 2 * sLow + 2 * s * z * p);
        return sum(e * LN2_HIGH, fraction.high).plus(fraction.low + e * LN2_LOW);
    }
}
