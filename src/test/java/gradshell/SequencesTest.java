package gradshell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import gradshell.array.DType;
import gradshell.compile.Compiled;
import gradshell.nn.Layer;
import gradshell.shell.Session;
import gradshell.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

/// Recurrent layers, attention and transformers against PyTorch: initial values, names, outputs, states and all gradients, in both floating types, eager and compiled.
class SequencesTest {
    private static Session session;
    private static double worst, worstSingle;

    @BeforeAll
    static void open() { session = Golden.session(); }

    @AfterAll
    static void close() {
        session.close();
        System.out.println("sequences.json: largest difference in float64 " + worst + ", in float32 " + worstSingle);
    }

    @TestFactory
    Stream<DynamicTest> layers() throws IOException {
        JsonNode cases = new JsonMapper().readTree(Files.readString(Path.of("src", "test", "resources", "gradshell", "sequences", "sequences.json"))).get("cases");
        assertTrue(cases.size() >= 150, cases.size() + " cases");
        return StreamSupport.stream(cases.spliterator(), false).map(written -> DynamicTest.dynamicTest(written.get("seed").asInt() + " " + written.get("layer").asString() + ", " + written.get("call").asString(), () -> check(written)));
    }

    private static void check(JsonNode written) {
        session.eval("seed(" + written.get("seed").asInt() + ")");
        session.eval("var layer = " + written.get("layer").asString() + ";");
        Layer layer = (Layer) Golden.value(session, "layer");
        state(written.get("initial"), layer.state(), 1e-7);
        layer.train(written.get("train").asBoolean());
        Map<String, Tensor> loaded = new LinkedHashMap<>();
        written.get("loaded").properties().forEach(e -> loaded.put(e.getKey(), Golden.tensor(e.getValue())));
        layer.load(loaded);
        double single = run(written, layer, DType.FLOAT32, 1e-6), wide = run(written, layer.to(DType.FLOAT64), DType.FLOAT64, 1e-10);
        worst = Math.max(worst, wide);
        worstSingle = Math.max(worstSingle, single);
    }

    private static void state(JsonNode expected, Map<String, Tensor> actual, double tolerance) {
        List<String> names = new ArrayList<>();
        expected.properties().forEach(e -> names.add(e.getKey()));
        assertEquals(names, new ArrayList<>(actual.keySet()));
        expected.properties().forEach(e -> Golden.same(e.getValue(), actual.get(e.getKey()), tolerance, "initial " + e.getKey()));
    }

    /// The largest difference of outputs and gradients, as a share of the largest number.
    private static double run(JsonNode written, Layer layer, DType dtype, double tolerance) {
        session.define("layer", layer);
        @SuppressWarnings("unchecked") // the text says so
        var call = (Function<Tensor[], Object>) Golden.value(session, "(java.util.function.Function<Tensor[], Object>) in -> " + written.get("call").asString());
        List<Tensor> inputs = tensors(written.get("inputs"), dtype), cotangents = tensors(written.get("cotangents"), dtype);
        List<Tensor> leaves = new ArrayList<>();
        for (Tensor x : inputs) leaves.add(x.dtype().isFloating() ? x.detach().copy().requiresGrad(true) : x);
        layer.parameters().forEach(Tensor::zeroGrad);
        List<Tensor> outputs = flat(call.apply(leaves.toArray(Tensor[]::new)));
        loss(outputs, cotangents).backward();
        double far = 0, slopes = dtype == DType.FLOAT32 ? 4 * tolerance : tolerance;
        assertEquals(written.get("outputs").size(), outputs.size());
        for (int i = 0; i < outputs.size(); i++) far = Math.max(far, compare(written.get("outputs").get(i), outputs.get(i), tolerance, "output " + i));
        for (int i = 0; i < leaves.size(); i++) if (!written.get("grads").get(i).isNull()) far = Math.max(far, compare(written.get("grads").get(i), leaves.get(i).grad(), slopes, "gradient by input " + i));
        Map<String, Tensor> state = layer.state();
        Map<String, double[]> eager = new LinkedHashMap<>();
        for (var parameter : written.get("parameters").properties()) {
            Tensor gradient = state.get(parameter.getKey()).grad();
            far = Math.max(far, compare(parameter.getValue(), gradient, slopes, "gradient by " + parameter.getKey()));
            eager.put(parameter.getKey(), gradient.toDoubles());
        }
        compiled(call, inputs, cotangents, outputs, state, eager);
        return far;
    }

    private static void compiled(Function<Tensor[], Object> call, List<Tensor> inputs, List<Tensor> cotangents, List<Tensor> outputs, Map<String, Tensor> state, Map<String, double[]> eager) {
        Compiled step = Compiled.ofAll(in -> {
            state.values().forEach(Tensor::zeroGrad);
            List<Tensor> made = flat(call.apply(in));
            if (!eager.isEmpty()) loss(made, cotangents).backward();
            return made.toArray(Tensor[]::new);
        });
        for (int i = 0; i < 4; i++) {
            Tensor[] again = step.applyAll(inputs.toArray(Tensor[]::new));
            for (int k = 0; k < again.length; k++) assertArrayEquals(outputs.get(k).toDoubles(), again[k].toDoubles(), "compiled output " + k);
            eager.forEach((name, gradient) -> assertArrayEquals(gradient, state.get(name).grad().toDoubles(), "compiled gradient by " + name));
        }
        assertNull(step.reason());
        assertTrue(step.toString().startsWith("compiled step: "), step.toString());
    }

    private static Tensor loss(List<Tensor> outputs, List<Tensor> cotangents) {
        Tensor sum = null;
        for (int i = 0; i < outputs.size(); i++) {
            Tensor part = outputs.get(i).mul(cotangents.get(i)).sum();
            sum = sum == null ? part : sum.add(part);
        }
        return sum;
    }

    /// The tensors of an answer: itself, or the components of a record.
    private static List<Tensor> flat(Object answer) {
        if (answer instanceof Tensor x) return List.of(x);
        List<Tensor> parts = new ArrayList<>();
        for (var component : answer.getClass().getRecordComponents()) {
            try {
                if (component.getAccessor().invoke(answer) instanceof Tensor x) parts.add(x);
            } catch (ReflectiveOperationException e) {
                fail(e);
            }
        }
        return parts;
    }

    private static List<Tensor> tensors(JsonNode list, DType dtype) {
        return StreamSupport.stream(list.spliterator(), false).map(Golden::tensor).map(x -> x.dtype().isFloating() ? x.to(dtype) : x).toList();
    }

    private static double compare(JsonNode written, Tensor actual, double tolerance, String what) {
        assertEquals(Golden.shape(written.get("shape")), actual.shape(), what);
        double[] expected = Golden.numbers(written.get("data")), found = actual.toDoubles();
        double largest = Math.max(1e-3, Arrays.stream(expected).map(Math::abs).max().orElse(0)), far = 0;
        for (int i = 0; i < found.length; i++) {
            assertEquals(expected[i], found[i], tolerance * largest, what + ": element " + i);
            far = Math.max(far, Math.abs(expected[i] - found[i]) / largest);
        }
        return far;
    }
}
