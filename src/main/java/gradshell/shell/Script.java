package gradshell.shell;

import java.io.PrintStream;
import java.util.List;

/// Runs a whole text, and stops at the first snippet that fails.
///
/// @param keepGoing whether to run on after a failure
/// @param report how failures are told
/// @param errors where they are told
public record Script(boolean keepGoing, Report report, PrintStream errors) {

    /// Nothing failed.
    public static final int DONE = 0;
    /// A snippet failed.
    public static final int FAILED = 1;
    /// Somebody stopped it.
    public static final int INTERRUPTED = 130;

    /// Evaluates the source and answers the exit code.
    public int run(Session session, Source source) {
        int code = DONE;
        for (var passage : session.split(source)) {
            boolean exit = passage.kind() == Passage.Kind.COMMAND;
            var outcome = exit ? exitCode(session, passage, code) : session.eval(passage);
            if (outcome.failed()) {
                errors.println(report.text(outcome));
                if (outcome instanceof Outcome.Stopped) return INTERRUPTED;
                if (!keepGoing) return FAILED;
                code = FAILED;
            } else if (exit && outcome instanceof Outcome.Value value) {
                return (int) value.value() == DONE ? code : (int) value.value();
            }
        }
        var unresolved = session.unresolved();
        if (unresolved.isEmpty()) return code;
        errors.println(report.problems(unresolved));
        return FAILED;
    }

    /// `/exit`, or `/exit` and an expression: the only command a script knows.
    private static Outcome exitCode(Session session, Passage command, int otherwise) {
        var text = command.text().stripTrailing();
        var word = text.split("\\s", 2)[0];
        if (!word.equals("/exit")) return rejected(command, 0, "unknown command " + word + ": the only one in a script is /exit");
        var rest = text.substring(word.length());
        if (rest.isBlank()) return new Outcome.Value("", "int", otherwise, false);
        int at = text.length() - rest.stripLeading().length();
        var expression = new Passage(command.source(), command.start() + at, command.start() + text.length(), Passage.Kind.JAVA);
        var outcome = session.eval(expression);
        boolean integer = outcome.failed() || outcome instanceof Outcome.Value value && value.value() instanceof Integer;
        return integer ? outcome : rejected(command, at, "an exit code is an int");
    }

    private static Outcome rejected(Passage command, int from, String message) {
        int end = command.start() + command.text().stripTrailing().length();
        return new Outcome.Rejected(List.of(Problem.at(command, command.start() + from, end, message)));
    }
}
