package gradshell.tensor;

import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.Type;
import java.util.List;
import java.util.stream.Stream;

/// A small case that shows what an operation does: the operation and the types of its inputs. The derived checks run it on random numbers.
record Sample(Op op, List<Type> inputs) {
    /// An operation on one float64 input of the given shape.
    static Sample of(Op op, int... shape) { return of(op, Shape.of(shape)); }

    /// An operation on float64 inputs of the given shapes.
    static Sample of(Op op, Shape... shapes) { return new Sample(op, Stream.of(shapes).map(shape -> new Type(DType.FLOAT64, shape)).toList()); }
}
