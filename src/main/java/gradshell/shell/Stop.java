package gradshell.shell;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

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

    Stop() {
        super("stopped", null, false, false);
    }

    /// Returns at once, or throws a [Stop] while one is requested.
    public static void check() throws Throwable {
        CHECK.invokeExact();
    }

    static void request() {
        target(HALT);
    }

    static void clear() {
        if (SITE.getTarget() != GO) target(GO);
    }

    private static void target(MethodHandle target) {
        SITE.setTarget(target);
        MutableCallSite.syncAll(new MutableCallSite[] {SITE});
    }

    private static void raise() {
        throw new Stop();
    }

    private static MethodHandle halt() {
        try {
            return MethodHandles.lookup().findStatic(Stop.class, "raise", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
