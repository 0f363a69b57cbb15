package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Type;
import gradshell.formula.Formula;

/// One differentiable operation. Its kind says how much has to be spelled out.
///
/// An operation with settings is a record whose components are the settings. Derivatives are written in tensor operations,
/// so that they can be differentiated again.
public sealed interface Op permits Pointwise, LinearMap, BilinearMap, General {
    /// What it is called: in messages and on the tape.
    default String name() {
        String simple = getClass().getSimpleName();
        return simple.isEmpty() ? "custom" : Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    }

    /// The element type and shape that come out, or an error that names both sides; computes no numbers.
    Type type(Type... in);

    /// The result, as an array of type `out` of its own or as a view of the input.
    Array forward(Type out, Array... in);

    /// Overwrites `out`, which has the result's type and shares no memory with an input, with the result.
    default void forwardInto(Array out, Array... in) { gradshell.kernel.Copies.into(out, forward(out.type(), in)); }

    /// The same over memory that stays where it is, to be done as often as this is run: what can be prepared is prepared once.
    default Runnable bound(Array out, Array... in) { return () -> forwardInto(out, in); }

    /// A result in memory of its own, for an operation that spells out [#forwardInto].
    default Array fresh(Type out, Array... in) {
        Array result = Array.zeros(out.dtype(), out.shape());
        forwardInto(result, in);
        return result;
    }

    /// What an operation does to each element.
    ///
    /// @param compute the type in which the formula computes
    record Form(Formula formula, DType compute) {}

    /// What it does to each element, if that is the same for all and it does nothing else; otherwise null.
    default Form form(Type... in) { return null; }

    /// Whether the derivative by input `wanted` reads the value of an input; -1 asks for the result.
    boolean reads(int wanted, int input);

    /// What a cotangent of the result is worth at one input: `g` times the derivative of the result by that input.
    ///
    /// @param wanted the input, counted from 0
    /// @param g      the cotangent, of the result's shape
    /// @param y      the result, or null where [#reads] says that it is not read
    /// @param in     the inputs, null where they are not read
    /// @param type   the type of the wanted input, which is the answer's too
    /// @return null if the result does not depend smoothly on that input
    Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type);

    /// The operation that does the same to `size` examples at once, each input with one dimension more in front; null if there is none.
    default Op batched(int size) { return null; }

    /// How the result moves when the inputs move by `dx`; an input that stands still has null there.
    Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in);
}
