package gradshell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import gradshell.experiment.Experiment;
import gradshell.nn.Layer;
import gradshell.optim.Adam;
import gradshell.optim.Optimizer;
import gradshell.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Parameters with settings of their own, named by patterns, in experiments and in the language.
class GroupedExperimentsTest {
    private static final String EXPERIMENT = """
            name: groups
            data: {blobs: 60}
            batch: 16
            model: [linear: [2, 8], layerNorm: 8, relu, linear: [8, 3]]
            loss: crossEntropyLoss
            optimizer:
              adamW:
                lr: 0.01
                weightDecay: 0.1
                groups:
                  - {parameters: "*.bias", weightDecay: 0}
                  - {parameters: "3.*", lr: 0.002, betas: [0.8, 0.99], amsgrad: true}
            epochs: 3
            """;

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException { return Files.writeString(folder.resolve("a.yaml"), text); }

    // ---- what it does ----

    private static double[] trained(Function<Layer, Optimizer> making) {
        Dsl.seed(3);
        Layer net = Dsl.linear(2, 8).then(Dsl.layerNorm(8)).then(Dsl.linear(8, 3));
        Optimizer optimizer = making.apply(net);
        Tensor x = Dsl.randn(6, 2);
        for (int i = 0; i < 4; i++) {
            optimizer.zeroGrad();
            Dsl.crossEntropyLoss().apply(net.apply(x), Dsl.tensor(0, 1, 2, 0, 1, 2)).backward();
            optimizer.step();
        }
        return net.parameters().stream().flatMapToDouble(p -> java.util.Arrays.stream(p.detach().flatten().toDoubles())).toArray();
    }

    @Test
    void patternsChooseWhatListsWould() {
        double[] listed = trained(net -> {
            List<Tensor> p = net.parameters();
            return Adam.adamW(List.of(p.get(0), p.get(2)), 0.01).weightDecay(0.1).group(List.of(p.get(1), p.get(3)), g -> g.weightDecay(0)).group(List.of(p.get(4), p.get(5)), g -> g.lr(0.002).amsgrad());
        });
        assertArrayEquals(listed, trained(net -> Dsl.adamW(net.parameters(), 0.01).weightDecay(0.1).group("*.bias", g -> g.weightDecay(0)).group("2.*", g -> g.lr(0.002).amsgrad())));
        // whatever stands first, a group keeps to what was said of it
        assertArrayEquals(listed, trained(net -> Dsl.adamW(net.parameters(), 0.01).group("*.bias", g -> g.weightDecay(0)).weightDecay(0.1).group("2.*", g -> g.lr(0.002).amsgrad())));
    }

    @Test
    void theLaterOfTwoGroupsHasAParameter() {
        Layer net = Dsl.linear(2, 3).then(Dsl.linear(3, 1));
        assertEquals("sgd(0.1).group(1 parameter: lr 0.2).group(2 parameters: lr 0.3)", Dsl.sgd(net.parameters(), 0.1).group("*.bias", g -> g.lr(0.2)).group("1.*", g -> g.lr(0.3)).toString());
        assertEquals("sgd(0.1).group(1 parameter: lr 0.2)", Dsl.sgd(net.parameters(), 0.1).group("0.weight", g -> g.lr(0.2)).toString());
    }

    @Test
    void anExperimentSaysAndResolvesTheSame() throws IOException {
        Experiment experiment = Experiment.read(file(EXPERIMENT), List.of("optimizer.adamW.groups.0.lr=0.5"), Dsl.class);
        String resolved = experiment.configuration().yaml();
        assertTrue(resolved.contains("""
                    weightDecay: 0.1
                    groups:
                      - {parameters: "*.bias", weightDecay: 0, lr: 0.5}
                      -
                        parameters: "3.*"
                        lr: 0.002
                        betas: [0.8, 0.99]
                        amsgrad: true
                """), resolved);
        assertEquals(resolved, Experiment.read(file(resolved), List.of(), Dsl.class).configuration().yaml());
    }

    @Test
    void aStoppedRunGoesOn() throws IOException {
        var file = file(EXPERIMENT + "checkpoint: {epochs: 1}\n");
        assertEquals(0, Ran.main("run", file, "--into", folder.resolve("runs"), "-q").code());
        Path run;
        try (var runs = Files.list(folder.resolve("runs"))) {
            run = runs.findFirst().orElseThrow();
        }
        String digest = Files.readString(run.resolve("digest.txt"));
        for (String finished : List.of("digest.txt", "model.safetensors")) Files.delete(run.resolve(finished));
        try (var all = Files.list(run.resolve("checkpoint"))) {
            Files.delete(all.filter(f -> f.toString().endsWith(".safetensors")).max(java.util.Comparator.naturalOrder()).orElseThrow());
        }
        var resumed = Ran.main("resume", run, "-q");
        assertEquals(0, resumed.code(), resumed.err());
        assertEquals(digest, Files.readString(run.resolve("digest.txt")));
    }

    // ---- mistakes ----

    private void refused(String from, String to, String expected) throws IOException {
        assertTrue(EXPERIMENT.contains(from));
        var checked = Ran.main("check", file(EXPERIMENT.replace(from, to))).without(folder);
        assertEquals(2, checked.code());
        assertEquals(expected, checked.err());
    }

    @Test
    void mistakesArePointedAt() throws IOException {
        refused("*.bias", "*.biass", """
                a.yaml:11:22: adamW: no parameter is called "*.biass"; there is 0.weight, 0.bias, 1.weight, 1.bias, 3.weight, 3.bias
                          - {parameters: "*.biass", weightDecay: 0}
                                         ^~~~~~~~~
                """);
        refused("weightDecay: 0}", "weightDecai: 0}", """
                a.yaml:11:32: a group of adamW has no setting weightDecai; did you mean weightDecay?
                          - {parameters: "*.bias", weightDecai: 0}
                                                   ^~~~~~~~~~~
                """);
        refused("weightDecay: 0}", "weightDecay: -1}", """
                a.yaml:11:45: adamW: weightDecay is -1.0; it must be at least 0.0
                          - {parameters: "*.bias", weightDecay: -1}
                                                                ^~
                """);
        refused("lr: 0.002", "lr: fast", """
                a.yaml:12:33: expected a number for lr, found "fast"
                          - {parameters: "3.*", lr: fast, betas: [0.8, 0.99], amsgrad: true}
                                                    ^~~~
                """);
        refused("parameters: \"*.bias\", ", "", """
                a.yaml:11:9: a group of adamW needs parameters; write groups: [{parameters: …, amsgrad: …}]
                          - {weightDecay: 0}
                            ^~~~~~~~~~~~~~~~
                """);
        refused("\"*.bias\"", "\"*\"", """
                a.yaml:11:22: adamW: "*" takes every parameter of the optimiser; set it for all of them instead
                          - {parameters: "*", weightDecay: 0}
                                         ^~~
                """);
        refused("\"*.bias\"", "*.bias", """
                a.yaml:11:22: a text that begins with * needs quotes; write "*.bias"
                          - {parameters: *.bias, weightDecay: 0}
                                         ^~~~~~
                """);
        // without a network there are no names to compare with
        refused("linear: [8, 3]", "linear: [9, 3]", """
                a.yaml:4:45: linear wants 9 inputs, gets 8; write linear: [8, 3]
                    model: [linear: [2, 8], layerNorm: 8, relu, linear: [9, 3]]
                                                                ^~~~~~~~~~~~~~~
                """);
        refused("linear: [8, 3]", "linear: [0, 3]", """
                a.yaml:4:45: linear(0, 3): both sizes must be at least 1
                    model: [linear: [2, 8], layerNorm: 8, relu, linear: [0, 3]]
                                                                ^~~~~~
                """);
    }

    /// What a schedule changes beside the rate must be there to be changed.
    @Test
    void aScheduleOfMomentaNeedsOne() throws IOException {
        String text = EXPERIMENT.replaceAll("(?s)optimizer:.*", "optimizer: {adagrad: {lr: 0.1}}\nschedule: {oneCycle: {maxLr: 0.1, steps: 12}}\nepochs: 3\n");
        assertEquals("""
                a.yaml:7:11: schedule: adagrad has no momentum that could go up and down; use cycleMomentum(false)
                    schedule: {oneCycle: {maxLr: 0.1, steps: 12}}
                              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
                """, Ran.main("check", file(text)).without(folder).err());
        assertEquals(0, Ran.main("check", file(text.replace("steps: 12", "steps: 12, cycleMomentum: false"))).code());
    }

    @Test
    void editorsKnowThem() {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(Experiment.schema(Dsl.class, _ -> ""), InputFormat.JSON);
        assertEquals(List.of(), schema.validate(EXPERIMENT, InputFormat.YAML));
        assertFalse(schema.validate(EXPERIMENT.replace("weightDecay: 0}", "weightDecai: 0}"), InputFormat.YAML).isEmpty());
        assertFalse(schema.validate(EXPERIMENT.replace("parameters: \"*.bias\", ", ""), InputFormat.YAML).isEmpty());
        assertFalse(schema.validate(EXPERIMENT.replace("adamW", "lbfgs").replace("    weightDecay: 0.1\n", ""), InputFormat.YAML).isEmpty());
    }
}
