package gradshell.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How much memory training needs: a long one under a small heap, and what each step of the networks allocates.
final class Memory {
    private static final int STEPS = 100_000, WARM = 300, MEASURED = 20;
    /// How long it waits for a compiled step to become warm, in nanoseconds: code for vectors that HotSpot has not compiled well yet makes an object of each.
    private static final long PATIENCE = 30_000_000_000L;
    /// What a replay of a compiled step may allocate, in bytes.
    private static final long ASKED = 1024;

    private Memory() {}

    /// Trains for long and prints the last loss; the heap is the caller's matter.
    public static void main(String[] args) {
        Net net = Net.notebook(1000);
        double loss = 0;
        for (int i = 0; i < STEPS; i++) loss = net.step(net.x(), net.y()).item();
        System.out.println(loss);
    }

    static List<Map<String, Object>> measure(Options options) throws IOException {
        List<Map<String, Object>> figures = new ArrayList<>();
        Child child = Child.java(Memory.class, List.of("-Xmx64m"));
        System.out.printf("%,d eager notebook steps under -Xmx64m: %s%n", STEPS, child.exit() == 0 ? String.format("done in %.1f s with %.0f MB of memory in all", child.seconds(), child.megabytes()) : "failed\n" + child.out());
        figures.add(Map.of("memory", "notebook", "steps", STEPS, "done", child.exit() == 0, "seconds", child.seconds(), "megabytes", child.megabytes()));
        for (Workload workload : Workload.all()) if (workload.what().contains("step")) figures.add(allocation(workload));
        return figures;
    }

    /// The least that one of some steps allocates, in bytes.
    private static long allocated(Run run) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < MEASURED; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            run.step().run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static Map<String, Object> allocation(Workload workload) {
        Run run = workload.start().get();
        run.check().get();
        long start = System.nanoTime(), most = workload.mode() == Mode.EAGER ? Long.MAX_VALUE : ASKED, least;
        for (int i = 0; i < WARM && System.nanoTime() - start < PATIENCE / 10; i++) run.step().run();
        do least = allocated(run); while (least > most && System.nanoTime() - start < PATIENCE);
        boolean asked = workload.mode() != Mode.EAGER;
        System.out.printf("%-52s allocates %,12d bytes%s%n", workload.title(), least, !asked ? "" : least <= ASKED ? ", asked 1024: yes" : ", asked 1024: no");
        return Map.of("allocation", workload.name(), "mode", workload.mode().name(), "bytes", least);
    }
}
