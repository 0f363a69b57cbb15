package gradshell.tensor;

import com.sun.management.ThreadMXBean;
import gradshell.array.OutOfMemory;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// Where the time of a computation goes, by operation.
///
/// An operation asks one static field whether anybody wants to know, where it is applied ([Tensor#apply]), where it is done in place, where
/// the chain rule goes back through it, and where a compiled step replays it. Only what one thread does is counted: the kernels' helpers work
/// on its behalf, and batches that are made ahead are not its time.
public final class Profile {
    /// Whether anybody watches, on any thread: all that an operation asks where nobody does.
    static boolean watching;
    private static Profile current;
    private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Thread thread = Thread.currentThread();
    private final Map<Key, long[]> sums = new LinkedHashMap<>();
    private final ArrayDeque<Frame> open = new ArrayDeque<>();

    private Profile() {}

    /// When an operation was done: on the way forward, on the way back, in place, by a compiled step, or by an optimiser.
    public enum Part {
        FORWARD, BACKWARD, IN_PLACE, REPLAYED, UPDATE;

        @Override
        public String toString() { return name().toLowerCase(Locale.ROOT).replace('_', ' '); }
    }

    private record Key(String name, Part part) {}

    /// One that has begun, and what those within it took.
    private static final class Frame {
        final Key key;
        final long begun = System.nanoTime(), allocated = MEMORY.getCurrentThreadAllocatedBytes();
        long within, allocatedWithin;

        Frame(Key key) { this.key = key; }
    }

    /// What one operation took in all its calls, without the operations that it consists of.
    ///
    /// @param bytes what it allocated
    public record Row(String name, Part part, long calls, long nanoseconds, long bytes) {}

    // ---- watching ----

    /// Begins to watch what this thread does.
    public static synchronized void begin() {
        current = new Profile();
        watching = true;
    }

    /// Ends it and answers what was seen, the longest first.
    public static synchronized List<Row> end() {
        Profile profile = current;
        watching = false;
        current = null;
        if (profile == null) throw new IllegalStateException("Profile: end() without begin()");
        return profile.sums.entrySet().stream().map(e -> new Row(e.getKey().name, e.getKey().part, e.getValue()[0], e.getValue()[1], e.getValue()[2]))
                .sorted(Comparator.comparingLong(Row::nanoseconds).reversed()).toList();
    }

    /// Whether anybody watches.
    public static boolean isWatching() { return watching; }

    /// Does something that is counted if its thread is watched.
    public static <T> T timed(Part part, String name, Supplier<T> work) {
        Profile profile = current;
        // What a derivative consists of is the derivative's time.
        if (profile == null || profile.thread != Thread.currentThread() || !profile.open.isEmpty() && profile.open.peek().key.part != Part.FORWARD) return work.get();
        Frame frame = new Frame(new Key(name, part));
        profile.open.push(frame);
        try {
            return work.get();
        } finally {
            profile.close(frame);
        }
    }

    /// The same for what answers nothing.
    public static void timed(Part part, String name, Runnable work) {
        timed(part, name, () -> {
            work.run();
            return null;
        });
    }

    private void close(Frame frame) {
        long time = System.nanoTime() - frame.begun, bytes = MEMORY.getCurrentThreadAllocatedBytes() - frame.allocated;
        open.remove(frame);
        long[] sum = sums.computeIfAbsent(frame.key, _ -> new long[3]);
        sum[0]++;
        sum[1] += time - frame.within;
        sum[2] += bytes - frame.allocatedWithin;
        if (open.isEmpty()) return;
        open.peek().within += time;
        open.peek().allocatedWithin += bytes;
    }

    // ---- telling ----

    /// A table of rows: operation, when, calls, time, its share of the whole, bytes.
    ///
    /// @param nanoseconds what everything took, operations or not
    public static String table(List<Row> rows, long nanoseconds) {
        int width = Math.max(9, rows.stream().mapToInt(row -> row.name.length()).max().orElse(0));
        String format = "%-" + width + "s  %-8s  %8s  %10s  %6s  %10s%n";
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, format, "operation", "part", "calls", "time", "share", "allocated"));
        long rest = nanoseconds;
        for (Row row : rows) {
            text.append(String.format(Locale.ROOT, format, row.name, row.part, row.calls, time(row.nanoseconds), share(row.nanoseconds, nanoseconds), OutOfMemory.size(row.bytes)));
            rest -= row.nanoseconds;
        }
        text.append(String.format(Locale.ROOT, format, "elsewhere", "", "", time(Math.max(0, rest)), share(Math.max(0, rest), nanoseconds), ""));
        text.append(String.format(Locale.ROOT, format, "all", "", "", time(nanoseconds), "", ""));
        return text.toString().lines().map(String::stripTrailing).reduce((a, b) -> a + "\n" + b).orElseThrow();
    }

    private static String share(long part, long whole) { return String.format(Locale.ROOT, "%.1f%%", whole == 0 ? 0 : 100.0 * part / whole); }

    private static String time(long nanoseconds) {
        return nanoseconds < 1_000_000 ? String.format(Locale.ROOT, "%.1f µs", nanoseconds / 1e3) : nanoseconds < 10_000_000_000L ? String.format(Locale.ROOT, "%.2f ms", nanoseconds / 1e6) : String.format(Locale.ROOT, "%.1f s", nanoseconds / 1e9);
    }
}
