package gradshell.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.Dsl;
import gradshell.data.Dataset;
import gradshell.data.Transform;
import gradshell.nn.Initializer;
import gradshell.nn.Layer;
import gradshell.nn.Loss;
import gradshell.optim.Optimizer;
import gradshell.optim.Schedule;
import gradshell.tensor.Tensor;
import gradshell.train.Metric;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every word that makes a part of an experiment can be written in a file, in all its ways and with all its settings; it is printed so that it
/// reads as the same again, and comes out as Java that compiles.
class EveryWordTest {
    private static final Words WORDS = Experiment.words(Dsl.class);
    private static final List<Class<?>> KINDS = List.of(Layer.class, Loss.class, Optimizer.class, Schedule.class, Metric.class, Dataset.class, Transform.class, Initializer.class);
    /// What takes functions or tensors of the session, which no file holds, with the reason.
    private static final Map<String, String> BEYOND = Map.of(
            "lambdaSchedule", "a function", "metric", "a function", "wholeMetric", "a function");

    @TempDir
    private static Path folder;

    /// A way to write a word: the YAML, and the names in it.
    private record Written(Class<?> kind, String word, String yaml, List<String> names) {}

    // ---- what is written ----

    /// Each way to call each word, plain, with all its settings together, and with each alone.
    private static List<Written> all() {
        var all = new ArrayList<Written>();
        for (var kind : KINDS) {
            for (var word : WORDS.making(kind)) {
                for (var signature : WORDS.signatures(word, kind)) {
                    var arguments = new LinkedHashMap<String, String>();
                    for (var parameter : signature.written()) arguments.put(parameter.name(), example(parameter.type(), parameter.variable()));
                    all.add(written(kind, word, arguments));
                    var settings = new LinkedHashMap<String, String>();
                    signature.withers().forEach((name, ways) -> {
                        if (arguments.containsKey(name)) return;
                        for (var way : ways) {
                            settings.put(name, setting(way, signature));
                            var alone = new LinkedHashMap<>(arguments);
                            alone.put(name, settings.get(name));
                            all.add(written(kind, word, alone));
                        }
                    });
                    if (settings.size() > 1) {
                        settings.putAll(arguments);
                        all.add(written(kind, word, settings));
                    }
                }
            }
        }
        return all;
    }

    private static Written written(Class<?> kind, String word, Map<String, String> arguments) {
        var names = arguments.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).collect(Collectors.joining(", ", "{", "}"));
        return new Written(kind, word, arguments.isEmpty() ? word : "{" + word + ": " + names + "}", List.copyOf(arguments.keySet()));
    }

    private static String setting(Method way, Signature signature) {
        if (Signature.isNested(way)) return "[{" + way.getParameters()[0].getName() + ": \"*.bias\", " + signature.nested().entrySet().stream().map(e -> e.getKey() + ": " + setting(e.getValue().getFirst(), signature)).collect(Collectors.joining(", ")) + "}]";
        var types = way.getGenericParameterTypes();
        if (types.length == 0) return "true";
        if (types.length == 1) return example(types[0], way.isVarArgs());
        return Stream.of(types).map(type -> example(type, false)).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String example(Type type, boolean variable) {
        var raw = Types.raw(type);
        var kind = WORDS.kind(type);
        if (kind.isPresent()) return bare(kind.get().type());
        if (Types.isOptional(type)) return example(Types.element(type).orElseThrow(), false);
        if (Types.isList(type)) return "[" + example(Types.element(type).orElseThrow(), false) + ", " + example(Types.element(type).orElseThrow(), false) + "]";
        if (raw == Tensor.class) return "[[1.0, 2.0], [3.0, 4.0]]";
        if (raw == boolean.class || raw == Boolean.class) return "true";
        if (raw == String.class) return "text";
        if (raw == Path.class) return "there.csv";
        if (raw.isEnum()) return Binder.constantName(raw.getEnumConstants()[0]);
        return raw == double.class || raw == Double.class || raw == float.class ? "0.25" : "2";
    }

    /// Something of a kind in a few letters.
    private static String bare(Class<?> kind) {
        if (kind == Dataset.class) return "{sine: 9}";
        if (kind == Schedule.class) return "{warmup: 2}";
        if (kind == Optimizer.class) return "{sgd: 0.1}";
        return WORDS.making(kind).stream().filter(word -> WORDS.signatures(word, kind).stream().anyMatch(s -> s.written().isEmpty())).findFirst().orElseThrow();
    }

    // ---- what becomes of it ----

    private static Bound<?> bound(Class<?> kind, String yaml) throws IOException {
        Files.writeString(folder.resolve("there.csv"), "a,b\n1,2\n");
        var problems = new Problems();
        var file = Files.writeString(folder.resolve("word.yaml"), "value: " + yaml.replace("\n", "\n  ").stripTrailing() + "\n");
        var root = (Node.MapNode) Document.read(file, problems).orElseThrow().root();
        var bound = WORDS.bind(root.entries().getFirst().value(), kind, problems);
        assertEquals(List.of(), problems.list().stream().map(p -> p.message() + "; " + p.hint()).toList(), yaml);
        return bound.orElseThrow();
    }

    @Test
    void isWrittenReadAndPrinted() throws IOException {
        var methods = new ArrayList<String>();
        for (var written : all()) {
            var bound = bound(written.kind, written.yaml);
            var java = bound.java();
            var call = (Bound.Call<?>) bound;
            assertEquals(Set.copyOf(written.names), call.written().keySet(), written.yaml);
            for (var setting : call.settings()) assertTrue(java.contains("." + setting.method().getName() + "("), java);
            var printed = Explain.yaml(bound);
            assertEquals(java, bound(written.kind, "\n" + printed).java(), printed);
            methods.add("    static Object m" + methods.size() + "(Layer net) { " + written.kind.getSimpleName() + " it = " + java + "; return it; }    // " + written.yaml.replace("\n", " "));
        }
        assertTrue(methods.size() > 600, methods.size() + " ways");
        assertEquals(List.of(), errors(methods));
    }

    /// A word that no file can write is one that takes what no file holds.
    @Test
    void noWordIsForgotten() {
        var forgotten = new TreeSet<String>();
        for (var method : Dsl.class.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers())) continue;
            KINDS.stream().filter(kind -> kind.isAssignableFrom(method.getReturnType()) && WORDS.signatures(method.getName(), kind).isEmpty()).forEach(_ -> forgotten.add(method.getName()));
        }
        assertEquals(new TreeSet<>(BEYOND.keySet()), forgotten);
    }

    private static List<String> errors(List<String> methods) throws IOException {
        var imports = Files.readAllLines(Path.of("startup.jsh")).stream().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
        var text = imports + "\nimport java.nio.file.Path;\n@SuppressWarnings(\"all\")\nclass All {\n" + String.join("\n", methods) + "\n}\n";
        var source = new SimpleJavaFileObject(URI.create("string:///All.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignored) { return text; }
        };
        var found = new DiagnosticCollector<JavaFileObject>();
        ToolProvider.getSystemJavaCompiler().getTask(null, null, found, List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path")), null, List.of(source)).call();
        var lines = text.lines().toList();
        return found.getDiagnostics().stream().filter(d -> d.getKind() == Diagnostic.Kind.ERROR).map(d -> d.getMessage(null).lines().findFirst().orElse("") + ": " + lines.get((int) d.getLineNumber() - 1).strip()).toList();
    }
}
