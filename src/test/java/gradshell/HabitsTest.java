package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import gradshell.shell.Outcome;
import gradshell.shell.Report;
import gradshell.shell.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What is said to those who write as in Python, or who misspell a name; and that what is said helps.
class HabitsTest {
    private static Session session;

    @BeforeAll
    static void open() {
        session = Golden.session();
        session.eval("var x = randn(2, 3);");
        session.eval("var net = linear(3, 2);");
    }

    @AfterAll
    static void close() { session.close(); }

    /// `> mistake`, the hint if there is one, `= remedy`.
    @TestFactory
    Stream<DynamicTest> table() throws IOException {
        String text;
        try (var in = getClass().getResourceAsStream("shell/habits.txt")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        return Stream.of(text.split("\n\n")).map(String::strip).map(entry -> DynamicTest.dynamicTest(entry.lines().findFirst().orElseThrow(), () -> {
            List<String> lines = entry.lines().toList();
            Outcome.Rejected rejected = assertInstanceOf(Outcome.Rejected.class, session.eval(lines.getFirst().substring(2)));
            assertEquals(lines.size() > 1 ? lines.get(1) : "", rejected.problems().getFirst().message().lines().skip(1).reduce("", (_, line) -> line));
            if (lines.size() < 3) return;
            Outcome remedied = session.eval(lines.get(2).substring(2));
            assertFalse(remedied.failed(), () -> Report.plain(false).text(remedied));
        }));
    }

    /// A variable of a type that is not there yet is declared all the same, as in Java's own shell, and says so when it is used.
    @Test
    void aVariableOfAnUnknownType() {
        assertEquals(List.of("class Missing"), assertInstanceOf(Outcome.Declared.class, session.eval("Missing y;")).missing());
        Outcome.Rejected used = assertInstanceOf(Outcome.Rejected.class, session.eval("y"));
        assertEquals("cannot find symbol: variable y\ny was declared, but needs class Missing", used.problems().getFirst().message());
    }
}
