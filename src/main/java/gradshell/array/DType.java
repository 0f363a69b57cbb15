package gradshell.array;

import java.util.Locale;

/// The type of an array's elements.
///
/// The constants stand in the order of promotion: of two types the later one can hold the result of both,
/// as in PyTorch (`int64` with `float32` gives `float32`).
public enum DType {
    BOOL(1, 0), INT32(4, 1), INT64(8, 1), FLOAT32(4, 2), FLOAT64(8, 2);

    private final int bytes;
    private final int category;

    DType(int bytes, int category) {
        this.bytes = bytes;
        this.category = category;
    }

    /// How many bytes one element takes in a file.
    public int bytes() { return bytes; }

    /// Whether the elements are floating-point numbers, the only ones that can carry gradients.
    public boolean isFloating() { return category == 2; }

    /// The type that holds the result of this one and another, when both come from arrays with dimensions.
    public DType promote(DType other) { return ordinal() >= other.ordinal() ? this : other; }

    /// The type of a result whose operands have dimensions (`this`) and have none (`scalar`): an operand without
    /// dimensions changes the type only when it is of a higher category (bool, then whole numbers, then floating ones).
    public DType promoteScalar(DType scalar) { return category >= scalar.category ? this : promote(scalar); }

    /// The type of a result of operands of the given types, each with dimensions or without.
    public static DType result(DType a, boolean aHasDimensions, DType b, boolean bHasDimensions) {
        if (a == b) return a;
        if (aHasDimensions == bHasDimensions) return a.promote(b);
        return aHasDimensions ? a.promoteScalar(b) : b.promoteScalar(a);
    }

    /// The type in which a plain Java number meets an array of this type: 2 keeps every type but bool, 0.5 turns whole numbers into float32.
    public DType forNumber(Number number) {
        boolean floating = number instanceof Double || number instanceof Float;
        if (floating) return isFloating() ? this : FLOAT32;
        return this == BOOL ? INT64 : this;
    }

    /// This type if it is floating, otherwise float32: what `exp` or a true division of whole numbers gives.
    public DType floating() { return isFloating() ? this : FLOAT32; }

    /// A new Java array of `elements` zeros: `boolean[]`, `int[]`, `long[]`, `float[]` or `double[]`.
    ///
    /// @throws OutOfMemory if there is no room for it
    public Object allocate(int elements) {
        try {
            return made(elements);
        } catch (OutOfMemoryError _) {
            throw OutOfMemory.of(elements + " numbers of type " + this, (long) elements * bytes);
        }
    }

    /// The same for an array of some shape.
    Object allocate(Shape shape) {
        try {
            return made(shape.elements());
        } catch (OutOfMemoryError _) {
            throw OutOfMemory.of(this + " " + shape, (long) shape.elements() * bytes);
        }
    }

    private Object made(int elements) {
        Garbage.comes((long) elements * bytes);
        return switch (this) {
            case BOOL -> new boolean[elements];
            case INT32 -> new int[elements];
            case INT64 -> new long[elements];
            case FLOAT32 -> new float[elements];
            case FLOAT64 -> new double[elements];
        };
    }

    /// The word of the language: `float32`.
    @Override
    public String toString() { return name().toLowerCase(Locale.ROOT); }
}
