package gradshell.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.Dsl;
import gradshell.nn.Layer;
import gradshell.optim.Optimizer;
import gradshell.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What a training says when its numbers are no numbers any more, or a parameter stays out of it.
class DetectiveTest {
    private static String divergence(Layer net, Tensor inputs) {
        return assertThrows(DivergedException.class, () -> Dsl.fit(net).data(inputs, Dsl.ones(2, 1)).loss(Dsl.mseLoss()).optimizer(Dsl.sgd(net.parameters(), 0.1)).run()).getMessage();
    }

    private static Layer constant(double weight) {
        Layer net = Dsl.linear(1, 1, false);
        Dsl.noGrad(() -> { net.parameters().getFirst().fill_(weight); });
        return net;
    }

    @Test
    void theOperationIsNamedForwards() {
        assertEquals("fit: the loss became NaN in epoch 1 (log: the result is NaN at [0, 0], the first number that is not finite; the input there is -2.0); a smaller learning rate than 0.1, or clipping, may help",
                divergence(constant(-2).then(Tensor::log), Dsl.ones(2, 1)));
    }

    /// The loss is finite, its gradient is not: that is said before it spoils the parameters.
    @Test
    void theOperationIsNamedBackwards() {
        Layer net = constant(0);
        assertEquals("fit: the gradient of 0.weight became -Infinity in epoch 1 (sqrt: the gradient is -Infinity at [0, 0], the first number that is not finite; the cotangent and the input there are -1.0 and 0.0); a smaller learning rate than 0.1, or clipping, may help",
                divergence(net.then(Tensor::sqrt), Dsl.ones(2, 1)));
        assertEquals(0, net.parameters().getFirst().item());
    }

    @Test
    void badDataIsNamed() {
        assertEquals("fit: the loss became NaN in epoch 1: the inputs are not all finite: example 1 of the set has nan at place 0", divergence(constant(1), Dsl.tensor("[[1.], [nan]]")));
    }

    private static String said(Runnable body) {
        PrintStream before = System.err;
        var bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            body.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void aParameterThatNoGradientReachesIsNamedOnce() {
        Tensor used = Dsl.var(1, 2), unused = Dsl.var(3), frozen = Dsl.var(4);
        Optimizer optimizer = Dsl.sgd(java.util.List.of(used, unused, frozen), 0.1);
        frozen.requiresGrad(false);
        assertEquals("", said(optimizer::step));
        used.square().sum().backward();
        String once = said(optimizer::step);
        assertTrue(once.startsWith("step: no gradient reaches parameter 2 of 3, float32 []: "), once);
        assertEquals("", said(optimizer::step));
        assertEquals(3, unused.item());
    }
}
