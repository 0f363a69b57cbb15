package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Literal;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.kernel.Copies;

/// New tensors: from Java's numbers and arrays, from text, regular ones and random ones.
public final class Creation {
    private Creation() {}

    // ---- from values ----

    /// A tensor from what Java has: a number, a truth, text, another tensor (copied), or an array of these, nested to any depth.
    ///
    /// Java's floating types give float32, as PyTorch takes Python's numbers; whole numbers give int64.
    public static Tensor from(Object values) {
        return switch (values) {
            case Tensor tensor -> Tensor.of(Copies.copy(tensor.array()));
            case String text -> Tensor.of(Literal.read(text));
            case Number number -> Tensor.of(number instanceof Double || number instanceof Float ? DType.FLOAT32 : DType.INT64, number);
            case Boolean truth -> Tensor.of(DType.BOOL, truth ? 1 : 0);
            case Tensor[] tensors -> Movements.stack(0, tensors);
            case null -> throw new IllegalArgumentException("tensor: null is no number");
            default -> nested(values);
        };
    }

    /// The same, in a given type.
    public static Tensor from(DType dtype, Object values) {
        if (values instanceof Number number) return Tensor.of(dtype, number);
        if (values instanceof double[] numbers && dtype == DType.FLOAT64) return Tensor.of(Array.of(dtype, Shape.of(numbers.length), numbers.clone()));
        if (values.getClass().isArray() && !(values instanceof Tensor[])) return Tensor.of(Copies.convert(exact(values), dtype));
        return from(values).to(dtype).detach();
    }

    private static Tensor nested(Object values) {
        Array array = exact(values);
        return Tensor.of(array.dtype() == DType.FLOAT64 ? Copies.convert(array, DType.FLOAT32) : array.dtype() == DType.INT32 ? Copies.convert(array, DType.INT64) : array);
    }

    /// Nested Java arrays as one array, in the type that holds their numbers exactly.
    private static Array exact(Object values) {
        Class<?> element = values.getClass();
        while (element.isArray()) element = element.getComponentType();
        DType dtype = element == boolean.class ? DType.BOOL : element == long.class ? DType.INT64
                : element == float.class ? DType.FLOAT32 : element == double.class ? DType.FLOAT64
                : element == int.class || element == short.class || element == byte.class ? DType.INT64 : null;
        if (dtype == null || !values.getClass().isArray()) throw new DTypeException("tensor: cannot make numbers of a " + values.getClass().getSimpleName() + "; give numbers, truths, arrays of them, tensors or text like \"[1, 2]\"");
        Shape shape = shape(values);
        Array array = Array.zeros(dtype, shape);
        fill(values, array, 0, 0);
        return array;
    }

    private static Shape shape(Object values) {
        int rank = 0;
        for (Class<?> c = values.getClass(); c.isArray(); c = c.getComponentType()) rank++;
        int[] sizes = new int[rank];
        Object inner = values;
        for (int i = 0; i < rank; i++) {
            if (inner == null) throw new ShapeException("tensor: a row is null");
            sizes[i] = java.lang.reflect.Array.getLength(inner);
            if (sizes[i] == 0) break;
            if (i < rank - 1) inner = java.lang.reflect.Array.get(inner, 0);
        }
        return Shape.of(sizes);
    }

    private static int fill(Object values, Array target, int depth, int at) {
        int length = values == null ? -1 : java.lang.reflect.Array.getLength(values), wanted = target.shape().size(depth);
        if (length != wanted) throw new ShapeException("tensor: the rows are ragged: at depth " + depth + " one has " + (length < 0 ? "no" : length) + " elements where the first has " + wanted);
        for (int i = 0; i < length; i++) {
            if (depth < target.shape().rank() - 1) at = fill(java.lang.reflect.Array.get(values, i), target, depth + 1, at);
            else java.lang.reflect.Array.set(target.storage().values(), at++, java.lang.reflect.Array.get(values, i));
        }
        return at;
    }

    // ---- regular ----

    /// Zeros of a type.
    public static Tensor zeros(DType dtype, int... sizes) { return Tensor.of(Array.zeros(dtype, Shape.of(sizes))); }

    /// The same number everywhere: float32 from a floating number, int64 from a whole one.
    public static Tensor full(Number value, int... sizes) { return full(from(value).dtype(), value, sizes); }

    /// The same number everywhere, in a type.
    public static Tensor full(DType dtype, Number value, int... sizes) { return Tensor.of(Copies.full(dtype, Shape.of(sizes), value)); }

    /// Float32 ones on the diagonal of a matrix, zeros elsewhere.
    public static Tensor eye(int rows, int columns) { return eye(DType.FLOAT32, rows, columns); }

    /// Ones on the diagonal of a matrix, zeros elsewhere.
    public static Tensor eye(DType dtype, int rows, int columns) {
        Array array = Array.zeros(dtype, Shape.of(rows, columns));
        Copies.into(array.view(array.layout().diagonal(0, 0, 1)), Array.scalar(dtype, 1));
        return Tensor.of(array);
    }

    /// Whole numbers from `start` up to but without `end`, in steps.
    public static Tensor arange(long start, long end, long step) {
        if (step == 0 || (end - start) * Long.signum(step) < 0) throw new ShapeException("arange: from " + start + " in steps of " + step + " one never comes to " + end);
        long[] values = new long[Math.toIntExact(Math.ceilDiv(end - start, step))];
        for (int i = 0; i < values.length; i++) values[i] = start + i * step;
        return Tensor.of(Array.of(DType.INT64, Shape.of(values.length), values));
    }

    /// Numbers from `start` up to but without `end`, in steps.
    public static Tensor arange(DType dtype, double start, double end, double step) {
        if (!(step != 0 && (end - start) * Math.signum(step) >= 0)) throw new ShapeException("arange: from " + start + " in steps of " + step + " one never comes to " + end);
        double[] values = new double[Math.toIntExact((long) Math.ceil((end - start) / step))];
        for (int i = 0; i < values.length; i++) values[i] = start + i * step;
        return rounded(dtype, values);
    }

    private static Tensor rounded(DType dtype, double[] values) { return Tensor.of(Array.of(DType.FLOAT64, Shape.of(values.length), values)).to(dtype); }

    /// `count` numbers at equal distances, the first and the last included.
    public static Tensor linspace(DType dtype, double start, double end, int count) {
        if (count < 0) throw new ShapeException("linspace: a count of " + count + "; it must be at least 0");
        return rounded(dtype, even(dtype, start, end, count));
    }

    /// `count` powers of a base whose exponents lie at equal distances, the first and the last included.
    public static Tensor logspace(DType dtype, double start, double end, int count, double base) {
        if (count < 0) throw new ShapeException("logspace: a count of " + count + "; it must be at least 0");
        double[] values = even(dtype, start, end, count);
        for (int i = 0; i < values.length; i++) values[i] = StrictMath.pow(base, values[i]);
        return rounded(dtype, values);
    }

    /// From both ends, as PyTorch does, so that both are exact; computed in the type of the result.
    private static double[] even(DType dtype, double start, double end, int count) {
        double[] values = new double[count];
        if (dtype == DType.FLOAT32) {
            float first = (float) start, last = (float) end, step = count > 1 ? (last - first) / (count - 1) : 0;
            for (int i = 0; i < count; i++) values[i] = i < count / 2 ? Math.fma(step, i, first) : Math.fma(-step, count - 1 - i, last);
        } else {
            double step = count > 1 ? (end - start) / (count - 1) : 0;
            for (int i = 0; i < count; i++) values[i] = i < count / 2 ? Math.fma(step, i, start) : Math.fma(-step, count - 1 - i, end);
        }
        if (count == 1) values[0] = start;
        return values;
    }

    /// The row and column numbers, in two rows, of the elements of a triangle of a matrix.
    public static Tensor triangleIndices(int rows, int columns, int offset, boolean lower) {
        Tensor triangle = full(true, rows, columns);
        return (lower ? triangle.tril(offset) : triangle.triu(offset)).nonzero().t().contiguous();
    }

    /// The same truth everywhere.
    public static Tensor full(boolean value, int... sizes) { return full(DType.BOOL, value ? 1 : 0, sizes); }
}
