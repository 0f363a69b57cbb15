package gradshell.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StopTest {

    private static Session session;

    @BeforeAll
    static void open() {
        session = Session.open("import java.util.stream.*; import java.util.concurrent.locks.*;");
        session.eval("void spin() { while (true) { } }");
        session.eval("class Spinner { int n; Spinner() { for (;;) n++; } }");
    }

    @AfterAll
    static void close() {
        session.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "while (true) { }",
        "for (int i = 0; ; i++) { if (i < 0) i = 0; }",
        "do { } while (System.nanoTime() != 0);",
        "spin()",
        "new Spinner()",
        "int never = IntStream.iterate(0, i -> i).map(i -> i + 1).sum()",
        "IntStream.iterate(0, i -> i).parallel().forEach(i -> { })",
        "Thread.sleep(100_000)",
        "new java.util.concurrent.CountDownLatch(1).await()",
        "while (true) try { Thread.sleep(1); } catch (InterruptedException e) { }",
        "int s = 0; while (true) switch (s) { case 0: s = 1; continue; case 1: s = 0; continue; default: }",
        "Runnable r = () -> { for (;;) { } }; r.run()",
        // no interrupt ends these: they are left behind
        "new java.net.ServerSocket(0).accept()",
        "var taken = new Object(); Thread.ofPlatform().daemon().start(() -> { synchronized (taken) { LockSupport.park(); } }); Thread.sleep(200); synchronized (taken) { }",
    })
    void stops(String text) throws InterruptedException {
        var stopper = stopUntilInterrupted();
        var outcome = session.eval(text);
        stopper.interrupt();
        stopper.join();
        assertInstanceOf(Outcome.Stopped.class, outcome, text);
        // and the session goes on
        assertEquals(3, assertInstanceOf(Outcome.Value.class, session.eval("1 + 2")).value());
        assertFalse((Boolean) assertInstanceOf(Outcome.Value.class, session.eval("Thread.currentThread().isInterrupted()")).value());
    }

    /// Asks again and again, as a user would: the first may come while the snippet is still being compiled, which counts too.
    private static Thread stopUntilInterrupted() {
        return Thread.ofPlatform().start(() -> {
            try {
                while (true) {
                    Thread.sleep(300);
                    session.stop();
                }
            } catch (InterruptedException _) {
                // It has stopped.
            }
        });
    }

    @Test
    void whatIsLeftBehindEndsWhenItCan() throws InterruptedException {
        session.prepare(() -> Thread.currentThread().setName("mine"));
        session.eval("var lock = new java.util.concurrent.locks.ReentrantLock(); var late = new java.util.concurrent.atomic.AtomicLong();");
        session.define("lock", new ReentrantLock());
        var lock = (ReentrantLock) ((Outcome.Value) session.eval("lock")).value();
        lock.lock();
        var stopper = stopUntilInterrupted();
        var outcome = assertInstanceOf(Outcome.Stopped.class, session.eval("while (true) { lock.lock(); late.incrementAndGet(); lock.unlock(); }"));
        stopper.interrupt();
        stopper.join();
        assertTrue(outcome.left().contains("park cannot be stopped; it was left behind"), outcome.left());
        assertEquals("mine", ((Outcome.Value) session.eval("Thread.currentThread().getName()")).value());
        lock.unlock();
        Thread.sleep(500);
        assertTrue((Long) ((Outcome.Value) session.eval("late.get()")).value() <= 1);
    }

    @Test
    void aStopWithNothingRunningIsForgotten() {
        session.stop();
        assertEquals(3, assertInstanceOf(Outcome.Value.class, session.eval("1 + 2")).value());
    }

    @Test
    void interruptingTheCallerStopsTheSnippet() throws InterruptedException {
        var done = new CountDownLatch(1);
        var caller = Thread.ofPlatform().start(() -> {
            if (session.eval("while (true) { }") instanceof Outcome.Stopped && Thread.interrupted()) done.countDown();
        });
        Thread.sleep(1000);
        caller.interrupt();
        assertTrue(done.await(30, TimeUnit.SECONDS));
    }

    @Test
    void aValueThatCannotStopShowingItself() throws InterruptedException {
        var endless = assertInstanceOf(Outcome.Value.class,
                session.eval("new Object() { public String toString() { while (true) { } } }")).value();
        var stopper = stopUntilInterrupted();
        assertTrue(session.show(endless).endsWith("interrupted"));
        stopper.interrupt();
        stopper.join();
    }
}
