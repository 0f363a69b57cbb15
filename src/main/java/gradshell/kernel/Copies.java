package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Interruption;
import gradshell.array.Layout;
import gradshell.array.Storage;
import gradshell.formula.Formula;
import java.util.Arrays;

/// Moving numbers: copies, conversions, fills.
public final class Copies {
    private static final DType[] DTYPES = DType.values();
    private static final Fused[] CONVERSIONS = new Fused[DTYPES.length * DTYPES.length];

    /// From this length on a row is worth a copy of its own.
    private static final int ROW = 8;

    private Copies() {}

    /// The array itself if its elements lie in order without gaps, otherwise a copy that does so.
    public static Array contiguous(Array x) { return x.layout().isContiguous() ? x : copy(x); }

    /// A fresh array of the same values.
    public static Array copy(Array x) {
        if (!x.layout().isContiguous()) return convert(x, x.dtype());
        Object values = x.dtype().allocate(x.elements());
        System.arraycopy(x.storage().values(), x.elements() == 0 ? 0 : x.layout().offset(), values, 0, x.elements());
        return Array.of(x.dtype(), x.shape(), values);
    }

    /// A fresh array of the same values in another type; a number becomes true unless it is 0.
    public static Array convert(Array x, DType dtype) {
        Array out = Array.zeros(dtype, x.shape());
        into(out, x);
        return out;
    }

    /// Overwrites an array, converting to its type; `source` is repeated up to its shape.
    public static void into(Array target, Array source) {
        if (target.elements() == 0) return;
        Array wide = wide(source, target);
        // The offset of an empty view may lie behind the end.
        if (target.elements() == 0) return;
        if (isDense(target, wide)) System.arraycopy(wide.storage().values(), wide.layout().offset(), target.storage().values(), target.layout().offset(), target.elements());
        else if (hasRows(target, wide)) new Rows(target, wide).run();
        else conversion(source.dtype(), target.dtype()).apply(target, wide);
    }

    /// What does so each time it is run.
    public static Runnable copying(Array target, Array source) {
        if (target.elements() == 0) return () -> {};
        Array wide = wide(source, target);
        if (isDense(target, wide)) return () -> System.arraycopy(wide.storage().values(), wide.layout().offset(), target.storage().values(), target.layout().offset(), target.elements());
        return hasRows(target, wide) ? new Rows(target, wide) : conversion(source.dtype(), target.dtype()).over(new Array[] {target}, new Array[] {wide});
    }

    private static Array wide(Array source, Array target) { return source.shape().equals(target.shape()) ? source : source.view(source.layout().expand(target.shape())); }

    private static boolean isDense(Array target, Array source) { return target.dtype() == source.dtype() && target.layout().isContiguous() && source.layout().isContiguous(); }

    /// Overwrites an array without gaps with zeros.
    public static void clear(Array x) {
        if (x.elements() > 0) clear(x.storage().values(), x.layout().offset(), x.layout().offset() + x.elements());
    }

    static void clear(Object numbers, int from, int to) {
        switch (numbers) {
            case float[] values -> Arrays.fill(values, from, to, 0);
            case double[] values -> Arrays.fill(values, from, to, 0);
            case long[] values -> Arrays.fill(values, from, to, 0);
            case int[] values -> Arrays.fill(values, from, to, 0);
            case boolean[] values -> Arrays.fill(values, from, to, false);
            default -> throw new IllegalArgumentException("clear: " + numbers.getClass().getSimpleName() + " has no zeros");
        }
    }

    /// Whether the last dimension is a row without gaps, long enough to be copied as a whole.
    private static boolean hasRows(Array target, Array source) {
        Layout layout = source.layout();
        int last = layout.shape().rank() - 1;
        return target.dtype() == source.dtype() && target.layout().isContiguous() && last > 0 && layout.stride(last) == 1 && layout.shape().size(last) >= ROW;
    }

    /// A copy row by row to where there are no gaps.
    private static final class Rows implements Runnable {
        private final Array target, source;
        private final int[] at;

        Rows(Array target, Array source) {
            this.target = target;
            this.source = source;
            at = new int[source.shape().rank() - 1];
        }

        @Override
        public void run() {
            Layout layout = source.layout();
            int last = at.length, length = layout.shape().size(last), from = layout.offset(), to = target.layout().offset();
            Object values = source.storage().values(), copies = target.storage().values();
            Arrays.fill(at, 0);
            for (int row = target.elements() / length; row > 0; row--, to += length) {
                if ((row & 0x3fff) == 0) Interruption.check();
                // HotSpot copies faster when it knows the type.
                if (values instanceof float[] x) System.arraycopy(x, from, (float[]) copies, to, length);
                else System.arraycopy(values, from, copies, to, length);
                for (int d = last - 1; d >= 0; d--) {
                    from += layout.stride(d);
                    if (++at[d] < layout.shape().size(d)) break;
                    from -= layout.stride(d) * at[d];
                    at[d] = 0;
                }
            }
        }
    }

    /// Whether two memories hold the same values, bit for bit.
    public static boolean sameBits(Storage a, Storage b) {
        return switch (a.values()) {
            case float[] x -> b.values() instanceof float[] y && Arrays.equals(x, y);
            case double[] x -> b.values() instanceof double[] y && Arrays.equals(x, y);
            case long[] x -> b.values() instanceof long[] y && Arrays.equals(x, y);
            case int[] x -> b.values() instanceof int[] y && Arrays.equals(x, y);
            case boolean[] x -> b.values() instanceof boolean[] y && Arrays.equals(x, y);
            default -> false;
        };
    }

    /// A fresh array with every element the same.
    public static Array full(DType dtype, gradshell.array.Shape shape, Number value) {
        Array out = Array.zeros(dtype, shape);
        into(out, Array.scalar(dtype, value));
        return out;
    }

    private static Fused conversion(DType from, DType to) {
        int key = from.ordinal() * DTYPES.length + to.ordinal();
        Fused known = CONVERSIONS[key];
        if (known == null) CONVERSIONS[key] = known = to == DType.BOOL && from != DType.BOOL
                ? Fused.of(Formula.X.ne(Formula.ZERO), from, from)
                : Fused.of(Formula.X, to, from);
        return known;
    }
}
