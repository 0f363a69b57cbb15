package gradshell.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Tiles of a matrix product, 6 rows by 2 vectors, whose 12 sums stay in vector registers.
final class VectorTiles {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
    static final int ROWS = 6, FLOATS = 2 * F.length(), DOUBLES = 2 * D.length();

    private VectorTiles() {}

    /// c[i, j] += Σ a[p, i] · b[p, j] over p < k; `a` has 6 numbers a step, `b` two vectors, `c` rows that lie `row` apart.
    static void run(float[] a, int ao, float[] b, int bo, int k, float[] c, int co, int row) {
        int l = F.length(), r1 = co + row, r2 = r1 + row, r3 = r2 + row, r4 = r3 + row, r5 = r4 + row;
        FloatVector c00 = FloatVector.fromArray(F, c, co), c01 = FloatVector.fromArray(F, c, co + l), c10 = FloatVector.fromArray(F, c, r1), c11 = FloatVector.fromArray(F, c, r1 + l);
        FloatVector c20 = FloatVector.fromArray(F, c, r2), c21 = FloatVector.fromArray(F, c, r2 + l), c30 = FloatVector.fromArray(F, c, r3), c31 = FloatVector.fromArray(F, c, r3 + l);
        FloatVector c40 = FloatVector.fromArray(F, c, r4), c41 = FloatVector.fromArray(F, c, r4 + l), c50 = FloatVector.fromArray(F, c, r5), c51 = FloatVector.fromArray(F, c, r5 + l);
        for (int p = 0; p < k; p++, ao += ROWS, bo += 2 * l) {
            FloatVector b0 = FloatVector.fromArray(F, b, bo), b1 = FloatVector.fromArray(F, b, bo + l);
            FloatVector x = FloatVector.broadcast(F, a[ao]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = FloatVector.broadcast(F, a[ao + 1]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = FloatVector.broadcast(F, a[ao + 2]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = FloatVector.broadcast(F, a[ao + 3]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            x = FloatVector.broadcast(F, a[ao + 4]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            x = FloatVector.broadcast(F, a[ao + 5]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + l);
        c10.intoArray(c, r1);
        c11.intoArray(c, r1 + l);
        c20.intoArray(c, r2);
        c21.intoArray(c, r2 + l);
        c30.intoArray(c, r3);
        c31.intoArray(c, r3 + l);
        c40.intoArray(c, r4);
        c41.intoArray(c, r4 + l);
        c50.intoArray(c, r5);
        c51.intoArray(c, r5 + l);
    }

    /// The same in float64.
    static void run(double[] a, int ao, double[] b, int bo, int k, double[] c, int co, int row) {
        int l = D.length(), r1 = co + row, r2 = r1 + row, r3 = r2 + row, r4 = r3 + row, r5 = r4 + row;
        DoubleVector c00 = DoubleVector.fromArray(D, c, co), c01 = DoubleVector.fromArray(D, c, co + l), c10 = DoubleVector.fromArray(D, c, r1), c11 = DoubleVector.fromArray(D, c, r1 + l);
        DoubleVector c20 = DoubleVector.fromArray(D, c, r2), c21 = DoubleVector.fromArray(D, c, r2 + l), c30 = DoubleVector.fromArray(D, c, r3), c31 = DoubleVector.fromArray(D, c, r3 + l);
        DoubleVector c40 = DoubleVector.fromArray(D, c, r4), c41 = DoubleVector.fromArray(D, c, r4 + l), c50 = DoubleVector.fromArray(D, c, r5), c51 = DoubleVector.fromArray(D, c, r5 + l);
        for (int p = 0; p < k; p++, ao += ROWS, bo += 2 * l) {
            DoubleVector b0 = DoubleVector.fromArray(D, b, bo), b1 = DoubleVector.fromArray(D, b, bo + l);
            DoubleVector x = DoubleVector.broadcast(D, a[ao]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = DoubleVector.broadcast(D, a[ao + 1]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = DoubleVector.broadcast(D, a[ao + 2]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = DoubleVector.broadcast(D, a[ao + 3]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            x = DoubleVector.broadcast(D, a[ao + 4]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            x = DoubleVector.broadcast(D, a[ao + 5]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + l);
        c10.intoArray(c, r1);
        c11.intoArray(c, r1 + l);
        c20.intoArray(c, r2);
        c21.intoArray(c, r2 + l);
        c30.intoArray(c, r3);
        c31.intoArray(c, r3 + l);
        c40.intoArray(c, r4);
        c41.intoArray(c, r4 + l);
        c50.intoArray(c, r5);
        c51.intoArray(c, r5 + l);
    }
}
