package gradshell.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.keymap.KeyMap;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.Reference;

/// What the Tab key does: it completes names, each with a few words about it, and files inside strings; between parentheses it shows what
/// a call takes; pressed again where nothing changed, it shows all that is known. After that Alt-E types the next example.
final class Tab {
    private static final int MOST_LINES = 40, MOST_FILES = 200;
    private static final String INDENT = "    ";

    private final Supplier<Session> session;
    private final Dialect dialect;
    private final List<Command> commands;
    private final Supplier<Style> style;
    private final IntSupplier columns;
    /// The text and the place of the cursor after the last time.
    private String before;
    private List<String> examples = List.of();
    /// How many candidates there were the last time.
    private int offered;

    Tab(Supplier<Session> session, Dialect dialect, List<Command> commands, Supplier<Style> style, IntSupplier columns) {
        this.session = session;
        this.dialect = dialect;
        this.commands = commands;
        this.style = style;
        this.columns = columns;
    }

    /// Makes it so for a line editor.
    void bind(LineReader reader) {
        reader.getWidgets().put("gradshell-tab", () -> press(reader));
        reader.getWidgets().put("gradshell-example", () -> example(reader));
        var keys = reader.getKeyMaps().get(LineReader.MAIN);
        keys.bind(new Reference("gradshell-tab"), "\t");
        keys.bind(new Reference("gradshell-example"), KeyMap.alt('e'));
    }

    private boolean press(LineReader reader) {
        var text = reader.getBuffer().toString();
        int cursor = reader.getBuffer().cursor();
        if (text.substring(text.lastIndexOf('\n', cursor - 1) + 1, cursor).isBlank()) {
            reader.getBuffer().write(INDENT);
            return true;
        }
        var now = cursor + " " + text;
        if (now.equals(before)) {
            session.get().help(text, cursor, columns.getAsInt()).ifPresent(page -> show(reader, page));
            return true;
        }
        var calls = new Place(session.get(), text, cursor).isArgument() ? session.get().signatures(text, cursor) : List.<String>of();
        if (!calls.isEmpty()) reader.printAbove(String.join("\n", calls));
        else reader.callWidget(LineReader.COMPLETE_WORD);
        before = reader.getBuffer().cursor() + " " + reader.getBuffer();
        // While it shows a list the editor reads the next key itself, and keeps a Tab.
        if (calls.isEmpty() && offered > 1 && before.equals(now) && "\t".equals(reader.getLastBinding())) session.get().help(text, cursor, columns.getAsInt()).ifPresent(page -> show(reader, page));
        return true;
    }

    /// Shows a page above the prompt; what does not fit is left to the command for it.
    private void show(LineReader reader, Dialect.Page page) {
        var lines = page.text().lines().toList();
        var text = String.join("\n", lines.subList(0, Math.min(MOST_LINES, lines.size())));
        reader.printAbove(text + (lines.size() > MOST_LINES ? "\n" + style.get().faint("… " + (lines.size() - MOST_LINES) + " more lines: ?NAME shows them") : page.examples().isEmpty() ? "" : "\n" + style.get().faint("Alt-E types an example")));
        read(page);
    }

    /// Is told of a page that was shown.
    void read(Dialect.Page page) { examples = new ArrayList<>(page.examples()); }

    private boolean example(LineReader reader) {
        if (examples.isEmpty()) return false;
        reader.getBuffer().clear();
        reader.getBuffer().write(examples.getFirst().replaceAll("(?m)\\s*// ==>.*$", ""));
        examples.add(examples.removeFirst());
        return true;
    }

    // ---- candidates ----

    void complete(ParsedLine line, List<Candidate> candidates) {
        gather(line, candidates);
        offered = candidates.size();
    }

    private void gather(ParsedLine line, List<Candidate> candidates) {
        if (!line.word().isEmpty() && line.word().length() == line.cursor()) {
            for (var command : commands) if (command.name().startsWith(line.word())) candidates.add(candidate(command.name(), command.line()));
        }
        var called = commands.stream().filter(command -> command.name().length() > 1 && line.line().startsWith(command.name() + " ")).findFirst();
        switch (called.map(Command::takes).orElse(Command.Takes.JAVA)) {
            case NOTHING -> { }
            case FILE -> files(line.line().substring(line.line().lastIndexOf(' ', line.cursor() - 1) + 1, line.cursor()), line.word(), candidates);
            case NAME -> session.get().entries().stream().flatMap(entry -> entry.names().stream()).distinct().filter(name -> name.startsWith(line.word())).sorted().forEach(name -> candidates.add(candidate(name, null)));
            case JAVA -> {
                int skipped = called.map(command -> command.name().length()).orElse(0);
                java(line.line().substring(skipped), line.cursor() - skipped, line.word(), candidates);
            }
        }
    }

    private void java(String text, int cursor, String begun, List<Candidate> candidates) {
        var open = openString(text, cursor);
        if (open.isPresent()) {
            files(open.get(), begun, candidates);
            return;
        }
        var found = session.get().completions(text, cursor);
        var type = new Place(session.get(), text, found.anchor()).receiver();
        for (var word : found.words()) {
            var name = word.replaceFirst("[(.<].*", "");
            candidates.add(candidate(word, type.isPresent() || found.anchor() == 0 || text.charAt(found.anchor() - 1) != '.' ? dialect.summary(type.orElse(""), name).orElse(null) : null));
        }
    }

    private static Candidate candidate(String word, String about) {
        return new Candidate(word, word, null, about, null, null, false);
    }

    // ---- files ----

    /// What stands in a string that is not closed before the cursor.
    static Optional<String> openString(String text, int cursor) {
        int open = -1;
        for (int i = text.lastIndexOf('\n', cursor - 1) + 1; i < cursor; i++) {
            if (text.charAt(i) == '\\' && open >= 0) i++;
            else if (text.charAt(i) == '"') open = open < 0 ? i : -1;
        }
        return open < 0 || open >= cursor ? Optional.empty() : Optional.of(text.substring(open + 1, cursor));
    }

    private static void files(String path, String word, List<Candidate> candidates) {
        int slash = path.lastIndexOf('/');
        var begun = path.substring(slash + 1);
        var folder = Path.of(slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash));
        try (Stream<Path> all = Files.list(folder)) {
            all.filter(file -> file.getFileName().toString().startsWith(begun) && (!begun.isEmpty() || !file.getFileName().toString().startsWith("."))).sorted().limit(MOST_FILES).forEach(file -> {
                var name = file.getFileName() + (Files.isDirectory(file) ? "/" : "");
                candidates.add(candidate(name.substring(begun.length() - word.length()), null));
            });
        } catch (Exception _) {
            // There is no such folder, or it cannot be read: nothing to suggest.
        }
    }
}
