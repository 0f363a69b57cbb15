package gradshell.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The largest float32 numbers of windows and where they lie, a vector of columns or of windows at once.
final class VectorSearch {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final IntVector ORDER = IntVector.zero(I).addIndex(1);
    static final int LANES = F.length();

    private VectorSearch() {}

    /// The first row of windows: every number is the best of its column.
    static void begin(float[] x, int from, int place, float[] best, int[] places, int width) {
        for (int c = 0; c < width; c += LANES) {
            VectorMask<Float> inside = F.indexInRange(c, width);
            FloatVector.fromArray(F, x, from + c, inside).intoArray(best, c, inside);
            ORDER.add(place + c).intoArray(places, c, inside.cast(I));
        }
    }

    /// A further row: larger numbers take over, and every NaN.
    static void above(float[] x, int from, int place, float[] best, int[] places, int width) {
        for (int c = 0; c < width; c += LANES) {
            VectorMask<Float> inside = F.indexInRange(c, width);
            FloatVector v = FloatVector.fromArray(F, x, from + c, inside), b = FloatVector.fromArray(F, best, c, inside);
            VectorMask<Float> larger = v.compare(VectorOperators.GT, b).or(v.test(VectorOperators.IS_NAN)).and(inside);
            v.intoArray(best, c, larger);
            ORDER.add(place + c).intoArray(places, c, larger.cast(I));
        }
    }

    /// The best of the columns of each window; of equal ones that with the smaller place, of NaNs that with the larger.
    ///
    /// @param across for the k-th column of each window which it is, with room for whole vectors
    static void beside(int[][] across, float[] best, int[] places, int[] found, int to, int count) {
        for (int j = 0; j < count; j += LANES) {
            FloatVector b = FloatVector.fromArray(F, best, 0, across[0], j);
            IntVector p = IntVector.fromArray(I, places, 0, across[0], j);
            for (int k = 1; k < across.length; k++) {
                FloatVector v = FloatVector.fromArray(F, best, 0, across[k], j);
                IntVector q = IntVector.fromArray(I, places, 0, across[k], j);
                VectorMask<Float> nan = v.test(VectorOperators.IS_NAN), known = b.test(VectorOperators.IS_NAN), earlier = q.compare(VectorOperators.LT, p).cast(F);
                VectorMask<Float> larger = v.compare(VectorOperators.GT, b).or(v.compare(VectorOperators.EQ, b).and(earlier)).or(nan.and(earlier.not().or(known.not())));
                b = b.blend(v, larger);
                p = p.blend(q, larger.cast(I));
            }
            p.intoArray(found, to + j, I.indexInRange(j, count));
        }
    }
}
