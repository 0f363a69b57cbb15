package gradshell.experiment;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jline.utils.Signals;

/// Ctrl-C as a wish that work can notice and end for: while this is open the JVM waits for it, until it is closed or Ctrl-C comes again.
///
/// The JVM ends by itself then, with the code of the signal: 130 after Ctrl-C.
final class Interruption implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::wish, "interruption");
    private volatile boolean wished;

    private Interruption() {}

    static Interruption open() {
        var interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /// Whether to end.
    boolean wished() {
        return wished;
    }

    private void wish() {
        wished = true;
        Signals.register("INT", () -> Runtime.getRuntime().halt(130));
        try {
            if (closed.await(1, TimeUnit.SECONDS)) return;
            System.err.println("gradshell: ends after this step; Ctrl-C again ends it at once, and what is since the last checkpoint is lost");
            closed.await();
        } catch (InterruptedException _) {
            // then do not wait
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (wished) return;
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the JVM is ending already
        }
    }
}
