package gradshell.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
        assertEquals(text, Highlight.paint(text).toString());
    }

    @Test
    void varIsAKeywordUnlessItIsCalled() {
        assertEquals("\033[34mvar\033[0m w = var(\033[36m2\033[0m)", Highlight.paint("var w = var(2)").toAnsi());
    }
}
