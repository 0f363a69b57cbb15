package gradshell.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
        session = Session.open("import java.util.stream.*;");
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
    })
    void stops(String text) throws InterruptedException {
        var running = new CountDownLatch(1);
        var stopper = Thread.ofPlatform().start(() -> {
            try {
                running.await();
                // The snippet may still be compiling: a stop counts then too.
                Thread.sleep(300);
            } catch (InterruptedException _) {
                return;
            }
            session.stop();
        });
        running.countDown();
        var outcome = session.eval(text);
        stopper.join();
        assertInstanceOf(Outcome.Stopped.class, outcome, text);
        // and the session goes on
        assertEquals(3, assertInstanceOf(Outcome.Value.class, session.eval("1 + 2")).value());
        assertFalse((Boolean) assertInstanceOf(Outcome.Value.class, session.eval("Thread.currentThread().isInterrupted()")).value());
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
        Thread.sleep(300);
        caller.interrupt();
        assertTrue(done.await(30, TimeUnit.SECONDS));
    }

    @Test
    void aValueThatCannotStopShowingItself() throws InterruptedException {
        var endless = assertInstanceOf(Outcome.Value.class,
                session.eval("new Object() { public String toString() { while (true) { } } }")).value();
        Thread.ofPlatform().start(() -> {
            try {
                Thread.sleep(300);
            } catch (InterruptedException _) {
                return;
            }
            session.stop();
        });
        assertTrue(session.show(endless).endsWith("interrupted"));
    }
}
