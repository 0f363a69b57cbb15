package gradshell.kernel;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Rows of float32 windows of 2 × 2: vectors hold the two columns of windows as they lie in memory. A later number wins if it is larger or NaN.
final class VectorSquares {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = F.length();
    /// The other column of each window, the left and the right one, every second lane, and every lane twice.
    private static final VectorShuffle<Float> OTHER = VectorShuffle.fromOp(F, i -> i ^ 1), LEFTS = VectorShuffle.fromOp(F, i -> i & ~1), RIGHTS = VectorShuffle.fromOp(F, i -> i | 1);
    private static final VectorShuffle<Float> EVEN = VectorShuffle.fromOp(F, i -> 2 * i % LANES), TWICE = VectorShuffle.fromOp(F, i -> i / 2);
    private static final VectorMask<Float> LEFT = VectorMask.fromLong(F, 0x5555555555555555L);

    private VectorSquares() {}

    /// So many numbers fill whole vectors.
    static int whole(int count) { return (count + LANES - 1) / LANES * LANES; }

    /// How far beyond the end of a row of results [#largest] writes.
    static int beyond(int count) { return whole(2 * count) / 2 + LANES / 2 - count; }

    /// Overwrites what lies up to [#beyond] the results.
    static void largest(float[] x, int from, int width, float[] out, int to, int count, int rows) {
        for (int i = 0; i < rows; i++, from += 2 * width, to += count) {
            for (int c = 0; c < 2 * count; c += LANES) {
                FloatVector above = FloatVector.fromArray(F, x, from + c), under = FloatVector.fromArray(F, x, from + width + c);
                FloatVector right = above.rearrange(OTHER), lowerRight = under.rearrange(OTHER);
                above = above.blend(right, right.compare(GT, above).or(right.compare(NE, right)));
                under = under.blend(lowerRight, lowerRight.compare(GT, under).or(lowerRight.compare(NE, lowerRight)));
                above.blend(under, under.compare(GT, above).or(under.compare(NE, under))).rearrange(EVEN).intoArray(out, to + c / 2);
            }
        }
    }

    /// Overwrites whole vectors in both rows, from right to left, so that what lies beyond the upper row is overwritten by the lower one.
    static void spread(float[] x, int from, int width, float[] g, int gAt, float[] out, int to, int count, int rows) {
        FloatVector zero = FloatVector.zero(F);
        for (int i = 0; i < rows; i++, from += 2 * width, to += 2 * width, gAt += count) {
            for (int c = whole(2 * count) - LANES; c >= 0; c -= LANES) {
                FloatVector above = FloatVector.fromArray(F, x, from + c), under = FloatVector.fromArray(F, x, from + width + c);
                FloatVector left = above.rearrange(LEFTS), right = above.rearrange(RIGHTS), lowerLeft = under.rearrange(LEFTS), lowerRight = under.rearrange(RIGHTS);
                // Both lanes of a window know the same.
                VectorMask<Float> rightWins = right.compare(GT, left).or(right.compare(NE, right));
                VectorMask<Float> lowerRightWins = lowerRight.compare(GT, lowerLeft).or(lowerRight.compare(NE, lowerRight));
                FloatVector top = left.blend(right, rightWins), bottom = lowerLeft.blend(lowerRight, lowerRightWins);
                VectorMask<Float> lower = bottom.compare(GT, top).or(bottom.compare(NE, bottom));
                FloatVector share = FloatVector.fromArray(F, g, gAt + c / 2).rearrange(TWICE).add(zero);
                zero.blend(share, rightWins.xor(LEFT).andNot(lower)).intoArray(out, to + c);
                zero.blend(share, lowerRightWins.xor(LEFT).and(lower)).intoArray(out, to + width + c);
            }
        }
    }
}
