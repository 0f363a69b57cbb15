package gradshell.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Layout;
import gradshell.array.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The largest numbers and the means of windows are those of plain loops, to the bit: any windows, layout, number of threads, cold or warm.
class PoolsTest {
    private final int threads = Threads.count();

    @AfterEach
    void restore() { Threads.count(threads); }

    private static Pools.Span span(int size, Random random) {
        List<Integer> first = new ArrayList<>(), end = new ArrayList<>();
        int step = 1 + random.nextInt(2), count = 1 + random.nextInt(2 * size), regular = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            int from = random.nextBoolean() ? random.nextInt(size) : Math.min(i * regular, size - 1);
            first.add(from);
            end.add(from + 1 + random.nextInt(Math.min(size - from, 5)));
        }
        return new Pools.Span(first, end, step);
    }

    /// Few different numbers, so that many are equal, with both zeros, infinities and NaN among them.
    private static Array draw(DType dtype, Shape shape, boolean apart, Random random) {
        Array whole = Array.zeros(dtype, apart ? Shape.of(shape.size(0), shape.size(2), 2 * shape.size(1)) : shape);
        float[] rare = {Float.NaN, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, -0f};
        for (int i = 0; i < whole.elements(); i++) {
            float number = dtype.isFloating() && random.nextInt(5) == 0 ? rare[random.nextInt(4)] : random.nextInt(5) - 2;
            switch (dtype) {
                case FLOAT32 -> whole.floats()[i] = number;
                case FLOAT64 -> whole.doubles()[i] = number;
                case INT64 -> whole.longs()[i] = (long) number;
                default -> whole.ints()[i] = (int) number;
            }
        }
        Layout layout = whole.layout();
        return apart ? whole.view(layout.slice(2, 1, shape.size(1), 2).permute(0, 2, 1)) : whole;
    }

    private static double at(Array x, int p, int r, int c) {
        Layout layout = x.layout();
        return x.doubleAt(layout.offset() + p * layout.stride(0) + r * layout.stride(1) + c * layout.stride(2));
    }

    /// Windows of 2 × 2 side by side, if there is room for one.
    private static Pools.Windows squares(Shape shape) {
        if (shape.size(1) < 2 || shape.size(2) < 2) return new Pools.Windows(side(1, 1), side(1, 1));
        return new Pools.Windows(side(shape.size(1) / 2, 2), side(shape.size(2) / 2, 2));
    }

    private static Pools.Span side(int count, int size) {
        return new Pools.Span(IntStream.range(0, count).map(i -> i * size).boxed().toList(), IntStream.range(1, count + 1).map(i -> i * size).boxed().toList(), 1);
    }

    private static int compare(Random random) {
        DType dtype = List.of(DType.FLOAT32, DType.FLOAT32, DType.FLOAT64, DType.INT64, DType.INT32).get(random.nextInt(5));
        Shape shape = Shape.of(1 + random.nextInt(4), 1 + random.nextInt(9), 1 + random.nextInt(40));
        Array x = draw(dtype, shape, random.nextBoolean(), random);
        Pools.Windows windows = random.nextInt(3) == 0 ? squares(shape) : new Pools.Windows(span(shape.size(1), random), span(shape.size(2), random));
        Array places = Pools.places(x, windows), values = Pools.pick(x, x, windows), g = draw(dtype, places.shape(), false, random), back = Pools.place(g, x, windows);
        double[] sums = new double[x.elements()];
        int k = 0, width = shape.size(2), plane = shape.size(1) * width;
        for (int p = 0; p < shape.size(0); p++) for (int i = 0; i < windows.rows().count(); i++) for (int j = 0; j < windows.columns().count(); j++, k++) {
            int best = -1;
            for (int r = windows.rows().first().get(i); r < windows.rows().end().get(i); r += windows.rows().step()) for (int c = windows.columns().first().get(j); c < windows.columns().end().get(j); c += windows.columns().step()) {
                double number = at(x, p, r, c), known = best < 0 ? 0 : at(x, p, best / width, best % width);
                if (best < 0 || number > known || number != number) best = r * width + c;
            }
            assertEquals(best, places.longs()[k], dtype + " " + shape + " " + windows + " at " + k);
            assertEquals(Double.doubleToLongBits(at(x, p, best / width, best % width)), Double.doubleToLongBits(values.doubleAt(k)));
            sums[p * plane + best] = dtype == DType.FLOAT32 ? (float) sums[p * plane + best] + (float) g.doubleAt(k) : sums[p * plane + best] + g.doubleAt(k);
        }
        for (int i = 0; i < sums.length; i++) assertEquals(Double.doubleToLongBits(dtype == DType.FLOAT32 ? (float) sums[i] : sums[i]), Double.doubleToLongBits(back.doubleAt(i)), "the sum at " + i);
        return k;
    }

    private static void everywhere() {
        Random random = new Random(6);
        int compared = 0;
        for (int i = 0; i < 600; i++) compared += compare(random);
        assertTrue(compared > 100_000, compared + " windows");
    }

    @Test
    void largest() { everywhere(); }

    @Test
    void largestByVectors() {
        Warming.always(true);
        try {
            everywhere();
        } finally {
            Warming.always(false);
        }
    }

    /// Rows first, then columns, in float64; and every place's share of its windows.
    @Test
    void means() {
        Random random = new Random(7);
        for (int n = 0; n < 200; n++) {
            DType dtype = random.nextBoolean() ? DType.FLOAT32 : DType.FLOAT64;
            Shape shape = Shape.of(1 + random.nextInt(40), 1 + random.nextInt(9), 1 + random.nextInt(40));
            Pools.Windows windows = new Pools.Windows(span(shape.size(1), random), span(shape.size(2), random));
            int height = windows.rows().count(), width = windows.columns().count();
            Array x = gaussian(dtype, shape, random), g = gaussian(dtype, windows.shape(shape), random);
            List<Integer> down = random.ints(height, 1, 6).boxed().toList(), across = random.ints(width, 1, 6).boxed().toList();
            Threads.count(1);
            Array means = Pools.means(x, windows, down, across), shares = Pools.shares(g, shape, windows, down, across);
            Threads.count(3);
            Array again = Pools.means(x, windows, down, across), sharesAgain = Pools.shares(g, shape, windows, down, across);
            double left = 0, right = 0, scale = 0;
            for (int i = 0; i < means.elements(); i++) {
                assertEquals(means.doubleAt(i), again.doubleAt(i));
                int p = i / (height * width), row = i / width % height, column = i % width;
                double sum = 0;
                for (int c = windows.columns().first().get(column); c < windows.columns().end().get(column); c += windows.columns().step()) {
                    double inColumn = 0;
                    for (int r = windows.rows().first().get(row); r < windows.rows().end().get(row); r += windows.rows().step()) inColumn += at(x, p, r, c);
                    sum += inColumn;
                }
                sum /= down.get(row) * across.get(column);
                assertEquals(dtype == DType.FLOAT32 ? (float) sum : sum, means.doubleAt(i));
                left += means.doubleAt(i) * g.doubleAt(i);
                scale += Math.abs(means.doubleAt(i) * g.doubleAt(i));
            }
            for (int i = 0; i < shares.elements(); i++) {
                assertEquals(shares.doubleAt(i), sharesAgain.doubleAt(i));
                right += shares.doubleAt(i) * x.doubleAt(i);
            }
            assertEquals(left, right, (dtype == DType.FLOAT32 ? 1e-5 : 1e-13) * (1 + scale), "the shares are no transpose of the means");
        }
    }

    private static Array gaussian(DType dtype, Shape shape, Random random) {
        Array x = Array.zeros(dtype, shape);
        for (int i = 0; i < x.elements(); i++) {
            if (dtype == DType.FLOAT32) x.floats()[i] = (float) random.nextGaussian();
            else x.doubles()[i] = random.nextGaussian();
        }
        return x;
    }
}
