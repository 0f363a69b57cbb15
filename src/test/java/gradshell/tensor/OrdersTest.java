package gradshell.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Orders, reductions and scans: what the derived checks and PyTorch's values leave open.
class OrdersTest {
    private static final double[] ODD = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -Double.MIN_VALUE, 1, -1};

    /// Few different numbers, so that many are equal, and the odd ones among them.
    private static Tensor draw(DType dtype, int elements, Random random) {
        double[] values = new double[elements];
        for (int i = 0; i < elements; i++) values[i] = random.nextInt(4) == 0 && dtype.isFloating() ? ODD[random.nextInt(ODD.length)] : random.nextInt(-20, 20) * (dtype.isFloating() ? 0.37 : 1);
        return Tensor.of(Array.of(DType.FLOAT64, Shape.of(elements), values)).to(dtype);
    }

    private static Tensor float64(double... values) { return Tensor.of(Array.of(DType.FLOAT64, Shape.of(values.length), values)); }

    // ---- sorting ----

    @ParameterizedTest
    @EnumSource(DType.class)
    void sortingIsStable(DType dtype) {
        Random random = new Random(2);
        for (int n : new int[] {0, 1, 2, 15, 16, 17, 47, 48, 49, 255, 1023, 5000}) for (boolean descending : new boolean[] {false, true}) {
            Tensor x = draw(dtype, n, random);
            double[] values = x.toDoubles();
            // Adding 0 turns -0, which Java puts before 0, into 0.
            Comparator<Integer> order = Comparator.comparingDouble(i -> values[i] + 0.0);
            long[] expected = IntStream.range(0, n).boxed().sorted(descending ? order.reversed() : order).mapToLong(Integer::longValue).toArray();
            assertArrayEquals(expected, x.argsort(0, descending).toLongs(), n + (descending ? " descending" : " ascending"));
            Picked sorted = x.sort(0, descending);
            for (int i = 0; i < n; i++) assertEquals(values[(int) expected[i]], sorted.values().toDoubles()[i]);
        }
    }

    @Test
    void wholeNumbersAreSortedByAllTheirBits() {
        Random random = new Random(3);
        long[] values = random.longs(3000).toArray();
        long[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        assertArrayEquals(sorted, Tensor.of(Array.of(DType.INT64, Shape.of(3000), values)).sort(0).values().toLongs());
    }

    @Test
    void linesAreSortedAlongEachDimensionOfAnyLayout() {
        Tensor x = draw(DType.FLOAT32, 4 * 60 * 3, new Random(4)).reshape(4, 60, 3), turned = x.permute(2, 0, 1);
        for (int dim = 0; dim < 3; dim++) assertArrayEquals(turned.copy().argsort(dim).toLongs(), turned.argsort(dim).toLongs());
        for (int i = 0; i < 4; i++) for (int k = 0; k < 3; k++)
            assertArrayEquals(x.select(0, i).select(1, k).argsort(0).toLongs(), x.argsort(1).select(0, i).select(1, k).toLongs());
    }

    @Test
    void aMillionIsSortedAtOnce() {
        Random random = new Random(5);
        float[] values = new float[1_000_000];
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
        Tensor x = Tensor.of(Array.of(DType.FLOAT32, Shape.of(values.length), values));
        float[] expected = values.clone();
        java.util.Arrays.sort(expected);
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            assertArrayEquals(expected, x.sort(0).values().toFloats());
            best = Math.min(best, System.nanoTime() - start);
        }
        System.out.println("OrdersTest: a million float32 numbers sorted in " + best / 1_000_000 + " ms");
        assertTrue(best < 5_000_000_000L, best + " ns");
    }

    // ---- the order of reductions ----

    /// Rows reduced side by side give the bits of each row alone.
    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64", "INT64"})
    void rowsGiveTheBitsOfEachAlone(DType dtype) {
        Random random = new Random(6);
        for (int n : new int[] {1, 2, 3, 7, 8, 9, 10, 63, 64, 65, 100, 127, 128, 129, 300}) for (int rows : new int[] {2, 63, 64, 65, 150}) {
            double[] values = random.doubles((long) n * rows, -1, 1).map(v -> dtype.isFloating() ? v : Math.round(9 * v)).toArray();
            Tensor x = Tensor.of(Array.of(DType.FLOAT64, Shape.of(rows, n), values)).to(dtype);
            for (int i = 0; i < rows; i += 7) {
                Tensor row = x.select(0, i);
                assertEquals(row.sum().item(), x.sum(1).at(i).item(), n + " elements");
                assertEquals(row.prod().item(), x.prod(1).at(i).item(), n + " elements");
                assertEquals(row.amax().item(), x.amax(1).at(i).item(), n + " elements");
            }
        }
    }

    // ---- derivatives where others are 0 ----

    @Test
    void secondDerivativesOfAProductWithZeros() {
        Tensor x = float64(0, 0, 3, 5).requiresGrad(true);
        Tensor first = Tensor.grad(x.prod(), null, List.of(x)).getFirst();
        assertArrayEquals(new double[4], first.toDoubles());
        assertArrayEquals(new double[] {15, 0, 0, 0}, Tensor.grad(first.at(1), null, List.of(x)).getFirst().toDoubles());
        assertArrayEquals(new double[] {0, 0, 0, 0}, Tensor.grad(first.at(2), null, List.of(x)).getFirst().toDoubles());
    }

    @Test
    void runningProductsWithZerosHaveTheRightDerivatives() {
        Tensor x = float64(2, 0, 3, 0, 5, -1);
        assertTrue(GradCheck.check(in -> in[0].cumprod(0).mul(float64(1, -2, 3, 0.5, 1, 2)), x.copy().requiresGrad(true)));
        assertTrue(GradCheck.check(in -> {
            Tensor y = in[0].mul(1).cumprod(0).mul(float64(1, -2, 3, 0.5, 1, 2)).sum();
            return Tensor.grad(y, null, List.of(in[0])).getFirst();
        }, x.copy().requiresGrad(true)));
    }

    @Test
    void equalElementsShareTheGradientOfAMedianButNotThatOfAPick() {
        Tensor x = float64(1, 2, 2, 3).requiresGrad(true);
        assertArrayEquals(new double[] {0, 0.5, 0.5, 0}, Tensor.grad(x.median(), null, List.of(x)).getFirst().toDoubles());
        assertArrayEquals(new double[] {0, 1, 0, 0}, Tensor.grad(x.median(0).values(), null, List.of(x)).getFirst().toDoubles());
        assertArrayEquals(new double[] {0, 1, 0, 0}, Tensor.grad(x.kthvalue(2, 0).values(), null, List.of(x)).getFirst().toDoubles());
    }

    // ---- stopping ----

    @ParameterizedTest
    @ValueSource(strings = {"argsort", "cumsum", "cummax", "unique", "bincount", "histc", "searchsorted"})
    void longLoopsStop(String operation) {
        Array x = Array.zeros(DType.FLOAT32, Shape.of(200_000));
        Thread.currentThread().interrupt();
        try {
            assertThrows(CancellationException.class, () -> {
                switch (operation) {
                    case "argsort" -> gradshell.kernel.Orders.argsort(x.view(Shape.of(1000, 200).contiguous()), 1, false);
                    case "cumsum" -> gradshell.kernel.Scans.sum(x, 0, false, DType.FLOAT32);
                    case "cummax" -> gradshell.kernel.Scans.argument(x, 0, 1);
                    case "unique" -> gradshell.kernel.Orders.groups(x.view(Shape.of(200_000, 1).contiguous()));
                    case "bincount" -> gradshell.kernel.Counts.occurrences(Array.zeros(DType.INT64, x.shape()), null, 1);
                    case "histc" -> gradshell.kernel.Counts.histogram(x, 3, 0, 1, null);
                    case "searchsorted" -> gradshell.kernel.Orders.search(Array.zeros(DType.FLOAT32, Shape.of(3)), x, false);
                    default -> throw new AssertionError(operation);
                }
            });
        } finally {
            Thread.interrupted();
        }
    }
}
