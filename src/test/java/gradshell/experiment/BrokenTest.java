package gradshell.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every broken file of the table says exactly what the table says.
class BrokenTest {
    /// Advice that replaces what the caret points at.
    private static final Pattern ADVICE = Pattern.compile("did you mean (?<a>[^?]+)\\?|(?:.*: )?write (?<b>[^ …]+|\\w+: [^…{},]+|\\[[^…]+\\])(, or .*)?");

    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> table() {
        return Table.read("broken.txt").stream().map(c -> DynamicTest.dynamicTest(c.title(), () -> {
            var own = Files.createTempDirectory(folder, "case");
            Files.writeString(own.resolve("iris.csv"), "a,b\n");
            assertEquals(c.expected(), c.said(own));
        }));
    }

    /// Whoever follows the advice of a message does not meet a problem at the same place again.
    @TestFactory
    Stream<DynamicTest> adviceHelps() {
        return Table.read("broken.txt").stream().flatMap(c -> problems(c).filter(p -> p.place().source().kind() == Source.Kind.FILE && p.line() > 0 && p.file().endsWith("a.yaml"))
                .flatMap(p -> Stream.of(ADVICE.matcher(p.hint())).filter(Matcher::matches)
                        .map(m -> DynamicTest.dynamicTest(c.title() + ": " + p.hint(), () -> follow(c, p, m.group("a") != null ? m.group("a") : m.group("b"))))));
    }

    private Stream<Problem> problems(Table c) {
        try {
            var own = Files.createTempDirectory(folder, "advice");
            Files.writeString(own.resolve("iris.csv"), "a,b\n");
            c.open(own);
            return Stream.of();
        } catch (ExperimentException e) {
            return e.problems().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void follow(Table c, Problem problem, String advice) {
        var lines = new ArrayList<>(c.yaml().lines().toList());
        var line = lines.get(problem.line() - 1);
        int from = line.offsetByCodePoints(0, problem.column() - 1), to = line.offsetByCodePoints(from, problem.length());
        lines.set(problem.line() - 1, line.substring(0, from) + advice + line.substring(to));
        var mended = new Table(c.title(), String.join("\n", lines) + "\n", c.others(), c.overrides(), "");
        var same = problems(mended).filter(p -> p.line() == problem.line() && p.column() == problem.column() && p.message().equals(problem.message())).toList();
        assertEquals(List.of(), same);
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
