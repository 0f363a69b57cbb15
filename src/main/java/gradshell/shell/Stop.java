package gradshell.shell;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What a running snippet throws when it is told to stop. Code woven into every snippet asks [#check] whether it is.
///
/// The question is a call site that the compiler treats as a constant: while nobody stops anything it costs nothing, even
/// in a vectorised loop. There is one for the whole JVM, so a stop reaches the worker threads of a snippet too.
public final class Stop extends Error {

    private static final long serialVersionUID = 1;

    private static final MethodHandle GO = MethodHandles.empty(MethodType.methodType(void.class));
    private static final MethodHandle HALT = halt();
    private static final MutableCallSite SITE = new MutableCallSite(GO);
    private static final MethodHandle CHECK = SITE.dynamicInvoker();
    /// Threads that nobody waits for any more: they end as soon as they ask, whatever else is running.
    private static final Set<Thread> LEFT = ConcurrentHashMap.newKeySet();
    private static volatile boolean requested;

    Stop() {
        this("stopped");
    }

    /// @param message why it was not enough to ask
    Stop(String message) {
        super(message, null, false, false);
    }

    /// Returns at once, or throws a [Stop] while one is requested.
    public static void check() throws Throwable {
        CHECK.invokeExact();
    }

    /// The same for code of this program's own that runs on a snippet's thread.
    static void checkInterrupted() {
        if (Thread.currentThread().isInterrupted()) throw new Stop();
    }

    static synchronized void request() {
        requested = true;
        retarget();
    }

    static synchronized void clear() {
        requested = false;
        retarget();
    }

    /// From now on this thread is told to stop, and others are no more.
    static synchronized void leave(Thread thread) {
        LEFT.add(thread);
        clear();
    }

    /// Forgets a thread that was left and has ended.
    static synchronized void ended(Thread thread) {
        if (LEFT.remove(thread)) retarget();
    }

    private static void retarget() {
        var target = requested || !LEFT.isEmpty() ? HALT : GO;
        if (SITE.getTarget() == target) return;
        SITE.setTarget(target);
        MutableCallSite.syncAll(new MutableCallSite[] {SITE});
    }

    private static void raise() {
        if (requested || LEFT.contains(Thread.currentThread())) throw new Stop();
    }

    private static MethodHandle halt() {
        try {
            return MethodHandles.lookup().findStatic(Stop.class, "raise", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
