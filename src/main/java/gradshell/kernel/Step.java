package gradshell.kernel;

import gradshell.array.DType;
import gradshell.formula.Fn;

/// One value of a program. Arguments are the numbers of earlier steps; a truth has type BOOL.
sealed interface Step {
    /// The type of the value.
    DType type();

    /// An element of an input of type `from`.
    record Load(int input, DType from, DType type) implements Step {}

    /// A number that is the same for all elements; equal only to those of the same bits.
    record Constant(double value, DType type) implements Step {}

    /// A truth as the number 0 or 1.
    record Count(int truth, DType type) implements Step {}

    /// A primitive function of values of type `operand`; arguments that it does not take are -1.
    ///
    /// The first argument of SELECT is a truth.
    record Apply(Fn fn, DType operand, DType type, int a, int b, int c) implements Step {}
}
