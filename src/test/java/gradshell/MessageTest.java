package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.shell.Outcome;
import gradshell.shell.Report;
import gradshell.shell.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What users are told when they are mistaken: exactly the text of `messages.txt`, which they see as it stands there.
class MessageTest {
    private static Session session;

    @BeforeAll
    static void open() { session = Golden.session(); }

    @AfterAll
    static void close() { session.close(); }

    /// What is written, what is said to it, and what helps; no remedy is "".
    private record Mistake(String code, String message, String remedy) {}

    private static List<Mistake> mistakes() {
        List<Mistake> mistakes = new ArrayList<>();
        String text;
        try (var in = MessageTest.class.getResourceAsStream("messages.txt")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        for (String block : text.split("\n\n")) {
            List<String> lines = block.strip().lines().toList();
            if (lines.getFirst().startsWith("> ")) mistakes.add(new Mistake(lines.get(0).substring(2), lines.get(1), lines.size() > 2 ? lines.get(2).substring(2) : ""));
        }
        return mistakes;
    }

    @TestFactory
    Stream<DynamicTest> messages() {
        return mistakes().stream().map(mistake -> DynamicTest.dynamicTest(mistake.code, () -> {
            var thrown = assertInstanceOf(Outcome.Thrown.class, session.eval(mistake.code), mistake.code);
            assertEquals(mistake.message, Report.plain(false).message(thrown.exception()), mistake.code);
            if (mistake.remedy.isEmpty()) return;
            Outcome remedied = session.eval(mistake.remedy);
            assertFalse(remedied.failed(), mistake.remedy + ": " + Report.plain(false).text(remedied));
        }));
    }

    @Test
    void messagesBeginWithTheWordThatWasWritten() {
        List<Mistake> mistakes = mistakes();
        System.out.println("MessageTest: " + mistakes.size() + " messages, " + mistakes.stream().filter(m -> !m.remedy.isEmpty()).count() + " with a remedy");
        assertTrue(mistakes.size() >= 140, mistakes.size() + " messages");
        for (Mistake mistake : mistakes) {
            assertTrue(mistake.message.matches("[a-zA-Z]\\w*(\\([^)]*\\)|_)?( \\[[-0-9, ]*\\])?: .*"), mistake.message);
            assertFalse(mistake.message.matches("(?s).*(Exception|java\\.|gradshell\\.|\\$Lambda).*"), mistake.message);
        }
    }
}
