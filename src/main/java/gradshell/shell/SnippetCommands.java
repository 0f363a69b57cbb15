package gradshell.shell;

import gradshell.shell.Command.Takes;
import gradshell.shell.Session.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The commands that tell of snippets and what they declared, and change them.
final class SnippetCommands {

    static final List<Command> ALL = List.of(
            new Command("/drop", "/drop NAME… forgets variables, methods and classes, by name or by number in /list", Takes.NAME, SnippetCommands::drop),
            new Command("/edit", """
                    /edit NAME… changes snippets in $VISUAL or $EDITOR and evaluates what was changed
                    Snippets are named by what they declare or by their numbers in /list; without names all are edited.
                    Without an editor in the environment the text is put into the line that is typed next.""", Takes.NAME, SnippetCommands::edit),
            new Command("/history", "what was typed, in this session and before", Takes.NOTHING, (repl, _) -> repl.typed().forEach(repl::say)),
            new Command("/imports", "the imports in force", Takes.NOTHING, (repl, _) -> repl.session().imports().forEach(repl::say)),
            new Command("/list", """
                    the snippets in force, with their numbers; /list NAME… only some, /list -all those of the start-up too, /list -start only those""", Takes.NAME, SnippetCommands::list),
            new Command("/methods", "the methods that snippets have declared; /methods NAME only those of a name", Takes.NAME, (repl, name) -> declared(repl, "method", repl.session().methods(), name)),
            new Command("/types", "the classes, records and interfaces that snippets have declared", Takes.NAME, (repl, name) -> declared(repl, "type", repl.session().types(), name)),
            new Command("/vars", "the variables and their values; /vars NAME… only some", Takes.NAME, SnippetCommands::vars));

    private static final int WIDTH = 80;

    private SnippetCommands() {}

    private static void drop(Repl repl, String argument) {
        if (argument.isEmpty()) repl.complain("/drop needs the name of what is to be forgotten; /list shows what there is");
        for (var word : words(argument)) {
            var names = repl.session().entries().stream().filter(entry -> entry.id().equals(word)).flatMap(entry -> entry.names().stream()).toList();
            boolean dropped = false;
            for (var name : names.isEmpty() ? List.of(word) : names) dropped |= repl.session().drop(name);
            if (!dropped) repl.complain("there is no " + word);
        }
    }

    // ---- what there is ----

    private static void list(Repl repl, String argument) {
        var entries = switch (argument) {
            case "" -> repl.session().entries().stream().filter(entry -> !entry.startup());
            case "-all" -> repl.session().entries().stream();
            case "-start" -> repl.session().entries().stream().filter(Entry::startup);
            default -> named(repl, argument).stream();
        };
        entries.forEach(entry -> repl.say("%4s : %s".formatted(entry.id(), entry.passage().text().strip().replace("\n", "\n       "))));
    }

    /// The entries that some words name, in order; a word that names none is complained of.
    private static List<Entry> named(Repl repl, String argument) {
        var entries = repl.session().entries();
        var words = words(argument);
        words.stream().filter(word -> entries.stream().noneMatch(entry -> entry.called(word))).forEach(word -> repl.complain("there is no snippet " + word + "; /list shows what there is"));
        return entries.stream().filter(entry -> words.stream().anyMatch(entry::called)).toList();
    }

    private static void vars(Repl repl, String argument) {
        var words = words(argument);
        var variables = repl.session().variables().stream().filter(v -> words.isEmpty() || words.contains(v.name())).toList();
        variables.forEach(v -> repl.say(v.type() + " " + v.name() + " = " + brief(repl.session().show(v.value()))));
        if (variables.isEmpty()) repl.say(words.isEmpty() ? "there are no variables" : "there is no variable " + argument);
    }

    private static void declared(Repl repl, String what, List<String> all, String name) {
        var some = all.stream().filter(text -> name.isEmpty() || text.replaceFirst("\\(.*", "").endsWith(" " + name)).toList();
        some.forEach(repl::say);
        if (some.isEmpty()) repl.say("there is no " + what + (name.isEmpty() ? "" : " " + name));
    }

    private static String brief(String text) {
        var line = text.lines().findFirst().orElse("");
        return line.length() < text.length() || line.length() > WIDTH ? line.substring(0, Math.min(WIDTH, line.length())) + " …" : line;
    }

    private static List<String> words(String argument) {
        return argument.isBlank() ? List.of() : List.of(argument.split("\\s+"));
    }

    // ---- editing ----

    private static void edit(Repl repl, String argument) {
        var chosen = argument.isEmpty() ? repl.session().entries().stream().filter(entry -> !entry.startup()).toList() : named(repl, argument);
        if (chosen.isEmpty() && !argument.isEmpty()) return;
        var text = chosen.stream().map(entry -> entry.passage().text().strip()).collect(Collectors.joining("\n"));
        var editor = Stream.of("VISUAL", "EDITOR").map(repl.environment::get).filter(value -> value != null && !value.isBlank()).findFirst();
        if (editor.isEmpty()) {
            repl.offer(text);
            return;
        }
        try {
            var file = Files.createTempFile("gradshell", ".jsh");
            try {
                Files.writeString(file, text + "\n");
                int code = repl.foreground(Stream.concat(Arrays.stream(editor.get().strip().split("\\s+")), Stream.of(file.toString())).toList());
                if (code == 0) changed(repl, text, Files.readString(file));
                else repl.complain("/edit: " + editor.get() + " ended with code " + code + "; nothing is changed");
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            repl.complain("/edit: cannot run " + editor.get() + ": " + e.getMessage() + "; set EDITOR to one that is there, or unset it to edit here");
        }
    }

    /// Evaluates what was not there before.
    private static void changed(Repl repl, String before, String after) {
        var known = repl.session().split(new Source("", before)).stream().map(passage -> passage.text().strip()).collect(Collectors.toCollection(java.util.ArrayList::new));
        for (var passage : repl.session().split(new Source("", after))) {
            if (known.remove(passage.text().strip())) continue;
            var outcome = repl.session().eval(passage);
            repl.tell(outcome);
            if (outcome.failed()) return;
        }
    }
}
