package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Layout;
import gradshell.array.Shape;
import gradshell.formula.Formula;

/// Elements picked by index, and added back. Indices are int64, contiguous, checked and not negative.
public final class Gathers {
    private static final Formula SUM = Formula.X.add(Formula.Y);

    private Gathers() {}

    /// The slices of dimension `dim` at the given places.
    public static Array select(Array x, int dim, Array index) {
        Array out = Array.zeros(x.dtype(), x.shape().with(dim, index.elements()));
        for (int i = 0; i < index.elements(); i++)
            Copies.into(out.view(out.layout().slice(dim, i, 1, 1)), x.view(x.layout().slice(dim, (int) index.longs()[i], 1, 1)));
        return out;
    }

    /// Slices added to zeros at the given places of dimension `dim`, in the order of the index.
    public static Array addSlices(Array x, int dim, Array index, int size) {
        Array out = Array.zeros(x.dtype(), x.shape().with(dim, size));
        Fused add = add(x.dtype());
        for (int i = 0; i < index.elements(); i++) {
            Array target = out.view(out.layout().slice(dim, (int) index.longs()[i], 1, 1));
            add.apply(target, target, x.view(x.layout().slice(dim, i, 1, 1)));
        }
        return out;
    }

    /// Element (…, i, …) of the answer is element (…, index(…, i, …), …) of `x`.
    public static Array gather(Array x, int dim, Array index) {
        Array out = Array.zeros(x.dtype(), index.shape());
        Fused copy = Fused.of(Formula.X, x.dtype(), x.dtype());
        int[] from = places(x.layout(), dim, index), to = places(out.layout(), -1, index);
        for (int i = 0; i < from.length; i++) copy.run(out.storage().values(), to[i], 1, 1, x.storage().values(), from[i], 1);
        return out;
    }

    /// The elements of `x` added to zeros of the given shape, at the places that [#gather] would read.
    public static Array scatterAdd(Array x, int dim, Array index, Shape shape) {
        Array out = Array.zeros(x.dtype(), shape);
        Fused add = add(x.dtype());
        Object values = out.storage().values();
        int[] to = places(out.layout(), dim, index), from = places(x.layout(), -1, index);
        for (int i = 0; i < to.length; i++) add.run(values, to[i], 1, 1, values, to[i], 1, x.storage().values(), from[i], 1);
        return out;
    }

    private static Fused add(DType dtype) { return Fused.of(SUM, dtype, dtype, dtype); }

    /// For each element of the index, in order, where its partner lies under a layout; `dim` -1 asks for the place of the element itself.
    private static int[] places(Layout layout, int dim, Array index) {
        Shape shape = index.shape();
        int[] places = new int[shape.elements()], at = new int[shape.rank()];
        for (int i = 0; i < places.length; i++) {
            int place = layout.offset();
            for (int d = 0; d < at.length; d++) place += layout.stride(d) * (d == dim ? (int) index.longs()[i] : at[d]);
            places[i] = place;
            for (int d = at.length - 1; d >= 0 && ++at[d] == shape.size(d); d--) at[d] = 0;
        }
        return places;
    }
}
