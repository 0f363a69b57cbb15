package gradshell.shell;

import java.util.List;
import java.util.stream.Stream;

/// What became of a snippet.
public sealed interface Outcome {

    /// An expression or a variable, with its value.
    ///
    /// @param name the variable's name; empty for an expression that named an existing variable
    /// @param temporary whether the name, like `$1`, was given by the shell
    record Value(String name, String type, Object value, boolean temporary) implements Outcome {}

    /// A method, a class or an import.
    ///
    /// @param missing what it mentions and nobody has declared yet, such as `method g(int)`; it cannot be used before that
    record Declared(String name, List<String> missing) implements Outcome {}

    /// A statement, which gives nothing.
    record Done() implements Outcome {}

    /// Text that Java does not accept.
    record Rejected(List<Problem> problems) implements Outcome {}

    /// An exception that the snippet let out.
    ///
    /// @param passage the snippet; null if a thread of its own was running
    /// @param frames the user's own lines on the way, innermost first
    /// @param causes what caused it, the nearest first
    /// @param values what the variables on those lines hold, in words: `x is 5`
    /// @param advice what is to be known beside that, line by line
    record Thrown(Throwable exception, Passage passage, List<Frame> frames, List<Cause> causes, List<String> values, List<String> advice) implements Outcome {

        /// The same without exceptions around it that say nothing but what caused them.
        Thrown unwrapped() {
            if (causes.isEmpty() || !isWrapper()) return this;
            var cause = causes.getFirst();
            var way = Stream.concat(cause.frames.stream(), frames.stream()).distinct().toList();
            return new Thrown(cause.exception, passage, way, causes.subList(1, causes.size()), values, advice).unwrapped();
        }

        private boolean isWrapper() {
            var message = exception.getMessage();
            return message == null || message.equals(causes.getFirst().exception.toString());
        }
    }

    /// An exception behind another.
    ///
    /// @param frames the user's own lines on its way, innermost first
    record Cause(Throwable exception, List<Frame> frames) {}

    /// It was told to stop.
    ///
    /// @param left what of it could not be stopped and goes on by itself; empty if nothing does
    record Stopped(String left) implements Outcome {}

    /// The snippet's end is missing.
    record Incomplete(Problem problem) implements Outcome {}

    default boolean failed() {
        return switch (this) {
            case Value _, Declared _, Done _ -> false;
            case Rejected _, Thrown _, Stopped _, Incomplete _ -> true;
        };
    }
}
