package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.Layout;
import gradshell.array.Shape;

/// An array seen as `outer` blocks of `length` rows of `inner` neighbours, the rows to be combined.
record Grid(Array x, Shape kept, int outer, int length, int inner) {

    /// Where line `i` begins, counted through the results in row-major order; its elements lie `inner` apart.
    int start(int i) { return x.layout().offset() + i / inner * length * inner + i % inner; }

    static Grid of(Array x, int[] axes) {
        Shape shape = x.shape();
        if (axes.length == shape.rank()) return new Grid(Copies.contiguous(x), Shape.SCALAR, 1, x.elements(), 1);
        int first = axes.length == 0 ? shape.rank() : axes[0], last = axes.length == 0 ? first - 1 : axes[axes.length - 1];
        Shape kept = kept(shape, axes);
        if (last - first + 1 == axes.length) {
            Array flat = Copies.contiguous(x);
            int outer = shape.slice(0, first).elements(), length = shape.slice(first, last + 1).elements();
            return new Grid(flat, kept, outer, length, shape.slice(last + 1, shape.rank()).elements());
        }
        // Dimensions apart from each other: brought to the end first.
        int[] order = new int[shape.rank()];
        int to = 0;
        for (int i = 0; i < order.length; i++) if (!contains(axes, i)) order[to++] = i;
        for (int axis : axes) order[to++] = axis;
        Layout permuted = x.layout().permute(order);
        int length = permuted.shape().slice(kept.rank(), shape.rank()).elements();
        return new Grid(Copies.contiguous(x.view(permuted)), kept, kept.elements(), length, 1);
    }

    /// What is left of a shape without some dimensions, ascending.
    static Shape kept(Shape shape, int[] axes) {
        for (int i = axes.length - 1; i >= 0; i--) shape = shape.remove(axes[i]);
        return shape;
    }

    private static boolean contains(int[] values, int value) {
        for (int v : values) if (v == value) return true;
        return false;
    }
}
