package gradshell.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiteralTest {
    private static void reads(String text, String type, Object values) {
        Array array = Literal.read(text);
        assertEquals(type, array.type().toString(), text);
        switch (values) {
            case long[] longs -> assertArrayEquals(longs, array.longs(), text);
            case int[] ints -> assertArrayEquals(ints, array.ints(), text);
            case float[] floats -> assertArrayEquals(floats, array.floats(), text);
            case double[] doubles -> assertArrayEquals(doubles, array.doubles(), text);
            case boolean[] truths -> assertArrayEquals(truths, array.booleans(), text);
            default -> throw new AssertionError();
        }
    }

    private static void refuses(String text, String message) {
        assertEquals("tensor: " + message, assertThrows(ShapeException.class, () -> Literal.read(text), text).getMessage(), text);
    }

    @Test
    void readsNumbersInBrackets() {
        reads("5", "int64 []", new long[] {5});
        reads(" -7 ", "int64 []", new long[] {-7});
        reads("[1, 2, 3]", "int64 [3]", new long[] {1, 2, 3});
        reads("[[1, 2], [3, 4]]", "int64 [2, 2]", new long[] {1, 2, 3, 4});
        reads("[[1 2]\n [3 4]]", "int64 [2, 2]", new long[] {1, 2, 3, 4});
        reads("[[1 2][3,4]]", "int64 [2, 2]", new long[] {1, 2, 3, 4});
        reads("[[[1], [2]]]", "int64 [1, 2, 1]", new long[] {1, 2});
        reads("[9223372036854775807 -9223372036854775808]", "int64 [2]", new long[] {Long.MAX_VALUE, Long.MIN_VALUE});
        reads("[]", "float32 [0]", new float[0]);
        reads("[[], []]", "float32 [2, 0]", new float[0]);
    }

    @Test
    void knowsTheTypeFromTheWords() {
        reads("[1, 2.5]", "float32 [2]", new float[] {1, 2.5f});
        reads("[1. .5 +3 1.e+2 1E-1]", "float32 [5]", new float[] {1, .5f, 3, 100, .1f});
        reads("[1, inf, -inf, nan]", "float32 [4]", new float[] {1, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN});
        reads("[Infinity NaN -Infinity]", "float32 [3]", new float[] {Float.POSITIVE_INFINITY, Float.NaN, Float.NEGATIVE_INFINITY});
        reads("-0.0", "float32 []", new float[] {-0f});
        reads("1e5", "float32 []", new float[] {1e5f});
        reads("[true, false]", "bool [2]", new boolean[] {true, false});
        reads("[True False]", "bool [2]", new boolean[] {true, false});
    }

    @Test
    void takesATypeAndAShapeBehindTheValues() {
        reads("[1, 2] float64", "float64 [2]", new double[] {1, 2});
        reads("[0.1] float64 [1]", "float64 [1]", new double[] {0.1});
        reads("[1, 2]  int32 [2], made by hand ]]", "int32 [2]", new int[] {1, 2});
        reads("3\nint32 []", "int32 []", new int[] {3});
        reads("[]  int64 [0, 3]", "int64 [0, 3]", new long[0]);
        reads("1e40 float64", "float64 []", new double[] {1e40});
        refuses("[1 2] float32 [3]", "the values have shape [2] where [3] is written, at column 15");
        refuses("[] int64 [3]", "the values have shape [0] where [3] is written, at column 10");
        refuses("[1 2] flaot32", "flaot32 behind the values is no element type; there are [bool, int32, int64, float32, float64], at column 7");
        refuses("1 2", "2 behind the values is no element type; there are [bool, int32, int64, float32, float64], at column 3");
        refuses("[1] [1]", "an element type is missing, at column 5");
        refuses("[1] int64 [1] [2]", "nothing may stand behind the shape but a comma and a note, at column 15");
        refuses("[1] int64 [x]", "x is not a whole number, as a size has to be, at column 12");
        refuses("[1] int64 [-1]", "-1 does not fit in a size (0 to 2147483647), at column 12");
        refuses("[1] int64 [1", "a bracket is not closed, at column 11");
        refuses("[1.5] int64", "1.5 is not a whole number, as int64 has to be, at column 2");
        refuses("[1] bool", "1 is no bool value, at column 2");
        refuses("[true] float32", "true is no float32 value, at column 2");
    }

    @Test
    void refusesRowsThatDoNotFit() {
        refuses("[[1, 2, 3],[4, 5]]", "row 1 has 2 elements where row 0 has 3, at column 12");
        refuses("[[1, 2, 3],\n [4, 5]]", "row 1 has 2 elements where row 0 has 3, at line 2, column 2");
        refuses("[[], [1]]", "row 1 has 1 element where row 0 has 0, at column 6");
        refuses("[[[1], [2]], [[3, 4], [5, 6]]]", "row [1, 0] has 2 elements where row [0, 0] has 1, at column 15");
        refuses("[1, [2]]", "a row stands beside single elements, at column 5");
        refuses("[[1], 2]", "a single element stands beside rows, at column 7");
        refuses("[[1], [[2]]]", "a row stands beside single elements, at column 8");
    }

    @Test
    void refusesWhatIsNoArray() {
        refuses("", "the text is empty; write numbers such as [[1, 2], [3, 4]]");
        refuses(" \n", "the text is empty; write numbers such as [[1, 2], [3, 4]]");
        refuses("[1, 2", "a bracket is not closed, at column 1");
        refuses("[[1, 2]", "a bracket is not closed, at column 1");
        refuses("1]", "a bracket closes that was not opened, at column 2");
        refuses("[1]]", "a bracket closes that was not opened, at column 4");
        refuses("[1,, 2]", "a value is missing before the comma, at column 4");
        refuses("[1,]", "a value is missing before the bracket, at column 4");
        refuses("[, 1]", "a value is missing before the comma, at column 2");
        refuses(",", "a value is missing, at column 1");
        refuses("[1, two]", "two is neither a number nor true or false, at column 5");
        refuses("[1-2]", "1-2 is neither a number nor true or false, at column 2");
        refuses("[1.5f]", "1.5f is neither a number nor true or false, at column 2");
        refuses("[true, 1]", "1 stands among truths; an array holds one or the other, at column 8");
        refuses("[0.5 true]", "true stands among numbers; an array holds one or the other, at column 6");
        refuses("[0, ..., 9]", "... stands for values that were left out, which cannot be read back, at column 5");
        refuses("[9223372036854775808]", "9223372036854775808 does not fit in int64 (-9223372036854775808 to 9223372036854775807), at column 2");
        refuses("[3000000000] int32", "3000000000 does not fit in int32 (-2147483648 to 2147483647), at column 2");
        refuses("1e40", "1e40 is too large for float32; infinity is written inf, at column 1");
        refuses(Printer.print(Array.zeros(DType.INT64, Shape.of(2000))), "... stands for values that were left out, which cannot be read back, at column 11");
    }

    @Test
    void boundsWhatHostileTextCosts() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            refuses("[".repeat(1_000_000), "brackets are nested deeper than 64, at column 65");
            assertEquals(64, Literal.read("[".repeat(64) + "7" + "]".repeat(64)).shape().rank());
            String digits = "1".repeat(1_000_000);
            refuses(digits, "11111111111111111111… (1000000 characters) does not fit in int64 (-9223372036854775808 to 9223372036854775807), at column 1");
            refuses(digits + "x", "11111111111111111111… (1000001 characters) is neither a number nor true or false, at column 1");
            reads("0." + digits, "float32 []", new float[] {1 / 9f});
            reads("0".repeat(1_000_000) + "5", "int64 []", new long[] {5});
            refuses("[" + "[],".repeat(300_000) + "[1]]", "row 300000 has 1 element where row 0 has 0, at column 900002");
            assertEquals(1_000_000, Literal.read("[" + "1 ".repeat(1_000_000) + "]").elements());
            refuses("1e99999999999999999999", "1e99999999999999999999 is too large for float32; infinity is written inf, at column 1");
        });
    }

    /// Damaged texts are read or refused, and nothing else happens.
    @Test
    void survivesAnyText() {
        Random random = new Random(1);
        String good = "[[1.5, -2e3], [inf, nan]]  float32 [2, 2], note", alphabet = "[]],. \n-+e1290truefalsnit64…é\0";
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int k = random.nextInt(4); k >= 0; k--) {
                int place = random.nextInt(text.length());
                text.replace(place, place + random.nextInt(3), String.valueOf(alphabet.charAt(random.nextInt(alphabet.length()))));
                if (random.nextInt(5) == 0) text.setLength(1 + random.nextInt(text.length()));
            }
            try {
                Literal.read(text.toString());
                read++;
            } catch (ShapeException refused) {
                assertTrue(refused.getMessage().startsWith("tensor: "), refused.getMessage());
            }
        }
        assertTrue(read > 500, read + " texts were read");
    }
}
