package gradshell.array;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Where the elements of a shape lie in a Java array: element (i, j, …) at `offset + i·strides[0] + j·strides[1] + …`.
///
/// A transposed matrix, a slice or a repeated row is the same memory under another layout.
public final class Layout {
    private final Shape shape;
    private final int[] strides;
    private final int offset;
    private final boolean contiguous;

    private Layout(Shape shape, int[] strides, int offset) {
        this.shape = shape;
        this.strides = strides;
        this.offset = offset;
        this.contiguous = isRowMajor(shape, strides);
    }

    /// Called once by each shape, while the shape is being made.
    static Layout contiguous(Shape shape) {
        int[] strides = new int[shape.rank()];
        int step = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= Math.max(shape.size(i), 1);
        }
        return new Layout(shape, strides, 0);
    }

    private static boolean isRowMajor(Shape shape, int[] strides) {
        int step = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            int size = shape.size(i);
            if (size != 1 && strides[i] != step) return shape.elements() == 0;
            step *= size;
        }
        return true;
    }

    public Shape shape() { return shape; }

    /// How far apart two neighbours along a dimension lie, in elements.
    @Override
    public boolean equals(Object other) { return this == other || other instanceof Layout l && offset == l.offset && shape.equals(l.shape) && Arrays.equals(strides, l.strides); }

    @Override
    public int hashCode() { return shape.hashCode() * 31 + offset; }

    public int stride(int dimension) { return strides[dimension]; }

    /// Where the first element lies.
    public int offset() { return offset; }

    /// Whether the elements follow each other without gaps in row-major order, from `offset` on.
    public boolean isContiguous() { return contiguous; }

    /// The dimensions in another order: dimension i of the result is dimension `order[i]` of this.
    public Layout permute(int... order) {
        int[] sizes = new int[order.length], steps = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            sizes[i] = shape.size(order[i]);
            steps[i] = strides[order[i]];
        }
        return new Layout(Shape.of(sizes), steps, offset);
    }

    /// Every `step`-th element of a dimension, `length` of them from `start` on; a negative step goes backwards.
    public Layout slice(int dimension, int start, int length, int step) {
        int[] steps = strides.clone();
        steps[dimension] *= step;
        Shape part = shape.with(dimension, length);
        // Without elements the start may lie beyond the end of the Java array.
        return new Layout(part, steps, part.elements() == 0 ? offset : offset + start * strides[dimension]);
    }

    /// Windows over a dimension, without copying: it counts `count` of them, `step` places apart, and a new last dimension runs through
    /// the `size` places of one, `dilation` apart.
    public Layout windows(int dimension, int count, int step, int size, int dilation) {
        int rank = strides.length;
        int[] steps = Arrays.copyOf(strides, rank + 1);
        steps[dimension] = strides[dimension] * step;
        steps[rank] = strides[dimension] * dilation;
        return new Layout(shape.with(dimension, count).insert(rank, size), steps, offset);
    }

    /// One index of a dimension, which disappears.
    public Layout select(int dimension, int index) {
        Shape part = shape.remove(dimension);
        return new Layout(part, without(strides, dimension), part.elements() == 0 ? offset : offset + index * strides[dimension]);
    }

    /// The elements whose indices in two dimensions differ by `offset`, as a last dimension in place of the two.
    public Layout diagonal(int offset, int rows, int columns) {
        int length = Math.max(Math.min(shape.size(rows) + Math.min(offset, 0), shape.size(columns) - Math.max(offset, 0)), 0);
        int high = Math.max(rows, columns), low = Math.min(rows, columns), step = strides[rows] + strides[columns];
        int[] rest = without(without(strides, high), low), steps = Arrays.copyOf(rest, rest.length + 1);
        steps[rest.length] = step;
        Shape kept = shape.remove(high).remove(low), part = kept.insert(kept.rank(), length);
        return new Layout(part, steps, part.elements() == 0 ? this.offset : this.offset + (offset >= 0 ? offset * strides[columns] : -offset * strides[rows]));
    }

    /// Whether two elements lie at one place, so that a write to one changes the other: in a repeated dimension, or in windows that overlap.
    public boolean isRepeated() {
        if (contiguous) return false;
        Layout tight = squeezed();
        Integer[] bySteps = IntStream.range(0, tight.strides.length).boxed().sorted(Comparator.comparingInt(i -> Math.abs(tight.strides[i]))).toArray(Integer[]::new);
        long reach = 0;
        boolean apart = true;
        // If each step is longer than all shorter ones together reach, no two ways lead to one place.
        for (int i : bySteps) {
            long step = Math.abs(tight.strides[i]);
            apart &= step > reach;
            reach += step * (tight.shape.size(i) - 1);
        }
        return !apart && (reach + 1 < shape.elements() || tight.meets());
    }

    /// Whether a walk over all elements comes to a place twice.
    private boolean meets() {
        int[] at = new int[strides.length];
        int lowest = 0;
        for (int i = 0; i < at.length; i++) lowest += Math.min(0, strides[i] * (shape.size(i) - 1));
        BitSet seen = new BitSet();
        for (int n = 0, place = -lowest; n < shape.elements(); n++) {
            if (seen.get(place)) return true;
            seen.set(place);
            for (int d = at.length - 1; d >= 0; d--) {
                place += strides[d];
                if (++at[d] < shape.size(d)) break;
                place -= strides[d] * at[d];
                at[d] = 0;
            }
        }
        return false;
    }

    /// A dimension of size 1 put in before `dimension`.
    public Layout unsqueeze(int dimension) {
        int[] steps = new int[strides.length + 1];
        System.arraycopy(strides, 0, steps, 0, dimension);
        steps[dimension] = dimension < strides.length ? strides[dimension] * Math.max(shape.size(dimension), 1) : 1;
        System.arraycopy(strides, dimension, steps, dimension + 1, strides.length - dimension);
        return new Layout(shape.insert(dimension, 1), steps, offset);
    }

    /// Repeats dimensions of size 1, and new ones in front, up to a wider shape, without copying: their stride becomes 0.
    public Layout expand(Shape wider) {
        if (wider.equals(shape)) return this;
        int skip = wider.rank() - shape.rank();
        int[] steps = new int[wider.rank()];
        for (int i = skip; i < steps.length; i++)
            steps[i] = shape.size(i - skip) == 1 && wider.size(i) != 1 ? 0 : strides[i - skip];
        return new Layout(wider, steps, offset);
    }

    /// The same elements in the same order under another shape of as many elements, or null if that needs a copy.
    public Layout reshape(Shape other) {
        if (contiguous) return offset == 0 ? other.contiguous() : new Layout(other, other.contiguous().strides, offset);
        int[] steps = new int[other.rank()];
        Layout tight = squeezed();
        int i = 0, j = 0;
        // Matches runs of old and new dimensions that hold equally many elements; inside a run the old ones must have no gaps.
        while (i < tight.strides.length && j < steps.length) {
            int firstOld = i, firstNew = j;
            long old = tight.shape.size(i++), now = other.size(j++);
            while (old != now) {
                if (now < old) now *= other.size(j++);
                else old *= tight.shape.size(i++);
            }
            for (int k = firstOld; k < i - 1; k++)
                if (tight.strides[k] != tight.shape.size(k + 1) * tight.strides[k + 1]) return null;
            steps[j - 1] = tight.strides[i - 1];
            for (int k = j - 1; k > firstNew; k--) steps[k - 1] = steps[k] * other.size(k);
        }
        for (; j < steps.length; j++) steps[j] = 1;
        return new Layout(other, steps, offset);
    }

    /// This layout without its dimensions of size 1.
    private Layout squeezed() {
        int kept = 0;
        int[] sizes = new int[strides.length], steps = new int[strides.length];
        for (int i = 0; i < strides.length; i++) {
            if (shape.size(i) == 1) continue;
            sizes[kept] = shape.size(i);
            steps[kept++] = strides[i];
        }
        return new Layout(Shape.of(Arrays.copyOf(sizes, kept)), Arrays.copyOf(steps, kept), offset);
    }

    private static int[] without(int[] values, int position) {
        int[] fewer = new int[values.length - 1];
        System.arraycopy(values, 0, fewer, 0, position);
        System.arraycopy(values, position + 1, fewer, position, fewer.length - position);
        return fewer;
    }

    @Override
    public String toString() { return shape + " strides " + Arrays.toString(strides) + " offset " + offset; }
}
