package gradshell.array;

/// The memory that an array and all its views share, and the number of times it was changed in place.
public final class Storage {
    private final Object values;
    private int version;

    /// @param values a `boolean[]`, `int[]`, `long[]`, `float[]` or `double[]`
    public Storage(Object values) { this.values = values; }

    /// The Java array.
    public Object values() { return values; }

    /// How often the values were changed in place since they were made.
    public int version() { return version; }

    /// Says that the values were changed in place.
    public void touch() { version++; }
}
