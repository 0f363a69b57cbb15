package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import gradshell.array.DType;
import gradshell.shell.Session;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Expressions of the language against PyTorch's values and gradients.
class GoldenOpsTest {
    private static Session session;

    @BeforeAll
    static void open() { session = Golden.session(); }

    @AfterAll
    static void close() { session.close(); }

    @Test
    void expressions() {
        List<String> wrong = new ArrayList<>();
        int right = 0;
        for (JsonNode written : Golden.read("ops.json").get("cases")) {
            String name = written.get("name").asString();
            try {
                check(written, name);
                right++;
            } catch (AssertionError | RuntimeException e) {
                wrong.add(name + ": " + e.getMessage());
            }
        }
        System.out.println("golden/ops.json: " + right + " of " + (right + wrong.size()) + " expressions");
        assertEquals(List.of(), wrong);
        assertEquals(63, right);
    }

    private static void check(JsonNode written, String name) {
        JsonNode grads = written.get("grads");
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (var input : written.get("inputs").properties()) {
            Tensor x = Golden.tensor(input.getValue());
            if (grads != null && grads.has(input.getKey())) x.requiresGrad(true);
            inputs.put(input.getKey(), x);
            session.define(input.getKey(), x);
        }
        Tensor y = Golden.tensor(session, written.get("expr").asString());
        Golden.same(written.get("value"), y, 1e-12, name);
        if (grads == null) return;
        assertEquals(DType.FLOAT64, y.dtype());
        y.backward(Golden.tensor(written.get("cotangent")));
        inputs.forEach((key, x) -> {
            if (grads.has(key)) Golden.same(grads.get(key), x.grad(), 1e-12, name + ": gradient by " + key);
            else assertNull(x.grad(), name + ": " + key + " was not to be differentiated by");
        });
    }
}
