package gradshell.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.formula.Fn;
import gradshell.formula.Formula;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Reductions, and what is made of them, give the same bits in every form and with any number of threads.
class ReductionsTest {
    private static final int[] LENGTHS = {1, 2, 9, 24, 64, 90, 127, 128, 129, 200, 256, 300, 1000, 8191, 8192, 8193, 16384, 24576, 30000, 41000};

    private final int threads = Threads.count();

    @AfterEach
    void threadsAsBefore() { Threads.count(threads); }

    private static float[] numbers(int n, Random random, boolean special) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) x[i] = special && random.nextInt(300) == 0 ? new float[] {Float.NaN, -0f, Float.POSITIVE_INFINITY, 0}[random.nextInt(4)] : (float) random.nextGaussian();
        return x;
    }

    /// The order that is promised, spelled out: 128 lanes, folded in halves; blocks of 8,192, combined as a balanced tree.
    private static float slowly(Fn fn, float[] x, int start, int count) {
        if (count > 8192) {
            int half = 8192;
            while (half * 2 < count) half *= 2;
            return both(fn, slowly(fn, x, start, half), slowly(fn, x, start + half, count - half));
        }
        float[] lanes = new float[128];
        for (int i = 0; i < count; i++) lanes[i % 128] = i < 128 ? x[start + i] : both(fn, lanes[i % 128], x[start + i]);
        int used = Math.min(count, 128);
        for (int half = 64; half > 0; half /= 2) {
            for (int i = half; i < used; i++) lanes[i - half] = both(fn, lanes[i - half], lanes[i]);
            used = Math.min(used, half);
        }
        return lanes[0];
    }

    private static float both(Fn fn, float a, float b) {
        return switch (fn) {
            case ADD -> a + b;
            case MUL -> a * b;
            case MAX -> Math.max(a, b);
            default -> Math.min(a, b);
        };
    }

    @ParameterizedTest
    @EnumSource(value = Fn.class, names = {"ADD", "MUL", "MAX", "MIN"})
    void keepTheirOrder(Fn fn) {
        Random random = new Random(2);
        for (int length : LENGTHS) {
            int rows = length > 10_000 ? 2 : 5;
            float[] x = numbers(rows * length + 3, random, fn == Fn.MAX || fn == Fn.MIN);
            Array whole = Array.of(DType.FLOAT32, Shape.of(x.length), x), table = whole.view(whole.layout().slice(0, 3, rows * length, 1));
            table = Array.of(DType.FLOAT32, Shape.of(rows, length), Copies.copy(table).floats());
            float[] expected = new float[rows];
            for (int i = 0; i < rows; i++) expected[i] = slowly(fn, x, 3 + i * length, length);
            assertArrayEquals(expected, Reductions.reduce(fn, table, new int[] {1}, DType.FLOAT32).floats(), length + " in a row");
            Array turned = Copies.copy(table.view(table.layout().permute(1, 0)));
            assertArrayEquals(expected, Reductions.reduce(fn, turned, new int[] {0}, DType.FLOAT32).floats(), length + " in a column");
            if (length > 8192 || fn == Fn.MUL || fn == Fn.MIN) continue;
            float[] vectors = new float[rows];
            VectorReductions.rows(fn, x, 3, rows, length, vectors, 0, new float[128]);
            assertArrayEquals(expected, vectors, length + " by vectors");
        }
    }

    @Test
    void becomeVectorCode() throws InterruptedException {
        float[] x = numbers(300_000, new Random(3), false);
        Array all = Array.of(DType.FLOAT32, Shape.of(x.length), x);
        float expected = slowly(Fn.ADD, x, 0, x.length);
        // Images whose channels are summed: along the first dimension and the last two.
        Array images = Array.of(DType.FLOAT32, Shape.of(40, 3, 50, 50), x), channels = Copies.copy(images.view(images.layout().permute(1, 0, 2, 3)));
        float[] sums = new float[3];
        for (int c = 0; c < 3; c++) sums[c] = slowly(Fn.ADD, channels.floats(), c * 100_000, 100_000);
        // Before, while and after vector code takes over.
        for (int round = 0; round < 60; round++) {
            assertEquals(expected, Reductions.reduce(Fn.ADD, all, new int[] {0}, DType.FLOAT32).floats()[0]);
            assertArrayEquals(sums, Reductions.reduce(Fn.ADD, images, new int[] {0, 2, 3}, DType.FLOAT32).floats());
            Thread.sleep(10);
        }
    }

    private void sameForAnyNumberOfThreads(Supplier<Array> work) {
        Threads.count(1);
        Array one = work.get();
        for (int count = 2; count <= 3; count++) {
            Threads.count(count);
            for (int round = 0; round < 3; round++) assertArrayEquals((float[]) one.storage().values(), (float[]) work.get().storage().values(), count + " threads");
        }
    }

    @Test
    void doNotDependOnThreads() {
        Random random = new Random(4);
        Array line = Array.of(DType.FLOAT32, Shape.of(300_001), numbers(300_001, random, false)), table = Array.of(DType.FLOAT32, Shape.of(600, 500), numbers(300_000, random, false));
        for (Fn fn : List.of(Fn.ADD, Fn.MAX, Fn.MUL)) {
            sameForAnyNumberOfThreads(() -> Reductions.reduce(fn, line, new int[] {0}, DType.FLOAT32));
            for (int dim = 0; dim < 2; dim++) {
                int along = dim;
                sameForAnyNumberOfThreads(() -> Reductions.reduce(fn, table, new int[] {along}, DType.FLOAT32));
            }
        }
        for (int i = 0; i < 4; i++) {
            int dim = i % 2;
            boolean log = i > 1;
            sameForAnyNumberOfThreads(() -> {
                Array out = Array.zeros(DType.FLOAT32, table.shape());
                Softmaxes.into(out, table, dim, log);
                return out;
            });
        }
        sameForAnyNumberOfThreads(() -> {
            Array out = Array.zeros(DType.FLOAT32, table.shape());
            Deviations.standardize(out, table, 1, 1e-5);
            return out;
        });
        Fused fused = Fused.of(List.of(Formula.X.exp().add(Formula.Y), Formula.X.mul(Formula.Y)), DType.FLOAT32, DType.FLOAT32, DType.FLOAT32);
        for (int result = 0; result < 2; result++) {
            int wanted = result;
            sameForAnyNumberOfThreads(() -> {
                Array[] outs = {Array.zeros(DType.FLOAT32, line.shape()), Array.zeros(DType.FLOAT32, line.shape())};
                fused.apply(outs, new Array[] {line, line});
                return outs[wanted];
            });
        }
    }
}
