package gradshell.experiment;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/// An experiment as it was resolved: the record that holds it, and the plan which knows where each value came from.
public record Configuration<T>(T value, Bound<T> plan) {

    /// Reads a file, puts in what it includes, changes it by the overrides, follows its references, and binds it to a record.
    /// All its problems are thrown in one go.
    public static <T> Configuration<T> read(Path file, List<String> overrides, Class<T> type, Words words) {
        return read(file, overrides, type, words, (root, _) -> root, (_, _) -> {});
    }

    /// The same with another change after all, before references are followed.
    ///
    /// @param rest finds further problems, where there are some, in the keys that could be bound
    static <T> Configuration<T> read(Path file, List<String> overrides, Class<T> type, Words words, BiFunction<Node, Problems, Node> change, BiConsumer<Map<String, Bound<?>>, Problems> rest) {
        var problems = new Problems();
        var root = Document.read(file, problems).map(document -> tree(document, file, overrides, type, words, change, problems));
        var bound = root.flatMap(node -> words.bind(node, type, problems));
        var value = bound.flatMap(b -> problems.attempt(() -> b.make(Map.of())));
        if (!problems.isEmpty()) root.ifPresent(node -> rest.accept(words.parts(node, type), problems));
        problems.check();
        return new Configuration<>(value.orElseThrow(), bound.orElseThrow());
    }

    private static Node tree(Document document, Path file, List<String> overrides, Class<?> type, Words words, BiFunction<Node, Problems, Node> last, Problems problems) {
        var folder = document.source().folder();
        // what is included can be changed too, and that must be known first
        var first = overrides.stream().collect(Collectors.partitioningBy(change -> change.strip().matches("([\\w.]+\\.)?" + Includes.INCLUDE + "\\s*=.*")));
        var root = new Overrides(first.get(true), folder, problems).apply(document.root());
        root = new Includes(new Merge(words), problems).resolve(file, root, type);
        root = new Overrides(first.get(false), folder, problems).apply(root);
        root = last.apply(root, problems);
        var keys = Arrays.stream(type.getRecordComponents()).map(c -> c.getName()).collect(Collectors.toSet());
        return new References(root, keys, problems).resolve();
    }

    /// The resolved file, each value with its origin.
    public String explain() {
        return Explain.of(plan);
    }

    /// The same, with what the words of these kinds take where the file is silent.
    public String explain(Words words, Map<Supply, ?> supplied, Set<Class<?>> kinds) {
        return Explain.of(plan, words, supplied, kinds);
    }

    /// The resolved file, bare, to stand in another folder.
    public String yaml(Path folder) {
        return Explain.yaml(plan, folder);
    }

    /// The resolved file, bare.
    public String yaml() {
        return Explain.yaml(plan);
    }
}
