package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.tensor.Tensor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The element types of results, against PyTorch's.
class PromotionTest {
    private static Tensor operand(String written) {
        DType dtype = DType.valueOf(written.replace("[]", "").toUpperCase(java.util.Locale.ROOT));
        return written.endsWith("[]") ? Tensor.of(dtype, 1) : Dsl.ones(2).to(dtype);
    }

    private static Tensor result(String operation, List<Tensor> in) throws ReflectiveOperationException {
        Tensor x = in.getFirst();
        return switch (operation) {
            case "where" -> in.get(1).where(x, in.get(2));
            case "cat" -> Dsl.cat(0, x, in.get(1));
            case "sum", "mean", "amax", "std" -> (Tensor) Tensor.class.getMethod(operation, int[].class).invoke(x, (Object) new int[0]);
            default -> in.size() == 1 ? (Tensor) Tensor.class.getMethod(operation).invoke(x) : (Tensor) Tensor.class.getMethod(operation, Tensor.class).invoke(x, in.get(1));
        };
    }

    @Test
    void resultsHavePyTorchsTypes() throws ReflectiveOperationException {
        List<String> wrong = new ArrayList<>();
        Set<String> refused = new TreeSet<>();
        int compared = 0;
        for (JsonNode row : Golden.read("promotion.json").get("rows")) {
            String operation = row.get(0).asString(), what = operation + " " + row.get(1);
            List<Tensor> in = new ArrayList<>();
            for (JsonNode operand : row.get(1)) in.add(operand(operand.asString()));
            if (row.get(2).isNull()) continue;
            try {
                String type = result(operation, in).dtype().toString();
                compared++;
                if (!type.equals(row.get(2).asString())) wrong.add(what + ": " + type + ", PyTorch has " + row.get(2).asString());
            } catch (InvocationTargetException e) {
                if (!(e.getCause() instanceof DTypeException)) fail(what, e.getCause());
                refused.add(operation);
            }
        }
        System.out.println("golden/promotion.json: " + compared + " types of results");
        assertEquals(List.of(), wrong);
        assertTrue(compared > 1700, compared + " results");
        assertEquals(Set.of("sign"), refused, "a truth has no sign here; PyTorch computes all the others too");
        assertEquals(DType.INT64, Dsl.tensor(true, false).pow(3).dtype());
    }
}
