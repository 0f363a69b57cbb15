package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The events of a run say what its table says, each step once, also when the run was stopped and went on.
class EventsTest {
    private static final String EXPERIMENT = """
            name: events
            data: {sine: {n: 40}}
            split: {validation: 0.25}
            batch: 10
            model: [linear: [1, 8], tanh, linear: [8, 1]]
            loss: mseLoss
            optimizer: {adam: {lr: 0.01}}
            schedule: {cosine: {epochs: 6}}
            epochs: 6
            checkpoint: {epochs: 1}
            metrics: [mae]
            """;

    @TempDir
    private Path folder;

    /// A value in a file of events.
    private record Value(long step, String tag, float number) {}

    private static List<Value> values(Path file) throws IOException {
        var values = new ArrayList<Value>();
        var in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int length = (int) in.getLong();
            in.getInt();
            event(in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN), values);
            in.position(in.position() + length + 4);
        }
        return values;
    }

    private static void event(ByteBuffer in, List<Value> values) {
        assertEquals(1 << 3 | 1, in.get());
        double time = in.getDouble();
        assertTrue(Math.abs(time - System.currentTimeMillis() / 1000.0) < 600, time + " is not now");
        long step = 0;
        while (in.hasRemaining()) {
            int key = in.get();
            if (key == (2 << 3)) step = in.get();    // fewer than 128
            else {
                int length = varint(in), end = in.position() + length;
                while (key == (5 << 3 | 2) && in.position() < end) {
                    assertEquals(1 << 3 | 2, in.get());
                    varint(in);
                    assertEquals(1 << 3 | 2, in.get());
                    byte[] tag = new byte[varint(in)];
                    in.get(tag);
                    assertEquals(2 << 3 | 5, in.get());
                    values.add(new Value(step, new String(tag, StandardCharsets.UTF_8), in.getFloat()));
                }
                in.position(end);
            }
        }
    }

    private static int varint(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) return value;
        }
    }

    /// What the table says, in the names of the events.
    private static List<Value> expected(Path run) throws IOException {
        var names = Map.of("loss", "loss/train", "mae", "mae/train", "validation.loss", "loss/validation", "validation.mae", "mae/validation", "learningRate", "learningRate");
        var lines = Files.readAllLines(run.resolve("metrics.csv"));
        var head = lines.getFirst().split(",");
        var values = new ArrayList<Value>();
        for (var line : lines.subList(1, lines.size())) {
            var cells = line.split(",");
            var row = new TreeMap<Integer, Value>();
            for (int i = 1; i < cells.length; i++) row.put(i == 1 ? cells.length : i, new Value(Long.parseLong(cells[0]), names.get(head[i]), (float) Double.parseDouble(cells[i])));
            values.addAll(row.values());
        }
        return values;
    }

    @Test
    void everyStepOnce() throws IOException {
        var file = Files.writeString(folder.resolve("a.yaml"), EXPERIMENT);
        var whole = Ran.of(() -> Main.run("run", file.toString(), "-q", "--into", folder.resolve("runs").toString()));
        assertEquals(0, whole.code(), whole.err());
        Path run;
        try (var runs = Files.list(folder.resolve("runs"))) {
            run = runs.toList().getFirst();
        }
        var events = run.resolve("events.out.tfevents");
        assertEquals(30, values(events).size());
        assertEquals(expected(run), values(events));

        // as if it had been killed after its last checkpoint but one was written
        Files.delete(run.resolve("digest.txt"));
        Path last;
        try (var checkpoints = Files.list(run.resolve("checkpoint"))) {
            last = checkpoints.filter(f -> f.toString().endsWith(".safetensors")).max((a, b) -> Integer.compare(number(a), number(b))).orElseThrow();
        }
        Files.delete(last);
        var resumed = Ran.of(() -> Main.run("resume", run.toString(), "-q"));
        assertEquals(0, resumed.code(), resumed.err());
        assertEquals(whole.out().lines().toList().getLast(), resumed.out().lines().toList().getLast());
        assertEquals(expected(run), values(events));
    }

    private static int number(Path checkpoint) { return Integer.parseInt(checkpoint.getFileName().toString().replaceAll("\\D", "")); }
}
