package gradshell.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionTest {

    private static Session session;

    @BeforeAll
    static void open() {
        session = Session.open("import java.util.*;\nimport java.util.stream.*;");
    }

    @AfterAll
    static void close() {
        session.close();
    }

    private static Object value(String text) {
        return assertInstanceOf(Outcome.Value.class, session.eval(text)).value();
    }

    private static Problem problem(String text) {
        return assertInstanceOf(Outcome.Rejected.class, session.eval(text)).problems().getFirst();
    }

    // ---- values and declarations ----

    @Test
    void valuesAreRealObjects() {
        var list = value("var shared = new ArrayList<Integer>(List.of(1, 2))");
        assertEquals(List.of(1, 2), list);
        assertSame(list, value("shared"));
        assertEquals(3, value("1 + 2"));
        assertEquals(7, value("int seven = 7"));
        assertEquals(8, value("seven = 8"));
        assertNull(value("String nothing"));
        assertEquals(0, value("int zero"));
    }

    @Test
    void anOutcomeKnowsNameAndType() {
        var variable = assertInstanceOf(Outcome.Value.class, session.eval("var names = List.of(\"a\")"));
        assertEquals("names", variable.name());
        assertEquals("List<String>", variable.type());
        assertFalse(variable.temporary());
        var temporary = assertInstanceOf(Outcome.Value.class, session.eval("names.size() + 1"));
        assertTrue(temporary.temporary());
        assertTrue(temporary.name().startsWith("$"));
    }

    @Test
    void statementsAndImportsGiveNothing() {
        assertInstanceOf(Outcome.Done.class, session.eval("for (int i = 0; i < 3; i++) { }"));
        assertInstanceOf(Outcome.Declared.class, session.eval("import java.math.BigInteger;"));
        assertInstanceOf(Outcome.Done.class, session.eval("System.out.print(\"\")"));
        assertInstanceOf(Outcome.Done.class, session.eval("  // only a comment\n"));
    }

    @Test
    void classHierarchies() {
        session.eval("interface Shape { double area(); }");
        session.eval("sealed abstract class Polygon implements Shape permits Square { abstract int corners(); }");
        session.eval("final class Square extends Polygon { int corners() { return 4; } public double area() { return 2; } }");
        session.eval("record Pair<A, B>(A a, B b) { }");
        session.eval("enum Side { LEFT, RIGHT { String say() { return \"R\"; } }; String say() { return \"L\"; } }");
        assertEquals(4, value("new Square().corners()"));
        assertEquals(2.0, value("((Shape) new Square()).area()"));
        assertEquals("R", value("Side.RIGHT.say()"));
        assertEquals(1, value("switch ((Object) new Pair<>(1, 2)) { case Pair(Integer a, var b) -> a; default -> 0; }"));
    }

    @Test
    void aRecordsConstructorNeedNotBePublic() {
        var text = "record Half(int x) {\n    Half {\n        if (x % 2 == 1) throw new IllegalArgumentException(\"odd\");\n    }\n}";
        assertInstanceOf(Outcome.Declared.class, session.eval(text));
        assertEquals(4, value("new Half(4).x()"));
        assertEquals(3, assertInstanceOf(Outcome.Thrown.class, session.eval("new Half(3)")).frames().getFirst().line());
    }

    @Test
    void severalSnippetsInOneText() {
        assertEquals(3, value("var one = 1; var two = 2\none + two"));
        assertInstanceOf(Outcome.Rejected.class, session.eval("int first = 1\nint second = oops\nint third = 3"));
        assertEquals(1, value("first"));
        assertInstanceOf(Outcome.Rejected.class, session.eval("third"));
    }

    @Test
    void forwardReferences() {
        var declared = assertInstanceOf(Outcome.Declared.class, session.eval("int early(int x) { return late(x) + 1; }"));
        assertEquals(List.of("method late(int)"), declared.missing());
        var thrown = assertInstanceOf(Outcome.Thrown.class, session.eval("early(1)"));
        assertEquals("early cannot be used yet: method late(int) is missing", thrown.exception().getMessage());
        assertEquals("method late(int) is never declared", session.unresolved().getFirst().message());
        session.eval("int late(int x) { return 10 * x; }");
        assertEquals(11, value("early(1)"));
        assertTrue(session.unresolved().isEmpty());
    }

    @Test
    void redefinition() {
        session.eval("int answer() { return 41; }");
        session.eval("int caller() { return answer(); }");
        assertEquals(41, value("caller()"));
        session.eval("int answer() { return 42; }");
        assertEquals(42, value("caller()"));
    }

    @Test
    void handsValuesToSnippets() {
        session.define("given", new String[] {"a", "b"});
        assertEquals("b", value("given[1]"));
        assertEquals(2, value("List.of(given).size()"));
    }

    @Test
    void oneThreadForAll() {
        session.eval("ThreadLocal<Integer> local = new ThreadLocal<>()");
        session.eval("local.set(5)");
        assertEquals(5, value("local.get()"));
        var here = Thread.currentThread();
        assertFalse(here == value("Thread.currentThread()"));
        assertTrue((Boolean) value("Thread.currentThread().isDaemon()"));
    }

    // ---- rejection ----

    @Test
    void aProblemHasItsPlace() {
        var text = "String shout(String s) {\n    return s.upper();\n}";
        var problem = problem(text);
        assertEquals("cannot find symbol: method upper() in variable s of type String", problem.message());
        assertEquals(2, problem.line());
        assertEquals(13, problem.column());
        assertEquals("s.upper", text.substring(problem.start(), problem.end()));
    }

    @Test
    void syntaxErrors() {
        assertEquals("')' or ',' expected", problem("Math.max(1, 2;").message());
        assertEquals("illegal start of expression", problem("int a = * 3;").message());
        assertInstanceOf(Outcome.Rejected.class, session.eval("int 3x = 4"));
        assertInstanceOf(Outcome.Rejected.class, session.eval("}"));
        assertInstanceOf(Outcome.Rejected.class, session.eval("String open = \"abc"));
    }

    @Test
    void messagesDoNotMentionTheWrapping() {
        session.eval("class Inner { int x; }");
        assertEquals("incompatible types: Inner cannot be converted to int", problem("int bad = new Inner();").message());
        var thrown = assertInstanceOf(Outcome.Thrown.class, session.eval("Inner none = null; none.x"));
        assertFalse(Report.plain(false).text(thrown).contains("REPL"));
    }

    @Test
    void incompleteText() {
        var outcome = assertInstanceOf(Outcome.Incomplete.class, session.eval("int f(int x) {\n  return x;\n"));
        assertEquals("'{' is never closed", outcome.problem().message());
        assertInstanceOf(Outcome.Incomplete.class, session.eval("1 +"));
        assertInstanceOf(Outcome.Incomplete.class, session.eval("@Deprecated"));
        assertInstanceOf(Outcome.Incomplete.class, session.eval("String s = \"\"\"\n  abc"));
        assertInstanceOf(Outcome.Incomplete.class, session.eval("1 /* abc"));
        assertFalse(session.complete("for (int i = 0; i < 3; i++) {"));
        assertTrue(session.complete("for (int i = 0; i < 3; i++) { }"));
        assertTrue(session.complete(""));
    }

    // ---- exceptions ----

    @Test
    void exceptionsAreRealAndHaveTheUsersLines() {
        session.eval("int divide(int a, int b) {\n    int c = a;\n    return c / b;\n}");
        var thrown = assertInstanceOf(Outcome.Thrown.class, session.eval("\ndivide(1,\n    0)"));
        assertInstanceOf(ArithmeticException.class, thrown.exception());
        assertEquals(3, thrown.frames().getFirst().line());
        assertEquals("divide", thrown.frames().getFirst().method());
        assertEquals(2, thrown.frames().get(1).line());
    }

    @Test
    void aVariableWithoutValueIsNotDeclared() {
        assertInstanceOf(Outcome.Thrown.class, session.eval("int broken = Integer.parseInt(\"x\")"));
        assertInstanceOf(Outcome.Rejected.class, session.eval("broken"));
    }

    @Test
    void endlessRecursion() {
        session.eval("int down(int x) { return down(x + 1) + 1; }");
        var thrown = assertInstanceOf(Outcome.Thrown.class, session.eval("down(0)"));
        assertInstanceOf(StackOverflowError.class, thrown.exception());
        assertTrue(Report.plain(false).text(thrown).lines().count() < 10);
        assertEquals(2, value("1 + 1"));
    }

    @Test
    void ownExceptionTypes() {
        session.eval("class Lost extends RuntimeException { Lost(String m) { super(m); } }");
        var thrown = session.eval("throw new Lost(\"no way\")");
        assertTrue(Report.plain(false).text(thrown).startsWith("Lost: no way"));
    }

    // ---- memory ----

    @Test
    void oldTemporariesAreLetGo() throws InterruptedException {
        var first = new WeakReference<>(value("new byte[1 << 20]"));
        var name = assertInstanceOf(Outcome.Value.class, session.eval("new byte[1]")).name();
        for (int i = 0; i < 10; i++) value("new byte[1 << 20]");
        for (int i = 0; i < 50 && first.get() != null; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertNull(first.get());
        assertInstanceOf(Outcome.Rejected.class, session.eval(name));
    }

    @Test
    void aHugeArrayIsNoHugeText() {
        assertTrue(session.show(value("new byte[100_000_000]")).length() < 1000);
    }

    // ---- showing, completing ----

    @Test
    void shows() {
        assertEquals("[1, 2]", session.show(new int[] {1, 2}));
        assertEquals("[[1.0], [2.0]]", session.show(new double[][] {{1}, {2}}));
        assertEquals("\"a\\n\\\"b\\\"\"", session.show("a\n\"b\""));
        assertEquals("null", session.show(null));
        var bad = value("new Object() { public String toString() { throw new IllegalStateException(\"no\"); } }");
        assertTrue(session.show(bad).endsWith("IllegalStateException: no"));
    }

    @Test
    void completes() {
        session.eval("var words = List.of(1)");
        var found = session.completions("1 + words.str", 13);
        assertEquals(10, found.anchor());
        assertEquals(List.of("stream()"), found.words());
        var all = session.completions("words.", 6).words();
        assertEquals(all.stream().distinct().toList(), all);
    }

    @Test
    void knowsItsVariables() {
        session.eval("var counted = 12");
        assertTrue(session.variables().contains(new Session.Variable("int", "counted", 12)));
        assertTrue(session.imports().contains("import java.util.*;"));
    }

    @Test
    void drops() {
        session.eval("int doomed = 1");
        assertTrue(session.drop("doomed"));
        assertFalse(session.drop("doomed"));
        assertInstanceOf(Outcome.Rejected.class, session.eval("doomed"));
    }

    @Test
    void aMethodHidesImportedWords() {
        try (var own = Session.open("import static java.lang.Math.*;")) {
            assertEquals(Optional.of("java.lang.Math"), own.hiddenBy("max"));
            assertEquals(Optional.empty(), own.hiddenBy("maximum"));
        }
    }

    @Test
    void aSnippetCannotEvaluateSnippets() {
        session.define("here", new Object[] {session});
        var thrown = assertInstanceOf(Outcome.Thrown.class, session.eval("((gradshell.shell.Session) here[0]).eval(\"1\")"));
        assertInstanceOf(IllegalStateException.class, thrown.exception());
    }

    // ---- beginning ----

    @Test
    void aBrokenStartupIsLoud() {
        var e = assertThrows(StartupException.class, () -> Session.open("import no.such.Thing;"));
        assertTrue(e.getMessage().startsWith("startup:1:"), e.getMessage());
    }

    // ---- operators of a type that Java gives none ----

    private static final Notation LARGE = new Notation(BigInteger.class, Map.of("+", "add", "-", "subtract", "*", "multiply", "<", "min"), Map.of(), BigInteger.class,
            Map.of("-", "negate"), Map.of("+", "add"), new Notation.Brackets("shiftRight", "0", "range", "0"), "setBit", "equals", "apply");

    private static Session large() {
        return Session.open("import java.math.BigInteger;\nBigInteger a = BigInteger.TWO, b = BigInteger.TEN", new Dialect() {
            @Override
            public Optional<Notation> notation() {
                return Optional.of(LARGE);
            }
        });
    }

    @Test
    void aDialectGivesOperatorsMethods() {
        try (var own = large()) {
            assertEquals(BigInteger.valueOf(-18), assertInstanceOf(Outcome.Value.class, own.eval("\n\nvar c = a -\n    a * b")).value());
            assertEquals("var c = a.subtract(\n    a.multiply(b))", own.java());
            own.eval("BigInteger cube(BigInteger x) {\n    var square = x * x;\n    return square * x;\n}");
            assertEquals("BigInteger cube(BigInteger x) {\n    var square = x.multiply(x);\n    return square.multiply(x);\n}", own.java());
            assertEquals(BigInteger.valueOf(1000), assertInstanceOf(Outcome.Value.class, own.eval("cube(b)")).value());
        }
    }

    @Test
    void whatStaysWrongIsToldInTheUsersOwnWords() {
        try (var own = large()) {
            var problem = assertInstanceOf(Outcome.Rejected.class, own.eval("var d = a * b +\n    a * nope")).problems().getFirst();
            assertEquals("cannot find symbol: variable nope", problem.message());
            assertEquals(2, problem.line());
            assertEquals(9, problem.column());
            var operator = assertInstanceOf(Outcome.Rejected.class, own.eval("a * b * true")).problems().getFirst();
            assertTrue(operator.message().startsWith("bad operand types for binary operator '*'"), operator.message());
            assertEquals(7, operator.column());
            assertEquals(0, operator.start());
            assertEquals(12, operator.end());
        }
    }

    @Test
    void plainJavaHasNoOperatorsOfItsOwn() {
        session.eval("import java.math.BigInteger;");
        assertTrue(problem("BigInteger.ONE + BigInteger.TWO").message().startsWith("bad operand types"));
        assertTrue(problem("new int[] {1, 2}[0, 1]").message().startsWith("']' expected"));
    }
}
