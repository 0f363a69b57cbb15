package gradshell.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ShapeTest {
    private static void refuses(String message, Executable action) {
        assertEquals(message, assertThrows(ShapeException.class, action).getMessage());
    }

    private static void broadcasts(Shape a, Shape b, Shape expected) {
        assertEquals(expected, Shape.broadcast("add", a, b));
        assertEquals(expected, Shape.broadcast("add", b, a));
        assertTrue(a.broadcastsTo(expected) && b.broadcastsTo(expected), a + " and " + b);
    }

    @Test
    void broadcastsFromTheRight() {
        broadcasts(Shape.of(2, 3), Shape.of(2, 3), Shape.of(2, 3));
        broadcasts(Shape.of(2, 3), Shape.of(3), Shape.of(2, 3));
        broadcasts(Shape.of(2, 3), Shape.of(2, 1), Shape.of(2, 3));
        broadcasts(Shape.of(2, 1), Shape.of(3), Shape.of(2, 3));
        broadcasts(Shape.of(4, 1, 3), Shape.of(2, 1), Shape.of(4, 2, 3));
        broadcasts(Shape.of(2, 3), Shape.SCALAR, Shape.of(2, 3));
        broadcasts(Shape.SCALAR, Shape.SCALAR, Shape.SCALAR);
        broadcasts(Shape.of(1), Shape.SCALAR, Shape.of(1));
        broadcasts(Shape.of(1), Shape.of(0), Shape.of(0));
        broadcasts(Shape.of(5, 0), Shape.of(1), Shape.of(5, 0));
        broadcasts(Shape.of(0, 1), Shape.of(1, 7), Shape.of(0, 7));
    }

    @Test
    void saysWhatDoesNotBroadcast() {
        refuses("add: shapes [2, 3] and [2] do not broadcast: from the right, dimension -1 has sizes 3 and 2; they must be equal or one of them 1",
                () -> Shape.broadcast("add", Shape.of(2, 3), Shape.of(2)));
        refuses("mul: shapes [4] and [2, 3, 5] do not broadcast: from the right, dimension -1 has sizes 4 and 5; they must be equal or one of them 1",
                () -> Shape.broadcast("mul", Shape.of(4), Shape.of(2, 3, 5)));
        refuses("mul: shapes [2, 3, 5] and [4, 1] do not broadcast: from the right, dimension -2 has sizes 3 and 4; they must be equal or one of them 1",
                () -> Shape.broadcast("mul", Shape.of(2, 3, 5), Shape.of(4, 1)));
        refuses("div: shapes [0] and [2] do not broadcast: from the right, dimension -1 has sizes 0 and 2; they must be equal or one of them 1",
                () -> Shape.broadcast("div", Shape.of(0), Shape.of(2)));
    }

    @Test
    void knowsWhatItCanBeRepeatedTo() {
        assertTrue(Shape.SCALAR.broadcastsTo(Shape.of(2, 0)));
        assertTrue(Shape.of(1, 3).broadcastsTo(Shape.of(4, 2, 3)));
        assertFalse(Shape.of(2, 3).broadcastsTo(Shape.of(3)));
        assertFalse(Shape.of(2, 3).broadcastsTo(Shape.of(1, 3)));
        assertFalse(Shape.of(0).broadcastsTo(Shape.of(1)));
    }

    @Test
    void countsDimensionsFromBothEnds() {
        Shape shape = Shape.of(2, 3, 4);
        for (int i = 0; i < 3; i++) {
            assertEquals(i, shape.dimension("sum", i));
            assertEquals(i, shape.dimension("sum", i - 3));
        }
        assertEquals(0, Shape.SCALAR.dimension("sum", 0));
        assertEquals(0, Shape.SCALAR.dimension("sum", -1));
        refuses("sum: dimension 3 is out of range for shape [2, 3, 4], which has 3 dimensions (-3 to 2)", () -> shape.dimension("sum", 3));
        refuses("sum: dimension -4 is out of range for shape [2, 3, 4], which has 3 dimensions (-3 to 2)", () -> shape.dimension("sum", -4));
        refuses("max: dimension 1 is out of range for shape [5], which has 1 dimension (-1 to 0)", () -> Shape.of(5).dimension("max", 1));
        refuses("max: dimension 1 is out of range for shape [], which has 0 dimensions (-1 to 0)", () -> Shape.SCALAR.dimension("max", 1));
    }

    @Test
    void boundsTheNumberOfElements() {
        assertEquals(Integer.MAX_VALUE - 8, Shape.of(Integer.MAX_VALUE - 8).elements());
        assertEquals(0, Shape.of(Integer.MAX_VALUE, 0, Integer.MAX_VALUE).elements());
        assertEquals(1, Shape.SCALAR.elements());
        assertEquals(1, Shape.of(1, 1).elements());
        refuses("shape [65536, 32768]: more elements than the 2147483639 that a Java array holds", () -> Shape.of(65536, 32768));
        refuses("shape [2147483647, 2147483647, 2147483647, 2147483647]: more elements than the 2147483639 that a Java array holds",
                () -> Shape.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));
        refuses("shape [2, -1]: a size is negative", () -> Shape.of(2, -1));
        refuses("shape [0, -1]: a size is negative", () -> Shape.of(0, -1));
        refuses("shape [65536, 65536, -1]: a size is negative", () -> Shape.of(65536, 65536, -1));
    }

    @Test
    void makesOtherShapes() {
        Shape shape = Shape.of(2, 3, 4);
        assertEquals(Shape.of(2, 5, 4), shape.with(1, 5));
        assertEquals(Shape.of(1, 2, 3, 4), shape.insert(0, 1));
        assertEquals(Shape.of(2, 3, 4, 1), shape.insert(3, 1));
        assertEquals(Shape.of(2, 4), shape.remove(1));
        assertEquals(Shape.of(3, 4), shape.slice(1, 3));
        assertEquals(Shape.of(2, 3, 4, 2), shape.concat(Shape.of(2)));
        assertEquals(Shape.of(4), Shape.SCALAR.concat(Shape.of(4)));
        assertTrue(Shape.of(7).remove(0) == Shape.SCALAR && Shape.of() == Shape.SCALAR);
    }

    @Test
    void isAValue() {
        int[] sizes = {2, 3};
        Shape shape = Shape.of(sizes);
        sizes[0] = shape.toArray()[1] = 9;
        assertEquals("[2, 3]", shape.toString());
        assertEquals(Shape.of(2, 3), shape);
        assertEquals(Shape.of(2, 3).hashCode(), shape.hashCode());
        assertNotEquals(Shape.of(3, 2), shape);
        assertNotEquals(Shape.of(6), shape);
    }
}
