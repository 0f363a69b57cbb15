package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.formula.Formula;

/// Moving numbers: copies, conversions, fills.
public final class Copies {
    private static final DType[] DTYPES = DType.values();
    private static final Fused[] CONVERSIONS = new Fused[DTYPES.length * DTYPES.length];

    private Copies() {}

    /// The array itself if its elements lie in order without gaps, otherwise a copy that does so.
    public static Array contiguous(Array x) { return x.layout().isContiguous() ? x : copy(x); }

    /// A fresh array of the same values.
    public static Array copy(Array x) { return convert(x, x.dtype()); }

    /// A fresh array of the same values in another type; a number becomes true unless it is 0.
    public static Array convert(Array x, DType dtype) {
        Array out = Array.zeros(dtype, x.shape());
        into(out, x);
        return out;
    }

    /// Overwrites an array, converting to its type; `source` is repeated up to its shape.
    public static void into(Array target, Array source) {
        Array wide = source.view(source.layout().expand(target.shape()));
        // The offset of an empty view may lie behind the end.
        if (target.elements() == 0) return;
        if (target.dtype() == source.dtype() && target.layout().isContiguous() && wide.layout().isContiguous())
            System.arraycopy(wide.storage().values(), wide.layout().offset(), target.storage().values(), target.layout().offset(), target.elements());
        else conversion(source.dtype(), target.dtype()).apply(target, wide);
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
