package gradshell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the build writes out in compiled classes does what the JVM would make at the first call.
class CallSitesTest {
    private static final String SAMPLE = """
            package sample;

            import java.util.ArrayList;
            import java.util.List;

            public class Sample {
                enum Colour { RED, GREEN }
                record Mixed(boolean a, byte b, short c, char d, int e, long f, float g, double h, String i, Object j, int[] k) {}
                record Empty() {}
                record Own(int a) {
                    @Override public String toString() { return "own " + a; }
                }
                sealed interface Shape {
                    default int kind() { return switch (this) { case Circle _ -> 1; case Pair<?> _ -> 2; }; }
                }
                record Circle(double radius) implements Shape {}
                record Pair<T>(T first, Shape second) implements Shape {}

                static String of(Object x) {
                    return switch (x) {
                        case null -> "null";
                        case Integer i when i > 10 -> "large";
                        case Integer i when i > 5 -> "middle";
                        case Integer i -> "int " + i;
                        case Pair(Circle c, Pair(var inner, Circle d)) -> "nested " + c + inner + d;
                        case Pair(Integer i, _) -> "pair of " + i;
                        case Pair<?> p -> "pair " + p;
                        case int[] all -> "ints " + all.length;
                        case CharSequence text -> "text " + text;
                        default -> "else";
                    };
                }

                static String mixed(Object x) {
                    return switch (x) {
                        case Colour c when c == Colour.RED -> "red";
                        case Colour _ -> "colour";
                        case String s when s.isEmpty() -> "empty";
                        default -> "else";
                    };
                }

                static String constants(Colour colour) {
                    return switch (colour) {
                        case RED -> "red";
                        case Colour c when c.ordinal() == 1 -> "second";
                        case GREEN -> "green";
                        case null -> "none";
                        case Colour _ -> "other";
                    };
                }

                static Mixed with(float g, double h, Object j, int[] k) { return new Mixed(true, (byte) -1, (short) -2, 'c', 5, 1L << 40, g, h, j == null ? null : "i", j, k); }

                public static List<String> all() {
                    int[] some = {1};
                    var circle = new Circle(1.5);
                    List<Object> values = new ArrayList<>(List.of(with(0, 0, 1, some), with(-0f, 0, 1, some), with(0, -0.0, 1, some), with(Float.NaN, Double.NaN, 1, some),
                            with(Float.intBitsToFloat(0x7fc00001), Double.NaN, 1, some), with(0, 0, null, null), with(0, 0, 1, some), with(0, 0, 2, some), with(0, 0, 1, new int[] {1}),
                            new Mixed(false, (byte) 127, (short) 300, '\\0', -5, -1, 1e-30f, 1e300, "", List.of(1), null), new Empty(), new Empty(), new Own(3), new Own(3), circle, new Circle(1.5),
                            new Pair<>(1, circle), new Pair<>("a", circle), new Pair<>(circle, new Pair<>(2, circle)), new Pair<>(circle, new Pair<>(2, new Pair<>(3, circle))),
                            3, 7, 70, "", "x", Colour.RED, Colour.GREEN, some, 'c'));
                    values.add(null);
                    List<String> lines = new ArrayList<>();
                    for (Object x : values) {
                        lines.add(of(x));
                        lines.add(x == null ? "" : mixed(x));
                        if (x == null || x instanceof Colour c && lines.add(constants(c)) || x instanceof Shape s && !lines.add("" + s.kind())) continue;
                        if (!(x instanceof Record)) continue;
                        var row = new StringBuilder(x.toString().replaceAll("\\\\[I@\\\\w+", "ints")).append(x instanceof Mixed m && m.k() != null ? 0 : x.hashCode());
                        for (Object y : values) row.append(x.equals(y) ? '=' : '.');
                        lines.add(row.toString());
                    }
                    return lines;
                }
            }
            """;

    @TempDir
    private static Path folder;
    private static Path plain, written;

    @BeforeAll
    static void compile() throws Exception {
        Path source = Files.writeString(folder.resolve("Sample.java"), SAMPLE);
        plain = Files.createDirectory(folder.resolve("plain"));
        written = Files.createDirectory(folder.resolve("written"));
        for (Path classes : List.of(plain, written)) assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), source.toString()));
        write();
    }

    private static void write() throws Exception {
        assertEquals(0, new ProcessBuilder(Java.executable(), "-cp", written.toString(), "src/build/java/CallSites.java", written.toString()).inheritIO().start().waitFor());
    }

    private static List<?> all(Path classes) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
            return (List<?>) loader.loadClass("sample.Sample").getMethod("all").invoke(null);
        }
    }

    /// The names of the methods that make what is called, for each call of the kinds that are written out.
    private static Set<String> sites(Path classes) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList())
                for (var method : ClassFile.of().parse(file).methods()) method.code().ifPresent(code -> code.forEach(element -> {
                    if (!(element instanceof InvokeDynamicInstruction site)) return;
                    String maker = site.bootstrapMethod().owner().displayName();
                    boolean types = site.bootstrapArgs().stream().allMatch(label -> label instanceof ClassDesc);
                    if (maker.equals("ObjectMethods") || maker.equals("SwitchBootstraps") && types) found.add(maker + " " + site.name().stringValue());
                }));
        }
        return found;
    }

    @Test
    void writtenClassesDoTheSame() throws Exception {
        List<?> expected = all(plain);
        assertTrue(expected.size() > 80 && expected.contains("nested Circle[radius=1.5]2Circle[radius=1.5]"), expected.toString());
        assertEquals(expected, all(written));
    }

    @Test
    void allOfThemAreWritten() throws IOException {
        assertEquals(Set.of("ObjectMethods equals", "ObjectMethods hashCode", "ObjectMethods toString", "SwitchBootstraps typeSwitch"), sites(plain));
        assertEquals(Set.of(), sites(written));
        assertEquals(Set.of(), sites(Path.of("target", "classes")));
    }

    @Test
    void aSecondRunChangesNothing() throws Exception {
        Path file = written.resolve("sample/Sample.class");
        byte[] before = Files.readAllBytes(file);
        write();
        assertArrayEquals(before, Files.readAllBytes(file));
    }
}
