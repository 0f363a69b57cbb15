package gradshell.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jline.reader.Candidate;
import org.jline.reader.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TabTest {
    /// The candidates at the end of a text, each with what is said about it.
    private static Map<String, String> candidates(String text) {
        var dialect = new Dialect() {
            @Override
            public Optional<String> summary(String type, String name) { return Optional.of(name + " of " + (type.isEmpty() ? "the language" : type)); }
        };
        try (var session = Session.open("import java.util.*; String word = \"abc\"; List<String> many = List.of(); int[] row = {1}; int wordy = 1;")) {
            var candidates = new ArrayList<Candidate>();
            new Tab(() -> session, dialect, Commands.ALL, () -> Style.PLAIN, () -> 80).complete(new Lines(_ -> true).parse(text, text.length(), Parser.ParseContext.COMPLETE), candidates);
            return candidates.stream().collect(Collectors.toMap(Candidate::value, c -> String.valueOf(c.descr()), (a, _) -> a));
        }
    }

    @Test
    void methodsWithTheirType() {
        assertEquals("strip of String", candidates("word.stri").get("strip()"));
        assertEquals("size of List", candidates("var n = 1 + many.siz").get("size()"));
        assertEquals("length of String", candidates("many.get(0).trim().leng").get("length()"));
        assertEquals("repeat of String", candidates("if (\"a)b(\".repea").get("repeat("));
    }

    @Test
    void names() {
        assertEquals(Map.of("word", "word of the language", "wordy", "wordy of the language"), candidates("word"));
        assertTrue(candidates("/he").get("/help").startsWith("this list"));
    }

    @Test
    void whatCommandsTake(@TempDir Path folder) throws IOException {
        assertTrue(candidates("%timeit word.stri").containsKey("strip()"));
        assertEquals(Map.of("word", "null", "wordy", "null"), candidates("/drop wor"));
        assertEquals(Map.of(), candidates("/reset wor"));
        Files.writeString(folder.resolve("script.jsh"), "1");
        assertEquals(List.of("script.jsh"), candidates("%run " + folder + "/scr").keySet().stream().toList());
        assertEquals(List.of("script.jsh"), candidates("/save -all " + folder + "/").keySet().stream().toList());
    }

    @Test
    void filesInStrings(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("my-data.csv"), "1");
        Files.writeString(folder.resolve(".hidden"), "1");
        Files.createDirectories(folder.resolve("sub"));
        assertEquals(List.of("my-data.csv", "sub/"), candidates("f(\"" + folder + "/").keySet().stream().sorted().toList());
        // The word that is replaced begins behind the hyphen.
        assertEquals(List.of("data.csv"), candidates("f(\"" + folder + "/my-da").keySet().stream().toList());
        assertEquals(Map.of(), candidates("f(\"/no/such/folder/x"));
    }

    @Test
    void strings() {
        assertEquals(Optional.of("a/b"), Tab.openString("f(\"x\", \"a/b", 11));
        assertEquals(Optional.empty(), Tab.openString("f(\"x\", ", 7));
        assertEquals(Optional.of("a\\\"b"), Tab.openString("\"a\\\"b", 5));
        assertEquals(Optional.of(""), Tab.openString("\"", 1));
    }

    @Test
    void expressionsBeforeADot() {
        for (String[] each : new String[][] {{"1 + x", "x"}, {"f(a, b)", "f(a, b)"}, {"(a + b)", "(a + b)"}, {"g(x.y(1)[2]", "x.y(1)[2]"}, {"-x.y", "x.y"}, {"\"a b\"", "\"a b\""}, {"return f(\")\")", "f(\")\")"}})
            assertEquals(each[1], each[0].substring(Place.startOfExpression(each[0], each[0].length())));
        assertEquals(-1, Place.startOfExpression("1 +", 3));
        assertEquals(-1, Place.startOfExpression(")", 1));
    }
}
