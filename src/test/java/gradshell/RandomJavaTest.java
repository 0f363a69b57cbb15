package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.shell.Outcome;
import gradshell.shell.Report;
import gradshell.shell.Session;
import gradshell.shell.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plain Java, put together at random in the manner of the JDK's documentation, is in the language what it is in the stock JShell.
class RandomJavaTest {
    private static final int COUNT = 200;
    private static final String IMPORTS = "import java.util.*;\nimport java.util.function.*;\nimport java.util.stream.*;\n";

    private static Session session;
    private static JShell stock;

    @BeforeAll
    static void open() {
        session = Golden.session();
        stock = JShell.builder().executionEngine("local").build();
        for (var line : IMPORTS.lines().toList()) {
            assertFalse(session.eval(line).failed());
            stock.eval(line);
        }
    }

    @AfterAll
    static void close() {
        session.close();
        stock.close();
    }

    @TestFactory
    Stream<DynamicTest> meansTheSame() {
        return IntStream.range(0, COUNT).mapToObj(seed -> {
            var snippets = new Writer(seed).snippets();
            return DynamicTest.dynamicTest(seed + ": " + snippets.getLast(), () -> snippets.forEach(RandomJavaTest::compare));
        });
    }

    private static void compare(String snippet) {
        var event = stock.eval(stock.sourceCodeAnalysis().analyzeCompletion(snippet).source()).stream().filter(e -> e.causeSnippet() == null).findFirst().orElseThrow();
        assertTrue(event.status() == Snippet.Status.VALID, snippet + " is no Java: " + stock.diagnostics(event.snippet()).map(d -> d.getMessage(null)).toList());
        var passages = session.split(new Source("", snippet));
        assertEquals(1, passages.size(), snippet);
        var outcome = session.eval(passages.getFirst());
        assertEquals(snippet, session.java());
        if (event.exception() != null) {
            assertEquals(event.exception().getMessage(), ((Outcome.Thrown) outcome).exception().getMessage(), snippet);
            return;
        }
        assertFalse(outcome.failed(), snippet + ": " + Report.plain(false).text(outcome));
        if (outcome instanceof Outcome.Value value) assertEquals(event.value(), quoted(value.value()), snippet);
    }

    /// As the stock JShell shows it.
    private static String quoted(Object value) {
        return switch (value) {
            case String text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
            case Character c -> "'" + c + "'";
            case int[] ints -> "int[" + ints.length + "] { " + IntStream.of(ints).mapToObj(String::valueOf).collect(Collectors.joining(", ")) + " }";
            case int[][] rows -> "int[" + rows.length + "][] { " + Stream.of(rows).map(RandomJavaTest::quoted).collect(Collectors.joining(", ")) + " }";
            case null -> "null";
            default -> value.toString();
        };
    }

    /// Writes snippets of random shape; a declaration first where the last one needs it.
    private static final class Writer {
        private final Random random;
        private final int seed;
        private final List<String> before = new ArrayList<>();

        Writer(int seed) {
            this.seed = seed;
            random = new Random(seed);
        }

        List<String> snippets() {
            var last = switch (seed % 20) {
                case 0 -> number(3);
                case 1 -> text(3);
                case 2 -> truth(3);
                case 3 -> "IntStream.rangeClosed(1, %s).map(v -> %s).filter(v -> v %% %s != 1).sum()".formatted(digit(), local(2), nonzero());
                case 4 -> "Stream.of(%s, %s, %s).map(v -> v + (%s)).collect(Collectors.joining(\"%s\"))".formatted(text(1), text(1), text(1), number(1), pick("-", ", ", "<", "[0]", "*"));
                case 5 -> "Stream.of(%s, %s, %s, %s).sorted(Comparator.comparing(v -> -v * %s)).toList()".formatted(number(1), number(1), number(1), number(1), nonzero());
                case 6 -> record();
                case 7 -> sealed();
                case 8 -> "switch (%s) { case 0, 1 -> %s; case 2 -> { int v = %s; yield v * v - 1; } default -> -%s; }".formatted(number(1), number(2), number(1), digit());
                case 9 -> "\"\"\"\n    %s\n      %s\n    \"\"\".lines().map(s -> s.strip() + %s).toList()".formatted(pick("x * 2", "a[0, 1]", "net(x)", "-y"), pick("b", "c + d"), number(1));
                case 10 -> generic();
                case 11 -> nested();
                case 12 -> method();
                case 13 -> arrays();
                case 14 -> "((Function<Integer, Integer>) v -> %s).andThen(v -> v * %s).apply(%s)".formatted(local(2), digit(), digit());
                case 15 -> "new TreeMap<>(Map.of(\"a\", %s, \"b\", %s)).entrySet().stream().map(e -> e.getKey() + e.getValue() * %s).toList()".formatted(number(1), number(1), digit());
                case 16 -> enumeration();
                case 17 -> "Optional.of(%s).filter(v -> %s > v).map(v -> v %s %s).orElse(%s)".formatted(digit(), digit(), pick("+", "-", "*"), digit(), number(1));
                case 18 -> loops();
                default -> "%s ? %s : (%s ? %s : -%s)".formatted(truth(2), number(1), truth(1), number(2), digit());
            };
            before.add(last);
            return before;
        }

        private String record() {
            var name = "Point" + seed;
            before.add("record %s(int x, int y) {\n    public %s { if (x < %s) throw new IllegalArgumentException(\"x \" + x); }\n    %s plus(%s o) { return new %s(x + o.x, y - -o.y); }\n    static %s of(int v) { return new %s(v, %s); }\n}"
                    .formatted(name, name, "-100", name, name, name, name, name, local(1)));
            return "%s.of(%s).plus(new %s(%s, %s)).y() %s %s".formatted(name, digit(), name, digit(), number(1), pick("+", "*", "-"), digit());
        }

        private String sealed() {
            var name = "Shape" + seed;
            before.add("sealed interface %s {\n    record Circle(int r) implements %s {}\n    record Box(int a, int b) implements %s {}\n}".formatted(name, name, name));
            before.add("int area%s(%s s) {\n    return switch (s) {\n        case %s.Circle(int r) when r > %s -> %s * r * r;\n        case %s.Circle c -> c.r() - 1;\n        case %s.Box(var a, var b) -> a * b;\n    };\n}".formatted(seed, name, name, digit(), digit(), name, name));
            return "area%s(new %s.%s)".formatted(seed, name, random.nextBoolean() ? "Circle(" + digit() + ")" : "Box(" + digit() + ", " + number(1) + ")");
        }

        private String generic() {
            var name = "Pair" + seed;
            before.add("class %s<A extends Comparable<A>, B> {\n    final A a; final B b;\n    %s(A a, B b) { this.a = a; this.b = b; }\n    <C extends Comparable<C>> %s<C, B> map(Function<? super A, C> f) { return new %s<>(f.apply(a), b); }\n    boolean less(A o) { return a.compareTo(o) < 0 == true; }\n    public String toString() { return \"(\" + a + \" & \" + b + \")\"; }\n}".formatted(name, name, name, name));
            return "new %s<>(%s, %s).map(v -> v + %s).map(v -> %s).toString()".formatted(name, digit(), text(1), digit(), local(1));
        }

        private String nested() {
            var name = "Outer" + seed;
            before.add("class %s {\n    private int at = %s;\n    static int made = 0;\n    class Inner { int next() { at += %s; made++; return at * made; } }\n    interface Rule { boolean holds(int v); }\n    int count(Rule r) { int c = 0; for (int i = 0; i < 10; i++) if (r.holds(i)) c++; return c - new Inner().next(); }\n}".formatted(name, digit(), digit()));
            return "new %s().count(v -> v %% %s < %s) * %s.made".formatted(name, nonzero(), digit(), name);
        }

        private String method() {
            before.add("int f%s(int v, int... more) {\n    int h = %s;\n    for (int m : more) h += m * v;\n    return h %s 2;\n}".formatted(seed, local(2), pick("-", "<<", "%", "|", "^")));
            return "f%s(%s) - f%s(%s, %s, %s)".formatted(seed, digit(), seed, digit(), number(1), digit());
        }

        private String arrays() {
            before.add("int[][] grid%s = {{%s, %s}, {%s}}".formatted(seed, number(1), number(1), number(1)));
            before.add("grid%s[0][1] %s= %s".formatted(seed, pick("+", "-", "*", "^", "|"), number(1)));
            return pick("grid%s[0][1] * grid%s[1][0] - grid%s[0].length", "-grid%s[0][grid%s.length - 1] + grid%s[1][0]", "grid%s[0][0] > grid%s[1][0] ? grid%s[0] : new int[] {1, 2}").formatted(seed, seed, seed);
        }

        private String enumeration() {
            var name = "Op" + seed;
            before.add("enum %s implements IntBinaryOperator {\n    PLUS(\"+\") { public int applyAsInt(int p, int q) { return p + q; } },\n    TIMES(\"*\") { public int applyAsInt(int p, int q) { return p * q %s %s; } };\n    final String sign;\n    %s(String sign) { this.sign = sign; }\n}".formatted(name, pick("+", "-", "<<"), digit(), name));
            return "Arrays.stream(%s.values()).map(o -> o.sign + o.applyAsInt(%s, %s)).toList()".formatted(name, digit(), number(1));
        }

        private String loops() {
            before.add("int sum%s = 0".formatted(seed));
            before.add("outer: for (int i = 0; i < %s; i++) {\n    for (int j = i; ; j++) {\n        if (j * i > %s) continue outer;\n        if (j > 5) break;\n        sum%s += i %s j;\n    }\n}".formatted(digit(), digit(), seed, pick("+", "-", "*", "^", "&")));
            return "sum%s++ * 2 + sum%s".formatted(seed, seed);
        }

        // ---- expressions ----

        private String number(int depth) {
            if (depth == 0) return digit();
            return switch (random.nextInt(9)) {
                case 0, 1, 2 -> number(depth - 1) + " " + pick("+", "-", "*", "&", "|", "^") + " " + number(depth - 1);
                case 3 -> "(" + number(depth - 1) + ") " + pick("/", "%") + " " + nonzero();
                case 4 -> "(-" + number(0) + " - " + number(depth - 1) + ")";
                case 5 -> "Math.max(" + number(depth - 1) + ", " + number(depth - 1) + ")";
                case 6 -> "(" + truth(depth - 1) + " ? " + number(depth - 1) + " : ~" + digit() + ")";
                case 7 -> "new int[] {" + digit() + ", " + digit() + "}[" + pick("0", "1", "1 - 1") + "]";
                default -> "List.of(" + number(depth - 1) + ", " + digit() + ").get(" + pick("0", "1") + ")";
            };
        }

        /// A number computed from `v`.
        private String local(int depth) {
            return depth == 0 ? pick("v", digit()) : local(depth - 1) + " " + pick("+", "-", "*") + " " + pick("v", "-v", "(v + 1)", digit());
        }

        private String text(int depth) {
            if (depth == 0) return pick("\"a\"", "\"x * y\"", "\"[0, 1:3]\"", "\"\"", "\"\\\"q\\\"\"");
            return switch (random.nextInt(5)) {
                case 0 -> text(depth - 1) + " + (" + number(depth - 1) + ")";
                case 1 -> "(" + number(depth - 1) + ") + " + text(depth - 1);
                case 2 -> text(0) + ".repeat(" + digit() + ")";
                case 3 -> "String.valueOf(" + truth(depth - 1) + ")";
                default -> "String.join(" + text(0) + ", " + text(depth - 1) + ", " + text(0) + ")";
            };
        }

        private String truth(int depth) {
            if (depth == 0) return pick("true", "false", digit() + " < " + digit());
            return switch (random.nextInt(4)) {
                case 0 -> "(" + number(depth - 1) + ") " + pick("<", "<=", ">", ">=", "==", "!=") + " (" + number(depth - 1) + ")";
                case 1 -> "!(" + truth(depth - 1) + ")";
                case 2 -> "(" + truth(depth - 1) + ") " + pick("&&", "||", "&", "|", "^") + " (" + truth(depth - 1) + ")";
                default -> text(0) + ".isEmpty()";
            };
        }

        private String digit() { return String.valueOf(random.nextInt(10)); }

        private String nonzero() { return String.valueOf(1 + random.nextInt(9)); }

        private String pick(String... choices) { return choices[random.nextInt(choices.length)]; }
    }
}
