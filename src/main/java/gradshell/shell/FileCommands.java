package gradshell.shell;

import gradshell.shell.Command.Takes;
import gradshell.shell.Session.Entry;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The commands that read snippets from files and write them there.
final class FileCommands {

    static final List<Command> ALL = List.of(
            new Command("%load", "%load FILE puts the text of a file into the line that is typed next, to be changed and run", Takes.FILE, FileCommands::load),
            new Command("/open", "/open FILE evaluates a file, as %run does without arguments", Takes.FILE, (repl, argument) -> run(repl, "/open", argument)),
            new Command("%run", """
                    %run FILE ARG… evaluates a file here: what it declares stays, and it sees what is declared
                    It finds the arguments in args. The first snippet that fails ends it; its line is told as FILE:LINE.""", Takes.FILE, (repl, argument) -> run(repl, "%run", argument)),
            new Command("%save", "%save FILE writes the snippets in force to a file, %save --java FILE as plain Java", Takes.FILE, FileCommands::save),
            new Command("/save", "/save FILE writes the snippets in force to a file; /save -all FILE those of the start-up too, -start only those, -history all that was typed", Takes.FILE, FileCommands::saveSome));

    private static final String JAVA = "--java";

    private FileCommands() {}

    // ---- reading ----

    private static void run(Repl repl, String command, String argument) {
        var words = Arrays.asList(argument.split("\\s+"));
        var text = read(repl, command, words.getFirst());
        if (text.isEmpty()) return;
        var session = repl.session();
        if (command.equals("%run")) session.define("args", words.subList(1, words.size()).toArray(String[]::new));
        for (var passage : session.split(Source.script(words.getFirst(), text.get()))) {
            if (passage.kind() == Passage.Kind.COMMAND) {
                if (passage.text().strip().matches("/exit\\b.*")) return;    // of the file, not of the prompt
                repl.enter(passage.text().strip());
                continue;
            }
            var outcome = session.eval(passage);
            if (outcome.failed()) repl.tell(outcome);
            if (outcome.failed() || repl.isStopping()) return;
        }
    }

    private static void load(Repl repl, String argument) {
        read(repl, "%load", argument).ifPresent(text -> repl.offer(text.stripTrailing()));
    }

    private static Optional<String> read(Repl repl, String command, String name) {
        try {
            if (name.isEmpty()) repl.complain(command + " needs the name of a file");
            else return Optional.of(Files.readString(Path.of(name)));
        } catch (NoSuchFileException _) {
            repl.complain(command + ": there is no file " + name);
        } catch (CharacterCodingException _) {
            repl.complain(command + ": " + name + " is not text in UTF-8");
        } catch (IOException | InvalidPathException e) {
            repl.complain(command + ": cannot read " + name + ": " + e.getMessage());
        }
        return Optional.empty();
    }

    // ---- writing ----

    private static void save(Repl repl, String argument) {
        boolean java = Arrays.asList(argument.split("\\s+")).contains(JAVA);
        var entries = repl.session().entries().stream().filter(entry -> !entry.startup()).toList();
        write(repl, "%save", argument.replaceFirst("(^|\\s)" + JAVA + "(\\s|$)", " ").strip(), entries.stream().map(entry -> java ? entry.java() : entry.passage().text()).toList());
    }

    private static void saveSome(Repl repl, String argument) {
        var option = argument.startsWith("-") ? argument.split("\\s+", 2)[0] : "";
        var entries = repl.session().entries().stream();
        var texts = switch (option) {
            case "" -> entries.filter(entry -> !entry.startup()).map(entry -> entry.passage().text()).toList();
            case "-all" -> entries.map(entry -> entry.passage().text()).toList();
            case "-start" -> entries.filter(Entry::startup).map(entry -> entry.passage().text()).toList();
            case "-history" -> repl.typed();
            default -> null;
        };
        if (texts == null) repl.complain("/save knows no " + option + "; it knows -all, -start and -history");
        else write(repl, "/save", argument.substring(option.length()).strip(), texts);
    }

    private static void write(Repl repl, String command, String name, List<String> texts) {
        if (name.isEmpty()) {
            repl.complain(command + " needs the name of a file");
            return;
        }
        try {
            Files.writeString(Path.of(name), String.join("\n", texts) + "\n");
            repl.say(texts.size() + " snippets in " + name);
        } catch (IOException | InvalidPathException e) {
            repl.complain("cannot write " + name + ": " + e.getMessage());
        }
    }
}
