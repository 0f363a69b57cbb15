package gradshell.shell;

import java.util.List;
import java.util.function.Predicate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/// Tells the line editor where a word begins and whether what was typed is complete or goes on in another line.
///
/// @param complete whether nothing is missing at the end of a text
record Lines(Predicate<String> complete) implements Parser {

    @Override
    public ParsedLine parse(String text, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !complete.test(text)) throw new EOFError(-1, -1, "the snippet goes on");
        int start = cursor;
        while (start > 0 && Character.isJavaIdentifierPart(text.charAt(start - 1))) start--;
        if (start == 1 && "/%?".indexOf(text.charAt(0)) >= 0) start = 0;    // a command
        return new Word(text, cursor, text.substring(start, cursor));
    }

    /// A line as the completion sees it: only the word before the cursor matters.
    private record Word(String line, int cursor, String word) implements CompletingParsedLine {

        @Override
        public int wordCursor() {
            return word.length();
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word);
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return word.length();
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }
    }
}
