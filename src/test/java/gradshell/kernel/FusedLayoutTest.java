package gradshell.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.formula.Formula;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

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
    }
}
