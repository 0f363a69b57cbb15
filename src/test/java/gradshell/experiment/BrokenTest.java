package gradshell.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every broken file of the table says exactly what the table says.
class BrokenTest {
    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> table() {
        return Table.read("broken.txt").stream().map(c -> DynamicTest.dynamicTest(c.title(), () -> {
            Files.writeString(folder.resolve("iris.csv"), "a,b\n");
            assertEquals(c.expected(), c.said(folder));
        }));
    }

    @Test
    void tableIsLong() {
        assertTrue(Table.read("broken.txt").size() >= 60);
    }

    /// A user never reads about Java.
    @Test
    void messagesArePlain() {
        for (var c : Table.read("broken.txt")) {
            for (var word : new String[] {"java.", "Exception", "Optional", "Toy", "null pointer", " int ", "double", "[]"}) {
                assertTrue(!c.expected().lines().filter(l -> !l.startsWith(" ")).anyMatch(l -> l.contains(word)), c.title() + ": " + word);
            }
        }
    }
}
