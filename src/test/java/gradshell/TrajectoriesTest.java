package gradshell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradshell.array.DType;
import gradshell.nn.Layer;
import gradshell.nn.Linear;
import gradshell.optim.Average;
import gradshell.optim.Optimizer;
import gradshell.optim.Pace;
import gradshell.optim.Schedule;
import gradshell.shell.Session;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Every optimiser and schedule goes the way that PyTorch's goes.
class TrajectoriesTest {
    private static Session session;

    @BeforeAll
    static void open() { session = Golden.session(); }

    @AfterAll
    static void close() { session.close(); }

    private static Stream<JsonNode> stream(JsonNode list) { return StreamSupport.stream(list.spliterator(), false); }

    /// Parameters, held by a layer that the session can name, and their loss.
    private record Problem(Layer holder, List<Tensor> parameters, Supplier<Tensor> loss) {}

    private static Tensor of(DType type, Tensor x) { return x.detach().to(type).copy().requiresGrad(true); }

    private static Linear of(DType type, Linear layer) { return new Linear(of(type, layer.weight()), of(type, layer.bias())); }

    private static Problem problem(String name, DType type) {
        Dsl.seed(0);
        if (name.equals("net")) {
            Tensor x32 = Dsl.rand(32, 4).mul(4).sub(2);
            Layer net = of(type, Dsl.linear(4, 6)).then(Dsl.tanh()).then(of(type, Dsl.linear(6, 2)));
            Tensor x = x32.to(type), y = Dsl.stack(1, x.sum(1).sin(), x.select(1, 0).mul(x.select(1, 1)));
            return new Problem(net, net.parameters(), () -> Dsl.mseLoss().apply(net.apply(x), y));
        }
        Tensor p = of(type, Dsl.rand(3, 4).mul(4).sub(2)), scale = Dsl.arange(1, 13).reshape(3, 4).to(type).div(6);
        Layer holder = new Linear(p, null);
        return new Problem(holder, List.of(p), () -> scale.mul(p.sub(0.5).square()).sum());
    }

    @TestFactory
    Stream<DynamicTest> optimisers() {
        return stream(Golden.read("trajectories.json").get("runs")).map(run -> DynamicTest.dynamicTest(run.get("optimizer").asString() + " " + run.get("problem").asString() + " " + run.get("type").asString(), () -> {
            DType type = Golden.dtype(run.get("type"));
            Problem problem = problem(run.get("problem").asString(), type);
            Optimizer optimizer = optimizer(run, problem);
            JsonNode finer = stream(Golden.read("trajectories.json").get("runs")).filter(other -> other.get("optimizer").equals(run.get("optimizer")) && other.get("problem").equals(run.get("problem")) && other.get("type").asString().equals("float64")).findFirst().orElseThrow();
            for (int i = 1; i <= 100; i++) {
                step(optimizer, problem);
                if (!run.get("marks").has("" + i)) continue;
                double[] expected = Golden.numbers(run.get("marks").get("" + i)), actual = numbers(problem);
                assertEquals(expected.length, actual.length);
                double tolerance = tolerance(type, i, optimizer, run.get("problem").asString(), expected, Golden.numbers(finer.get("marks").get("" + i)));
                for (int k = 0; k < expected.length; k++) assertEquals(expected[k], actual[k], tolerance * Math.max(1, Math.abs(expected[k])), "step " + i + ", element " + k);
            }
        }));
    }

    private static Optimizer optimizer(JsonNode run, Problem problem) {
        session.define("net", problem.holder());
        return (Optimizer) Golden.value(session, run.get("optimizer").asString().replace("(p,", "(net.parameters(),"));
    }

    private static void step(Optimizer optimizer, Problem problem) {
        optimizer.step(() -> {
            optimizer.zeroGrad();
            Tensor loss = problem.loss().get();
            loss.backward();
            return loss;
        });
    }

    private static double[] numbers(Problem problem) { return problem.parameters().stream().flatMapToDouble(p -> java.util.Arrays.stream(p.detach().toDoubles())).toArray(); }

    /// Where a schedule changes the momentum too, and where parameters have settings of their own under a schedule.
    @TestFactory
    Stream<DynamicTest> cyclesAndGroups() {
        return Stream.of("cycles", "groups").flatMap(name -> stream(Golden.read("trajectories.json").get(name))).map(run -> DynamicTest.dynamicTest(run.get("optimizer").asString() + " " + run.get("schedule").asString() + " " + run.get("problem").asString() + " " + run.get("type").asString(), () -> {
            DType type = Golden.dtype(run.get("type"));
            Problem problem = problem(run.get("problem").asString(), type);
            Optimizer optimizer = optimizer(run, problem);
            Pace pace = ((Schedule) Golden.value(session, run.get("schedule").asString())).on(optimizer);
            for (int i = 1; i <= 100; i++) {
                step(optimizer, problem);
                pace.step();
                if (!run.get("marks").has("" + i)) continue;
                double[] expected = Golden.numbers(run.get("marks").get("" + i)), actual = numbers(problem);
                assertEquals(expected.length, actual.length);
                for (int k = 0; k < expected.length; k++) assertEquals(expected[k], actual[k], (type == DType.FLOAT64 ? 1e-9 : 1e-5) * Math.max(1, Math.abs(expected[k])), "step " + i + ", element " + k);
                if (i != 10) continue;
                // Another that goes on from here must go the same way.
                Optimizer other = optimizer(run, problem);
                Pace otherPace = ((Schedule) Golden.value(session, run.get("schedule").asString())).on(other);
                other.load(optimizer.state());
                otherPace.load(pace.state());
                optimizer = other;
                pace = otherPace;
            }
        }));
    }

    /// Moving averages of the parameters, and the parameters themselves again after them.
    @TestFactory
    Stream<DynamicTest> averages() {
        return stream(Golden.read("trajectories.json").get("averages")).map(run -> DynamicTest.dynamicTest(run.get("decay").asString() + " " + run.get("problem").asString() + " " + run.get("type").asString(), () -> {
            DType type = Golden.dtype(run.get("type"));
            Problem problem = problem(run.get("problem").asString(), type);
            Optimizer optimizer = optimizer(run, problem);
            Average average = Dsl.ema(problem.holder(), run.get("decay").asDouble());
            for (int i = 1; i <= 30; i++) {
                step(optimizer, problem);
                average.update();
                if (!run.get("marks").has("" + i)) continue;
                double[] before = numbers(problem);
                assertArrayEquals(Golden.numbers(run.get("marks").get("" + i)), average.during(() -> numbers(problem)), type == DType.FLOAT64 ? 1e-12 : 1e-5, "step " + i);
                assertArrayEquals(before, numbers(problem));
            }
        }));
    }

    /// How close two correct ways are: the steps are rounded as PyTorch's, but the products of the network are not, and where PyTorch's own way in float32 leaves its way in float64, ours may leave it as far.
    private static double tolerance(DType type, int step, Optimizer optimizer, String problem, double[] numbers, double[] finer) {
        // The late steps of L-BFGS divide by differences of almost equal gradients.
        if (type == DType.FLOAT64) return step > 50 && optimizer.toString().startsWith("lbfgs") ? 1e-6 : 1e-9;
        if (problem.equals("quadratic")) return 2e-6;
        double own = 0;
        for (int i = 0; i < numbers.length; i++) own = Math.max(own, Math.abs(numbers[i] - finer[i]));
        return 1e-5 + 3 * own;
    }

    @TestFactory
    Stream<DynamicTest> schedules() {
        return stream(Golden.read("trajectories.json").get("schedules")).map(run -> DynamicTest.dynamicTest(run.get("schedule").asString(), () -> {
            Optimizer optimizer = Dsl.sgd(List.of(Dsl.var(0)), 0.2);
            Pace pace = ((Schedule) Golden.value(session, run.get("schedule").asString())).on(optimizer);
            double[] expected = Golden.numbers(run.get("rates")), figures = run.has("figures") ? Golden.numbers(run.get("figures")) : new double[expected.length];
            assertEquals(130, expected.length);
            for (int i : IntStream.range(0, expected.length).toArray()) {
                assertEquals(expected[i], optimizer.learningRate(), 1e-12, "at " + i);
                if (i == 57) {
                    // Another that goes on from here must go the same way.
                    var state = pace.state();
                    optimizer.learningRate(7);
                    pace = ((Schedule) Golden.value(session, run.get("schedule").asString())).on(optimizer);
                    pace.load(state);
                    assertEquals(expected[i], optimizer.learningRate(), 1e-12);
                }
                pace.step();
                pace.epoch(Map.of("loss", figures[i]));
            }
        }));
    }
}
