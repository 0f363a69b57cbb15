package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import java.util.Random;

/// The largest numbers of windows of 2 × 2 that lie side by side, and what their derivatives need: for float32 without a search for places.
///
/// Of equal numbers the first counts, row by row, and NaN before all; of several NaNs the last.
final class Squares {
    private static final Warming<Boolean> WARMING = new Warming<>(() -> true, new Warming.Race<>() {
        private static final int WIDTH = 38, ROWS = 8, PLANES = 8;
        private final Squares squares = new Squares(0, WIDTH, 2 * WIDTH * ROWS, ROWS);
        private final float[] x = new float[2 * WIDTH * ROWS * PLANES], g = new float[x.length], out = new float[x.length];

        {
            Random random = new Random(0);
            for (int i = 0; i < x.length; i++) x[i] = random.nextInt(8);
        }

        private void run(boolean vectors) {
            squares.largest(vectors, x, out, 0, 0, PLANES);
            squares.spread(vectors, x, g, 0, out, 0, 0, PLANES);
        }

        @Override
        public void vector(Boolean code) { run(true); }

        @Override
        public void scalar() { run(false); }
    });

    private final int start, width, size, rows, count;

    /// @param start where the first plane begins
    /// @param size  how many numbers a plane holds
    /// @param rows  how many rows of windows a plane has
    private Squares(int start, int width, int size, int rows) {
        this.start = start;
        this.width = width;
        this.size = size;
        this.rows = rows;
        count = width / 2;
    }

    /// Whether windows over planes of these numbers can be treated here.
    static boolean fit(Array x, Pools.Windows windows) {
        int rank = x.shape().rank();
        return x.dtype() == DType.FLOAT32 && x.layout().isContiguous() && fit(windows.rows(), x.shape().size(rank - 2)) && fit(windows.columns(), x.shape().size(rank - 1));
    }

    private static boolean fit(Pools.Span span, int size) {
        if (span.step() != 1 || span.count() != size / 2) return false;
        for (int i = 0; i < span.count(); i++) if (span.first().get(i) != 2 * i || span.end().get(i) != 2 * i + 2) return false;
        return true;
    }

    private static Squares of(Array x) {
        int rank = x.shape().rank(), height = x.shape().size(rank - 2), width = x.shape().size(rank - 1);
        return new Squares(x.layout().offset(), width, height * width, height / 2);
    }

    /// The largest number of each window; `x` and `out` have no gaps.
    static void largest(Array x, Array out) {
        Squares squares = of(x);
        boolean vectors = WARMING.get(x.elements()) != null;
        Pools.planes(x, (from, to) -> squares.largest(vectors, x.floats(), out.floats(), out.layout().offset(), from, to));
    }

    /// Numbers of windows where these have their largest number, and zeros elsewhere; nothing has gaps.
    static void spread(Array g, Array x, Array out) {
        Squares squares = of(x);
        boolean vectors = WARMING.get(x.elements()) != null;
        Pools.planes(x, (from, to) -> squares.spread(vectors, x.floats(), g.floats(), g.layout().offset(), out.floats(), out.layout().offset(), from, to));
    }

    private void largest(boolean vectors, float[] x, float[] out, int at, int from, int to) {
        int p = from, results = rows * count;
        if (vectors && results > 0) {
            // Vectors write beyond the end of a row of results, which what comes next then overwrites.
            int last = to - 1 - VectorSquares.beyond(count) / results;
            for (; p < last && start + p * size + (2 * rows - 1) * width + VectorSquares.whole(2 * count) <= x.length; p++) {
                if ((p & 63) == 0) Pools.look();
                VectorSquares.largest(x, start + p * size, width, out, at + p * results, count, rows);
            }
        }
        for (; p < to; p++) for (int i = 0; i < rows; i++) largest(x, start + p * size + 2 * i * width, out, at + (p * rows + i) * count);
    }

    private void largest(float[] x, int from, float[] out, int to) {
        for (int j = 0; j < count; j++, from += 2) out[to + j] = larger(larger(x[from], x[from + 1]), larger(x[from + width], x[from + width + 1]));
    }

    private static float larger(float known, float next) { return next > known || next != next ? next : known; }

    private void spread(boolean vectors, float[] x, float[] g, int gAt, float[] out, int at, int from, int to) {
        int p = from, results = rows * count;
        if (vectors) for (int most = (2 * rows - 1) * width + VectorSquares.whole(2 * count); p < to && p * size + most <= to * size && start + p * size + most <= x.length && gAt + (p + 1) * results + VectorSquares.whole(2 * count) <= g.length; p++) {
            if ((p & 63) == 0) Pools.look();
            VectorSquares.spread(x, start + p * size, width, g, gAt + p * results, out, at + p * size, count, rows);
            rest(out, at + p * size);
        }
        for (; p < to; p++) {
            for (int i = 0; i < rows; i++) spread(x, start + p * size + 2 * i * width, g, gAt + (p * rows + i) * count, out, at + p * size + 2 * i * width);
            rest(out, at + p * size);
        }
    }

    private void spread(float[] x, int from, float[] g, int gAt, float[] out, int to) {
        for (int j = 0; j < count; j++, from += 2, to += 2) {
            float a = x[from], b = x[from + 1], c = x[from + width], d = x[from + width + 1];
            boolean right = b > a || b != b, lowerRight = d > c || d != d;
            float above = right ? b : a, under = lowerRight ? d : c, share = g[gAt + j] + 0f;
            boolean lower = under > above || under != under;
            out[to] = !lower && !right ? share : 0;
            out[to + 1] = !lower && right ? share : 0;
            out[to + width] = lower && !lowerRight ? share : 0;
            out[to + width + 1] = lower && lowerRight ? share : 0;
        }
    }

    /// Zeros where a plane of odd size has a column or a row that belongs to no window.
    private void rest(float[] out, int at) {
        if (width % 2 == 1) for (int i = at + width - 1; i < at + 2 * rows * width; i += width) out[i] = 0;
        for (int i = at + 2 * rows * width; i < at + size; i++) out[i] = 0;
    }
}
