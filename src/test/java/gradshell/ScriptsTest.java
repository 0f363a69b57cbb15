package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The example scripts run to their end, and the tour prints the numbers that it must.
class ScriptsTest {
    private static final Path SCRIPTS = Path.of("scripts");
    private static final Duration LIMIT = Duration.ofMinutes(2);    // seconds on a machine that does nothing else
    private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.?\\d*(e-?\\d+)?");

    /// Arguments that keep a script short.
    private static final Map<String, List<String>> SMALL = Map.of("gan.jsh", List.of("250"), "cartpole.jsh", List.of("50"));

    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.filter(f -> f.toString().endsWith(".jsh")).sorted().toList();
        }
    }

    private static Ran run(String... args) { return assertTimeoutPreemptively(LIMIT, () -> Ran.of(() -> Main.run(args))); }

    @TestFactory
    Stream<DynamicTest> everyScriptRuns() throws IOException {
        return all().stream().map(file -> DynamicTest.dynamicTest(file.toString(), () -> {
            Ran ran = run(Stream.concat(Stream.of(file.toString()), SMALL.getOrDefault(file.getFileName().toString(), List.of()).stream()).toArray(String[]::new));
            assertEquals("", ran.err());
            assertEquals(0, ran.code());
            if (file.endsWith("notebook.jsh")) notebook(ran.out());
        }));
    }

    @Test
    void arguments() {
        assertTrue(run(SCRIPTS.resolve("xor.jsh").toString(), "3").out().contains("\n3 epochs: "));
        assertTrue(run(SCRIPTS.resolve("line.jsh").toString(), "x").err().startsWith(SCRIPTS.resolve("line.jsh") + ":5: NumberFormatException"));
    }

    // ---- the tour ----

    private static void notebook(String out) throws IOException {
        List<double[]> lines = out.lines().map(ScriptsTest::numbers).toList();
        int at = 0;
        for (Expected expected : expected()) {
            int from = at;
            while (at < lines.size() && !expected.meets(lines.get(at))) at++;
            assertTrue(at < lines.size(), () -> "no line with " + expected + " from line " + (from + 1) + " of\n" + out);
            at++;
        }
        assertTrue(Pattern.compile("^\\d+ epochs: loss 1\\.2898 -> 0\\.94\\d\\d; the loss has settled at 0\\.94\\d*: ", Pattern.MULTILINE).matcher(out).find(), out);
    }

    /// The numbers on a printed line; what a tensor says of its type and shape, and what stands before `=`, does not count.
    private static double[] numbers(String line) {
        String values = line.replaceFirst("  (bool|float|int).*", "").replaceFirst(".*=", "");
        return NUMBER.matcher(values).results().mapToDouble(m -> Double.parseDouble(m.group())).toArray();
    }

    /// Numbers that a line must show.
    private record Expected(String text, double[] numbers, double tolerance) {
        boolean meets(double[] actual) {
            boolean same = actual.length == numbers.length;
            for (int i = 0; same && i < numbers.length; i++) same = Math.abs(actual[i] - numbers[i]) <= tolerance;
            return same;
        }

        @Override
        public String toString() { return text; }
    }

    private static List<Expected> expected() throws IOException {
        List<Expected> expected = new ArrayList<>();
        double tolerance = 0;
        try (var in = ScriptsTest.class.getResourceAsStream("notebook.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                if (line.isBlank() || line.startsWith("#")) continue;
                if (line.startsWith("within ")) tolerance = Double.parseDouble(line.substring("within ".length()));
                else expected.add(new Expected(line, numbers(line), tolerance));
            }
        }
        return expected;
    }
}
