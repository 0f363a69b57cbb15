package gradshell.shell;

import java.util.ArrayList;
import java.util.List;

/// A piece of Java text, by its place: what highlighting and cutting need of Java's grammar.
///
/// @param closed false for a text block, string or comment whose end is missing
record Token(Kind kind, int start, int end, boolean closed) {

    enum Kind { WORD, NUMBER, TEXT, COMMENT, SYMBOL }

    /// All tokens of a text, in order; never fails.
    static List<Token> of(String text) {
        var tokens = new ArrayList<Token>();
        for (int at = 0; at < text.length(); ) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            var token = next(text, at, c);
            tokens.add(token);
            at = token.end;
        }
        return tokens;
    }

    boolean is(String text, String word) {
        return end - start == word.length() && text.startsWith(word, start);
    }

    boolean is(String text, char symbol) {
        return kind == Kind.SYMBOL && text.charAt(start) == symbol;
    }

    private static Token next(String text, int at, char c) {
        if (text.startsWith("//", at)) return new Token(Kind.COMMENT, at, lineEnd(text, at), true);
        if (text.startsWith("/*", at)) return until(Kind.COMMENT, text, at, at + 2, "*/");
        if (text.startsWith("\"\"\"", at)) return until(Kind.TEXT, text, at, at + 3, "\"\"\"");
        if (c == '"' || c == '\'') return quoted(text, at, c);
        if (digit(c) || c == '.' && at + 1 < text.length() && digit(text.charAt(at + 1))) return number(text, at);
        if (Character.isJavaIdentifierStart(c) || Character.isHighSurrogate(c)) {
            int end = at + 1;
            while (end < text.length() && wordPart(text.charAt(end))) end++;
            return new Token(Kind.WORD, at, end, true);
        }
        return new Token(Kind.SYMBOL, at, at + 1, true);
    }

    private static boolean wordPart(char c) {
        return Character.isJavaIdentifierPart(c) || Character.isSurrogate(c);
    }

    private static Token until(Kind kind, String text, int start, int from, String mark) {
        for (int at = from; at < text.length(); at++) {
            if (text.startsWith(mark, at)) return new Token(kind, start, at + mark.length(), true);
            if (kind == Kind.TEXT && text.charAt(at) == '\\') at++;
        }
        return new Token(kind, start, text.length(), false);
    }

    private static Token quoted(String text, int start, char quote) {
        for (int at = start + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == quote) return new Token(Kind.TEXT, start, at + 1, true);
            if (c == '\n') return new Token(Kind.TEXT, start, at, true);    // javac says what is wrong with it
            if (c == '\\') at++;
        }
        return new Token(Kind.TEXT, start, text.length(), true);
    }

    private static Token number(String text, int start) {
        int at = start;
        boolean hex = text.startsWith("0x", start) || text.startsWith("0X", start);
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean sign = (c == '+' || c == '-') && (hex ? "pP" : "eE").indexOf(text.charAt(at - 1 < start ? start : at - 1)) >= 0;
            boolean point = c == '.' && at + 1 < text.length() && !Character.isJavaIdentifierStart(text.charAt(at + 1)) || c == '.' && at + 1 == text.length();
            if (!Character.isLetterOrDigit(c) && c != '_' && !point && !sign) break;
            at++;
        }
        return new Token(Kind.NUMBER, start, at, true);
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int lineEnd(String text, int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }
}
