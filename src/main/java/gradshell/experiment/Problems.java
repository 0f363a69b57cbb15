package gradshell.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The mistakes found so far: collected, so that all of a file are told in one go.
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    void add(Place place, String message) {
        add(place, message, "");
    }

    void add(Place place, String message, String hint) {
        found.add(new Problem(place, message, hint));
    }

    void addAll(List<Problem> problems) {
        found.addAll(problems);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /// In the order of the files and of their lines, those of the command line last; each once.
    public List<Problem> list() {
        var files = found.stream().map(Problem::file).distinct().toList();
        var order = Comparator.comparing((Problem p) -> p.place().source().kind()).thenComparing(p -> p.place().source().kind() == Source.Kind.FILE ? files.indexOf(p.file()) : 0).thenComparing(Problem::line).thenComparing(Problem::column);
        return found.stream().distinct().sorted(order).toList();
    }

    /// The value, unless making it runs into problems: they are kept here then.
    public <T> Optional<T> attempt(Supplier<T> making) {
        try {
            return Optional.ofNullable(making.get());
        } catch (ExperimentException e) {
            addAll(e.problems());
            return Optional.empty();
        }
    }

    /// Throws them all, if there are any.
    public void check() {
        if (!found.isEmpty()) throw new ExperimentException(list());
    }
}
