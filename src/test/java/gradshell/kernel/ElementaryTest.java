package gradshell.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.DType;
import gradshell.formula.Fn;
import gradshell.formula.Formula;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How far elementary functions are from the exact values, in units of the last place.
///
/// With `-Dexhaustive=true` all float32 numbers are tried.
class ElementaryTest {
    /// The most that each may be off.
    private static final double BOUND = 2;

    private static DoubleUnaryOperator reference(Fn fn) {
        return switch (fn) {
            case EXP -> StrictMath::exp;
            case EXPM1 -> StrictMath::expm1;
            case LOG -> StrictMath::log;
            case LOG1P -> StrictMath::log1p;
            case SIN -> StrictMath::sin;
            case COS -> StrictMath::cos;
            case TANH -> StrictMath::tanh;
            default -> throw new AssertionError(fn);
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"EXP", "EXPM1", "LOG", "LOG1P", "SIN", "COS", "TANH"})
    void float32(Fn fn) {
        boolean exhaustive = Boolean.getBoolean("exhaustive");
        Loop loop = ScalarCode.compile(program(fn, DType.FLOAT32), Steps.neighbours(1));
        DoubleUnaryOperator exact = reference(fn);
        int block = 1 << 16, blocks = exhaustive ? 1 << 16 : 40;
        float[] in = new float[block], out = new float[block];
        Random random = new Random(fn.ordinal());
        double worst = 0;
        float where = 0;
        for (int k = 0; k < blocks; k++) {
            for (int i = 0; i < block; i++) {
                // Half of the sample are all magnitudes, half those where functions bend.
                in[i] = exhaustive ? Float.intBitsToFloat(k * block + i) : k % 2 == 0 ? Float.intBitsToFloat(random.nextInt())
                        : (float) (random.nextGaussian() * Math.pow(2, random.nextInt(9) - 3));
            }
            if (k == 0) System.arraycopy(SPECIAL, 0, in, 0, SPECIAL.length);
            loop.run(out, 0, 1, block, in, 0, 1);
            for (int i = 0; i < block; i++) {
                double right = exact.applyAsDouble(in[i]);
                double off = off(in[i], out[i], right, (float) right, Math.ulp((float) right));
                if (off > worst) {
                    worst = off;
                    where = in[i];
                }
            }
        }
        System.out.printf("%-5s float32 at most %.3f ulp, at %s%n", fn, worst, where);
        assertTrue(worst <= BOUND, fn + ": " + worst + " ulp at " + where);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXP", "EXPM1", "LOG", "LOG1P", "SIN", "COS", "TANH"})
    void float64(Fn fn) {
        Loop loop = ScalarCode.compile(program(fn, DType.FLOAT64), Steps.neighbours(1));
        DoubleUnaryOperator reference = reference(fn);
        int block = 1 << 16;
        double[] in = new double[block], out = new double[block];
        Random random = new Random(fn.ordinal());
        double worst = 0, where = 0;
        for (int k = 0; k < 10; k++) {
            for (int i = 0; i < block; i++)
                in[i] = k % 2 == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextGaussian() * Math.pow(2, random.nextInt(12) - 4);
            if (k == 0) for (int i = 0; i < SPECIAL.length; i++) in[i] = SPECIAL[i];
            loop.run(out, 0, 1, block, in, 0, 1);
            for (int i = 0; i < block; i++) {
                double right = reference.applyAsDouble(in[i]), off = off(in[i], out[i], right, right, Math.ulp(right));
                if (off > worst) {
                    worst = off;
                    where = in[i];
                }
            }
        }
        // The reference itself is off by less than 1.
        System.out.printf("%-5s float64 at most %.3f ulp from fdlibm, at %s%n", fn, worst, where);
        assertTrue(worst <= BOUND, fn + ": " + worst + " ulp at " + where);
    }

    private static Program program(Fn fn, DType type) { return Program.of(new Formula.Call(fn, List.of(Formula.X)), type, List.of(type)); }

    private static double off(double in, double out, double right, double rounded, double ulp) {
        if (Double.isNaN(rounded) || Double.isInfinite(rounded) || rounded == 0) {
            // Special values are exact, signs of zeros too; next to infinity the largest number would be near enough, but is not given.
            assertEquals(rounded, out, "at " + in);
            return 0;
        }
        if (Double.isInfinite(out)) return Double.POSITIVE_INFINITY;
        return Math.abs(out - right) / ulp;
    }

    private static final float[] SPECIAL = {0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1, -1, Float.MIN_VALUE, -Float.MIN_VALUE,
        Float.MIN_NORMAL, -Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, 88.72283f, 88.72284f, -87.33655f, -103.97208f, -103.97209f, -104.5f, -1.0000001f,
        -0.99999994f, 0.70710677f, 0.70710678f, 1.4142135f, 1.4142137f, 9.010913f, 9.1f, 20, -20, Float.intBitsToFloat(0x7FC12345), Float.intBitsToFloat(0xFFC00001)};
}
