package gradshell.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HighlightTest {

    private static String tokens(String text) {
        return Token.of(text).stream().map(t -> t.kind().name().charAt(0) + text.substring(t.start(), t.end())).collect(Collectors.joining(" "));
    }

    @Test
    void tokensOfJava() {
        assertEquals("Wvar Wx S= N1e-3f S+ N0x1p-3 S* N.5 S- N1_000L S;", tokens("var x = 1e-3f + 0x1p-3 * .5 - 1_000L;"));
        assertEquals("T\"a\\\"//\" C/* \" */ T'\\'' C// end", tokens("\"a\\\"//\" /* \" */ '\\'' // end"));
        assertEquals("T\"\"\"\n a \\\"\"\" \" \"\"\" S.", tokens("\"\"\"\n a \\\"\"\" \" \"\"\"."));
        assertEquals("N1 S. WintValue S( S) S, N2. S)", tokens("1.intValue(), 2.)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "var x = var(1); \"open", "/* open", "\"\"\" open", "'", "/exit", "\\", "1e", "0x", ".", "\u00e5\uD83D\uDE00 = 1"})
    void neverChangesTheText(String text) {
        for (int cursor = -1; cursor <= text.length(); cursor++) assertEquals(text, Highlight.paint(Style.COLOR, text, cursor).toString());
    }

    @Test
    void bracketsOfAPair() {
        for (var each : new Object[][] {{"f(a[1])", 7, List.of(1, 6)}, {"f(a[1])", 6, List.of(3, 5)}, {"f(a[1])", 1, List.of(1, 6)}, {"f(a[1])", 3, List.of(3, 5)}, {"f(\")\")", 6, List.of(1, 5)},
                {"(]", 2, List.of()}, {"(", 1, List.of()}, {"a", 1, List.of()}, {"()", -1, List.of()}})
            assertEquals(each[2], Brackets.at((String) each[0], Token.of((String) each[0]), (int) each[1]), each[0] + " at " + each[1]);
        assertEquals("\033[4;1m(\033[24;36;22m1\033[4;39;1m)\033[0m", Highlight.paint(Style.COLOR, "(1)", 3).toAnsi());
        assertEquals("(1)", Highlight.paint(Style.PLAIN, "(1)", 3).toAnsi());
        assertEquals(3, Brackets.open("f(x) { g('}', (1"));
    }

    @Test
    void varIsAKeywordUnlessItIsCalled() {
        assertEquals("\033[34mvar\033[0m w = var(\033[36m2\033[0m)", Highlight.paint(Style.COLOR, "var w = var(2)", -1).toAnsi());
    }
}
