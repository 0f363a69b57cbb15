package gradshell.bench;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import gradshell.Dsl;
import gradshell.compile.Compiled;
import gradshell.kernel.Threads;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A replay of a compiled step makes next to nothing new, once its loops are warm.
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MOST = 1024;
    /// In nanoseconds. On a busy machine HotSpot takes its time.
    private static final long PATIENCE = 40_000_000_000L;

    private final int before = Threads.count();

    @AfterEach
    void restore() { Threads.count(before); }

    static Stream<Arguments> nets() {
        return Stream.of(1, 2).flatMap(threads -> Stream.of(
                Arguments.of("notebook", threads, (Supplier<Net>) () -> Net.notebook(1000)),
                Arguments.of("mlp", threads, (Supplier<Net>) () -> Net.mlp(128, 784, 512, 256)),
                Arguments.of("lenet", threads, (Supplier<Net>) () -> Net.lenet(64)),
                Arguments.of("transformer", threads, (Supplier<Net>) () -> Net.transformer(2, 64, 128, 4, 1))));
    }

    @ParameterizedTest
    @MethodSource("nets")
    void replaysMakeNothingNew(String name, int threads, Supplier<Net> make) {
        Threads.count(threads);
        Net net = make.get();
        Compiled step = Dsl.compile(net::step);
        step.apply(net.x(), net.y());
        long[] computing = computing();
        long start = System.nanoTime(), least = Long.MAX_VALUE;
        while (least > MOST && System.nanoTime() - start < PATIENCE) {
            long before = allocated(computing), asking = allocated(computing) - before;
            step.apply(net.x(), net.y());
            least = Math.min(least, allocated(computing) - before - 2 * asking);
        }
        assertNull(step.reason());
        assertTrue(least <= MOST, name + " on " + threads + ": a replay makes " + least + " bytes");
    }

    /// The threads that compute: this one and those that help it.
    private static long[] computing() {
        return Thread.getAllStackTraces().keySet().stream().filter(t -> t == Thread.currentThread() || t.getName().matches("gradshell-\\d+")).mapToLong(Thread::threadId).toArray();
    }

    private static long allocated(long[] threads) {
        long sum = 0;
        for (long thread : threads) sum += THREADS.getThreadAllocatedBytes(thread);
        return sum;
    }
}
