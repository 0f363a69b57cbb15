package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import gradshell.shell.Outcome;
import gradshell.shell.Report;
import gradshell.shell.Session;
import gradshell.shell.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Mathematics as it is written: what becomes of operators, brackets and calls that Java does not know, and of those that it does.
class OperatorsTest {
    /// Variables to compute with, new before each case.
    private static final String VARIABLES = """
        import java.util.function.*
        import java.util.stream.*
        Tensor x, y, w, b, n, m, t, mask; int k; double lr; Linear net; Layer sigmoid; Loss criterion; List<Layer> layers; Layer[] pair
        Object o1 = 1
        Tensor perm(Tensor q) { return q; }
        void fresh() {
            x = tensor(1.0, 2.0); y = tensor(5.0, 6.0); w = tensor(3.0, 4.0); b = tensor(0.5);
            n = tensor(1, 2, 5); m = arange(6).reshape(2, 3); t = arange(24).reshape(2, 3, 4); mask = tensor(true, false);
            k = 1; lr = 0.1; seed(0); net = linear(2, 2); sigmoid = sigmoid(); criterion = mseLoss();
            layers = List.of(relu(), tanh()); pair = new Layer[] {relu(), sigmoid()};
        }
        """;
    private static Session session, java;

    @BeforeAll
    static void open() throws IOException {
        session = Golden.session();
        java = Session.open(Files.readString(Path.of("startup.jsh")));
        for (Session each : List.of(session, java)) assertFalse(each.eval(VARIABLES).failed());
    }

    @AfterAll
    static void close() {
        session.close();
        java.close();
    }

    /// Some snippets, what Java they become, and what is shown then.
    private record Case(String code, String java, String shown) {
        @Override
        public String toString() { return code; }
    }

    /// Snippets behind `> `; their Java, indented; what the last gives behind `= `, or what is wrong with it, indented.
    private static List<Case> cases(String name) {
        String text;
        try (var in = OperatorsTest.class.getResourceAsStream("operators/" + name)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return fail(name + " cannot be read", e);
        }
        List<Case> cases = new ArrayList<>();
        for (String block : text.strip().split("\n\n(?=> )")) {
            String code = lines(block, "> "), java = lines(block, "  ");
            int shown = block.indexOf("\n= ");
            cases.add(new Case(code, shown < 0 ? java : lines(block.substring(0, shown), "  "), shown < 0 ? "" : block.substring(shown + 3)));
        }
        return cases;
    }

    private static String lines(String block, String mark) {
        return block.lines().filter(line -> line.startsWith(mark)).map(line -> line.substring(mark.length())).collect(Collectors.joining("\n"));
    }

    /// What snippets show at last, and the Java that they were.
    private static Case run(Session session, String code) {
        session.eval("fresh()");
        Outcome outcome = new Outcome.Done();
        List<String> java = new ArrayList<>();
        // Two spaces behind a statement part snippets that would be one line of Java.
        for (String part : code.split("(?<=[;}])  ")) {
            for (var passage : session.split(new Source("", part))) {
                outcome = session.eval(passage);
                java.add(session.java());
                if (outcome.failed()) return new Case(code, String.join("\n", java), Report.plain(false).text(outcome));
            }
        }
        return new Case(code, String.join("\n", java), outcome instanceof Outcome.Value value ? session.show(value.value()) : "");
    }

    private static Stream<DynamicTest> tests(String name, int least, java.util.function.Consumer<Case> check) {
        var cases = cases(name);
        assertTrue(cases.size() >= least, cases.size() + " cases");
        return cases.stream().map(each -> DynamicTest.dynamicTest(each.code, () -> check.accept(each)));
    }

    @TestFactory
    Stream<DynamicTest> operators() {
        return tests("operators.txt", 200, expected -> {
            assertEquals(expected, run(session, expected.code));
            assertEquals(expected.shown, run(java, expected.java).shown, expected.java);
        });
    }

    @TestFactory
    Stream<DynamicTest> javaKeepsItsMeaning() {
        return tests("java.txt", 80, expected -> {
            var told = run(session, expected.code);
            assertEquals(expected.shown, told.shown);
            assertEquals(expected.code.replaceAll("\\s+", ""), told.java.replaceAll("\\s+", ""));
            assertEquals(told.shown, run(java, expected.code).shown);
        });
    }

    @TestFactory
    Stream<DynamicTest> mistakes() {
        return tests("mistakes.txt", 60, expected -> assertEquals(expected.java, run(session, expected.code).shown));
    }

    @Test
    void tellsJavaWithoutEvaluating() {
        session.eval("fresh()");
        assertEquals("x.mul(w).add(b)", session.java("x * w + b"));
        assertEquals("x.set(x.at(0).mul(2), 0)", session.java("x[0] = x[0] * 2"));
        assertEquals("k + 1", session.java("k + 1"));
        assertEquals("x * nothing", session.java("x * nothing"));
        assertEquals("net.apply(x)", session.java("net(x)"));
        assertEquals("[1., 2.]  float32 [2]", session.show(Golden.value(session, "x")));
    }

    @Test
    void describesTensors() {
        assertEquals("w    float32 [2]  8 bytes", TensorCommands.line("w", 3, Golden.tensor(session, "tensor(1.0, 2.0)")));
        assertEquals("p  float64 []  8 bytes  requiresGrad, has a gradient", TensorCommands.line("p", 1, Golden.tensor(session, "var p = var(tensor(float64, 2.0)); (p * p).backward(); p")));
        assertEquals("q  float32 []  4 bytes  computed, a graph of 1 operation keeps 8 bytes", TensorCommands.line("q", 1, Golden.tensor(session, "var(2) * 2")));
    }

    // ---- places ----

    @Test
    void linesAndColumnsAreTheUsers() {
        var outcome = session.eval("""
            Tensor wrong(Tensor q) {
                var h = 2 * q   // twice
                    + 1;
                return h * h
                    - h[0, nothing:];
            }
            """);
        assertEquals(List.of("variable nothing"), assertInstanceOf(Outcome.Declared.class, outcome).missing());
        assertEquals(5, session.unresolved().getFirst().line());
        session.drop("wrong");
        session.eval("""
            Tensor late(Tensor q) {
                var h = 2 * q   // twice
                    + 1;
                return h * h
                    - h[0, 3:];
            }
            """);
        var thrown = assertInstanceOf(Outcome.Thrown.class, session.eval("\n\nlate(x)"));
        assertEquals(5, thrown.frames().getFirst().line());
        assertEquals(3, thrown.frames().getLast().line());
    }

    @Test
    void laterDeclarationsAreFound() {
        session.eval("Tensor early(Tensor q) { return soon(q) * 2 + bias2; }\nclass Uses { Tensor go(Tensor q) { return -comes(q) / 2; } }");
        session.eval("Tensor soon(Tensor q) { return q * 3; }\nvar bias2 = tensor(1.0)\nvar comes = relu()");
        assertEquals("[ 7., 13.]  float32 [2]", run(session, "early(x)").shown);
        assertEquals("[-0.5000, -1.0000]  float32 [2]", run(session, "new Uses().go(x)").shown);
        assertTrue(session.unresolved().isEmpty());
        session.eval("var bias2 = 10");
        assertEquals("[16., 22.]  float32 [2]", run(session, "early(x)").shown);
    }

    @Test
    void aWholeScriptAsPlainJava() throws IOException {
        var script = """
            // a comment
            Tensor p = var(1, 2), q = p * 2
            Tensor twice(Tensor z) {
                return z * 2;   // kept
            }
            for (int i = 0; i < 3; i++) {
                noGrad(() -> p -= 0.1 * q);
            }
            print("never printed " + -p);
            q[0, 1:] + nothing
            /exit 3
            """;
        assertEquals("""
            // a comment
            Tensor p = var(1, 2); Tensor q = p.mul(2)
            Tensor twice(Tensor z) {
                return z.mul(2);   // kept
            }
            for (int i = 0; i < 3; i++) {
                noGrad(() -> p.sub_(q.mul(0.1)));
            }
            print("never printed " + p.neg());
            q[0, 1:] + nothing
            /exit 3
            """, Session.plain(Files.readString(Path.of("startup.jsh")), new Language(), new Source("t.jsh", script)));
    }
}
