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
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TapeTest {
    private static Tensor values(double... values) { return Tensor.of(Array.of(DType.FLOAT64, values.length == 1 ? Shape.SCALAR : Shape.of(values.length), values.clone())); }

    private static Tensor var(double... values) { return values(values).requiresGrad(true); }

    private static void assertGrad(Tensor x, double... expected) { assertArrayEquals(expected, x.grad().toDoubles(), 1e-12); }

    private static void quietly(Runnable body) {
        Tensor.noGrad(() -> {
            body.run();
            return null;
        });
    }

    private static String refusal(Runnable body) { return assertThrows(IllegalStateException.class, body::run).getMessage(); }

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

    // ---- changes in place ----

    @Test
    void aLeafChangesInPlaceOnlyOffTheTape() {
        Tensor w = var(2, 3);
        assertEquals("add_: a tensor that requires gradients and is not the result of an operation cannot be changed in place while the tape records; "
                + "wrap it: noGrad(() -> w.add_(…)), or compute a new tensor with add(…)", refusal(() -> w.add_(1)));
        assertArrayEquals(new double[] {2, 3}, w.toDoubles());
        quietly(() -> w.add_(1));
        assertArrayEquals(new double[] {3, 4}, w.toDoubles());
        assertTrue(w.isLeaf() && w.requiresGrad());
        w.square().sum().backward();
        assertGrad(w, 6, 8);
    }

    @Test
    void savedInputsMustNotChange() {
        Tensor x = var(2), y = x.mul(3), z = y.mul(y);
        quietly(() -> y.add_(1));
        assertEquals("backward: input 1 of mul, float64 [], was changed in place after it was used: it was at version 0 and is at version 1; "
                + "change a copy instead (x = x.add(…) for x.add_(…), or x.copy() before)", refusal(z::backward));
        assertNull(x.grad());
        Tensor sum = x.add(x.mul(3));
        quietly(() -> x.add_(1));    // sums read nothing
        sum.backward();
        assertGrad(x, 4);
    }

    @Test
    void savedResultsMustNotChange() {
        Tensor x = var(2), y = x.exp();
        y.add_(1);
        assertTrue(refusal(y::backward).startsWith("backward: the result of exp, float64 [], was changed in place by add_ after it was used: it was at version 0 and is at version 1;"));
        assertNull(x.grad());
    }

    @Test
    void savedInputsMustNotChangeThroughViews() {
        Tensor x = var(2, 3), y = x.mul(1), z = y.mul(y).sum();
        quietly(() -> y.select(0, 0).fill_(5));
        assertTrue(refusal(z::backward).startsWith("backward: input 1 of mul, float64 [2], was changed in place after it was used"));
    }

    /// The gradients are those that PyTorch gives.
    @Test
    void changesInPlaceAreRecorded() {
        Tensor x = var(1, 2), y = x.mul(3);
        y.mul_(x);
        y.add_(1);
        y.sub_(x);
        assertArrayEquals(new double[] {3, 11}, y.toDoubles());
        y.sum().backward();
        assertGrad(x, 5, 11);

        Tensor a = var(0.3), b = a.mul(2);
        b.apply_(Tensor.TANH);
        b.backward();
        double t = Math.tanh(0.6);
        assertGrad(a, 2 * (1 - t * t));

        Tensor c = var(3), d = c.mul(2);
        d.mul_(d);
        d.backward();
        assertGrad(c, 24);

        Tensor e = var(3), f = e.mul(2);
        f.copy_(e.square());
        f.backward();
        assertGrad(e, 6);

        Tensor g = var(2), plain = values(1, 1);
        plain.mul_(g);
        plain.div_(values(4, 8));
        plain.sum().backward();
        assertGrad(g, 0.375);

        Tensor h = var(1, 2), zeroed = h.mul(7);
        zeroed.zero_();
        zeroed.add(h).sum().backward();
        assertGrad(h, 1, 1);
    }

    @Test
    void viewsAndChangesInPlace() {
        Tensor x = var(1, 2, 3), y = x.mul(2), view = y.narrow(0, 0, 2);
        view.add_(x.narrow(0, 0, 2));
        y.add_(x);
        assertTrue(view.requiresGrad());
        view.mul(2).sum().backward();
        assertGrad(x, 8, 8, 0);

        // A buffer that needs no gradients itself, filled row by row; a view taken before knows what came later.
        Tensor w = var(1, 2), rows = Tensor.of(Array.zeros(DType.FLOAT64, Shape.of(2, 2))), early = rows.select(1, 0);
        assertFalse(early.requiresGrad());
        for (int i = 0; i < 2; i++) rows.select(0, i).copy_(w.mul(i + 1));
        early.sum().backward();
        assertGrad(w, 3, 0);

        // Through a view of a view, twice.
        Tensor v = var(2, 3), square = v.mul(1), part = square.reshape(2, 1).select(0, 1);
        part.mul_(v.narrow(0, 0, 1)).mul_(v.narrow(0, 0, 1));
        square.sum().backward();
        assertGrad(v, 1 + 2 * 2 * 3, 4);

        // A view whose memory was changed through another is told before it is changed itself.
        Tensor p = var(1, 2, 3), q = p.mul(1).reshape(1, 3), first = q.select(0, 0).narrow(0, 0, 1);
        first.zero_();
        q.set(v.narrow(0, 0, 1), 0, Tensor.of(Array.of(DType.INT64, Shape.of(1), new long[] {2})));
        q.square().sum().backward();
        assertGrad(p, 0, 4, 0);

        Tensor untracked = Tensor.noGrad(() -> x.mul(2).narrow(0, 0, 2));
        assertEquals("add_: this view was taken inside noGrad or of a tensor that was; a change in place through it cannot be recorded; take the view outside noGrad", refusal(() -> untracked.add_(x.narrow(0, 0, 2))));
        assertEquals("add_: a view of a tensor that requires gradients and is not the result of an operation cannot be changed in place while the tape records; wrap it: noGrad(() -> w.add_(…)), or compute a new tensor with add(…)", refusal(() -> x.narrow(0, 0, 2).add_(1)));
    }

    @Test
    void assignment() {
        Tensor x = var(1, 2, 3), y = x.mul(1), v = var(5, 7);
        // Of two values for one place the last stays, and it alone has a gradient.
        y.set(v, Tensor.of(Array.of(DType.INT64, Shape.of(2), new long[] {1, 1})));
        assertArrayEquals(new double[] {1, 7, 3}, y.toDoubles());
        y.mul(y).sum().backward();
        assertGrad(x, 2, 0, 6);
        assertGrad(v, 0, 14);

        // The source is a view of the same memory.
        Tensor z = values(1, 2, 3, 4);
        z.set(z.narrow(0, 0, 3), "1:");
        assertArrayEquals(new double[] {1, 1, 2, 3}, z.toDoubles());
        z.set(z.narrow(0, 0, 3), Tensor.of(Array.of(DType.INT64, Shape.of(3), new long[] {1, 2, 3})));
        assertArrayEquals(new double[] {1, 1, 1, 2}, z.toDoubles());
        Tensor turned = values(1, 2, 3, 4).reshape(2, 2);
        turned.copy_(turned.t());
        assertArrayEquals(new double[] {1, 3, 2, 4}, turned.toDoubles());

        // What is refused changes nothing; what is done is seen by derivatives that read the old values.
        int version = z.array().storage().version();
        assertThrows(ShapeException.class, () -> z.set(values(1, 2), "1:"));
        assertThrows(ShapeException.class, () -> z.set(1, Tensor.of(Array.of(DType.INT64, Shape.of(2), new long[] {0, 4}))));
        assertThrows(IllegalStateException.class, () -> x.set(1, 0));
        assertEquals(version, z.array().storage().version());
        assertArrayEquals(new double[] {1, 1, 1, 2}, z.toDoubles());
        Tensor read = x.mul(1), squared = read.square();
        read.set(0, 1);
        assertTrue(refusal(() -> squared.sum().backward()).contains("was changed in place after it was used"));

        // A picked place of a view is a place of what it is a view of.
        Tensor a = var(1, 2, 3, 4), b = a.mul(1), corner = b.reshape(2, 2).t();
        corner.set(values(0, 0), Tensor.of(Array.of(DType.INT64, Shape.of(2), new long[] {0, 1})), Tensor.of(Array.of(DType.INT64, Shape.of(2), new long[] {0, 1})));
        b.sum().backward();
        assertArrayEquals(new double[] {0, 2, 3, 0}, b.toDoubles());
        assertGrad(a, 0, 1, 1, 0);
    }

    @Test
    void nestedArrays() {
        float[][][] nested = (float[][][]) Creation.from("[[[1., 2.]], [[3., 4.]]]").toArray();
        assertArrayEquals(new float[] {3, 4}, nested[1][0]);
        assertArrayEquals(new long[] {2, 4}, (long[]) Creation.from("[[1, 2], [3, 4]]").t().select(0, 1).toArray());
        assertArrayEquals(new boolean[0][0], (boolean[][]) Tensor.of(Array.zeros(DType.BOOL, Shape.of(0, 2))).toArray());
        assertEquals(7L, Creation.from(7).toArray());
        assertArrayEquals(new double[][] {{1, 3}, {2, 4}}, Creation.from("[[1, 2], [3, 4]]").t().toDoubles2d());
    }

    @Test
    void operandsThatOverlapTheTargetAreReadFirst() {
        Tensor x = values(1, 2, 3, 4);
        x.narrow(0, 1, 3).add_(x.narrow(0, 0, 3));
        assertArrayEquals(new double[] {1, 3, 5, 7}, x.toDoubles());
        Tensor square = values(1, 2, 3, 4).reshape(2, 2);
        square.add_(square.t());
        assertArrayEquals(new double[] {2, 5, 5, 8}, square.toDoubles());
        Tensor y = values(1, 2, 3);
        y.copy_(y.flip(0));
        assertArrayEquals(new double[] {3, 2, 1}, y.toDoubles());
        y.mul_(y.select(0, 0));
        assertArrayEquals(new double[] {9, 6, 3}, y.toDoubles());
    }

    @Test
    void aFailedChangeInPlaceChangesNothing() {
        Tensor x = values(1, 2);
        Tensor whole = Tensor.of(Array.of(DType.INT64, Shape.of(2), new long[] {1, 2}));
        assertThrows(RuntimeException.class, () -> x.add_(values(1, 2, 3)));
        assertThrows(RuntimeException.class, () -> x.add_(values(1, 2).reshape(2, 1)));
        assertThrows(DTypeException.class, () -> whole.add_(0.5));
        assertThrows(DTypeException.class, () -> whole.div_(2));
        assertThrows(DTypeException.class, () -> whole.mul_(var(1, 2)));
        assertArrayEquals(new double[] {1, 2}, x.toDoubles());
        assertArrayEquals(new long[] {1, 2}, whole.toLongs());
        assertEquals(0, x.array().storage().version());
        assertEquals(0, whole.array().storage().version());
        assertFalse(whole.requiresGrad());
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
