package gradshell.shell;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a language made of Java adds to the shell. Plain Java adds nothing: [#JAVA].
public interface Dialect {

    Dialect JAVA = new Dialect() {};

    /// Java for a snippet that Java rejects, or nothing if there is none.
    ///
    /// Lines must stay lines: exceptions are reported by them. If Java rejects the answer too, the problems of the
    /// original are shown.
    ///
    /// @param problems why Java rejects it, by offsets into the snippet
    /// @param check what Java would say to another text, without evaluating it
    default Optional<String> translate(String snippet, List<Problem> problems, Function<String, List<Problem>> check) {
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

    /// A value in a few words, to stand beside its variable's name below an error; nothing for what helps nobody there.
    default Optional<String> describe(Object value) {
        return Optional.empty();
    }

    /// What is known about a name: `softmax`, `Tensor.softmax`.
    default Optional<Page> help(String name) {
        return Optional.empty();
    }

    /// A text to read, and examples from it that can be run.
    record Page(String text, List<String> examples) {}

    /// A few words about a method of a type; about a word of the language if the type is "".
    default Optional<String> summary(String type, String name) {
        return Optional.empty();
    }
}
