package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.shell.Repl;
import gradshell.shell.Report;
import gradshell.shell.Style;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The prompt of the language at a terminal that can do everything, key by key.
@Timeout(120)
class TerminalTest {
    private static final String STARTUP = "import static gradshell.Dsl.*;\nimport gradshell.tensor.*;";
    private static final String PASTE = "\033[200~", END = "\033[201~", RIGHT = "\033[C", UNDO = "\037", CTRL_R = "\022", CTRL_D = "\004";

    @TempDir
    private Path folder;

    /// A person at a terminal.
    private final class Person implements AutoCloseable {
        final ByteArrayOutputStream shown = new ByteArrayOutputStream();
        private final PipedOutputStream keys = new PipedOutputStream();
        private final ExternalTerminal terminal;
        private final Thread prompt;

        Person(int columns, Style style, Charset charset) throws IOException {
            terminal = new ExternalTerminal("test", "xterm-256color", new PipedInputStream(keys, 1 << 20), shown, charset);
            terminal.setSize(Size.of(columns, 24));
            var repl = new Repl(() -> Language.open(STARTUP), new Language(), List.of(), new Report(false, style));
            prompt = Thread.ofPlatform().start(() -> {
                try {
                    repl.run(terminal, "hello", folder.resolve("state/history"));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            until(text -> text.contains("gs> "));
        }

        String all() { return shown.toString(StandardCharsets.UTF_8).replace("\r", ""); }

        private void until(Predicate<String> seen) {
            try {
                while (!seen.test(all())) {
                    assertTrue(prompt.isAlive(), all());
                    Thread.sleep(5);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("never shown; there is:\n" + all(), e);
            }
        }

        /// Presses keys, and waits until a text has been shown since.
        String type(String text, String until) throws IOException {
            int before = all().length();
            keys.write(text.getBytes(StandardCharsets.UTF_8));
            keys.flush();
            until(all -> all.substring(before).contains(until));
            return all().substring(before);
        }

        /// Enters a snippet, and waits for its answer and the next prompt. Answers what was shown without the codes for colours.
        String enter(String text) throws IOException {
            type(text + "\r", "\033[?2004l");
            int before = all().length();
            until(all -> all.substring(all.lastIndexOf("\033[?2004l")).contains("gs> "));
            assertTrue(all().length() >= before);
            return all().substring(all().lastIndexOf("\033[?2004l")).replaceAll("\033\\[[?\\d;=>]*[a-zA-Z]|\033=|\033>", "");
        }

        @Override
        public void close() throws IOException {
            keys.write(CTRL_D.getBytes(StandardCharsets.UTF_8));
            keys.flush();
            try {
                prompt.join(10_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertFalse(prompt.isAlive());
            terminal.close();
        }
    }

    private Person person(int columns) throws IOException { return new Person(columns, Style.PLAIN, StandardCharsets.UTF_8); }

    @Test
    void valuesFitTheTerminal() throws IOException {
        try (var narrow = person(40)) {
            var shown = narrow.enter("arange(30)");
            assertTrue(shown.contains("[ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,\n"), shown);
            assertTrue(narrow.enter("plot(arange(30).to(float32))").lines().allMatch(line -> line.length() <= 40));
            assertTrue(narrow.enter("heatmap(rand(30, 90))").lines().allMatch(line -> line.length() <= 40));
            narrow.terminal.setSize(Size.of(120, 24));
            assertTrue(narrow.enter("arange(30)").contains(" 28, 29]"));
            assertTrue(narrow.enter("plot(arange(30).to(float32))").lines().anyMatch(line -> line.length() > 100));
        }
    }

    @Test
    void layersAreTrees() throws IOException {
        try (var person = person(80)) {
            assertTrue(person.enter("linear(2, 3).then(sigmoid())").contains("linear(2, 3) -> sigmoid()\n9 parameters"));
            var deep = person.enter("residual(linear(3, 3).then(relu())).then(linear(3, 1))");
            assertTrue(deep.contains("\n  0: residual") && deep.contains("\n  1: linear(3, 1)\n16 parameters"), deep);
        }
    }

    @Test
    void picturesAsImages() throws IOException {
        try (var person = person(60)) {
            person.enter("%pictures kitty");
            var shown = person.type("plot(arange(4).to(float32)).title(\"t\")\r", "m=0;");
            person.until(all -> all.endsWith("gs> "));
            var file = new StringBuilder();
            for (var pieces = Pattern.compile("\033_G[^;]*;([^\033]*)\033\\\\").matcher(person.all()); pieces.find();) file.append(pieces.group(1));
            assertTrue(shown.contains("a=T,f=100,q=2,c=60,m=1;"));
            var image = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(file.toString())));
            assertEquals(800, image.getWidth());
            assertEquals(500, image.getHeight());
            assertTrue(person.enter("%pictures").contains("shown as kitty"));
            assertTrue(person.enter("%pictures fax").contains("there is no way fax to show pictures"));
            person.enter("%pictures text");
            assertTrue(person.enter("plot(arange(4).to(float32))").contains("└┬"));
        }
    }

    @Test
    void themesLast() throws IOException {
        try (var person = new Person(80, Style.COLOR, StandardCharsets.UTF_8)) {
            assertTrue(person.enter("%theme pink").contains("there is no theme pink: there are none, terminal, light, dark"));
            person.enter("%theme dark");
            assertTrue(person.type("tensor(5)\r", "int64").contains("\033[2mint64 []"));
        }
        try (var person = new Person(80, Style.COLOR, StandardCharsets.UTF_8)) {
            assertTrue(person.enter("%theme").contains("the theme is dark"));
            assertTrue(person.type("nope\r", "~~~").contains("\033[38;5;203mcannot find"));
            person.enter("%theme none");
            assertFalse(person.type("nope\r", "~~~").contains("\033[38"));
        }
        try (var person = person(80)) {
            assertTrue(person.enter("%theme").contains("the theme is none"));
        }
    }

    @Test
    void whatCannotBeShown() throws IOException {
        try (var person = person(80)) {
            person.enter("class Odd { public String toString() { throw new AssertionError(\"no\"); } }");
            assertTrue(person.enter("new Odd()").contains("a Odd, which cannot be shown: AssertionError: no"));
            person.enter("class Loop { public String toString() { return \"\" + this; } }");
            assertTrue(person.enter("new Loop()").contains("which cannot be shown: StackOverflowError"));
            assertTrue(person.enter("1 + 1").contains("= 2"));
        }
    }

    @Test
    void longValuesLoseTheirMiddle() throws IOException {
        try (var person = person(80)) {
            var shown = person.enter("var text = \"ab\".repeat(50_000)");
            assertTrue(shown.contains("more characters; System.out.println(text) shows all …"), shown.substring(0, 100));
            assertTrue(shown.length() < 30_000 && shown.contains("text =\n\"abab") && shown.contains("abab\"\n"));
            // Only the ends of what is large are looked at.
            assertTrue(person.enter("zeros(1).expand(1 << 15, 1 << 15)").contains("[0., 0., 0., ..., 0., 0., 0.]"));
        }
    }

    @Test
    void linesAreIndented() throws IOException {
        try (var person = person(80)) {
            person.type("int f(int x) {\r", "  > ");
            person.type("if (x > 0) {\r", "  > ");
            person.type("return g(\r", "  > ");
            person.type("1);\r}\r", "}");
            person.enter("return 0;\r}");
            person.enter("int g(int x) { return x + 41; }");
            assertTrue(person.enter("f(2)").contains("= 42"));
        }
        assertTrue(Files.readString(folder.resolve("state/history")).contains("int f(int x) {\\n    if (x > 0) {\\n        return g(\\n            1);\\n    }\\n    return 0;\\n}"), Files.readString(folder.resolve("state/history")));
    }

    @Test
    void suggestionsUndoAndSearch() throws IOException {
        try (var person = person(80)) {
            person.enter("var first = 17 + 4");
            assertTrue(person.type("var f", "irst = 17 + 4").contains("irst"));
            assertTrue(person.enter(RIGHT + " - 1").contains("first = 20"));
            // What is only suggested is not entered.
            assertTrue(person.enter("1 + 1").contains("= 2"));
            assertTrue(person.enter("1 +" + "\b\b\b9").contains("= 9"));
            assertTrue(person.enter("5678" + UNDO).contains("= 567"));
            person.type(CTRL_R + "17", "17 + 4");
            assertTrue(person.enter("").contains("first = "));
        }
    }

    @Test
    void pastedPrograms() throws IOException {
        try (var person = person(80)) {
            var shown = person.enter(PASTE + "record P(int a) { }\nint n = java.util.stream.IntStream.range(0, 4)\n    .map(i -> 2 * i)\n    .sum();\nif (n > 3) {\n    n = 5;\n}\nelse {\n    n = 6;\n}\nnew P(n)\n" + END);
            assertTrue(shown.contains("n = 12\n") && shown.contains("P[a=5]"), shown);
            assertTrue(person.enter(PASTE + "n = 1;\nn / 0;\nn = 2;\n" + END).contains("/ by zero"));
            assertTrue(person.enter("n").contains("1"));
        }
    }

    @Test
    void aVeryLongPaste() throws IOException {
        try (var person = person(80)) {
            var text = new StringBuilder("int total() {\n    int sum = 0;\n");
            for (int i = 0; i < 5000; i++) text.append("    sum += ").append(i).append(";\n");
            long before = System.nanoTime();
            person.enter(PASTE + text + "    return sum;\n}\n" + END);
            assertTrue(person.enter("total()").contains("= 12497500"));
            assertTrue(System.nanoTime() - before < 60_000_000_000L);
        }
    }

    @Test
    void withoutUnicode() throws IOException {
        try (var person = new Person(60, Style.COLOR, StandardCharsets.US_ASCII)) {
            var shown = person.enter("plot(arange(4).to(float32))") + person.enter("imshow(rand(8, 8))") + person.enter("hist(randn(50))");
            assertTrue(shown.chars().allMatch(c -> c < 128) && !shown.contains("?"), shown);
        }
    }
}
