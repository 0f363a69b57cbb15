package gradshell.data;

import gradshell.array.Interruption;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;

/// Batches that another thread makes one after the other, in the order in which they were asked for.
///
/// The thread ends when nothing is left to make, so none is left over when a walk is not gone on with.
final class Ahead {
    private final Queue<FutureTask<Batch>> asked = new ArrayDeque<>();
    private final Line line = new Line();

    /// Work in a row. It knows nothing of the walk, which can be forgotten meanwhile.
    private static final class Line implements Runnable {
        private final Queue<FutureTask<Batch>> waiting = new ArrayDeque<>();
        private boolean working;

        synchronized void add(FutureTask<Batch> task) {
            waiting.add(task);
            if (working) return;
            working = true;
            Thread.ofPlatform().daemon().name("gradshell-batches").start(this);
        }

        private synchronized FutureTask<Batch> next() {
            FutureTask<Batch> task = waiting.poll();
            working = task != null;
            return task;
        }

        @Override
        public void run() {
            for (FutureTask<Batch> task = next(); task != null; task = next()) task.run();
        }
    }

    void ask(Callable<Batch> making) {
        FutureTask<Batch> task = new FutureTask<>(making);
        asked.add(task);
        line.add(task);
    }

    /// The batch that was asked for first; what went wrong with it is thrown as if this thread had made it.
    Batch take() {
        try {
            Batch batch = Interruption.await(asked.element());
            asked.remove();
            return batch;
        } catch (CancellationException e) {
            cancel();
            throw e;
        }
    }

    /// Stops what is being made and forgets what waits.
    void cancel() {
        asked.forEach(task -> task.cancel(true));
        asked.clear();
    }

    /// How many were asked for and not yet taken.
    int asked() { return asked.size(); }
}
