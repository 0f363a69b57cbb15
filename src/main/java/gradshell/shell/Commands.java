package gradshell.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// The commands of every prompt.
final class Commands {

    static final List<Command> ALL = List.of(
            new Command("/drop", "/drop NAME forgets a variable, a method or a class", Commands::drop),
            new Command("/exit", "leave; /exit 3 leaves with that code", Commands::exit),
            new Command("/help", "this list; /help WORD tells about a word", Commands::help),
            new Command("?", "?softmax tells about softmax, as help(\"softmax\") does", Commands::help),
            new Command("/history", "what was typed, in this session and before", (repl, _) -> repl.typed().forEach(repl::say)),
            new Command("/imports", "the imports in force", (repl, _) -> repl.session().imports().forEach(repl::say)),
            new Command("%java", "the Java that the last snippet was; %java w * x tells what that would be", Commands::java),
            new Command("/list", "the snippets in force", Commands::list),
            new Command("/reset", "forget everything and start anew", (repl, _) -> repl.reset()),
            new Command("%save", "%save FILE writes the snippets in force to a file, %save --java FILE as plain Java", Commands::save),
            new Command("%time", "%time SNIPPET tells how long a snippet takes, compiling included", Commands::time),
            new Command("/vars", "the variables and their values", Commands::vars));

    private static final int WIDTH = 80;
    private static final String JAVA = "--java ";

    private Commands() {}

    private static void drop(Repl repl, String name) {
        if (!repl.session().drop(name)) repl.complain("there is no " + name);
    }

    private static void exit(Repl repl, String argument) {
        if (argument.isEmpty()) {
            repl.leave(Script.DONE);
            return;
        }
        switch (repl.session().eval(argument)) {
            case Outcome.Value(_, _, Integer code, _) -> repl.leave(code);
            case Outcome outcome when outcome.failed() -> repl.tell(outcome);
            case Outcome _ -> repl.complain("an exit code is an int");
        }
    }

    private static void help(Repl repl, String word) {
        if (!word.isEmpty()) {
            repl.say(repl.page(word).map(Dialect.Page::text).orElse("nothing is known about " + word));
            return;
        }
        repl.commands().forEach(command -> repl.say("%-10s %s".formatted(command.name(), command.about())));
        repl.say("Anything else is Java. Tab completes, twice explains, Ctrl-C stops, Ctrl-D leaves.");
    }

    private static void list(Repl repl, String argument) {
        repl.session().history().stream().filter(p -> p.source().name().isEmpty()).forEach(p -> repl.say(p.text()));
    }

    private static void java(Repl repl, String text) {
        repl.say(text.isEmpty() ? repl.session().java() : repl.session().java(text));
    }

    private static void save(Repl repl, String argument) {
        boolean java = argument.startsWith(JAVA);
        var name = argument.substring(java ? JAVA.length() : 0).strip();
        if (name.isEmpty()) {
            repl.complain("%save needs the name of a file");
            return;
        }
        var snippets = java ? repl.session().javaHistory() : repl.session().history().stream().filter(p -> p.source().name().isEmpty()).map(Passage::text).toList();
        try {
            Files.writeString(Path.of(name), String.join("\n", snippets) + "\n");
            repl.say(snippets.size() + " snippets in " + name);
        } catch (IOException | InvalidPathException e) {
            repl.complain("cannot write " + name + ": " + e.getMessage());
        }
    }

    private static void time(Repl repl, String text) {
        long start = System.nanoTime();
        var outcome = repl.session().eval(text);
        long nanoseconds = System.nanoTime() - start;
        repl.tell(outcome);
        repl.say("%.1f ms".formatted(nanoseconds / 1e6));
    }

    private static void vars(Repl repl, String argument) {
        repl.session().variables().forEach(v -> repl.say(v.type() + " " + v.name() + " = " + brief(repl.session().show(v.value()))));
    }

    private static String brief(String text) {
        var line = text.lines().findFirst().orElse("");
        return line.length() < text.length() || line.length() > WIDTH ? line.substring(0, Math.min(WIDTH, line.length())) + " …" : line;
    }
}
