package gradshell.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import org.junit.jupiter.api.Test;

class NestedArraysTest {
    @Test
    void whatGoesInComesOut() {
        double[][][] numbers = {{{1, 2}, {3, Double.NaN}}, {{5, 6}, {7, -0.0}}, {{0, 1}, {1, 0}}};
        assertArrayEquals(numbers, (double[][][]) Creation.from(DType.FLOAT64, numbers).toArray());
        assertArrayEquals(new float[][] {{1, 3}, {2, 4}}, (float[][]) Creation.from(new float[][] {{1, 2}, {3, 4}}).t().toArray());
        assertArrayEquals(new long[][] {{Long.MAX_VALUE}, {-1}}, (long[][]) Creation.from(new long[][] {{Long.MAX_VALUE}, {-1}}).toArray());
        assertArrayEquals(new int[] {7, 8}, (int[]) Creation.from(DType.INT32, new int[] {7, 8}).toArray());
        assertArrayEquals(new boolean[] {true, false}, (boolean[]) Creation.from(new boolean[] {true, false}).toArray());
        assertArrayEquals(new float[2][0], (float[][]) Creation.zeros(DType.FLOAT32, 2, 0).toArray());
        assertArrayEquals(new float[0][], (float[][]) Creation.zeros(DType.FLOAT32, 0, 2).toArray());
        assertEquals(2.5f, Creation.from(2.5).toArray());
        assertEquals(true, Creation.from(true).toArray());
    }

    @Test
    void raggedRowsAreRefused() {
        assertThrows(ShapeException.class, () -> Creation.from(new double[][] {{1, 2}, {3}}));
        assertThrows(ShapeException.class, () -> Creation.from(new double[][][] {{{1}, {2}}, {{3}}}));
    }

    @Test
    void nestedArrays() {
        float[][][] nested = (float[][][]) Creation.from("[[[1., 2.]], [[3., 4.]]]").toArray();
        assertArrayEquals(new float[] {3, 4}, nested[1][0]);
        assertArrayEquals(new long[] {2, 4}, (long[]) Creation.from("[[1, 2], [3, 4]]").t().select(0, 1).toArray());
        assertArrayEquals(new boolean[0][0], (boolean[][]) Tensor.of(Array.zeros(DType.BOOL, Shape.of(0, 2))).toArray());
        assertEquals(7L, Creation.from(7).toArray());
        assertArrayEquals(new double[][] {{1, 3}, {2, 4}}, Creation.from("[[1, 2], [3, 4]]").t().toDoubles2d());
    }
}
