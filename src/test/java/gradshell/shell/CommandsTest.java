package gradshell.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The commands of every prompt, as somebody types them.
@Timeout(120)
class CommandsTest {

    @TempDir
    private Path folder;
    private Map<String, String> environment = Map.of();
    private int code;

    private String type(String... lines) throws IOException {
        var in = new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        var shown = new ByteArrayOutputStream();
        try (var terminal = new DumbTerminal("test", "dumb", in, shown, StandardCharsets.UTF_8)) {
            var repl = new Repl(() -> Session.open("import java.util.*;"), Dialect.JAVA, List.of(), Report.plain(false));
            repl.environment = environment;
            code = repl.run(terminal, "hello", folder.resolve("state/history"));
        }
        return shown.toString(StandardCharsets.UTF_8).replace("\r", "");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static void says(String shown, String text) {
        assertTrue(shown.contains(text), text + "\nin\n" + shown);
    }

    // ---- snippets ----

    @Test
    void listsWithNumbers() throws IOException {
        var shown = type("int y = 4", "y++", "y++", "nope", "int f(int x) {\nreturn x;\n}", "record P(int x) {}", "/list", "/list f y", "/list 2", "/list -start", "/list none", "/methods", "/methods f", "/types", "/vars y", "/vars z");
        says(shown, "   1 : int y = 4\n   2 : y++\n   3 : y++\n   5 : int f(int x) {\n       return x;\n       }\n   6 : record P(int x) {}\n");
        says(shown, "gs>    1 : int y = 4\n   5 : int f");
        says(shown, "gs>    2 : y++\ngs>   s1 : import java.util.*;\n");
        says(shown, "there is no snippet none; /list shows what there is");
        says(shown, "gs> int f(int)\ngs> int f(int)\ngs> record P\n");
        says(shown, "gs> int y = 6\ngs> there is no variable z\n");
    }

    @Test
    void dropsSeveral() throws IOException {
        var shown = type("int a = 1", "int b = 2", "int c = 3", "/drop a 3 d", "/vars", "/drop");
        says(shown, "there is no d\ngs> int b = 2\ngs> /drop needs the name");
        says(type("/vars", "/methods", "/types"), "gs> there are no variables\ngs> there is no method\ngs> there is no type\n");
    }

    @Test
    void editsInAnEditor() throws IOException {
        var editor = file("editor.sh", "printf 'int y = 5;\\nint z = y * 2;\\n' > \"$1\"\n");
        environment = Map.of("EDITOR", "sh " + editor);
        var shown = type("int x = 1", "int y = 4", "/edit y", "/vars");
        says(shown, "gs> y = 5\nz = 10\ngs> int x = 1\nint y = 5\nint z = 10\n");
        environment = Map.of("VISUAL", "false", "EDITOR", "sh " + editor);
        says(type("int y = 4", "/edit y", "y"), "nothing is changed");
        environment = Map.of("EDITOR", "/no/such/editor");
        says(type("int y = 4", "/edit y", "y"), "; set EDITOR to one that is there, or unset it to edit here\ngs> 4\n");
        environment = Map.of("EDITOR", "true");
        says(type("int y = 4", "/edit nope"), "there is no snippet nope");
    }

    @Test
    void editsInTheLineWithoutAnEditor() throws IOException {
        says(type("int y = 4", "/edit y", " + 1", "y"), "gs> int y = 4y = 5\ngs> 5\n");
        says(type("int f(int a) {\nreturn a;\n}", "/edit f", "f(3)"), "$1 = 3");
    }

    // ---- files ----

    @Test
    void runsAFileHere() throws IOException {
        var run = file("run.jsh", "#!/bin/sh\nint doubled = 2 * given;\nvar first = args[0];\nSystem.out.println(args.length);\n/list 1\n");
        var shown = type("int given = 21", "%run " + run + " a b", "doubled", "first");
        says(shown, "   1 : int given = 21\n");
        says(shown, "gs> 42\ngs> \"a\"\n");
        var fails = file("fails.jsh", "int fine = 1;\n\nint bad = fine /\n    (fine - 1);\nint never = 1;\n");
        shown = type("%run " + fails, "fine", "never", "%trace");
        says(shown, fails + ":3: ArithmeticException: / by zero\n    int bad = fine /\n");
        says(shown, "gs> 1\n");
        says(shown, "cannot find symbol: variable never");
        says(shown, "java.lang.ArithmeticException: / by zero\n\tat ");
        says(type("%run " + file("wrong.jsh", "int a = 1;\nint b = c;\n")), "wrong.jsh:2:9: cannot find symbol: variable c\n    int b = c;\n            ^\n");
        says(type("/open " + file("exit.jsh", "int a = 1;\n/exit\nint b = 2;\n"), "/vars", "/exit a + 6"), "gs> int a = 1\ngs> ");
        assertEquals(7, code);
        says(type("%run", "%run no.jsh", "%run " + folder, "%trace"), "gs> %run needs the name of a file\ngs> %run: there is no file no.jsh\ngs> %run: cannot read ");
    }

    @Test
    void loadsIntoTheLine() throws IOException {
        says(type("%load " + file("a.jsh", "int a = 40\n"), " + 2", "a"), "gs> int a = 40a = 42\ngs> 42\n");
    }

    @Test
    void saves() throws IOException {
        var to = folder.resolve("to.jsh");
        says(type("int a = 1", "a++", "a++", "/save " + to), "3 snippets in " + to);
        assertEquals("int a = 1\na++\na++\n", Files.readString(to));
        type("int a = 1", "/save -all " + to);
        assertEquals("import java.util.*;\nint a = 1\n", Files.readString(to));
        type("int a = 1", "/save -start " + to, "/save -some " + to);
        assertEquals("import java.util.*;\n", Files.readString(to));
        type("int a = 1", "nope", "/save -history " + to);
        assertTrue(Files.readString(to).contains("int a = 1\nnope\n"));
        says(type("/save -some x", "/save"), "/save knows no -some; it knows -all, -start and -history\ngs> /save needs the name of a file");
    }

    // ---- times ----

    @Test
    void timesWhatIsRepeated() throws IOException {
        var shown = type("int[] counts = new int[1]", "%timeit counts[0]++", "counts[0] > 1000", "%timeit for (int i = 0; i < 10; i++) counts[0] += i; counts[0] = 0", "%timeit new long[1000]", "%timeit", "%timeit nope + 1", "%timeit counts[1]", "%timeit int g() { return 1; }", "/vars", "%time counts.length");
        assertTrue(shown.matches("(?s).*gs> [\\d.]+ [nµm]s a run \\([\\d.]+ to [\\d.]+ for the middle half of \\d+ samples of \\d+ runs\\); \\d+ bytes allocated; warm after [\\d.]+ s\n.*"), shown);
        says(shown, "gs> $2 = true\n");
        says(shown, "; 80");
        says(shown, "%timeit needs a snippet");
        says(shown, "cannot find symbol: variable nope\n    nope + 1\n    ^~~~\n");
        says(shown, "ArrayIndexOutOfBoundsException: Index 1 out of bounds for length 1\n    counts[1]\n");
        says(shown, "%timeit: this cannot be run again and again");
        says(shown, "gs> int[] counts = [0]\n");
    }

    @Test
    void timingCountsEveryRun() throws Exception {
        var runs = new long[1];
        var timing = Timing.of(() -> {
            runs[0]++;
            Thread.sleep(1);
            return new byte[1 << 20];
        });
        assertTrue(timing.median() >= 1e6 && timing.low() <= timing.median() && timing.median() <= timing.high(), timing.toString());
        assertTrue(timing.bytes() >= 1 << 20 && timing.bytes() < 1.2 * (1 << 20), timing.toString());
        assertTrue(runs[0] > timing.runs() * timing.samples(), timing.toString());
    }

    // ---- help ----

    @Test
    void everyCommandHasHelp() throws IOException {
        var shown = type("/help", "/help %timeit", "/help run", "/help nothing");
        for (var command : Commands.ALL) says(shown, command.name());
        says(shown, "The median of the samples");
        says(shown, "%run  %run FILE ARG…");
        says(shown, "nothing is known about nothing");
        assertFalse(Commands.ALL.stream().anyMatch(command -> command.about().isBlank() || command.line().endsWith(".")));
    }
}
