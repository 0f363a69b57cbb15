package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What `resume` and `verify` make of runs that ended, were stopped, were tampered with, or cannot be written.
class ResumedRunsTest {
    private static final String EXPERIMENT = """
            name: small
            data: {csv: {path: points.csv, target: y}}
            batch: 8
            model:
              - linear: [2, 8]
              - tanh
              - dropout: 0.2
              - linear: [8, 1]
            loss: mseLoss
            optimizer: {adam: {lr: 0.01}}
            split: {validation: 0.25}
            epochs: 6
            checkpoint: {epochs: 1}
            """;

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        var points = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 64; i++) points.append(i % 13 / 13.0).append(',').append(i % 7 / 7.0).append(',').append(Math.sin(i)).append('\n');
        Files.writeString(folder.resolve("points.csv"), points);
        file = Files.writeString(folder.resolve("a.yaml"), EXPERIMENT);
    }

    private Ran main(Object... args) { return Ran.main(args).without(folder); }

    /// A run into a folder of its own, and that folder.
    private Path run(String name, Object... changes) throws IOException {
        var args = new ArrayList<Object>(List.of("run", file));
        args.addAll(List.of(changes));
        args.addAll(List.of("--into", folder.resolve(name), "-q"));
        var run = main(args.toArray());
        assertEquals(0, run.code(), run.err());
        return only(folder.resolve(name));
    }

    private static Path only(Path parent) throws IOException {
        try (var found = Files.list(parent)) {
            var all = found.toList();
            assertEquals(1, all.size(), all.toString());
            return all.getFirst();
        }
    }

    private static List<Path> checkpoints(Path directory) throws IOException {
        try (var found = Files.list(directory.resolve("checkpoint"))) {
            return found.filter(f -> f.toString().endsWith(".safetensors")).sorted().toList();
        }
    }

    private static String digest(Path directory) throws IOException { return "digest " + Files.readString(directory.resolve("digest.txt")).strip(); }

    /// A run as it was before its last two epochs: the older of its two checkpoints is the newest then.
    private static void undo(Path directory) throws IOException {
        for (var name : List.of("digest.txt", "model.safetensors")) Files.delete(directory.resolve(name));
    }

    private static void damage(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length - 5] ^= 64;
        Files.write(file, bytes);
    }

    private String at(Path directory) { return folder.relativize(directory).toString(); }

    // ---- going on ----

    @Test
    void onlyTheLastTwoCheckpointsAreKept() throws IOException {
        var directory = run("runs");
        assertEquals(List.of("step-30.safetensors", "step-36.safetensors"), checkpoints(directory).stream().map(f -> f.getFileName().toString()).toList());
    }

    @Test
    void aFinishedRunSaysSo() throws IOException {
        var directory = run("runs");
        var again = main("resume", directory);
        assertEquals(new Ran(0, digest(directory) + "\n", "gradshell: " + at(directory) + " is finished; gradshell verify " + at(directory) + " runs it again and compares\n"), again);
    }

    @Test
    void figuresGoOnWithoutGapOrRepetition() throws IOException {
        var directory = run("runs");
        String figures = Files.readString(directory.resolve("metrics.csv")), digest = digest(directory);
        undo(directory);
        Files.delete(checkpoints(directory).getLast());
        // rows of an epoch that comes again, and half a row
        Files.writeString(directory.resolve("metrics.csv"), figures + "7,0.0");
        Files.writeString(directory.resolve("metrics.jsonl"), "{\"epoch\": 7, \"lo", StandardOpenOption.APPEND);
        Files.writeString(directory.resolve("checkpoint").resolve(".step-42.safetensors.unfinished"), "half");
        assertEquals(digest, main("resume", directory, "-q").digest());
        assertEquals(figures, Files.readString(directory.resolve("metrics.csv")));
        var lines = Files.readAllLines(directory.resolve("metrics.jsonl"));
        assertEquals(6, lines.size());
        for (int e = 1; e <= 6; e++) assertTrue(lines.get(e - 1).matches("\\{\"epoch\": " + e + ", .*\"seconds\": [0-9.E-]+}"), lines.get(e - 1));
        assertFalse(Files.exists(directory.resolve("checkpoint").resolve(".step-42.safetensors.unfinished")));
    }

    @Test
    void aDamagedCheckpointIsPassedOver() throws IOException {
        var directory = run("runs");
        var digest = digest(directory);
        undo(directory);
        damage(checkpoints(directory).getLast());
        var resumed = main("resume", directory, "-q");
        assertEquals(digest, resumed.digest());
        assertEquals("gradshell: " + at(directory) + "/checkpoint/step-36.safetensors: this checkpoint was changed after it was written: its checksum is another; it is passed over\n", resumed.err());
        undo(directory);
        for (var checkpoint : checkpoints(directory)) Files.writeString(checkpoint, "nothing");
        resumed = main("resume", directory, "-q");
        assertEquals(digest, resumed.digest());
        assertEquals(2, resumed.err().lines().filter(line -> line.endsWith("; it is passed over")).count(), resumed.err());
    }

    /// A clock that jumps gives files any times; what counts is how many steps were made.
    @Test
    void timesOfFilesMeanNothing() throws IOException {
        var directory = run("runs");
        var digest = digest(directory);
        undo(directory);
        Files.setLastModifiedTime(checkpoints(directory).getLast(), FileTime.fromMillis(0));
        Files.setLastModifiedTime(checkpoints(directory).getFirst(), FileTime.fromMillis(4_000_000_000_000L));
        var resumed = main("resume", directory);
        assertEquals(digest, resumed.digest());
        assertEquals("", resumed.err(), "nothing is left to train");
    }

    @Test
    void whatIsNoRun() throws IOException {
        var none = folder.resolve("none");
        assertEquals(new Ran(2, "", "gradshell: none: there is no such folder\n"), main("resume", none));
        assertEquals(new Ran(2, "", "gradshell: a.yaml is a file, not the folder of a run\n"), main("verify", file));
        Files.createDirectory(none);
        assertEquals(new Ran(2, "", "gradshell: none is not the folder of a run: there is no experiment.yaml in it\n"), main("verify", none));
    }

    // ---- what has changed ----

    @Test
    void changedDataAreRefused() throws IOException {
        var directory = run("runs");
        undo(directory);
        Files.delete(checkpoints(directory).getLast());
        var points = folder.resolve("points.csv");
        Files.writeString(points, Files.readString(points).replaceFirst("0.0,0.0,0.0", "0.5,0.0,0.0"));
        var refused = main("resume", directory, "-q");
        assertEquals(2, refused.code());
        assertTrue(refused.err().matches("gradshell: points\\.csv was changed after the run began: its SHA-256 was [0-9a-f]{16}…, now it is [0-9a-f]{16}…\n"
                + "gradshell: what goes on would not be the same run; --force goes on nevertheless\n"), refused.err());
        assertEquals(0, main("resume", directory, "-q", "--force").code());
    }

    @Test
    void anotherProgramOrExperimentIsRefused() throws IOException {
        var directory = run("runs");
        undo(directory);
        var environment = directory.resolve("environment.json");
        Files.writeString(environment, Files.readString(environment).replace("\"gradshell\": \"" + Version.number() + "\"", "\"gradshell\": \"0.0.1\""));
        Files.writeString(directory.resolve("experiment.yaml"), Files.readString(directory.resolve("experiment.yaml")).replace("epochs: 6", "epochs: 7"));
        assertEquals("gradshell: the run was begun by GradShell 0.0.1, and this is " + Version.number() + "\ngradshell: " + at(directory) + "/experiment.yaml was changed after the run began\n"
                + "gradshell: what goes on would not be the same run; --force goes on nevertheless\n", main("resume", directory, "-q").err());
        assertEquals(0, main("resume", directory, "-q", "--force").code());
        assertEquals(8, Files.readAllLines(directory.resolve("metrics.csv")).size());
    }

    // ---- verifying ----

    @Test
    void aRunIsVerifiedOnAnyNumberOfThreads() throws IOException {
        var directory = run("runs");
        for (int threads : new int[] {1, 2, 5}) {
            assertEquals(new Ran(0, directory + " is verified: 6 epochs and the digest are the same\n" + digest(directory) + "\n", ""), main("verify", directory, "-q", "--threads", threads));
        }
        assertEquals(new Ran(2, "", "gradshell: --threads is -1; it must be at least 1\n"), main("verify", directory, "--threads", "-1"));
    }

    @Test
    void aByteOfTheDataThatChanged() throws IOException {
        var directory = run("runs");
        var points = folder.resolve("points.csv");
        Files.writeString(points, Files.readString(points).replaceFirst("0.0,0.0,0.0", "0.0,0.0,0.1"));
        var verified = main("verify", directory, "-q");
        assertEquals(1, verified.code());
        assertTrue(verified.err().matches("gradshell: points\\.csv was changed after the run began: its SHA-256 was [0-9a-f]{16}…, now it is [0-9a-f]{16}…\n"
                + "gradshell: epoch 1 is the first that differs: (validation\\.)?loss was [0-9.]+, and is [0-9.]+\n"
                + "gradshell: " + at(directory) + " is not verified\n"), verified.err());
    }

    @Test
    void figuresAndParametersThatChanged() throws IOException {
        var directory = run("runs");
        damage(directory.resolve("model.safetensors"));
        var verified = main("verify", directory, "-q");
        assertEquals(1, verified.code());
        assertTrue(verified.err().startsWith("gradshell: model.safetensors or metrics.csv was changed after the run ended: its digest was sha256:"), verified.err());
        undo(directory);
        assertEquals("gradshell: " + at(directory) + " is not finished; go on with: gradshell resume " + at(directory) + "\n", main("verify", directory).err());
    }

    // ---- others, and a full disk ----

    private Program program() { return new Program(folder); }

    private Path begun(Process process) throws Exception {
        while (Files.notExists(folder.resolve("err")) || !Files.readString(folder.resolve("err")).contains("epoch")) {
            assertTrue(process.isAlive());
            Thread.sleep(20);
        }
        return only(folder.resolve("runs"));
    }

    @Test
    void aRunThatAnotherThreadHas() throws IOException {
        var directory = run("runs");
        try (var channel = FileChannel.open(directory.resolve("checkpoint").resolve(".lock"), StandardOpenOption.WRITE)) {
            channel.lock();
            assertEquals(new Ran(2, "", "gradshell: " + at(directory) + ": another process works on this run; wait for its end, or stop it\n"), main("resume", directory));
        }
    }

    /// Interrupted once it can go on, to the same digest; while it runs nobody else can.
    @Test
    @Timeout(90)
    void anInterruptedRunGoesOn() throws Exception {
        var whole = run("whole", "epochs=400");
        var process = program().start("run", "a.yaml", "epochs=400");
        var directory = begun(process);
        assertEquals(2, main("resume", directory).code());
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        var stopped = program().end(process);
        assertEquals(130, stopped.code(), stopped.err());
        assertTrue(stopped.err().endsWith("\ngradshell: go on with: gradshell resume runs/" + directory.getFileName() + "\n"), stopped.err());
        assertFalse(Files.exists(directory.resolve("digest.txt")));
        assertEquals(digest(whole), main("resume", directory, "-q").digest());
        assertEquals(Files.readString(whole.resolve("metrics.csv")), Files.readString(directory.resolve("metrics.csv")));
    }

    /// Files of more than some blocks cannot be written, as on a disk that is full.
    @Test
    @Timeout(90)
    void aFullDiskLosesNothing() throws Exception {
        var whole = run("whole", "epochs=2000", "checkpoint={epochs: 100}");
        var process = program().start(List.of("bash", "-c", "ulimit -f 64; exec \"$@\"", "limited"), "run", "a.yaml", "epochs=2000", "checkpoint={epochs: 100}", "-q");
        var stopped = program().end(process);
        assertEquals(1, stopped.code(), stopped.err());
        var directory = only(folder.resolve("runs"));
        assertTrue(stopped.err().matches("(?s)(WARNING[^\n]*\n)?gradshell: cannot write .*\ngradshell: go on with: gradshell resume runs/" + directory.getFileName() + "\n"), stopped.err());
        assertNotEquals(List.of(), checkpoints(directory));
        assertEquals(digest(whole), main("resume", directory, "-q").digest());
        assertEquals(Files.readString(whole.resolve("metrics.csv")), Files.readString(directory.resolve("metrics.csv")));
    }
}
