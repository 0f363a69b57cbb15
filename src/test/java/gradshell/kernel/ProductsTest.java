package gradshell.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Layout;
import gradshell.array.Shape;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// All ways of multiplying matrices give the bits of the plain sum over k = 0, 1, 2 …, one fma a step.
class ProductsTest {
    private static final List<int[]> SIZES = List.of(new int[] {1, 1, 1}, new int[] {6, 3, 32}, new int[] {5, 7, 31}, new int[] {7, 257, 33}, new int[] {97, 20, 65}, new int[] {13, 300, 530}, new int[] {64, 64, 64}, new int[] {200, 2, 17});

    private enum Lying {
        ROWS, COLUMNS, APART;

        /// A matrix of random numbers that lies in memory in its own way.
        Array draw(DType dtype, int rows, int columns, Random random) {
            Array wide = Array.zeros(dtype, this == COLUMNS ? Shape.of(columns, rows) : this == APART ? Shape.of(2 * rows, 3 * columns) : Shape.of(rows, columns));
            for (int i = 0; i < wide.elements(); i++) {
                if (dtype == DType.FLOAT32) wide.floats()[i] = (float) random.nextGaussian();
                else wide.doubles()[i] = random.nextGaussian();
            }
            Layout layout = wide.layout();
            return wide.view(switch (this) {
                case ROWS -> layout;
                case COLUMNS -> layout.permute(1, 0);
                case APART -> layout.slice(0, 1, rows, 2).slice(1, 2, columns, 3);
            });
        }
    }

    private static Array plain(Array start, Array a, Array b) {
        Array out = Copies.copy(start);
        int rows = a.shape().size(0), columns = b.shape().size(1);
        for (int i = 0; i < rows; i++) for (int j = 0; j < columns; j++) for (int p = 0; p < a.shape().size(1); p++) {
            double x = at(a, i, p), y = at(b, p, j);
            if (out.dtype() == DType.FLOAT32) out.floats()[i * columns + j] = Math.fma((float) x, (float) y, out.floats()[i * columns + j]);
            else out.doubles()[i * columns + j] = Math.fma(x, y, out.doubles()[i * columns + j]);
        }
        return out;
    }

    private static double at(Array x, int i, int j) { return x.doubleAt(x.layout().offset() + i * x.layout().stride(0) + j * x.layout().stride(1)); }

    private interface Way {
        void add(Array out, Array a, Array b);
    }

    private static void everywhere(Way way) {
        Random random = new Random(4);
        int compared = 0;
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) for (int[] size : SIZES) for (Lying left : Lying.values()) for (Lying right : Lying.values()) {
            Array a = left.draw(dtype, size[0], size[1], random), b = right.draw(dtype, size[1], size[2], random);
            Array out = Lying.ROWS.draw(dtype, size[0], size[2], random), expected = plain(out, a, b);
            way.add(out, a, b);
            for (int i = 0; i < out.elements(); i++, compared++) assertEquals(expected.doubleAt(i), out.doubleAt(i), dtype + " " + size[0] + " x " + size[1] + " x " + size[2] + " " + left + " " + right + " at " + i);
        }
        assertTrue(compared > 100_000, compared + " numbers");
    }

    @Test
    void panels() { everywhere((out, a, b) -> Panels.block(new Products.Matrix(out), new Products.Matrix(a), new Products.Matrix(b), out.dtype())); }

    @Test
    void whateverWayIsTaken() { everywhere(Products::accumulate); }

    /// Products go over to panels in the midst of a row of calls, and nobody sees it.
    @Test
    void warming() throws InterruptedException {
        Random random = new Random(5);
        Array a = Lying.ROWS.draw(DType.FLOAT32, 100, 120, random), b = Lying.COLUMNS.draw(DType.FLOAT32, 120, 90, random), none = Array.zeros(DType.FLOAT32, Shape.of(100, 90));
        float[] expected = plain(none, a, b).floats();
        for (int i = 0; i < 200; i++) {
            Array out = Array.zeros(DType.FLOAT32, none.shape());
            Products.matmul(out, a, b);
            org.junit.jupiter.api.Assertions.assertArrayEquals(expected, out.floats(), "call " + i);
            if (i % 20 == 0) Thread.sleep(50);
        }
    }
}
