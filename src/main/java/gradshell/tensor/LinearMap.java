package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.Type;

/// An operation that is linear in its one input: a sum, a view, a gather. It is its own jvp, and its transpose is its vjp.
public non-sealed interface LinearMap extends Op {
    /// The type of the result, or an error.
    Type type(Type x);

    Array forward(Type out, Array x);

    /// The transposed map, applied to a cotangent of the result.
    ///
    /// @param x the type of the input, and so of the answer
    Tensor transpose(Tensor g, Type x);

    @Override
    default Type type(Type... in) { return type(in[0]); }

    @Override
    default Array forward(Type out, Array... in) { return forward(out, in[0]); }

    @Override
    default boolean reads(int wanted, int input) { return false; }

    @Override
    default Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) { return transpose(g, type); }

    @Override
    default Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) { return dx[0].apply(this); }
}
