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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Convolutions and their gradients give the bits of plain loops in the order that they promise: any shape, layout, number of threads, cold or warm.
class ConvolutionsTest {
    private static final int COLUMNS = 16;
    private final int threads = Threads.count();

    @AfterEach
    void restore() { Threads.count(threads); }

    /// Images `[n, c, h, w]`, weights of `outs` channels and a kernel, and how it slides.
    private record Case(int n, int c, int h, int w, int outs, int groups, int kernelY, int kernelX, Sliding sliding) {
        int height() { return sliding.count(0, h, kernelY); }

        int width() { return sliding.count(1, w, kernelX); }

        Shape x() { return Shape.of(n, c, h, w); }

        Shape weights() { return Shape.of(outs, c / groups, kernelY, kernelX); }

        Shape y() { return Shape.of(n, outs, height(), width()); }
    }

    private static Case of(int n, int c, int h, int w, int outs, int groups, int ky, int kx, int sy, int sx, int low, int high, int dy, int dx) {
        return new Case(n, c, h, w, outs, groups, ky, kx, new Sliding(List.of(sy, sx), List.of(low, low), List.of(high, high), List.of(dy, dx)));
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>(List.of(
                of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1), of(2, 1, 28, 28, 6, 1, 5, 5, 1, 1, 2, 2, 1, 1), of(3, 6, 14, 14, 16, 1, 5, 5, 1, 1, 0, 0, 1, 1),
                of(9, 4, 5, 5, 9, 1, 5, 5, 1, 1, 0, 0, 1, 1), of(8, 3, 7, 7, 10, 1, 3, 3, 1, 1, 1, 1, 1, 1), of(2, 4, 9, 11, 6, 2, 3, 3, 2, 2, 1, 1, 1, 1),
                of(2, 6, 8, 40, 6, 6, 3, 3, 1, 1, 1, 1, 1, 1), of(1, 2, 9, 37, 5, 1, 2, 4, 3, 2, 2, -1, 2, 3), of(2, 2, 6, 6, 3, 1, 1, 1, 2, 2, 0, 0, 1, 1),
                of(17, 2, 4, 3, 7, 1, 2, 2, 1, 1, 1, 0, 1, 1), of(2, 3, 1, 100, 4, 1, 1, 7, 1, 2, 0, 0, 1, 2), of(2, 3, 5, 9, 4, 1, 3, 3, 1, 1, -1, -1, 1, 1),
                of(2, 1, 3, 70, 33, 1, 3, 3, 1, 1, 1, 1, 1, 1), of(3, 2, 12, 5, 2, 1, 2, 3, 4, 1, 0, 3, 1, 1)));
        Random random = new Random(8);
        while (cases.size() < 60) {
            int groups = 1 + random.nextInt(3);
            Case one = of(1 + random.nextInt(10), groups * (1 + random.nextInt(3)), 1 + random.nextInt(12), 1 + random.nextInt(24), groups * (1 + random.nextInt(9)), groups,
                    1 + random.nextInt(3), 1 + random.nextInt(4), 1 + random.nextInt(3), 1 + random.nextInt(3), random.nextInt(4) - 1, random.nextInt(4) - 1, 1 + random.nextInt(2), 1 + random.nextInt(2));
            if (one.height() > 0 && one.width() > 0 && one.h() > 1 && one.w() > 1) cases.add(one);
        }
        return cases;
    }

    // ---- plain loops ----

    private static double fma(DType dtype, double a, double b, double sum) {
        return dtype == DType.FLOAT32 ? Math.fma((float) a, (float) b, (float) sum) : dtype == DType.FLOAT64 ? Math.fma(a, b, sum) : a * b + sum;
    }

    private static double at(Array x, int i, int j, int k, int l) {
        Layout layout = x.layout();
        return x.doubleAt(layout.offset() + i * layout.stride(0) + j * layout.stride(1) + k * layout.stride(2) + l * layout.stride(3));
    }

    private static Array made(DType dtype, Shape shape, double[] values) {
        Array out = Array.zeros(dtype, shape);
        for (int i = 0; i < values.length; i++) {
            switch (dtype) {
                case FLOAT32 -> out.floats()[i] = (float) values[i];
                case FLOAT64 -> out.doubles()[i] = values[i];
                default -> out.longs()[i] = (long) values[i];
            }
        }
        return out;
    }

    private static Array results(Case one, Array x, Array w) {
        double[] values = new double[one.y().elements()];
        int to = 0, outs = one.outs / one.groups, channels = one.c / one.groups;
        Sliding s = one.sliding;
        for (int n = 0; n < one.n; n++) for (int o = 0; o < one.outs; o++) for (int i = 0; i < one.height(); i++) for (int j = 0; j < one.width(); j++) {
            double sum = 0;
            for (int c = 0; c < channels; c++) for (int ky = 0; ky < one.kernelY; ky++) for (int kx = 0; kx < one.kernelX; kx++) {
                int row = i * s.step().get(0) + ky * s.dilation().get(0) - s.low().get(0), column = j * s.step().get(1) + kx * s.dilation().get(1) - s.low().get(1);
                boolean inside = row >= 0 && row < one.h && column >= 0 && column < one.w;
                sum = fma(x.dtype(), at(w, o, c, ky, kx), inside ? at(x, n, o / outs * channels + c, row, column) : 0, sum);
            }
            values[to++] = sum + 0.;
        }
        return made(x.dtype(), one.y(), values);
    }

    private static Array images(Case one, Array y, Array w) {
        double[] values = new double[one.x().elements()];
        int to = 0, outs = one.outs / one.groups, channels = one.c / one.groups;
        Sliding s = one.sliding;
        for (int n = 0; n < one.n; n++) for (int c = 0; c < one.c; c++) for (int row = 0; row < one.h; row++) for (int column = 0; column < one.w; column++) {
            double sum = 0;
            for (int o = 0; o < outs; o++) for (int ky = 0; ky < one.kernelY; ky++) for (int kx = 0; kx < one.kernelX; kx++) {
                int i = row + s.low().get(0) - ky * s.dilation().get(0), j = column + s.low().get(1) - kx * s.dilation().get(1);
                if (i < 0 || j < 0 || i % s.step().get(0) != 0 || j % s.step().get(1) != 0 || i / s.step().get(0) >= one.height() || j / s.step().get(1) >= one.width()) continue;
                int out = c / channels * outs + o;
                sum = fma(y.dtype(), at(w, out, c % channels, ky, kx), at(y, n, out, i / s.step().get(0), j / s.step().get(1)), sum);
            }
            values[to++] = sum + 0.;
        }
        return made(y.dtype(), one.x(), values);
    }

    /// Over images side by side where results are narrow, otherwise over images as they are.
    private static Array weights(Case one, Array x, Array y) {
        double[] values = new double[one.weights().elements()];
        int to = 0, outs = one.outs / one.groups, channels = one.c / one.groups, wide = one.width();
        boolean narrow = wide < 8 && one.n >= 8 && (one.sliding.step().get(1) == 1 || wide == 1);
        Sliding s = one.sliding;
        for (int o = 0; o < one.outs; o++) for (int c = 0; c < channels; c++) for (int ky = 0; ky < one.kernelY; ky++) for (int kx = 0; kx < one.kernelX; kx++) {
            double[] sums = new double[(wide * (narrow ? one.n : 1) + COLUMNS - 1) / COLUMNS * COLUMNS];
            for (int n = 0; n < one.n; n++) for (int i = 0; i < one.height(); i++) for (int j = 0; j < wide; j++) {
                int row = i * s.step().get(0) + ky * s.dilation().get(0) - s.low().get(0), column = j * s.step().get(1) + kx * s.dilation().get(1) - s.low().get(1), lane = narrow ? j * one.n + n : j;
                boolean inside = row >= 0 && row < one.h && column >= 0 && column < one.w;
                sums[lane] = fma(x.dtype(), at(y, n, o, i, j), inside ? at(x, n, o / outs * channels + c, row, column) : 0, sums[lane]);
            }
            double sum = 0;
            for (int from = 0; from < sums.length; from += COLUMNS) {
                for (int half = COLUMNS / 2; half > 0; half /= 2) for (int i = from; i < from + half; i++) sums[i] = round(x.dtype(), sums[i] + sums[i + half]);
                sum = round(x.dtype(), sum + sums[from]);
            }
            values[to++] = sum;
        }
        return made(x.dtype(), one.weights(), values);
    }

    private static double round(DType dtype, double number) { return dtype == DType.FLOAT32 ? (float) number : number; }

    // ---- comparisons ----

    private enum Lying { ROWS, LAST_FIRST, APART }

    private static Array draw(DType dtype, Shape shape, Lying lying, Random random) {
        Shape memory = switch (lying) {
            case ROWS -> shape;
            case LAST_FIRST -> Shape.of(shape.size(3), shape.size(1), shape.size(0), shape.size(2));
            case APART -> shape.with(0, 2 * shape.size(0)).with(2, shape.size(2) + 1).with(3, 3 * shape.size(3));
        };
        double[] values = new double[memory.elements()];
        for (int i = 0; i < values.length; i++) values[i] = dtype.isFloating() ? random.nextInt(9) == 0 ? 0 : random.nextGaussian() : random.nextInt(19) - 9;
        Array whole = made(dtype, memory, values);
        Layout layout = whole.layout();
        return whole.view(switch (lying) {
            case ROWS -> layout;
            case LAST_FIRST -> layout.permute(2, 1, 3, 0);
            case APART -> layout.slice(0, 0, shape.size(0), 2).slice(2, 1, shape.size(2), 1).slice(3, 2, shape.size(3), 3);
        });
    }

    private static int same(Array expected, Array got, String what) {
        for (int i = 0; i < expected.elements(); i++) {
            double a = expected.doubleAt(i), b = got.doubleAt(got.layout().offset() + i);
            if (Double.doubleToLongBits(a) != Double.doubleToLongBits(b)) assertEquals(a, b, what + " at " + i);
            assertEquals(Double.doubleToLongBits(a), Double.doubleToLongBits(b), () -> what + ": the sign of zero");
        }
        return expected.elements();
    }

    private static int compare(Case one, DType dtype, Lying lying, Random random) {
        Array x = draw(dtype, one.x(), lying, random), w = draw(dtype, one.weights(), lying, random), y = draw(dtype, one.y(), lying, random);
        Array results = Array.zeros(dtype, one.y()), images = Array.zeros(dtype, one.x()), weights = Array.zeros(dtype, one.weights());
        Convolutions.convolve(results, x, w, one.sliding, one.groups).run();
        Convolutions.spread(images, y, w, one.sliding, one.groups).run();
        Convolutions.correlate(weights, x, y, one.sliding, one.groups).run();
        String what = dtype + " " + lying + " " + one;
        return same(results(one, x, w), results, "results of " + what) + same(images(one, y, w), images, "images of " + what) + same(weights(one, x, y), weights, "weights of " + what);
    }

    private static void everywhere() {
        Random random = new Random(3);
        int compared = 0;
        for (Case one : cases()) for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.INT64)) for (Lying lying : Lying.values()) compared += compare(one, dtype, lying, random);
        assertTrue(compared > 100_000, compared + " numbers");
    }

    @Test
    void shapesTypesAndLayouts() { everywhere(); }

    /// The zeros beside the results are not there for images: an infinite weight touches only what it reaches.
    @Test
    void infiniteWeights() {
        Random random = new Random(9);
        int finite = 0, others = 0;
        for (Case one : cases()) {
            Array y = draw(DType.FLOAT32, one.y(), Lying.LAST_FIRST, random), w = draw(DType.FLOAT32, one.weights(), Lying.ROWS, random), images = Array.zeros(DType.FLOAT32, one.x());
            w.floats()[random.nextInt(w.elements())] = random.nextBoolean() ? Float.NEGATIVE_INFINITY : Float.NaN;
            Convolutions.spread(images, y, w, one.sliding, one.groups).run();
            same(images(one, y, w), images, "images of infinite weights, " + one);
            for (float x : images.floats()) if (Float.isFinite(x)) finite++; else others++;
        }
        assertTrue(finite > 1000 && others > 1000, finite + " finite, " + others + " others");
    }

    /// All generated code that the cases ask for, at once.
    @Test
    void vectors() {
        Warming.always(true);
        try {
            everywhere();
            Threads.count(3);
            everywhere();
        } finally {
            Warming.always(false);
        }
    }
}
