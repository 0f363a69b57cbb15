package gradshell.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.nn.Dropout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What transforms do to the tape, to memory and to each other; their values are in `cases/transforms.json`.
class TransformsTest {
    private static Tensor values(double... values) { return Tensor.of(Array.of(DType.FLOAT64, values.length == 1 ? Shape.SCALAR : Shape.of(values.length), values.clone())); }

    private static Tensor var(double... values) { return values(values).requiresGrad(true); }

    private static Function<List<Tensor>, Tensor> of(UnaryOperator<Tensor> f) { return in -> f.apply(in.getFirst()); }

    private static Tensor gradient(UnaryOperator<Tensor> f, Tensor x) { return Transforms.vjp("grad", of(f), List.of(x), null).getFirst(); }

    // ---- what is left on the tape ----

    @Test
    void resultsHaveThePastOfWhatWentInAndNoOther() {
        Tensor x = values(1, 2), w = var(3, 4);
        assertFalse(gradient(a -> a.square().sum(), x).requiresGrad());
        assertFalse(x.requiresGrad());
        assertFalse(Transforms.jacobian(of(Tensor::square), List.of(x)).getFirst().requiresGrad());
        assertFalse(Transforms.jvp(of(Tensor::square), List.of(x), List.of(x)).requiresGrad());
        Tensor g = gradient(a -> a.square().mul(w).sum(), x);
        assertTrue(g.requiresGrad());
        g.sum().backward();
        assertArrayEquals(new double[] {2, 4}, w.grad().toDoubles());
        w.zeroGrad();
        Transforms.jvp(of(a -> a.square().mul(w)), List.of(x), List.of(values(1, 1))).sum().backward();
        assertArrayEquals(new double[] {2, 4}, w.grad().toDoubles());
    }

    @Test
    void aGradientCountsItsArgumentOnly() {
        Tensor x = var(2);
        assertEquals(2, gradient(a -> a.mul(x), x).item());
        assertEquals(0, gradient(_ -> x.mul(3), x).item());
        assertEquals(0, Transforms.jvp(of(_ -> x.mul(3)), List.of(x), List.of(values(1))).item());
    }

    /// The tangents of an inner and an outer jvp must not be mixed: d/dx (x · d/dy (x + y)) = 1.
    @Test
    void perturbationsAreNotConfused() {
        Tensor one = values(1);
        Tensor found = Transforms.jvp(of(x -> x.mul(Transforms.jvp(of(y -> x.add(y)), List.of(one), List.of(one)))), List.of(one), List.of(one));
        assertEquals(1, found.item());
    }

    @Test
    void forwardModeWorksWithoutATape() {
        Tensor x = values(0.5, 1.5);
        Tensor moved = Tensor.noGrad(() -> Transforms.jvp(of(a -> a.sin().mul(a)), List.of(x), List.of(values(1, 1))));
        for (int i = 0; i < 2; i++) {
            double a = x.toDoubles()[i];
            assertEquals(Math.cos(a) * a + Math.sin(a), moved.toDoubles()[i], 1e-15);
        }
        Tensor inner = gradient(a -> Tensor.noGrad(() -> a.exp()).mul(a).sum(), x);
        assertArrayEquals(new double[] {Math.exp(0.5), Math.exp(1.5)}, inner.toDoubles(), 1e-15);
    }

    @Test
    void detachedTensorsStandStill() {
        Tensor x = values(2, 3);
        assertArrayEquals(new double[] {2, 3}, Transforms.jvp(of(a -> a.detach().mul(a)), List.of(x), List.of(values(1, 1))).toDoubles());
    }

    /// A backward inside a function keeps in a parameter what can be used outside.
    @Test
    void gradientsKeptInsideATransformArePlain() {
        Tensor w = var(3), x = values(2);
        Transforms.jvp(of(a -> {
            a.mul(w).backward();
            return a;
        }), List.of(x), List.of(values(1)));
        assertEquals(2, w.grad().item());
        assertNull(w.grad().lift());
        w.zeroGrad();
        Transforms.vmap(of(a -> {
            a.mul(w).backward();
            return a;
        }), List.of(0), List.of(values(1, 10, 100)));
        assertEquals(111, w.grad().item());
        assertNull(w.grad().lift());
    }

    @Test
    void severalInputs() {
        Function<List<Tensor>, Tensor> f = in -> in.get(0).mul(in.get(1)).sum();
        Tensor a = values(1, 2), b = values(3, 4);
        List<Tensor> products = Transforms.hvp(f, List.of(a, b), List.of(values(1, 0), values(0, 1)));
        assertArrayEquals(new double[] {0, 1}, products.get(0).toDoubles());
        assertArrayEquals(new double[] {1, 0}, products.get(1).toDoubles());
        List<List<Tensor>> blocks = Transforms.hessian(f, List.of(a, b));
        assertArrayEquals(new double[] {0, 0, 0, 0}, blocks.get(0).get(0).toDoubles());
        assertArrayEquals(new double[] {1, 0, 0, 1}, blocks.get(0).get(1).toDoubles());
    }

    // ---- many examples ----

    @Test
    void everyExampleIsCalledOnceWhereOperationsGoTogether() {
        int[] calls = new int[1];
        Tensor x = values(1, 2, 3);
        Tensor y = Transforms.vmap(of(a -> {
            calls[0]++;
            assertEquals(Shape.SCALAR, a.shape());
            return a.exp().mul(a);
        }), List.of(0), List.of(x));
        assertEquals(1, calls[0]);
        assertArrayEquals(x.exp().mul(x).toDoubles(), y.toDoubles());
        assertEquals("float64 [], one of 3", Lift.batched(Lift.next(), x).toString());
    }

    @Test
    void jacobiansTakeOnePass() {
        int[] calls = new int[1];
        Tensor x = values(1, 2, 3, 4, 5);
        Tensor j = Transforms.jacobian(of(a -> {
            calls[0]++;
            return a.narrow(0, 0, 2).square();
        }), List.of(x)).getFirst();
        assertEquals(1, calls[0]);
        assertArrayEquals(new double[] {2, 0, 0, 0, 0, 0, 4, 0, 0, 0}, j.toDoubles());
    }

    // ---- checkpoints ----

    private static Tensor chain(Tensor x, Tensor w) { return x.mul(w).exp().sin().square().mul(w); }

    @Test
    void checkpointsGiveTheSameGradients() {
        for (boolean create : new boolean[] {false, true}) {
            Tensor x = var(0.3, 0.7), w = var(1.1, 0.9), x2 = var(0.3, 0.7), w2 = var(1.1, 0.9);
            int[] calls = new int[1];
            Tensor y = Transforms.checkpoint(in -> {
                calls[0]++;
                return chain(in.getFirst(), w);
            }, x).sum();
            Tensor z = chain(x2, w2).sum();
            assertEquals(1, calls[0]);
            (create ? y.createGraph() : y).backward();
            (create ? z.createGraph() : z).backward();
            assertEquals(2, calls[0]);
            assertArrayEquals(x2.grad().toDoubles(), x.grad().toDoubles());
            assertArrayEquals(w2.grad().toDoubles(), w.grad().toDoubles());
            if (!create) continue;
            double[] second = Tensor.grad(x.grad().sum(), null, List.of(w)).getFirst().toDoubles(), plain = Tensor.grad(x2.grad().sum(), null, List.of(w2)).getFirst().toDoubles();
            assertArrayEquals(plain, second);
        }
    }

    @Test
    void checkpointsKeepNoValues() {
        Tensor x = var(0.3, 0.7);
        Tensor kept = x.exp(), y = Transforms.checkpoint(of(a -> a.exp().sin()), x);
        assertFalse(Arrays.stream(new Tensor[] {kept.node().result}).anyMatch(java.util.Objects::isNull));
        assertNull(y.node().inputs);
        assertNull(y.node().sources[0].result);
    }

    @Test
    void dropoutsRepeat() {
        Dropout dropout = new Dropout(0.5);
        Tensor x = Tensor.of(Array.zeros(DType.FLOAT64, Shape.of(64))).add(1).requiresGrad(true);
        Rng.shared().seed(3);
        Tensor y = Transforms.checkpoint(of(a -> dropout.apply(a).mul(a)), x);
        double next = Rng.shared().uniformDouble();
        double[] kept = y.toDoubles();
        y.sum().backward();
        for (int i = 0; i < kept.length; i++) assertEquals(2 * kept[i], x.grad().toDoubles()[i]);
        Rng.shared().seed(3);
        dropout.apply(x);
        assertEquals(next, Rng.shared().uniformDouble());
    }

    // ---- hooks ----

    @Test
    void hooksSeeReplaceAndEnd() {
        Tensor x = var(2), y = x.mul(3);
        List<Double> seen = new ArrayList<>();
        Hook first = y.registerHook(g -> {
            seen.add(g.item());
            return null;
        });
        Hook second = y.registerHook(g -> g.mul(10));
        y.square().retainGraph().backward();
        assertEquals(List.of(12.0), seen);
        assertEquals(360, x.grad().item());
        second.remove();
        first.remove();
        x.zeroGrad();
        Tensor z = x.mul(3);
        z.registerHook(g -> g.mul(10)).remove();
        z.square().backward();
        assertEquals(36, x.grad().item());
        assertEquals(1, seen.size());
    }

    @Test
    void aHookOfALeafSeesTheWholeGradientOnce() {
        Tensor x = var(2);
        List<Double> seen = new ArrayList<>();
        x.registerHook(g -> {
            seen.add(g.item());
            return g.neg();
        });
        x.mul(x).add(x).backward();
        assertEquals(List.of(5.0), seen);
        assertEquals(-5, x.grad().item());
        assertEquals(-1, Tensor.grad(x.mul(1), null, List.of(x)).getFirst().item());
    }

    @Test
    void gradientsOnTheWayAreKeptOnDemand() {
        Tensor x = var(1, 2), y = x.mul(3).retainGrad(), z = y.square();
        z.sum().retainGraph().backward();
        assertArrayEquals(new double[] {6, 12}, y.grad().toDoubles());
        assertArrayEquals(new double[] {18, 36}, x.grad().toDoubles());
        assertNull(z.grad());
        z.sum().backward();
        assertArrayEquals(new double[] {12, 24}, y.grad().toDoubles());
        assertArrayEquals(new double[] {36, 72}, x.grad().toDoubles());
    }

    // ---- the detective ----

    @Test
    void theFirstBadOperationIsFound() {
        Tensor x = var(1, 0, 4);
        assertEquals("every number is finite, forwards and backwards", Detective.diagnose(x.square().sum()));
        assertEquals("log: the result is -Infinity at [1], the first number that is not finite; the input there is 0.0", Detective.diagnose(x.log().exp().mul(0).log().sum()));
        assertEquals("a tensor that the graph begins with, float64 [2], is NaN at [1]", Detective.diagnose(var(1, Double.NaN).mul(2).sum()));
        assertEquals("sum: the result is -Infinity at [], the first number that is not finite; input 2 of add was not kept, so it may have come from there: detectAnomaly(() -> …) computes it again and knows",
                Detective.diagnose(x.square().add(values(0, 0, 1).log()).sum()));
        assertNull(x.grad());
    }

    @Test
    void watchingEndsWithTheBody() {
        assertFalse(Detective.watching);
        Detective.watch(() -> var(1).log());
        assertFalse(Detective.watching);
        assertEquals(Double.NEGATIVE_INFINITY, var(0).log().item());
    }
}
