package gradshell.array;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads arrays from text, as they are printed or written by hand: `[[1, 2], [3, 4]]`.
///
/// Whole numbers make int64; one with a point or an exponent, `inf` or `nan` makes float32; `true` and `false` make bool.
/// A type behind the values says otherwise, and a shape behind the type is checked: `[1, 2]  float64 [2]`. Commas between values
/// may be missing, and a comma behind the shape begins a note that is not read.
public final class Literal {
    private static final int DEEPEST = 64;
    private static final int END = -1;
    private static final Pattern WHOLE = Pattern.compile("[+-]?+[0-9]++");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?+(?:[0-9]++\\.?+[0-9]*+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+");
    private static final Pattern NOT_FINITE = Pattern.compile("[+-]?+(?:inf|Infinity|nan|NaN)");
    private static final Pattern TRUTH = Pattern.compile("[tT]rue|[fF]alse");

    private final String text;
    private int at;
    /// Where the words of the elements begin and end.
    private int[] starts = new int[16], ends = new int[16];
    private int count;
    /// What the elements have shown themselves to be, or null before the first.
    private DType found;
    /// The number of brackets around the elements, or -1 before the first.
    private int elementDepth = -1;
    /// For each depth the length of its rows, or -1 before the first was closed, and which row that was.
    private final int[] sizes = new int[DEEPEST];
    private final String[] firstRows = new String[DEEPEST];
    private final int[] path = new int[DEEPEST];

    private Literal(String text) {
        this.text = text;
        Arrays.fill(sizes, -1);
    }

    /// The array that a text describes; whatever is wrong with it is said with its place.
    public static Array read(String text) { return new Literal(text).read(); }

    private Array read() {
        if (peek() == END) throw new ShapeException("tensor: the text is empty; write numbers such as [[1, 2], [3, 4]]");
        value(0);
        Shape shape = shape();
        DType dtype = found == null ? DType.FLOAT32 : found;
        if (peek() != END) {
            dtype = dtype();
            if (peek() == '[') shape = checked(shape);
            if (peek() != END && peek() != ',') throw refuse("nothing may stand behind the shape but a comma and a note", at);
        }
        return Array.of(dtype, shape, convert(dtype));
    }

    /// A single element, or a row of values in brackets.
    private void value(int depth) {
        if (peek() == '[') row(depth);
        else element(depth);
    }

    private void row(int depth) {
        int opened = at++;
        if (depth == DEEPEST) throw refuse("brackets are nested deeper than " + DEEPEST, opened);
        if (depth == elementDepth) throw refuse("a row stands beside single elements", opened);
        int length = 0;
        boolean comma = false;
        while (peek() != ']') {
            if (peek() == END) throw refuse("a bracket is not closed", opened);
            if (peek() == ',') {
                if (comma || length == 0) throw refuse("a value is missing before the comma", at);
                at++;
                comma = true;
            } else {
                path[depth] = length++;
                value(depth + 1);
                comma = false;
            }
        }
        if (comma) throw refuse("a value is missing before the bracket", at);
        at++;
        if (sizes[depth] < 0) {
            sizes[depth] = length;
            firstRows[depth] = rowName(depth);
        } else if (sizes[depth] != length) throw refuse(rowName(depth) + " has " + length + (length == 1 ? " element" : " elements")
                + " where " + firstRows[depth] + " has " + sizes[depth], opened);
    }

    private String rowName(int depth) {
        return depth == 1 ? "row " + path[0] : "row " + Arrays.toString(Arrays.copyOf(path, depth));
    }

    private void element(int depth) {
        int from = at, to = word("a value");
        if (depth < DEEPEST && sizes[depth] >= 0) throw refuse("a single element stands beside rows", from);
        DType kind = kind(from, to);
        boolean truth = kind == DType.BOOL;
        if (found != null && truth != (found == DType.BOOL))
            throw refuse(quote(from, to) + " stands among " + (truth ? "numbers" : "truths") + "; an array holds one or the other", from);
        found = found == null ? kind : found.promote(kind);
        elementDepth = depth;
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        starts[count] = from;
        ends[count++] = to;
    }

    private DType kind(int from, int to) {
        if (matches(WHOLE, from, to)) return DType.INT64;
        if (matches(DECIMAL, from, to) || matches(NOT_FINITE, from, to)) return DType.FLOAT32;
        if (matches(TRUTH, from, to)) return DType.BOOL;
        if (text.startsWith("...", from)) throw refuse("... stands for values that were left out, which cannot be read back", from);
        throw refuse(quote(from, to) + " is neither a number nor true or false", from);
    }

    private boolean matches(Pattern pattern, int from, int to) { return pattern.matcher(text).region(from, to).matches(); }

    private Shape shape() {
        int rank = 0;
        while (rank < DEEPEST && sizes[rank] >= 0) rank++;
        return Shape.of(Arrays.copyOf(sizes, rank));
    }

    private DType dtype() {
        int from = at;
        String word = text.substring(from, word("an element type"));
        for (DType dtype : DType.values()) if (dtype.toString().equals(word)) return dtype;
        throw refuse(quote(from, at) + " behind the values is no element type; there are " + Arrays.toString(DType.values()), from);
    }

    /// Reads the shape behind the type: it has to be that of the values, except that `[]` stands for every shape without elements.
    private Shape checked(Shape shape) {
        int opened = at++;
        int[] written = new int[DEEPEST];
        int rank = 0;
        while (peek() != ']') {
            if (peek() == END) throw refuse("a bracket is not closed", opened);
            int from = at, to = word("a size");
            if (rank == DEEPEST) throw refuse("the shape has more than " + DEEPEST + " dimensions", from);
            written[rank++] = (int) whole(from, to, "a size", 0, Integer.MAX_VALUE);
            if (peek() == ',') at++;
        }
        at++;
        Shape expected = Shape.of(Arrays.copyOf(written, rank));
        boolean nothing = shape.rank() == 1 && shape.elements() == 0 && expected.elements() == 0;
        if (!nothing && !expected.equals(shape))
            throw refuse("the values have shape " + shape + " where " + expected + " is written", opened);
        return expected;
    }

    private Object convert(DType dtype) {
        Object values = dtype.allocate(count);
        for (int i = 0; i < count; i++) {
            int from = starts[i], to = ends[i];
            if ((dtype == DType.BOOL) != (found == DType.BOOL)) throw refuse(quote(from, to) + " is no " + dtype + " value", from);
            switch (values) {
                case boolean[] truths -> truths[i] = text.charAt(from) == 't' || text.charAt(from) == 'T';
                case int[] ints -> ints[i] = (int) whole(from, to, dtype.toString(), Integer.MIN_VALUE, Integer.MAX_VALUE);
                case long[] longs -> longs[i] = whole(from, to, dtype.toString(), Long.MIN_VALUE, Long.MAX_VALUE);
                case float[] floats -> floats[i] = (float) decimal(from, to, dtype);
                case double[] doubles -> doubles[i] = decimal(from, to, dtype);
                default -> throw new IllegalStateException(values.toString());
            }
        }
        return values;
    }

    private long whole(int from, int to, String what, long least, long most) {
        if (!matches(WHOLE, from, to)) throw refuse(quote(from, to) + " is not a whole number, as " + what + " has to be", from);
        try {
            long number = Long.parseLong(text, from, to, 10);
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException tooLarge) {
            // Its digits are sound, so it lies outside of all the ranges: said below.
        }
        throw refuse(quote(from, to) + " does not fit in " + what + " (" + least + " to " + most + ")", from);
    }

    private double decimal(int from, int to, DType dtype) {
        String word = text.substring(from, to);
        if (matches(NOT_FINITE, from, to)) return switch (word.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.NaN;
        };
        double number = dtype == DType.FLOAT32 ? Float.parseFloat(word) : Double.parseDouble(word);
        if (Double.isInfinite(number)) throw refuse(quote(from, to) + " is too large for " + dtype + "; infinity is written inf", from);
        return number;
    }

    /// The next character that is no space, or `END`; `at` stands before it.
    private int peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
        return at < text.length() ? text.charAt(at) : END;
    }

    /// Moves behind the word that begins here.
    private int word(String expected) {
        int from = at;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && "[],".indexOf(text.charAt(at)) < 0) at++;
        if (at > from) return at;
        if (at < text.length() && text.charAt(at) == ']') throw refuse("a bracket closes that was not opened", at);
        throw refuse(expected + " is missing", at);
    }

    private String quote(int from, int to) {
        return to - from <= 40 ? text.substring(from, to) : text.substring(from, from + 20) + "… (" + (to - from) + " characters)";
    }

    /// The exception that names a place of the text: its column, and its line where there are several.
    private ShapeException refuse(String problem, int place) {
        int line = (int) text.substring(0, place).chars().filter(c -> c == '\n').count() + 1;
        int column = place - text.lastIndexOf('\n', place - 1);
        return new ShapeException("tensor: " + problem + ", at " + (text.indexOf('\n') < 0 ? "" : "line " + line + ", ") + "column " + column);
    }
}
