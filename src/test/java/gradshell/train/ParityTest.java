package gradshell.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gradshell.Dsl;
import gradshell.nn.Layer;
import gradshell.optim.Optimizer;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// Whole trainings from one seed: initial values, data, shuffling, dropout and steps are PyTorch's.
class ParityTest {
    private static double[] numbers(JsonNode list) { return StreamSupport.stream(list.spliterator(), false).mapToDouble(JsonNode::asDouble).toArray(); }

    private static Optimizer optimizer(String word, List<Tensor> parameters) {
        return switch (word) {
            case "sgd" -> Dsl.sgd(parameters, 0.1).momentum(0.9);
            case "adam" -> Dsl.adam(parameters, 0.01);
            case "adamW" -> Dsl.adamW(parameters, 0.01);
            case "rmsprop" -> Dsl.rmsprop(parameters, 0.01);
            default -> throw new AssertionError(word);
        };
    }

    @TestFactory
    Stream<DynamicTest> trainingsArePyTorchs() {
        return StreamSupport.stream(MetricTest.read("training.json").spliterator(), false).map(run -> DynamicTest.dynamicTest(run.get("name").asString(), () -> {
            boolean classify = run.get("classify").asBoolean();
            double[] losses = numbers(run.get("losses")), accuracy = numbers(run.get("accuracy")), rates = numbers(run.get("rates")), weight = numbers(run.get("weight"));
            Dsl.seed(run.get("seed").asLong());
            Layer net = Dsl.linear(6, 16).then(Dsl.tanh()).then(Dsl.dropout(run.get("dropout").asDouble())).then(Dsl.linear(16, 3));
            Tensor x = Dsl.randn(50, 6), first = x.narrow(1, 0, 3);
            Fit fit = Dsl.fit(net).data(x, classify ? first.argmax(1) : first.sin()).loss(classify ? Dsl.crossEntropyLoss() : Dsl.mseLoss())
                    .optimizer(optimizer(run.get("optimizer").asString(), net.parameters())).batch(run.get("batch").asInt()).shuffle(true).accumulate(run.get("accumulate").asInt()).epochs(losses.length);
            if (classify) fit = fit.metrics(Dsl.accuracy());
            if (run.get("cosine").asBoolean()) fit = fit.schedule(Dsl.cosine(losses.length));
            if (run.get("clip").asDouble() > 0) fit = fit.clipNorm(run.get("clip").asDouble());
            History history = fit.run();
            for (int i = 0; i < losses.length; i++) {
                Epoch epoch = history.epochs().get(i);
                assertEquals(losses[i], epoch.loss(), 1e-5 * Math.max(1, losses[i]), "loss of epoch " + epoch.number());
                assertEquals(rates[i], epoch.learningRate(), 1e-9, "rate of epoch " + epoch.number());
                if (classify) assertEquals(accuracy[i], epoch.figure("accuracy"), 1e-9, "accuracy of epoch " + epoch.number());
            }
            double[] trained = net.state().get("3.weight").toDoubles();
            for (int i = 0; i < trained.length; i++) assertEquals(weight[i], trained[i], 1e-4, "weight " + i);
        }));
    }
}
