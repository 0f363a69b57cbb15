package gradshell.kernel;

import gradshell.formula.Fn;
import java.util.Random;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Sums and maxima of rows of float32 numbers without gaps, with the Vector API: lanes, blocks and tree are those of `Reductions`.
final class VectorReductions {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int WIDTH = SPECIES.length(), LANES = Reductions.LANES;

    private VectorReductions() {}

    /// Whether the vectors of this machine fit into the lanes.
    static boolean fits() { return 4 * WIDTH <= LANES; }

    /// Combines rows of at most one block of neighbours each, one result a row.
    ///
    /// @param lanes memory for as many numbers as there are lanes
    static void rows(Fn fn, float[] x, int start, int rows, int length, float[] out, int at, float[] lanes) {
        if (fn == Fn.ADD) for (int i = 0; i < rows; i++) out[at + i] = sum(x, start + i * length, length, lanes);
        else for (int i = 0; i < rows; i++) out[at + i] = max(x, start + i * length, length, lanes);
    }

    static float sum(float[] x, int start, int count, float[] lanes) {
        int full = count / LANES * LANES, used = Math.min(count, LANES);
        if (full == 0) System.arraycopy(x, start, lanes, 0, count);
        else for (int l = 0; l < LANES; l += 4 * WIDTH) {
            int at = start + l;
            FloatVector a = FloatVector.fromArray(SPECIES, x, at), b = FloatVector.fromArray(SPECIES, x, at + WIDTH);
            FloatVector c = FloatVector.fromArray(SPECIES, x, at + 2 * WIDTH), d = FloatVector.fromArray(SPECIES, x, at + 3 * WIDTH);
            for (int k = at + LANES; k < start + full; k += LANES) {
                a = a.add(FloatVector.fromArray(SPECIES, x, k));
                b = b.add(FloatVector.fromArray(SPECIES, x, k + WIDTH));
                c = c.add(FloatVector.fromArray(SPECIES, x, k + 2 * WIDTH));
                d = d.add(FloatVector.fromArray(SPECIES, x, k + 3 * WIDTH));
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
            for (; l + WIDTH <= used - half; l += WIDTH) FloatVector.fromArray(SPECIES, lanes, l).add(FloatVector.fromArray(SPECIES, lanes, half + l)).intoArray(lanes, l);
            for (; l < used - half; l++) lanes[l] += lanes[half + l];
            used = half;
        }
        return lanes[0];
    }

    static float max(float[] x, int start, int count, float[] lanes) {
        int full = count / LANES * LANES, used = Math.min(count, LANES);
        if (full == 0) System.arraycopy(x, start, lanes, 0, count);
        else for (int l = 0; l < LANES; l += 4 * WIDTH) {
            int at = start + l;
            FloatVector a = FloatVector.fromArray(SPECIES, x, at), b = FloatVector.fromArray(SPECIES, x, at + WIDTH);
            FloatVector c = FloatVector.fromArray(SPECIES, x, at + 2 * WIDTH), d = FloatVector.fromArray(SPECIES, x, at + 3 * WIDTH);
            for (int k = at + LANES; k < start + full; k += LANES) {
                a = a.max(FloatVector.fromArray(SPECIES, x, k));
                b = b.max(FloatVector.fromArray(SPECIES, x, k + WIDTH));
                c = c.max(FloatVector.fromArray(SPECIES, x, k + 2 * WIDTH));
                d = d.max(FloatVector.fromArray(SPECIES, x, k + 3 * WIDTH));
            }
            a.intoArray(lanes, l);
            b.intoArray(lanes, l + WIDTH);
            c.intoArray(lanes, l + 2 * WIDTH);
            d.intoArray(lanes, l + 3 * WIDTH);
        }
        for (int l = 0; full > 0 && l < count - full; l++) lanes[l] = Math.max(lanes[l], x[start + full + l]);
        for (int half = LANES / 2; half > 0; half /= 2) {
            if (used <= half) continue;
            int l = 0;
            for (; l + WIDTH <= used - half; l += WIDTH) FloatVector.fromArray(SPECIES, lanes, l).max(FloatVector.fromArray(SPECIES, lanes, half + l)).intoArray(lanes, l);
            for (; l < used - half; l++) lanes[l] = Math.max(lanes[l], lanes[half + l]);
            used = half;
        }
        return lanes[0];
    }

    /// Runs on made-up numbers for a while. Answers whether HotSpot has compiled it: whether it takes less time than it could uncompiled.
    static boolean isWarm() {
        Random random = new Random(0);
        float[] x = new float[Reductions.BLOCK + 1], lanes = new float[LANES], out = new float[8];
        for (int i = 0; i < x.length; i++) x[i] = (float) random.nextGaussian();
        long start = System.nanoTime();
        for (int wins = 0; wins < 20;) {
            if (System.nanoTime() - start > Upgrade.TURN) return false;
            long before = System.nanoTime();
            for (Fn fn : new Fn[] {Fn.ADD, Fn.MAX}) {
                for (int length : new int[] {256, 300, 90, 9}) rows(fn, x, 1, 8, length, out, 0, lanes);
                rows(fn, x, 1, 1, Reductions.BLOCK, out, 0, lanes);
            }
            // So many numbers a nanosecond no uncompiled loop combines.
            long numbers = 2L * (8 * (256 + 300 + 90 + 9) + Reductions.BLOCK);
            wins = System.nanoTime() - before < numbers ? wins + 1 : 0;
        }
        return true;
    }
}
