package gradshell.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.Type;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TapeTest {
    static Tensor values(double... values) { return Tensor.of(Array.of(DType.FLOAT64, values.length == 1 ? Shape.SCALAR : Shape.of(values.length), values.clone())); }

    static Tensor var(double... values) { return values(values).requiresGrad(true); }

    static void assertGrad(Tensor x, double... expected) { assertArrayEquals(expected, x.grad().toDoubles(), 1e-12); }

    static void quietly(Runnable body) {
        Tensor.noGrad(() -> {
            body.run();
            return null;
        });
    }

    static String refusal(Runnable body) { return assertThrows(IllegalStateException.class, body::run).getMessage(); }

    // ---- accumulation ----

    @Test
    void gradientsAccumulateUntilTheyAreForgotten() {
        Tensor x = var(3);
        assertNull(x.grad());
        x.mul(x).backward();
        assertGrad(x, 6);
        Tensor first = x.grad();
        x.mul(2).backward();
        assertGrad(x, 8);
        assertSame(first, x.grad());
        x.zeroGrad();
        assertNull(x.grad());
        x.backward();
        assertGrad(x, 1);
        assertFalse(x.grad().requiresGrad());
    }

    @Test
    void onlyLeavesGetGradients() {
        Tensor x = var(2), y = x.mul(3);
        y.square().backward();
        assertTrue(x.isLeaf());
        assertFalse(y.isLeaf());
        assertNull(y.grad());
        assertGrad(x, 36);
        Tensor still = values(2);
        still.mul(x).backward();
        assertNull(still.grad());
    }

    @Test
    void aCotangentWeighsTheElements() {
        Tensor x = var(1, 2, 3), cotangent = values(1, 10, 100);
        x.mul(x).backward(cotangent);
        assertGrad(x, 2, 40, 600);
        cotangent.fill_(0);
        assertGrad(x, 2, 40, 600);
        Tensor y = var(1, 2, 3), passed = values(1, 2, 3);
        y.copy().backward(passed);
        passed.fill_(7);
        assertGrad(y, 1, 2, 3);
    }

    @Test
    void gradientsOfTwoLeavesShareNoMemory() {
        for (boolean create : new boolean[] {false, true}) {
            Tensor w = var(1, 2), b = var(3, 4);
            for (int i = 1; i <= 2; i++) {
                Tensor y = w.add(b).sum();
                (create ? y.createGraph() : y).backward();
                assertGrad(b, i, i);
                assertNotSame(w.grad(), b.grad());
                quietly(() -> w.grad().fill_(9));
                assertGrad(b, i, i);
            }
            assertGrad(w, 9, 9);
        }
    }

    @Test
    void gradientsThroughViewsShareNoMemory() {
        Tensor x = var(1, 2), cotangent = values(5, 6);
        for (UnaryOperator<Tensor> view : List.<UnaryOperator<Tensor>>of(t -> t.reshape(2, 1).reshape(2), t -> t.expand(1, 2).select(0, 0), Tensor::copy, t -> t.narrow(0, 0, 2))) {
            x.zeroGrad();
            view.apply(x).backward(cotangent);
            quietly(() -> x.grad().mul_(2));
            assertGrad(x, 10, 12);
            assertArrayEquals(new double[] {5, 6}, cotangent.toDoubles());
        }
    }

    // ---- graphs ----

    @Test
    void diamonds() {
        Tensor x = var(0.7);
        Tensor a = x.exp(), d = a.sin().mul(a.cos()).add(a);
        d.backward();
        double e = Math.exp(0.7);
        assertGrad(x, e * (Math.cos(2 * e) + 1));
        x.zeroGrad();
        x.add(x).add(x.add(x)).backward();
        assertGrad(x, 4);
    }

    @Test
    void manyPathsCostNoMoreThanTheirEdges() {
        Tensor x = var(1), y = x;
        for (int i = 0; i < 50; i++) y = y.add(y).mul(0.5);
        y.backward();
        assertGrad(x, 1);
    }

    @Test
    void deepGraphsNeedNoDeepStack() {
        Tensor x = var(1), y = x;
        for (int i = 0; i < 100_000; i++) y = y.add(1);
        assertEquals(1, Tensor.grad(y, null, List.of(x)).getFirst().item());
        y.backward();
        assertGrad(x, 1);
    }

    @Test
    void whatAResultDoesNotDependOnHasAGradientOfZeros() {
        Tensor x = var(2), unused = var(1, 2, 3);
        List<Tensor> gradients = Tensor.grad(x.mul(x), null, List.of(x, unused, x));
        assertArrayEquals(new double[] {4}, gradients.get(0).toDoubles());
        assertArrayEquals(new double[] {0, 0, 0}, gradients.get(1).toDoubles());
        assertArrayEquals(new double[] {4}, gradients.get(2).toDoubles());
        assertNull(x.grad());
        x.mul(x).backward();
        assertNull(unused.grad());
    }

    @Test
    void gradientsByWhatLiesOnTheWay() {
        Tensor x = var(2), y = x.square(), z = y.mul(5);
        List<Tensor> gradients = Tensor.grad(z, null, List.of(z, y, x));
        assertEquals(List.of(1.0, 5.0, 20.0), gradients.stream().map(Tensor::item).toList());
    }

    @Test
    void stepsCarryNoGradients() {
        Tensor x = var(1.5, -2.5);
        assertTrue(x.floor().requiresGrad());
        x.floor().mul(x).sum().backward();
        assertGrad(x, 1, -3);
        // Behind a step, and where all was overwritten, the gradient is zeros, as PyTorch has it.
        Tensor behind = var(1.5), on = behind.exp(), overwritten = behind.mul(1).zero_(), unused = var(2);
        double[] seen = new double[1];
        on.registerHook(g -> {
            seen[0] = 1 + g.item();
            return g;
        });
        on.round().add(x.select(0, 0)).backward();
        assertGrad(behind, 0);
        assertEquals(1, seen[0]);
        behind.zeroGrad();
        overwritten.add(x.select(0, 0)).backward();
        assertGrad(behind, 0);
        x.mul(3).sum().backward();
        assertNull(unused.grad());
        assertFalse(x.gt(0).requiresGrad());
        assertFalse(x.to(DType.INT64).requiresGrad());
        assertFalse(x.argmax(0).requiresGrad());
    }

    @Test
    void gradientsComeInTheTypeOfTheirTensor() {
        Tensor w = Tensor.of(DType.FLOAT32, 3).reshape(1).requiresGrad(true), x = var(0.1, 0.2);
        Tensor y = w.mul(x);
        assertEquals(DType.FLOAT64, y.dtype());
        y.sum().backward();
        assertEquals(new Type(DType.FLOAT32, Shape.of(1)), w.grad().array().type());
        assertEquals(0.3f, w.grad().item());
        assertGrad(x, 3, 3);
        w.zeroGrad();
        w.to(DType.FLOAT64).square().sum().backward();
        assertEquals(DType.FLOAT32, w.grad().dtype());
        assertEquals(6, w.grad().item());
    }

    // ---- again and deeper ----

    @Test
    void aGraphServesOneBackwardUnlessItIsKept() {
        Tensor x = var(3), y = x.square().mul(2);
        y.backward();
        assertEquals("backward: this graph was already used by a backward, which freed it at mul; compute the result again, "
                + "or call retainGraph() on it before the first backward: y.retainGraph().backward()", refusal(y::backward));
        assertGrad(x, 12);
        Tensor z = x.square().mul(2);
        x.zeroGrad();
        z.retainGraph().backward();
        z.backward();
        assertGrad(x, 24);
    }

    @Test
    void aFreedPartStopsASecondBackwardBeforeItChangesAnything() {
        Tensor x = var(2), w = var(5), shared = x.square();
        shared.mul(1).backward();
        assertGrad(x, 4);
        assertTrue(refusal(() -> shared.mul(w).backward()).startsWith("backward: this graph was already used by a backward, which freed it at square;"));
        assertGrad(x, 4);
        assertNull(w.grad());
    }

    @Test
    void gradientsCanBeDifferentiated() {
        Tensor x = var(2);
        Tensor first = Tensor.grad(x.pow(4), null, List.of(x)).getFirst(), second = Tensor.grad(first, null, List.of(x)).getFirst(), third = Tensor.grad(second, null, List.of(x)).getFirst();
        assertEquals(List.of(32.0, 48.0, 48.0), List.of(first.item(), second.item(), third.item()));
        x.pow(3).createGraph().backward();
        Tensor gradient = x.grad();
        assertTrue(gradient.requiresGrad());
        x.zeroGrad();
        gradient.backward();
        assertGrad(x, 12);
    }

    /// The penalty on the length of a gradient that some trainings use.
    @Test
    void aGradientCanBePartOfALoss() {
        Tensor x = var(1, 2), y = x.mul(x).mul(x).sum();
        Tensor g = Tensor.grad(y, null, List.of(x)).getFirst();
        y.add(g.square().sum()).backward();
        assertGrad(x, 3 + 36, 12 + 36 * 8);
    }

    // ---- without the tape ----

    @Test
    void noGradRecordsNothingAndPutsBackWhatWas() {
        Tensor x = var(2);
        Tensor y = Tensor.noGrad(() -> {
            quietly(() -> assertFalse(x.mul(3).requiresGrad()));
            return x.mul(2);
        });
        assertFalse(y.requiresGrad());
        assertThrows(IllegalArgumentException.class, () -> Tensor.noGrad(() -> {
            throw new IllegalArgumentException();
        }));
        assertTrue(x.mul(2).requiresGrad());
    }

    @Test
    void aDetachedTensorSharesMemoryButNoPast() {
        Tensor x = var(2, 3), d = x.detach();
        assertFalse(d.requiresGrad());
        x.mul(d).sum().backward();
        assertGrad(x, 2, 3);
        Tensor y = x.mul(x);
        d.fill_(9);
        assertArrayEquals(new double[] {9, 9}, x.toDoubles());
        assertTrue(refusal(() -> y.sum().backward()).startsWith("backward: input 1 of mul, float64 [2], was changed in place after it was used"));
    }

    // ---- failures on the way ----

    /// Hands gradients on, but first does something else.
    private record Trap(Runnable action) implements LinearMap {
        @Override
        public Type type(Type x) { return x; }

        @Override
        public Array forward(Type out, Array x) { return x; }

        @Override
        public Tensor transpose(Tensor g, Type x) {
            action.run();
            return g;
        }
    }

    private static void leavesNothingBehind(Runnable action, Class<? extends Throwable> failure) {
        Tensor w = var(1, 2), b = var(3, 4);
        w.add(b).sum().backward();
        for (boolean first : new boolean[] {false, true}) {
            Tensor trapped = b.mul(2).apply(new Trap(action)), plain = w.mul(2);
            Tensor y = (first ? trapped.add(plain) : plain.add(trapped)).sum();
            assertThrows(failure, y::backward);
            Thread.interrupted();
            assertGrad(w, 1, 1);
            assertGrad(b, 1, 1);
        }
        w.mul(b).sum().backward();
        assertGrad(w, 4, 5);
        assertGrad(b, 2, 3);
    }

    @Test
    void aBackwardThatFailsAddsNothingToAnyGradient() {
        leavesNothingBehind(() -> {
            throw new IllegalArgumentException("trap");
        }, IllegalArgumentException.class);
    }

    @Test
    void aBackwardThatIsInterruptedAddsNothingToAnyGradient() { leavesNothingBehind(Thread.currentThread()::interrupt, CancellationException.class); }

    @Test
    void whatIsInterruptedComputesNothing() {
        Tensor x = var(1);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> x.mul(2));
        assertTrue(Thread.interrupted());
        assertEquals(2, x.mul(2).item());
    }

    // ---- memory ----

    @Test
    void aBackwardLetsGoOfWhatItNeeded() throws InterruptedException {
        Tensor x = var(new double[1000]), y = x.exp(), z = y.sin().sum();
        var memory = new WeakReference<>(y.array().storage());
        y = null;
        z.backward();
        for (int i = 0; i < 50 && memory.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertNull(memory.get());
        assertEquals(0, z.item(), 1000);
        assertEquals(1000, x.grad().numel());
    }

    @Test
    void onlyWhatDerivativesReadIsKept() throws InterruptedException {
        Tensor x = var(new double[1000]), middle = x.add(1), y = middle.add(2);
        var memory = new WeakReference<>(middle.array().storage());
        middle = null;
        for (int i = 0; i < 50 && memory.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertNull(memory.get());
        y.sum().backward();
        assertEquals(1, x.grad().toDoubles()[999]);
    }
}
