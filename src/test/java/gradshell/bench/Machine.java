package gradshell.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// What the machine can do at most, as measured: the limits that workloads are compared with.
///
/// @param operations float32 operations a second, multiplications and additions apart, with everything in registers
/// @param near       bytes a second of `a = b + s·c` on three arrays of 1M floats, the size of the workloads
/// @param far        the same on arrays that no cache near the core holds
record Machine(double operations, double near, double far) {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int ROUNDS = 5000, CHAINS = 12;
    private static final long PATIENCE = 1_500_000_000;

    /// Measures with as many threads as the workloads may have.
    static Machine measured(int threads) {
        return new Machine(together(threads, Machine::multiply), together(threads, () -> triad(1 << 20)), together(threads, () -> triad(1 << 24)));
    }

    /// The sum of what each thread reaches while the others work too.
    private static double together(int threads, DoubleSupplier measure) {
        double[] reached = new double[threads];
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            all.add(Thread.ofPlatform().start(() -> reached[number] = measure.getAsDouble()));
        }
        double sum = 0;
        try {
            for (Thread thread : all) thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        for (double one : reached) sum += one;
        return sum;
    }

    private static double multiply() {
        double best = 0;
        float kept = 0;
        for (long end = System.nanoTime() + PATIENCE; System.nanoTime() < end; ) {
            long start = System.nanoTime();
            kept += chains(ROUNDS);
            best = Math.max(best, 2.0 * CHAINS * SPECIES.length() * ROUNDS / (System.nanoTime() - start) * 1e9);
        }
        if (Float.isNaN(kept)) throw new AssertionError("the sums went wrong");
        return best;
    }

    /// Independent chains of multiply-and-add, enough to keep every unit busy while each waits for its last result. What is added to is what
    /// is overwritten, as the instruction has it: otherwise each needs a copy, of which some processors make fewer.
    private static float chains(int rounds) {
        FloatVector x = FloatVector.broadcast(SPECIES, 0.5f), y = FloatVector.broadcast(SPECIES, 1);
        FloatVector a = x, b = y, c = x, d = y, e = x, f = y, g = x, h = y, i = x, j = y, k = x, l = y;
        for (int round = 0; round < rounds; round++) {
            a = x.fma(y, a);
            b = x.fma(y, b);
            c = x.fma(y, c);
            d = x.fma(y, d);
            e = x.fma(y, e);
            f = x.fma(y, f);
            g = x.fma(y, g);
            h = x.fma(y, h);
            i = x.fma(y, i);
            j = x.fma(y, j);
            k = x.fma(y, k);
            l = x.fma(y, l);
        }
        return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
    }

    private static double triad(int n) {
        float[] a = new float[n], b = new float[n], c = new float[n];
        double best = 0;
        for (long end = System.nanoTime() + PATIENCE; System.nanoTime() < end; ) {
            long start = System.nanoTime();
            triad(a, b, c);
            best = Math.max(best, 12.0 * n / (System.nanoTime() - start) * 1e9);
        }
        return best;
    }

    private static void triad(float[] a, float[] b, float[] c) {
        for (int i = 0; i < a.length; i++) a[i] = b[i] + 0.5f * c[i];
    }

    /// How much is done a second, as a rate and as a share of the machine's limit.
    String rate(Workload.Work work, double microseconds) {
        if (work.operations() > 0) return String.format("%.1f GFLOP/s", work.operations() / microseconds / 1e3);
        return work.bytes() > 0 ? String.format("%.1f GB/s", work.bytes() / microseconds / 1e3) : "-";
    }

    /// The share of the machine's limit that this is; NaN where nothing is counted.
    double share(Workload.Work work, double microseconds) {
        double second = 1e6 / microseconds;
        return work.operations() > 0 ? work.operations() * second / operations : work.bytes() > 0 ? work.bytes() * second / near : Double.NaN;
    }

    @Override
    public String toString() { return String.format("%.0f GFLOP/s of float32 multiply-and-add in registers, %.1f GB/s of a triad on 1M floats, %.1f GB/s on 16M", operations / 1e9, near / 1e9, far / 1e9); }
}
