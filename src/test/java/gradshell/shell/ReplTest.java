package gradshell.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplTest {

    @TempDir
    private Path folder;
    private int code;

    /// What the prompt answers to a text typed in, without the prompts and the text.
    private String type(String text) throws IOException {
        return type(text, "int one = 1;");
    }

    private String type(String text, String startup) throws IOException {
        var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        var shown = new ByteArrayOutputStream();
        try (var terminal = new DumbTerminal("test", "dumb", in, shown, StandardCharsets.UTF_8)) {
            var twice = new Command("%twice", "does it twice", (repl, argument) -> {
                repl.tell(repl.session().eval(argument));
                repl.tell(repl.session().eval(argument));
            });
            code = new Repl(() -> Session.open(startup), Dialect.JAVA, List.of(twice), Report.plain(false)).run(terminal, "hello", folder.resolve("state/history"));
        }
        return shown.toString(StandardCharsets.UTF_8).replace("\r", "");
    }

    @Test
    void evaluatesAndShows() throws IOException {
        var shown = type("one + 1\nvar x = \"a\"\nx\nfor (;;) break;\nint f() { return g(); }\n");
        assertTrue(shown.contains("gs> $1 = 2\n"), shown);
        assertTrue(shown.contains("gs> x = \"a\"\n"), shown);
        assertTrue(shown.contains("gs> \"a\"\n"), shown);
        assertTrue(shown.contains("f() is declared, but needs method g()"), shown);
        assertEquals(0, code);
    }

    @Test
    void failuresKeepTheSession() throws IOException {
        var shown = type("int y = 4\nnope(1)\ny / 0\ny + 100\n");
        assertTrue(shown.contains("cannot find symbol: method nope(int)\n    nope(1)\n    ^~~~\n"), shown);
        assertTrue(shown.contains("ArithmeticException: / by zero\n    y / 0\n"), shown);
        assertTrue(shown.contains(" = 104\n"), shown);
    }

    @Test
    void goesOnOverLines() throws IOException {
        var shown = type("int f(int x) {\nreturn x +\n1;\n}\nf(\n41)\n");
        assertTrue(shown.contains("$1 = 42"), shown);
    }

    @Test
    void commands() throws IOException {
        var shown = type("int y = 4\n/vars\n/list\n/imports\n/help\n/help y\n/nope\n/reset\ny\n/exit one + 2\n1 + 1\n");
        assertTrue(shown.contains("int one = 1\nint y = 4\n"), shown);
        assertTrue(shown.contains("/history"), shown);
        assertTrue(shown.contains("nothing is known about y"), shown);
        assertTrue(shown.contains("unknown command /nope"), shown);
        assertTrue(shown.contains("cannot find symbol: variable y"), shown);
        assertEquals(3, code);
    }

    @Test
    void moreCommands() throws IOException {
        var shown = type("int n = 0\n%twice n += \n2\n/vars\n");
        assertTrue(shown.contains("n = 2\nn = 4\n"), shown);
        assertTrue(shown.contains("int n = 4\n"), shown);
    }

    @Test
    void warnsOfHiddenWords() throws IOException {
        var shown = type("int max(int x) { return x; }\nmax(1, 2)\n/drop max\nmax(1, 2)\n/drop max\n", "import static java.lang.Math.*;");
        assertTrue(shown.contains("every max() of java.lang.Math is now hidden; /drop max brings them back"), shown);
        assertTrue(shown.contains("$1 = 2"), shown);
        assertTrue(shown.contains("there is no max"), shown);
    }

    @Test
    void snippetsReadWhatIsTyped() throws IOException {
        var shown = type("var line = new java.util.Scanner(System.in).nextLine()\nGrüße 😀\nint one = System.in.read()\nA\none + 100\n");
        assertTrue(shown.contains("line = \"Grüße 😀\""), shown);
        assertTrue(shown.contains("one = 65\n"), shown);
        assertTrue(shown.contains(" = 165\n"), shown);
    }

    @Test
    void history() throws IOException {
        type("int y = 4\n");
        assertTrue(Files.readString(folder.resolve("state/history")).contains("int y = 4"));
        assertTrue(type("/history\n").contains("int y = 4\n"));
    }

    @Test
    void aBrokenStartup() throws IOException {
        assertTrue(type("1\n", "import no.where.Thing;").contains("startup:1:"));
        assertEquals(1, code);
    }

    @Test
    void javaTimeAndSave() throws IOException {
        var file = folder.resolve("saved.jsh");
        var shown = type("int y = 4\n%java\n%java y + 1\n%time y * 10\nint g(int a) {\nreturn a + y;\n}\n%save " + file + "\n%save\n%save " + folder + "\n");
        assertTrue(shown.contains("gs> int y = 4\n"), shown);
        assertTrue(shown.contains("gs> y + 1\n"), shown);
        assertTrue(java.util.regex.Pattern.compile("\\$1 = 40\n[\\d.]+ ms, [\\d.]+ of them to run\n").matcher(shown).find(), shown);
        assertEquals("int y = 4\ny * 10\nint g(int a) {\nreturn a + y;\n}\n", Files.readString(file));
        assertTrue(shown.contains("3 snippets in " + file), shown);
        assertTrue(shown.contains("%save needs the name of a file"), shown);
        assertTrue(shown.contains("cannot write " + folder), shown);
    }
}
