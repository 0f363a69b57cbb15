package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Layout;
import gradshell.array.Shape;
import gradshell.kernel.Copies;
import gradshell.kernel.Gathers;
import java.util.List;

/// Where elements lie, as int64 tensors: numbers of elements in row-major order.
final class Places {
    private Places() {}

    /// The places that a layout visits.
    static Tensor of(Layout layout) {
        int[] places = Gathers.places(layout);
        long[] wide = new long[places.length];
        for (int i = 0; i < wide.length; i++) wide[i] = places[i];
        return Tensor.of(Array.of(DType.INT64, layout.shape(), wide));
    }

    /// The same places in each of `size` tensors of `elements` elements that lie one after the other.
    static Tensor each(Tensor places, int size, int elements) {
        long[] one = places.array().longs(), all = new long[size * one.length];
        for (int i = 0; i < all.length; i++) all[i] = one[i % one.length] + (long) (i / one.length) * elements;
        return Tensor.of(Array.of(DType.INT64, Shape.of(size).concat(places.shape()), all));
    }

    /// Which elements of a tensor the elements of a view of it are.
    static Tensor within(Array base, Array view) {
        Tensor places = of(view.layout());
        long[] memory = places.array().longs();
        if (base.layout().isContiguous()) {
            for (int i = 0; i < memory.length; i++) memory[i] -= base.layout().offset();
            return places;
        }
        int[] lies = Gathers.places(base.layout()), number = new int[java.lang.reflect.Array.getLength(base.storage().values())];
        for (int i = 0; i < lies.length; i++) number[lies[i]] = i;
        for (int i = 0; i < memory.length; i++) memory[i] = number[(int) memory[i]];
        return places;
    }

    /// The elements of a shape that a gather along a dimension would read.
    static Tensor along(Shape shape, int dim, Tensor index) {
        Layout rows = shape.contiguous();
        for (int i = 0; i < shape.rank(); i++) rows = rows.slice(i, 0, i == dim ? Math.min(1, index.shape().size(i)) : index.shape().size(i), 1);
        Layout first = rows.expand(index.shape());
        int stride = shape.contiguous().stride(dim);
        return Recording.computed(in -> {
            Array places = of(first).memory(), wanted = Copies.contiguous(in[0]);
            long[] values = places.longs();
            for (int i = 0; i < values.length; i++) values[i] += stride * wanted.longs()[wanted.layout().offset() + i];
            return places;
        }, index);
    }

    /// The elements that index tensors pick from a layout: `picks.get(i)` from dimension `dims.get(i)`, broadcast together to shape
    /// `common`, which stands as dimension `to` and following of the answer.
    static Tensor picked(Layout layout, List<Integer> dims, List<Tensor> picks, Shape common, int to) {
        Layout rest = layout;
        for (int i = dims.size() - 1; i >= 0; i--) rest = rest.select(dims.get(i), 0);
        int[] others = Gathers.places(rest);
        Shape before = rest.shape().slice(0, to), after = rest.shape().slice(to, rest.shape().rank());
        return Recording.computed(in -> {
            Array places = Array.zeros(DType.INT64, before.concat(common).concat(after));
            long[] values = places.longs(), shift = new long[common.elements()];
            for (int i = 0; i < in.length; i++) {
                long[] indices = Copies.copy(in[i].view(in[i].layout().expand(common))).longs();
                for (int k = 0; k < shift.length; k++) shift[k] += indices[k] * layout.stride(dims.get(i));
            }
            int inner = after.elements(), block = shift.length * inner;
            for (int i = 0; i < values.length; i++) values[i] = others[i / block * inner + i % inner] + shift[i % block / inner];
            return places;
        }, picks.toArray(Tensor[]::new));
    }
}
