package gradshell.shell;

import java.util.Optional;
import java.util.function.Predicate;
import org.jline.keymap.KeyMap;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.utils.InfoCmp.Capability;

/// What keys do beside JLine's own: lines that go on are indented, and what was typed before is suggested in grey.
final class Keys {
    private static final String INDENT = "    ";

    private final LineReader reader;
    private final Predicate<String> complete;

    private Keys(LineReader reader, Predicate<String> complete) {
        this.reader = reader;
        this.complete = complete;
    }

    /// Makes it so for a line editor.
    ///
    /// @param complete whether nothing is missing at the end of a text
    static void bind(LineReader reader, Predicate<String> complete) {
        var keys = new Keys(reader, complete);
        var map = reader.getKeyMaps().get(LineReader.MAIN);
        var widgets = reader.getWidgets();
        widgets.put("gradshell-enter", keys::enter);
        widgets.put("gradshell-close", keys::close);
        widgets.put("gradshell-forward", () -> keys.take(LineReader.FORWARD_CHAR));
        widgets.put("gradshell-end", () -> keys.take(LineReader.END_OF_LINE));
        map.bind(new Reference("gradshell-enter"), "\r");
        map.bind(new Reference("gradshell-close"), "}");
        map.bind(new Reference("gradshell-forward"), KeyMap.key(reader.getTerminal(), Capability.key_right), "\033[C", "\033OC", KeyMap.ctrl('F'));
        map.bind(new Reference("gradshell-end"), KeyMap.key(reader.getTerminal(), Capability.key_end), "\033[F", "\033OF", KeyMap.ctrl('E'));
        map.bind(new Reference(LineReader.UNDO), KeyMap.ctrl('Z'));
        map.bind(new Reference(LineReader.REDO), KeyMap.alt('z'));
        reader.setAutosuggestion(LineReader.SuggestionType.HISTORY);
    }

    /// Ends the text, or goes on in another line, as far to the right as the brackets around it are deep.
    private boolean enter() {
        var buffer = reader.getBuffer();
        if (complete.test(buffer.toString())) reader.callWidget(LineReader.ACCEPT_LINE);
        else buffer.write("\n" + INDENT.repeat(Brackets.open(buffer.upToCursor())));
        return true;
    }

    /// A brace that is the first of its line stands under the line that it ends.
    private boolean close() {
        var buffer = reader.getBuffer();
        var line = buffer.upToCursor().substring(buffer.upToCursor().lastIndexOf('\n') + 1);
        if (line.isBlank() && line.endsWith(INDENT) && line.length() < buffer.cursor()) buffer.backspace(INDENT.length());
        buffer.write('}');
        return true;
    }

    /// Takes what is suggested behind the cursor, or else moves it.
    private boolean take(String otherwise) {
        var buffer = reader.getBuffer();
        if (buffer.cursor() == buffer.length()) suggestion().ifPresent(buffer::write);
        else reader.callWidget(otherwise);
        return true;
    }

    /// How the latest entry goes on that begins with what is typed.
    private Optional<String> suggestion() {
        var text = reader.getBuffer().toString();
        if (text.isEmpty()) return Optional.empty();
        for (var all = reader.getHistory().reverseIterator(reader.getHistory().last()); all.hasNext();) {
            var line = all.next().line();
            if (line.startsWith(text)) return Optional.of(line.substring(text.length()));
        }
        return Optional.empty();
    }
}
