package gradshell.shell;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// Failures in words: the place in the user's own text, its line, a caret, one message.
///
/// @param trace whether an exception's Java stack is shown too
public record Report(boolean trace, Style style) {

    private static final int PROBLEMS = 10;
    private static final int CALLERS = 4;

    public static Report plain(boolean trace) {
        return new Report(trace, Style.PLAIN);
    }

    /// The lines for a failure, without an end of line; empty for what did not fail.
    public String text(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Rejected(var problems) -> problems(problems);
            case Outcome.Incomplete(var problem) -> problems(List.of(problem));
            case Outcome.Thrown thrown -> thrown(thrown.unwrapped()) + (trace ? "\n" + stack(thrown.exception()) : "");
            case Outcome.Stopped(var left) -> style.error("interrupted") + (left.isEmpty() ? "" : "\n  " + left);
            case Outcome.Value _, Outcome.Declared _, Outcome.Done _ -> "";
        };
    }

    /// The lines for what the compiler found.
    public String problems(List<Problem> problems) {
        var shown = problems.stream().limit(PROBLEMS).map(this::problem).collect(Collectors.joining("\n"));
        return problems.size() <= PROBLEMS ? shown : shown + "\n… and " + (problems.size() - PROBLEMS) + " more";
    }

    /// What an exception says: its message, after its name unless this program wrote it.
    public String message(Throwable exception) {
        if (exception instanceof Stop) return "interrupted";
        if (exception instanceof OutOfMemoryError && !exception.getClass().getName().startsWith("gradshell.")) return "out of memory";
        var text = exception.getMessage() == null ? "" : Wording.exception(exception);
        var type = exception.getClass();
        var thrower = exception.getStackTrace().length == 0 ? "" : exception.getStackTrace()[0].getClassName();
        boolean own = (type.getName().startsWith("gradshell.") || thrower.startsWith("gradshell.")) && !text.isEmpty();
        if (own) return text;
        var name = type.getSimpleName().isEmpty() ? type.getSuperclass().getSimpleName() : type.getSimpleName();
        if (exception instanceof StackOverflowError && text.isEmpty()) return name + ": calls within calls without end";
        return text.isEmpty() ? name : name + ": " + text;
    }

    private String problem(Problem problem) {
        var source = problem.source();
        var message = problem.message().lines().toList();
        var place = source.name().isEmpty() ? "" : source.name() + ":" + problem.line() + ":" + problem.column() + ": ";
        var text = new StringBuilder(place).append(style.error(message.getFirst()));
        text.append("\n    ").append(source.lineText(problem.line()));
        text.append("\n    ").append(style.error(caret(problem)));
        message.stream().skip(1).forEach(line -> text.append("\n  ").append(line));
        return text.toString();
    }

    /// `~~^~~` under the range, as far as it is on the line of its position.
    private static String caret(Problem problem) {
        var text = problem.source().text();
        int lineStart = problem.position() - problem.column() + 1;
        var line = problem.source().lineText(problem.line());
        int lineEnd = lineStart + line.length();
        int start = Math.max(problem.start(), lineStart + line.length() - line.stripLeading().length());
        int end = Math.min(problem.end(), lineEnd);
        var marks = new StringBuilder();
        for (int at = lineStart; at < Math.max(end, problem.position() + 1); at++) {
            if (at < start && at < problem.position()) marks.append(at < text.length() && text.charAt(at) == '\t' ? '\t' : ' ');
            else marks.append(at == problem.position() ? '^' : '~');
        }
        return marks.toString();
    }

    private String thrown(Outcome.Thrown thrown) {
        var frames = thrown.frames();
        boolean nowhere = frames.isEmpty() && thrown.passage() == null;
        var source = nowhere ? new Source("", "") : frames.isEmpty() ? thrown.passage().source() : frames.getFirst().passage().source();
        int line = nowhere ? 0 : frames.isEmpty() ? thrown.passage().line() : frames.getFirst().line();
        var text = new StringBuilder(source.name().isEmpty() ? "" : source.name() + ":" + line + ": ");
        text.append(style.error(message(thrown.exception())));
        if (!nowhere) text.append("\n    ").append(source.lineText(line));
        // Neither recursion nor the code around a lambda on the line that is shown says anything new.
        frames.stream().skip(1).filter(frame -> frame.line() != line || frame.passage() != frames.getFirst().passage()).map(this::caller).filter(Objects::nonNull).distinct().limit(CALLERS).forEach(caller -> text.append("\n").append(caller));
        for (var note : thrown.exception().getSuppressed()) text.append("\n  ").append(message(note));
        // Of the causes behind the nearest only those are told that lead to another line.
        for (var cause : thrown.causes()) {
            var place = place(cause, frames);
            if (cause == thrown.causes().getFirst() || !place.isEmpty()) text.append("\n  caused by ").append(message(cause.exception())).append(place);
        }
        if (!thrown.values().isEmpty()) text.append("\n  ").append(String.join(", ", thrown.values()));
        for (var advice : thrown.advice()) text.append("\n  ").append(advice);
        return text.toString();
    }

    private String caller(Frame frame) {
        return style.faint("  called at " + place(frame));
    }

    /// Where a cause comes from, unless its line is shown already.
    private static String place(Outcome.Cause cause, List<Frame> shown) {
        if (cause.frames().isEmpty() || shown.contains(cause.frames().getFirst())) return "";
        return " at " + place(cause.frames().getFirst());
    }

    private static String place(Frame frame) {
        var source = frame.passage().source();
        return (source.name().isEmpty() ? "" : source.name() + ":" + frame.line() + ": ") + source.lineText(frame.line()).strip();
    }

    /// The Java stack of an exception without the shell's own part of it.
    static String stack(Throwable exception) {
        var text = new StringWriter();
        exception.printStackTrace(new PrintWriter(text, true));
        return Wording.plain(text.toString()).lines().filter(line -> !line.contains("gradshell.shell.") && !line.contains("java.util.concurrent."))
                .collect(Collectors.joining("\n"));
    }
}
