package gradshell.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PrinterTest {
    /// Every case of `printer.txt`, which PyTorch wrote; and each text is read back to itself.
    @Test
    void laysValuesOutAsPyTorchDoes() throws IOException {
        int cases = 0;
        try (InputStream file = PrinterTest.class.getResourceAsStream("printer.txt")) {
            for (String text : new String(file.readAllBytes(), StandardCharsets.US_ASCII).split("\n%\n")) {
                int end = text.indexOf('\n');
                Array array = parse(text.substring(0, end).split(" "));
                String printed = Printer.print(array), identity = array.type().toString();
                assertTrue(printed.endsWith(identity), printed);
                String values = printed.substring(0, printed.length() - identity.length()).stripTrailing();
                assertEquals(text.substring(end + 1), values, text);
                if (!printed.contains("...")) readBack(printed, values, array.type());
                cases++;
            }
        }
        assertTrue(cases > 400, cases + " cases");
    }

    private static void readBack(String printed, String values, Type type) {
        Array array = Literal.read(printed);
        assertEquals(type, array.type(), printed);
        String[] words = values.replaceAll("[\\[\\],\\s]+", " ").trim().split(" ");
        for (int i = 0; i < array.elements(); i++) {
            if (!type.dtype().isFloating()) assertEquals(Long.parseLong(words[i]), array.longAt(i), printed);
            else assertEquals(words[i], written(array.doubleAt(i), words[i]), printed);
        }
    }

    private static String written(double value, String like) {
        Notation notation = like.contains("e") ? Notation.SCIENTIFIC : like.endsWith(".") ? Notation.WHOLE : Notation.FIXED;
        return notation.write(value);
    }

    private static Array parse(String[] words) {
        DType dtype = DType.valueOf(words[0].toUpperCase(Locale.ROOT));
        Shape shape = words[1].equals("-") ? Shape.SCALAR : Shape.of(Stream.of(words[1].split(",")).mapToInt(Integer::parseInt).toArray());
        Object values = dtype.allocate(shape.elements());
        for (int i = 0; i < shape.elements(); i++) {
            String word = words[i + 2];
            switch (values) {
                case int[] ints -> ints[i] = Integer.parseInt(word);
                case long[] longs -> longs[i] = Long.parseLong(word);
                case float[] floats -> floats[i] = Float.intBitsToFloat(Integer.parseUnsignedInt(word, 16));
                case double[] doubles -> doubles[i] = Double.longBitsToDouble(Long.parseUnsignedLong(word, 16));
                default -> throw new AssertionError(dtype);
            }
        }
        return Array.of(dtype, shape, values);
    }

    private static Array floats(Shape shape, float... values) { return Array.of(DType.FLOAT32, shape, values); }

    @Test
    void showsValuesTypeAndShape() {
        float[] values = new float[6];
        new Rng(0).fillNormal(values);
        assertEquals("""
                [[ 1.5410, -0.2934, -2.1788],
                 [ 0.5684, -1.0845, -1.3986]]  float32 [2, 3]""", Printer.print(floats(Shape.of(2, 3), values)));
        assertEquals("5  int64 []", Printer.print(Array.scalar(DType.INT64, 5)));
        assertEquals("2.  float32 [], requires gradients", Printer.print(Array.scalar(DType.FLOAT32, 2), "requires gradients"));
        assertEquals("[]  float64 [0, 3]", Printer.print(Array.zeros(DType.FLOAT64, Shape.of(0, 3))));
        assertEquals("[ true, false]  bool [2]", Printer.print(Array.of(DType.BOOL, Shape.of(2), new boolean[] {true, false})));
        assertEquals("[ 1., inf, nan]  float32 [3]", Printer.print(floats(Shape.of(3), 1, Float.POSITIVE_INFINITY, Float.NaN)));
    }

    @Test
    void showsViewsInTheirOwnOrder() {
        Array array = Array.of(DType.INT64, Shape.of(2, 3), new long[] {0, 1, 2, 3, 4, 5});
        assertEquals("""
                [[0, 3],
                 [1, 4],
                 [2, 5]]  int64 [3, 2]""", Printer.print(array.view(array.layout().permute(1, 0))));
        assertEquals("[5, 4, 3]  int64 [3]", Printer.print(array.view(array.layout().select(0, 1).slice(0, 2, 3, -1))));
        assertEquals("[1, 1, 1]  int64 [3]", Printer.print(Array.scalar(DType.INT64, 1).view(Shape.SCALAR.contiguous().expand(Shape.of(3)))));
    }

    @Test
    void showsTheEdgesOfManyElements() {
        assertEquals("[0., 0., 0., ..., 0., 0., 0.]  float32 [2000000]", Printer.print(Array.zeros(DType.FLOAT32, Shape.of(2_000_000))));
        Array rows = Array.zeros(DType.INT32, Shape.of(500, 3));
        assertEquals("""
                [[0, 0, 0],
                 [0, 0, 0],
                 [0, 0, 0],
                 ...,
                 [0, 0, 0],
                 [0, 0, 0],
                 [0, 0, 0]]  int32 [500, 3]""", Printer.print(rows));
    }

    @Test
    void putsWhatDoesNotFitOnTheNextLine() {
        String printed = Printer.print(Array.zeros(DType.INT64, Shape.of(26)), "by zeros");
        assertEquals("[" + "0, ".repeat(25) + "0]\nint64 [26], by zeros", printed);
        assertArrayEquals(new long[26], Literal.read(printed).longs());
        Array wide = Array.of(DType.INT64, Shape.of(2), new long[] {Long.MIN_VALUE, 1});
        assertTrue(Printer.print(wide).startsWith("[-9223372036854775808,                    1]"));
    }
}
