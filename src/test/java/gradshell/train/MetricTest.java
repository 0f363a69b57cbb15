package gradshell.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.Dsl;
import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.tensor.Tensor;
import java.io.IOException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Metrics are those of the whole set, whatever the batches.
class MetricTest {
    @TempDir
    private Path folder;

    private static final Map<String, Metric> METRICS = Stream.of(Dsl.accuracy(), Dsl.topK(1), Dsl.topK(2), Dsl.topK(3), Dsl.precision(), Dsl.recall(), Dsl.f1(), Dsl.precision("micro"), Dsl.recall("micro"),
            Dsl.f1("micro"), Dsl.precision("binary"), Dsl.recall("binary"), Dsl.f1("binary"), Dsl.rocAuc(), Dsl.averagePrecision(), Dsl.mae(), Dsl.mse(), Dsl.rmse(), Dsl.r2())
            .collect(Collectors.toMap(Metric::name, Function.identity()));

    static JsonNode read(String name) {
        try (var in = MetricTest.class.getResourceAsStream(name)) {
            return JsonMapper.shared().readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Tensor tensor(JsonNode written) {
        double[] data = StreamSupport.stream(written.get("data").spliterator(), false).mapToDouble(JsonNode::asDouble).toArray();
        int[] shape = StreamSupport.stream(written.get("shape").spliterator(), false).mapToInt(JsonNode::asInt).toArray();
        Tensor flat = Tensor.of(Array.of(DType.FLOAT64, Shape.of(shape), data));
        return written.get("dtype").asString().equals("int64") ? flat.to(DType.INT64) : flat;
    }

    @TestFactory
    Stream<DynamicTest> metricsAreThoseOfTheirDefinitions() {
        return StreamSupport.stream(read("metrics.json").spliterator(), false).map(written -> DynamicTest.dynamicTest(written.get("name").asString(), () -> {
            Tensor prediction = tensor(written.get("prediction")), target = tensor(written.get("target"));
            int examples = prediction.size(0);
            written.get("figures").properties().forEach(expected -> {
                Metric metric = METRICS.get(expected.getKey());
                for (int batch : new int[] {examples, 1, 7}) {
                    Tensor gathered = null;
                    for (int from = 0; from < examples; from += batch) {
                        int count = Math.min(batch, examples - from);
                        gathered = metric.gather(gathered, prediction.narrow(0, from, count), target.narrow(0, from, count));
                    }
                    assertEquals(expected.getValue().asDouble(), metric.figure(gathered), 1e-9, expected.getKey() + " in batches of " + batch);
                }
            });
        }));
    }

    @Test
    void everyMetricIsCompared() {
        var compared = StreamSupport.stream(read("metrics.json").spliterator(), false).flatMap(c -> c.get("figures").properties().stream().map(Map.Entry::getKey)).collect(Collectors.toSet());
        assertEquals(METRICS.keySet(), compared);
    }

    @Test
    void functionsAreMetrics() {
        Tensor p = Dsl.tensor(1.0, 2.0, 6.0), y = Dsl.tensor(0.0, 2.0, 1.0);
        Metric bias = Dsl.metric("bias", (a, b) -> a.sub(b).mean()), worst = Dsl.wholeMetric("worst", (a, b) -> a.sub(b).abs().amax()).falling();
        assertEquals(2, bias.figure(bias.gather(bias.gather(null, p.narrow(0, 0, 1), y.narrow(0, 0, 1)), p.narrow(0, 1, 2), y.narrow(0, 1, 2))), 1e-12);
        assertEquals(5, worst.figure(worst.gather(worst.gather(null, p.narrow(0, 0, 2), y.narrow(0, 0, 2)), p.narrow(0, 2, 1), y.narrow(0, 2, 1))));
        assertEquals("worst false true", worst.name() + " " + worst.rises() + " " + bias.rises());
        Metric shapes = Dsl.wholeMetric("shapes", (a, b) -> Dsl.tensor(a.dim() * 10 + b.dim()));
        assertEquals(21, shapes.of(Dsl.ones(4, 1), Dsl.ones(4)));
        assertEquals(22, shapes.of(Dsl.ones(4, 3), Dsl.ones(4, 2)));
    }

    @Test
    void confusionTakesTheNamesOfTheSet() throws IOException {
        var file = Files.writeString(folder.resolve("a.csv"), "x,kind\n1,bee\n2,ant\n3,bee\n");
        var set = Dsl.csv(file).target("kind");
        for (var seen : List.of(set, set.split(0.34).first(), set.cached(), set.transform((x, _) -> x.mul(2)), set.concat(set), set.take(2))) assertEquals(List.of("ant", "bee"), Dsl.confusion(Dsl.linear(1, 2), seen).names());
        assertEquals(List.of("a", "b"), Dsl.confusion(Dsl.linear(1, 2), set, "a", "b").names());
        assertEquals(List.of(), Dsl.confusion(Dsl.linear(1, 5), set).names());
        assertEquals(List.of(), set.map(e -> e).classes());
        assertEquals("bee", Dsl.confusion(Dsl.linear(1, 2), set).name(1));
    }

    @Test
    void confusionIsATable() {
        Tensor guesses = Dsl.tensor(0, 1, 1, 2, 2, 2).oneHot(3).to(DType.FLOAT32), right = Dsl.tensor(0, 1, 2, 2, 2, 0);
        Confusion confusion = Dsl.confusion(guesses, right, "ant", "bee", "moth");
        assertEquals("""
                right \\ predicted     ant     bee    moth  recall
                ant                     1       0       1  0.5000
                bee                     0       1       0  1.0000
                moth                    0       1       2  0.6667
                precision          1.0000  0.5000  0.6667  0.6667""", confusion.toString());
        assertEquals(4.0 / 6, confusion.accuracy());
        assertTrue(Dsl.confusion(guesses, right).toString().startsWith("right \\ predicted       0       1       2"));
    }
}
