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

    @ParameterizedTest
    @EnumSource(DType.class)
    void severalResults(DType compute) {
        Random random = new Random(compute.ordinal() + 10);
        for (int round = 0; round < 40; round++) {
            int inputs = round % 8 == 0 ? 0 : 1 + random.nextInt(round % 10 == 0 ? 9 : 4), results = 2 + random.nextInt(4);
            DType[] types = new DType[inputs];
            for (int i = 0; i < inputs; i++) types[i] = i > 0 && random.nextInt(3) == 0 ? DType.values()[random.nextInt(5)] : compute;
            List<Formula> formulas = new ArrayList<>();
            Formula shared = formula(random, compute, inputs, 5);
            for (int r = 0; r < results; r++) {
                Formula own = formula(random, compute, inputs, 1 + random.nextInt(12));
                // Some are truths, some an input as it is, some what another is.
                formulas.add(switch (random.nextInt(6)) {
                    case 0 -> own.lt(shared);
                    case 1 -> inputs == 0 ? Formula.ONE : new Formula.Input(random.nextInt(inputs));
                    case 2 -> shared;
                    default -> compute == DType.BOOL ? own.and(shared) : own.add(shared);
                });
            }
            for (int n : new int[] {1, 37}) check(Program.of(formulas, compute, List.of(types)), n, random);
        }
    }

    @Test
    void whatResultsHaveInCommonIsComputedOnce() {
        Formula shared = Formula.X.exp();
        int one = Program.of(shared.add(Formula.ONE), DType.FLOAT32, List.of(DType.FLOAT32)).steps().size();
        int both = Program.of(List.of(shared.add(Formula.ONE), Formula.X.exp().mul(Formula.Y)), DType.FLOAT32, List.of(DType.FLOAT32, DType.FLOAT32)).steps().size();
        assertEquals(one + 2, both);
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
            Object expected = compute.allocate(2000), actual = compute.allocate(2000);
            run(new Evaluator(program), 2000, new Object[] {expected}, new int[1], new int[] {1}, in, places, steps);
            run(Parts.of(program, Mode.SCALAR), 2000, new Object[] {actual}, new int[1], new int[] {1}, in, places, steps);
            same(program, expected, actual);
            Program two = Program.of(List.of(formula.neg(), formula.lt(Formula.X), Formula.Y), compute, program.inputs());
            Object[] wanted = new Object[3], got = new Object[3];
            for (int r = 0; r < 3; r++) {
                wanted[r] = two.result(r).allocate(5000);
                got[r] = two.result(r).allocate(5000);
            }
            Loop parts = Parts.of(two, Mode.SCALAR);
            for (int round = 0; round < 2; round++) {
                run(new Evaluator(two), 2000, wanted, new int[] {round, 1, 4}, new int[] {1, 2, 1}, in, places, steps);
                run(parts, 2000, got, new int[] {round, 1, 4}, new int[] {1, 2, 1}, in, places, steps);
                for (int r = 0; r < 3; r++) same(two, wanted[r], got[r]);
            }
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

    private static void run(Loop loop, int n, Object[] outs, int[] outPlaces, int[] outSteps, Object[] in, int[] places, int[] steps) {
        loop.run(0, n, outs, outPlaces, outSteps, in, places, steps);
    }

    /// All forms of the loop against the evaluator: neighbours, repeated operands, strides, backwards, in place, in pieces.
    private static void check(Program program, int n, Random random) {
        int arity = program.inputs().size(), results = program.results().size();
        for (int round = 0; round < 3 + 2 * arity; round++) {
            boolean neighbours = round < 2 * arity + 1, inPlace = round % 2 == 1;
            long ones = round == 0 || round == 1 ? -1L : random.nextLong();
            Object[] in = new Object[arity];
            int[] places = new int[arity], steps = new int[arity];
            for (int i = 0; i < arity; i++) {
                in[i] = values(program.inputs().get(i), 4 * n + 40, random);
                steps[i] = neighbours ? (int) (ones >> i & 1) : random.nextInt(7) - 3;
                // Often all at one place, which has a loop of its own.
                places[i] = neighbours && inPlace ? 3 : random.nextInt(9) + (steps[i] < 0 ? -steps[i] * n : 0);
            }
            Object[] outs = new Object[results], expected = new Object[results];
            int[] outPlaces = new int[results], outSteps = new int[results];
            boolean[] taken = new boolean[arity];
            int[] from = new int[results];
            for (int r = 0; r < results; r++) {
                outSteps[r] = neighbours ? 1 : 3;
                outPlaces[r] = inPlace ? 3 : random.nextInt(5);
                outs[r] = program.result(r).allocate(4 * n + 40);
                from[r] = -1;
                // The result takes the place of an input.
                for (int i = 0; inPlace && i < arity && from[r] < 0; i++) {
                    if (taken[i] || program.inputs().get(i) != program.result(r) || steps[i] == 0 || neighbours && steps[i] != 1) continue;
                    taken[i] = true;
                    from[r] = i;
                    outSteps[r] = steps[i];
                    outPlaces[r] = places[i];
                    outs[r] = in[i];
                }
                expected[r] = copy(program.result(r), outs[r]);
            }
            run(new Evaluator(program), n, expected, outPlaces, outSteps, in, places, steps);
            Steps pattern = neighbours ? Steps.neighbours(ones & (1L << arity) - 1) : Steps.ANY;
            for (Loop loop : loops(program, pattern, n)) {
                Object[] targets = new Object[results], given = in.clone();
                for (int r = 0; r < results; r++) {
                    targets[r] = copy(program.result(r), outs[r]);
                    if (from[r] >= 0) given[from[r]] = targets[r];
                }
                // In two pieces; the loop of a single element computes one in any case.
                int middle = n == 1 || round % 3 == 0 ? n : random.nextInt(n + 1);
                loop.run(0, middle, targets, outPlaces, outSteps, given, places, steps);
                if (middle < n) loop.run(middle, n, targets, outPlaces, outSteps, given, places, steps);
                for (int r = 0; r < results; r++) same(program, expected[r], targets[r]);
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
