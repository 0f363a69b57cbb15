package gradshell.compile;

import gradshell.formula.Fn;
import gradshell.formula.Formula;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Formulas put together as they are: nothing is simplified, so that every step is rounded as it was when it stood alone.
///
/// Parts that are shared stay shared, and are looked at once.
final class Formulas {
    private Formulas() {}

    /// A formula with every input replaced.
    static Formula substitute(Formula formula, Formula[] inputs) { return substitute(formula, inputs, new IdentityHashMap<>()); }

    private static Formula substitute(Formula formula, Formula[] inputs, Map<Formula, Formula> done) {
        Formula known = done.get(formula);
        if (known != null) return known;
        Formula result = switch (formula) {
            case Formula.Input(int index) -> inputs[index];
            case Formula.Constant _ -> formula;
            case Formula.Call(Fn fn, List<Formula> arguments) -> {
                List<Formula> moved = new ArrayList<>(arguments.size());
                for (Formula argument : arguments) moved.add(substitute(argument, inputs, done));
                yield new Formula.Call(fn, List.copyOf(moved));
            }
        };
        done.put(formula, result);
        return result;
    }

    /// The inputs that a formula reads.
    static Set<Integer> inputs(Formula formula) {
        Set<Integer> found = new LinkedHashSet<>();
        visit(formula, new IdentityHashMap<>(), part -> {
            if (part instanceof Formula.Input(int index)) found.add(index);
        });
        return found;
    }

    /// The functions that a formula applies, the innermost first.
    static List<Fn> functions(Formula formula) {
        LinkedHashSet<Fn> found = new LinkedHashSet<>();
        visit(formula, new IdentityHashMap<>(), part -> {
            if (part instanceof Formula.Call(Fn fn, _)) found.add(fn);
        });
        return List.copyOf(found.reversed());
    }

    /// About how many instructions a formula needs for one element.
    static int weight(Formula formula) {
        int[] sum = new int[1];
        visit(formula, new IdentityHashMap<>(), part -> {
            if (part instanceof Formula.Call(Fn fn, _)) sum[0] += switch (fn) {
                case EXP, EXPM1, EXP2, LOG, LOG1P, LOG2, LOG10, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, SIGMOID -> 30;
                default -> 1;
            };
        });
        return sum[0];
    }

    private static void visit(Formula formula, Map<Formula, Boolean> seen, java.util.function.Consumer<Formula> visitor) {
        if (seen.put(formula, true) != null) return;
        visitor.accept(formula);
        if (formula instanceof Formula.Call(_, List<Formula> arguments)) for (Formula argument : arguments) visit(argument, seen, visitor);
    }
}
