package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.shell.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What the comments claim: every snippet of theirs with `// ==>` is evaluated as at the prompt.
class DocTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final String BEGINS = "{@snippet :", CLAIMS = "// ==>";

    private static Session session;

    @BeforeAll
    static void open() { session = Golden.session(); }

    @AfterAll
    static void close() { session.close(); }

    /// A snippet: where it stands, and its lines.
    private record Snippet(Path file, int line, String text) {
        String place() { return SOURCES.relativize(file) + ":" + line; }

        /// Each text up to a claim, and the claim.
        List<String[]> claims() {
            List<String[]> claims = new ArrayList<>();
            StringBuilder code = new StringBuilder();
            for (String line : text.lines().toList()) {
                int at = line.indexOf(CLAIMS);
                code.append(at < 0 ? line : line.substring(0, at)).append('\n');
                if (at < 0) continue;
                claims.add(new String[] {code.toString().strip(), line.substring(at + CLAIMS.length()).strip()});
                code.setLength(0);
            }
            return claims;
        }
    }

    private static List<Snippet> snippets() {
        List<Snippet> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) collect(file, found);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return found;
    }

    private static void collect(Path file, List<Snippet> found) throws IOException {
        StringBuilder text = null;
        int depth = 0, begun = 0, number = 0;
        for (String source : Files.readAllLines(file)) {
            number++;
            String line = source.strip();
            if (!line.startsWith("///")) {
                assertTrue(text == null, file + ":" + begun + ": the snippet is not closed");
                continue;
            }
            line = line.substring(3);
            if (text == null) {
                int at = line.indexOf(BEGINS);
                if (at < 0) continue;
                text = new StringBuilder();
                line = line.substring(at + BEGINS.length());
                depth = 1;
                begun = number;
            }
            int end = 0;
            for (; end < line.length() && depth > 0; end++) depth += line.charAt(end) == '{' ? 1 : line.charAt(end) == '}' ? -1 : 0;
            text.append(line, 0, depth == 0 ? end - 1 : end).append('\n');
            if (depth > 0) continue;
            found.add(new Snippet(file, begun, text.toString()));
            text = null;
        }
    }

    private static String plain(String text) { return text.strip().replaceAll("\\s+", " ").replace("[ ", "["); }

    @TestFactory
    Stream<DynamicTest> claims() {
        return snippets().stream().map(snippet -> DynamicTest.dynamicTest(snippet.place(), () -> {
            for (String[] claim : snippet.claims()) assertEquals(plain(claim[1]), plain(String.valueOf(Golden.value(session, claim[0]))), snippet.place() + ": " + claim[0]);
        }));
    }

    @Test
    void snippetsAreFoundAndClaimSomething() {
        List<Snippet> all = snippets();
        int claims = all.stream().mapToInt(s -> s.claims().size()).sum();
        System.out.println("DocTest: " + claims + " claims in " + all.size() + " snippets");
        assertTrue(all.size() >= 39, all.size() + " snippets");
        for (Snippet snippet : all) assertTrue(!snippet.claims().isEmpty(), snippet.place() + ": the snippet shows no value");
    }
}
