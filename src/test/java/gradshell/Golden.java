package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.shell.Outcome;
import gradshell.shell.Report;
import gradshell.shell.Session;
import gradshell.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Files of values computed elsewhere, and sessions of the language to compute them again.
final class Golden {
    private Golden() {}

    static JsonNode read(String name) {
        try (var in = Golden.class.getResourceAsStream("golden/" + name)) {
            return new JsonMapper().readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return fail(name + " cannot be read", e);
        }
    }

    /// A session that has evaluated the real start-up.
    static Session session() {
        try {
            return Language.open(Files.readString(Path.of("startup.jsh")));
        } catch (IOException e) {
            return fail("startup.jsh cannot be read", e);
        }
    }

    /// The value of the last snippet of a text.
    static Object value(Session session, String text) {
        Outcome outcome = session.eval(text);
        return outcome instanceof Outcome.Value value ? value.value() : fail(text + ": " + outcome.getClass().getSimpleName() + " " + Report.plain(false).text(outcome));
    }

    static Tensor tensor(Session session, String text) { return (Tensor) value(session, text); }

    static double[] numbers(JsonNode list) { return StreamSupport.stream(list.spliterator(), false).mapToDouble(Golden::number).toArray(); }

    private static double number(JsonNode written) {
        if (written.isBoolean()) return written.asBoolean() ? 1 : 0;
        if (!written.isString()) return written.asDouble();
        return switch (written.asString()) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            case String other -> throw new IllegalArgumentException(other + " is no number");
        };
    }

    static Shape shape(JsonNode sizes) { return Shape.of(StreamSupport.stream(sizes.spliterator(), false).mapToInt(JsonNode::asInt).toArray()); }

    static DType dtype(JsonNode name) { return DType.valueOf(name.asString().toUpperCase(Locale.ROOT)); }

    /// A tensor from its type, shape and elements.
    static Tensor tensor(JsonNode written) {
        return Tensor.of(Array.of(DType.FLOAT64, shape(written.get("shape")), numbers(written.get("data")))).to(dtype(written.get("dtype")));
    }

    static void same(JsonNode written, Tensor actual, double tolerance, String what) {
        assertEquals(dtype(written.get("dtype")), actual.dtype(), what);
        assertEquals(shape(written.get("shape")), actual.shape(), what);
        close(numbers(written.get("data")), actual.toDoubles(), tolerance, what);
    }

    /// Whether numbers agree to a share of the largest of them.
    static void close(double[] expected, double[] actual, double tolerance, String what) {
        assertEquals(expected.length, actual.length, what);
        double largest = 0;
        for (double e : expected) if (Double.isFinite(e)) largest = Math.max(largest, Math.abs(e));
        for (int i = 0; i < expected.length; i++) assertEquals(expected[i], actual[i], tolerance * largest, what + ": element " + i);
    }
}
