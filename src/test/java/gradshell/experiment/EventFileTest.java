package gradshell.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Event files against the bytes that TensorFlow's own classes write, see `Events.java` among the resources.
class EventFileTest {
    private static final double TIME = 1.7e9;
    private static final double[] LOSSES = {1.25, 0.1f, Double.NaN, 1e-30f, Double.POSITIVE_INFINITY};

    @TempDir Path folder;

    private Path path() {
        return folder.resolve("events");
    }

    private static byte[] expected() throws IOException {
        try (var in = EventFileTest.class.getResourceAsStream("events.bin")) {
            return in.readAllBytes();
        }
    }

    private static void add(EventFile events, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            var figures = new LinkedHashMap<String, Double>();
            figures.put("loss/train", LOSSES[i]);
            figures.put("größe · 大", (double) -i);
            events.add(TIME + i / 8.0, (long) Math.pow(100, i), figures);
        }
    }

    @Test
    void theBytesAreThoseOfTensorFlow() throws IOException {
        try (var events = EventFile.open(path(), 0, TIME)) {
            add(events, 0, LOSSES.length);
        }
        assertArrayEquals(expected(), Files.readAllBytes(path()));
    }

    /// Whatever a killed run has left, whole or in the middle of a record: what goes on after a step ends with the same bytes as what never stopped.
    @Test
    void whatGoesOnHasEveryStepOnce() throws IOException {
        var all = expected();
        for (int length = 0; length <= all.length; length++) {
            Files.write(path(), java.util.Arrays.copyOf(all, length));
            int from = 0;
            try (var events = EventFile.open(path(), 1, TIME)) {
                from = Files.size(path()) > 40 ? 1 : 0;    // the version and the first step, or the version alone
                add(events, from, LOSSES.length);
            }
            assertArrayEquals(all, Files.readAllBytes(path()), "after " + length + " bytes, from " + from);
        }
    }

    @Test
    void whatIsDamagedIsCutOff() throws IOException {
        var all = expected();
        for (int bad = 0; bad < all.length; bad++) {
            var damaged = all.clone();
            damaged[bad] ^= 0x10;
            Files.write(path(), damaged);
            EventFile.open(path(), Long.MAX_VALUE, TIME).close();
            long kept = Files.size(path());
            var same = java.util.Arrays.copyOf(all, (int) kept);
            assertArrayEquals(same, Files.readAllBytes(path()));
            // nothing before the damage is lost but its own record; of a file without a beginning only the beginning is new
            assertEquals(true, bad < kept ? bad < 40 : kept <= bad, "byte " + bad + ": " + kept);
        }
    }

    @Test
    void aFileOfSomethingElseBecomesOneOfEvents() throws IOException {
        Files.writeString(path(), "name: this is not a file of events at all, but a text that is long enough");
        try (var events = EventFile.open(path(), 9, TIME)) {
            events.add(TIME, 1, Map.of("loss/train", 1.0));
        }
        assertEquals("brain.Event:2", new String(Files.readAllBytes(path()), 12 + 9 + 2, 13, java.nio.charset.StandardCharsets.UTF_8));
    }
}
