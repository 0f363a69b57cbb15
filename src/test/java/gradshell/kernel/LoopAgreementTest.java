package gradshell.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import gradshell.array.DType;
import gradshell.formula.Fn;
import gradshell.formula.Formula;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every form of a loop gives the bits that the evaluator gives.
class LoopAgreementTest {
    private static final int[] SIZES = {0, 1, 2, 15, 16, 17, 33, 1023};

    @ParameterizedTest
    @EnumSource(DType.class)
    void everyFunctionOfEveryType(DType compute) {
        Random random = new Random(1);
        int defined = 0;
        for (Fn fn : Fn.values()) {
            Formula[] arguments = {Formula.X, Formula.Y, Formula.Z};
            Formula formula = new Formula.Call(fn, List.of(Arrays.copyOf(arguments, fn.arity())));
            if (fn == Fn.SHIFT_LEFT || fn == Fn.SHIFT_RIGHT) formula = new Formula.Call(fn, List.of(Formula.X, Formula.of(5)));
            for (DType from : DType.values()) {
                DType[] types = new DType[fn.arity()];
                for (int i = 0; i < types.length; i++) types[i] = i == 0 ? from : compute;
                Program program;
                try {
                    program = Program.of(formula, compute, List.of(types));
                } catch (IllegalArgumentException undefined) {
                    continue;
                }
                defined++;
                for (int size : from == compute ? SIZES : new int[] {1, 33}) check(program, size, random);
            }
        }
        assertEquals(true, defined >= 80, "defined: " + defined);
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void randomFormulas(DType compute) {
        Random random = new Random(compute.ordinal());
        for (int round = 0; round < 60; round++) {
            int inputs = 1 + random.nextInt(round % 10 == 0 ? 9 : 4);
            DType[] types = new DType[inputs];
            for (int i = 0; i < inputs; i++) types[i] = random.nextInt(3) == 0 ? DType.values()[random.nextInt(5)] : compute;
            check(Program.of(formula(random, compute, inputs, 2 + random.nextInt(30)), compute, List.of(types)), 37, random);
        }
    }

    @Test
    void formulasTooLongForOneMethod() {
        Random random = new Random(5);
        for (DType compute : new DType[] {DType.FLOAT32, DType.INT64}) {
            Formula formula = formula(random, compute, 4, 3000);
            for (int i = 0; i < 1500; i++) formula = formula.mul(new Formula.Input(i % 4)).add(Formula.of(i));
            Program program = Program.of(formula, compute, List.of(compute, DType.BOOL, compute, DType.FLOAT64));
            assertEquals(true, program.steps().size() > Parts.LIMIT);
            Object[] in = new Object[4];
            for (int i = 0; i < 4; i++) in[i] = values(program.inputs().get(i), 5000, random);
            int[] places = {3, 0, 7, 1}, steps = {1, 0, 2, 1};
            Object expected = program.result().allocate(2000), actual = program.result().allocate(2000);
            new Evaluator(program).run(expected, 0, 1, 2000, in, places, steps);
            Parts.of(program, Mode.SCALAR).run(actual, 0, 1, 2000, in, places, steps);
            same(program, expected, actual);
        }
    }

    @Test
    void formulasWithSharedPartsAndGreatDepth() {
        Formula shared = Formula.X, deep = Formula.X;
        for (int i = 0; i < 60; i++) shared = shared.add(shared);
        for (int i = 0; i < 100_000; i++) deep = deep.neg().abs();
        float[] out = new float[3];
        Fused.of(shared, DType.FLOAT32, DType.FLOAT32).run(out, 0, 1, 3, new float[] {1, 2, 3}, 0, 1);
        assertEquals(0x1p61f, out[1]);
        Fused.of(deep, DType.FLOAT32, DType.FLOAT32).run(out, 0, 1, 1, new float[] {-1, 2, 3}, 0, 1);
        assertEquals(1, out[0]);
    }

    /// All forms of the loop against the evaluator: neighbours, repeated operands, strides, backwards, in place.
    private static void check(Program program, int n, Random random) {
        int arity = program.inputs().size();
        for (int round = 0; round < 3 + 2 * arity; round++) {
            boolean neighbours = round < 2 * arity + 1, inPlace = round % 2 == 1;
            long ones = round == 0 || round == 1 ? -1L : random.nextLong();
            Object[] in = new Object[arity];
            int[] places = new int[arity], steps = new int[arity];
            for (int i = 0; i < arity; i++) {
                in[i] = values(program.inputs().get(i), 4 * n + 40, random);
                steps[i] = neighbours ? (int) (ones >> i & 1) : random.nextInt(7) - 3;
                places[i] = random.nextInt(9) + (steps[i] < 0 ? -steps[i] * n : 0);
            }
            int os = neighbours ? 1 : 3, oo = random.nextInt(5);
            Object expected = program.result().allocate(3 * n + 40), actual = program.result().allocate(3 * n + 40);
            new Evaluator(program).run(expected, oo, os, n, in, places, steps);
            if (inPlace && arity > 0 && program.inputs().get(0) == program.result() && steps[0] != 0) {
                // The result takes the place of the first input.
                Object copy = program.result().allocate(Array.getLength(in[0]));
                System.arraycopy(in[0], 0, copy, 0, Array.getLength(copy));
                in[0] = actual = copy;
                Object wanted = program.result().allocate(Array.getLength(copy));
                System.arraycopy(copy, 0, wanted, 0, Array.getLength(copy));
                for (int i = 0; i < n; i++) Array.set(wanted, places[0] + i * steps[0], Array.get(expected, oo + i * os));
                expected = wanted;
                os = steps[0];
                oo = places[0];
            }
            Steps pattern = neighbours && os == 1 ? Steps.neighbours(ones & (1L << arity) - 1) : Steps.ANY;
            Object before = copy(program.result(), actual);
            for (Loop loop : loops(program, pattern, n)) {
                Object target = in.length > 0 && in[0] == actual ? (in[0] = copy(program.result(), before)) : copy(program.result(), before);
                actual = target;
                GatheringLoop.forward(loop, target, oo, os, n, in, places, steps);
                same(program, expected, target);
            }
        }
    }

    private static List<Loop> loops(Program program, Steps pattern, int n) {
        List<Loop> loops = new ArrayList<>();
        loops.add(ScalarCode.compile(program, pattern));
        loops.add(ScalarCode.compile(program, Steps.ANY));
        if (pattern.form() == Steps.Form.NEIGHBOURS && LoopCode.numbers(program) != null) loops.add(VectorCode.compile(program, pattern, loops.getFirst()));
        if (n == 1) loops.add(ScalarCode.compile(program, Steps.SINGLE));
        return loops;
    }

    private static Object copy(DType type, Object array) {
        Object copy = type.allocate(Array.getLength(array));
        System.arraycopy(array, 0, copy, 0, Array.getLength(array));
        return copy;
    }

    private static void same(Program program, Object expected, Object actual) {
        // Boxed floats are equal when their bits are, and all NaNs are.
        for (int i = 0; i < Array.getLength(expected); i++)
            if (!Array.get(expected, i).equals(Array.get(actual, i)))
                fail("element " + i + ": expected " + Array.get(expected, i) + ", but got " + Array.get(actual, i) + " from " + program);
    }

    static Object values(DType type, int n, Random random) {
        Object values = type.allocate(n);
        for (int i = 0; i < n; i++) {
            switch (type) {
                case BOOL -> ((boolean[]) values)[i] = random.nextBoolean();
                case INT32 -> ((int[]) values)[i] = random.nextInt(4) == 0 ? random.nextInt() | 1 : 1 + random.nextInt(9);
                case INT64 -> ((long[]) values)[i] = random.nextInt(4) == 0 ? random.nextLong() | 1 : 1 + random.nextInt(9);
                case FLOAT32 -> ((float[]) values)[i] = (float) number(random, true);
                case FLOAT64 -> ((double[]) values)[i] = number(random, false);
            }
        }
        return values;
    }

    private static double number(Random random, boolean single) {
        return switch (random.nextInt(6)) {
            case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
            case 1 -> single ? Float.intBitsToFloat(random.nextInt()) : Double.longBitsToDouble(random.nextLong());
            case 2 -> random.nextInt(11) - 5;
            default -> random.nextGaussian() * 3;
        };
    }

    private static final double[] SPECIAL = {0, -0.0, 0.5, -0.5, 1.5, 2.5, -2.5, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
        Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, Float.MIN_NORMAL, Double.MIN_VALUE, Double.MAX_VALUE, 0x1p23, 0x1p24 + 1, 0x1p52, 8388607.5, 1e-5, 88.8, -104};

    /// A formula of about `calls` calls, parts of which are shared.
    static Formula formula(Random random, DType compute, int inputs, int calls) {
        List<Formula> parts = new ArrayList<>();
        for (int i = 0; i < inputs; i++) parts.add(new Formula.Input(i));
        parts.add(Formula.of(random.nextInt(5) - 2));
        parts.add(Formula.of(random.nextGaussian()));
        List<Fn> functions = new ArrayList<>();
        for (Fn fn : Fn.values()) {
            // Which bits a NaN has that was computed is not fixed, so no bits are moved here.
            boolean shift = fn.name().startsWith("SHIFT") || fn.name().startsWith("BIT");
            boolean zero = (fn == Fn.REMAINDER || fn == Fn.FMOD || fn == Fn.FLOOR_DIVIDE) && !compute.isFloating();
            Formula[] arguments = new Formula[fn.arity()];
            Arrays.fill(arguments, Formula.X);
            try {
                if (!shift && !zero) Program.of(new Formula.Call(fn, List.of(arguments)), compute, List.of(compute));
                if (!shift && !zero) functions.add(fn);
            } catch (IllegalArgumentException undefined) {
                continue;
            }
        }
        for (int k = 0; k < calls; k++) {
            Fn fn = functions.get(random.nextInt(functions.size()));
            Formula[] arguments = new Formula[fn.arity()];
            for (int i = 0; i < arguments.length; i++) {
                int back = random.nextInt(random.nextBoolean() ? Math.min(4, parts.size()) : parts.size());
                arguments[i] = parts.get(parts.size() - 1 - back);
            }
            parts.add(new Formula.Call(fn, List.of(arguments)));
        }
        return parts.getLast();
    }
}
