package gradshell.shell;

import gradshell.shell.Command.Takes;
import java.util.List;
import java.util.stream.Stream;

/// The commands of every prompt.
final class Commands {

    private static final List<Command> GENERAL = List.of(
            new Command("/exit", "leave; /exit 3 leaves with that code, /exit EXPRESSION with that of an int", Commands::exit),
            new Command("/help", "this list; /help WORD tells about a word or a command", Takes.NAME, Commands::help),
            new Command("?", "?softmax tells about softmax, as help(\"softmax\") does", Takes.NAME, Commands::help),
            new Command("%java", "the Java that the last snippet was; %java w * x tells what that would be", Commands::java),
            new Command("%trace", "the Java stack of the last exception, with all that caused it", Takes.NOTHING, (repl, _) -> repl.trace()),
            new Command("/reset", "forget everything and start anew", Takes.NOTHING, (repl, _) -> repl.reset()));

    static final List<Command> ALL = Stream.of(GENERAL, SnippetCommands.ALL, FileCommands.ALL, TimeCommands.ALL).flatMap(List::stream).toList();

    /// How wide the column of the names is.
    private static final int NAMES = 11;

    private Commands() {}

    private static void exit(Repl repl, String argument) {
        if (argument.isEmpty()) {
            repl.leave(Script.DONE);
            return;
        }
        switch (repl.session().eval(argument)) {
            case Outcome.Value(_, _, Integer code, _) -> repl.leave(code);
            case Outcome outcome when outcome.failed() -> repl.tell(outcome);
            case Outcome _ -> repl.complain("/exit: an exit code is an int, as in /exit 3");
        }
    }

    private static void help(Repl repl, String word) {
        if (word.isEmpty()) {
            var display = repl.display();
            repl.commands().forEach(command -> repl.say(display.wrapped("%-10s %s".formatted(command.name(), command.line()), NAMES)));
            repl.say(display.wrapped("Anything else is Java. Tab completes, twice explains, Ctrl-C stops, Ctrl-D leaves.", 0));
            return;
        }
        var commands = repl.commands().stream().filter(command -> command.name().equals(word) || command.name().length() > 1 && command.name().substring(1).equals(word)).toList();
        commands.forEach(command -> repl.say(repl.display().wrapped(command.name() + "  " + command.about().indent(4).strip(), 4)));
        var page = repl.page(word).map(Dialect.Page::text);
        if (commands.isEmpty()) repl.say(page.orElse("nothing is known about " + word));
        else page.filter(text -> !text.startsWith("nothing is known")).ifPresent(repl::say);
    }

    private static void java(Repl repl, String text) {
        repl.say(text.isEmpty() ? repl.session().java() : repl.session().java(text));
    }
}
