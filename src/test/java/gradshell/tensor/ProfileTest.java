package gradshell.tensor;

import static gradshell.Dsl.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.tensor.Profile.Part;
import gradshell.tensor.Profile.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileTest {
    private static List<Row> watched(Runnable work) {
        Profile.begin();
        try {
            work.run();
        } catch (IllegalArgumentException _) {
            // It fails in the middle.
        }
        return Profile.end();
    }

    private static long calls(List<Row> rows, String name, Part part) { return rows.stream().filter(row -> row.name().equals(name) && row.part() == part).mapToLong(Row::calls).sum(); }

    @Test
    void countsForwardBackwardInPlaceAndUpdates() {
        Tensor x = var(randn(50, 40));
        var opt = sgd(List.of(x), 0.1);
        List<Row> rows = watched(() -> {
            for (int i = 0; i < 3; i++) {
                x.exp().mul(2).sum().backward();
                opt.step();
            }
            noGrad(() -> { x.add_(1); });
        });
        assertEquals(3, calls(rows, "exp", Part.FORWARD));
        assertEquals(3, calls(rows, "mul", Part.FORWARD));
        assertEquals(3, calls(rows, "exp", Part.BACKWARD));
        assertEquals(3, calls(rows, "sum", Part.BACKWARD));
        assertEquals(3, calls(rows, "sgd", Part.UPDATE));
        assertTrue(calls(rows, "add", Part.IN_PLACE) >= 1, rows.toString());
        assertTrue(rows.stream().allMatch(row -> row.nanoseconds() >= 0 && row.bytes() >= 0), rows.toString());
        assertTrue(rows.stream().filter(row -> row.name().equals("exp") && row.part() == Part.FORWARD).findFirst().orElseThrow().bytes() >= 3 * 50 * 40 * 4);
        assertFalse(Profile.isWatching());
    }

    @Test
    void countsReplays() {
        Tensor w = var(randn(30, 20)), x = randn(10, 30);
        var step = compile(in -> {
            w.zeroGrad();
            Tensor loss = in.matmul(w).tanh().sum();
            loss.backward();
            return loss.detach();
        });
        for (int i = 0; i < 4; i++) step.apply(x);
        Tensor[] with = new Tensor[1];
        List<Row> rows = watched(() -> with[0] = step.apply(x));
        assertTrue(rows.stream().allMatch(row -> row.part() == Part.REPLAYED), rows.toString());
        assertTrue(rows.stream().anyMatch(row -> row.name().startsWith("matmul")), rows.toString());
        assertEquals(step.apply(x).item(), with[0].item());
    }

    @Test
    void whatFailsIsCountedAndOthersAreNot() throws InterruptedException {
        Tensor x = randn(10);
        List<Row> rows = watched(() -> {
            x.exp();
            var other = Thread.ofPlatform().start(() -> x.log());
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            x.matmul(randn(3));
        });
        assertEquals(1, calls(rows, "exp", Part.FORWARD));
        assertEquals(0, calls(rows, "log", Part.FORWARD));
        assertFalse(Profile.isWatching());
        assertThrows(IllegalStateException.class, Profile::end);
    }

    @Test
    void tables() {
        String table = Profile.table(List.of(new Row("exp", Part.FORWARD, 2, 3_000_000, 4096), new Row("add", Part.IN_PLACE, 1, 500, 0)), 4_000_500);
        assertEquals("""
                operation  part         calls        time   share   allocated
                exp        forward          2     3.00 ms   75.0%      4.1 kB
                add        in place         1      0.5 µs    0.0%     0 bytes
                elsewhere                         1.00 ms   25.0%
                all                               4.00 ms""", table);
    }
}
