package gradshell.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/// Runs compiled snippets in this JVM: all on one thread, stoppable, with the objects they give and the exceptions they throw.
final class Engine extends DirectExecutionControl {

    private final SnippetLoader loader;
    private final Reserve reserve = new Reserve();
    /// What every thread of snippets begins with.
    private final List<Runnable> preparations = new ArrayList<>();
    private Object result;
    private Throwable thrown;
    private String left = "";
    private long ran;
    private Consumer<String> invoked = _ -> {};
    private Field field;
    private boolean rehearsing;

    // Guarded by this.
    private SnippetThread thread;
    private boolean open;
    private boolean among;
    private boolean stopping;

    static Engine create() {
        return new Engine(new SnippetLoader(Engine.class.getClassLoader()));
    }

    private Engine(SnippetLoader loader) {
        super(loader.delegate());
        this.loader = loader;
        thread = new SnippetThread(loader);
    }

    ExecutionControlProvider provider() {
        return new ExecutionControlProvider() {
            @Override
            public String name() {
                return "gradshell";
            }

            @Override
            public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
                return Engine.this;
            }
        };
    }

    /// What is left when there is no more memory.
    Reserve reserve() {
        return reserve;
    }

    /// From now on snippets are compiled and declared, but do nothing.
    void rehearse() {
        rehearsing = true;
    }

    // ---- one evaluation ----

    /// From here until [#end] a stop is meant for this evaluation, also while it is being compiled.
    synchronized void begin() {
        if (Thread.currentThread() == thread) throw new IllegalStateException("a snippet cannot evaluate snippets in its own session");
        open = true;
        if (!among) stopping = false;
        result = null;
        thrown = null;
        left = "";
        ran = 0;
    }

    synchronized void end() {
        open = false;
        result = null;
        thrown = null;
    }

    /// Makes evaluations that belong together: a stop, also between them, is meant for all that follow.
    void together(Runnable evaluations) {
        boolean outermost;
        synchronized (this) {
            outermost = !among;
            among = true;
            if (outermost) stopping = false;
        }
        try {
            evaluations.run();
        } finally {
            if (outermost) synchronized (this) {
                among = stopping = false;
            }
        }
    }

    /// What the last snippet gave.
    Object result() {
        return result;
    }

    /// What the last snippet threw, or null.
    Throwable thrown() {
        return thrown;
    }

    /// Whether the evaluation ended because it was told to.
    synchronized boolean stopped() {
        return stopping && thrown != null;
    }

    /// Tells of each class just before it is run.
    void tell(Consumer<String> listener) {
        invoked = listener;
    }

    /// The first line of what a snippet runs, in the class around it.
    int firstLine(String className) {
        return loader.firstLine(className);
    }

    /// How long the snippets of this evaluation ran, in nanoseconds.
    long ran() {
        return ran;
    }

    /// What of the stopped evaluation goes on, in words; empty if nothing does.
    String left() {
        return left;
    }

    /// Whether the evaluation was told to end.
    synchronized boolean isStopping() {
        return stopping;
    }

    @Override
    public synchronized void stop() {
        if (!open && !among) return;
        stopping = true;
        if (open) thread.halt();
    }

    @Override
    protected String invoke(Method method) throws Exception {
        if (rehearsing) return "";
        long begun = System.nanoTime();
        invoked.accept(method.getDeclaringClass().getName());
        try {
            result = call(() -> method.invoke(null));
            return "";
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
            if (thrown instanceof OutOfMemoryError) reserve.release();
            if (stopped()) throw new StoppedException();
            throw e;
        } catch (Stop e) {
            thrown = e;
            throw new StoppedException();
        } catch (OutOfMemoryError e) {    // no room for the exception around it
            reserve.release();
            thrown = e;
            throw new InvocationTargetException(e);
        } finally {
            ran += System.nanoTime() - begun;
        }
    }

    /// Does something on the snippets' thread now, and on the one that takes its place should it be left behind.
    void prepare(Runnable task) throws Exception {
        preparations.add(task);
        call(Executors.callable(task));
    }

    /// Does something on the snippets' thread, as stoppable as a snippet.
    <T> T call(Callable<T> task) throws Exception {
        CompletableFuture<T> answer;
        synchronized (this) {
            if (stopping) throw new Stop();
            answer = thread.call(task);
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop();
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SnippetThread.LeftBehind behind) throw replaced(behind);
            if (e.getCause() instanceof Exception cause) throw cause;
            if (e.getCause() instanceof Error cause) throw cause;
            throw e;
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private Stop replaced(SnippetThread.LeftBehind behind) {
        synchronized (this) {
            thread = new SnippetThread(loader);
        }
        left = behind.getMessage();
        for (var task : preparations) thread.call(Executors.callable(task)).join();
        return new Stop();
    }

    // ---- variables ----

    /// Leaves the variable's field to [#field]: the text that JShell would make of its value could be huge.
    @Override
    public String varValue(String className, String name) throws RunException, EngineTerminationException, InternalException {
        try {
            field = findClass(className).getDeclaredField(name);
            field.setAccessible(true);
            return "";
        } catch (ReflectiveOperationException e) {
            throw new InternalException(e.toString());
        }
    }

    /// The field of the variable last asked for.
    Field field() {
        return field;
    }

    @Override
    public void close() {
        thread.end();
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
