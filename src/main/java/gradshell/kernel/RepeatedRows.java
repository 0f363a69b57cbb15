package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.Layout;
import gradshell.array.Shape;

/// A loop over operands of which some repeat one short row, as a bias does: the row is written out several times, so that the runs become long.
final class RepeatedRows {
    /// Rows that are this long need no help.
    private static final int LONG = 256;

    private RepeatedRows() {}

    /// Whether the results have no gaps and every input has none, is a single number, or repeats a short row; all of these of one length.
    static boolean fit(Array[] outs, Array[] in) {
        int n = outs[0].elements();
        if (n < LONG || n > Fused.POLL) return false;
        for (Array out : outs) if (!out.layout().isContiguous()) return false;
        return row(in) >= 0;
    }

    /// The length of the rows that are repeated, 0 if none is, -1 if there is another layout.
    private static int row(Array[] in) {
        int row = 0;
        for (Array x : in) {
            if (Fused.step(x.layout()) >= 0) continue;
            int length = rowLength(x.layout());
            if (length == 0 || length >= LONG || row != 0 && row != length) return -1;
            row = length;
        }
        return row;
    }

    /// Runs the loop over arrays that fit.
    static void run(Fused fused, Array[] outs, Array[] in) {
        int n = outs[0].elements(), row = row(in);
        int length = row == 0 ? n : Math.ceilDiv(LONG, row) * row;
        Object[] targets = new Object[outs.length], values = new Object[in.length];
        int[] outOffsets = new int[outs.length], outSteps = new int[outs.length], offsets = new int[in.length], steps = new int[in.length];
        for (int r = 0; r < outs.length; r++) {
            targets[r] = outs[r].storage().values();
            outOffsets[r] = outs[r].layout().offset();
            outSteps[r] = 1;
        }
        boolean[] repeated = new boolean[in.length];
        for (int i = 0; i < in.length; i++) {
            int step = Fused.step(in[i].layout());
            repeated[i] = step < 0;
            values[i] = repeated[i] ? writtenOut(in[i], row, length) : in[i].storage().values();
            offsets[i] = repeated[i] ? 0 : in[i].layout().offset();
            steps[i] = repeated[i] ? 1 : step;
        }
        for (int at = 0; at < n; at += length) {
            fused.run(Math.min(length, n - at), targets, outOffsets, outSteps, values, offsets, steps);
            for (int r = 0; r < outs.length; r++) outOffsets[r] += length;
            for (int i = 0; i < in.length; i++) if (!repeated[i]) offsets[i] += steps[i] * length;
        }
    }

    /// How many elements the repeated row has, or 0 if the layout is no repetition of a row.
    private static int rowLength(Layout layout) {
        Shape shape = layout.shape();
        int length = 1, i = shape.rank() - 1;
        for (; i >= 0 && (shape.size(i) == 1 || layout.stride(i) == length); i--) length *= shape.size(i);
        for (; i >= 0; i--) if (shape.size(i) != 1 && layout.stride(i) != 0) return 0;
        return length;
    }

    private static Object writtenOut(Array x, int row, int length) {
        Object values = x.dtype().allocate(length);
        System.arraycopy(x.storage().values(), x.layout().offset(), values, 0, row);
        for (int filled = row; filled < length; filled *= 2) System.arraycopy(values, 0, values, filled, Math.min(filled, length - filled));
        return values;
    }
}
