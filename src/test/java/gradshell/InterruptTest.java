package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.shell.Outcome;
import gradshell.shell.Session;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever the language does can be stopped, soon, and leaves the session as it was.
@Timeout(120)
class InterruptTest {
    /// What a stop may take, on a busy machine.
    private static final long SOON = TimeUnit.SECONDS.toNanos(2);

    private static Session session;

    @BeforeAll
    static void open() {
        session = Golden.session();
        session.eval("var keep = 42; var A = randn(1500, 1500); var long1 = randn(4000000); var net = linear(300, 300).then(relu()).then(linear(300, 10)); var X = randn(500, 300); var Y = randn(500, 10)");
        session.eval("var step = compile((x, y) -> { Tensor l = null; for (int i = 0; i < 20; i++) { l = mseLoss().apply(net.apply(x), y); l.backward(); } return l.detach(); })");
        session.eval("step.apply(X, Y); step.apply(X, Y); step.apply(X, Y)");
    }

    @AfterAll
    static void close() { session.close(); }

    @ParameterizedTest
    @ValueSource(strings = {
        "var r = A; for (int i = 0; i < 100; i++) r = r.matmul(A)",
        "var r = A.matmul(randn(1500, 30000)).matmul(randn(30000, 1500))",
        "A.svd()",
        "A.matmul(A.t()).eigh()",
        "for (int i = 0; i < 100; i++) long1.sort()",
        "for (int i = 0; i < 1000; i++) long1.cumsum(0)",
        "randn(float64, 40000000)",
        "var most = 0.0; for (int i = 0; i < 100; i++) most = rand(30000000).max().item()",
        "randperm(30000000)",
        "multinomial(rand(3000, 1000), 1000, false)",
        "randn(16, 64, 64, 64).conv2d(randn(64, 64, 3, 3)).conv2d(randn(256, 64, 3, 3)).conv2d(randn(256, 256, 3, 3))",
        "for (;;) step.apply(X, Y)",
        "for (;;) mseLoss().apply(net.apply(X), Y).backward()",
        "fit(net).data(X, Y).loss(mseLoss()).optimizer(sgd(net.parameters(), 0.01)).epochs(1000000).quiet().run()",
        "for (;;) for (var batch : batches(dataset(X, Y), 10)) batch.size()",
        "grad(t -> { while (true) t = t.sin(); }, randn(100))",
    })
    void stops(String text) throws InterruptedException {
        var asked = new long[1];
        var stopper = Thread.ofPlatform().start(() -> {
            try {
                Thread.sleep(700);
                asked[0] = System.nanoTime();
                session.stop();
            } catch (InterruptedException _) {
                // It was over before.
            }
        });
        var outcome = session.eval(text);
        long over = System.nanoTime();
        stopper.interrupt();
        stopper.join();
        if (asked[0] == 0) return;    // a fast machine has done it
        assertTrue(over - asked[0] < SOON, text + ": " + (over - asked[0]) / 1_000_000 + " ms");
        if (outcome instanceof Outcome.Value) return;
        var stopped = assertInstanceOf(Outcome.Stopped.class, outcome, text);
        assertEquals("", stopped.left(), text);
        assertEquals(42, assertInstanceOf(Outcome.Value.class, session.eval("keep")).value());
        assertEquals(true, assertInstanceOf(Outcome.Value.class, session.eval("var(1).mul(2).requiresGrad()")).value());
    }
}
