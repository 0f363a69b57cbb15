package gradshell.array;

import java.util.concurrent.atomic.AtomicLong;

/// The memory that an array and all its views share, and the number of times it was changed in place.
public final class Storage {
    private static final AtomicLong MARKS = new AtomicLong();

    private final Object values;
    private final long born = MARKS.get();
    private int version;
    private int rewrites;

    /// @param values a `boolean[]`, `int[]`, `long[]`, `float[]` or `double[]`
    public Storage(Object values) { this.values = values; }

    /// Sets a mark in time: memory that is older was born before the number that is the answer, all other memory is not.
    public static long mark() { return MARKS.incrementAndGet(); }

    /// How many marks had been set when this memory was made.
    public long born() { return born; }

    /// The Java array.
    public Object values() { return values; }

    /// How often the values were changed in place since they were made.
    public int version() { return version; }

    /// Says that the values were changed in place.
    public void touch() { version++; }

    /// How many of the changes became part of the values' own past, so that a view taken before knows a past that no longer holds.
    public int rewrites() { return rewrites; }

    /// Says that a change became part of the values' past.
    public void rewrite() { rewrites++; }
}
