package gradshell.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import gradshell.array.Rng;
import gradshell.data.Dataset;
import gradshell.data.TensorDataset;
import gradshell.nn.CrossEntropyLoss;
import gradshell.nn.Dropout;
import gradshell.nn.Layer;
import gradshell.nn.Linear;
import gradshell.nn.Loss;
import gradshell.optim.Sgd;
import gradshell.shell.Style;
import gradshell.tensor.Creation;
import gradshell.tensor.Tensor;
import gradshell.train.Epoch;
import gradshell.train.Progress;

/// Runs with a vocabulary of its own, and the parts of a run.
class RunnerTest {
    @TempDir Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(), err = new ByteArrayOutputStream();

    /// A few words, some of which the language does not have yet.
    public static final class Vocabulary {
        private Vocabulary() {}

        public static Linear linear(int in, int out) { return Linear.of(in, out, true); }
        public static Layer dropout(double p) { return new Dropout(p); }
        public static Layer broken() { return _ -> { throw new IllegalStateException("broken: no way through"); }; }
        public static Loss crossEntropyLoss() { return new CrossEntropyLoss(); }
        public static Sgd sgd(List<Tensor> parameters, double lr) { return new Sgd(parameters, lr); }

        /// Examples of two zeros with these class numbers.
        public static Dataset classes(long... numbers) { return new TensorDataset(Creation.zeros(gradshell.array.DType.FLOAT32, numbers.length, 2), Creation.from(numbers)); }

        /// The class numbers in a file.
        public static Dataset classesIn(Path file) {
            try {
                return classes(Files.readString(file).strip().chars().mapToLong(c -> c - '0').toArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final String CLASSES = """
            name: classes
            data: {classes: [0, 1, 2, 1]}
            model: {linear: [2, 3]}
            loss: crossEntropyLoss
            optimizer: {sgd: {lr: 0.1}}
            epochs: 2
            """;

    private int run(String text, String... overrides) throws IOException {
        out.reset();
        err.reset();
        var file = Files.writeString(folder.resolve("a.yaml"), text);
        return runner().run(file, List.of(overrides), folder.resolve("runs"), new Runner.Sweeping(List::of, 0));
    }

    private Runner runner() {
        return new Runner(Vocabulary.class, "1.0", List.of("gradshell", "run"), new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), false, true);
    }

    private String digest() {
        return out.toString(StandardCharsets.UTF_8).lines().reduce((_, next) -> next).orElseThrow();
    }

    @Test
    void aModelOfOneLayer() throws IOException {
        assertEquals(0, run(CLASSES), err.toString(StandardCharsets.UTF_8));
        assertTrue(digest().startsWith("digest sha256:"));
    }

    /// What only the examples themselves can tell: nothing was measured, and nothing is left.
    @Test
    void examplesThatCannotBeTrainedOn() throws IOException {
        assertEquals(2, run(CLASSES, "data.classes=[0, 1, 3]"));
        assertEquals("gradshell: crossEntropyLoss: the target holds class 3, but the prediction has 3 classes (0 to 2); do the labels begin at 1? use target.sub(1)\n", err.toString(StandardCharsets.UTF_8));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
        assertFalse(Files.exists(folder.resolve("runs")));
    }

    @Test
    void aLayerWithoutAWayOut() {
        var message = assertThrows(ExperimentException.class, () -> run(CLASSES, "model=[broken, linear: [2, 3]]")).getMessage();
        assertEquals("override model=[broken, linear: [2, 3]]: broken: no way through\n    model=[broken, linear: [2, 3]]\n           ^~~~~~", message);
    }

    @Test
    void relativePathsOfAResolvedFileLeadToTheSameData() throws IOException {
        Files.writeString(folder.resolve("numbers"), "01221");
        assertEquals(0, run(CLASSES.replace("classes: [0, 1, 2, 1]", "classesIn: numbers")));
        var first = digest();
        try (var runs = Files.list(folder.resolve("runs"))) {
            var resolved = runs.toList().getFirst().resolve("experiment.yaml");
            assertTrue(Files.readString(resolved).contains("file: ../../numbers\n"), Files.readString(resolved));
            out.reset();
            assertEquals(0, runner().run(resolved, List.of(), folder.resolve("again"), new Runner.Sweeping(List::of, 0)));
            assertEquals(first, digest());
        }
    }

    /// The trial leaves chance as it was, and the layers ready to be trained.
    @Test
    void checkingChangesNothing() throws IOException {
        var file = Files.writeString(folder.resolve("a.yaml"), CLASSES.replace("{linear: [2, 3]}", "[linear: [2, 3], dropout: 0.5]"));
        var prepared = Experiment.read(file, List.of(), Vocabulary.class).prepare();
        var after = Rng.shared().state();
        Rng.shared().seed(0);
        Linear.of(2, 3, true);
        assertEquals(Rng.shared().state(), after);
        assertTrue(prepared.net().parameters().stream().allMatch(p -> p.grad() == null));
        var dropped = prepared.layers().getLast().apply(Creation.full(1.0, 1000)).toFloats();
        assertTrue(java.util.stream.IntStream.range(0, 1000).anyMatch(i -> dropped[i] == 0));
    }

    // ---- the folder ----

    @Test
    void foldersAreNeverSharedOrOverwritten() throws IOException {
        var time = OffsetDateTime.parse("2026-01-02T03:04:05+01:00");
        var names = new java.util.ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            var directory = RunDirectory.create(folder.resolve("runs"), "a", time);
            Files.writeString(directory.file("x"), "mine");
            names.add(directory.path().getFileName().toString());
        }
        assertEquals(List.of("a-20260102-030405", "a-20260102-030405-2", "a-20260102-030405-3"), names);
        var fourth = RunDirectory.create(folder.resolve("runs"), "a", time);
        fourth.add(new Epoch(1, 0.1, Map.of("loss", 2.0)));
        assertEquals("epoch,learningRate,loss\n1,0.1,2.0\n", Files.readString(fourth.file("metrics.csv")));
        fourth.remove();
        assertFalse(Files.exists(fourth.path()));
        assertTrue(Files.exists(folder.resolve("runs").resolve("a-20260102-030405").resolve("x")));
    }

    @Test
    void figuresThatAreNone() throws IOException {
        var directory = RunDirectory.create(folder, "a", OffsetDateTime.now());
        directory.add(new Epoch(1, 0.1, Map.of("loss", Double.NaN)));
        assertTrue(Files.readString(directory.file("metrics.jsonl")).startsWith("{\"epoch\": 1, \"learningRate\": 0.1, \"loss\": null, \"seconds\": "));
        directory.finish(Map.of());
        assertEquals("epoch,learningRate,loss\n1,0.1,NaN\n", Files.readString(directory.file("metrics.csv")));
    }

    @Test
    void whatIsCheckedOut() throws IOException {
        var repository = Files.createDirectories(folder.resolve("r"));
        var inside = Files.createDirectories(repository.resolve("a/b"));
        var git = Files.createDirectories(repository.resolve(".git/refs/heads")).getParent().getParent();
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
        assertEquals(Optional.empty(), Environment.commit(inside));
        Files.writeString(git.resolve("packed-refs"), "# pack-refs\n0123 refs/heads/main\n4567 refs/heads/other\n");
        assertEquals(Optional.of("0123"), Environment.commit(inside));
        Files.writeString(git.resolve("refs/heads/main"), "89ab\n");
        assertEquals(Optional.of("89ab"), Environment.commit(inside));
        var tree = Files.createDirectories(git.resolve("worktrees/w"));
        Files.writeString(tree.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(tree.resolve("commondir"), "../..\n");
        Files.writeString(Files.createDirectories(folder.resolve("w")).resolve(".git"), "gitdir: " + tree + "\n");
        assertEquals(Optional.of("89ab"), Environment.commit(folder.resolve("w")));
        Files.writeString(git.resolve("HEAD"), "cdef\n");
        assertEquals(Optional.of("cdef"), Environment.commit(repository));
        assertEquals("gradshell run 'a b.yaml' epochs=3 'name='\\''x'\\'''", Environment.line(List.of("gradshell", "run", "a b.yaml", "epochs=3", "name='x'")));
    }

    // ---- progress ----

    @Test
    void aLiveLineIsDrawnOverAndGoesAway() throws InterruptedException {
        var stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        var live = new Progress.Live(stream, 10, Style.PLAIN, 0);
        live.stepped(1, 0, 4, 0.5, 16);
        assertEquals("", err.toString(StandardCharsets.UTF_8));    // not before a tenth of a second
        live.ended(new Epoch(1, 0.1, Map.of("loss", 0.25)));
        Thread.sleep(150);
        live.stepped(2, 2, 4, 0.5, 16);
        live.stepped(2, 3, 4, 0.5, 16);
        var drawn = err.toString(StandardCharsets.UTF_8);
        assertTrue(drawn.matches("\r\033\\[J\033\\[\\?7l###----------------- epoch 2/10 step 2/4  \\d+ s left  loss 0\\.5000  \\d+/s\033\\[\\?7h\r"), drawn);
        live.finish();
        assertEquals(drawn + "\r\033[J", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aLiveLineFitsATerminal() throws InterruptedException {
        var live = new Progress.Live(new PrintStream(err, true, StandardCharsets.UTF_8), 10, Style.COLOR, 0);
        live.ended(new Epoch(1, 0.1, Map.of("a figure with a very long name, longer than any line", 0.25, "another", 1.0)));
        Thread.sleep(150);
        live.stepped(2, 2, 4, 0.5, 16);
        var drawn = err.toString(StandardCharsets.UTF_8);
        assertTrue(drawn.startsWith("\r\033[J\033[?7l\033[32m###\033[0m\033[2m-"), drawn);
        assertTrue(drawn.replaceAll("\033\\[[?\\d]*[a-zA-Z]|\r", "").length() < 80, drawn);
    }

    @Test
    void linesAreFewAndHaveTheLast() {
        for (int epochs : new int[] {1, 2, 17, 18, 19, 100, 12345}) {
            err.reset();
            var lines = new Progress.Lines(new PrintStream(err, true, StandardCharsets.UTF_8), epochs);
            for (int e = 1; e <= epochs; e++) lines.ended(new Epoch(e, 0.1, Map.of("loss", 1.0)));
            lines.finish();
            var said = err.toString(StandardCharsets.UTF_8).lines().toList();
            assertTrue(said.size() <= 20 && said.size() >= Math.min(epochs, 10), epochs + ": " + said.size());
            assertTrue(said.getFirst().strip().replaceAll(" +", " ").startsWith("epoch 1/"), said.getFirst());
            assertTrue(said.getLast().startsWith("epoch " + epochs + "/"), said.getLast());
        }
    }
}
