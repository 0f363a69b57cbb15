package gradshell.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradshell.array.DType;
import gradshell.formula.Fn;
import gradshell.formula.Formula;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Evaluator, scalar code and vector code give the same bits, cold and hot, over numbers of all magnitudes.
class ElementaryAgreementTest {
    private static final int BLOCK = 1 << 12;

    @ParameterizedTest
    @EnumSource(names = {"EXP", "EXPM1", "EXP2", "LOG", "LOG1P", "LOG2", "LOG10", "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN",
        "SINH", "COSH", "TANH", "ASINH", "ACOSH", "ATANH", "ERF", "SIGMOID", "FLOOR", "CEIL", "ROUND", "TRUNC", "SIGN"})
    void float32(Fn fn) {
        Program program = program(fn, DType.FLOAT32);
        Loop scalar = ScalarCode.compile(program, Steps.neighbours(1)), vector = VectorCode.compile(program, Steps.neighbours(1), scalar);
        Loop evaluator = new Evaluator(program);
        Random random = new Random(fn.ordinal());
        float[] in = new float[BLOCK], a = new float[BLOCK], b = new float[BLOCK], c = new float[BLOCK];
        for (int k = 0; k < 400; k++) {
            for (int i = 0; i < BLOCK; i++)
                in[i] = i % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextGaussian() * (1 << random.nextInt(8));
            scalar.run(a, 0, 1, BLOCK, in, 0, 1);
            vector.run(b, 0, 1, BLOCK - k % 16, in, 0, 1);
            int few = k % 20 == 0 ? BLOCK : 64;
            evaluator.run(c, 0, 1, few, in, 0, 1);
            for (int i = 0; i < BLOCK - k % 16; i++) {
                // Floats as ints: the signs of zeros count, all NaNs are one.
                if (Float.floatToIntBits(a[i]) != Float.floatToIntBits(b[i])) assertEquals(a[i], b[i], fn + " of " + in[i]);
                if (i < few && Float.floatToIntBits(a[i]) != Float.floatToIntBits(c[i])) assertEquals(a[i], c[i], fn + " of " + in[i]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EXP", "EXPM1", "EXP2", "LOG", "LOG1P", "LOG2", "LOG10", "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN",
        "SINH", "COSH", "TANH", "ASINH", "ACOSH", "ATANH", "ERF", "SIGMOID", "FLOOR", "CEIL", "ROUND", "TRUNC", "SIGN"})
    void float64(Fn fn) {
        Program program = program(fn, DType.FLOAT64);
        Loop scalar = ScalarCode.compile(program, Steps.neighbours(1)), vector = VectorCode.compile(program, Steps.neighbours(1), scalar);
        Loop evaluator = new Evaluator(program);
        Random random = new Random(fn.ordinal());
        double[] in = new double[BLOCK], a = new double[BLOCK], b = new double[BLOCK], c = new double[BLOCK];
        for (int k = 0; k < 200; k++) {
            for (int i = 0; i < BLOCK; i++)
                in[i] = i % 2 == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextGaussian() * (1 << random.nextInt(11));
            scalar.run(a, 0, 1, BLOCK, in, 0, 1);
            vector.run(b, 0, 1, BLOCK - k % 16, in, 0, 1);
            int few = k % 20 == 0 ? BLOCK : 64;
            evaluator.run(c, 0, 1, few, in, 0, 1);
            for (int i = 0; i < BLOCK - k % 16; i++) {
                if (Double.doubleToLongBits(a[i]) != Double.doubleToLongBits(b[i])) assertEquals(a[i], b[i], fn + " of " + in[i]);
                if (i < few && Double.doubleToLongBits(a[i]) != Double.doubleToLongBits(c[i])) assertEquals(a[i], c[i], fn + " of " + in[i]);
            }
        }
    }

    private static Program program(Fn fn, DType type) { return Program.of(new Formula.Call(fn, List.of(Formula.X)), type, List.of(type)); }
}
