package gradshell.shell;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/// How long something takes that is done again and again, in nanoseconds a run.
///
/// @param median of the samples
/// @param low the quarter of the samples is faster
/// @param high the quarter of the samples is slower
/// @param samples how many were taken
/// @param runs how many make a sample
/// @param bytes how many a run allocates on its own thread
/// @param warmUp how long it was run before, in nanoseconds
record Timing(double median, double low, double high, int samples, long runs, long bytes, long warmUp) {

    /// A sample shorter than this says more of the clock than of what is measured.
    private static final long SAMPLE = 10_000_000;
    /// How long is measured, and how long is warmed up at most.
    private static final long LONG = 1_500_000_000, PATIENCE = 5_000_000_000L;
    private static final int FEWEST = 5, MOST = 101;
    /// Samples are compared with so many before them; it is warm when they are no faster by this part.
    private static final int WINDOW = 8;
    private static final double GAIN = 0.02;
    private static final long LEAST_WARM_UP = 300_000_000;

    /// What a run gives is stored here, so that it cannot be optimised away.
    @SuppressWarnings("unused")
    private static volatile Object kept;

    /// Measures a task on this thread.
    static Timing of(Callable<?> task) throws Exception {
        long start = System.nanoTime();
        long runs = 1;
        var times = new ArrayList<Double>();
        long last = sample(task, 1);
        for (long now = start + last; !isWarm(times, now - start) && now - start < PATIENCE; now = System.nanoTime()) {
            // The faster it gets, the more runs make a sample.
            if (last < SAMPLE) {
                runs = Math.max(runs + 1, Math.min(10 * runs, runs * SAMPLE * 5 / 4 / Math.max(1, last)));
                times.clear();
            }
            last = sample(task, runs);
            times.add((double) last / runs);
        }
        long warmUp = System.nanoTime() - start;
        var memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var samples = new double[Math.clamp(LONG / Math.max(1, last), FEWEST, MOST)];
        long before = memory.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < samples.length; i++) samples[i] = (double) sample(task, runs) / runs;
        long bytes = (memory.getCurrentThreadAllocatedBytes() - before) / (runs * samples.length);
        Arrays.sort(samples);
        return new Timing(samples[samples.length / 2], samples[samples.length / 4], samples[samples.length * 3 / 4], samples.length, runs, bytes, warmUp);
    }

    private static long sample(Callable<?> task, long runs) throws Exception {
        long start = System.nanoTime();
        for (long i = 0; i < runs; i++) {
            Stop.checkInterrupted();
            kept = task.call();
        }
        long time = System.nanoTime() - start;
        kept = null;
        return time;
    }

    /// Whether the last samples are no faster than those before them.
    private static boolean isWarm(List<Double> times, long sofar) {
        int n = times.size();
        if (sofar > PATIENCE / 2 && n >= 2) return true;    // each takes long: there is no time for more
        if (n < 2 * WINDOW || sofar < LEAST_WARM_UP) return false;
        return median(times.subList(n - WINDOW, n)) > (1 - GAIN) * median(times.subList(n - 2 * WINDOW, n - WINDOW));
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }

    /// `1.23 µs a run (1.21 to 1.30 for the middle half of 21 samples of 10000 runs); 64 bytes allocated; warm after 0.4 s`.
    @Override
    public String toString() {
        var unit = median < 1e3 ? "ns" : median < 1e6 ? "µs" : median < 1e9 ? "ms" : "s";
        double scale = median < 1e3 ? 1 : median < 1e6 ? 1e3 : median < 1e9 ? 1e6 : 1e9;
        return String.format(Locale.ROOT, "%s %s a run (%s to %s for the middle half of %d samples of %d run%s); %d bytes allocated; warm after %.1f s",
                figures(median / scale), unit, figures(low / scale), figures(high / scale), samples, runs, runs == 1 ? "" : "s", bytes, warmUp / 1e9);
    }

    private static String figures(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }
}
