package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The experiments that come with the program: each holds together, has a word on every key, and is listed.
class ShippedTest {
    private static final Path FOLDER = Path.of("scripts", "experiments");

    /// Changes that keep an experiment short.
    private static final Map<String, List<String>> SMALL = Map.of(
            "spirals.yaml", List.of("epochs=3", "data.spirals.n=120"),
            "digits.yaml", List.of("epochs=1", "data.digits.n=60", "batch=16"),
            "tabular.yaml", List.of("epochs=3"),
            "transformer.yaml", List.of("steps=4", "vars.width=8"),
            "example.yaml", List.of("epochs=5"));

    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    static List<String> small(Path file) { return SMALL.getOrDefault(file.getFileName().toString(), List.of()); }

    @TestFactory
    Stream<DynamicTest> eachHoldsTogether() throws IOException {
        return all().stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            Ran ran = Ran.of(() -> Main.run("check", file.toString()));
            assertEquals("", ran.err());
            assertEquals(0, ran.code());
        }));
    }

    @TestFactory
    Stream<DynamicTest> eachKeyHasAComment() throws IOException {
        return all().stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            var lines = Files.readAllLines(file);
            for (int i = 1; i < lines.size(); i++) if (lines.get(i).matches("\\w+:.*")) assertTrue(lines.get(i - 1).startsWith("# "), file + ":" + (i + 1) + " has no comment above it");
        }));
    }

    @Test
    void allAreListed() throws IOException {
        var readme = Files.readString(Path.of("README.md"));
        for (var file : all()) assertTrue(readme.contains(file.getFileName().toString()), file + " is not in README.md");
    }
}
