package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Interruption;
import gradshell.array.Layout;
import gradshell.array.Shape;
import gradshell.formula.Formula;

/// Elements picked by index, and added back. Indices are int64, contiguous, checked and not negative.
public final class Gathers {
    private static final Formula SUM = Formula.X.add(Formula.Y);

    /// After so many elements it is asked whether they are still wanted.
    private static final int POLL = 1 << 18;

    private Gathers() {}

    /// The slices of dimension `dim` at the given places.
    public static Array select(Array x, int dim, Array index) {
        Array out = Array.zeros(x.dtype(), x.shape().with(dim, index.elements()));
        select(out, x, dim, index);
        return out;
    }

    /// The same, written over `out`.
    public static void select(Array out, Array x, int dim, Array index) {
        if (out.elements() == 0) return;
        if (!out.layout().isContiguous()) {
            Copies.into(out, select(x, dim, index));
            return;
        }
        Array from = Copies.contiguous(x);
        int length = x.shape().size(dim), count = index.elements(), inner = x.shape().slice(dim + 1, x.shape().rank()).elements();
        long[] places = index.longs();
        Object source = from.storage().values(), target = out.storage().values();
        int start = from.layout().offset(), outer = x.shape().slice(0, dim).elements();
        for (int o = 0, to = out.layout().offset(); o < outer; o++, start += length * inner) {
            if (inner == 1) pick(source, start, 0, 1, places, 0, target, to, count);
            else for (int i = 0; i < count; i++) {
                if ((i & 0x3ff) == 0) Interruption.check();
                System.arraycopy(source, start + (int) places[i] * inner, target, to + i * inner, inner);
            }
            to += count * inner;
        }
    }

    /// Copies for j < count element `start + j * step + stride * places[first + j]` to `to + j`.
    private static void pick(Object source, int start, int step, int stride, long[] places, int first, Object target, int to, int count) {
        for (int done = 0; done < count; done += POLL) {
            Interruption.check();
            pickSome(source, start + done * step, step, stride, places, first + done, target, to + done, Math.min(POLL, count - done));
        }
    }

    private static void pickSome(Object source, int start, int step, int stride, long[] places, int first, Object target, int to, int count) {
        switch (source) {
            case float[] from -> pick(from, start, step, stride, places, first, (float[]) target, to, count);
            case double[] from -> { for (int j = 0; j < count; j++) ((double[]) target)[to + j] = from[start + j * step + stride * (int) places[first + j]]; }
            case long[] from -> { for (int j = 0; j < count; j++) ((long[]) target)[to + j] = from[start + j * step + stride * (int) places[first + j]]; }
            default -> { for (int j = 0; j < count; j++) System.arraycopy(source, start + j * step + stride * (int) places[first + j], target, to + j, 1); }
        }
    }

    private static void pick(float[] from, int start, int step, int stride, long[] places, int first, float[] target, int to, int count) {
        for (int j = 0; j < count; j++) target[to + j] = from[start + j * step + stride * (int) places[first + j]];
    }

    /// Slices added to zeros at the given places of dimension `dim`, in the order of the index.
    public static Array addSlices(Array x, int dim, Array index, int size) {
        Array out = Array.zeros(x.dtype(), x.shape().with(dim, size));
        addSlices(out, x, dim, index, false);
        return out;
    }

    /// The same, written over `out`.
    public static void addSlices(Array out, Array x, int dim, Array index) { addSlices(out, x, dim, index, true); }

    private static void addSlices(Array out, Array x, int dim, Array index, boolean clear) {
        if (!out.layout().isContiguous()) {
            Copies.into(out, addSlices(x, dim, index, out.shape().size(dim)));
            return;
        }
        if (clear) Copies.clear(out);
        if (x.elements() == 0) return;
        Array from = Copies.contiguous(x);
        Fused add = add(x.dtype());
        int size = out.shape().size(dim), count = index.elements(), inner = x.shape().slice(dim + 1, x.shape().rank()).elements();
        long[] places = index.longs();
        Object source = from.storage().values(), target = out.storage().values();
        int start = from.layout().offset(), outer = x.shape().slice(0, dim).elements();
        for (int o = 0, base = out.layout().offset(); o < outer; o++, base += size * inner) {
            if (inner == 1) addEach(source, start, 0, 1, places, 0, target, base, count, add);
            else for (int i = 0; i < count; i++) {
                if ((i & 0x3ff) == 0) Interruption.check();
                int to = base + (int) places[i] * inner;
                add.run(target, to, 1, inner, target, to, 1, source, start + i * inner, 1);
            }
            start += count * inner;
        }
    }

    /// Adds for j < count element `start + j` to element `base + j * step + stride * places[first + j]`.
    private static void addEach(Object source, int start, int step, int stride, long[] places, int first, Object target, int base, int count, Fused add) {
        for (int done = 0; done < count; done += POLL) {
            Interruption.check();
            addSome(source, start + done, step, stride, places, first + done, target, base + done * step, Math.min(POLL, count - done), add);
        }
    }

    private static void addSome(Object source, int start, int step, int stride, long[] places, int first, Object target, int base, int count, Fused add) {
        switch (source) {
            case float[] from -> addEach(from, start, step, stride, places, first, (float[]) target, base, count);
            case double[] from -> { for (int j = 0; j < count; j++) ((double[]) target)[base + j * step + stride * (int) places[first + j]] += from[start + j]; }
            default -> {
                for (int j = 0; j < count; j++) {
                    int to = base + j * step + stride * (int) places[first + j];
                    add.run(target, to, 1, 1, target, to, 1, source, start + j, 1);
                }
            }
        }
    }

    private static void addEach(float[] from, int start, int step, int stride, long[] places, int first, float[] sums, int base, int count) {
        for (int j = 0; j < count; j++) sums[base + j * step + stride * (int) places[first + j]] += from[start + j];
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
    public static int[] places(Layout layout) {
        int[] places = new int[layout.shape().elements()];
        rows(layout, -1, layout.shape(), (place, step, stride, at, count) -> { for (int j = 0; j < count; j++) places[at + j] = place + j * step; });
        return places;
    }

    /// Element (…, i, …) of the answer is element (…, index(…, i, …), …) of `x`.
    public static Array gather(Array x, int dim, Array index) {
        Array out = Array.zeros(x.dtype(), index.shape());
        gather(out, x, dim, index);
        return out;
    }

    /// The same, written over `out`.
    public static void gather(Array out, Array x, int dim, Array index) {
        if (!out.layout().isContiguous()) {
            Copies.into(out, gather(x, dim, index));
            return;
        }
        Object source = x.storage().values(), target = out.storage().values();
        long[] places = index.longs();
        int to = out.layout().offset();
        rows(x.layout(), dim, index.shape(), (place, step, stride, at, count) -> pick(source, place, step, stride, places, at, target, to + at, count));
    }

    /// The elements of `x` added to zeros of the given shape, at the places that [#gather] would read.
    public static Array scatterAdd(Array x, int dim, Array index, Shape shape) {
        Array out = Array.zeros(x.dtype(), shape);
        scatterAdd(out, x, dim, index, false);
        return out;
    }

    /// The same, written over `out`.
    public static void scatterAdd(Array out, Array x, int dim, Array index) { scatterAdd(out, x, dim, index, true); }

    private static void scatterAdd(Array out, Array x, int dim, Array index, boolean clear) {
        if (!out.layout().isContiguous()) {
            Copies.into(out, scatterAdd(x, dim, index, out.shape()));
            return;
        }
        if (clear) Copies.clear(out);
        Array from = Copies.contiguous(x);
        Fused add = add(x.dtype());
        Object source = from.storage().values(), target = out.storage().values();
        long[] places = index.longs();
        int start = from.layout().offset();
        rows(out.layout(), dim, index.shape(), (place, step, stride, at, count) -> addEach(source, start + at, step, stride, places, at, target, place, count, add));
    }

    private static Fused add(DType dtype) { return Fused.of(SUM, dtype, dtype, dtype); }

    /// A run of `count` indices from number `at` on: the partner of the j-th lies at `place + j * step + stride * index`.
    private interface Row {
        void visit(int place, int step, int stride, int at, int count);
    }

    /// Visits the rows of the last dimension of an index that picks along dimension `dim` of a layout; -1 for no index, where each element is its own partner.
    private static void rows(Layout layout, int dim, Shape shape, Row row) {
        int elements = shape.elements(), last = shape.rank() - 1, count = last < 0 ? 1 : shape.size(last);
        // Along the last dimension places go on by one step, but for what the index says.
        int step = last < 0 || last == dim ? 0 : layout.stride(last), stride = dim < 0 ? 0 : layout.stride(dim);
        int[] at = new int[shape.rank()];
        for (int i = 0; i < elements; i += count) {
            int place = layout.offset();
            for (int d = 0; d < last; d++) if (d != dim) place += layout.stride(d) * at[d];
            row.visit(place, step, stride, i, count);
            for (int d = last - 1; d >= 0 && ++at[d] == shape.size(d); d--) at[d] = 0;
        }
    }
}
