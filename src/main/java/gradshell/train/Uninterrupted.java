package gradshell.train;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Work that must not be left half done. Every loop of ours asks whether its thread is interrupted; here one works that never is.
final class Uninterrupted {
    private static final ExecutorService WORKER = Executors.newSingleThreadExecutor(work -> Thread.ofPlatform().daemon().name("uninterrupted").unstarted(work));

    private Uninterrupted() {}

    /// Runs work to its end, and leaves an interruption that came meanwhile for later.
    static void run(Runnable work) {
        Future<?> done = WORKER.submit(work);
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    done.get();
                    return;
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) throw failure;
            if (e.getCause() instanceof Error failure) throw failure;
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
