package gradshell.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/// Runs compiled snippets in this JVM: all on one thread, stoppable, with the objects they give and the exceptions they throw.
final class Engine extends DirectExecutionControl {

    /// Room for recursion that a beginner would not call endless.
    private static final long STACK_BYTES = 16 << 20;

    private final SnippetLoader loader;
    private final ExecutorService thread;
    private Object result;
    private Throwable thrown;
    private Field field;
    private boolean rehearsing;

    // Guarded by this.
    private Thread busy;
    private boolean open;
    private boolean stopping;

    static Engine create() {
        return new Engine(new SnippetLoader(Engine.class.getClassLoader()));
    }

    private Engine(SnippetLoader loader) {
        super(loader.delegate());
        this.loader = loader;
        thread = Executors.newSingleThreadExecutor(task -> {
            var made = new Thread(null, task, "snippets", STACK_BYTES);
            made.setDaemon(true);
            made.setContextClassLoader(loader);
            return made;
        });
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

    /// From now on snippets are compiled and declared, but do nothing.
    void rehearse() {
        rehearsing = true;
    }

    // ---- one evaluation ----

    /// From here until [#end] a stop is meant for this evaluation, also while it is being compiled.
    synchronized void begin() {
        if (busy == Thread.currentThread()) throw new IllegalStateException("a snippet cannot evaluate snippets in its own session");
        open = true;
        stopping = false;
        result = null;
        thrown = null;
    }

    synchronized void end() {
        open = false;
        result = null;
        thrown = null;
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

    @Override
    public synchronized void stop() {
        if (!open) return;
        stopping = true;
        if (busy != null) {
            Stop.request();
            busy.interrupt();
        }
    }

    @Override
    protected String invoke(Method method) throws Exception {
        if (rehearsing) return "";
        try {
            result = call(() -> method.invoke(null));
            return "";
        } catch (InvocationTargetException e) {
            thrown = e.getCause();
            if (stopped()) throw new StoppedException();
            throw e;
        } catch (Stop e) {
            thrown = e;
            throw new StoppedException();
        }
    }

    /// Does something on the snippets' thread, as stoppable as a snippet.
    <T> T call(Callable<T> task) throws Exception {
        Future<T> future = thread.submit(() -> {
            synchronized (this) {
                if (stopping) throw new Stop();
                busy = Thread.currentThread();
            }
            try {
                return task.call();
            } finally {
                synchronized (this) {
                    busy = null;
                    Stop.clear();
                    Thread.interrupted();
                }
            }
        });
        boolean interrupted = false;
        while (true) {
            try {
                return future.get();
            } catch (InterruptedException e) {
                interrupted = true;
                stop();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case Exception cause -> throw cause;
                    case Error cause -> throw cause;
                    default -> throw e;
                }
            } finally {
                if (interrupted && future.isDone()) Thread.currentThread().interrupt();
            }
        }
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
        thread.shutdownNow();
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
