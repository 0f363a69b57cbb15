package gradshell.array;

import java.util.Arrays;

/// The sizes of an array's dimensions: `[2, 3]` has two rows and three columns, `[]` is a single number.
///
/// A value: equal sizes make equal shapes, and nothing changes one.
public final class Shape {
    /// The shape of a single number.
    public static final Shape SCALAR = new Shape(new int[0]);

    /// Shapes that were made lately: most are made again and again, and equal ones are told apart the fastest if they are one.
    private static final Shape[] LATELY = new Shape[1 << 10];

    private static final int MOST = Integer.MAX_VALUE - 8;

    private final int[] sizes;
    private final int elements;
    /// Rows after rows without gaps; every fresh array of this shape shares it.
    private final Layout contiguous;

    private Shape(int[] sizes) {
        long count = 1;
        boolean empty = false;
        for (int size : sizes) {
            if (size < 0) throw new ShapeException("shape " + Arrays.toString(sizes) + ": a size is negative");
            empty |= size == 0;
        }
        for (int size : sizes) {
            if (!empty) count *= size;
            if (count > MOST) throw new ShapeException(
                    "shape " + Arrays.toString(sizes) + ": more elements than the " + MOST + " that a Java array holds");
        }
        this.sizes = sizes;
        this.elements = empty ? 0 : (int) count;
        this.contiguous = Layout.contiguous(this);
    }

    private static Shape made(int[] sizes) {
        if (sizes.length == 0) return SCALAR;
        int hash = sizes.length;
        for (int size : sizes) hash = hash * 0x9E3779B1 + size;
        int slot = hash * 0x9E3779B1 >>> 22;
        Shape known = LATELY[slot];
        return known != null && known.has(sizes) ? known : (LATELY[slot] = new Shape(sizes));
    }

    private boolean has(int[] others) {
        if (sizes.length != others.length) return false;
        for (int i = 0; i < sizes.length; i++) if (sizes[i] != others[i]) return false;
        return true;
    }

    /// The shape of the given sizes.
    public static Shape of(int... sizes) { return made(sizes.clone()); }

    /// How many dimensions there are.
    public int rank() { return sizes.length; }

    /// The size of a dimension, counted from 0.
    public int size(int dimension) { return sizes[dimension]; }

    /// How many elements an array of this shape holds: the product of the sizes.
    public int elements() { return elements; }

    /// The sizes as a Java array of the caller's own.
    public int[] toArray() { return sizes.clone(); }

    /// The layout of an array of this shape that lies in memory without gaps, the last dimension fastest.
    public Layout contiguous() { return contiguous; }

    /// The dimension that a possibly negative number means: -1 is the last one.
    ///
    /// @param operation the operation that asks, for the message
    public int dimension(String operation, int dimension) {
        int bound = Math.max(rank(), 1);
        if (dimension < -bound || dimension >= bound) throw new ShapeException(operation + ": dimension " + dimension
                + " is out of range for shape " + this + ", which has " + rank() + (rank() == 1 ? " dimension" : " dimensions")
                + " (" + -bound + " to " + (bound - 1) + ")");
        return dimension < 0 ? dimension + bound : dimension;
    }

    /// This shape with one size replaced.
    public Shape with(int dimension, int size) {
        int[] changed = sizes.clone();
        changed[dimension] = size;
        return made(changed);
    }

    /// This shape with a dimension of the given size put in before `dimension`.
    public Shape insert(int dimension, int size) {
        int[] longer = new int[sizes.length + 1];
        System.arraycopy(sizes, 0, longer, 0, dimension);
        longer[dimension] = size;
        System.arraycopy(sizes, dimension, longer, dimension + 1, sizes.length - dimension);
        return made(longer);
    }

    /// This shape without one of its dimensions.
    public Shape remove(int dimension) {
        int[] shorter = new int[sizes.length - 1];
        System.arraycopy(sizes, 0, shorter, 0, dimension);
        System.arraycopy(sizes, dimension + 1, shorter, dimension, shorter.length - dimension);
        return of(shorter);
    }

    /// The dimensions from `from` up to but without `to`.
    public Shape slice(int from, int to) { return of(Arrays.copyOfRange(sizes, from, to)); }

    /// This shape followed by another.
    public Shape concat(Shape other) {
        int[] both = Arrays.copyOf(sizes, sizes.length + other.sizes.length);
        System.arraycopy(other.sizes, 0, both, sizes.length, other.sizes.length);
        return of(both);
    }

    /// The shape that arrays of two shapes take together: counted from the last dimension, sizes are equal or one of them is 1.
    ///
    /// @param operation the operation that asks, for the message
    public static Shape broadcast(String operation, Shape a, Shape b) {
        if (a == b || a.equals(b) || b.rank() == 0) return a;
        if (a.rank() == 0) return b;
        Shape longer = a.rank() >= b.rank() ? a : b, shorter = longer == a ? b : a;
        int skip = longer.rank() - shorter.rank();
        int[] sizes = longer.sizes.clone();
        for (int i = skip; i < sizes.length; i++) {
            int here = sizes[i], there = shorter.sizes[i - skip];
            if (here != there && here != 1 && there != 1) throw new ShapeException(operation + ": shapes " + a + " and " + b
                    + " do not broadcast: from the right, dimension " + (i - sizes.length) + " has sizes "
                    + a.sizes[a.rank() - sizes.length + i] + " and " + b.sizes[b.rank() - sizes.length + i]
                    + "; they must be equal or one of them 1");
            if (here == 1) sizes[i] = there;
        }
        return made(sizes);
    }

    /// Whether an array of this shape can be repeated along new dimensions and those of size 1 until it has shape `wider`.
    public boolean broadcastsTo(Shape wider) {
        int skip = wider.rank() - rank();
        if (skip < 0) return false;
        for (int i = 0; i < sizes.length; i++) if (sizes[i] != 1 && sizes[i] != wider.sizes[i + skip]) return false;
        return true;
    }

    @Override
    public boolean equals(Object other) { return this == other || other instanceof Shape shape && has(shape.sizes); }

    @Override
    public int hashCode() { return Arrays.hashCode(sizes); }

    @Override
    public String toString() { return Arrays.toString(sizes); }
}
