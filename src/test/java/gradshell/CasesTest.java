package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.shell.Session;
import gradshell.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Expressions of the language against PyTorch's values and gradients: every file of `cases`, made by the script of the same name.
class CasesTest {
    private static final Path CASES = Path.of("src", "test", "resources", "gradshell", "cases");

    private static Session session;

    @BeforeAll
    static void open() { session = Golden.session(); }

    @AfterAll
    static void close() { session.close(); }

    @TestFactory
    Stream<DynamicTest> files() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(CASES)) {
            files = all.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        }
        assertTrue(!files.isEmpty(), "no cases");
        return files.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(file)));
    }

    private static void run(Path file) throws IOException {
        JsonNode cases = new JsonMapper().readTree(Files.readString(file)).get("cases");
        List<String> wrong = new ArrayList<>();
        double worst = 0;
        for (JsonNode written : cases) {
            String name = written.get("name").asString() + ", " + written.get("expr").asString();
            try {
                worst = Math.max(worst, check(written, name));
            } catch (AssertionError | RuntimeException e) {
                wrong.add(name + ": " + e.getMessage());
            }
        }
        System.out.println("cases/" + file.getFileName() + ": " + (cases.size() - wrong.size()) + " of " + cases.size() + " expressions; largest difference in float64 " + worst);
        assertTrue(cases.size() >= 60, file + " has " + cases.size() + " cases");
        assertEquals("", String.join("\n", wrong));
    }

    /// The largest difference, as a share of the largest number, if all was computed in float64.
    private static double check(JsonNode written, String name) {
        JsonNode grads = written.get("grads"), value = written.get("value");
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (var input : written.get("inputs").properties()) {
            Tensor x = tensor(input.getValue());
            if (grads != null && grads.has(input.getKey())) x.requiresGrad(true);
            inputs.put(input.getKey(), x);
            session.define(input.getKey(), x);
        }
        Tensor y = Golden.tensor(session, written.get("expr").asString());
        double tolerance = written.has("tolerance") ? written.get("tolerance").asDouble() : value.get("dtype").asString().equals("float32") ? 2e-6 : 1e-12;
        double worst = compare(value, y, tolerance, name);
        if (grads != null) {
            assertEquals(DType.FLOAT64, y.dtype(), name);
            y.backward(tensor(written.get("cotangent")));
            for (var input : inputs.entrySet()) {
                String key = input.getKey();
                if (grads.has(key)) worst = Math.max(worst, compare(grads.get(key), input.getValue().grad(), tolerance, name + ": gradient by " + key));
                else assertNull(input.getValue().grad(), name + ": " + key + " was not to be differentiated by");
            }
        }
        return value.get("dtype").asString().equals("float64") ? worst : 0;
    }

    private static double compare(JsonNode written, Tensor actual, double tolerance, String what) {
        if (actual == null) return fail(what + ": there is none");
        assertEquals(Golden.dtype(written.get("dtype")), actual.dtype(), what);
        assertEquals(Golden.shape(written.get("shape")), actual.shape(), what);
        double[] expected = numbers(written.get("data")), found = actual.toDoubles();
        double largest = 0, worst = 0;
        for (double e : expected) if (Double.isFinite(e)) largest = Math.max(largest, Math.abs(e));
        double share = actual.dtype().isFloating() ? tolerance : 0;
        for (int i = 0; i < expected.length; i++) {
            // Infinities and NaN are equal to themselves only; numbers may differ by a share of the largest.
            if (Double.isFinite(expected[i]) && Double.isFinite(found[i])) assertEquals(expected[i], found[i], share * largest, what + ": element " + i);
            else assertEquals(expected[i], found[i], what + ": element " + i);
            if (largest > 0 && Double.isFinite(expected[i])) worst = Math.max(worst, Math.abs(expected[i] - found[i]) / largest);
        }
        return worst;
    }

    private static Tensor tensor(JsonNode written) {
        DType dtype = Golden.dtype(written.get("dtype"));
        Shape shape = Golden.shape(written.get("shape"));
        if (dtype != DType.INT64) return Tensor.of(Array.of(DType.FLOAT64, shape, numbers(written.get("data")))).to(dtype);
        // Not through doubles, which hold no more than 53 bits.
        long[] whole = new long[written.get("data").size()];
        for (int i = 0; i < whole.length; i++) whole[i] = written.get("data").get(i).asLong();
        return Tensor.of(Array.of(DType.INT64, shape, whole));
    }

    private static double[] numbers(JsonNode list) {
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) numbers[i] = number(list.get(i));
        return numbers;
    }

    private static double number(JsonNode n) {
        if (n.isBoolean()) return n.asBoolean() ? 1 : 0;
        if (!n.isString()) return n.asDouble();
        return switch (n.asString()) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> throw new IllegalArgumentException(n.asString() + " is no number");
        };
    }
}
