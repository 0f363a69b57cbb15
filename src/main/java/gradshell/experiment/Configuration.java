package gradshell.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An experiment as it was resolved: the record that holds it, and the plan which knows where each value came from.
public record Configuration<T>(T value, Bound<T> plan) {

    /// Reads a file, changes it by the overrides, and binds it to a record. All its problems are thrown in one go.
    public static <T> Configuration<T> read(Path file, List<String> overrides, Class<T> type, Words words) {
        var problems = new Problems();
        var document = Document.read(file, problems);
        var bound = document.flatMap(d -> words.bind(new Overrides(overrides, d.source().folder(), problems).apply(d.root()), type, problems));
        var value = bound.flatMap(b -> problems.attempt(() -> b.make(Map.of())));
        problems.check();
        return new Configuration<>(value.orElseThrow(), bound.orElseThrow());
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
