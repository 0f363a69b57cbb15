package gradshell.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import jdk.jshell.Snippet;

/// Where the snippets come from that JShell knows by their ids.
final class Origins {

    /// The line of a class around a snippet on which the snippet's own first line stands: how many imports precede it differs.
    private final ToIntFunction<String> first;
    private final Map<String, Origin> byId = new ConcurrentHashMap<>();
    /// The snippets that were run, by their classes: all that is known of one whose exception JShell does not see.
    private final Map<String, Origin> byClass = new ConcurrentHashMap<>();

    /// @param first the first line of a snippet's own in the class of that name
    Origins(ToIntFunction<String> first) {
        this.first = first;
    }

    /// Of what is evaluated now.
    private volatile Origin current;

    /// Where a snippet comes from.
    ///
    /// @param line the line of the source that its first line stands on
    /// @param java the Java that it is, with methods for operators
    /// @param entry the number of the passage among all that were evaluated
    record Origin(Passage passage, int line, String java, int entry) {}

    void put(Snippet snippet, Origin origin) {
        byId.put(snippet.id(), origin);
    }

    /// Where a snippet comes from, or null.
    Origin of(Snippet snippet) {
        return byId.get(snippet.id());
    }

    /// Says what is evaluated next.
    void begin(Origin origin) {
        current = origin;
    }

    /// Says that a class is what is evaluated now.
    void runs(String className) {
        byClass.put(className, current);
    }

    /// Says what Java a snippet is after all.
    void java(Snippet snippet, String java) {
        byId.computeIfPresent(snippet.id(), (_, origin) -> new Origin(origin.passage(), origin.line(), java, origin.entry()));
    }

    // ---- exceptions ----

    /// The lines of snippets that were running when an exception was thrown, the innermost first.
    List<Frame> frames(Throwable exception) {
        return exception == null ? List.of() : Arrays.stream(exception.getStackTrace()).flatMap(element -> frame(element).stream()).toList();
    }

    private Optional<Frame> frame(StackTraceElement element) {
        boolean known = element.getFileName() != null && element.getFileName().startsWith("#");
        var origin = known ? byId.get(element.getFileName().substring(1)) : byClass.get(element.getClassName());
        if (origin == null) return Optional.empty();
        int line = origin.line() + Math.max(0, element.getLineNumber() - (known ? 1 : first.applyAsInt(element.getClassName())));
        return Optional.of(new Frame(origin.passage(), element.getMethodName(), line));
    }
}
