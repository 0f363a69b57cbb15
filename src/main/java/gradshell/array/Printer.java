package gradshell.array;

import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Writes arrays as text: values in brackets as NumPy lays them out, then element type and shape.
///
/// ```
/// [[ 1.5410, -0.2934, -2.1788],
///  [ 0.5684, -1.0845, -1.3986]]  float32 [2, 3]
/// ```
///
/// `Literal` reads the text back, unless values were left out for their number.
public final class Printer {
    private static final int LINE = 80;
    /// With more elements than this only the edges are shown.
    private static final int MANY = 1000;
    /// How many elements of a long dimension are shown at each end.
    private static final int EDGE = 3;
    /// Stands for an index where elements are left out.
    private static final int GAP = -1;

    private final Array array;
    private final Layout layout;
    private final boolean summarised;
    private final IntFunction<String> element;
    private final int columns, width;
    private final StringBuilder out = new StringBuilder();

    private Printer(Array array, int columns) {
        this.array = array;
        this.columns = columns;
        this.layout = array.layout();
        this.summarised = array.elements() > MANY;
        this.element = elements();
        int[] widest = {0};
        forEachShown(0, layout.offset(), place -> widest[0] = Math.max(widest[0], element.apply(place).length()));
        this.width = widest[0];
    }

    /// The values, element type and shape of an array.
    public static String print(Array array) { return print(array, ""); }

    /// The values, element type and shape of an array, then a comma and a note, such as what made the array.
    ///
    /// @param note may be empty; `Literal` reads over it
    public static String print(Array array, String note) { return print(array, note, LINE); }

    /// The same in lines of so many columns, as far as one number is not longer.
    public static String print(Array array, String note, int columns) {
        Printer printer = new Printer(array, columns);
        printer.values();
        String identity = array.type() + (note.isEmpty() ? "" : ", " + note);
        StringBuilder out = printer.out;
        int lastLine = out.length() - (out.lastIndexOf("\n") + 1);
        return out.append(lastLine + 2 + identity.length() <= columns ? "  " : "\n").append(identity).toString();
    }

    private void values() {
        if (array.elements() == 0) out.append("[]");
        else if (layout.shape().rank() == 0) out.append(element.apply(layout.offset()));
        else rows(0, layout.offset());
    }

    /// One dimension in brackets: a line of elements, or rows one below the other.
    private void rows(int dimension, int place) {
        boolean last = dimension == layout.shape().rank() - 1;
        int perLine = last ? Math.max(1, (columns - dimension) / (width + 2)) : 1;
        String newLine = "\n".repeat(last ? 1 : layout.shape().rank() - 1 - dimension) + " ".repeat(dimension + 1);
        out.append('[');
        int written = 0;
        for (int index : shown(dimension)) {
            if (written > 0) out.append(',').append(written % perLine == 0 ? newLine : " ");
            if (index == GAP) out.append("...");
            else if (last) element(place + index * layout.stride(dimension));
            else rows(dimension + 1, place + index * layout.stride(dimension));
            written++;
        }
        out.append(']');
    }

    private void element(int place) {
        String text = element.apply(place);
        out.repeat(' ', width - text.length()).append(text);
    }

    /// How an element at a place of the Java array is written.
    private IntFunction<String> elements() {
        return switch (array.dtype()) {
            case BOOL -> place -> Boolean.toString(array.booleans()[place]);
            case INT32, INT64 -> place -> Long.toString(array.longAt(place));
            case FLOAT32, FLOAT64 -> {
                DoubleStream.Builder shown = DoubleStream.builder();
                forEachShown(0, layout.offset(), place -> shown.add(array.doubleAt(place)));
                Notation notation = Notation.of(shown.build().toArray());
                yield place -> notation.write(array.doubleAt(place));
            }
        };
    }

    private void forEachShown(int dimension, int place, IntConsumer action) {
        if (array.elements() == 0) return;
        if (dimension == layout.shape().rank()) action.accept(place);
        else for (int index : shown(dimension))
            if (index != GAP) forEachShown(dimension + 1, place + index * layout.stride(dimension), action);
    }

    /// The indices of a dimension that are shown.
    private int[] shown(int dimension) {
        int size = layout.shape().size(dimension);
        if (!summarised || size <= 2 * EDGE) return IntStream.range(0, size).toArray();
        return IntStream.rangeClosed(0, 2 * EDGE).map(i -> i < EDGE ? i : i == EDGE ? GAP : size - 2 * EDGE - 1 + i).toArray();
    }
}
