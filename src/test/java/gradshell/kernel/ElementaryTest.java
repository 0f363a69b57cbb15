package gradshell.kernel;

import static gradshell.formula.Formula.X;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.DType;
import gradshell.formula.Formula;
import gradshell.tensor.Tensor;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How far elementary functions are from the exact values, in units of the last place.
///
/// With the profile `exhaustive` all float32 numbers are tried, but for angles beyond 2²⁶, which are left to fdlibm: of these one block
/// in 64. The reference is then our own float64 form, which is fast; it is held against the exact values by [#float64], and against the
/// slow reference at one in [#STRIDE] of the float32 numbers.
class ElementaryTest {
    /// The most that each may be off.
    private static final double BOUND = 2;
    /// A prime, so that all patterns of bits come by.
    private static final int STRIDE = 251;
    /// The same where the reference is a series of big decimals.
    private static final int RARE = 100_003;

    /// The functions under test, with a reference in double that is good enough for float32, and exact values.
    private enum Function {
        EXP(X.exp(), StrictMath::exp, Exact::exp), EXPM1(X.expm1(), StrictMath::expm1, Exact::expm1), EXP2(X.exp2(), x -> StrictMath.pow(2, x), Exact::exp2),
        LOG(X.log(), StrictMath::log, Exact::log), LOG1P(X.log1p(), StrictMath::log1p, Exact::log1p),
        LOG2(X.log2(), x -> StrictMath.log(x) / StrictMath.log(2), Exact::log2), LOG10(X.log10(), StrictMath::log10, Exact::log10),
        SIN(X.sin(), StrictMath::sin, Exact::sin), COS(X.cos(), StrictMath::cos, Exact::cos), TAN(X.tan(), StrictMath::tan, Exact::tan),
        ASIN(X.asin(), StrictMath::asin, Exact::asin), ACOS(X.acos(), StrictMath::acos, Exact::acos), ATAN(X.atan(), StrictMath::atan, Exact::atan),
        SINH(X.sinh(), StrictMath::sinh, Exact::sinh), COSH(X.cosh(), StrictMath::cosh, Exact::cosh), TANH(X.tanh(), StrictMath::tanh, Exact::tanh),
        ASINH(X.asinh(), x -> Math.copySign(Math.abs(x) > 1e10 ? StrictMath.log(Math.abs(x)) + StrictMath.log(2)
                : StrictMath.log1p(Math.abs(x) + x * x / (1 + Math.sqrt(x * x + 1))), x), Exact::asinh),
        ACOSH(X.acosh(), x -> x < 1 ? Double.NaN : x > 1e10 ? StrictMath.log(x) + StrictMath.log(2) : StrictMath.log1p(x - 1 + Math.sqrt((x - 1) * (x + 1))), Exact::acosh),
        ATANH(X.atanh(), x -> Math.copySign(0.5 * StrictMath.log1p(2 * Math.abs(x) / (1 - Math.abs(x))), x), Exact::atanh),
        ERF(X.erf(), x -> Math.abs(x) < 1e-5 ? x * 1.1283791670955126 * (1 - x * x / 3) : Math.abs(x) > 6 || x != x ? Math.signum(x) : Exact.erf(x).doubleValue(), Exact::erf),
        SQRT(X.sqrt(), Math::sqrt, x -> new BigDecimal(x).sqrt(new MathContext(50))),
        RSQRT(Tensor.RSQRT.formula(), x -> 1 / Math.sqrt(x), x -> BigDecimal.ONE.divide(new BigDecimal(x).sqrt(new MathContext(50)), new MathContext(50))),
        SIGMOID(Tensor.SIGMOID.formula(), x -> x < 0 ? StrictMath.exp(x) / (1 + StrictMath.exp(x)) : 1 / (1 + StrictMath.exp(-x)), Exact::sigmoid);

        private final Formula formula;
        private final DoubleUnaryOperator reference;
        private final DoubleFunction<BigDecimal> exact;

        Function(Formula formula, DoubleUnaryOperator reference, DoubleFunction<BigDecimal> exact) {
            this.formula = formula;
            this.reference = reference;
            this.exact = exact;
        }

        /// Whether numbers of this size are left to fdlibm, which is near enough where series would be long or lose their digits.
        boolean isBeside(double size) {
            return size < 1e-15 || size > switch (this) {
                case EXP, EXPM1, EXP2, TANH, SINH, COSH, SIGMOID -> 720;
                case ERF -> 6;
                default -> 1e18;
            };
        }

        /// Whether all numbers with these upper bits are so large that angles are left to fdlibm, in float32 too; one block in 64 of them is tried.
        boolean isFar(int upper) { return (this == SIN || this == COS || this == TAN) && (upper & 0x7fff) > Float.floatToIntBits(0x1p26f) >>> 16 && (upper & 0x7f80) != 0x7f80; }

        Program program(DType type) { return Program.of(formula, type, List.of(type)); }
    }

    /// The largest error found, and where.
    private record Worst(double off, float at) {
        Worst or(Worst other) { return other.off > off ? other : this; }
    }

    @ParameterizedTest
    @EnumSource
    void float32(Function fn) {
        boolean exhaustive = Boolean.getBoolean("exhaustive");
        Loop loop = loop(fn.program(DType.FLOAT32), exhaustive), precise = loop(fn.program(DType.FLOAT64), exhaustive);
        int blocks = exhaustive ? 1 << 16 : fn == Function.ERF ? 1 : 40;
        Worst worst = IntStream.range(0, blocks).filter(k -> !exhaustive || k % 64 == 0 || !fn.isFar(k)).parallel().mapToObj(k -> exhaustive ? all(fn, loop, precise, k) : sample(fn, loop, k)).reduce(new Worst(0, 0), Worst::or);
        System.out.printf("%-7s float32 at most %.3f ulp, at %s%n", fn, worst.off, worst.at);
        assertTrue(worst.off <= BOUND, fn + ": " + worst.off + " ulp at " + worst.at);
    }

    /// The scalar loop, or the vector loop, which gives the same bits sooner.
    private static Loop loop(Program program, boolean fast) {
        Steps steps = Steps.neighbours(1);
        Loop scalar = ScalarCode.compile(program, steps);
        return fast && Upgrade.canBe(program, steps) ? VectorCode.compile(program, steps, scalar) : scalar;
    }

    /// All numbers with the upper half of the bits of `k`.
    private static Worst all(Function fn, Loop loop, Loop precise, int k) {
        int block = 1 << 16;
        float[] in = new float[block], out = new float[block];
        double[] same = new double[block], right = new double[block];
        for (int i = 0; i < block; i++) same[i] = in[i] = Float.intBitsToFloat(k * block + i);
        loop.run(out, 0, 1, block, in, 0, 1);
        precise.run(right, 0, 1, block, same, 0, 1);
        Worst worst = new Worst(0, 0);
        for (int i = 0; i < block; i++) {
            if ((k * block + i) % (fn == Function.ERF ? RARE : STRIDE) == 0) {
                double slow = fn.reference.applyAsDouble(in[i]);
                assertTrue(slow == right[i] || slow != slow && right[i] != right[i] || Math.abs(slow - right[i]) <= 1e-12 * Math.abs(slow), fn + " float64 at " + in[i] + ": " + right[i] + ", not " + slow);
            }
            // Where the result is the nearest number there is no need to measure.
            if (out[i] != (float) right[i] || out[i] == 0) worst = worst.or(off(in[i], out[i], right[i]));
        }
        return worst;
    }

    /// A sample: half of it all magnitudes, half those where functions bend.
    private static Worst sample(Function fn, Loop loop, int k) {
        int block = fn == Function.ERF ? 1 << 12 : 1 << 16;
        float[] in = new float[block], out = new float[block];
        Random random = new Random(100 * fn.ordinal() + k);
        for (int i = 0; i < block; i++) in[i] = (k + i) % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) (random.nextGaussian() * Math.pow(2, random.nextInt(9) - 3));
        if (k == 0) System.arraycopy(SPECIAL, 0, in, 0, SPECIAL.length);
        loop.run(out, 0, 1, block, in, 0, 1);
        Worst worst = new Worst(0, 0);
        for (int i = 0; i < block; i++) worst = worst.or(off(in[i], out[i], fn.reference.applyAsDouble(in[i])));
        return worst;
    }

    private static Worst off(float in, float out, double right) {
        double off = off(in, out, right, (float) right, Math.ulp((float) right));
        // A NaN in place of a number is the worst of all.
        return new Worst(Double.isNaN(off) ? Double.POSITIVE_INFINITY : off, in);
    }

    @ParameterizedTest
    @EnumSource
    void float64(Function fn) {
        Loop loop = ScalarCode.compile(fn.program(DType.FLOAT64), Steps.neighbours(1));
        Random random = new Random(fn.ordinal());
        int n = 2000;
        double[] in = new double[n], out = new double[n];
        for (int i = 0; i < n; i++) {
            in[i] = random.nextGaussian() * Math.pow(2, random.nextInt(10) - 4);
            if (i % 8 == 0) in[i] *= Math.pow(2, random.nextInt(60) - 30);
            if (i % 8 == 1) in[i] = Math.scalb(in[i], -random.nextInt(1060));
        }
        for (int i = 0; i < SPECIAL.length; i++) in[i] = SPECIAL[i];
        for (int i = 0; i < SPECIAL64.length; i++) in[SPECIAL.length + i] = SPECIAL64[i];
        loop.run(out, 0, 1, n, in, 0, 1);
        double worst = 0, where = 0;
        for (int i = 0; i < n; i++) {
            double rounded = fn.reference.applyAsDouble(in[i]);
            boolean special = rounded == 0 || Double.isNaN(rounded) || Double.isInfinite(rounded);
            double off = off(in[i], out[i], rounded, rounded, Math.ulp(rounded));
            if (!special && !fn.isBeside(Math.abs(in[i]))) off = Math.abs(new BigDecimal(out[i]).subtract(fn.exact.apply(in[i])).doubleValue()) / Math.ulp(rounded);
            if (!(off <= worst)) {
                worst = Double.isNaN(off) ? Double.POSITIVE_INFINITY : off;
                where = in[i];
            }
        }
        System.out.printf("%-7s float64 at most %.3f ulp, at %s%n", fn, worst, where);
        assertTrue(worst <= BOUND, fn + ": " + worst + " ulp at " + where);
    }

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

    private static final double[] SPECIAL64 = {Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, -Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE,
        709.782712893384, 709.7827128933841, -708.3, -708.4, -745.13, -745.14, -746, 0x1p25, 33554433.25, 0.7071067811865475, 0.7071067811865476,
        1.4142135623730951, Math.PI, Math.PI / 2, 2 * Math.PI, -0.9999999999999999, 19.06, 19.07, 5.9, 5.93, 0x1p-27, 0x1p-54, 1e22};
}
