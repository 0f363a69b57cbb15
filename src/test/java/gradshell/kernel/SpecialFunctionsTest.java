package gradshell.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How far the special functions are from the exact values, in units of the last place.
class SpecialFunctionsTest {
    private static final double BOUND = 2;

    private enum Function {
        ERFINV(InverseErrorFunction::erfinv, x -> Exact.erfinv(x, InverseErrorFunction.erfinv(x))) {
            @Override
            double draw(Random random, int i) {
                return switch (i % 3) {
                    case 0 -> random.nextDouble(-1, 1);
                    case 1 -> 1 - Math.scalb(random.nextDouble(0.5, 1), -random.nextInt(52));
                    default -> Math.scalb(random.nextDouble(-1, 1), -random.nextInt(60));
                };
            }
        },
        LGAMMA(Gammas::lgamma, Exact::lgamma), DIGAMMA(Gammas::digamma, Exact::digamma), TRIGAMMA(x -> Gammas.polygamma(1, x), Exact::trigamma);

        private final DoubleUnaryOperator actual;
        private final DoubleFunction<BigDecimal> exact;

        Function(DoubleUnaryOperator actual, DoubleFunction<BigDecimal> exact) {
            this.actual = actual;
            this.exact = exact;
        }

        /// Positive numbers: near the roots, where the series meet, of all sizes.
        double draw(Random random, int i) {
            return switch (i % 5) {
                case 0 -> random.nextDouble(0, 3);
                case 1 -> (i % 2 == 0 ? 1 : 2) + Math.scalb(random.nextDouble(-1, 1), -random.nextInt(1, 50));
                case 2 -> 1.4616321449683622 + Math.scalb(random.nextDouble(-1, 1), -random.nextInt(1, 50));
                case 3 -> random.nextDouble(2, 20);
                default -> Math.scalb(random.nextDouble(0.5, 1), random.nextInt(80) - 40);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void areNear(Function fn) {
        Random random = new Random(fn.ordinal());
        double worst = 0, worstSingle = 0, where = 0;
        for (int i = 0; i < 2000; i++) {
            double x = fn.draw(random, i);
            double y = fn.actual.applyAsDouble(x);
            BigDecimal right = fn.exact.apply(x);
            if (x == 1 || x == 2 || x == 0) continue;
            double off = new BigDecimal(y).subtract(right).abs().doubleValue() / Math.ulp(right.doubleValue());
            if (off > worst) {
                worst = off;
                where = x;
            }
            float single = (float) x, rounded = (float) fn.actual.applyAsDouble(single);
            if (i % 4 == 0 && Float.isFinite(rounded) && rounded != 0) worstSingle = Math.max(worstSingle, new BigDecimal(rounded).subtract(fn.exact.apply(single)).abs().doubleValue() / Math.ulp(rounded));
        }
        System.out.printf("%-8s float64 at most %.3f ulp, at %s; float32 %.3f%n", fn, worst, where, worstSingle);
        assertTrue(worst <= BOUND, fn + ": " + worst + " ulp at " + where);
        assertTrue(worstSingle <= 0.51, fn + ": " + worstSingle + " ulp in float32");
    }

    /// Left of 0 the error is one of the last place of the largest number that the reflection adds.
    @Test
    void reflectionsKeepWhatTheySay() {
        Random random = new Random(4);
        double worst = 0;
        for (int i = 0; i < 500; i++) {
            double x = -random.nextDouble(0, 30);
            double scale = Math.max(Math.max(Math.abs(Gammas.lgamma(1 - x)), Math.abs(Gammas.lgamma(x))), 1);
            worst = Math.max(worst, new BigDecimal(Gammas.lgamma(x)).subtract(Exact.lgamma(x)).abs().doubleValue() / Math.ulp(scale));
            double slope = Exact.digamma(x).doubleValue(), size = Math.max(Math.abs(slope), Math.abs(Gammas.digamma(1 - x)));
            assertEquals(slope, Gammas.digamma(x), 4 * Math.ulp(size), "digamma of " + x);
            double curve = Exact.trigamma(x).doubleValue();
            assertEquals(curve, Gammas.polygamma(1, x), 4 * Math.ulp(curve), "trigamma of " + x);
        }
        assertTrue(worst <= BOUND, "lgamma: " + worst);
    }

    @Test
    void borders() {
        double inf = Double.POSITIVE_INFINITY, nan = Double.NaN;
        double[] places = {0, -0.0, -1, -3, inf, -inf, nan, 1, 2};
        double[] lgamma = {inf, inf, inf, inf, inf, inf, nan, 0, 0}, digamma = {-inf, inf, nan, nan, inf, nan, nan, -0.5772156649015329, 0.42278433509846713};
        double[] trigamma = {inf, inf, inf, inf, 0, inf, nan, Math.PI * Math.PI / 6, Math.PI * Math.PI / 6 - 1};
        for (int i = 0; i < places.length; i++) {
            assertEquals(lgamma[i], Gammas.lgamma(places[i]), "lgamma of " + places[i]);
            assertEquals(digamma[i], Gammas.digamma(places[i]), 1e-15, "digamma of " + places[i]);
            assertEquals(trigamma[i], Gammas.polygamma(1, places[i]), 1e-15, "trigamma of " + places[i]);
        }
        assertEquals(inf, InverseErrorFunction.erfinv(1));
        assertEquals(-inf, InverseErrorFunction.erfinv(-1));
        for (double outside : new double[] {1.5, -2, inf, -inf, nan}) assertEquals(nan, InverseErrorFunction.erfinv(outside));
        assertEquals(-0.0, InverseErrorFunction.erfinv(-0.0));
    }
}
