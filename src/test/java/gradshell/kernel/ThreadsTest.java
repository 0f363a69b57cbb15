package gradshell.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.Interruption;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    private int before;

    @BeforeEach
    void remember() { before = Threads.count(); }

    @AfterEach
    void restore() { Threads.count(before); }

    @Test
    void everyNumberIsInOnePieceAndPiecesBeginAtGrains() {
        for (int threads : new int[] {1, 2, 3, 8}) for (int n : new int[] {0, 1, 15, 16, 17, 1000, 1023}) for (int grain : new int[] {1, 16, 100}) {
            Threads.count(threads);
            int[] seen = new int[n];
            Threads.split(n, grain, (from, to) -> {
                assertEquals(0, from % grain);
                for (int i = from; i < to; i++) seen[i]++;
            });
            int[] once = new int[n];
            Arrays.fill(once, 1);
            assertArrayEquals(once, seen);
        }
    }

    @Test
    void severalThreadsWork() {
        Threads.count(2);
        CountDownLatch both = new CountDownLatch(2);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        Threads.split(2, 1, (_, _) -> {
            seen.add(Thread.currentThread());
            both.countDown();
            try {
                // Neither piece ends before the other has begun.
                assertTrue(both.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertEquals(2, seen.size());
    }

    @Test
    void aPieceMayDivideItsOwnWork() {
        Threads.count(4);
        int[] seen = new int[100];
        Threads.split(10, 1, (from, to) -> {
            for (int i = from; i < to; i++) {
                int row = i;
                Threads.split(10, 1, (f, t) -> {
                    for (int j = f; j < t; j++) seen[row * 10 + j]++;
                });
            }
        });
        assertEquals(100, Arrays.stream(seen).sum());
    }

    @Test
    void aFailureComesToWhoeverAsked() {
        Threads.count(2);
        IllegalArgumentException failure = new IllegalArgumentException("no");
        assertSame(failure, assertThrows(IllegalArgumentException.class, () -> Threads.split(100, 1, (from, _) -> {
            if (from >= 50) throw failure;
        })));
        int[] sum = {0};
        Threads.split(100, 100, (from, to) -> sum[0] += to - from);
        assertEquals(100, sum[0]);
    }

    /// Runs two pieces at once, of which the one of this thread interrupts it and returns, and the other does what is given.
    private static void besideAnInterrupt(Runnable other) {
        Threads.count(2);
        Thread asks = Thread.currentThread();
        CountDownLatch both = new CountDownLatch(2);
        Threads.split(2, 1, (_, _) -> {
            both.countDown();
            try {
                assertTrue(both.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (Thread.currentThread() == asks) asks.interrupt();
            else other.run();
        });
    }

    @Test
    void anInterruptEndsAnothersPieceInItsMiddle() {
        assertThrows(CancellationException.class, () -> besideAnInterrupt(() -> {
            while (true) Interruption.check();
        }));
        assertTrue(Thread.interrupted());
        int[] sum = {0};
        Threads.split(100, 100, (from, to) -> sum[0] += to - from);
        assertEquals(100, sum[0]);
    }

    @Test
    void workThatNothingEndsIsDoneByOthersToo() {
        int[] asked = {0};
        Interruption.heldOff(() -> besideAnInterrupt(() -> {
            for (; asked[0] < 100_000; asked[0]++) Interruption.check();
        }));
        assertTrue(Thread.interrupted());
        assertEquals(100_000, asked[0]);
    }

    @Test
    void anInterruptEndsTheWork() {
        Threads.count(2);
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> Threads.split(100, 1, (_, _) -> {}));
        assertTrue(Thread.interrupted());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void aNumberOutOfRangeIsRefused() {
        assertEquals("threads: 0 is not between 1 and 1024; threads(1) computes everything on one", assertThrows(IllegalArgumentException.class, () -> Threads.count(0)).getMessage());
    }
}
