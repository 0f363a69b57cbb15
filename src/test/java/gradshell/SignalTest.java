package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What processes do when they are told to stop, when one of them dies, and when the disk is full.
class SignalTest {
    /// How long anything is waited for, in nanoseconds.
    private static final long PATIENCE = 60_000_000_000L;
    private static final String EXPERIMENT = """
            name: wide
            seed: 3
            data: {randn: {inputs: [400, 50], targets: [400, 100]}}
            batch: 20
            model:
              - linear: [50, %d]
              - tanh
              - linear: [%<d, 100]
            loss: mseLoss
            optimizer: {adam: {lr: 0.01}}
            epochs: %d
            """;

    @TempDir
    private Path folder;
    private Program program;

    @BeforeEach
    void begin() { program = new Program(folder); }

    private void experiment(int width, int epochs, String more) throws IOException { Files.writeString(folder.resolve("a.yaml"), EXPERIMENT.formatted(width, epochs) + more); }

    private static void waitFor(Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            assertTrue(System.nanoTime() - start < PATIENCE, "waited too long");
            Thread.sleep(20);
        }
    }

    /// The only run or sweep there is, once there is one.
    private Path made(String runs) throws Exception {
        Path in = folder.resolve(runs);
        waitFor(() -> {
            if (Files.notExists(in)) return false;
            try (var found = Files.list(in)) {
                return found.findAny().isPresent();
            }
        });
        try (var found = Files.list(in)) {
            return found.findAny().orElseThrow();
        }
    }

    private static void interrupt(Process process) throws Exception { assertEquals(0, new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor()); }

    private static int lines(Path file) throws IOException { return Files.exists(file) ? Files.readAllLines(file).size() : 0; }

    @Test
    void oneCtrlCSavesAndSaysHowToGoOn() throws Exception {
        experiment(20, 60, "");
        var whole = program.run("run", "a.yaml", "--into", "whole");
        assertEquals(0, whole.code(), whole.err());
        var process = program.start("run", "a.yaml", "--into", "runs");
        var run = made("runs");
        waitFor(() -> lines(run.resolve("metrics.jsonl")) > 2 || !process.isAlive());
        interrupt(process);
        var stopped = program.end(process);
        assertEquals(130, stopped.code(), stopped.err());
        assertTrue(stopped.err().contains("gradshell: interrupted after "), stopped.err());
        assertTrue(stopped.err().endsWith("gradshell: go on with: gradshell resume runs/" + run.getFileName() + "\n"), stopped.err());
        assertFalse(stopped.out().contains("digest"), stopped.out());
        resumesTo(whole, run);
    }

    private void resumesTo(Ran whole, Path run) throws Exception {
        var resumed = program.run("resume", "runs/" + run.getFileName());
        assertEquals(0, resumed.code(), resumed.err());
        assertEquals(whole.digest(), resumed.digest());
    }

    /// Steps that take long.
    @Test
    void anotherCtrlCStopsAtOnce() throws Exception {
        experiment(20_000, 50, "accumulate: 20\n");
        var process = program.start("run", "a.yaml", "--into", "runs");
        var run = made("runs");
        waitFor(() -> Files.exists(run.resolve("environment.json")));
        Thread.sleep(500);
        interrupt(process);
        waitFor(() -> Files.readString(folder.resolve("err")).contains("Ctrl-C again") || !process.isAlive());
        assertTrue(process.isAlive(), Files.readString(folder.resolve("err")));
        interrupt(process);
        var stopped = program.end(process);
        assertEquals(130, stopped.code());
        assertTrue(stopped.err().endsWith("gradshell: ends after this step; Ctrl-C again ends it at once, and what is since the last checkpoint is lost\n"), stopped.err());
    }

    /// A limit to the size of files stands for a disk that is full.
    @Test
    void aFullDiskLosesNothing() throws Exception {
        experiment(40, 4, "");
        var whole = program.run("run", "a.yaml", "--into", "whole");
        assertEquals(0, whole.code(), whole.err());
        var failed = program.end(program.start(List.of("bash", "-c", "ulimit -f 40; exec \"$@\"", "limited"), "run", "a.yaml", "--into", "runs"));
        var run = made("runs");
        assertEquals(1, failed.code(), failed.err());
        // When the first checkpoint is due depends on how fast the machine is.
        assertTrue(failed.err().matches("(?s).*gradshell: cannot write runs/[^ ]+/checkpoint/step-\\d+\\.safetensors: File too large\ngradshell: go on with: gradshell resume runs/" + run.getFileName() + "\n"), failed.err());
        resumesTo(whole, run);
    }

    @Test
    void aSweepOutlivesItsProcesses() throws Exception {
        experiment(30, 30, "sweep:\n  optimizer.adam.lr: [0.1, 0.01, 0.001, 0.0001]\n");
        var whole = program.run("run", "a.yaml", "--into", "whole", "--jobs", "2");
        assertEquals(0, whole.code(), whole.err());
        var process = program.start("run", "a.yaml", "--into", "runs", "--jobs", "2");
        var sweep = made("runs");
        waitFor(() -> lines(sweep.resolve("001/metrics.jsonl")) > 1 || !process.isAlive());
        process.children().findFirst().orElseThrow().destroyForcibly();
        var wounded = program.end(process);
        assertTrue(wounded.out().contains("3 done, 1 failed"), wounded.out() + wounded.err());
        assertTrue(wounded.out().contains("failed: its process ended with 137"), wounded.out());
        assertTrue(wounded.err().endsWith("gradshell: to try again what failed: gradshell resume runs/" + sweep.getFileName() + "\n"), wounded.err());
        var before = Files.getLastModifiedTime(done(sweep));
        var resumed = program.run("resume", "runs/" + sweep.getFileName(), "--jobs", "1");
        assertEquals(0, resumed.code(), resumed.err());
        assertEquals(whole.digest(), resumed.digest());
        assertEquals(before, Files.getLastModifiedTime(done(sweep)));
    }

    /// The last point, which was finished and is not made again.
    private static Path done(Path sweep) { return sweep.resolve("004/digest.txt"); }
}
