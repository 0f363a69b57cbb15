package gradshell.kernel;

import static jdk.incubator.vector.FloatVector.fromArray;

import gradshell.formula.Fn;
import java.util.Random;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Sums and maxima of rows of float32 numbers without gaps, with the Vector API: lanes, blocks and tree are those of `Reductions`.
final class VectorReductions {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length(), LANES = Reductions.LANES, STEP = LANES / 8;
    private static final VectorShuffle<Float> BY_8 = by(8), BY_4 = by(4), BY_2 = by(2);

    private VectorReductions() {}

    private static VectorShuffle<Float> by(int places) { return VectorShuffle.fromOp(SPECIES, i -> (i + places) % WIDTH); }

    /// Whether the vectors of this machine fit into the lanes.
    static boolean fits() { return 4 * WIDTH <= LANES; }

    /// Combines rows of at most one block of neighbours each, one result a row.
    ///
    /// @param lanes memory for as many numbers as there are lanes
    static void rows(Fn fn, float[] x, int start, int rows, int length, float[] out, int at, float[] lanes) {
        if (fn == Fn.ADD) for (int i = 0; i < rows; i++) out[at + i] = sum(x, start + i * length, length, lanes);
        else for (int i = 0; i < rows; i++) out[at + i] = max(x, start + i * length, length);
    }

    static float sum(float[] x, int start, int count, float[] lanes) {
        if (WIDTH == STEP || 2 * WIDTH == STEP) {
            if (count % LANES == 0) return sumOfEight(x, start, count, lanes);
            if (count == LANES / 2) return sumOfFour(x, start, lanes);
        }
        int full = count / LANES * LANES, used = Math.min(count, LANES);
        if (full == 0) System.arraycopy(x, start, lanes, 0, count);
        else for (int l = 0; l < LANES; l += 4 * WIDTH) {
            int at = start + l;
            FloatVector a = fromArray(SPECIES, x, at), b = fromArray(SPECIES, x, at + WIDTH);
            FloatVector c = fromArray(SPECIES, x, at + 2 * WIDTH), d = fromArray(SPECIES, x, at + 3 * WIDTH);
            for (int k = at + LANES; k < start + full; k += LANES) {
                a = a.add(fromArray(SPECIES, x, k));
                b = b.add(fromArray(SPECIES, x, k + WIDTH));
                c = c.add(fromArray(SPECIES, x, k + 2 * WIDTH));
                d = d.add(fromArray(SPECIES, x, k + 3 * WIDTH));
            }
            a.intoArray(lanes, l);
            b.intoArray(lanes, l + WIDTH);
            c.intoArray(lanes, l + 2 * WIDTH);
            d.intoArray(lanes, l + 3 * WIDTH);
        }
        for (int l = 0; full > 0 && l < count - full; l++) lanes[l] += x[start + full + l];
        for (int half = LANES / 2; half > 0; half /= 2) {
            if (used <= half) continue;
            int l = 0;
            for (; l + WIDTH <= used - half; l += WIDTH) fromArray(SPECIES, lanes, l).add(fromArray(SPECIES, lanes, half + l)).intoArray(lanes, l);
            for (; l < used - half; l++) lanes[l] += lanes[half + l];
            used = half;
        }
        return lanes[0];
    }

    /// Full lanes, of which eight vectors hold all or every other: nothing but the numbers themselves is read from memory until a vector or two are left.
    private static float sumOfEight(float[] x, int start, int count, float[] lanes) {
        for (int l = 0; l < STEP; l += WIDTH) {
            int at = start + l;
            FloatVector a = fromArray(SPECIES, x, at), b = fromArray(SPECIES, x, at + STEP), c = fromArray(SPECIES, x, at + 2 * STEP), d = fromArray(SPECIES, x, at + 3 * STEP);
            FloatVector e = fromArray(SPECIES, x, at + 4 * STEP), f = fromArray(SPECIES, x, at + 5 * STEP), g = fromArray(SPECIES, x, at + 6 * STEP), h = fromArray(SPECIES, x, at + 7 * STEP);
            for (int k = at + LANES; k < start + count; k += LANES) {
                a = a.add(fromArray(SPECIES, x, k));
                b = b.add(fromArray(SPECIES, x, k + STEP));
                c = c.add(fromArray(SPECIES, x, k + 2 * STEP));
                d = d.add(fromArray(SPECIES, x, k + 3 * STEP));
                e = e.add(fromArray(SPECIES, x, k + 4 * STEP));
                f = f.add(fromArray(SPECIES, x, k + 5 * STEP));
                g = g.add(fromArray(SPECIES, x, k + 6 * STEP));
                h = h.add(fromArray(SPECIES, x, k + 7 * STEP));
            }
            a.add(e).add(c.add(g)).add(b.add(f).add(d.add(h))).intoArray(lanes, l);
        }
        return fold(lanes);
    }

    /// Half of the lanes.
    private static float sumOfFour(float[] x, int start, float[] lanes) {
        for (int l = 0; l < STEP; l += WIDTH) {
            int at = start + l;
            fromArray(SPECIES, x, at).add(fromArray(SPECIES, x, at + 2 * STEP)).add(fromArray(SPECIES, x, at + STEP).add(fromArray(SPECIES, x, at + 3 * STEP))).intoArray(lanes, l);
        }
        return fold(lanes);
    }

    /// The sum of as many numbers as there are in a step, in halves.
    private static float fold(float[] lanes) {
        FloatVector sum = fromArray(SPECIES, lanes, 0);
        sum = sum.add(WIDTH == STEP ? sum.rearrange(BY_8) : fromArray(SPECIES, lanes, WIDTH));
        sum = sum.add(sum.rearrange(BY_4));
        sum = sum.add(sum.rearrange(BY_2));
        return sum.lane(0) + sum.lane(1);
    }

    /// Whether so many neighbours fill vectors.
    static boolean isWide(int width) { return width % WIDTH == 0; }

    /// The sums of at most one block of rows, `stride` apart, as wide as isWide says; they come out at the front of the accumulator, which holds a row for each lane.
    static void columns(float[] x, int start, int rows, int stride, int width, float[] accumulator) {
        int lanes = Math.min(rows, LANES);
        for (int i = 0; i < lanes; i++) System.arraycopy(x, start + i * stride, accumulator, i * width, width);
        for (int i = lanes; i < rows; i++) add(x, start + i * stride, width, accumulator, i % LANES * width);
        for (int half = LANES / 2; half > 0; half /= 2) {
            if (lanes <= half) continue;
            add(accumulator, half * width, (lanes - half) * width, accumulator, 0);
            lanes = half;
        }
    }

    private static void add(float[] x, int from, int count, float[] sums, int at) {
        for (int i = 0; i < count; i += WIDTH) fromArray(SPECIES, sums, at + i).add(fromArray(SPECIES, x, from + i)).intoArray(sums, at + i);
    }

    /// The largest is the same in any order.
    static float max(float[] x, int start, int count) {
        int end = start + count, k = start;
        float largest = x[start];
        if (count >= 4 * WIDTH) {
            FloatVector a = fromArray(SPECIES, x, k), b = fromArray(SPECIES, x, k + WIDTH), c = fromArray(SPECIES, x, k + 2 * WIDTH), d = fromArray(SPECIES, x, k + 3 * WIDTH);
            for (k += 4 * WIDTH; k <= end - 4 * WIDTH; k += 4 * WIDTH) {
                a = a.max(fromArray(SPECIES, x, k));
                b = b.max(fromArray(SPECIES, x, k + WIDTH));
                c = c.max(fromArray(SPECIES, x, k + 2 * WIDTH));
                d = d.max(fromArray(SPECIES, x, k + 3 * WIDTH));
            }
            largest = a.max(b).max(c.max(d)).reduceLanes(VectorOperators.MAX);
        }
        for (; k < end; k++) largest = Math.max(largest, x[k]);
        return largest;
    }

    /// Runs on made-up numbers for a while. Answers whether HotSpot has compiled it: whether it takes less time than it could uncompiled.
    static boolean isWarm() {
        Random random = new Random(0);
        float[] x = new float[Reductions.BLOCK + 1], lanes = new float[LANES], out = new float[LANES / 2], rows = new float[Reductions.BLOCK];
        for (int i = 0; i < x.length; i++) x[i] = (float) random.nextGaussian();
        long start = System.nanoTime();
        for (int wins = 0; wins < 20;) {
            if (System.nanoTime() - start > Upgrade.TURN) return false;
            long before = System.nanoTime();
            for (Fn fn : new Fn[] {Fn.ADD, Fn.MAX}) {
                rows(fn, x, 1, LANES / 2, LANES / 2, out, 0, lanes);
                for (int length : new int[] {256, 300, 90, 9}) rows(fn, x, 1, 8, length, out, 0, lanes);
                rows(fn, x, 1, 1, Reductions.BLOCK, out, 0, lanes);
            }
            columns(x, 1, Reductions.BLOCK / 64, 64, 64, rows);
            // So many numbers a nanosecond no uncompiled loop combines.
            long numbers = 2L * (8 * (256 + 300 + 90 + 9) + LANES * LANES / 4 + Reductions.BLOCK) + Reductions.BLOCK;
            wins = System.nanoTime() - before < numbers ? wins + 1 : 0;
        }
        return true;
    }
}
