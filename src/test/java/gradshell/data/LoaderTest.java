package gradshell.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.DType;
import gradshell.array.Rng;
import gradshell.tensor.Creation;
import gradshell.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LoaderTest {
    private static Dataset numbers(int size) { return new TensorDataset(Creation.arange(0, size, 1), Creation.arange(0, size, 1)); }

    private static List<List<Long>> batches(Iterable<Batch> loader) {
        List<List<Long>> all = new ArrayList<>();
        for (Batch batch : loader) all.add(java.util.stream.LongStream.of(batch.inputs().toLongs()).boxed().toList());
        return all;
    }

    @Test
    void goesThroughASetInPyTorchsOrder() throws IOException {
        try (var in = LoaderTest.class.getResourceAsStream("loader.json")) {
            JsonNode cases = JsonMapper.shared().readTree(in).get("cases");
            assertEquals(24, cases.size());
            for (JsonNode one : cases) for (int prefetch : new int[] {0, 2}) {
                Rng.shared().seed(one.get("seed").asLong());
                Loader loader = new Loader(numbers(one.get("size").asInt()), one.get("batch").asInt(), true).dropLast(one.get("dropLast").asBoolean()).prefetch(prefetch);
                for (JsonNode epoch : one.get("epochs")) {
                    List<List<Long>> expected = new ArrayList<>();
                    for (JsonNode batch : epoch) {
                        List<Long> places = new ArrayList<>();
                        for (JsonNode place : batch) places.add(place.asLong());
                        expected.add(places);
                    }
                    assertEquals(expected, batches(loader), () -> "seed " + one.get("seed") + ", size " + one.get("size"));
                    assertEquals(expected.size(), loader.batches());
                }
                assertEquals(one.get("after").asDouble(), Rng.shared().uniformFloat(), 1e-9);
            }
        }
    }

    /// A set whose examples vary at random.
    private static Dataset varying(int size) { return numbers(size).mapInputs(x -> x.to(DType.FLOAT32).reshape(1)).transform((x, chance) -> x.add(chance.uniformDouble())); }

    @Test
    void madeAheadTheBatchesAreTheSame() {
        for (int prefetch : new int[] {1, 2, 7, 100}) {
            Rng.shared().seed(5);
            List<double[]> plain = new ArrayList<>(), ahead = new ArrayList<>();
            Loader loader = new Loader(varying(50), 7, true);
            for (int epoch = 0; epoch < 2; epoch++) for (Batch batch : loader) plain.add(batch.inputs().toDoubles());
            Rng.shared().seed(5);
            for (int epoch = 0; epoch < 2; epoch++) for (Batch batch : loader.prefetch(prefetch)) ahead.add(batch.inputs().toDoubles());
            assertEquals(16, plain.size());
            for (int i = 0; i < plain.size(); i++) assertArrayEquals(plain.get(i), ahead.get(i));
        }
    }

    @Test
    void goesOnWhereItWas() {
        Rng.shared().seed(6);
        for (int prefetch : new int[] {0, 3}) for (int other : new int[] {0, 3}) {
            Loader loader = new Loader(varying(20), 3, true).prefetch(prefetch);
            Pass pass = loader.iterator();
            for (int i = 0; i < 3; i++) pass.next();
            Pass again = loader.prefetch(other).resume(pass.state());
            int left = 0;
            for (; pass.hasNext(); left++) {
                assertArrayEquals(pass.state(), again.state());
                assertArrayEquals(pass.next().inputs().toDoubles(), again.next().inputs().toDoubles());
            }
            assertEquals(4, left);
            assertFalse(again.hasNext());
        }
    }

    private record Broken(int size, int bad) implements Dataset {
        @Override
        public Example get(int index) {
            if (index == bad) throw new FormatException("example " + bad + " is broken");
            return new Example(Tensor.of(DType.INT64, index), Tensor.of(DType.INT64, index));
        }
    }

    @Test
    void mistakesArriveInTheirPlace() {
        for (int prefetch : new int[] {0, 1, 4}) {
            Pass pass = new Loader(new Broken(10, 5), 2, false).prefetch(prefetch).iterator();
            assertArrayEquals(new long[] {0, 1}, pass.next().inputs().toLongs());
            assertArrayEquals(new long[] {2, 3}, pass.next().inputs().toLongs());
            assertEquals("example 5 is broken", assertThrows(FormatException.class, pass::next).getMessage());
            // The walk stays where it is.
            assertArrayEquals(new long[] {0, 0, 2}, pass.state());
            assertEquals("example 5 is broken", assertThrows(FormatException.class, pass::next).getMessage());
        }
    }

    private static long threads() { return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals("gradshell-batches") && t.isAlive()).count(); }

    @Test
    @Timeout(30)
    void noThreadIsLeftOver() throws InterruptedException {
        for (int i = 0; i < 50; i++) new Loader(numbers(100), 2, true).prefetch(3).iterator().next();
        while (threads() > 0) Thread.sleep(5);
        assertEquals(0, threads());
    }

    @Test
    @Timeout(30)
    void interruptingStopsTheWait() throws InterruptedException {
        Dataset slow = new Broken(10, -1).mapInputs(x -> {
            try {
                Thread.sleep(20_000);
            } catch (InterruptedException e) {
                throw new CancellationException("interrupted");
            }
            return x;
        });
        Thread test = Thread.currentThread();
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            test.interrupt();
        });
        Pass pass = new Loader(slow, 2, false).prefetch(2).iterator();
        assertThrows(CancellationException.class, pass::next);
        assertTrue(Thread.interrupted());
        while (threads() > 0) Thread.sleep(5);
    }

    @Test
    void theLastBatch() {
        assertEquals(List.of(List.of(0L, 1L, 2L), List.of(3L, 4L, 5L), List.of(6L)), batches(new Loader(numbers(7), 3, false)));
        assertEquals(List.of(List.of(0L, 1L, 2L), List.of(3L, 4L, 5L)), batches(new Loader(numbers(7), 3, false).dropLast(true)));
        assertEquals("batches: a batch of 8 examples is larger than the set, which has 7", assertThrows(IllegalArgumentException.class, () -> new Loader(numbers(7), 8, true)).getMessage());
        assertEquals("batches: the set is empty", assertThrows(IllegalArgumentException.class, () -> new Loader(new Broken(0, -1), 8, true)).getMessage());
    }

    @Test
    void setsOfUsersAreChecked() {
        Dataset odd = numbers(6).mapInputs(x -> x.item() == 4 ? Creation.zeros(DType.INT64, 2) : x);
        Pass pass = new Loader(odd, 3, false).iterator();
        pass.next();
        assertEquals("data: the input of example 4 is int64 [2], and that of example 3 is int64 []; a batch needs them alike", assertThrows(IllegalArgumentException.class, pass::next).getMessage());
        assertEquals("data: there is no example 6; the 6 examples are counted from 0", assertThrows(IndexOutOfBoundsException.class, () -> odd.batch(new int[] {6}, new Rng(0))).getMessage());
        assertEquals("data: there is no example -1; the 6 examples are counted from 0", assertThrows(IndexOutOfBoundsException.class, () -> numbers(6).get(-1)).getMessage());
        Dataset none = new Broken(3, -1).map(_ -> null);
        assertEquals("data: example 0 has no input and no target", assertThrows(IllegalArgumentException.class, () -> none.first(1)).getMessage());
    }
}
