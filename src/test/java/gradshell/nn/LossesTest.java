package gradshell.nn;

import static gradshell.Dsl.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.compile.Compiled;
import gradshell.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What losses do besides their numbers, which `cases/losses.json` holds.
class LossesTest {
    // ---- advice ----

    private static String said(Supplier<Tensor> body) {
        PrintStream err = System.err;
        var said = new ByteArrayOutputStream();
        Advice.forget();
        try {
            System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
            for (int i = 0; i < 3; i++) body.get();
        } finally {
            System.setErr(err);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aSoftmaxInFrontIsNoticedOnce() {
        Tensor x = randn(4, 3), labels = tensor(0, 1, 2, 0);
        Layer net = linear(3, 3);
        String scores = said(() -> crossEntropyLoss().apply(net.then(softmax(1)).apply(x), labels));
        assertEquals("crossEntropyLoss: the prediction is the result of softmax, and the loss has a softmax of its own, so that the network learns slowly; take the softmax off the end of the network\n", scores);
        assertTrue(said(() -> crossEntropyLoss().apply(net.then(softmax(1)).apply(x).reshape(2, 2, 3).transpose(1, 2), labels.reshape(2, 2))).contains("the result of softmax"));
        assertTrue(said(() -> crossEntropyLoss().apply(x.softmax(1), labels)).contains("add up to 1"));
        assertTrue(said(() -> crossEntropyLoss().apply(net.then(logSoftmax(1)).apply(x), labels)).contains("logSoftmax, which the loss does again"));
        assertTrue(said(() -> bceWithLogitsLoss().apply(net.then(sigmoid()).apply(x), ones(4, 3))).contains("take the sigmoid off"));
        assertTrue(said(() -> nllLoss().apply(net.then(softmax(1)).apply(x), labels)).contains("use logSoftmax instead"));
        assertTrue(said(() -> klDivLoss().apply(net.then(softmax(1)).apply(x), ones(4, 3).div(3))).contains("use logSoftmax instead"));
    }

    @Test
    void whatIsRightIsLeftInPeace() {
        Tensor x = randn(4, 3), labels = tensor(0, 1, 2, 0);
        Layer net = linear(3, 3);
        assertEquals("", said(() -> crossEntropyLoss().apply(net.apply(x), labels)));
        assertEquals("", said(() -> crossEntropyLoss().apply(x, labels)));
        assertEquals("", said(() -> crossEntropyLoss().apply(net.apply(x), x.softmax(1))));
        assertEquals("", said(() -> nllLoss().apply(net.then(logSoftmax(1)).apply(x), labels)));
        assertEquals("", said(() -> bceLoss().apply(net.then(sigmoid()).apply(x), ones(4, 3))));
        assertEquals("", said(() -> crossEntropyLoss().apply(zeros(4, 1), zeros(int64, 4))));
    }

    // ---- bits ----

    /// Value and gradient of each loss, eager and compiled.
    @TestFactory
    Stream<DynamicTest> compiledLossesGiveTheSameBits() {
        Tensor sign = randn(9, 5).sign(), labels = randint(0, 5, 9), soft = randn(9, 5).softmax(1), part = rand(9, 5);
        record Case(Loss loss, Tensor target) {}
        return Stream.of(new Case(mseLoss(), part), new Case(l1Loss(), part), new Case(smoothL1Loss().beta(0.5), part), new Case(huberLoss().reduction("sum"), part),
                new Case(crossEntropyLoss(), labels), new Case(crossEntropyLoss().weight(1, 2, 3, 4, 5).ignoreIndex(2).labelSmoothing(0.1), labels), new Case(crossEntropyLoss().labelSmoothing(0.1), soft),
                new Case((x, t) -> nllLoss().apply(x.logSoftmax(1), t), labels), new Case((x, t) -> bceLoss().apply(x.sigmoid(), t), part), new Case(bceWithLogitsLoss().posWeight(1, 2, 3, 4, 5), part),
                new Case((x, t) -> klDivLoss().reduction("batchmean").apply(x.logSoftmax(1), t), soft), new Case(cosineEmbeddingLoss(), part), new Case(hingeEmbeddingLoss(), sign), new Case(multiMarginLoss(), labels),
                new Case((x, t) -> tripletMarginLoss().swap(true).apply(x, t, t.neg()), part), new Case((x, t) -> gaussianNllLoss().apply(x, t, x.exp()), part), new Case(poissonNllLoss().full(true), part.mul(9).round()),
                new Case((x, t) -> marginRankingLoss().margin(0.1).apply(x, x.square(), t), sign))
                .map(c -> DynamicTest.dynamicTest(c.loss.getClass().isHidden() ? "function" : c.loss.toString(), () -> {
                    Tensor w = randn(5, 5).requiresGrad(true);
                    List<Tensor> inputs = List.of(randn(9, 5), randn(9, 5), randn(9, 5), randn(9, 5), randn(9, 5));
                    Compiled step = Compiled.of(in -> {
                        w.zeroGrad();
                        Tensor loss = c.loss.apply(in[0].matmul(w), in[1]);
                        loss.backward();
                        return loss;
                    });
                    for (Tensor x : inputs) {
                        Tensor compiled = step.apply(x, c.target);
                        double[] slope = w.grad().toDoubles();
                        w.zeroGrad();
                        Tensor eager = c.loss.apply(x.matmul(w), c.target);
                        eager.backward();
                        assertArrayEquals(eager.toDoubles(), compiled.toDoubles());
                        assertArrayEquals(w.grad().toDoubles(), slope);
                    }
                    assertNull(step.reason());
                }));
    }

    @Test
    void aReplayChecksLabelsToo() {
        Compiled step = Compiled.of(in -> crossEntropyLoss().apply(in[0], in[1]));
        for (int i = 0; i < 4; i++) step.apply(randn(2, 3), tensor(0, 1));
        assertNull(step.reason());
        assertTrue(org.junit.jupiter.api.Assertions.assertThrows(gradshell.array.ShapeException.class, () -> step.apply(randn(2, 3), tensor(0, 3))).getMessage().contains("holds class 3"));
    }

    // ---- text ----

    @Test
    void lossesAreWrittenAsTheyAreMade() {
        assertEquals("crossEntropyLoss().weight(1.0, 2.0).ignoreIndex(-100).labelSmoothing(0.1).reduction(\"sum\")", crossEntropyLoss().weight(1, 2).ignoreIndex(-100).labelSmoothing(0.1).reduction("sum").toString());
        assertEquals("mseLoss()", mseLoss().toString());
        assertEquals("smoothL1Loss().beta(0.5)", smoothL1Loss().beta(0.5).toString());
        assertEquals("klDivLoss().logTarget(true).reduction(\"batchmean\")", klDivLoss().logTarget(true).reduction("batchmean").toString());
    }
}
