package gradshell.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.Dsl;
import gradshell.optim.Optimizer;
import gradshell.tensor.Detective;
import gradshell.tensor.Tensor;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptionTest {

    @AfterEach
    void forget() { Thread.interrupted(); }

    @Test
    void whatIsHeldOffComesAfterwards() {
        int[] done = new int[1];
        Interruption.heldOff(() -> {
            Thread.currentThread().interrupt();
            Interruption.heldOff(() -> done[0]++);
            Interruption.check();
            assertTrue(Interruption.isHeldOff());
            assertFalse(Interruption.isWanted());
            done[0]++;
        });
        assertEquals(2, done[0]);
        assertTrue(Interruption.isWanted());
        assertThrows(CancellationException.class, Interruption::check);
    }

    @Test
    void aFailureEndsTheHoldingOff() {
        assertThrows(IllegalStateException.class, () -> Interruption.heldOff(() -> { throw new IllegalStateException(); }));
        assertFalse(Interruption.isHeldOff());
    }

    /// Threads that share the work ask for the one that gave it.
    @Test
    void largeOperationsRunToTheirEnd() {
        Tensor x = Dsl.ones(1 << 22), product = Dsl.ones(300, 300);
        double[] sums = new double[2];
        Interruption.heldOff(() -> {
            Thread.currentThread().interrupt();
            sums[0] = x.exp().sum().item();
            sums[1] = product.matmul(product).sum().item();
        });
        assertThrows(CancellationException.class, () -> x.exp());
        Thread.interrupted();
        assertEquals(x.exp().sum().item(), sums[0]);
        assertEquals(27e6, sums[1]);
    }

    @Test
    void anOptimizerChangesAllOrNothing() {
        Tensor w = Dsl.var(new float[1 << 16]), b = Dsl.var(new float[3]);
        Optimizer adam = Dsl.adam(java.util.List.of(w, b), 0.1);
        w.sum().add(b.sum()).backward();
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, adam::step);
        Thread.interrupted();
        assertEquals(0, w.detach().abs().sum().item() + b.detach().abs().sum().item());
        assertEquals(0, adam.steps());
    }

    @Test
    void aSumThatIsTooLargeIsNoAlarm() {
        assertEquals(-1, Detective.firstNonFinite(Dsl.full(3e38, 1000)));
        Tensor x = Dsl.full(3e38, 1000);
        x.select(0, 700).fill_(Double.NEGATIVE_INFINITY);
        assertEquals(700, Detective.firstNonFinite(x));
        x.select(0, 3).fill_(Double.NaN);
        assertEquals(3, Detective.firstNonFinite(x));
    }
}
