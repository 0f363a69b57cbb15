package gradshell.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScriptTest {

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private Session session;

    @BeforeEach
    void open() {
        session = Session.open("import java.util.*;\nvar said = new ArrayList<Object>();");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private int run(String text) {
        return run(text, false, false);
    }

    private int run(String text, boolean keepGoing, boolean trace) {
        told.reset();
        var errors = new PrintStream(told, true, StandardCharsets.UTF_8);
        return new Script(keepGoing, Report.plain(trace), errors).run(session, Source.script("t.jsh", text));
    }

    private String errors() {
        return told.toString(StandardCharsets.UTF_8).replace("\r", "");
    }

    private String said() {
        return session.eval("said") instanceof Outcome.Value v ? v.value().toString() : "?";
    }

    private void succeeds(String text, String said) {
        assertEquals(0, run(text), () -> text + "\n" + errors());
        assertEquals("", errors());
        assertEquals(said, said());
    }

    // ---- cutting ----

    @Test
    void nothing() {
        succeeds("", "[]");
        succeeds("\n\n  // nothing\n/* at all */\n;\n", "[]");
    }

    @Test
    void leadingDots() {
        succeeds("""
            var s = new StringBuilder()   // begin
                .append(1)
                // a comment between

                .append(2)
            said.add(s
              .toString())
            """, "[12]");
    }

    @Test
    void ifAndElseOnLinesOfTheirOwn() {
        succeeds("""
            if (said.isEmpty()) {
                said.add(1);
            }
            else {
                said.add(2);
            }
            if (said.isEmpty()) said.add(3);
            else if (said.size() > 5) said.add(4);
            else said.add(5);
            try {
                said.add(Integer.parseInt("x"));
            }
            catch (NumberFormatException e) {
                said.add(6);
            }
            finally {
                said.add(7);
            }
            do
                said.add(8);
            while (said.size() < 5)
            """, "[1, 5, 6, 7, 8]");
    }

    @Test
    void annotationsAndOpenBracesOnLinesOfTheirOwn() {
        succeeds("""
            @Deprecated
            @SuppressWarnings({"unchecked", "rawtypes"})
            int f()
            {
                return 1;
            }
            @FunctionalInterface
            interface Op
            {
                int of(int x);
            }
            class A
                implements Op
            {
                public int of(int x) { return x; }
            }
            @interface Mark { }
            <T> T same(T x) { return x; }
            said.add(f() + new A().of(same(2)))
            {
                int inner = 3;
                said.add(inner);
            }
            """, "[3, 3]");
    }

    @Test
    void operatorsOnTheNextLine() {
        succeeds("""
            int a = 5
            int b = a > 3
                ? 1
                : 2
            int c = a
                * b
                - 1
            said.add(c)
            int d = 1
            <T> int one(T t) { return 1; }
            boolean e = a == 5
                && b != 3
                || d
                < 2
            said.add(e)
            ++d
            """, "[4, true]");
    }

    @Test
    void textBlocksCommentsAndStrings() {
        succeeds("""
            String s = \"""
                a { ( [ // no
                \\\""" \""" + 'x'
            said.add(s.length())   /* { */   // (
            char q = '"', p = '\\''
            /* int x = ;
             */ said.add("}" + q + p)
            """, "[18, }\"']");
    }

    @Test
    void severalOnALine() {
        succeeds("int x = 1; int y = 2; said.add(x + y); for (int i = 0; i < 2; i++) said.add(i); said.add(\n9)", "[3, 0, 1, 9]");
    }

    @Test
    void hashBangWindowsLinesAndByteOrderMark() {
        succeeds("\uFEFF#!/usr/bin/env gradshell\r\nint x = 1\r\nsaid\r\n    .add(x)\r\n", "[1]");
        assertEquals(1, run("#!/x\r\nint y = nope;\r\n"));
        assertTrue(errors().startsWith("t.jsh:2:9: cannot find symbol: variable nope\n"), errors());
    }

    @Test
    void manySnippets() {
        var text = IntStream.range(0, 200).mapToObj(i -> switch (i % 4) {
                    case 0 -> "int f" + i + "(int x) {\n    return x + 1;\n}";
                    case 1 -> "var v" + i + " = f" + (i - 1) + "(" + i + ")";
                    default -> "said.add(" + i + ")";
                })
                .collect(Collectors.joining("\n"));
        assertEquals(1, run(text + "\nint z = v197 + oops\n"));
        assertTrue(errors().startsWith("t.jsh:301:16: cannot find symbol: variable oops\n"), errors());
        assertEquals(198, session.eval("v197") instanceof Outcome.Value v ? v.value() : null);
    }

    @Test
    void manyConstructs() throws IOException {
        try (var in = ScriptTest.class.getResourceAsStream("constructs.jsh")) {
            succeeds(new String(in.readAllBytes(), StandardCharsets.UTF_8), "[three, total 3 done, less, 23{1=[a], 2=[bb, cc]}, x, 5, g2, 18, -1, true]");
        }
    }

    // ---- failing ----

    @Test
    void theFirstFailureEndsIt() {
        assertEquals(1, run("""
            said.add(1)
            int f(int x) {
                int y = x;
                return y.mull(2);
            }
            said.add(2)
            """));
        assertEquals("""
            t.jsh:4:13: int cannot be dereferenced
                    return y.mull(2);
                           ~^~~~~
            """, errors());
        assertEquals("[1]", said());
    }

    @Test
    void anExceptionShowsTheUsersLine() {
        assertEquals(1, run("""
            int f(int x) {
                int y = 0;

                return x / y;
            }

            said.add(
                f(3))
            """));
        assertEquals("""
            t.jsh:4: ArithmeticException: / by zero
                    return x / y;
              called at t.jsh:8: f(3))
            """, errors());
    }

    @Test
    void causesOfEarlierLines() {
        run("""
            Exception kept;
            try {
                Integer.parseInt("x");
            } catch (NumberFormatException e) {
                kept = e;
            }
            var failed = new IllegalStateException("late", kept)
            failed.addSuppressed(new ArithmeticException("noted"))
            throw failed
            """);
        assertEquals("""
            t.jsh:7: IllegalStateException: late
                var failed = new IllegalStateException("late", kept)
              ArithmeticException: noted
              caused by NumberFormatException: For input string: "x" at t.jsh:3: Integer.parseInt("x");
            """, errors());
    }

    @Test
    void varsInOneDeclaration() {
        assertEquals(1, run("said.add(0)\nvar a = 1, b = List.of(2, 3);"));
        assertEquals("""
            t.jsh:2:1: 'var' is not allowed in a compound declaration
                var a = 1, b = List.of(2, 3);
                ^
              write var a = 1; var b = List.of(2, 3);
            """, errors());
        succeeds("var a = 1; var b = List.of(2, 3);", "[0]");
        assertEquals(1, run("for (var i = 0, j = 1; i < 2; i++) said.add(i + j)"));
        assertTrue(errors().endsWith("\n  write the type, as in int i = 0, j = 1, or declare them before the loop\n"), errors());
        succeeds("for (int i = 0, j = 1; i < 2; i++) said.add(i + j)", "[0, 1, 2]");
        assertEquals(1, run("void f() {\n    var x = 1, y = 2;\n}"));
        assertTrue(errors().contains("t.jsh:2:5: ") && errors().endsWith("\n  write var x = 1; var y = 2;\n"), errors());
    }

    @Test
    void whatIsToBeImported() {
        assertEquals(1, run("said.add(Files.exists(Path.of(\"t\")))"));
        assertTrue(errors().contains("cannot find symbol: variable Files\n"), errors());
        assertTrue(errors().contains("\n  write import java.nio.file.Files;\n"), errors());
        assertEquals(1, run("Path same(Path p) { return p; }"));
        assertEquals("""
            t.jsh:1:1: class Path is never declared
                Path same(Path p) { return p; }
                ^~~~
              write import java.nio.file.Path;
            """, errors());
        assertEquals(1, run("said.add(same(null))"));
        assertTrue(errors().endsWith("\n  same was declared, but needs class Path (write import java.nio.file.Path;)\n"), errors());
        succeeds("import java.nio.file.Path;\nsaid.add(same(null))", "[null]");
    }

    @Test
    void oneCauseAndNoTrace() {
        run("throw new IllegalStateException(\"outer\", new java.io.IOException(\"inner\", new Error(\"innermost\")));");
        assertEquals("""
            t.jsh:1: IllegalStateException: outer
                throw new IllegalStateException("outer", new java.io.IOException("inner", new Error("innermost")));
              caused by IOException: inner
            """, errors());
        run("Integer.parseInt(\"x\")", false, true);
        assertTrue(errors().contains("at java.base/java.lang.Integer.parseInt"), errors());
    }

    @Test
    void namesOfTheWrappingDoNotLeak() {
        assertEquals(1, run("String s = null;\ns.length()"));
        assertTrue(errors().startsWith("t.jsh:2: NullPointerException: Cannot invoke \"String.length()\" because \"s\" is null\n"), errors());
    }

    @Test
    void keepGoing() {
        assertEquals(1, run("int a = nope\nsaid.add(1)\nInteger.parseInt(\"y\")\nfoo(1;\nsaid.add(2)", true, false));
        assertEquals("[1, 2]", said());
        assertEquals("t.jsh:1:9:|t.jsh:3:|t.jsh:4:6:", errors().lines().filter(l -> l.startsWith("t.jsh")).map(l -> l.replaceFirst(" .*", "")).collect(Collectors.joining("|")));
    }

    @Test
    void whatIsNeverClosed() {
        assertEquals(1, run("said.add(1)\nint f(int x) {\n  if (x > 0) {\n    return 1;\n}\nsaid.add(2)\n"));
        assertTrue(errors().startsWith("t.jsh:2:14: '{' is never closed\n    int f(int x) {\n                 ^"), errors());
        assertEquals(1, run("int x = (1 + 2\nsaid.add(3)"));
        assertTrue(errors().startsWith("t.jsh:1:9: '(' is never closed"), errors());
        assertEquals(1, run("int x = 1 +\n"));
        assertTrue(errors().startsWith("t.jsh:1:12: the text ends in the middle"), errors());
        assertEquals("[1]", said());
    }

    @Test
    void forwardReferences() {
        succeeds("int f(int x) { return g(x) + 1; }\nint g(int x) { return 2 * x; }\nsaid.add(f(1))", "[3]");
        assertEquals(1, run("class A { B b; }\nint f2() { return h(1); }\n"));
        assertEquals("t.jsh:1:11: class B is never declared", errors().lines().findFirst().orElseThrow());
        assertTrue(errors().contains("t.jsh:2:19: method h(int) is never declared\n"), errors());
        assertEquals(1, run("int k() { return m(); }\nk()"));
        assertTrue(errors().startsWith("t.jsh:1: k cannot be used yet: method m() is missing\n"), errors());
    }

    @Test
    void exit() {
        assertEquals(0, run("said.add(1)\n/exit\nsaid.add(2)"));
        assertEquals("[1]", said());
        assertEquals(7, run("/exit 7"));
        assertEquals(5, run("var ok = false\n/exit ok ? 0 : 5\n"));
        assertEquals(1, run("nope\n/exit", true, false));
        assertEquals(1, run("int x = 1\n/set feedback concise\n"));
        assertTrue(errors().startsWith("t.jsh:2:1: unknown command /set"), errors());
        assertEquals(1, run("/exit \"a\""));
        assertEquals(1, run("/exit noo"));
        assertTrue(errors().startsWith("t.jsh:1:7: cannot find symbol"), errors());
    }

    @Test
    void stopped() {
        var stopper = Thread.ofPlatform().start(() -> {
            try {
                while (true) {
                    Thread.sleep(300);
                    session.stop();
                }
            } catch (InterruptedException _) {
                // It has stopped.
            }
        });
        assertEquals(130, run("while (true) { }", true, false));
        stopper.interrupt();
    }
}
