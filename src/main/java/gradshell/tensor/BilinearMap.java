package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.Type;

/// An operation that is linear in each of its two inputs: a matrix product, a convolution.
public non-sealed interface BilinearMap extends Op {
    /// The type of the result, or an error.
    Type type(Type x, Type y);

    Array forward(Type out, Array x, Array y);

    /// The map with `y` held still, transposed and applied to a cotangent.
    Tensor transposeLeft(Tensor g, Type x, Tensor y);

    /// The map with `x` held still, transposed and applied to a cotangent.
    Tensor transposeRight(Tensor g, Tensor x, Type y);

    @Override
    default Type type(Type... in) { return type(in[0], in[1]); }

    @Override
    default Array forward(Type out, Array... in) { return forward(out, in[0], in[1]); }

    @Override
    default boolean reads(int wanted, int input) { return input == 1 - wanted; }

    @Override
    default Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) {
        return wanted == 0 ? transposeLeft(g, type, in[1]) : transposeRight(g, in[0], type);
    }

    @Override
    default Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) {
        Tensor left = dx[0] == null ? null : dx[0].apply(this, in[1]);
        Tensor right = dx[1] == null ? null : in[0].apply(this, dx[1]);
        return left == null ? right : right == null ? left : left.add(right);
    }
}
