package gradshell.data;

import gradshell.array.Interruption;
import gradshell.array.Rng;
import java.util.ArrayList;
import java.util.List;

/// Handwritten digits that nobody wrote: strokes, drawn with a random slant, size, place, thickness and tremble, and noise.
///
/// Images are float32 `[n, 1, 28, 28]` from 0 (paper) to 1 (ink), classes int64 `[n]`; the ten digits take turns.
public final class Digits {
    static final int SIDE = 28;
    /// How far from its usual place a bend of a stroke lies, in parts of the digit's height.
    private static final double TREMBLE = 0.028;
    private static final double NOISE = 0.1;
    /// The strokes of each digit through points, x to the right and y down, both from 0 to 1. Between the points runs a smooth curve (Catmull and Rom), but a
    /// line where two strokes meet.
    private static final double[][][] STROKES = {
            {{.5, 0, .22, .12, .12, .5, .22, .88, .5, 1, .78, .88, .88, .5, .78, .12, .5, 0}},
            {{.3, .22, .45, .12, .55, 0}, {.55, 0, .55, .5, .55, 1}},
            {{.15, .25, .25, .06, .5, 0, .78, .1, .82, .32, .62, .58, .35, .8, .12, 1}, {.12, 1, .5, .99, .9, 1}},
            {{.15, .14, .35, .01, .65, .02, .8, .22, .68, .42, .42, .48}, {.42, .48, .72, .52, .88, .72, .74, .94, .42, 1, .12, .87}},
            {{.6, 0, .35, .35, .1, .68}, {.1, .68, .5, .68, .92, .67}, {.68, .38, .68, .7, .67, 1}},
            {{.8, .01, .5, .01, .24, .02}, {.24, .02, .2, .22, .18, .43}, {.18, .43, .45, .36, .75, .46, .86, .68, .74, .92, .42, 1, .13, .88}},
            {{.7, .01, .42, .14, .2, .45, .14, .75, .3, .97, .58, .99, .82, .85, .83, .64, .62, .5, .35, .55, .17, .72}},
            {{.1, .02, .5, .01, .88, .02}, {.88, .02, .65, .45, .42, 1}},
            {{.5, .47, .25, .36, .22, .15, .5, 0, .77, .14, .74, .36, .5, .47, .22, .6, .13, .8, .3, .98, .5, 1, .72, .97, .87, .8, .78, .6, .5, .47}},
            {{.82, .3, .68, .47, .4, .5, .18, .34, .22, .1, .5, 0, .76, .08, .83, .3}, {.83, .3, .8, .62, .64, 1}}};

    private Digits() {}

    /// Digits from the shared generator.
    public static TensorDataset draw(int n) {
        Generated.check("digits", n, 0, 1, 1);
        if ((long) n * SIDE * SIDE > Integer.MAX_VALUE) throw new IllegalArgumentException("digits: n is " + n + "; one tensor holds up to " + Integer.MAX_VALUE / (SIDE * SIDE) + " of them");
        Rng rng = Rng.shared();
        float[] images = new float[n * SIDE * SIDE];
        long[] labels = new long[n];
        for (int i = 0; i < n; i++) {
            Interruption.check();
            labels[i] = i % 10;
            draw(i % 10, rng, images, i * SIDE * SIDE);
        }
        return new TensorDataset(Generated.floats(images, n, 1, SIDE, SIDE), Generated.labels(labels));
    }

    private static double between(Rng rng, double low, double high) { return low + (high - low) * rng.uniformDouble(); }

    private static void draw(int digit, Rng rng, float[] images, int from) {
        double slant = between(rng, -0.35, 0.35), turn = between(rng, -0.2, 0.2), width = between(rng, 10, 16), height = between(rng, 15, 21);
        double right = between(rng, -3.2, 3.2), down = between(rng, -3.2, 3.2), radius = between(rng, 0.6, 1.7), ink = between(rng, 0.75, 1);
        double cos = StrictMath.cos(turn), sin = StrictMath.sin(turn);
        for (double[] stroke : STROKES[digit]) {
            List<double[]> points = new ArrayList<>();
            for (int k = 0; k < stroke.length; k += 2) {
                double x = stroke[k] - 0.5 + TREMBLE * rng.normal(), y = stroke[k + 1] - 0.5 + TREMBLE * rng.normal();
                double wide = (x - slant * y) * width, high = y * height;
                points.add(new double[] {SIDE / 2.0 + right + cos * wide - sin * high, SIDE / 2.0 + down + sin * wide + cos * high});
            }
            curve(points, radius, ink, images, from);
        }
        float[] noise = new float[SIDE * SIDE];
        rng.fillUniform(noise, -NOISE, NOISE);
        for (int i = 0; i < noise.length; i++) images[from + i] = Math.clamp(images[from + i] + noise[i], 0f, 1f);
    }

    /// A smooth curve through points, in short lines.
    private static void curve(List<double[]> points, double radius, double ink, float[] images, int from) {
        int pieces = 6;
        double[] last = points.getFirst();
        for (int i = 0; i + 1 < points.size(); i++) {
            double[] before = points.get(Math.max(i - 1, 0)), a = points.get(i), b = points.get(i + 1), after = points.get(Math.min(i + 2, points.size() - 1));
            for (int k = 1; k <= pieces; k++) {
                double t = k / (double) pieces;
                double[] next = {bend(before[0], a[0], b[0], after[0], t), bend(before[1], a[1], b[1], after[1], t)};
                line(last, next, radius, ink, images, from);
                last = next;
            }
        }
    }

    private static double bend(double before, double a, double b, double after, double t) {
        return 0.5 * (2 * a + t * (b - before + t * (2 * before - 5 * a + 4 * b - after + t * (3 * a - before - 3 * b + after))));
    }

    /// A line of round ends; a pixel that it covers in part is grey.
    private static void line(double[] a, double[] b, double radius, double ink, float[] images, int from) {
        double reach = radius + 1, dx = b[0] - a[0], dy = b[1] - a[1], length = dx * dx + dy * dy;
        int top = Math.max(0, (int) (Math.min(a[1], b[1]) - reach)), bottom = Math.min(SIDE - 1, (int) (Math.max(a[1], b[1]) + reach));
        int left = Math.max(0, (int) (Math.min(a[0], b[0]) - reach)), end = Math.min(SIDE - 1, (int) (Math.max(a[0], b[0]) + reach));
        for (int y = top; y <= bottom; y++) for (int x = left; x <= end; x++) {
            double px = x + 0.5 - a[0], py = y + 0.5 - a[1], along = length == 0 ? 0 : Math.clamp((px * dx + py * dy) / length, 0.0, 1.0);
            double ex = px - along * dx, ey = py - along * dy, cover = Math.clamp(radius + 0.5 - Math.sqrt(ex * ex + ey * ey), 0.0, 1.0);
            int place = from + y * SIDE + x;
            images[place] = Math.max(images[place], (float) (ink * cover));
        }
    }
}
