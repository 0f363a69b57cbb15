package gradshell.array;

/// Numbers of one type in n dimensions: a layout over a storage.
public final class Array {
    private final DType dtype;
    private final Layout layout;
    private final Storage storage;

    public Array(DType dtype, Layout layout, Storage storage) {
        this.dtype = dtype;
        this.layout = layout;
        this.storage = storage;
    }

    /// An array over Java's own, row after row, without a copy.
    ///
    /// @param values as many elements as the shape has, of the Java type that belongs to `dtype`
    public static Array of(DType dtype, Shape shape, Object values) {
        return new Array(dtype, shape.contiguous(), new Storage(values));
    }

    /// An array of zeros.
    public static Array zeros(DType dtype, Shape shape) { return of(dtype, shape, dtype.allocate(shape)); }

    /// A single number without dimensions.
    public static Array scalar(DType dtype, Number value) {
        Object values = switch (dtype) {
            case BOOL -> new boolean[] {value.doubleValue() != 0};
            case INT32 -> new int[] {value.intValue()};
            case INT64 -> new long[] {value.longValue()};
            case FLOAT32 -> new float[] {value.floatValue()};
            case FLOAT64 -> new double[] {value.doubleValue()};
        };
        return of(dtype, Shape.SCALAR, values);
    }

    public DType dtype() { return dtype; }

    public Layout layout() { return layout; }

    public Storage storage() { return storage; }

    public Shape shape() { return layout.shape(); }

    public Type type() { return new Type(dtype, layout.shape()); }

    /// How many elements there are.
    public int elements() { return layout.shape().elements(); }

    /// The same memory seen through another layout.
    public Array view(Layout other) { return new Array(dtype, other, storage); }

    /// The Java array behind a float32 array.
    public float[] floats() { return (float[]) storage.values(); }

    /// The Java array behind a float64 array.
    public double[] doubles() { return (double[]) storage.values(); }

    /// The Java array behind an int64 array.
    public long[] longs() { return (long[]) storage.values(); }

    /// The Java array behind an int32 array.
    public int[] ints() { return (int[]) storage.values(); }

    /// The Java array behind a bool array.
    public boolean[] booleans() { return (boolean[]) storage.values(); }

    /// The element at a place of the Java array, as a double; bools are 0 and 1.
    public double doubleAt(int place) {
        return switch (dtype) {
            case BOOL -> booleans()[place] ? 1 : 0;
            case INT32 -> ints()[place];
            case INT64 -> longs()[place];
            case FLOAT32 -> floats()[place];
            case FLOAT64 -> doubles()[place];
        };
    }

    /// The element at a place of the Java array, as a long; fractions are cut off, bools are 0 and 1.
    public long longAt(int place) {
        return switch (dtype) {
            case BOOL -> booleans()[place] ? 1 : 0;
            case INT32 -> ints()[place];
            case INT64 -> longs()[place];
            case FLOAT32 -> (long) floats()[place];
            case FLOAT64 -> (long) doubles()[place];
        };
    }
}
