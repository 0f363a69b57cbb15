package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.Layout;
import gradshell.array.Shape;

/// A walk through several layouts of one shape at once, in runs along one dimension.
///
/// Neighbouring dimensions over which all layouts go on at a constant step are taken as one first.
/// Runs go along the last dimension, or along the longest if that one is short.
/// The first rows of the tables belong to the results, the others to the inputs.
final class Walk {
    /// Runs shorter than this cost more to begin than elements apart cost to reach.
    private static final int SHORT = 16;

    private final int rank;
    private final int[] sizes;
    private final int[][] strides;
    private final int[] position;
    private final int[] outSteps, steps;
    /// Where the next run begins in the results and in the inputs; changed by each `advance`.
    private final int[] outOffsets, offsets, outStarts, starts;
    private final int elements;
    private int left;

    private Walk(int rank, int[] sizes, int[][] strides, Array[] outs, Array[] in) {
        this.rank = rank;
        this.sizes = sizes;
        this.strides = strides;
        this.outOffsets = offsets(outs);
        this.offsets = offsets(in);
        this.outStarts = outOffsets.clone();
        this.starts = offsets.clone();
        this.elements = left = outs[0].elements();
        this.position = new int[Math.max(rank, 1)];
        this.outSteps = new int[outs.length];
        this.steps = new int[in.length];
        for (int k = 0; k < outs.length; k++) outSteps[k] = rank == 0 ? 1 : strides[k][rank - 1];
        if (rank > 0) for (int k = 0; k < in.length; k++) steps[k] = strides[outs.length + k][rank - 1];
    }

    private static int[] offsets(Array[] arrays) {
        int[] offsets = new int[arrays.length];
        for (int k = 0; k < arrays.length; k++) offsets[k] = arrays[k].layout().offset();
        return offsets;
    }

    /// A walk over all elements of results of one shape and of inputs that have it or one element.
    static Walk over(Array[] outs, Array[] in) {
        Shape shape = outs[0].shape();
        int dimensions = shape.rank(), rank = 0;
        int[] sizes = new int[dimensions];
        int[][] strides = new int[outs.length + in.length][dimensions];
        for (int i = 0; i < dimensions; i++) {
            int size = shape.size(i);
            if (size == 1) continue;
            for (int k = 0; k < strides.length; k++) strides[k][rank] = stride((k < outs.length ? outs[k] : in[k - outs.length]).layout(), i, size);
            sizes[rank] = size;
            if (rank > 0 && goesOn(strides, rank, size)) {
                sizes[--rank] *= size;
                for (int[] row : strides) row[rank] = row[rank + 1];
            }
            rank++;
        }
        if (rank > 1 && sizes[rank - 1] < SHORT) {
            int longest = rank - 1;
            for (int i = 0; i < rank; i++) if (sizes[i] > 2 * sizes[longest]) longest = i;
            swap(sizes, longest, rank - 1);
            for (int[] row : strides) swap(row, longest, rank - 1);
        }
        return new Walk(rank, sizes, strides, outs, in);
    }

    private static void swap(int[] values, int a, int b) {
        int value = values[a];
        values[a] = values[b];
        values[b] = value;
    }

    private static int stride(Layout layout, int dimension, int size) {
        if (layout.shape().elements() == 1 && size != 1) return 0;
        return layout.stride(dimension);
    }

    /// Whether a step in the dimension before is as long as `size` steps in this one, for all.
    private static boolean goesOn(int[][] strides, int dimension, int size) {
        for (int[] row : strides) if (row[dimension - 1] != row[dimension] * size) return false;
        return true;
    }

    /// Goes back to the beginning.
    void begin() {
        if (left == elements) return;
        left = elements;
        java.util.Arrays.fill(position, 0);
        System.arraycopy(outStarts, 0, outOffsets, 0, outStarts.length);
        System.arraycopy(starts, 0, offsets, 0, starts.length);
    }

    boolean hasNext() { return left > 0; }

    /// How many elements follow at constant steps.
    int length() { return rank == 0 ? 1 : sizes[rank - 1] - position[rank - 1]; }

    int[] outOffsets() { return outOffsets; }

    int[] outSteps() { return outSteps; }

    int[] offsets() { return offsets; }

    int[] steps() { return steps; }

    /// Goes on by `n` elements, at most to the end of the run.
    void advance(int n) {
        left -= n;
        if (left == 0 || rank == 0) return;
        move(rank - 1, n);
        for (int i = rank - 1; i > 0 && position[i] == sizes[i]; i--) {
            move(i, -sizes[i]);
            move(i - 1, 1);
        }
    }

    private void move(int dimension, int count) {
        position[dimension] += count;
        for (int k = 0; k < outOffsets.length; k++) outOffsets[k] += count * strides[k][dimension];
        for (int k = 0; k < offsets.length; k++) offsets[k] += count * strides[outOffsets.length + k][dimension];
    }
}
