package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The example scripts run to their end, and the tour prints the numbers that it must.
class ScriptsTest {
    private static final Path SCRIPTS = Path.of("scripts");
    private static final Duration LIMIT = Duration.ofMinutes(2);    // seconds on a machine that does nothing else
    private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.?\\d*(e-?\\d+)?");

    /// Arguments that keep a script short.
    private static final Map<String, List<String>> SMALL = Map.of(
            "gan.jsh", List.of("250"), "cartpole.jsh", List.of("50"), "spiral.jsh", List.of("20"), "digits.jsh", List.of("600"), "tabular.jsh", List.of("5"),
            "characters.jsh", List.of("1"), "sine.jsh", List.of("1"), "vae.jsh", List.of("1"), "mnist.jsh", List.of("1"));

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

    @Test
    void aPictureIsSaved(@TempDir Path folder) throws IOException {
        Path picture = folder.resolve("spiral.png");
        assertEquals(0, run(SCRIPTS.resolve("spiral.jsh").toString(), "1", picture.toString()).code());
        assertTrue(ImageIO.read(picture.toFile()).getWidth() > 100);
    }

    @Test
    void imagesOfTheUser(@TempDir Path folder) throws IOException {
        List<String> args = new ArrayList<>(List.of(SCRIPTS.resolve("mnist.jsh").toString()));
        for (String part : List.of("train", "t10k")) {
            byte[] images = new byte[200 * 28 * 28], labels = new byte[200];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = (byte) (i % 10);
                Arrays.fill(images, i * 784 + 56 * labels[i], i * 784 + 56 * labels[i] + 56, (byte) 255);
            }
            args.add(packed(folder.resolve(part + "-images-idx3-ubyte.gz"), images, 200, 28, 28));
            args.add(packed(folder.resolve(part + "-labels-idx1-ubyte.gz"), labels, 200));
        }
        args.add("3");
        Ran ran = run(args.toArray(String[]::new));
        assertEquals("", ran.err());
        assertTrue(ran.out().contains("train: 200 examples: inputs [200, 1, 28, 28], targets [200]"), ran.out());
        assertTrue(ran.out().contains("\n3 epochs: "), ran.out());

        Files.write(Path.of(args.get(3)), Arrays.copyOf(Files.readAllBytes(Path.of(args.get(3))), 300));
        Ran cut = run(args.toArray(String[]::new));
        assertEquals(1, cut.code());
        assertTrue(cut.err().startsWith(SCRIPTS.resolve("mnist.jsh") + ":13: " + args.get(3) + ": what was packed with gzip ends too early; the file is cut off"), cut.err());
    }

    private static String packed(Path file, byte[] values, int... sizes) throws IOException {
        try (var out = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(0x800 | sizes.length);
            for (int size : sizes) out.writeInt(size);
            out.write(values);
        }
        return file.toString();
    }

    /// The table that a script learns from is the one that a script made.
    @Test
    void tableOfTheHarvest() throws IOException {
        assertEquals(Files.readString(SCRIPTS.resolve("data/harvest.csv")), run(SCRIPTS.resolve("data/harvest.jsh").toString()).out());
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
