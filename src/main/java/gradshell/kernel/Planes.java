package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Layout;
import gradshell.formula.Formula;
import java.util.BitSet;

/// Some channels of an image with its padding, laid out so that what one place of a sliding window meets lies without gaps.
///
/// With steps of 2 there is a plane of the even columns and one of the odd, and so on for rows and other steps.
final class Planes {
    /// Vectors may read so far beyond the end.
    static final int SLACK = 64;

    private final DType dtype;
    private final int channels, stepY, stepX, lowY, lowX, rows, columns;
    private final BitSet used = new BitSet();

    /// @param lowY    zeros above the image; less than 0 to leave out rows
    /// @param rows    the rows of a plane
    /// @param columns the distance from one row of a plane to the next
    Planes(DType dtype, int channels, int stepY, int stepX, int lowY, int lowX, int rows, int columns) {
        this.dtype = dtype;
        this.channels = channels;
        this.stepY = stepY;
        this.stepX = stepX;
        this.lowY = lowY;
        this.lowX = lowX;
        this.rows = rows;
        this.columns = columns;
    }

    int pitch() { return columns; }

    /// How many numbers the planes hold.
    int size() { return channels * stepY * stepX * rows * columns; }

    /// Room for the planes of so many images, all zeros: this thread's under a slot of [Scratch].
    Object room(int slot, int images) { return Scratch.zeros(slot, dtype, size() * images + SLACK); }

    /// Where the place (y, x) of the padded image lies; its plane is filled from then on.
    int place(int channel, int y, int x) {
        int phase = y % stepY * stepX + x % stepX;
        used.set(phase);
        return (channel * stepY * stepX + phase) * rows * columns + y / stepY * columns + x / stepX;
    }

    /// Fills in an image; what is padding must be 0 already.
    void fill(Object into, int at, Array images, int image, int firstChannel) {
        Layout layout = images.layout();
        int start = layout.offset() + image * layout.stride(0), height = images.shape().size(2), width = images.shape().size(3);
        Object from = images.storage().values();
        for (int c = 0; c < channels; c++) for (int phase = used.nextSetBit(0); phase >= 0; phase = used.nextSetBit(phase + 1)) {
            int shiftY = phase / stepX - lowY, shiftX = phase % stepX - lowX;
            int top = first(shiftY, stepY), bottom = Math.min(rows, Math.ceilDiv(height - shiftY, stepY)), left = first(shiftX, stepX), right = Math.min(columns, Math.ceilDiv(width - shiftX, stepX));
            if (bottom <= top || right <= left) continue;
            int source = start + (firstChannel + c) * layout.stride(1) + (top * stepY + shiftY) * layout.stride(2) + (left * stepX + shiftX) * layout.stride(3);
            int target = at + (c * stepY * stepX + phase) * rows * columns + top * columns + left;
            copy(from, source, layout.stride(2) * stepY, layout.stride(3) * stepX, into, target, bottom - top, right - left);
        }
    }

    private static int first(int shift, int step) { return Math.ceilDiv(Math.max(-shift, 0), step); }

    private void copy(Object from, int source, int row, int column, Object into, int target, int height, int width) {
        if (column == 1 && row == columns && width == columns) {
            System.arraycopy(from, source, into, target, height * width);
            return;
        }
        Fused move = column == 1 ? null : Fused.of(Formula.X, dtype, dtype);
        for (int i = 0; i < height; i++, source += row, target += columns) {
            if (move == null) System.arraycopy(from, source, into, target, width);
            else move.run(into, target, 1, width, from, source, column);
        }
    }
}
