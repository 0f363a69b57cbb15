package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Literal;
import gradshell.array.Rng;
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
    public static Tensor full(Number value, int... sizes) { return Tensor.of(Copies.full(from(value).dtype(), Shape.of(sizes), value)); }

    /// Ones on the diagonal of a matrix, zeros elsewhere.
    public static Tensor eye(int rows, int columns) {
        Array array = Array.zeros(DType.FLOAT32, Shape.of(rows, columns));
        for (int i = 0; i < Math.min(rows, columns); i++) array.floats()[i * columns + i] = 1;
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
    public static Tensor arange(double start, double end, double step) {
        if (!(step != 0 && (end - start) * Math.signum(step) >= 0)) throw new ShapeException("arange: from " + start + " in steps of " + step + " one never comes to " + end);
        float[] values = new float[Math.toIntExact((long) Math.ceil((end - start) / step))];
        for (int i = 0; i < values.length; i++) values[i] = (float) (start + i * step);
        return Tensor.of(Array.of(DType.FLOAT32, Shape.of(values.length), values));
    }

    /// `count` numbers at equal distances, the first and the last included.
    public static Tensor linspace(double start, double end, int count) {
        if (count < 0) throw new ShapeException("linspace: a count of " + count + "; it must be at least 0");
        float[] values = new float[count];
        float first = (float) start, last = (float) end, step = count > 1 ? (last - first) / (count - 1) : 0;
        // From both ends, as PyTorch does, so that both are exact.
        for (int i = 0; i < count; i++) values[i] = i < count / 2 ? Math.fma(step, i, first) : Math.fma(-step, count - 1 - i, last);
        if (count == 1) values[0] = first;
        return Tensor.of(Array.of(DType.FLOAT32, Shape.of(count), values));
    }

    // ---- random ----

    /// Uniform numbers from 0 up to but without 1.
    public static Tensor rand(int... sizes) { return uniform(0, 1, Shape.of(sizes)); }

    /// Uniform numbers from `low` up to but without `high`.
    public static Tensor uniform(double low, double high, Shape shape) {
        Array array = Array.zeros(DType.FLOAT32, shape);
        Rng.shared().fillUniform(array.floats(), low, high);
        return Tensor.of(array);
    }

    /// Numbers from the normal distribution with mean 0 and variance 1.
    public static Tensor randn(int... sizes) {
        Array array = Array.zeros(DType.FLOAT32, Shape.of(sizes));
        Rng.shared().fillNormal(array.floats());
        return Tensor.of(array);
    }

    /// Whole numbers from `low` up to but without `high`.
    public static Tensor randint(long low, long high, int... sizes) {
        if (low >= high) throw new ShapeException("randint: there is no whole number from " + low + " up to but without " + high);
        Shape shape = Shape.of(sizes);
        return Tensor.of(Array.of(DType.INT64, shape, Rng.shared().integers(low, high, shape.elements())));
    }

    /// The numbers from 0 to n - 1 in random order.
    public static Tensor randperm(int n) { return Tensor.of(Array.of(DType.INT64, Shape.of(n), Rng.shared().permutation(n))); }
}
