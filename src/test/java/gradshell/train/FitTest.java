package gradshell.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.data.Dataset;
import gradshell.nn.Layer;
import gradshell.nn.Linear;
import gradshell.nn.MseLoss;
import gradshell.optim.Sgd;
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
}
