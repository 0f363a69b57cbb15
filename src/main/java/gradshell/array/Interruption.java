package gradshell.array;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Whether long work is to end. Every loop of ours asks from time to time: it ends once its thread is interrupted.
///
/// Work that must not be left half done holds that off: an interruption that comes meanwhile is found by whoever asks next.
public final class Interruption {
    /// How deep this thread is in work that nothing ends.
    private static final ThreadLocal<int[]> HELD_OFF = ThreadLocal.withInitial(() -> new int[1]);

    private Interruption() {}

    /// A thread that works for another one: it knows itself whether its work is still wanted.
    public interface ForAnother {
        /// Whether to end what this thread is at.
        boolean isCancelled();
    }

    /// Ends what this thread is at, if that is wanted.
    ///
    /// @throws CancellationException if the thread is interrupted, or the one that it works for, and that is not held off
    public static void check() {
        if (isWanted()) throw new CancellationException("interrupted");
    }

    /// Whether this thread is to end what it is at.
    public static boolean isWanted() {
        Thread now = Thread.currentThread();
        return (now instanceof ForAnother worker ? worker.isCancelled() : now.isInterrupted()) && !isHeldOff();
    }

    /// Whether this thread is in the middle of work that nothing ends.
    public static boolean isHeldOff() { return HELD_OFF.get()[0] > 0; }

    /// What another thread has made, waiting for it if need be.
    ///
    /// What went wrong there is thrown as if it had happened on this thread.
    ///
    /// @throws CancellationException if this thread is interrupted
    public static <T> T await(Future<T> made) {
        try {
            return made.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException refusal -> throw refusal;
                case Error error -> throw error;
                case Throwable other -> throw new IllegalStateException(other);
            }
        }
    }

    /// Does work to its end, whoever interrupts the thread.
    public static void heldOff(Runnable work) {
        int[] depth = HELD_OFF.get();
        depth[0]++;
        try {
            work.run();
        } finally {
            depth[0]--;
        }
    }
}
