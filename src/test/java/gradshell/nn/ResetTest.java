package gradshell.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.Dsl;
import gradshell.shell.Outcome;
import gradshell.shell.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// New initial values of every layer that has a state: those that the same layer made anew would have, drawn in the same order.
class ResetTest {
    private static final List<String> LAYERS = List.of(
            "linear(3, 3)", "linear(3, 3, false)", "bilinear(2, 3, 4)", "conv1d(2, 3, 3)", "conv2d(2, 3, 3)", "conv2d(2, 4, 3).groups(2)", "convTranspose2d(2, 3, 3)", "convTranspose1d(2, 3, 3)",
            "embedding(5, 3)", "embedding(5, 3).paddingIndex(2)", "batchNorm1d(3)", "batchNorm2d(3)", "layerNorm(3)", "groupNorm(1, 3)", "instanceNorm2d(3).affine(true)", "rmsNorm(3)", "prelu()", "prelu(4)",
            "rnn(3, 3)", "gru(3, 3, 2).bidirectional(true)", "lstm(3, 3, 2)", "lstm(3, 4).batchFirst(true).bias(false)", "lstm(3, 3).bidirectional(true).lastStep()", "rnnCell(3, 3)", "gruCell(3, 3)", "lstmCell(3, 3).bias(false)",
            "multiheadAttention(4, 2)", "multiheadAttention(4, 2, false)", "multiheadAttention(4, 2, 3, 5)", "transformerEncoderLayer(4, 2, 6)", "transformerDecoderLayer(4, 2, 6)", "transformerEncoder(transformerEncoderLayer(4, 2, 6), 2).norm(layerNorm(4))", "transformerDecoder(transformerDecoderLayer(4, 2, 6), 3)",
            "learnedPositions(5, 3)", "sinusoidalPositions(5, 4)", "residual(linear(3, 3).then(tanh()))", "parallel(linear(3, 3), gru(3, 3))", "linear(3, 3).then(dropout(0.5)).then(lstm(3, 3))", "repeat(2, gru(3, 3))");

    private static Session session;

    @BeforeAll
    static void open() throws Exception { session = Session.open(Files.readString(Path.of("startup.jsh"))); }

    @AfterAll
    static void close() { session.close(); }

    private static Layer made(String text) {
        Outcome outcome = session.eval(text);
        assertTrue(outcome instanceof Outcome.Value, () -> text + ": " + outcome);
        return (Layer) ((Outcome.Value) outcome).value();
    }

    private static List<double[]> numbers(Layer layer) {
        List<double[]> all = new ArrayList<>();
        layer.state().values().forEach(tensor -> all.add(tensor.detach().toDoubles()));
        return all;
    }

    private static void same(List<double[]> expected, List<double[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) assertArrayEquals(expected.get(i), actual.get(i), "tensor " + i);
    }

    @TestFactory
    Stream<DynamicTest> drawsWhatALayerMadeAnewWouldHave() {
        return LAYERS.stream().map(text -> DynamicTest.dynamicTest(text, () -> {
            Dsl.seed(7);
            made(text);
            List<double[]> second = numbers(made(text)), after = List.of(Dsl.rand(3).toDoubles());
            Dsl.seed(7);
            Layer layer = made(text);
            // whatever training has left
            if (!text.startsWith("sinusoidal")) layer.state().values().forEach(tensor -> gradshell.tensor.Tensor.noGrad(() -> tensor.add_(3)));
            layer.reset();
            same(second, numbers(layer));
            same(after, List.of(Dsl.rand(3).toDoubles()));
        }));
    }

    @TestFactory
    Stream<DynamicTest> repeatedLayersAreEachMadeAnew() {
        return LAYERS.stream().map(text -> DynamicTest.dynamicTest(text, () -> {
            Dsl.seed(3);
            List<double[]> apart = new ArrayList<>();
            for (int i = 0; i < 3; i++) apart.addAll(numbers(made(text)));
            Dsl.seed(3);
            Layer repeated = made("repeat(3, " + text + ")");
            same(apart, numbers(repeated));
            assertNotSame(repeated.children().get(0), repeated.children().get(1));
        }));
    }

    /// The rows of a summary are values to go on with.
    @Test
    void rowsOfASummaryAreRecords() {
        Summary summary = Dsl.summary(Dsl.linear(3, 4).then(Dsl.relu()), 5, 3);
        Summary.Row row = summary.rows().stream().filter(r -> r.parameters() > 0).findFirst().orElseThrow();
        assertEquals(List.of("0", "linear(3, 4)", "[5, 4]", 16L), List.of(row.name(), row.layer(), row.output().shape().toString(), row.parameters()));
    }
}
