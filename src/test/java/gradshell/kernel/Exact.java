package gradshell.kernel;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Elementary functions to forty digits and more, slowly.
final class Exact {
    private static final MathContext DIGITS = new MathContext(50, RoundingMode.HALF_EVEN);
    private static final BigDecimal SMALL = new BigDecimal("1e-50");
    private static final BigDecimal TWO = BigDecimal.TWO, ONE = BigDecimal.ONE;
    private static final BigDecimal LN2 = lnTwo();
    /// π by Machin's formula.
    private static final BigDecimal PI = arctan(5).multiply(BigDecimal.valueOf(16)).subtract(arctan(239).multiply(BigDecimal.valueOf(4)));

    private static final BigDecimal ROOT_PI = PI.sqrt(DIGITS);
    private static final java.util.List<BigDecimal> BERNOULLI = bernoulli(18);

    private Exact() {}

    private static BigDecimal number(double x) { return new BigDecimal(x, new MathContext(60)); }

    static BigDecimal exp(double x) { return exp(number(x)); }

    static BigDecimal expm1(double x) { return exp(x).subtract(ONE); }

    static BigDecimal log(double x) { return log(number(x)); }

    static BigDecimal log1p(double x) { return log(number(x).add(ONE)); }

    static BigDecimal tanh(double x) {
        BigDecimal e = exp(number(x).multiply(TWO));
        return e.subtract(ONE).divide(e.add(ONE), DIGITS);
    }

    static BigDecimal exp2(double x) { return exp(number(x).multiply(LN2)); }

    static BigDecimal log2(double x) { return log(x).divide(LN2, DIGITS); }

    static BigDecimal log10(double x) { return log(x).divide(log(BigDecimal.TEN), DIGITS); }

    static BigDecimal sigmoid(double x) {
        BigDecimal e = exp(x);
        return e.divide(e.add(ONE), DIGITS);
    }

    static BigDecimal sinh(double x) { return exp(x).subtract(exp(-x)).divide(TWO, DIGITS); }

    static BigDecimal cosh(double x) { return exp(x).add(exp(-x)).divide(TWO, DIGITS); }

    static BigDecimal asinh(double x) {
        BigDecimal a = number(x).abs(), value = log(a.add(a.multiply(a).add(ONE).sqrt(DIGITS)));
        return x < 0 ? value.negate() : value;
    }

    static BigDecimal acosh(double x) { return log(number(x).add(number(x).pow(2).subtract(ONE).sqrt(DIGITS))); }

    static BigDecimal atanh(double x) { return log(ONE.add(number(x)).divide(ONE.subtract(number(x)), DIGITS)).divide(TWO, DIGITS); }

    static BigDecimal tan(double x) { return sin(x).divide(cos(x), DIGITS); }

    static BigDecimal atan(double x) { return atan(number(x)); }

    static BigDecimal asin(double x) { return atan(number(x).divide(ONE.add(ONE.subtract(number(x).pow(2)).sqrt(DIGITS)), DIGITS)).multiply(TWO); }

    static BigDecimal acos(double x) { return x == -1 ? PI : atan(ONE.subtract(number(x)).divide(ONE.add(number(x)), DIGITS).sqrt(DIGITS)).multiply(TWO); }

    /// The series for an eighth of the angle.
    private static BigDecimal atan(BigDecimal x) {
        BigDecimal part = x;
        for (int i = 0; i < 3; i++) part = part.divide(ONE.add(ONE.add(part.multiply(part, DIGITS)).sqrt(DIGITS)), DIGITS);
        BigDecimal square = part.multiply(part, DIGITS).negate(), power = part, sum = BigDecimal.ZERO;
        for (int k = 1; power.signum() != 0 && power.abs().compareTo(SMALL.multiply(part.abs(), DIGITS)) > 0; k += 2) {
            sum = sum.add(power.divide(BigDecimal.valueOf(k), DIGITS));
            power = power.multiply(square, DIGITS);
        }
        return sum.multiply(BigDecimal.valueOf(8));
    }

    static BigDecimal sin(double x) {
        BigDecimal turn = PI.multiply(TWO), value = number(x);
        BigDecimal rest = value.subtract(turn.multiply(value.divide(turn, 0, RoundingMode.HALF_EVEN)));
        BigDecimal square = rest.multiply(rest, DIGITS), term = rest, sum = rest;
        for (int k = 2; term.signum() != 0 && term.abs().compareTo(SMALL.multiply(sum.abs(), DIGITS)) > 0; k += 2) {
            term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(-(long) k * (k + 1)), DIGITS);
            sum = sum.add(term);
        }
        return sum;
    }

    static BigDecimal cos(double x) {
        BigDecimal turn = PI.multiply(TWO), value = number(x);
        BigDecimal rest = value.subtract(turn.multiply(value.divide(turn, 0, RoundingMode.HALF_EVEN)));
        BigDecimal square = rest.multiply(rest, DIGITS), term = ONE, sum = ONE;
        for (int k = 1; term.signum() != 0 && term.abs().compareTo(SMALL.multiply(sum.abs(), DIGITS)) > 0; k += 2) {
            term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(-(long) k * (k + 1)), DIGITS);
            sum = sum.add(term);
        }
        return sum;
    }

    /// The series 2/√π · e^(-x²) · (x + 2x³/3 + 4x⁵/15 + …), all of whose terms have one sign.
    static BigDecimal erf(double x) { return erf(number(x)); }

    private static BigDecimal erf(BigDecimal value) {
        BigDecimal square = value.multiply(value, DIGITS), term = value, sum = value;
        for (int k = 3; term.signum() != 0 && term.abs().compareTo(SMALL.multiply(sum.abs(), DIGITS)) > 0; k += 2) {
            term = term.multiply(square, DIGITS).multiply(TWO, DIGITS).divide(BigDecimal.valueOf(k), DIGITS);
            sum = sum.add(term);
        }
        return sum.multiply(TWO).multiply(exp(square.negate())).divide(ROOT_PI, DIGITS);
    }

    /// By Newton's method from a start that is near.
    static BigDecimal erfinv(double x, double start) {
        BigDecimal value = new BigDecimal(start);
        for (int i = 0; i < 3; i++) {
            BigDecimal slope = exp(value.multiply(value, DIGITS).negate()).multiply(TWO).divide(ROOT_PI, DIGITS);
            value = value.subtract(erf(value).subtract(number(x)).divide(slope, DIGITS), DIGITS);
        }
        return value;
    }

    /// log |Γ(x)| for x that are not too small: by Stirling's series 40 or more to the right, and as many quotients.
    static BigDecimal lgamma(double x) {
        BigDecimal y = number(x), product = ONE;
        for (; y.compareTo(BigDecimal.valueOf(60)) < 0; y = y.add(ONE)) product = product.multiply(y, DIGITS);
        BigDecimal square = ONE.divide(y.multiply(y, DIGITS), DIGITS), power = ONE.divide(y, DIGITS), series = BigDecimal.ZERO;
        for (int k = 1; k <= BERNOULLI.size(); k++, power = power.multiply(square, DIGITS))
            series = series.add(BERNOULLI.get(k - 1).multiply(power, DIGITS).divide(BigDecimal.valueOf(2L * k * (2 * k - 1)), DIGITS));
        BigDecimal half = log(PI.multiply(TWO)).divide(TWO, DIGITS);
        return y.subtract(new BigDecimal("0.5")).multiply(log(y)).subtract(y).add(half).add(series).subtract(log(product.abs()));
    }

    /// The slope of `lgamma`, in the same way.
    static BigDecimal digamma(double x) {
        BigDecimal y = number(x), steps = BigDecimal.ZERO;
        for (; y.compareTo(BigDecimal.valueOf(60)) < 0; y = y.add(ONE)) steps = steps.add(ONE.divide(y, DIGITS));
        BigDecimal square = ONE.divide(y.multiply(y, DIGITS), DIGITS), power = square, series = BigDecimal.ZERO;
        for (int k = 1; k <= BERNOULLI.size(); k++, power = power.multiply(square, DIGITS))
            series = series.add(BERNOULLI.get(k - 1).multiply(power, DIGITS).divide(BigDecimal.valueOf(2L * k), DIGITS));
        return log(y).subtract(ONE.divide(y.multiply(TWO), DIGITS)).subtract(series).subtract(steps);
    }

    /// The slope of `digamma`.
    static BigDecimal trigamma(double x) {
        BigDecimal y = number(x), steps = BigDecimal.ZERO;
        for (; y.compareTo(BigDecimal.valueOf(60)) < 0; y = y.add(ONE)) steps = steps.add(ONE.divide(y.multiply(y, DIGITS), DIGITS));
        BigDecimal inverse = ONE.divide(y, DIGITS), square = inverse.multiply(inverse, DIGITS), power = inverse.multiply(square, DIGITS), series = BigDecimal.ZERO;
        for (int k = 1; k <= BERNOULLI.size(); k++, power = power.multiply(square, DIGITS)) series = series.add(BERNOULLI.get(k - 1).multiply(power, DIGITS));
        return inverse.add(square.divide(TWO, DIGITS)).add(series).add(steps);
    }

    /// The first of Bernoulli's numbers that are not 0, from that of order 2 on, by their recurrence.
    private static java.util.List<BigDecimal> bernoulli(int count) {
        BigDecimal[] all = new BigDecimal[2 * count + 1];
        java.util.List<BigDecimal> even = new java.util.ArrayList<>();
        for (int n = 0; n < all.length; n++) {
            // (n + 1) Bₙ = -Σ (n + 1 over k) Bₖ
            BigDecimal sum = BigDecimal.ZERO, choose = ONE;
            for (int k = 0; k < n; k++) {
                sum = sum.add(choose.multiply(all[k]));
                choose = choose.multiply(BigDecimal.valueOf(n + 1 - k)).divide(BigDecimal.valueOf(k + 1), DIGITS);
            }
            all[n] = n == 0 ? ONE : sum.negate().divide(BigDecimal.valueOf(n + 1), new MathContext(70));
            if (n > 0 && n % 2 == 0) even.add(all[n]);
        }
        return even;
    }

    private static BigDecimal exp(BigDecimal x) {
        int n = x.divide(LN2, 0, RoundingMode.HALF_EVEN).intValueExact();
        BigDecimal rest = x.subtract(LN2.multiply(BigDecimal.valueOf(n)), DIGITS), term = ONE, sum = ONE;
        for (int k = 1; term.signum() != 0 && term.abs().compareTo(SMALL.multiply(sum.abs(), DIGITS)) > 0; k++) {
            term = term.multiply(rest, DIGITS).divide(BigDecimal.valueOf(k), DIGITS);
            sum = sum.add(term);
        }
        return n >= 0 ? sum.multiply(TWO.pow(n), DIGITS) : sum.divide(TWO.pow(-n), DIGITS);
    }

    /// By Newton's method from the double beside it.
    private static BigDecimal log(BigDecimal x) {
        BigDecimal guess = new BigDecimal(StrictMath.log(x.doubleValue()));
        for (int i = 0; i < 3; i++) guess = guess.add(x.divide(exp(guess), DIGITS).subtract(ONE));
        return guess;
    }

    private static BigDecimal lnTwo() {
        // 2 artanh(1/3)
        BigDecimal sum = BigDecimal.ZERO, power = TWO.divide(BigDecimal.valueOf(3), DIGITS);
        for (int k = 1; k < 140; k += 2) {
            sum = sum.add(power.divide(BigDecimal.valueOf(k), DIGITS));
            power = power.divide(BigDecimal.valueOf(9), DIGITS);
        }
        return sum;
    }

    private static BigDecimal arctan(int inverse) {
        BigDecimal sum = BigDecimal.ZERO, power = ONE.divide(BigDecimal.valueOf(inverse), DIGITS), square = BigDecimal.valueOf(-(long) inverse * inverse);
        for (int k = 1; k < 100; k += 2) {
            sum = sum.add(power.divide(BigDecimal.valueOf(k), DIGITS));
            power = power.divide(square, DIGITS);
        }
        return sum;
    }
}
