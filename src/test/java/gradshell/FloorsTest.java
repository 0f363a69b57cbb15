package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The architecture: a package uses only packages on lower floors. Read from the compiled classes.
class FloorsTest {
    /// The diagram, from the ground up; the root package is "".
    static final List<Set<String>> FLOORS = List.of(
            Set.of("array", "formula", "shell"),
            Set.of("kernel", "plot"),
            Set.of("tensor"),
            Set.of("compile", "nn", "optim", "data"),
            Set.of("train"),
            Set.of("experiment"),
            Set.of(""));

    private static final Path CLASSES = Path.of("target", "classes");
    private static final Pattern OURS = Pattern.compile("(?<![\\w/])L?gradshell/((?:[a-z]\\w*/)*)[A-Z]\\w*");

    private static final Pattern VECTOR = Pattern.compile("Ljdk/incubator/vector/\\w*(Vector|VectorMask);");

    /// All the names and descriptors in each compiled class, by class.
    private static final Map<String, Set<String>> TEXTS = new TreeMap<>();

    @BeforeAll
    static void readClasses() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES.resolve("gradshell"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                Set<String> texts = new LinkedHashSet<>();
                for (var entry : ClassFile.of().parse(file).constantPool()) if (entry instanceof Utf8Entry text) texts.add(text.stringValue());
                TEXTS.put(CLASSES.relativize(file).toString().replaceFirst("\\.class$", ""), texts);
            }
        }
        assertTrue(TEXTS.size() > 100, TEXTS.size() + " classes");
    }

    /// `gradshell/nn/Linear` is in `nn`, `gradshell/Dsl` in "".
    private static String packageOf(String name) {
        String[] parts = name.split("/");
        return Stream.of(parts).skip(1).limit(parts.length - 2).collect(Collectors.joining("."));
    }

    private static int floor(String name) {
        return IntStream.range(0, FLOORS.size()).filter(i -> FLOORS.get(i).contains(name)).findFirst().orElse(-1);
    }

    private static Set<String> packagesUsed(Set<String> texts) {
        Set<String> used = new TreeSet<>();
        for (String text : texts) {
            var match = OURS.matcher(text);
            while (match.find()) used.add(match.group(1).replaceFirst("/$", "").replace('/', '.'));
        }
        return used;
    }

    @Test
    void everyPackageHasAFloor() {
        Set<String> packages = TEXTS.keySet().stream().map(FloorsTest::packageOf).collect(Collectors.toCollection(TreeSet::new));
        assertTrue(packages.containsAll(Set.of("", "array", "formula", "shell", "kernel", "tensor", "nn", "optim", "data", "train")), packages.toString());
        for (String name : packages) assertTrue(floor(name) >= 0, "package gradshell." + name + " is on no floor: give it one in the diagram");
    }

    /// Strictly lower, so that there is no cycle either.
    @Test
    void packagesUseLowerFloorsOnly() {
        Set<String> wrong = new TreeSet<>(), uses = new TreeSet<>();
        TEXTS.forEach((name, texts) -> {
            String own = packageOf(name);
            for (String other : packagesUsed(texts)) {
                if (other.equals(own)) continue;
                uses.add(own + " -> " + other);
                if (floor(other) >= floor(own)) wrong.add(name + " (floor " + floor(own) + ") uses " + other + " (floor " + floor(other) + ")");
            }
        });
        assertEquals(Set.of(), wrong);
        // What is plainly there is seen.
        assertTrue(uses.containsAll(Set.of("kernel -> array", "kernel -> formula", "tensor -> kernel", "nn -> tensor", "train -> optim", " -> nn", " -> shell")), uses.toString());
    }

    @Test
    void onlyKernelsNameTheVectorModule() {
        Set<String> packages = new TreeSet<>();
        TEXTS.forEach((name, texts) -> {
            if (texts.stream().anyMatch(text -> text.contains("jdk/incubator/vector"))) packages.add(packageOf(name));
        });
        assertEquals(Set.of("kernel"), packages);
    }

    /// A vector that methods hand to each other lies in an object where HotSpot does not put one in the place of the other's call.
    @Test
    void methodsHandEachOtherNoVectors() throws IOException {
        Set<String> wrong = new TreeSet<>();
        int named = 0;
        for (String name : TEXTS.keySet()) for (var method : ClassFile.of().parse(CLASSES.resolve(name + ".class")).methods()) {
            String type = method.methodType().stringValue();
            if (VECTOR.matcher(type).find()) wrong.add(name + "." + method.methodName().stringValue() + type);
            if (type.contains("jdk/incubator/vector/VectorShuffle")) named++;
        }
        assertEquals(Set.of(), wrong);
        assertTrue(named > 0, "shuffles, which are made once, are handed on");
    }

    /// Not even in a text, for reflection: only the root package joins the shell and the experiments to the words.
    @Test
    void onlyTheRootNamesTheWords() {
        Set<String> wrong = new TreeSet<>();
        TEXTS.forEach((name, texts) -> {
            if (!packageOf(name).isEmpty() && texts.stream().anyMatch(text -> text.contains("gradshell.Dsl") || text.contains("gradshell/Dsl"))) wrong.add(name);
        });
        assertEquals(Set.of(), wrong);
    }
}
