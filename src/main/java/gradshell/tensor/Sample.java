package gradshell.tensor;

import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.Type;
import java.util.List;
import java.util.stream.Stream;

/// A small case that shows what an operation does: the operation and the types of its inputs. The derived checks run it on random numbers.
///
/// @param definite whether the matrices in the inputs have to be symmetric and positive definite
record Sample(Op op, List<Type> inputs, boolean definite) {
    Sample(Op op, List<Type> inputs) { this(op, inputs, false); }

    /// An operation on one float64 input of symmetric, positive definite matrices.
    static Sample definite(Op op, int... shape) { return new Sample(op, of(op, shape).inputs, true); }

    /// An operation on one float64 input of the given shape.
    static Sample of(Op op, int... shape) { return of(op, Shape.of(shape)); }

    /// An operation on float64 inputs of the given shapes.
    static Sample of(Op op, Shape... shapes) { return new Sample(op, Stream.of(shapes).map(shape -> new Type(DType.FLOAT64, shape)).toList()); }
}
