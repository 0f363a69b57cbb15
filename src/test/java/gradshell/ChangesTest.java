package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the prompt answers where a variable is changed: the variable, and no name of the shell's own.
@Timeout(120)
class ChangesTest {
    @TempDir
    private Path folder;

    @Test
    void aChangeIsAnsweredWithItsVariable() throws IOException {
        var shown = Prompt.typed(folder, "int x = 5", "x += 1", "x++", "++x  // with a comment", "x <<= 2;", "var s = \"a\"", "s += x", "double d = 1", "d /= 0.5 + 0.5; d *= 4", "x += nope", "int f() { return x += 1; }", "f()", "/vars", "/list", "%java x -= 1", "x -= 1", "%java");
        for (var text : new String[] {"\ngs> x = 6\n", "\ngs> x = 7\n", "\ngs> x = 8\n", "\ngs> x = 32\n", "\ngs> s = \"a32\"\n", "\ngs> d = 1.0\nd = 4.0\n", "gs> $1 = 33\n", "\ngs> x -= 1\ngs> x = 32\ngs> x -= 1\n"}) assertTrue(shown.contains(text), text + "in\n" + shown);
        assertTrue(shown.contains("cannot find symbol: variable nope\n    x += nope\n         ^~~~\n"), shown);
        assertTrue(shown.contains(" : x++\n") && shown.contains(" : ++x\n"), shown);
        assertFalse(shown.contains("$2") || shown.contains("{ x"), shown);
        assertEquals(2, shown.split("\\$1 =", -1).length - 1, shown);
    }

    @Test
    void tensorsAndPlacesStayAsTheyWere() throws IOException {
        var shown = Prompt.typed(folder, "var w = tensor(1.0, 2.0)", "w -= 1", "int[] a = {1, 2}", "a[0] += 4", "boolean b = true", "b &= false", "x += 1", "int n = 2147483647", "n += 1", "n /= 0", "n");
        for (var text : new String[] {"\ngs> w = [0., 1.]  float32 [2]\n", "= 5\n", "\ngs> b = false\n", "cannot find symbol: variable x\n    x += 1\n    ^", "\ngs> n = -2147483648\n", "/ by zero\n    n /= 0\n", "\ngs> -2147483648\n"}) assertTrue(shown.contains(text), text + "in\n" + shown);
    }
}
