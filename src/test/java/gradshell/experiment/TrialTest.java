package gradshell.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.data.Batch;
import gradshell.data.Dataset;
import gradshell.data.Example;
import gradshell.nn.Activation;
import gradshell.nn.Chain;
import gradshell.nn.Flatten;
import gradshell.nn.Layer;
import gradshell.nn.Linear;
import gradshell.nn.Loss;
import gradshell.nn.MseLoss;
import gradshell.optim.Sgd;
import gradshell.tensor.Creation;
import gradshell.tensor.Tensor;

/// Shapes that do not fit, in layers within layers, each told at its own line with the number that helps.
class TrialTest {
    @TempDir Path folder;

    /// Layers that hold others.
    public static final class Vocabulary {
        static boolean readWhole;

        private Vocabulary() {}

        public record Residual(List<Layer> layers) implements Layer {
            @Override
            public Tensor apply(Tensor x) { return x.add(new Chain(layers).apply(x)); }
        }

        public record Convolution(Tensor weight) implements Layer {
            @Override
            public Tensor apply(Tensor x) { return x.conv2d(weight); }
        }

        /// A set that can tell its first examples without reading the others.
        public record Far(int count) implements Dataset {
            @Override
            public int size() {
                readWhole = true;
                return count;
            }

            @Override
            public Example get(int index) { return new Example(Creation.zeros(DType.FLOAT32, 4), Creation.zeros(DType.FLOAT32, 2)); }

            @Override
            public Batch first(int wanted) { return new Batch(Creation.zeros(DType.FLOAT32, wanted, 4), Creation.zeros(DType.FLOAT32, wanted, 2)); }
        }

        public static Linear linear(int in, int out) { return Linear.of(in, out, true); }
        public static Layer relu() { return new Activation(Tensor.RELU); }
        public static Layer flatten() { return new Flatten(); }
        public static Layer residual(Layer... layers) { return new Residual(List.of(layers)); }
        public static Layer repeat(int times, Layer layer) { return new Chain(Stream.generate(() -> layer).limit(times).toList()); }
        public static Layer conv2d(int in, int out, int kernel) { return new Convolution(Creation.zeros(DType.FLOAT32, out, in, kernel, kernel)); }
        public static Loss mseLoss() { return new MseLoss(); }
        public static Sgd sgd(List<Tensor> parameters, double lr) { return new Sgd(parameters, lr); }
        public static Dataset zeros(int[] inputs, int[] targets) { return Dataset.randn(Shape.of(inputs), Shape.of(targets)); }
        public static Dataset far(int count) { return new Far(count); }
    }

    static String said(Table c, Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("a.yaml"), c.yaml());
        try {
            return Experiment.read(file, c.overrides(), Vocabulary.class).prepare().summary().toString().strip();
        } catch (ExperimentException e) {
            return e.getMessage().replace(folder + "/", "");
        }
    }

    @TestFactory
    Stream<DynamicTest> table() {
        return Table.read("shapes.txt").stream().map(c -> DynamicTest.dynamicTest(c.title(), () -> assertEquals(c.expected(), said(c, folder))));
    }

    /// Whoever does what a message says of a line does not meet it again.
    @TestFactory
    Stream<DynamicTest> adviceHelps() {
        var advice = Pattern.compile("(?m)^a\\.yaml:(\\d+):(\\d+): (.*); write (.+?)(?: in line (\\d+))?$");
        return Table.read("shapes.txt").stream().flatMap(c -> advice.matcher(c.expected()).results().map(m -> DynamicTest.dynamicTest(m.group(), () -> {
            var lines = new ArrayList<>(c.yaml().lines().toList());
            int line = Integer.parseInt(m.group(5) == null ? m.group(1) : m.group(5)) - 1;
            var word = m.group(4).substring(0, m.group(4).indexOf(':'));
            lines.set(line, lines.get(line).replaceFirst(word + ": *(\\[[^\\]]*\\]|\\{[^}]*\\})", m.group(4)));
            var again = said(new Table(c.title(), String.join("\n", lines) + "\n", c.overrides(), ""), folder);
            assertFalse(again.contains("a.yaml:" + m.group(1) + ":" + m.group(2) + ": " + m.group(3)), again);
        })));
    }

    /// What does not fit is told from the first examples.
    @Test
    void nothingIsReadBeforeTheShapesFit() throws IOException {
        Vocabulary.readWhole = false;
        var yaml = "name: x\ndata: {far: 100}\nloss: mseLoss\noptimizer: {sgd: 0.1}\nepochs: 1\nmodel: {linear: [%d, 2]}\n";
        assertEquals("a.yaml:6:8: linear wants 3 inputs, gets 4; write linear: [4, 2]", said(new Table("", yaml.formatted(3), List.of(), ""), folder).lines().findFirst().orElseThrow());
        assertFalse(Vocabulary.readWhole);
        said(new Table("", yaml.formatted(4), List.of(), ""), folder);
        assertTrue(Vocabulary.readWhole);
    }
}
