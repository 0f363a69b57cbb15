package gradshell.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.formula.Formula;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FusedLayoutTest {
    private static final Formula LINE = Formula.X.mul(Formula.Y).add(Formula.Z);

    private static Array counted(int... sizes) {
        Shape shape = Shape.of(sizes);
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) values[i] = i;
        return Array.of(DType.FLOAT32, shape, values);
    }

    private static Fused floats(Formula formula, int inputs) {
        DType[] types = new DType[inputs];
        java.util.Arrays.fill(types, DType.FLOAT32);
        return Fused.of(formula, DType.FLOAT32, types);
    }

    @Test
    void asksOnceForEachFormula() {
        assertSame(floats(LINE, 3), floats(LINE, 3));
        assertSame(floats(LINE, 3), floats(Formula.X.mul(Formula.Y).add(Formula.Z), 3));
        assertEquals(DType.BOOL, Fused.of(Formula.X.lt(Formula.Y), DType.INT64, DType.INT64, DType.INT64).result());
    }

    @Test
    void repeatsRowsAndColumnsAndNumbers() {
        Shape shape = Shape.of(3, 4);
        Array out = Array.zeros(DType.FLOAT32, shape), table = counted(3, 4), column = counted(3, 1), row = counted(4);
        floats(LINE, 3).apply(out, table, column.view(column.layout().expand(shape)), row.view(row.layout().expand(shape)));
        for (int i = 0; i < 3; i++) for (int j = 0; j < 4; j++) assertEquals((i * 4 + j) * i + j, out.floats()[i * 4 + j]);

        Array two = Array.scalar(DType.FLOAT32, 2);
        floats(LINE, 3).apply(out, table, two, two.view(two.layout().expand(shape)));
        for (int i = 0; i < 12; i++) assertEquals(2 * i + 2, out.floats()[i]);
    }

    @Test
    void readsAndWritesTransposedAndReversed() {
        Array table = counted(3, 4), out = Array.zeros(DType.FLOAT32, Shape.of(4, 3));
        floats(Formula.X.neg(), 1).apply(out, table.view(table.layout().permute(1, 0)));
        assertArrayEquals(new float[] {-0f, -4, -8, -1, -5, -9, -2, -6, -10, -3, -7, -11}, out.floats());
        Array target = Array.zeros(DType.FLOAT32, Shape.of(3, 4));
        floats(Formula.X.neg(), 1).apply(target.view(target.layout().permute(1, 0)), out);
        assertArrayEquals(table.floats(), target.floats());
        Array backwards = table.view(table.layout().slice(1, 3, 4, -1));
        floats(Formula.X.add(Formula.Y), 2).apply(target, backwards, table);
        assertArrayEquals(new float[] {3, 3, 3, 3, 11, 11, 11, 11, 19, 19, 19, 19}, target.floats());
    }

    @Test
    void takesManyInputsAndThreeDimensions() {
        Formula sum = Formula.X;
        for (int i = 1; i < 6; i++) sum = sum.add(new Formula.Input(i));
        Shape shape = Shape.of(2, 3, 4);
        Array[] in = new Array[6];
        for (int i = 0; i < 6; i++) in[i] = counted(2, 3, 4);
        in[5] = counted(3, 1).view(counted(3, 1).layout().expand(shape));
        Array out = Array.zeros(DType.FLOAT32, shape);
        floats(sum, 6).apply(out, in);
        for (int i = 0; i < 24; i++) assertEquals(5 * i + i / 4 % 3, out.floats()[i]);
    }

    @Test
    void takesManyInputsOfWhichNoneRepeats() {
        Array table = counted(20, 20), two = Array.scalar(DType.FLOAT32, 2), out = Array.zeros(DType.FLOAT32, Shape.of(20, 20));
        floats(LINE.add(new Formula.Input(3)), 4).apply(out, new Array[] {table, two, table, table});
        for (int i = 0; i < 400; i++) assertEquals(4 * i, out.floats()[i]);
    }

    @Test
    void goesAlongTheLongSide() {
        Shape shape = Shape.of(50, 2, 3);
        Array table = counted(50, 2, 3), row = counted(2, 1), out = Array.zeros(DType.FLOAT32, shape);
        floats(Formula.X.add(Formula.Y), 2).apply(out, table, row.view(row.layout().expand(shape)));
        for (int i = 0; i < 300; i++) assertEquals(i + i / 3 % 2, out.floats()[i]);
    }

    /// More inputs than have a loop of their own form, and enough elements for rows to be written out.
    @Test
    void takesManyInputsOfManyElements() {
        Formula sum = Formula.X.add(Formula.Y).add(Formula.Z).add(new Formula.Input(3));
        Array out = Array.zeros(DType.FLOAT32, Shape.of(300, 3)), table = counted(300, 3), row = counted(3), two = Array.scalar(DType.FLOAT32, 2);
        floats(sum, 4).apply(out, new Array[] {table, table, two, table});
        for (int i = 0; i < 900; i++) assertEquals(3 * i + 2, out.floats()[i]);
        floats(sum, 4).apply(out, new Array[] {table, row.view(row.layout().expand(table.shape())), two, table});
        for (int i = 0; i < 900; i++) assertEquals(2 * i + i % 3 + 2, out.floats()[i]);
    }

    /// Gradients of a product with a bias, as one loop: results with and without gaps, over rows, columns and numbers.
    @Test
    void givesSeveralResults() {
        List<Formula> formulas = List.of(Formula.X.mul(Formula.Y), Formula.X.mul(Formula.Y).lt(Formula.Z), Formula.X.sub(Formula.Z));
        Fused three = Fused.of(formulas, DType.FLOAT32, DType.FLOAT32, DType.FLOAT32, DType.FLOAT32);
        assertSame(three, Fused.of(List.copyOf(formulas), DType.FLOAT32, DType.FLOAT32, DType.FLOAT32, DType.FLOAT32));
        assertEquals(List.of(DType.FLOAT32, DType.BOOL, DType.FLOAT32), List.of(three.result(), three.result(1), three.result(2)));
        Shape shape = Shape.of(30, 20);
        Array table = counted(30, 20), two = Array.scalar(DType.FLOAT32, 2), row = counted(20), wide = row.view(row.layout().expand(shape)), turned = counted(20, 30);
        Array permuted = turned.view(turned.layout().permute(1, 0));
        for (Array[] in : new Array[][] {{table, two, table}, {table, table, wide}, {permuted, two, table}, {wide, table, permuted}}) {
            for (boolean gaps : new boolean[] {false, true}) {
                Array product = gaps ? new Array(DType.FLOAT32, Shape.of(20, 30).contiguous().permute(1, 0), Array.zeros(DType.FLOAT32, shape).storage()) : Array.zeros(DType.FLOAT32, shape);
                Array less = Array.zeros(DType.BOOL, shape), difference = Array.zeros(DType.FLOAT32, shape);
                three.apply(new Array[] {product, less, difference}, in);
                for (int i = 0; i < 600; i++) {
                    float x = value(in[0], i), y = value(in[1], i), z = value(in[2], i);
                    assertEquals(x * y, value(product, i));
                    assertEquals(x * y < z, less.booleans()[i]);
                    assertEquals(x - z, value(difference, i));
                }
            }
        }
    }

    private static float value(Array x, int i) {
        return x.elements() == 1 ? x.floats()[0] : x.floats()[x.layout().offset() + i / 20 * x.layout().stride(0) + i % 20 * x.layout().stride(1)];
    }

    @Test
    void changesSeveralArraysInPlace() {
        // Momentum: v becomes m·v + g, x becomes x - r·v.
        Formula velocity = Formula.Y.mul(new Formula.Input(3)).add(Formula.Z);
        Fused step = Fused.of(List.of(Formula.X.sub(velocity.mul(new Formula.Input(4))), velocity), DType.FLOAT32, DType.FLOAT32, DType.FLOAT32, DType.FLOAT32, DType.FLOAT32, DType.FLOAT32);
        Array g = counted(10, 7);
        for (int round = 0; round < 40; round++) {
            Array[] in = {counted(10, 7), counted(10, 7), g, Array.scalar(DType.FLOAT32, 2), Array.scalar(DType.FLOAT32, -1)};
            step.apply(new Array[] {in[0], in[1]}, in);
            for (int i = 0; i < 70; i++) {
                assertEquals(3 * i, in[1].floats()[i]);
                assertEquals(4 * i, in[0].floats()[i]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 9})
    void allocatesNothingWhenHot(int inputs) {
        Formula sum = Formula.X;
        for (int i = 1; i < inputs; i++) sum = sum.add(new Formula.Input(i));
        DType[] types = new DType[inputs];
        java.util.Arrays.fill(types, DType.FLOAT32);
        Fused fused = Fused.of(List.of(sum, sum.mul(Formula.X)), DType.FLOAT32, types);
        Object[] outs = {new float[2000], new float[2000]}, in = new Object[inputs];
        int[] zeros = new int[inputs], ones = new int[inputs], outOnes = {1, 1}, outZeros = {0, 0};
        for (int i = 0; i < inputs; i++) {
            in[i] = new float[2000];
            ones[i] = i == 1 ? 0 : 1;
        }
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        // Hot is what the compiler is through with; on a busy machine that takes its time.
        long end = System.nanoTime() + 60_000_000_000L, each;
        do {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) fused.run(2000, outs, outZeros, outOnes, in, zeros, ones);
            each = (threads.getCurrentThreadAllocatedBytes() - before) / 1000;
        } while (each > 0 && System.nanoTime() < end);
        assertEquals(0, each);
    }

    @Test
    void saysWhichFormulasAreTooLongForOneLoop() {
        Formula chain = Formula.X;
        for (int i = 0; i < 5; i++) chain = chain.tanh();
        assertEquals(true, Fused.fits(List.of(chain, chain.neg()), DType.FLOAT32, DType.FLOAT32));
        for (int i = 0; i < 50; i++) chain = chain.tanh();
        assertEquals(false, Fused.fits(List.of(chain), DType.FLOAT32, DType.FLOAT32));
        float[] out = new float[5000], expected = new float[5000], x = new float[5000];
        for (int i = 0; i < x.length; i++) x[i] = i * 1e-3f;
        Fused.of(List.of(chain), DType.FLOAT32, DType.FLOAT32).run(5000, new Object[] {out}, new int[1], new int[] {1}, new Object[] {x}, new int[1], new int[] {1});
        System.arraycopy(x, 0, expected, 0, 5000);
        for (int i = 0; i < 55; i++) Fused.of(Formula.X.tanh(), DType.FLOAT32, DType.FLOAT32).run(expected, 0, 1, 5000, expected, 0, 1);
        assertArrayEquals(expected, out);
    }

    @Test
    void takesEmptyArraysAndFormulasWithoutInputs() {
        floats(LINE, 3).apply(Array.zeros(DType.FLOAT32, Shape.of(0, 3)), counted(0, 3), counted(0, 3), counted(1));
        Array out = Array.zeros(DType.FLOAT32, Shape.of(2, 2));
        floats(Formula.of(7), 0).apply(out, new Array[0]);
        assertArrayEquals(new float[] {7, 7, 7, 7}, out.floats());
    }

    @Test
    void stopsWhenInterrupted() {
        Array large = Array.zeros(DType.FLOAT32, Shape.of(3, 1 << 18));
        Thread.currentThread().interrupt();
        var stopped = assertThrows(CancellationException.class, () -> floats(Formula.X.neg(), 1).apply(large, large));
        assertEquals("interrupted", stopped.getMessage());
        assertEquals(true, Thread.interrupted());
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> floats(Formula.Y, 1));
        assertThrows(IllegalArgumentException.class, () -> Fused.of(Formula.X.sqrt(), DType.INT32, DType.INT32));
        assertThrows(IllegalArgumentException.class, () -> floats(LINE, 3).run(new float[1], 0, 1, 1, new float[1], 0, 1));
        assertThrows(IllegalArgumentException.class, () -> Fused.of(List.of(), DType.FLOAT32, DType.FLOAT32));
        Array[] unequal = {counted(2, 3), counted(3)};
        Fused two = Fused.of(List.of(Formula.X, Formula.Y), DType.FLOAT32, DType.FLOAT32, DType.FLOAT32);
        var differ = assertThrows(ShapeException.class, () -> two.apply(unequal, new Array[] {counted(2, 3), counted(2, 3)}));
        assertEquals("fused: results of shapes [2, 3] and [3] cannot be computed by one loop; they must be equal", differ.getMessage());
        var missing = assertThrows(IllegalArgumentException.class, () -> two.run(new float[1], 0, 1, 1, new float[1], 0, 1));
        assertEquals("fused: given 1 input and 1 result for formulas of 2 and 2", missing.getMessage());
    }
}
