package gradshell.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What good files are resolved to, where each value came from, and how the language writes them.
class ValidTest {
    @TempDir Path folder;

    @BeforeEach
    void data() throws IOException {
        Files.writeString(folder.resolve("iris.csv"), "a,b\n");
    }

    @TestFactory
    Stream<DynamicTest> table() {
        return Table.read("valid.txt").stream().map(c -> DynamicTest.dynamicTest(c.title(), () -> {
            data();
            assertEquals(c.expected(), c.shown(folder));
        }));
    }

    /// The resolved file means what the first one meant, overrides and defaults and all.
    @TestFactory
    Stream<DynamicTest> resolvedFilesAreFixedPoints() {
        return Table.read("valid.txt").stream().map(c -> DynamicTest.dynamicTest(c.title(), () -> {
            data();
            var first = c.open(folder);
            var again = new Table(c.title(), first.yaml(), List.of(), "").open(folder);
            assertEquals(first.yaml(), again.yaml());
            assertEquals(first.plan().java(), again.plan().java());
            assertEquals(again.yaml(), new Table(c.title(), first.explain(), List.of(), "").open(folder).yaml());
        }));
    }

    @Test
    void valuesAreWhatTheFileSays() throws IOException {
        var file = Table.read("valid.txt").getFirst().open(folder).value();
        assertEquals("notebook", file.name());
        assertEquals(64, file.batch().orElseThrow());
        assertEquals(0.2, file.split().orElseThrow().validation().orElseThrow());
        assertEquals(1.0, file.clip().orElseThrow().norm().orElseThrow());
        assertEquals(new Toy.Chain(List.of(new Toy.Linear(3, 2, true), new Toy.Activation("sigmoid"))), file.model().make(Map.of()));
        var parameters = List.of(new Toy.Tensor(6));
        assertEquals(new Toy.Sgd(parameters, 0.01, 0.9, false, 0), file.optimizer().make(Map.of(Toy.PARAMETERS, parameters)));
        assertEquals(List.of(new Toy.Named("accuracy")), file.metrics().stream().map(m -> m.make(Map.of())).toList());
        var randn = assertInstanceOf(Toy.Randn.class, file.data().train().make(Map.of()));
        assertArrayEquals(new int[] {1000, 3}, randn.inputs());
        assertArrayEquals(new int[] {1000, 2}, randn.targets());
    }

    @Test
    void layersKnowTheirLines() throws IOException {
        if (!(Table.read("valid.txt").getFirst().open(folder).value().model() instanceof Bound.Chain<Toy.Layer> model)) throw new AssertionError("not a chain");
        var lines = model.links().stream().map(link -> link.node().place().line()).toList();
        assertEquals(List.of(7, 8), lines);
    }

    @Test
    void defaultsOfWordsCanBeAsked() throws IOException {
        var read = Table.read("valid.txt").getFirst().open(folder);
        var explained = read.explain(Toy.WORDS, Map.of(Toy.PARAMETERS, List.of()), Set.of(Toy.Layer.class, Toy.Optimizer.class)).replace(folder + "/", "");
        assertTrue(explained.contains("""
                model:
                  - linear:
                      in: 3             # a.yaml:7
                      out: 2            # a.yaml:7
                      bias: true        # default
                  - sigmoid             # a.yaml:8
                """), explained);
        assertTrue(explained.contains("    weightDecay: 0.0    # default\n"), explained);
        var again = new Table("again", explained, List.of(), "").open(folder).value();
        assertEquals(read.value().model().make(Map.of()), again.model().make(Map.of()));
    }

    /// So that what is tested here holds for the real keys.
    @Test
    void theToyFileHasTheKeysOfTheRealOne() {
        assertEquals(keys(ExperimentFile.class), keys(Toy.File.class));
    }

    private static List<String> keys(Class<?> file) {
        return Stream.of(file.getRecordComponents()).map(c -> c.getName() + " " + c.getGenericType().getTypeName().replaceAll("[\\w.]+[.$](?=\\w)", "") + " " + c.getAnnotation(Key.class)).toList();
    }

    @Test
    void plansCanBeMadeAgain() throws IOException {
        var model = Table.read("valid.txt").getFirst().open(folder).value().model();
        assertEquals(model.make(Map.of()), model.make(Map.of()));
    }
}
