package gradshell.shell;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What a language made of Java adds to the shell. Plain Java adds nothing: [#JAVA].
public interface Dialect {

    Dialect JAVA = new Dialect() {};

    /// What operators mean on a type that Java gives none; nothing if they mean nothing.
    default Optional<Notation> notation() {
        return Optional.empty();
    }

    /// What to write instead, for a mistake that the compiler found; nothing if it is clear without.
    default Optional<String> hint(Problem problem) {
        return Optional.empty();
    }

    /// How a value looks at the prompt.
    default String show(Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
            case Character c -> "'" + c + "'";
            case Object array when array.getClass().isArray() -> Elements.of(array);
            case Object lambda when lambda.getClass().isHidden() && lambda.getClass().getInterfaces().length > 0 -> "a " + lambda.getClass().getInterfaces()[0].getSimpleName();
            default -> String.valueOf(value);
        };
    }

    /// How a value looks at a terminal of which more is known, whole; nothing if it looks as everywhere.
    default Optional<String> view(Object value, Display display) {
        return Optional.empty();
    }

    /// A value in a few words, to stand beside its variable's name below an error; nothing for what helps nobody there.
    default Optional<String> describe(Object value) {
        return Optional.empty();
    }

    /// What to do about an exception, line by line; nothing if its message says it.
    ///
    /// @param variables the variables of the session
    default List<String> advice(Throwable exception, Supplier<List<Session.Variable>> variables) {
        return List.of();
    }

    /// What is known about a name: `softmax`, `Tensor.softmax`.
    ///
    /// @param columns how long a line may be
    default Optional<Page> help(String name, int columns) {
        return Optional.empty();
    }

    /// A text to read, and examples from it that can be run.
    record Page(String text, List<String> examples) {}

    /// A few words about a method of a type; about a word of the language if the type is "".
    default Optional<String> summary(String type, String name) {
        return Optional.empty();
    }
}
