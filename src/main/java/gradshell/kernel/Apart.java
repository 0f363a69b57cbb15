package gradshell.kernel;

import gradshell.array.Interruption;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;

/// Work that takes long and does not ask whether it is still wanted: another thread does it, and is left to itself when nobody waits any more.
final class Apart {
    /// From so many multiplications on it is worth a thread: some tens of milliseconds.
    private static final double LONG = 1 << 23;

    private Apart() {}

    /// Does some work that writes to memory of its own only.
    ///
    /// @param multiplications how many it takes, about
    /// @throws CancellationException if the calling thread is interrupted
    static void run(double multiplications, Runnable work) {
        if (multiplications < LONG) {
            work.run();
            return;
        }
        FutureTask<Void> task = new FutureTask<>(work, null);
        Thread.ofPlatform().daemon().name("gradshell-apart").start(task);
        Interruption.await(task);
    }
}
