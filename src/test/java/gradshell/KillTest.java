package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that are killed at any moment, and again while they go on, come to the digest of the run that never was.
/// A few here; thirty with the profile `exhaustive`.
class KillTest {
    private static final int RUNS = Boolean.getBoolean("exhaustive") ? 30 : 4;
    private static final String EXPERIMENT = """
            name: kill
            seed: 3
            data: {csv: {path: points.csv, target: y}}
            split: {validation: 0.2, test: 0.1}
            batch: 16
            accumulate: 2
            prefetch: 2
            model:
              - linear: [2, 16]
              - tanh
              - dropout: 0.1
              - linear: [16, 1]
            loss: mseLoss
            optimizer: {adam: {lr: 0.01}}
            schedule: {cosine: {epochs: 40}}
            epochs: 40
            ema: 0.9
            keepBest: validation.loss
            checkpoint: {epochs: 1, steps: 3}
            """;

    @TempDir
    private Path folder;
    private final Random chance = new Random(7);

    /// Kills a process after some time, unless it ends before; says whether it was killed.
    private boolean kill(Process process, long milliseconds) throws Exception {
        if (process.waitFor(milliseconds, TimeUnit.MILLISECONDS)) return false;
        process.destroyForcibly().waitFor();
        return true;
    }

    private static List<Path> directories(Path runs) throws IOException {
        if (Files.notExists(runs)) return List.of();
        try (var found = Files.list(runs)) {
            return found.filter(d -> Files.exists(d.resolve("environment.json"))).toList();
        }
    }

    @Test
    void killedRunsComeToTheSameDigest() throws Exception {
        var program = new Program(folder);
        var points = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 160; i++) points.append(i % 13 / 13.0).append(',').append(i % 7 / 7.0).append(',').append(Math.sin(i)).append('\n');
        Files.writeString(folder.resolve("points.csv"), points);
        Files.writeString(folder.resolve("a.yaml"), EXPERIMENT);
        long begun = System.nanoTime();
        var whole = program.end(program.start("run", "a.yaml", "--into", "whole"));
        long lasts = (System.nanoTime() - begun) / 1_000_000;
        assertEquals(0, whole.code(), whole.err());
        var figures = Files.readString(directories(folder.resolve("whole")).getFirst().resolve("metrics.csv"));
        int kills = 0, within = 0;
        for (int i = 0; i < RUNS; i++) {
            Path runs = null;
            // every moment after the start of Java; a run that is over before is no example
            boolean killed = false;
            for (int attempt = 0; !killed; attempt++) {
                runs = folder.resolve("runs" + i + "-" + attempt);
                killed = kill(program.start("run", "a.yaml", "--into", runs.toString()), lasts / 4 + chance.nextInt((int) (lasts * 3 / 4)));
            }
            Ran last = null;
            while (killed) {
                kills++;
                var left = directories(runs);
                if (!left.isEmpty() && Files.exists(left.getFirst().resolve("metrics.csv"))) within++;
                var process = left.isEmpty() ? program.start("run", "a.yaml", "--into", runs.toString()) : program.start("resume", left.getFirst().toString());
                killed = chance.nextInt(3) == 0 && kill(process, lasts / 4 + chance.nextInt((int) (lasts * 3 / 4)));
                if (!killed) last = program.end(process);
            }
            assertEquals(0, last.code(), last.err());
            assertEquals(whole.digest(), last.digest(), "run " + i);
            var directory = directories(runs).getFirst();
            assertEquals(figures, Files.readString(directory.resolve("metrics.csv")), "run " + i);
            var lines = Files.readAllLines(directory.resolve("metrics.jsonl"));
            for (int e = 1; e <= lines.size(); e++) assertTrue(lines.get(e - 1).startsWith("{\"epoch\": " + e + ", ") && lines.get(e - 1).endsWith("}"), lines.get(e - 1));
            assertEquals(figures.lines().count() - 1, lines.size());
        }
        if (Boolean.getBoolean("exhaustive")) System.out.println(kills + " kills, " + within + " of them after the first epoch");
        assertTrue(kills >= RUNS);
    }
}
