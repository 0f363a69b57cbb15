package gradshell.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.Dsl;
import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.data.Dataset;
import gradshell.nn.Layer;
import gradshell.nn.Linear;
import gradshell.nn.MseLoss;
import gradshell.optim.Sgd;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FitTest {
    private Layer net;
    private Fit fit;

    @BeforeEach
    void make() {
        Rng.shared().seed(1);
        net = Linear.of(3, 2, true);
        fit = Fit.of(net).data(Dataset.randn(Shape.of(10, 3), Shape.of(10, 2))).loss(new MseLoss()).optimizer(new Sgd(net.parameters(), 1)).epochs(3);
    }

    @Test
    void valuesOfGradientsCanBeCutOff() {
        float[] before = net.parameters().getFirst().toFloats();
        fit.clipValue(1e-3).epochs(1).run();
        float[] after = net.parameters().getFirst().toFloats();
        for (int i = 0; i < before.length; i++) assertEquals(1e-3, Math.abs(before[i] - after[i]), 1e-6);
    }

    @Test
    void aWatcherSeesAllAndCanEndIt() {
        List<String> seen = new ArrayList<>();
        History history = fit.batch(4).watcher(new Watcher() {
            @Override
            public boolean goesOn(int epoch, int step, int steps) {
                seen.add(epoch + ":" + step + "/" + steps);
                return epoch < 2 || step < 1;
            }

            @Override
            public void ended(Epoch epoch) { seen.add("end of " + epoch.number()); }
        }).run();
        assertEquals(List.of("1:0/3", "1:1/3", "1:2/3", "end of 1", "2:0/3", "2:1/3"), seen);
        assertEquals(1, history.epochs().size());
        assertEquals(History.INTERRUPTED, history.end());
    }

    @Test
    void setsCanBeMeasured() {
        Map<String, Double> figures = fit.metrics(new Accuracy()).evaluate(Dataset.randn(Shape.of(5, 3), Shape.of(5, 2)), "test.");
        assertEquals(List.of("test.loss", "test.accuracy"), List.copyOf(figures.keySet()));
        assertTrue(figures.get("test.loss") > 0);
    }

    @Test
    void figuresAsText() {
        assertEquals("0.2500", History.number(0.25));
        assertEquals("-1234567.5000", History.number(-1234567.5));
        assertEquals("1.2346e-5", History.number(1.23456e-5));
        assertEquals("1.0000e10", History.number(1e10));
        assertEquals("0.0000", History.number(0));
        assertEquals("nan inf -inf", History.number(Double.NaN) + " " + History.number(1 / 0.0) + " " + History.number(-1 / 0.0));
        assertEquals("epoch   7/100  loss 0.5000", History.line(new Epoch(7, 0.1, Map.of("loss", 0.5)), 100));
    }

    // ---- what is said of a loss ----

    @Test
    void noiseLooksLikeNoise() {
        Tensor x = Dsl.randn(500, 3), y = Dsl.randn(500, 1);
        Layer line = Dsl.linear(3, 1);
        History history = Fit.of(line).data(x, y).loss(new MseLoss()).optimizer(new Sgd(line.parameters(), 0.1)).epochs(60).run();
        double variance = y.var().item();
        assertTrue(history.advice().matches("the loss settled at [\\d.]+, and always the same answer gives [\\d.]+: the targets look like noise, or the inputs do not say what is asked"), history.advice());
        assertEquals(variance, history.loss(), 0.03 * variance);
        Layer classes = Dsl.linear(3, 4);
        History guessed = Fit.of(classes).data(x, Dsl.randint(0, 4, 500)).loss(Dsl.crossEntropyLoss()).optimizer(Dsl.adam(classes.parameters(), 0.05)).epochs(80).run();
        assertTrue(guessed.advice().contains("look like noise"), guessed.advice());
        assertEquals(Math.log(4), guessed.loss(), 0.03);
    }

    @Test
    void whatIsLearntNeedsNoAdvice() {
        Tensor x = Dsl.randn(100, 3);
        Layer line = Dsl.linear(3, 1);
        assertEquals("", Fit.of(line).data(x, x.sum(1).unsqueeze(1)).loss(new MseLoss()).optimizer(new Sgd(line.parameters(), 0.1)).epochs(60).run().advice());
    }

    @Test
    void aLearningRateThatIsTooLargeIsNamed() {
        Tensor x = Dsl.randn(20, 3);
        Layer line = Dsl.linear(3, 1);
        Fit wild = Fit.of(line).data(x, x.sum(1).unsqueeze(1)).loss(new MseLoss()).optimizer(new Sgd(line.parameters(), 1e9)).epochs(50);
        String message = org.junit.jupiter.api.Assertions.assertThrows(DivergedException.class, wild::run).getMessage();
        assertTrue(message.contains("a smaller learning rate than 1.0E9"), message);
        assertTrue(wild.history().epochs().size() > 1);
        line.parameters().forEach(p -> { for (float f : p.toFloats()) assertTrue(Float.isFinite(f)); });
        Layer still = Dsl.linear(3, 1);
        String advice = Fit.of(still).data(x, x.sum(1).unsqueeze(1)).loss(new MseLoss()).optimizer(new Sgd(still.parameters(), 1e-12)).epochs(10).run().advice();
        assertTrue(advice.startsWith("the loss did not fall: look at the learning rate, 1.0E-12, which may be too small"), advice);
    }

    // ---- settings ----

    @Test
    void gatheredBatchesAreOneLargeBatch() {
        Tensor x = Dsl.randn(30, 3), y = Dsl.randn(30, 2);
        List<float[]> trained = new ArrayList<>();
        for (int parts : new int[] {1, 2, 4}) {
            Rng.shared().seed(2);
            Layer one = Linear.of(3, 2, true);
            Fit.of(one).data(x, y).loss(new MseLoss()).optimizer(new Sgd(one.parameters(), 0.1).momentum(0.9)).batch(12 / parts).shuffle(false).accumulate(parts).epochs(10).run();
            trained.add(one.parameters().getFirst().toFloats());
        }
        for (float[] other : trained) org.junit.jupiter.api.Assertions.assertArrayEquals(trained.getFirst(), other, 1e-5f);
    }

    @Test
    void stepsEndInTheMiddle() {
        History history = fit.batch(4).steps(5).run();
        assertEquals("all steps are done", history.end());
        assertEquals(2, history.epochs().size());
    }

    @Test
    void theBestNetworkIsPutBack() {
        Tensor x = Dsl.randn(20, 3), y = Dsl.randn(20, 2);
        Fit best = fit.data(x, y).validation(x, y).optimizer(new Sgd(net.parameters(), 1.2)).epochs(15).keepBest();
        History history = best.run();
        Epoch lowest = history.lowest("validation.loss");
        assertEquals(lowest.figure("validation.loss"), best.evaluate(new gradshell.data.TensorDataset(x, y), "").get("loss"));
        assertTrue(history.end().contains("the network of epoch " + lowest.number() + " is put back"), history.end());
    }

    @Test
    void aLossOfOnesOwn() {
        Tensor x = Dsl.randn(20, 3);
        Layer code = Dsl.linear(3, 2).then(Dsl.linear(2, 3));
        History history = Fit.of(code).data(x, x).step((in, _) -> code.apply(in).sub(in).square().mean()).optimizer(Dsl.adam(code.parameters(), 0.05)).epochs(40).run();
        assertTrue(history.loss() < history.losses().getFirst() / 2);
    }

    @Test
    void aHistoryIsATable() {
        List<Epoch> epochs = new ArrayList<>();
        for (int e = 1; e <= 20; e++) epochs.add(new Epoch(e, 0.1, Map.of("loss", 1.0 / e)));
        History history = new History(epochs, "all epochs are done");
        assertEquals(15, history.toString().lines().count());
        assertTrue(history.toString().startsWith("epoch    loss\n    1  1.0000\n    2  0.5000\n"), history.toString());
        assertTrue(history.toString().contains("\n  ...\n   15  0.0667\n"), history.toString());
        assertEquals("20 epochs: loss 1.0000 -> 0.0500; all epochs are done", history.summary());
        assertEquals(20, history.lowest("loss").number());
        assertEquals("epoch,learningRate,loss\n1,0.1,1.0\n2,0.1,0.5\n", new History(epochs.subList(0, 2), "").toCsv());
        assertEquals(1, history.plot().series().size());
    }
}
