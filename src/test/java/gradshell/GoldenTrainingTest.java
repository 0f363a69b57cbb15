package gradshell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.Shape;
import gradshell.nn.Layer;
import gradshell.nn.Linear;
import gradshell.optim.Clip;
import gradshell.optim.Optimizer;
import gradshell.optim.Schedule;
import gradshell.shell.Session;
import gradshell.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Random numbers and whole trainings against PyTorch's.
class GoldenTrainingTest {
    private static Session session;

    @BeforeAll
    static void open() { session = Golden.session(); }

    @AfterAll
    static void close() { session.close(); }

    private static Stream<JsonNode> stream(JsonNode list) { return StreamSupport.stream(list.spliterator(), false); }

    // ---- random numbers ----

    @Test
    void streams() {
        int right = 0;
        for (JsonNode written : Golden.read("training.json").get("streams")) {
            String text = written.get("expr").asString();
            session.eval("seed(" + written.get("seed").asLong() + ")");
            Tensor drawn = Golden.tensor(session, text);
            assertEquals(Golden.shape(written.get("shape")), drawn.shape(), text);
            double[] expected = Golden.numbers(written.get("data")), actual = Arrays.copyOf(drawn.toDoubles(), expected.length);
            if (drawn.dtype().isFloating()) for (int i = 0; i < expected.length; i++) assertEquals(expected[i], actual[i], 1e-6 * Math.max(1, Math.abs(expected[i])), text + ": element " + i);
            else assertArrayEquals(expected, actual, text);
            right++;
        }
        System.out.println("golden/training.json: " + right + " of 12 streams");
        assertEquals(12, right);
    }

    // ---- the notebook ----

    /// 1000 examples of three normal numbers with two normal targets, drawn after the weights of the layer.
    private static final String NOTEBOOK = """
            seed(%d);
            var net = linear(3, 2).then(sigmoid());
            var x = randn(1000, 3);
            var y = randn(1000, 2);
            var opt = sgd(net.parameters(), 0.01);
            var losses = new double[100];
            for (int i = 0; i < 100; i++) {
                %s
                var loss = mseLoss().apply(net.apply(x), y);
                losses[i] = loss.item();
                loss.backward();
                opt.step();
            }
            """;

    @TestFactory
    Stream<DynamicTest> notebook() {
        return stream(Golden.read("training.json").get("runs")).limit(2).map(run -> DynamicTest.dynamicTest(run.get("name").asString(), () -> {
            boolean clears = run.get("name").asString().equals("notebook");
            session.eval(NOTEBOOK.formatted(run.get("seed").asLong(), clears ? "opt.zeroGrad();" : ""));
            double[] expected = Golden.numbers(run.get("losses")), actual = (double[]) Golden.value(session, "losses");
            assertEquals(100, expected.length);
            for (int i = 0; i < 100; i++) assertEquals(expected[i], actual[i], 1e-6 * expected[i], "loss " + i);
            parameters(run.get("params"), (Layer) Golden.value(session, "net"), 1e-5);
        }));
    }

    private static void parameters(JsonNode expected, Layer net, double tolerance) {
        List<Tensor> parameters = net.parameters();
        assertEquals(expected.size(), parameters.size());
        for (int i = 0; i < parameters.size(); i++) Golden.close(Golden.numbers(expected.get(i)), parameters.get(i).toDoubles(), tolerance, "parameter " + i);
    }

    // ---- optimisers ----

    @TestFactory
    Stream<DynamicTest> optimisers() {
        return stream(Golden.read("optim.json").get("runs")).map(run -> DynamicTest.dynamicTest(name(run), () -> {
            Dsl.seed(0);
            Tensor x = Dsl.rand(32, 4).to(Dsl.float64).mul(4).sub(2), y = x.sum(1).unsqueeze(1).sin();
            Layer net = twice(Dsl.linear(4, 16)).then(Dsl.tanh()).then(twice(Dsl.linear(16, 1)));
            session.define("net", net);
            var optimizer = (Optimizer) Golden.value(session, run.get("optimizer").asString());
            Schedule schedule = run.has("schedule") ? (Schedule) Golden.value(session, run.get("schedule").asString()) : (initial, _) -> initial;
            double rate = optimizer.learningRate();
            double[] expected = Golden.numbers(run.get("losses"));
            for (int i = 0; i < expected.length; i++) {
                optimizer.learningRate(schedule.rate(rate, i));
                optimizer.zeroGrad();
                Tensor loss = Dsl.mseLoss().apply(net.apply(x), y);
                assertEquals(expected[i], loss.item(), 1e-9 * expected[i], "loss " + i);
                loss.backward();
                if (run.has("clip")) assertTrue(Clip.norm(optimizer.parameters(), run.get("clip").asDouble()) > 0);
                optimizer.step();
            }
            parameters(run.get("parameters"), net, 1e-9);
            assertEquals(expected.length, optimizer.steps());
        }));
    }

    private static Linear twice(Linear layer) {
        return new Linear(layer.weight().to(Dsl.float64).detach().requiresGrad(true), layer.bias().to(Dsl.float64).detach().requiresGrad(true));
    }

    private static String name(JsonNode run) {
        return run.get("optimizer").asString() + (run.has("clip") ? " clipped" : "") + (run.has("schedule") ? " " + run.get("schedule").asString() : "");
    }

    // ---- the loop ----

    /// `fit` does what the loop of the notebook does.
    @Test
    void fitGivesTheNotebooksLosses() {
        Dsl.seed(0);
        Layer net = Dsl.linear(3, 2).then(Dsl.sigmoid());
        var history = Dsl.fit(net).data(Dsl.randn(1000, 3), Dsl.randn(1000, 2)).loss(Dsl.mseLoss()).optimizer(Dsl.sgd(net.parameters(), 0.01)).epochs(100).run();
        double[] expected = Golden.numbers(Golden.read("training.json").get("runs").get(0).get("losses"));
        double[] actual = history.losses().stream().flatMapToDouble(DoubleStream::of).toArray();
        Golden.close(expected, actual, 1e-6, "losses");
        assertEquals(Shape.of(2, 3), net.parameters().getFirst().shape());
    }
}
