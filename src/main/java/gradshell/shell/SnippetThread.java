package gradshell.shell;

import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// The thread on which snippets run. What does not stop when it is told to is left behind: it goes on by itself until it notices, and
/// another thread takes its place.
final class SnippetThread extends Thread {

    /// Room for recursion that a beginner would not call endless.
    private static final long STACK_BYTES = 16 << 20;
    /// How long a snippet may take to end: a training that is stopped puts its best parameters back, say.
    private static final long PATIENCE = 2_000;
    /// How often it is looked whether it waits for something that no interrupt ends.
    private static final long LOOK = 30;

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    // Guarded by this.
    private CompletableFuture<?> running;
    private boolean over;

    /// What is told who waits for a snippet that was left behind.
    static final class LeftBehind extends Exception {

        private static final long serialVersionUID = 1;

        LeftBehind(String message) {
            super(message, null, false, false);
        }
    }

    SnippetThread(ClassLoader loader) {
        super(null, null, "snippets", STACK_BYTES);
        setDaemon(true);
        setContextClassLoader(loader);
        start();
    }

    <T> CompletableFuture<T> call(Callable<T> task) {
        var answer = new CompletableFuture<T>();
        tasks.add(() -> perform(task, answer));
        return answer;
    }

    @Override
    public void run() {
        try {
            while (!over) tasks.take().run();
        } catch (InterruptedException _) {
            // The session is over.
        } finally {
            Stop.ended(this);
        }
    }

    private <T> void perform(Callable<T> task, CompletableFuture<T> answer) {
        synchronized (this) {
            running = answer;
        }
        T value = null;
        Throwable thrown = null;
        try {
            value = task.call();
        } catch (Throwable e) {
            thrown = e;
        }
        synchronized (this) {
            running = null;
            if (over) return;
            Stop.clear();
            Thread.interrupted();
        }
        if (thrown == null) answer.complete(value);
        else answer.completeExceptionally(thrown);
    }

    void end() {
        over = true;
        interrupt();
    }

    // ---- stopping ----

    /// Tells what runs now to stop; it may be called from any thread.
    synchronized void halt() {
        if (running == null) return;
        Stop.request();
        interrupt();
        var answer = running;
        Thread.ofPlatform().daemon().name("snippets-stop").start(() -> watch(answer));
    }

    private void watch(CompletableFuture<?> answer) {
        try {
            for (long waited = 0; waited < PATIENCE; waited += LOOK) {
                Thread.sleep(LOOK);
                if (answer.isDone()) return;
                if (isReading()) break;
            }
        } catch (InterruptedException _) {
            return;
        }
        leave(answer);
    }

    /// Whether it waits for bytes from outside: natives that read do not hear an interrupt.
    private boolean isReading() {
        var stack = getStackTrace();
        if (stack.length == 0 || !stack[0].isNativeMethod()) return false;
        var type = stack[0].getClassName();
        return type.startsWith("java.io.") || type.startsWith("sun.nio.") || type.startsWith("java.net.") || type.equals("java.lang.ProcessHandleImpl");
    }

    private synchronized void leave(CompletableFuture<?> answer) {
        if (running != answer) return;
        over = true;
        Stop.leave(this);
        var place = Arrays.stream(getStackTrace()).findFirst().map(e -> e.getClassName().replaceFirst(".*[.$]", "") + "." + e.getMethodName()).orElse("it");
        answer.completeExceptionally(new LeftBehind(place + " cannot be stopped; it was left behind, and may go on in the background for a while"));
    }
}
