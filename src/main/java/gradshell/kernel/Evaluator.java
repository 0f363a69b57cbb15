package gradshell.kernel;

import gradshell.array.DType;
import gradshell.formula.Fn;

/// Walks a program for each element. Slow, simple, right: the loop of formulas that are too cold to compile, and the judge of all others.
final class Evaluator extends GatheringLoop {
    private final Program program;

    Evaluator(Program program) { this.program = program; }

    @Override
    void run(int from, int to, Object[] outs, int[] outOffsets, int[] outSteps, Object[] in, int[] offsets, int[] steps) {
        // Values as bits: floating numbers raw, because bit moves make patterns that no conversion keeps.
        long[] values = new long[program.steps().size()];
        for (int i = from; i < to; i++) {
            for (int k = 0; k < values.length; k++) {
                values[k] = switch (program.steps().get(k)) {
                    case Step.Load(int input, DType stored, DType type) -> load(in[input], offsets[input] + i * steps[input], stored, type);
                    case Step.Constant(double value, DType type) -> bits(value, type);
                    case Step.Count(int truth, DType type) -> bits((double) values[truth], type);
                    case Step.Apply(Fn fn, DType operand, DType type, int a, int b, int c) when fn == Fn.SELECT -> values[values[a] != 0 ? b : c];
                    case Step.Apply(Fn fn, DType operand, DType type, int a, int b, int c) ->
                            apply(fn, operand, values[a], b < 0 ? 0 : values[b], c < 0 ? 0 : values[c]);
                };
            }
            for (int r = 0; r < outs.length; r++) store(outs[r], outOffsets[r] + i * outSteps[r], program.result(r), values[program.results().get(r)]);
        }
    }

    private static long apply(Fn fn, DType type, long a, long b, long c) {
        if (fn.isTruth()) {
            return switch (type) {
                case FLOAT32 -> Arithmetic.holds(fn, asFloat(a), asFloat(b));
                case FLOAT64 -> Arithmetic.holds(fn, Double.longBitsToDouble(a), Double.longBitsToDouble(b));
                case BOOL, INT32, INT64 -> Arithmetic.holds(fn, a, b);
            } ? 1 : 0;
        }
        return switch (type) {
            case FLOAT32 -> Float.floatToRawIntBits(Arithmetic.apply(fn, asFloat(a), asFloat(b), asFloat(c)));
            case FLOAT64 -> Double.doubleToRawLongBits(
                    Arithmetic.apply(fn, Double.longBitsToDouble(a), Double.longBitsToDouble(b), Double.longBitsToDouble(c)));
            case INT32 -> (int) Arithmetic.apply(fn, a, b);
            case BOOL, INT64 -> Arithmetic.apply(fn, a, b);
        };
    }

    private static float asFloat(long bits) { return Float.intBitsToFloat((int) bits); }

    private static long load(Object array, int place, DType from, DType type) {
        return switch (from) {
            case BOOL -> ((boolean[]) array)[place] ? 1 : 0;
            case INT32 -> bits((long) ((int[]) array)[place], type);
            case INT64 -> bits(((long[]) array)[place], type);
            case FLOAT32 -> {
                float value = ((float[]) array)[place];
                yield type == DType.FLOAT32 ? Float.floatToRawIntBits(value) : bits((double) value, type);
            }
            case FLOAT64 -> {
                double value = ((double[]) array)[place];
                yield type == DType.FLOAT64 ? Double.doubleToRawLongBits(value) : bits(value, type);
            }
        };
    }

    private static long bits(long value, DType type) {
        return switch (type) {
            case BOOL -> value != 0 ? 1 : 0;
            case INT32 -> (int) value;
            case INT64 -> value;
            case FLOAT32 -> Float.floatToRawIntBits((float) value);
            case FLOAT64 -> Double.doubleToRawLongBits((double) value);
        };
    }

    private static long bits(double value, DType type) {
        return switch (type) {
            case BOOL -> value != 0 ? 1 : 0;
            case INT32 -> (int) value;
            case INT64 -> (long) value;
            case FLOAT32 -> Float.floatToRawIntBits((float) value);
            case FLOAT64 -> Double.doubleToRawLongBits(value);
        };
    }

    private static void store(Object array, int place, DType type, long bits) {
        switch (type) {
            case BOOL -> ((boolean[]) array)[place] = bits != 0;
            case INT32 -> ((int[]) array)[place] = (int) bits;
            case INT64 -> ((long[]) array)[place] = bits;
            case FLOAT32 -> ((float[]) array)[place] = asFloat(bits);
            case FLOAT64 -> ((double[]) array)[place] = Double.longBitsToDouble(bits);
        }
    }
}
