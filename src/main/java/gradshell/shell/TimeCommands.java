package gradshell.shell;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/// The commands that measure.
final class TimeCommands {

    static final List<Command> ALL = List.of(
            new Command("%time", "%time SNIPPET tells how long a snippet takes, to compile and to run", TimeCommands::time),
            new Command("%timeit", """
                    %timeit SNIPPET tells how long a snippet takes when it is warm
                    It is run until it gets no faster, then as often as makes a sample of some milliseconds. The median of the samples
                    is told, between which times the middle half of them lies, and how many bytes its thread allocates in each run.""", TimeCommands::timeit));

    private TimeCommands() {}

    private static void time(Repl repl, String text) {
        long start = System.nanoTime();
        var outcome = repl.session().eval(text);
        long nanoseconds = System.nanoTime() - start;
        repl.tell(outcome);
        repl.say(String.format(Locale.ROOT, "%.1f ms, %.1f of them to run", nanoseconds / 1e6, repl.session().ran() / 1e6));
    }

    private static void timeit(Repl repl, String text) {
        if (text.isEmpty()) {
            repl.complain("%timeit needs a snippet, as in %timeit x.exp()");
            return;
        }
        var body = body(repl, text);
        if (body == null) return;
        try {
            repl.say(repl.session().call(() -> Timing.of(body)).toString());
        } catch (Stop _) {
            repl.tell(new Outcome.Stopped(""));
        } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError e) {
            repl.tell(repl.session().eval(text));    // it fails here too, and its line is told
        }
    }

    /// What is to be run again and again; null if that was complained of.
    private static Callable<?> body(Repl repl, String text) {
        var session = repl.session();
        var java = session.java(text).strip().replaceFirst(";\\s*$", "");
        for (var made : List.of("() -> (" + java + ")", "() -> { " + java + "; return null; }")) {
            if (session.eval("(java.util.concurrent.Callable<?>) " + made) instanceof Outcome.Value(var name, _, Callable<?> body, _)) {
                session.drop(name);
                return body;
            }
        }
        var outcome = session.eval(text);    // what is wrong with it is told of its own text
        repl.tell(outcome);
        if (!outcome.failed()) repl.complain("%timeit: this cannot be run again and again; it takes an expression or statements");
        return null;
    }
}
