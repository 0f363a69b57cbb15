package gradshell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.DType;
import gradshell.compile.Compiled;
import gradshell.nn.Layer;
import gradshell.nn.Summary;
import gradshell.shell.Session;
import gradshell.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Layers against PyTorch's, by the values of `layers/layers.json`.
class LayersTest {
    private static final Path FILE = Path.of("src", "test", "resources", "gradshell", "layers", "layers.json");

    private static Session session;

    @BeforeAll
    static void open() { session = Golden.session(); }

    @AfterAll
    static void close() { session.close(); }

    private static JsonNode file() throws IOException { return new JsonMapper().readTree(Files.readString(FILE)); }

    private static Stream<DynamicTest> each(Function<JsonNode, org.junit.jupiter.api.function.Executable> test) throws IOException {
        JsonNode cases = file().get("cases");
        assertTrue(cases.size() >= 120, cases.size() + " cases");
        return StreamSupport.stream(cases.spliterator(), false).map(c -> DynamicTest.dynamicTest(c.get("layer").asString() + " of " + c.get("shape"), test.apply(c)));
    }

    /// The layers as their words made them, by their seeds; tests change copies.
    private static final Map<Integer, Layer> MADE = new HashMap<>();

    private static Layer layer(JsonNode c) { return MADE.computeIfAbsent(c.get("seed").asInt(), seed -> (Layer) Golden.value(session, "seed(" + seed + "); " + c.get("layer").asString())).copy(); }

    /// A layer prints as what makes it.
    @TestFactory
    Stream<DynamicTest> printsAsItIsWritten() throws IOException {
        return each(c -> () -> {
            String printed = layer(c).toString();
            if (printed.contains(" -> ")) printed = "sequential(" + printed.replace(" -> ", ", ") + ")";
            assertEquals(layer(c).toString(), ((Layer) Golden.value(session, printed)).toString());
        });
    }

    private static Map<String, Tensor> tensors(JsonNode named) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        named.properties().forEach(entry -> tensors.put(entry.getKey(), Golden.tensor(entry.getValue())));
        return tensors;
    }

    /// The same seed gives PyTorch's parameters, under PyTorch's names.
    @TestFactory
    Stream<DynamicTest> beginsWithPyTorchsValues() throws IOException {
        return each(c -> () -> {
            Map<String, Tensor> state = layer(c).state();
            assertEquals(List.copyOf(tensors(c.get("initial")).keySet()), List.copyOf(state.keySet()));
            c.get("initial").properties().forEach(entry -> Golden.same(entry.getValue(), state.get(entry.getKey()), 1e-7, entry.getKey()));
        });
    }

    @TestFactory
    Stream<DynamicTest> computesPyTorchsValuesInFloat64() throws IOException { return each(c -> () -> compare(c, DType.FLOAT64, 1e-10)); }

    @TestFactory
    Stream<DynamicTest> computesPyTorchsValuesInFloat32() throws IOException { return each(c -> () -> compare(c, DType.FLOAT32, 1e-6)); }

    private static Layer given(JsonNode c, DType dtype) {
        Layer layer = layer(c).to(dtype);
        Map<String, Tensor> state = new LinkedHashMap<>(layer.state());
        state.putAll(tensors(c.get("given")));
        layer.load(state);
        return layer;
    }

    private static void compare(JsonNode c, DType dtype, double tolerance) {
        Layer layer = given(c, dtype);
        Tensor first = Golden.tensor(c.get("inputs").get(0)).to(dtype), second = Golden.tensor(c.get("inputs").get(1)).to(dtype), cotangent = Golden.tensor(c.get("cotangent")).to(dtype);
        for (String mode : List.of("train", "eval")) {
            layer.train(mode.equals("train"));
            JsonNode expected = c.get(mode);
            Dsl.seed(c.get("seed").asLong());
            Tensor x = first.copy().requiresGrad(true);
            Tensor y = layer.apply(x);
            close(expected.get("y"), y, dtype, tolerance, mode + " y");
            layer.parameters().forEach(Tensor::zeroGrad);
            y.mul(cotangent).sum().backward();
            close(expected.get("x"), x.grad(), dtype, tolerance, mode + " gradient of the input");
            expected.get("parameters").properties().forEach(entry -> close(entry.getValue(), layer.state().get(entry.getKey()).grad(), dtype, tolerance, mode + " gradient of " + entry.getKey()));
            if (mode.equals("eval")) continue;
            layer.apply(second);
            c.get("buffers").properties().forEach(entry -> {
                Tensor buffer = layer.state().get(entry.getKey());
                close(entry.getValue(), buffer, buffer.dtype().isFloating() ? dtype : buffer.dtype(), tolerance, entry.getKey());
            });
        }
    }

    /// Whether numbers agree to a share of the largest of them, or of 1.
    private static void close(JsonNode expected, Tensor actual, DType dtype, double tolerance, String what) {
        assertEquals(dtype, actual.dtype(), what);
        assertEquals(Golden.shape(expected.get("shape")), actual.shape(), what);
        double[] wanted = Golden.numbers(expected.get("data")), found = actual.toDoubles();
        double largest = 1;
        for (double number : wanted) largest = Math.max(largest, Math.abs(number));
        assertArrayEquals(wanted, found, tolerance * largest, what);
    }

    @TestFactory
    Stream<DynamicTest> drawsPyTorchsInitialValues() throws IOException {
        return StreamSupport.stream(file().get("initial").spliterator(), false).map(c -> DynamicTest.dynamicTest(c.get("init").asString() + " " + c.get("value").get("shape"), () -> {
            var sizes = Golden.shape(c.get("value").get("shape")).toString();
            Tensor value = Golden.tensor(session, "seed(" + c.get("seed") + "); init(zeros(" + sizes.substring(1, sizes.length() - 1) + "), " + c.get("init").asString() + ")");
            Golden.same(c.get("value"), value, c.get("init").asString().startsWith("orthogonal") || c.get("init").asString().startsWith("trunc") ? 2e-6 : 1e-7, "values");
        }));
    }

    /// A step gives the same bits when it is recorded and replayed, chance and running statistics included.
    @TestFactory
    Stream<DynamicTest> compilesToTheSameBits() throws IOException {
        return each(c -> () -> {
            Layer eager = given(c, DType.FLOAT32), compiled = given(c, DType.FLOAT32);
            Tensor cotangent = Golden.tensor(c.get("cotangent")).to(DType.FLOAT32);
            Compiled replayed = Dsl.compile((Tensor x) -> step(compiled, x, cotangent));
            for (String mode : List.of("train", "train", "train", "eval", "eval", "train")) {
                Tensor x = Golden.tensor(c.get("inputs").get(mode.equals("train") ? 0 : 1)).to(DType.FLOAT32);
                eager.train(mode.equals("train"));
                compiled.train(mode.equals("train"));
                Dsl.seed(3);
                Tensor wanted = step(eager, x, cotangent);
                Dsl.seed(3);
                Tensor found = replayed.apply(x);
                bits(wanted, found, mode + " result");
                eager.state().forEach((name, tensor) -> {
                    bits(tensor, compiled.state().get(name), mode + " " + name);
                    if (tensor.requiresGrad()) bits(tensor.grad(), compiled.state().get(name).grad(), mode + " gradient of " + name);
                });
            }
            assertNull(replayed.reason(), "the step runs as it is");
        });
    }

    private static Tensor step(Layer layer, Tensor x, Tensor cotangent) {
        layer.parameters().forEach(Tensor::zeroGrad);
        Tensor y = layer.apply(x);
        if (y.requiresGrad()) y.mul(cotangent).sum().backward();
        return y.detach();
    }

    private static void bits(Tensor wanted, Tensor found, String what) {
        if (wanted == null && found == null) return;
        assertEquals(wanted.array().type(), found.array().type(), what);
        if (wanted.dtype().isFloating()) assertArrayEquals(wanted.toFloats(), found.toFloats(), what);
        else assertArrayEquals(wanted.toLongs(), found.toLongs(), what);
    }

    /// A summary knows the shape that comes out, computes nothing, and leaves everything as it was.
    @TestFactory
    Stream<DynamicTest> summariesKnowTheShape() throws IOException {
        return each(c -> () -> {
            Layer layer = given(c, DType.FLOAT32);
            Map<String, Tensor> before = layer.copy().state();
            Dsl.seed(5);
            Summary summary = Dsl.summary(layer, Golden.shape(c.get("shape")).toArray());
            assertEquals(Golden.shape(c.get("train").get("y").get("shape")), summary.output());
            assertEquals(layer.numel(), summary.parameters());
            before.forEach((name, tensor) -> bits(tensor, layer.state().get(name), name));
            Dsl.seed(5);
            double drawn = Dsl.rand().item();
            Dsl.seed(5);
            Dsl.summary(layer, Golden.shape(c.get("shape")).toArray());
            assertEquals(drawn, Dsl.rand().item(), "chance moved");
        });
    }
}
