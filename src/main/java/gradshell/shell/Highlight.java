package gradshell.shell;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/// Colours Java while it is typed, by its tokens alone.
final class Highlight implements Highlighter {

    private static final Set<String> KEYWORDS = Set.of(
            "abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue", "default", "do",
            "double", "else", "enum", "extends", "final", "finally", "float", "for", "goto", "if", "implements", "import", "instanceof",
            "int", "interface", "long", "native", "new", "package", "permits", "private", "protected", "public", "record", "return",
            "sealed", "short", "static", "strictfp", "super", "switch", "synchronized", "this", "throw", "throws", "transient", "try",
            "var", "void", "volatile", "while", "yield", "true", "false", "null");
    /// Keywords that are names when a call's bracket follows.
    private static final Set<String> NAMES_TOO = Set.of("var", "record", "sealed", "permits");

    private final Supplier<Style> style;

    Highlight(Supplier<Style> style) {
        this.style = style;
    }

    @Override
    public AttributedString highlight(LineReader reader, String text) {
        return paint(style.get(), text, reader.getBuffer().length() == text.length() ? reader.getBuffer().cursor() : -1);
    }

    /// The text in colours, and the bracket at the cursor with its fellow.
    ///
    /// @param cursor -1 for none
    static AttributedString paint(Style style, String text, int cursor) {
        if (style == Style.PLAIN) return new AttributedString(text);
        var painted = new AttributedStringBuilder();
        var tokens = Token.of(text);
        var pair = Brackets.at(text, tokens, cursor);
        int at = command(text);
        painted.styled(style.command(), text.substring(0, at));
        for (int i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            if (token.start() < at) continue;
            painted.append(text.substring(at, token.start()));
            painted.styled(pair.contains(token.start()) ? style.bracket() : style(style, text, tokens, i), text.substring(token.start(), token.end()));
            at = token.end();
        }
        return painted.append(text.substring(at)).toAttributedString();
    }

    /// How far a command's name reaches: the rest may be Java.
    private static int command(String text) {
        if (text.isEmpty() || "/%?".indexOf(text.charAt(0)) < 0 || text.startsWith("//") || text.startsWith("/*")) return 0;
        int end = 1;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) end++;
        return end;
    }

    private static AttributedStyle style(Style style, String text, List<Token> tokens, int at) {
        var token = tokens.get(at);
        return switch (token.kind()) {
            case NUMBER -> style.number();
            case TEXT -> style.text();
            case COMMENT -> style.comment();
            case SYMBOL -> AttributedStyle.DEFAULT;
            case WORD -> {
                var word = text.substring(token.start(), token.end());
                boolean called = at + 1 < tokens.size() && tokens.get(at + 1).is(text, '(');
                boolean member = at > 0 && tokens.get(at - 1).is(text, '.');
                boolean keyword = KEYWORDS.contains(word) && !(NAMES_TOO.contains(word) && (called || member));
                yield keyword ? style.keyword() : AttributedStyle.DEFAULT;
            }
        };
    }
}
