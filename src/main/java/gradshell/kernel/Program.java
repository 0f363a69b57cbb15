package gradshell.kernel;

import gradshell.array.DType;
import gradshell.formula.Elementary;
import gradshell.formula.Elementary.Precision;
import gradshell.formula.Fn;
import gradshell.formula.Formula;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// What formulas become once their types are known: straight-line code for one element, each value computed once.
///
/// A value, so that it can be the key under which loops are kept.
///
/// @param results the numbers of the steps that are results
record Program(List<Step> steps, List<DType> inputs, List<Integer> results) {
    /// The program of a formula.
    ///
    /// @param compute the type of its numbers
    static Program of(Formula formula, DType compute, List<DType> inputs) { return of(List.of(formula), compute, inputs); }

    /// The program of several formulas over the same inputs.
    static Program of(List<Formula> formulas, DType compute, List<DType> inputs) {
        Builder builder = new Builder(compute, inputs);
        Map<Formula, Integer> done = new IdentityHashMap<>();
        List<Integer> results = new ArrayList<>();
        for (Formula formula : formulas) {
            int value = builder.write(formula, null, done);
            results.add(formula.isTruth() ? builder.truth(value) : builder.number(value));
        }
        return new Program(builder.steps, inputs, results).upTo(results);
    }

    /// The type of the elements of a result.
    DType result(int number) { return steps.get(results.get(number)).type(); }

    /// The program of some of the steps: what is not needed for them is left out.
    Program upTo(List<Integer> wanted) {
        int[] place = new int[steps.size()];
        boolean[] needed = new boolean[steps.size()];
        for (int step : wanted) needed[step] = true;
        for (int i = needed.length - 1; i >= 0; i--) if (needed[i]) for (int argument : arguments(steps.get(i))) needed[argument] = true;
        List<Step> kept = new ArrayList<>();
        for (int i = 0; i < needed.length; i++) {
            if (!needed[i]) continue;
            place[i] = kept.size();
            kept.add(switch (steps.get(i)) {
                case Step.Count(int truth, DType type) -> new Step.Count(place[truth], type);
                case Step.Apply(Fn fn, DType operand, DType type, int a, int b, int c) -> new Step.Apply(fn, operand, type,
                        place[a], b < 0 ? -1 : place[b], c < 0 ? -1 : place[c]);
                case Step step -> step;
            });
        }
        return new Program(List.copyOf(kept), inputs, wanted.stream().map(step -> place[step]).toList());
    }

    /// This program with the value of one of its steps as a further input.
    Program without(int step) {
        List<Step> changed = new ArrayList<>(steps);
        DType type = steps.get(step).type();
        changed.set(step, new Step.Load(inputs.size(), type, type));
        List<DType> more = new ArrayList<>(inputs);
        more.add(type);
        return new Program(changed, List.copyOf(more), results).upTo(results);
    }

    private static final class Builder {
        private final DType compute;
        private final List<DType> inputs;
        private final List<Step> steps = new ArrayList<>();
        private final Map<Step, Integer> known = new HashMap<>();

        Builder(DType compute, List<DType> inputs) {
            this.compute = compute;
            this.inputs = inputs;
        }

        /// Writes the steps of a formula whose parts may be shared, without recursion: formulas can be very deep.
        ///
        /// @param bound the values that stand for the inputs, or null for the program's own
        /// @param done  the values of the formulas written already
        int write(Formula formula, int[] bound, Map<Formula, Integer> done) {
            ArrayDeque<Formula> open = new ArrayDeque<>();
            open.push(formula);
            while (!open.isEmpty()) {
                Formula next = open.peek();
                if (done.containsKey(next)) {
                    open.pop();
                    continue;
                }
                switch (next) {
                    case Formula.Input(int index) -> done.put(next, bound == null ? load(index) : bound[index]);
                    case Formula.Constant(double value) -> done.put(next, constant(value));
                    case Formula.Call(Fn fn, List<Formula> arguments) -> {
                        int[] values = new int[arguments.size()];
                        boolean ready = true;
                        for (int i = values.length - 1; i >= 0; i--) {
                            Integer value = done.get(arguments.get(i));
                            if (value == null) {
                                open.push(arguments.get(i));
                                ready = false;
                            } else values[i] = value;
                        }
                        if (ready) done.put(next, call(fn, values));
                    }
                }
            }
            return done.get(formula);
        }

        private int add(Step step) {
            Integer before = known.putIfAbsent(step, steps.size());
            if (before != null) return before;
            steps.add(step);
            return steps.size() - 1;
        }

        private int load(int input) {
            if (input < 0 || input >= inputs.size())
                throw new IllegalArgumentException("formula: uses input " + input + ", but has " + inputs.size() + " inputs");
            DType from = inputs.get(input);
            return add(new Step.Load(input, from, from == DType.BOOL ? from : compute));
        }

        private int constant(double value) {
            return add(new Step.Constant(switch (compute) {
                case BOOL -> value != 0 ? 1 : 0;
                case INT32 -> (int) value;
                case INT64 -> (long) value;
                case FLOAT32 -> (float) value;
                case FLOAT64 -> value;
            }, compute));
        }

        /// The value as a number.
        int number(int value) {
            DType type = steps.get(value).type();
            return type == compute ? value : add(new Step.Count(value, compute));
        }

        /// The value as a truth.
        int truth(int value) {
            DType type = steps.get(value).type();
            return type == DType.BOOL ? value : add(new Step.Apply(Fn.NE, compute, DType.BOOL, value, constant(0), -1));
        }

        private int apply(Fn fn, DType operand, DType type, int... values) {
            return add(new Step.Apply(fn, operand, type, values[0], values.length > 1 ? values[1] : -1, values.length > 2 ? values[2] : -1));
        }

        private int call(Fn fn, int[] values) {
            switch (fn) {
                case AND, OR, XOR, NOT -> {
                    for (int i = 0; i < values.length; i++) values[i] = truth(values[i]);
                    return apply(fn, DType.BOOL, DType.BOOL, values);
                }
                case SELECT -> {
                    return apply(fn, compute, compute, truth(values[0]), number(values[1]), number(values[2]));
                }
                default -> {
                    for (int i = 0; i < values.length; i++) values[i] = number(values[i]);
                    return switch (compute) {
                        case BOOL -> callOfTruths(fn, values);
                        case INT32, INT64 -> callOfWholes(fn, values);
                        case FLOAT32, FLOAT64 -> callOfFloating(fn, values);
                    };
                }
            }
        }

        private int callOfFloating(Fn fn, int[] v) {
            return switch (fn) {
                case EXP, EXPM1, EXP2, LOG, LOG1P, LOG2, LOG10, SIN, COS, TAN,
                     ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, SIGMOID ->
                        write(Elementary.definition(fn, compute == DType.FLOAT32 ? Precision.SINGLE : Precision.DOUBLE), v, new IdentityHashMap<>());
                default -> apply(fn, compute, fn.isTruth() ? DType.BOOL : compute, v);
            };
        }

        /// Arithmetic on truths: a sum is or, a product is and.
        private int callOfTruths(Fn fn, int[] v) {
            return switch (fn) {
                case ADD, MAX -> truths(Fn.OR, v[0], v[1]);
                case MUL, MIN, BITWISE_AND -> truths(Fn.AND, v[0], v[1]);
                case SUB, NE -> truths(Fn.XOR, v[0], v[1]);
                case EQ -> truths(Fn.NOT, truths(Fn.XOR, v[0], v[1]));
                case LT -> truths(Fn.AND, truths(Fn.NOT, v[0]), v[1]);
                case GT -> truths(Fn.AND, truths(Fn.NOT, v[1]), v[0]);
                case LE -> truths(Fn.OR, truths(Fn.NOT, v[0]), v[1]);
                case GE -> truths(Fn.OR, truths(Fn.NOT, v[1]), v[0]);
                case FMA -> truths(Fn.OR, truths(Fn.AND, v[0], v[1]), v[2]);
                case NEG, ABS, SIGN, FLOOR, CEIL, ROUND, TRUNC -> v[0];
                default -> throw new IllegalArgumentException(Arithmetic.undefined(fn, compute));
            };
        }

        private int truths(Fn fn, int... values) { return apply(fn, DType.BOOL, DType.BOOL, values); }

        private int callOfWholes(Fn fn, int[] v) {
            return switch (fn) {
                case FLOOR, CEIL, ROUND, TRUNC -> v[0];
                case FMA -> apply(Fn.ADD, compute, compute, apply(Fn.MUL, compute, compute, v[0], v[1]), v[2]);
                case ADD, SUB, MUL, NEG, ABS, MIN, MAX, SIGN, REMAINDER, FMOD, FLOOR_DIVIDE, POW, BITWISE_AND, RIGHT_SHIFT -> apply(fn, compute, compute, v);
                case LT, LE, GT, GE, EQ, NE -> apply(fn, compute, DType.BOOL, v);
                default -> throw new IllegalArgumentException(Arithmetic.undefined(fn, compute));
            };
        }
    }

    /// The steps that a step needs.
    static int[] arguments(Step step) {
        return switch (step) {
            case Step.Load _, Step.Constant _ -> new int[0];
            case Step.Count(int truth, _) -> new int[] {truth};
            case Step.Apply(_, _, _, int a, int b, int c) -> b < 0 ? new int[] {a} : c < 0 ? new int[] {a, b} : new int[] {a, b, c};
        };
    }
}
