package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The program as a whole at a terminal of the system's. It is one without a size, as in a container: util-linux's `script` makes it.
@Timeout(180)
class PtyTest {
    private static final String CTRL_C = "\003", CTRL_D = "\004";

    @TempDir
    private Path folder;

    @BeforeAll
    static void findScript() throws Exception {
        try {
            var process = new ProcessBuilder("script", "--version").redirectErrorStream(true).start();
            assumeTrue(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("util-linux"), "script is another program here");
        } catch (IOException e) {
            assumeTrue(false, "there is no script to make a terminal with");
        }
    }

    /// The program, its terminal, and what it has shown.
    private final class Session implements AutoCloseable {
        private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
        private final Process process;
        private final OutputStream keys;
        private final Thread reader;

        Session(Map<String, String> environment) throws IOException {
            var line = Java.command("-Xmx1g").stream().map(word -> "'" + word + "'").collect(Collectors.joining(" ")) + " gradshell.Main";
            var builder = new ProcessBuilder("script", "-qefc", "exec " + line, "/dev/null").redirectErrorStream(true);
            builder.environment().putAll(Map.of("TERM", "xterm-256color", "XDG_STATE_HOME", folder.toString(), "NO_COLOR", "1"));
            builder.environment().putAll(environment);
            process = builder.start();
            keys = process.getOutputStream();
            reader = Thread.ofPlatform().daemon().start(() -> {
                try (var in = process.getInputStream()) {
                    var bytes = new byte[1 << 16];
                    for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) shown.write(bytes, 0, count);
                } catch (IOException _) {
                    // The terminal is gone.
                }
            });
            until(text -> text.endsWith("gs> "));
        }

        /// What was shown, without the codes that move the cursor and change the editor's keys.
        String text() { return shown.toString(StandardCharsets.UTF_8).replaceAll("\033\\[[?\\d;]*[a-zA-Z]|\033[=>]|\r", ""); }

        void until(Predicate<String> seen) {
            while (!seen.test(text())) {
                assertTrue(process.isAlive(), this::text);
                sleep(5);
            }
        }

        void press(String pressed) throws IOException {
            keys.write(pressed.getBytes(StandardCharsets.UTF_8));
            keys.flush();
        }

        /// Enters a line, and answers what is shown up to a text.
        String enter(String line, String until) throws IOException {
            int before = text().length();
            press(line + "\r");
            until(text -> text.substring(before).contains(until) && text.endsWith("gs> "));
            return text().substring(before);
        }

        int leave() throws Exception {
            press(CTRL_D);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), this::text);
            reader.join(10_000);
            return process.exitValue();
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTerminalWithoutASize() throws Exception {
        try (var session = new Session(Map.of())) {
            assertTrue(session.enter("tensor(1.0, 2.0) * 2", "float32 [2]").contains("$1 = [2., 4.]  float32 [2]"), session::text);
            assertTrue(session.enter("plot(arange(4).to(float32))", "⢀").lines().allMatch(line -> line.length() <= 80), session::text);
            assertEquals(0, session.leave(), session::text);
        }
    }

    @Test
    void aTerminalThatCanDoNothing() throws Exception {
        try (var session = new Session(Map.of("TERM", "dumb", "NO_COLOR", ""))) {
            session.enter("var x = tensor(1.0, 2.0)", "x = [1., 2.]");
            session.enter("x.nope()", "cannot find symbol: method nope()");
            session.enter("var net = linear(2, 1)", "net = linear(2, 1)");
            session.enter("fit(net).data(randn(8, 2), randn(8, 1)).loss(mseLoss()).optimizer(sgd(net.parameters(), 0.1)).epochs(2).progress().run()", "epoch 2/2");
            assertFalse(session.shown.toString(StandardCharsets.UTF_8).contains("\033"), session::text);
            assertEquals(0, session.leave(), session::text);
        }
    }

    /// As in a container without a locale.
    @Test
    void onlyAscii() throws Exception {
        try (var session = new Session(Map.of("LC_ALL", "C"))) {
            session.enter("plot(arange(4).to(float32))", "3 |");
            session.enter("imshow(rand(8, 8))", "$2 =\n");
            session.enter("?gelu", "x * Phi(x)");
            assertFalse(session.text().replace("?gelu", "").contains("?"), session::text);
            assertEquals(0, session.leave(), session::text);
        }
    }

    @Test
    void ctrlCHeldDown() throws Exception {
        try (var session = new Session(Map.of())) {
            session.enter("var A = randn(500, 500)", "float32 [500, 500]");
            for (var running : Arrays.asList(null, "for (;;) A.matmul(A)", "while (true) { try { A.matmul(A); } catch (Throwable e) { } }", null)) {
                if (running != null) session.press(running + "\r");
                sleep(500);
                for (int i = 0; i < 150; i++) {
                    session.press(CTRL_C);
                    sleep(10);
                }
                sleep(500);
                assertTrue(session.process.isAlive(), session::text);
            }
            session.enter("A.shape()", "= [500, 500]");
            assertTrue(session.text().contains("interrupted"), session::text);
            assertEquals(0, session.leave(), session::text);
        }
    }
}
