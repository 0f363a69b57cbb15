package gradshell.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.Java;
import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Layout;
import gradshell.array.Shape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// All ways of multiplying matrices give the bits of the plain sum over k = 0, 1, 2 …, one fma a step.
class ProductsTest {
    /// Rows, steps, columns: around the tiles' edges, around the blocks' edges, thin in every way.
    private static final List<int[]> SIZES = List.of(new int[] {1, 1, 1}, new int[] {6, 3, 32}, new int[] {5, 7, 31}, new int[] {7, 257, 33}, new int[] {97, 20, 65}, new int[] {13, 300, 530},
            new int[] {64, 64, 64}, new int[] {200, 2, 17}, new int[] {1, 70, 100}, new int[] {100, 70, 1}, new int[] {1, 300, 1}, new int[] {29, 1, 47}, new int[] {600, 5, 16}, new int[] {15, 520, 140}, new int[] {3, 9, 1100}, new int[] {1, 20, 300}, new int[] {40, 3, 2}, new int[] {2, 4, 30});

    private enum Lying {
        ROWS, COLUMNS, APART, BACKWARDS, REPEATED;

        /// A matrix of random numbers that lies in memory in its own way.
        Array draw(DType dtype, int rows, int columns, Random random) {
            Array wide = Array.zeros(dtype, switch (this) {
                case ROWS, BACKWARDS -> Shape.of(rows, columns);
                case COLUMNS -> Shape.of(columns, rows);
                case APART -> Shape.of(2 * rows, 3 * columns);
                case REPEATED -> Shape.of(1, columns);
            });
            for (int i = 0; i < wide.elements(); i++) {
                double number = random.nextInt(50) == 0 ? random.nextBoolean() ? 0.0 : -0.0 : random.nextGaussian();
                if (dtype == DType.FLOAT32) wide.floats()[i] = (float) number;
                else wide.doubles()[i] = number;
            }
            Layout layout = wide.layout();
            return wide.view(switch (this) {
                case ROWS -> layout;
                case COLUMNS -> layout.permute(1, 0);
                case APART -> layout.slice(0, 1, rows, 2).slice(1, 2, columns, 3);
                case BACKWARDS -> layout.slice(0, rows - 1, rows, -1).slice(1, columns - 1, columns, -1);
                case REPEATED -> layout.expand(Shape.of(rows, columns));
            });
        }
    }

    private static Array plain(Array start, Array a, Array b) {
        Array out = Copies.copy(start), left = Copies.copy(a), right = Copies.copy(b);
        int rows = a.shape().size(0), columns = b.shape().size(1), k = a.shape().size(1);
        for (int i = 0; i < rows; i++) for (int p = 0; p < k; p++) for (int j = 0, c = i * columns; j < columns; j++, c++) {
            if (out.dtype() == DType.FLOAT32) out.floats()[c] = Math.fma(left.floats()[i * k + p], right.floats()[p * columns + j], out.floats()[c]);
            else out.doubles()[c] = Math.fma(left.doubles()[i * k + p], right.doubles()[p * columns + j], out.doubles()[c]);
        }
        return out;
    }

    private static double at(Array x, int i, int j) { return x.doubleAt(x.layout().offset() + i * x.layout().stride(0) + j * x.layout().stride(1)); }

    private interface Way {
        void multiply(Matrix out, Matrix a, Matrix b, DType dtype, boolean add);
    }

    private static void everywhere(Way way) {
        Random random = new Random(4);
        int compared = 0;
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) for (int[] size : SIZES) for (Lying left : Lying.values()) {
            Lying right = Lying.values()[(left.ordinal() + random.nextInt(3)) % 5];
            boolean add = random.nextBoolean();
            // Only results that differ from row to row can be written to.
            Lying lying = Lying.values()[random.nextInt(4)];
            Array a = left.draw(dtype, size[0], size[1], random), b = right.draw(dtype, size[1], size[2], random), out = lying.draw(dtype, size[0], size[2], random);
            Array expected = plain(add ? out : Array.zeros(dtype, out.shape()), a, b);
            way.multiply(new Matrix(out), new Matrix(a), new Matrix(b), dtype, add);
            for (int i = 0; i < size[0]; i++) for (int j = 0; j < size[2]; j++, compared++) {
                double wanted = at(expected, i, j), found = at(out, i, j);
                if (Double.doubleToLongBits(wanted) != Double.doubleToLongBits(found))
                    assertEquals(wanted, found, dtype + " " + size[0] + " x " + size[1] + " x " + size[2] + " " + left + " " + right + " to " + lying + (add ? " added" : "") + " at " + i + ", " + j);
            }
        }
        assertTrue(compared > 300_000, compared + " numbers");
    }

    private static final VectorTiles FLOATS = new VectorTiles(DType.FLOAT32, Mode.VECTOR), DOUBLES = new VectorTiles(DType.FLOAT64, Mode.VECTOR);
    private static final VectorTiles NEVER_FLOATS = new VectorTiles(DType.FLOAT32, Mode.SCALAR), NEVER_DOUBLES = new VectorTiles(DType.FLOAT64, Mode.SCALAR);

    private static void vectors(Matrix out, Matrix a, Matrix b, DType dtype, boolean add) {
        assertTrue(Panels.multiply(dtype == DType.FLOAT32 ? FLOATS : DOUBLES, out, a, b, add, null));
    }

    @AfterEach
    void asManyThreadsAsBefore() { Threads.count(Runtime.getRuntime().availableProcessors()); }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void vectors(int threads) {
        Threads.count(threads);
        everywhere(ProductsTest::vectors);
    }

    @Test
    void tilesWithoutVectors() {
        // Nothing is ready, so every tile of a packed block is computed one number at a time.
        everywhere((out, a, b, dtype, add) -> Panels.run(dtype == DType.FLOAT32 ? NEVER_FLOATS : NEVER_DOUBLES, out, a, b, a.column() != 1, add, null));
    }

    /// Sums of products that are too small for their type are zeros with a sign; whatever a block is filled up with leaves it, and infinities and NaN.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 257})
    void signsOfZeros(int k) {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Array a = Array.zeros(dtype, Shape.of(k, 30)), b = Array.zeros(dtype, Shape.of(k, 50)), out = Array.zeros(dtype, Shape.of(30, 50));
            double small = dtype == DType.FLOAT32 ? 1e-30 : 1e-200;
            for (int p = 0; p < k; p++) {
                for (int i = 0; i < 30; i++) set(a, p * 30 + i, i == 7 && p == 0 ? Double.POSITIVE_INFINITY : i % 2 == 0 ? -small : small);
                for (int j = 0; j < 50; j++) set(b, p * 50 + j, j == 9 && p == 0 ? Double.NaN : small);
            }
            Array left = a.view(a.layout().permute(1, 0)), expected = plain(out, left, b);
            vectors(new Matrix(out), new Matrix(left), new Matrix(b), dtype, false);
            assertEquals(1 / -0.0, 1 / out.doubleAt(0));
            for (int i = 0; i < out.elements(); i++) assertEquals(expected.doubleAt(i), out.doubleAt(i), dtype + " at " + i);
        }
    }

    private static void set(Array x, int place, double number) {
        if (x.dtype() == DType.FLOAT32) x.floats()[place] = (float) number;
        else x.doubles()[place] = number;
    }

    @Test
    void whateverWayIsTaken() { everywhere((out, a, b, dtype, add) -> Products.multiply(out, a, b, dtype, add, null)); }

    /// Few steps and columns, by vectors that hold several rows: with rows that fill no vector, and at the end of an array as well as inside of one.
    @Test
    void narrow() {
        Random random = new Random(8);
        int byVectors = 0;
        Warming.always(true);
        try {
            for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) for (int steps = 1; steps <= 12; steps++) for (int columns = 1; columns * steps <= 12 && columns <= 4; columns++) for (int rows : new int[] {9, 16, 33, 100, 257}) {
                Array whole = Lying.ROWS.draw(dtype, rows + 3, steps, random), a = whole.view(whole.layout().slice(0, random.nextInt(4), rows, 1));
                Array b = Lying.values()[random.nextInt(5)].draw(dtype, steps, columns, random), out = Lying.ROWS.draw(dtype, rows, columns, random), again = Copies.copy(out);
                Array expected = plain(out, a, b);
                byVectors += NarrowProduct.multiply(new Matrix(again), new Matrix(a), new Matrix(b), dtype);
                ScalarTiles.multiply(new Matrix(out), new Matrix(a), new Matrix(b), dtype);
                for (int i = 0; i < out.elements(); i++) assertEquals(expected.doubleAt(i), out.doubleAt(i), dtype + " " + rows + " x " + steps + " x " + columns + " at " + i);
            }
        } finally {
            Warming.always(false);
        }
        assertTrue(byVectors > 5_000, byVectors + " rows");
    }

    /// Several blocks of k, of rows and of columns, divided among threads.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void manyBlocks(int threads) {
        Threads.count(threads);
        Random random = new Random(6);
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) for (Lying lying : List.of(Lying.ROWS, Lying.COLUMNS)) {
            Array a = lying.draw(dtype, 580, 270, random), b = lying.draw(dtype, 270, 1100, random), out = Array.zeros(dtype, Shape.of(580, 1100)), expected = plain(out, a, b);
            vectors(new Matrix(out), new Matrix(a), new Matrix(b), dtype, false);
            assertEquals(expected.storage().values().getClass(), out.storage().values().getClass());
            for (int i = 0; i < out.elements(); i++) if (expected.doubleAt(i) != out.doubleAt(i)) assertEquals(expected.doubleAt(i), out.doubleAt(i), "at " + i);
        }
    }

    /// An epilogue sees every element once, when it is final.
    @ParameterizedTest
    @EnumSource(value = Lying.class, names = {"ROWS", "COLUMNS", "APART"})
    void epilogue(Lying lying) {
        Random random = new Random(7);
        for (int threads = 1; threads <= 2; threads++) for (int[] size : SIZES) {
            Threads.count(threads);
            Array a = Lying.ROWS.draw(DType.FLOAT32, size[0], size[1], random), b = Lying.ROWS.draw(DType.FLOAT32, size[1], size[2], random), out = lying.draw(DType.FLOAT32, size[0], size[2], random);
            Array expected = plain(Array.zeros(DType.FLOAT32, out.shape()), a, b);
            AtomicIntegerArray seen = new AtomicIntegerArray(size[0] * size[2]);
            Epilogue epilogue = (fromRow, toRow, fromColumn, toColumn) -> {
                for (int i = fromRow; i < toRow; i++) for (int j = fromColumn; j < toColumn; j++) if (at(out, i, j) == at(expected, i, j)) seen.incrementAndGet(i * size[2] + j);
            };
            for (int way = 0; way < 2; way++) {
                if (way == 0) Products.matmul(out, a, b, epilogue);
                else assertTrue(Panels.multiply(FLOATS, new Matrix(out), new Matrix(a), new Matrix(b), false, epilogue));
                for (int i = 0; i < seen.length(); i++) assertEquals(way + 1, seen.get(i), "element " + i + " of " + out.shape());
            }
        }
    }

    /// Matrices of a batch that lie among each other, as the heads of attention do, and one that is repeated.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void batches(int threads) {
        Threads.count(threads);
        Random random = new Random(8);
        int batch = 3, heads = 4, length = 40, width = 24;
        Array q = Lying.ROWS.draw(DType.FLOAT32, batch * length, heads * width, random), k = Lying.ROWS.draw(DType.FLOAT32, batch * length, heads * width, random);
        Shape apart = Shape.of(batch, length, heads, width);
        Array x = q.view(apart.contiguous().permute(0, 2, 1, 3)), y = k.view(apart.contiguous().permute(0, 2, 3, 1));
        Array out = Array.zeros(DType.FLOAT32, Shape.of(batch, heads, length, length)), one = y.view(y.layout().select(0, 1));
        for (Array right : List.of(y, one)) {
            Products.matmul(out, x, right);
            for (int i = 0; i < batch; i++) for (int h = 0; h < heads; h++) {
                Array expected = plain(Array.zeros(DType.FLOAT32, Shape.of(length, length)), x.view(x.layout().select(0, i).select(0, h)), right == one ? one.view(one.layout().select(0, h)) : y.view(y.layout().select(0, i).select(0, h)));
                Array found = out.view(out.layout().select(0, i).select(0, h));
                for (int r = 0; r < length; r++) for (int c = 0; c < length; c++) assertEquals(at(expected, r, c), at(found, r, c), "matrix " + i + ", " + h + " at " + r + ", " + c);
            }
        }
    }

    /// A JVM limited to narrower vectors, with other tiles, computes the same bits.
    @Test
    void narrowerVectors() throws Exception {
        var command = Java.command("--add-modules", "jdk.incubator.vector", "-XX:UseAVX=2", "-XX:+IgnoreUnrecognizedVMOptions");
        command.add(ProductsTest.class.getName());
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor());
        assertEquals(Long.toHexString(digest()), found);
    }

    public static void main(String[] args) { System.out.println(Long.toHexString(digest())); }

    private static long digest() {
        Random random = new Random(9);
        long digest = 0;
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) for (int[] size : SIZES) {
            Array a = Lying.ROWS.draw(dtype, size[0], size[1], random), b = Lying.COLUMNS.draw(dtype, size[1], size[2], random), out = Array.zeros(dtype, Shape.of(size[0], size[2]));
            vectors(new Matrix(out), new Matrix(a), new Matrix(b), dtype, false);
            for (int i = 0; i < out.elements(); i++) digest = digest * 31 + Double.doubleToLongBits(out.doubleAt(i));
        }
        return digest;
    }

    /// Rows that become columns are the same numbers, and none is written before or behind them.
    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void turns(DType dtype) {
        VectorTiles tiles = dtype == DType.FLOAT32 ? FLOATS : DOUBLES;
        Turn turn = tiles.turn(1);
        Array x = Lying.ROWS.draw(dtype, 40, 80, new Random(10));
        for (int rows = tiles.lanes; rows <= 80; rows += 7) for (int columns = 1; columns <= tiles.lanes; columns++) {
            Array turned = Array.zeros(dtype, Shape.of(82, tiles.lanes));
            turn.run(rows, columns, x.storage().values(), 0, 80, turned.storage().values(), tiles.lanes, tiles.lanes, tiles.order);
            for (int i = -1; i <= rows; i++) for (int j = 0; j < tiles.lanes; j++) assertEquals(i < 0 || i == rows ? 0 : at(x, Math.min(j, columns - 1), i), at(turned, i + 1, j), rows + " rows, " + columns + " columns at " + i + ", " + j);
        }
    }

    @Test
    void nothingToAdd() {
        float[] numbers = {1, 2, 3, 4};
        Matrix out = new Matrix(numbers, 0, 2, 2, 2, 1), a = new Matrix(new float[0], 0, 2, 0, 0, 1), b = new Matrix(new float[0], 0, 0, 2, 2, 1);
        Products.multiply(out, a, b, DType.FLOAT32, true, null);
        assertArrayEquals(new float[] {1, 2, 3, 4}, numbers);
        Products.multiply(out.transposed(), a, b, DType.FLOAT32, false, null);
        assertArrayEquals(new float[4], numbers);
    }

    @Test
    void interrupted() {
        Array x = Array.zeros(DType.FLOAT32, Shape.of(300, 300));
        Matrix matrix = new Matrix(x), out = new Matrix(Array.zeros(DType.FLOAT32, x.shape()));
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> vectors(out, matrix, matrix, DType.FLOAT32, false));
        assertTrue(Thread.interrupted());
    }

    /// Products go over to panels in the midst of a row of calls, and nobody sees it.
    @Test
    void warming() throws InterruptedException {
        Random random = new Random(5);
        Array a = Lying.ROWS.draw(DType.FLOAT32, 100, 120, random), b = Lying.COLUMNS.draw(DType.FLOAT32, 120, 90, random), none = Array.zeros(DType.FLOAT32, Shape.of(100, 90));
        float[] expected = plain(none, a, b).floats();
        for (int i = 0; i < 200; i++) {
            Array out = Array.zeros(DType.FLOAT32, none.shape());
            Products.matmul(out, a, b);
            assertArrayEquals(expected, out.floats(), "call " + i);
            if (i % 20 == 0) Thread.sleep(50);
        }
    }
}
