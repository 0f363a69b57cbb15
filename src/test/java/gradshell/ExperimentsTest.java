package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.data.Safetensors;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.json.JsonMapper;

/// Experiments from the command line to the files that they leave.
class ExperimentsTest {
    private static final Path SHIPPED = Path.of("scripts", "experiments");
    private static final String SMALL = """
            name: small
            data: {randn: {inputs: [40, 3], targets: [40, 2]}}
            model:
              - linear: [3, 2]
              - sigmoid
            loss: mseLoss
            optimizer: {sgd: {lr: 0.1}}
            epochs: 3
            """;

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException { return Files.writeString(folder.resolve("a.yaml"), text); }

    private static Ran main(Object... args) { return Ran.main(args); }

    private Path runs() { return folder.resolve("runs"); }

    private Ran run(Path file, Object... more) {
        var args = new ArrayList<>(List.<Object>of("run", file));
        args.addAll(List.of(more));
        args.addAll(List.of("--into", runs()));
        return main(args.toArray());
    }

    private Program program() { return new Program(folder); }

    private List<Path> directories() throws IOException {
        if (!Files.exists(runs())) return List.of();
        try (var found = Files.list(runs())) {
            return found.sorted().toList();
        }
    }

    private Path directory() throws IOException {
        assertEquals(1, directories().size());
        return directories().getFirst();
    }

    private static TreeSet<String> names(Path directory) throws IOException {
        try (var found = Files.list(directory)) {
            return new TreeSet<>(found.map(f -> f.getFileName().toString()).toList());
        }
    }

    private void refused(String message, Ran run) {
        assertEquals(message, run.err().replace(folder + "/", ""));
        assertEquals("", run.out());
        assertEquals(2, run.code());
    }

    // ---- what a run gives ----

    @Test
    void theNotebookHasPyTorchsLosses() throws IOException {
        var run = run(SHIPPED.resolve("notebook.yaml"));
        assertEquals(0, run.code(), run.err());
        double[] golden = Golden.numbers(Golden.read("training.json").get("runs").get(0).get("losses"));
        var lines = Files.readAllLines(directory().resolve("metrics.csv"));
        assertEquals("epoch,learningRate,loss", lines.getFirst());
        assertEquals(1 + golden.length, lines.size());
        for (int i = 0; i < golden.length; i++) assertEquals(1, Double.parseDouble(lines.get(i + 1).split(",")[2]) / golden[i], 1e-6, "epoch " + (i + 1));
    }

    @Test
    void aRunSaysWhatItDid() throws IOException {
        var run = run(file(SMALL));
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().matches("""
                      epoch 1  epoch 3
                loss   \\d\\.\\d{4}   \\d\\.\\d{4}
                3 epochs: all epochs are done
                \\S+/runs/small-\\d{8}-\\d{6}
                digest sha256:[0-9a-f]{64}
                """), run.out());
        assertTrue(run.err().matches("(epoch [123]/3  loss \\d\\.\\d{4}\n){3}"), run.err());
        assertEquals(new TreeSet<>(List.of("checkpoint", "digest.txt", "environment.json", "events.out.tfevents", "experiment.yaml", "metrics.csv", "metrics.jsonl", "model.safetensors", "report.html")), names(directory()));
        var model = Safetensors.read(directory().resolve("model.safetensors"));
        assertEquals("[0.weight, 0.bias]", model.keySet().toString());
        assertEquals("[2, 3]", model.get("0.weight").shape().toString());
    }

    @Test
    void theFilesCanBeReadByOthers() throws Exception {
        var run = run(file(SMALL), "seed=7");
        var json = new JsonMapper();
        var environment = json.readTree(Files.readString(directory().resolve("environment.json")));
        assertTrue(environment.get("command").asString().matches("gradshell run \\S+/a.yaml seed=7 --into \\S+/runs"), environment.toString());
        assertEquals(Runtime.version().toString(), environment.get("java").asString());
        assertTrue(environment.get("commit").isNull());
        assertTrue(environment.get("cores").asInt() > 0);
        var lines = Files.readAllLines(directory().resolve("metrics.jsonl"));
        assertEquals(3, lines.size());
        var last = json.readTree(lines.getLast());
        assertEquals(3, last.get("epoch").asInt());
        assertEquals(Files.readAllLines(directory().resolve("metrics.csv")).getLast(), "3," + last.get("learningRate").asDouble() + "," + last.get("loss").asDouble());
        var sha = MessageDigest.getInstance("SHA-256");
        sha.update(Files.readAllBytes(directory().resolve("model.safetensors")));
        sha.update(Files.readAllBytes(directory().resolve("metrics.csv")));
        assertEquals("digest sha256:" + HexFormat.of().formatHex(sha.digest()), run.digest());
    }

    @Test
    void theSameSeedGivesTheSameDigest() throws IOException {
        var example = SHIPPED.resolve("example.yaml");
        var first = run(example, "epochs=4", "-q");
        assertEquals("", first.err());
        assertEquals(first.digest(), run(example, "epochs=4").digest());
        assertNotEquals(first.digest(), run(example, "epochs=4", "seed=1").digest());
        assertNotEquals(first.digest(), run(example, "epochs=4", "clip={value: 0.001}").digest());
        assertEquals(4, directories().size());
    }

    @Test
    void theResolvedFileRunsToTheSameDigest() throws IOException {
        var first = run(SHIPPED.resolve("example.yaml"), "epochs=4", "optimizer={adamW: {lr: 1e-2, weightDecay: .1}}", "clip={value: 0.5}", "split.test=null");
        assertEquals(0, first.code(), first.err());
        var resolved = directory().resolve("experiment.yaml");
        assertTrue(Files.readString(resolved).contains("\nepochs: 4\n"));
        assertEquals(first.digest(), run(resolved).digest());
    }

    /// The file of the documentation, word for word.
    @Test
    void theDocumentedExample() throws IOException {
        var run = run(file("""
                name: notebook            # the run directory is runs/<name>-<time>
                seed: 0
                data: {randn: {inputs: [1000, 3], targets: [1000, 2]}}
                split: {validation: 0.2}
                batch: 64                 # without it, one batch holds the whole set
                model:
                  - linear: [3, 2]
                  - sigmoid
                loss: mseLoss
                optimizer: {sgd: {lr: 0.01, momentum: 0.9}}
                schedule: {cosine: {epochs: 100}}
                clip: {norm: 1.0}
                epochs: 100
                stop: {loss: 0.05, patience: 20}
                metrics: [accuracy]
                """));
        assertEquals(0, run.code(), run.err());
        assertTrue(run.err().lines().count() <= 20, run.err());
        assertTrue(run.err().startsWith("epoch   1/100  loss "), run.err());
        var last = run.err().lines().reduce((_, next) -> next).orElseThrow();
        assertTrue(run.out().startsWith("                     epoch 1  epoch " + last.substring(6, 9).strip() + "\n"), run.out());
        assertTrue(last.matches("epoch .*/100  loss .* accuracy .* validation.loss .* validation.accuracy .*"), last);
    }

    @Test
    void aTestPartIsMeasuredAtTheEnd() throws IOException {
        var run = run(file(SMALL), "split={test: 0.25}", "metrics=[accuracy]");
        assertTrue(run.out().matches("(?s).*\ntest\\.loss +\\d\\.\\d{4}\ntest\\.accuracy +\\d\\.\\d{4}\n.*"), run.out());
        var lines = Files.readAllLines(directory().resolve("metrics.csv"));
        assertEquals("epoch,learningRate,loss,accuracy,test.loss,test.accuracy", lines.getFirst());
        assertTrue(lines.get(1).matches("1,0\\.1,[^,]+,[^,]+,,"), lines.get(1));
        assertTrue(lines.get(3).matches("3,0\\.1,[^,]+,[^,]+,[^,]+,[^,]+"), lines.get(3));
    }

    @Test
    void aTrainingCanEndEarly() throws IOException {
        var run = run(file(SMALL), "stop={loss: 100}");
        assertTrue(run.out().contains("1 epoch: the loss is below 100\n"), run.out());
        run.digest();
    }

    @Test
    void manyEpochsAreTwentyLines() throws IOException {
        var run = run(file(SMALL), "epochs=1000", "data.randn={inputs: [4, 3], targets: [4, 2]}");
        var lines = run.err().lines().toList();
        assertTrue(lines.size() <= 20, run.err());
        assertTrue(lines.getFirst().startsWith("epoch    1/1000  loss "), run.err());
        assertTrue(lines.getLast().startsWith("epoch 1000/1000  loss "), run.err());
    }

    // ---- what does not run ----

    @Test
    void aDivergedRunKeepsWhatWasMeasured() throws IOException {
        var run = run(file(SMALL.replace("  - sigmoid\n", "")), "optimizer.sgd.lr=1e30", "epochs=9");
        assertEquals(1, run.code());
        assertEquals("", run.out());
        var message = run.err().lines().skip(1).toList();
        assertEquals("gradshell: the loss became Infinity in epoch 2 (squaredDifference: the result is Infinity at [0, 0], the first number that is not finite; "
                + "the inputs there are 2.2170622832174205E29 and -0.2596415579319); a smaller learning rate than 1.0E30, or clipping, may help", message.get(0));
        assertEquals("gradshell: what was measured is in " + directory(), message.get(1));
        assertEquals(new TreeSet<>(List.of("checkpoint", "environment.json", "events.out.tfevents", "experiment.yaml", "metrics.csv", "metrics.jsonl", "report.html")), names(directory()));
        assertEquals(2, Files.readAllLines(directory().resolve("metrics.csv")).size());
    }

    @Test
    void layersThatDoNotFit() throws IOException {
        var file = file("""
                name: bad
                data: {randn: {inputs: [100, 3], targets: [100, 5]}}
                split: {test: 0.9}
                batch: 64
                model:
                  - linear: [3, 32]
                  - relu
                  - linear: [64, 10]
                  - linear: {in: 11, out: 10, bias: false}
                loss: mseLoss
                optimizer: {sgd: {lr: 0.01}}
                epochs: 3
                """);
        var message = """
                a.yaml:4:8: batch is 64, and there are only 10 examples to train on; write batch: 10, or leave it out
                    batch: 64
                           ^~
                a.yaml:8:5: linear wants 64 inputs, gets 32; write linear: [32, 10]
                      - linear: [64, 10]
                        ^~~~~~~~~~~~~~~~
                a.yaml:9:5: linear wants 11 inputs, gets 10; write linear: {in: 10, out: 10, bias: false}
                      - linear: {in: 11, out: 10, bias: false}
                        ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                a.yaml:10:7: mseLoss: the prediction has shape [batch, 10], the target [batch, 5]; they must be equal; write linear: {in: 10, out: 5, bias: false} in line 9
                    loss: mseLoss
                          ^~~~~~~
                4 problems
                """;
        refused(message, main("check", file));
        refused(message, run(file));
        assertEquals(List.of(), directories());
    }

    @Test
    void aTargetThatDoesNotFit() throws IOException {
        refused("""
                a.yaml:6:7: crossEntropyLoss: the target is float32; it must hold class numbers, use target.to(int64)
                    loss: crossEntropyLoss
                          ^~~~~~~~~~~~~~~~
                """, main("check", file(SMALL.replace("mseLoss", "crossEntropyLoss").replace("[40, 2]", "[40]"))));
        refused("""
                a.yaml:6:7: mseLoss: the prediction has shape [batch, 2], the target [batch, 1]; they must be equal; write linear: [3, 1] in line 4
                    loss: mseLoss
                          ^~~~~~~
                a.yaml:9:11: accuracy: a prediction of shape [batch, 2] has no classes for targets of shape [batch, 1]; write linear: [3, 1] in line 4
                    metrics: [accuracy]
                              ^~~~~~~~
                2 problems
                """, main("check", file(SMALL.replace("[40, 2]", "[40, 1]") + "metrics: [accuracy]\n")));
    }

    @Test
    void wordsAndKeysThatAreNone() throws IOException {
        refused("""
                a.yaml:4:5: unknown layer linaer; did you mean linear?
                      - linaer: [3, 2]
                        ^~~~~~
                a.yaml:7:28: sgd has no argument momentun; did you mean momentum?
                    optimizer: {sgd: {lr: 0.1, momentun: 0.9}}
                                               ^~~~~~~~
                a.yaml:9:1: unknown key epoch; did you mean epochs?
                    epoch: 3
                    ^~~~~
                3 problems
                """, run(file(SMALL.replace("linear", "linaer").replace("0.1", "0.1, momentun: 0.9").replace("epochs", "stop: {patience: 3}\nepoch"))));
        refused("""
                a.yaml:2:8: rand is not a dataset; did you mean randn?
                    data: {rand: {inputs: [40, 3], targets: [40, 2]}}
                           ^~~~
                """, run(file(SMALL.replace("randn", "rand"))));
        refused("""
                a.yaml:4:29: linear has no argument train; it takes (in, out) or (in, out, bias), and by name weight
                      - linear: {in: 3, out: 2, train: false}
                                                ^~~~~
                """, run(file(SMALL.replace("[3, 2]", "{in: 3, out: 2, train: false}"))));
        refused("override epochs=many: expected a whole number for epochs, found \"many\"\n    epochs=many\n           ^~~~\n", run(file(SMALL), "epochs=many"));
        assertEquals(List.of(), directories());
    }

    @Test
    void wordsThatRefuse() throws IOException {
        refused("""
                a.yaml:4:5: linear(3, 0): both sizes must be at least 1
                      - linear: [3, 0]
                        ^~~~~~
                a.yaml:7:23: sgd: lr is -1.0; it must be at least 0.0
                    optimizer: {sgd: {lr: -1}}
                                          ^~
                2 problems
                """, run(file(SMALL.replace("[3, 2]", "[3, 0]").replace("0.1", "-1"))));
        refused("""
                a.yaml:7:23: sgd: lr is -1.0; it must be at least 0.0
                    optimizer: {sgd: {lr: -1}}
                                          ^~
                """, run(file(SMALL.replace("0.1", "-1"))));
        refused("""
                a.yaml:6:13: sgd: there are no parameters to change; is there a layer with parameters in the network?
                    optimizer: {sgd: {lr: 0.1}}
                                ^~~
                """, run(file(SMALL.replace("  - linear: [3, 2]\n", "").replace("[40, 2]", "[40, 3]"))));
        refused("""
                a.yaml:2:8: randn: data: inputs of shape [40, 3] and targets of shape [4, 2] do not hold equally many examples in their first dimension
                    data: {randn: {inputs: [40, 3], targets: [4, 2]}}
                           ^~~~~
                """, run(file(SMALL.replace("[40, 2]", "[4, 2]"))));
        refused("""
                a.yaml:9:8: a validation part of 0.001 leaves nothing on one side: there are 40 examples
                    split: {validation: 0.001}
                           ^~~~~~~~~~~~~~~~~~~
                """, run(file(SMALL + "split: {validation: 0.001}\n")));
    }

    @Test
    void filesThatAreNone() throws IOException {
        refused("none.yaml: no such file\n", run(folder.resolve("none.yaml")));
        refused("a.yaml: is empty\n", run(file("")));
        refused(folder + ": is a folder, not an experiment file\n", run(folder));
        assertEquals(2, main("run").code());
        assertEquals(2, main("run", "--nope", file(SMALL)).code());
        assertEquals(List.of(), directories());
    }

    @Test
    void aFolderThatCannotBeMade() throws IOException {
        var file = file(SMALL);
        var taken = Files.writeString(folder.resolve("taken"), "");
        refused("gradshell: cannot make a folder for the run in taken: taken is a file\n", main("run", file, "--into", taken));
        refused("gradshell: cannot make a folder for the run in taken/deep: taken/deep: Not a directory\n", main("run", file, "--into", taken.resolve("deep")));
        // where not even root can make anything
        if (Files.isDirectory(Path.of("/proc/self"))) refused("gradshell: cannot make a folder for the run in /proc/runs: /proc/runs: nothing can be made there\n", main("run", file, "--into", "/proc/runs"));
        var closed = Files.createDirectory(folder.resolve("closed"));
        if (!closed.toFile().setWritable(false) || Files.isWritable(closed)) return;    // nothing is closed to root
        refused("gradshell: cannot make a folder for the run in closed: its permissions forbid it\n", main("run", file, "--into", closed));
    }

    // ---- without training ----

    @Test
    void checking() {
        var run = main("check", SHIPPED.resolve("example.yaml"));
        assertEquals("", run.err());
        assertEquals("""
                layer          output       parameters
                linear(3, 16)  [batch, 16]          64
                relu()         [batch, 16]           0
                dropout(0.1)   [batch, 16]           0
                linear(16, 2)  [batch, 2]           34
                sigmoid()      [batch, 2]            0
                total                               98
                data: 1000 examples: inputs [1000, 3], targets [1000, 2]
                training on 700, validating on 200, testing on 100
                """, run.out());
        assertEquals(0, run.code());
    }

    @Test
    void explaining() throws IOException {
        var run = main("explain", file(SMALL), "epochs=5", "schedule={cosine: 5}");
        assertEquals("""
                name: small                  # a.yaml:1
                seed: 0                      # default
                data:
                  randn:
                    inputs: [40, 3]          # a.yaml:2
                    targets: [40, 2]         # a.yaml:2
                model:
                  - linear: {in: 3, out: 2}  # a.yaml:4
                  - sigmoid                  # a.yaml:5
                loss:
                  mseLoss:
                    reduction: mean          # default
                optimizer:
                  sgd:
                    lr: 0.1                  # a.yaml:7
                schedule:
                  cosine:
                    epochs: 5                # override
                    min: 0.0                 # default
                epochs: 5                    # override
                metrics: []                  # default
                """, run.out().replace(folder + "/", ""));
        assertEquals(0, run.code());
        assertEquals(List.of(), directories());
    }

    /// What an editor needs to help with an experiment; the shipped ones are valid.
    @Test
    void theSchema() throws IOException {
        var run = main("schema");
        assertEquals(0, run.code(), run.err());
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(run.out(), InputFormat.JSON);
        var json = new JsonMapper();
        var files = new ArrayList<>(List.of(folder.resolve("classification.yaml"), folder.resolve("images.yaml"), folder.resolve("regression.yaml")));
        for (var file : files) assertEquals(0, main("new", file, "--kind", file.getFileName().toString().replace(".yaml", "")).code());
        try (var shipped = Files.list(SHIPPED)) {
            shipped.filter(f -> f.toString().endsWith(".yaml")).forEach(files::add);
        }
        assertTrue(files.size() >= 5);
        for (var file : files) {
            var loaded = new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(Files.readString(file));
            assertEquals(List.of(), schema.validate(json.<tools.jackson.databind.JsonNode>valueToTree(loaded)), file.toString());
        }
        var wrong = new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(SMALL.replace("linear", "linaer"));
        assertFalse(schema.validate(json.<tools.jackson.databind.JsonNode>valueToTree(wrong)).isEmpty());
    }

    @Test
    void starting() throws IOException {
        for (var kind : List.of("regression", "classification", "images")) {
            var file = folder.resolve("deep/" + kind + "-1.yaml");
            var run = main("new", folder.resolve("deep/" + kind + "-1"), "--kind", kind);
            assertEquals(file + " is there; run it with: gradshell run " + file + "\n", run.out(), run.err());
            assertTrue(Files.readString(file).contains("\nname: " + kind + "-1\n"));
            assertEquals(0, main("check", file).code());
            run(file, "epochs=3", "-q").digest();
            var again = main("new", file);
            assertEquals("gradshell: " + file + " is there already; choose another name\n", again.err());
            assertEquals(2, again.code());
        }
        assertEquals("gradshell: there is no starter regresion; did you mean regression?\n", main("new", "x", "--kind", "regresion").err());
        assertEquals(2, main("new", folder.resolve("a b")).code());
        assertEquals(2, main("new").code());
    }

    @Test
    void help() {
        for (String verb : List.of("run", "check", "explain", "schema", "new")) {
            var run = main(verb, "--help");
            assertEquals(0, run.code());
            assertTrue(run.out().startsWith("Usage: gradshell " + verb), run.out());
            assertTrue(main("--help").out().contains("  " + verb + " "));
        }
    }

    // ---- a process of its own ----

    @Test
    @Timeout(90)
    void runsGoToTheCurrentFolder() throws Exception {
        file(SMALL);
        var run = program().run("run", "a.yaml");
        assertEquals(0, run.code(), run.err());
        var lines = run.out().lines().toList();
        assertTrue(lines.get(lines.size() - 2).matches("runs/small-\\d{8}-\\d{6}"), run.out());
        assertTrue(Files.exists(folder.resolve(lines.get(lines.size() - 2)).resolve("model.safetensors")));
        assertEquals(run(folder.resolve("a.yaml")).digest(), run.digest());
    }

    @Test
    @Timeout(90)
    void anInterruptEndsARunAndKeepsWhatWasMeasured() throws Exception {
        file(SMALL);
        var process = program().start("run", "a.yaml", "epochs=100000000");
        while (Files.notExists(folder.resolve("err")) || !Files.readString(folder.resolve("err")).contains("epoch")) {
            assertTrue(process.isAlive());
            Thread.sleep(20);
        }
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        var run = program().end(process);
        assertEquals(130, run.code(), run.err());
        assertEquals("", run.out());
        var directory = directory();
        assertTrue(run.err().matches("(?s).*\ngradshell: interrupted after \\d+ epochs?\ngradshell: what was measured is in runs/" + directory.getFileName() + "\ngradshell: go on with: gradshell resume runs/" + directory.getFileName() + "\n"), run.err());
        assertEquals(new TreeSet<>(List.of("checkpoint", "environment.json", "events.out.tfevents", "experiment.yaml", "metrics.csv", "metrics.jsonl", "model.safetensors", "report.html")), names(directory));
        int measured = Integer.parseInt(run.err().replaceAll("(?s).*after (\\d+) .*", "$1"));
        assertEquals(1 + measured, Files.readAllLines(directory.resolve("metrics.csv")).size());
        assertEquals(measured, Files.readAllLines(directory.resolve("metrics.jsonl")).size());
        assertFalse(Safetensors.read(directory.resolve("model.safetensors")).isEmpty());
    }

    @Test
    void aConvolutionNetworkWithItsInitialValues() throws Exception {
        Ran run = run(file("""
                name: images
                data: {randn: {inputs: [8, 1, 8, 8], targets: [8, 2]}}
                model:
                  - conv2d: {in: 1, out: 4, kernel: 3, padding: same, weight: kaimingNormal}
                  - batchNorm2d: {channels: 4, momentum: 0.2}
                  - relu
                  - residual:
                    - conv2d: {in: 4, out: 4, kernel: [3, 3], padding: 1, groups: 2, bias: false, weight: {xavierUniform: 1.5}}
                    - dropout2d: 0.1
                  - maxPool2d: {size: 2, stride: 2}
                  - flatten
                  - linear: {in: 64, out: 2, weight: orthogonal}
                loss: mseLoss
                optimizer: {sgd: {lr: 0.01}}
                epochs: 2
                """));
        assertEquals(0, run.code(), run::toString);
    }

    @Test
    void sequencesAndLossesWithSettings() throws IOException {
        String text = """
                name: sequences
                data: {randn: {inputs: [12, 5, 4], targets: [12, 3]}}
                model:
                  - sinusoidalPositions: [5, 4]
                  - transformerEncoder: {layer: {transformerEncoderLayer: {width: 4, heads: 2, feedforward: 8, normFirst: true, activation: gelu, causal: true}}, times: 2, norm: {layerNorm: 4}}
                  - multiheadAttention: {embed: 4, heads: 2, causal: true, rotary: true, dropout: 0.1}
                  - lstm: {in: 4, hidden: 6, layers: 2, bidirectional: true, batchFirst: true, dropout: 0.2, lastStep: true}
                  - linear: [12, 3]
                loss: %s
                optimizer: {sgd: {lr: 0.01}}
                epochs: 2
                """;
        for (String loss : List.of("{smoothL1Loss: {beta: 0.5, reduction: sum}}", "{huberLoss: {delta: 2}}", "{bceWithLogitsLoss: {posWeight: [1, 2, 3]}}", "{crossEntropyLoss: {weight: [1, 2, 3], labelSmoothing: 0.1}}", "{cosineEmbeddingLoss: {margin: 0.1}}")) {
            // Normal numbers are no targets from 0 to 1, so that these can only be checked.
            boolean runs = !loss.contains("bce") && !loss.contains("crossEntropy");
            Ran run = main(runs ? new Object[] {"run", file(text.formatted(loss)), "--into", runs()} : new Object[] {"check", file(text.formatted(loss))});
            assertEquals(0, run.code(), run.toString());
        }
    }
}
