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
        Array out = Array.zeros(x.dtype(), x.shape().with(dim, index.elements())), from = Copies.contiguous(x);
        int length = x.shape().size(dim), count = index.elements(), inner = x.shape().slice(dim + 1, x.shape().rank()).elements();
        long[] places = index.longs();
        Object source = from.storage().values(), target = out.storage().values();
        int start = from.layout().offset(), outer = out.elements() == 0 ? 0 : x.shape().slice(0, dim).elements();
        for (int o = 0, to = 0; o < outer; o++, start += length * inner) {
            if (inner == 1) pick(source, start, places, target, to, count);
            else for (int i = 0; i < count; i++) System.arraycopy(source, start + (int) places[i] * inner, target, to + i * inner, inner);
            to += count * inner;
        }
        return out;
    }

    private static void pick(Object source, int start, long[] places, Object target, int to, int count) {
        switch (source) {
            case float[] from -> { for (int i = 0; i < count; i++) ((float[]) target)[to + i] = from[start + (int) places[i]]; }
            case double[] from -> { for (int i = 0; i < count; i++) ((double[]) target)[to + i] = from[start + (int) places[i]]; }
            case long[] from -> { for (int i = 0; i < count; i++) ((long[]) target)[to + i] = from[start + (int) places[i]]; }
            default -> { for (int i = 0; i < count; i++) System.arraycopy(source, start + (int) places[i], target, to + i, 1); }
        }
    }

    /// Slices added to zeros at the given places of dimension `dim`, in the order of the index.
    public static Array addSlices(Array x, int dim, Array index, int size) {
        Array out = Array.zeros(x.dtype(), x.shape().with(dim, size)), from = Copies.contiguous(x);
        Fused add = add(x.dtype());
        int count = index.elements(), inner = x.shape().slice(dim + 1, x.shape().rank()).elements();
        long[] places = index.longs();
        Object source = from.storage().values(), target = out.storage().values();
        int start = from.layout().offset(), outer = x.elements() == 0 ? 0 : x.shape().slice(0, dim).elements();
        for (int o = 0, base = 0; o < outer; o++, base += size * inner) {
            if (inner == 1 && target instanceof double[] sums) addEach((double[]) source, start, places, sums, base, count);
            else if (inner == 1 && target instanceof float[] sums) addEach((float[]) source, start, places, sums, base, count);
            else for (int i = 0; i < count; i++) {
                int to = base + (int) places[i] * inner;
                add.run(target, to, 1, inner, target, to, 1, source, start + i * inner, 1);
            }
            start += count * inner;
        }
        return out;
    }

    private static void addEach(double[] source, int start, long[] places, double[] sums, int base, int count) {
        for (int i = 0; i < count; i++) sums[base + (int) places[i]] += source[start + i];
    }

    private static void addEach(float[] source, int start, long[] places, float[] sums, int base, int count) {
        for (int i = 0; i < count; i++) sums[base + (int) places[i]] += source[start + i];
    }

    /// Overwrites the elements at the given row-major places of a target, in the order of the index, with those of `x`.
    public static void put(Array target, Array index, Array x) {
        Array from = Copies.contiguous(x);
        Object source = from.storage().values(), values = target.storage().values();
        int[] memory = target.layout().isContiguous() ? null : places(target.layout());
        long[] wanted = index.longs();
        for (int i = 0, start = from.layout().offset(), base = target.layout().offset(); i < wanted.length; i++)
            System.arraycopy(source, start + i, values, memory == null ? base + (int) wanted[i] : memory[(int) wanted[i]], 1);
    }

    /// Each element of `x` combined with the element at its row-major place of a contiguous target, which is overwritten, in the order of the index.
    ///
    /// @param combine a formula of both: `X` is the target's, `Y` that of `x`
    public static void combine(Formula combine, Array target, Array index, Array x) {
        Array from = Copies.contiguous(x);
        Fused combined = Fused.of(combine, target.dtype(), target.dtype(), target.dtype());
        Object source = from.storage().values(), values = target.storage().values();
        long[] wanted = index.longs();
        for (int i = 0, start = from.layout().offset(), base = target.layout().offset(); i < wanted.length; i++) {
            int place = base + (int) wanted[i];
            combined.run(values, place, 1, 1, values, place, 1, source, start + i, 1);
        }
    }

    /// Where the elements of a layout lie, in row-major order.
    public static int[] places(Layout layout) { return places(layout, -1, layout.shape(), null); }

    /// Element (…, i, …) of the answer is element (…, index(…, i, …), …) of `x`.
    public static Array gather(Array x, int dim, Array index) {
        Array out = Array.zeros(x.dtype(), index.shape());
        int[] from = places(x.layout(), dim, index.shape(), index);
        Object values = out.storage().values();
        switch (x.storage().values()) {
            case float[] given -> { for (int i = 0; i < from.length; i++) ((float[]) values)[i] = given[from[i]]; }
            case double[] given -> { for (int i = 0; i < from.length; i++) ((double[]) values)[i] = given[from[i]]; }
            case long[] given -> { for (int i = 0; i < from.length; i++) ((long[]) values)[i] = given[from[i]]; }
            default -> { for (int i = 0; i < from.length; i++) System.arraycopy(x.storage().values(), from[i], values, i, 1); }
        }
        return out;
    }

    /// The elements of `x` added to zeros of the given shape, at the places that [#gather] would read.
    public static Array scatterAdd(Array x, int dim, Array index, Shape shape) {
        Array out = Array.zeros(x.dtype(), shape);
        Fused add = add(x.dtype());
        Object values = out.storage().values();
        int[] to = places(out.layout(), dim, index.shape(), index), from = places(x.layout(), -1, index.shape(), null);
        switch (x.storage().values()) {
            case float[] given -> { for (int i = 0; i < to.length; i++) ((float[]) values)[to[i]] += given[from[i]]; }
            case double[] given -> { for (int i = 0; i < to.length; i++) ((double[]) values)[to[i]] += given[from[i]]; }
            default -> { for (int i = 0; i < to.length; i++) add.run(values, to[i], 1, 1, values, to[i], 1, x.storage().values(), from[i], 1); }
        }
        return out;
    }

    private static Fused add(DType dtype) { return Fused.of(SUM, dtype, dtype, dtype); }

    /// For each element of the index, in order, where its partner lies under a layout; `dim` -1 asks for the place of the element itself.
    private static int[] places(Layout layout, int dim, Shape shape, Array index) {
        int[] places = new int[shape.elements()], at = new int[shape.rank()];
        int last = at.length - 1, row = at.length == 0 ? 1 : shape.size(last);
        // Along the last dimension places go on by one step, but for what the index says.
        int step = last < 0 || last == dim ? 0 : layout.stride(last), stride = dim < 0 ? 0 : layout.stride(dim);
        long[] wanted = dim < 0 ? null : index.longs();
        for (int i = 0; i < places.length; i += row) {
            int place = layout.offset();
            for (int d = 0; d < last; d++) if (d != dim) place += layout.stride(d) * at[d];
            if (wanted == null) for (int j = 0; j < row; j++) places[i + j] = place + j * step;
            else for (int j = 0; j < row; j++) places[i + j] = place + j * step + stride * (int) wanted[i + j];
            for (int d = last - 1; d >= 0 && ++at[d] == shape.size(d); d--) at[d] = 0;
        }
        return places;
    }
}
