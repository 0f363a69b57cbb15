package gradshell.bench;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import gradshell.Dsl;
import gradshell.array.DType;
import gradshell.compile.Compiled;
import gradshell.kernel.Threads;
import gradshell.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A replay of a compiled step makes next to nothing new, once its loops are warm.
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MOST = 1024;
    /// How long it runs at least, in nanoseconds: scalar loops, which it begins with, make nothing in any case.
    private static final long SETTLING = 3_000_000_000L;
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
        Net net = make.get();
        assertNothingNew(name, threads, Dsl.compile(net::step), net.x(), net.y());
    }

    /// One loop of more vector operations than HotSpot puts in the place of their calls without being told to.
    @ParameterizedTest
    @ValueSource(strings = {"float32", "float64"})
    void longChainsMakeNothingNew(String dtype) {
        Compiled chain = Dsl.compile(x -> x.sin().add(x.cos()).add(x.tan()).add(x.mul(2).sin()).add(x.floor()).add(x.ceil()).add(x.mul(3).round()).add(x.trunc()).mul(x.sign()).sum());
        Tensor x = Dsl.randn(100_000).to(DType.valueOf(dtype.toUpperCase(Locale.ROOT)));
        assertNothingNew("chain of " + dtype, 1, chain, x);
    }

    private static void assertNothingNew(String name, int threads, Compiled step, Tensor... arguments) {
        Threads.count(threads);
        step.applyAll(arguments);
        long[] computing = computing();
        long start = System.nanoTime(), last = 0;
        for (int inARow = 0; inARow < 10 || System.nanoTime() - start < SETTLING;) {
            long before = allocated(computing), asking = allocated(computing) - before;
            step.applyAll(arguments);
            last = allocated(computing) - before - 2 * asking;
            inARow = last <= MOST ? inARow + 1 : 0;
            if (System.nanoTime() - start > PATIENCE) break;
        }
        assertNull(step.reason());
        assertTrue(last <= MOST, name + " on " + threads + ": a replay makes " + last + " bytes");
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
