package gradshell.formula;

import java.util.List;

/// A scalar expression: what an elementwise operation does to one element of each of its inputs.
///
/// `X.neg().exp().add(ONE)` is e⁻ˣ + 1. A value: formulas of the same text are equal, so that each is compiled once.
public sealed interface Formula {
    /// One element of the input with the given number.
    record Input(int index) implements Formula {
        @Override
        public String toString() {
            return switch (index) {
                case -1 -> "result";
                case 0 -> "x";
                case 1 -> "y";
                case 2 -> "z";
                default -> "x" + index;
            };
        }
    }

    /// A number that is the same for all elements.
    record Constant(double value) implements Formula {
        @Override
        public String toString() { return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value); }
    }

    /// A function of other formulas.
    record Call(Fn fn, List<Formula> arguments) implements Formula {
        @Override
        public String toString() {
            String text = arguments.toString();
            return fn.name().toLowerCase(java.util.Locale.ROOT) + "(" + text.substring(1, text.length() - 1) + ")";
        }
    }

    /// The first input.
    Formula X = new Input(0);
    /// The second input.
    Formula Y = new Input(1);
    /// The third input.
    Formula Z = new Input(2);
    /// In a slope: the value of the function itself.
    Formula RESULT = new Input(-1);

    Formula ZERO = new Constant(0);
    Formula ONE = new Constant(1);
    Formula HALF = new Constant(0.5);

    /// A constant.
    static Formula of(double value) { return new Constant(value); }

    default Formula add(Formula other) {
        return other.equals(ZERO) ? this : equals(ZERO) ? other : call(Fn.ADD, this, other);
    }

    default Formula sub(Formula other) {
        return other.equals(ZERO) ? this : equals(ZERO) ? other.neg() : call(Fn.SUB, this, other);
    }

    default Formula mul(Formula other) {
        if (equals(ZERO) || other.equals(ZERO)) return ZERO;
        if (this instanceof Constant(double a) && other instanceof Constant(double b)) return of(a * b);
        if (other.equals(ONE)) return this;
        if (equals(ONE)) return other;
        if (other instanceof Call(Fn fn, List<Formula> parts)) {
            // a · (1 / b) is one division; a · select(m, 1, 0) is one selection.
            if (fn == Fn.DIV && parts.get(0).equals(ONE)) return div(parts.get(1));
            if (fn == Fn.SELECT && parts.get(1) instanceof Constant && parts.get(2) instanceof Constant)
                return parts.get(0).select(mul(parts.get(1)), mul(parts.get(2)));
        }
        if (other instanceof Constant(double value) && value == -1) return neg();
        return call(Fn.MUL, this, other);
    }

    default Formula div(Formula other) { return other.equals(ONE) ? this : call(Fn.DIV, this, other); }

    default Formula neg() {
        if (this instanceof Constant(double value)) return of(-value);
        if (this instanceof Call(Fn fn, List<Formula> parts) && fn == Fn.NEG) return parts.getFirst();
        return call(Fn.NEG, this);
    }

    default Formula abs() { return call(Fn.ABS, this); }
    default Formula min(Formula other) { return call(Fn.MIN, this, other); }
    default Formula max(Formula other) { return call(Fn.MAX, this, other); }
    default Formula fma(Formula factor, Formula summand) { return call(Fn.FMA, this, factor, summand); }
    default Formula sqrt() { return call(Fn.SQRT, this); }
    default Formula sign() { return call(Fn.SIGN, this); }
    default Formula remainder(Formula divisor) { return call(Fn.REMAINDER, this, divisor); }
    default Formula fmod(Formula divisor) { return call(Fn.FMOD, this, divisor); }
    default Formula floorDivide(Formula divisor) { return call(Fn.FLOOR_DIVIDE, this, divisor); }
    /// The bits that are set in both.
    default Formula bitAnd(Formula other) { return call(Fn.BIT_AND, this, other); }
    /// The bits that are set in one of both.
    default Formula bitOr(Formula other) { return call(Fn.BIT_OR, this, other); }
    default Formula floor() { return call(Fn.FLOOR, this); }
    default Formula ceil() { return call(Fn.CEIL, this); }
    default Formula round() { return call(Fn.ROUND, this); }
    default Formula trunc() { return call(Fn.TRUNC, this); }
    default Formula lt(Formula other) { return call(Fn.LT, this, other); }
    default Formula le(Formula other) { return call(Fn.LE, this, other); }
    default Formula gt(Formula other) { return call(Fn.GT, this, other); }
    default Formula ge(Formula other) { return call(Fn.GE, this, other); }
    default Formula eq(Formula other) { return call(Fn.EQ, this, other); }
    default Formula ne(Formula other) { return call(Fn.NE, this, other); }
    default Formula and(Formula other) { return call(Fn.AND, this, other); }
    default Formula or(Formula other) { return call(Fn.OR, this, other); }
    default Formula xor(Formula other) { return call(Fn.XOR, this, other); }
    default Formula not() { return call(Fn.NOT, this); }

    /// `then` where this truth holds, otherwise `otherwise`.
    default Formula select(Formula then, Formula otherwise) { return then.equals(otherwise) ? then : call(Fn.SELECT, this, then, otherwise); }

    default Formula exp() { return call(Fn.EXP, this); }
    default Formula expm1() { return call(Fn.EXPM1, this); }
    default Formula exp2() { return call(Fn.EXP2, this); }
    default Formula log() { return call(Fn.LOG, this); }
    default Formula log1p() { return call(Fn.LOG1P, this); }
    default Formula log2() { return call(Fn.LOG2, this); }
    default Formula log10() { return call(Fn.LOG10, this); }
    default Formula sin() { return call(Fn.SIN, this); }
    default Formula cos() { return call(Fn.COS, this); }
    default Formula tan() { return call(Fn.TAN, this); }
    default Formula asin() { return call(Fn.ASIN, this); }
    default Formula acos() { return call(Fn.ACOS, this); }
    default Formula atan() { return call(Fn.ATAN, this); }
    default Formula atan2(Formula breadth) { return call(Fn.ATAN2, this, breadth); }
    default Formula sinh() { return call(Fn.SINH, this); }
    default Formula cosh() { return call(Fn.COSH, this); }
    default Formula tanh() { return call(Fn.TANH, this); }
    default Formula asinh() { return call(Fn.ASINH, this); }
    default Formula acosh() { return call(Fn.ACOSH, this); }
    default Formula atanh() { return call(Fn.ATANH, this); }
    default Formula hypot(Formula other) { return call(Fn.HYPOT, this, other); }
    default Formula pow(Formula exponent) { return call(Fn.POW, this, exponent); }
    default Formula sigmoid() { return call(Fn.SIGMOID, this); }
    default Formula erf() { return call(Fn.ERF, this); }
    default Formula erfinv() { return call(Fn.ERFINV, this); }
    default Formula lgamma() { return call(Fn.LGAMMA, this); }
    default Formula digamma() { return call(Fn.DIGAMMA, this); }
    /// The derivative of `digamma` of this order, at `x`.
    default Formula polygamma(Formula x) { return call(Fn.POLYGAMMA, this, x); }
    /// The bits that are set in both whole numbers.
    default Formula bitwiseAnd(Formula other) { return call(Fn.BITWISE_AND, this, other); }
    default Formula rightShift(Formula places) { return call(Fn.RIGHT_SHIFT, this, places); }

    private static Formula call(Fn fn, Formula... arguments) { return new Call(fn, List.of(arguments)); }

    /// Whether the value is true or false rather than a number; an input counts as a number.
    default boolean isTruth() { return this instanceof Call(Fn fn, _) && fn.isTruth(); }

    /// Whether the formula reads the given input; -1 asks for `RESULT`.
    default boolean uses(int input) {
        return switch (this) {
            case Input(int index) -> index == input;
            case Constant _ -> false;
            case Call(_, List<Formula> arguments) -> arguments.stream().anyMatch(a -> a.uses(input));
        };
    }

    /// This formula with every input i replaced by `inputs[i]`, and `RESULT` by `result`.
    default Formula substitute(Formula result, Formula... inputs) {
        return switch (this) {
            case Input(int index) -> index < 0 ? result : inputs[index];
            case Constant _ -> this;
            case Call(Fn fn, List<Formula> arguments) -> apply(fn, arguments.stream().map(a -> a.substitute(result, inputs)).toList());
        };
    }

    /// The slope by an input, by the chain rule from the slopes of the functions; it may use `RESULT` for the value of this formula.
    default Formula slope(int input) { return slope(input, RESULT); }

    private Formula slope(int input, Formula value) {
        return switch (this) {
            case Input(int index) -> index == input ? ONE : ZERO;
            case Constant _ -> ZERO;
            case Call(Fn fn, List<Formula> arguments) -> {
                Formula sum = ZERO;
                for (int i = 0; i < arguments.size(); i++) {
                    Formula inner = arguments.get(i).slope(input, arguments.get(i));
                    if (inner.equals(ZERO)) continue;
                    sum = sum.add(inner.mul(fn.slope(i).substitute(value, arguments.toArray(Formula[]::new))));
                }
                yield sum;
            }
        };
    }

    /// The call of a function, simplified where its method simplifies.
    private static Formula apply(Fn fn, List<Formula> a) {
        return switch (fn) {
            case ADD -> a.get(0).add(a.get(1));
            case SUB -> a.get(0).sub(a.get(1));
            case MUL -> a.get(0).mul(a.get(1));
            case DIV -> a.get(0).div(a.get(1));
            case NEG -> a.get(0).neg();
            case SELECT -> a.get(0).select(a.get(1), a.get(2));
            default -> new Call(fn, a);
        };
    }
}
