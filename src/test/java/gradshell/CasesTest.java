package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.shell.Session;
import gradshell.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/// Expressions of the language against PyTorch's values and gradients: every file of `cases`, made by the script beside it.
class CasesTest {
    private static final Path CASES = Path.of("src", "test", "resources", "gradshell", "cases");

    private static Session session;

    @BeforeAll
    static void open() { session = Golden.session(); }

    @AfterAll
    static void close() { session.close(); }

    @TestFactory
    Stream<DynamicTest> files() throws IOException {
        try (Stream<Path> files = Files.list(CASES)) {
            return files.filter(f -> f.toString().endsWith(".json")).sorted().toList().stream().map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> file(f)));
        }
    }

    private static void file(Path file) throws IOException {
        List<String> wrong = new ArrayList<>();
        int all = 0;
        for (JsonNode written : new JsonMapper().readTree(Files.readString(file, StandardCharsets.UTF_8)).get("cases")) {
            String expression = written.get("expr").asString();
            all++;
            try {
                check(written, expression);
            } catch (AssertionError | RuntimeException e) {
                wrong.add(written.get("name").asString() + ": " + expression + ": " + e.getMessage());
            }
        }
        System.out.println("cases/" + file.getFileName() + ": " + (all - wrong.size()) + " of " + all + " expressions");
        assertEquals(List.of(), wrong);
        assertTrue(all >= 60, all + " cases");
    }

    private static void check(JsonNode written, String expression) {
        JsonNode grads = written.get("grads");
        double tolerance = written.has("tolerance") ? written.get("tolerance").asDouble() : 1e-12;
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (var input : written.get("inputs").properties()) {
            Tensor x = Golden.tensor(input.getValue());
            if (grads != null && grads.has(input.getKey())) x.requiresGrad(true);
            inputs.put(input.getKey(), x);
            session.define(input.getKey(), x);
        }
        Tensor y = Golden.tensor(session, expression);
        Golden.same(written.get("value"), y, tolerance, expression);
        if (grads == null) return;
        y.backward(Golden.tensor(written.get("cotangent")));
        inputs.forEach((key, x) -> {
            if (grads.has(key)) Golden.same(grads.get(key), x.grad(), tolerance, expression + ": gradient by " + key);
            else assertNull(x.grad(), expression + ": " + key + " was not to be differentiated by");
        });
    }
}
