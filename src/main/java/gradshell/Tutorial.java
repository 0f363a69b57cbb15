package gradshell;

import gradshell.shell.Command;
import gradshell.shell.Repl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A first hour with the language, in steps: each tells something and puts a snippet into the line that is typed next.
///
/// It remembers its place while other things are typed; Enter on an empty line goes on.
final class Tutorial {
    private final List<Step> steps = steps();
    /// The number of the step that was shown last; none was if it is 0.
    private int at;
    /// How many steps were shown or made up for.
    private int done;

    /// @param result what the snippet shows; empty if it shows nothing
    record Step(String title, String text, String snippet, String result) {}

    /// A tutorial that begins at its beginning.
    static Command command() {
        var tutorial = new Tutorial();
        return new Command("%tutorial", """
                learn the language step by step, here
                Each step says a few words and types a snippet for you: press Enter to run it, or change it first. Enter on an empty line goes on.
                %tutorial shows the present step again, %tutorial next and back go from one to another, %tutorial 12 to step 12, %tutorial stop ends it.""", Command.Takes.NOTHING, tutorial::go);
    }

    private void go(Repl repl, String where) {
        switch (where) {
            case "" -> show(repl, Math.max(1, at));
            case "next" -> show(repl, at + 1);
            case "back" -> show(repl, Math.max(1, at - 1));
            case "stop" -> stop(repl, "the tutorial is over; %tutorial " + Math.max(1, at) + " comes back here");
            default -> {
                if (where.matches("\\d{1,6}") && Integer.parseInt(where) >= 1 && Integer.parseInt(where) <= steps.size()) jump(repl, Integer.parseInt(where));
                else repl.complain("%tutorial " + where + ": it has the steps 1 to " + steps.size() + ", and knows next, back and stop");
            }
        }
    }

    /// Runs the snippets that are passed over: later ones use what they declare.
    private void jump(Repl repl, int number) {
        int from = done;
        while (done < number - 1) if (repl.session().eval(steps.get(done++).snippet).failed()) break;
        if (done > from) repl.say("run for you: the snippets of the steps " + (from + 1) + " to " + done);
        show(repl, number);
    }

    private void show(Repl repl, int number) {
        if (number > steps.size()) {
            stop(repl, "that was the last step; %tutorial 1 begins anew");
            at = 0;
            return;
        }
        at = number;
        done = Math.max(done, at);
        Step step = steps.get(at - 1);
        repl.say("\n" + at + "/" + steps.size() + "  " + step.title + "\n" + step.text + "\n");
        repl.offer(step.snippet);
        repl.whenEmpty(() -> show(repl, at + 1));
    }

    private static void stop(Repl repl, String text) {
        repl.whenEmpty(null);
        repl.say(text);
    }

    // ---- the steps ----

    /// The steps, from a text in which `#` begins a title, `>` a snippet and `=` what it shows.
    static List<Step> steps() {
        var steps = new ArrayList<Step>();
        for (String part : text().split("(?m)^# ")) {
            if (part.isBlank()) continue;
            List<String> lines = part.lines().toList();
            steps.add(new Step(lines.getFirst(), marked(lines.subList(1, lines.size()), ""), marked(lines, "> "), marked(lines, "= ")));
        }
        return List.copyOf(steps);
    }

    private static String marked(List<String> lines, String mark) {
        return String.join("\n", lines.stream().filter(line -> mark.isEmpty() ? !line.isBlank() && !line.startsWith("> ") && !line.startsWith("= ") : line.startsWith(mark)).map(line -> line.substring(mark.length())).toList());
    }

    private static String text() {
        try (var in = Tutorial.class.getResourceAsStream("tutorial.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
