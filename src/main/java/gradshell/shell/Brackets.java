package gradshell.shell;

import java.util.ArrayDeque;
import java.util.List;

/// Brackets of a text and what belongs to them.
final class Brackets {
    private static final String OPENING = "([{", CLOSING = ")]}";

    private Brackets() {}

    /// The places of the bracket before the cursor, or else at it, and of its fellow; empty if there are none.
    static List<Integer> at(String text, List<Token> tokens, int cursor) {
        if (cursor < 0) return List.of();
        var open = new ArrayDeque<Token>();
        List<Integer> found = List.of();
        for (var token : tokens) {
            if (token.kind() != Token.Kind.SYMBOL) continue;
            char sign = text.charAt(token.start());
            if (OPENING.indexOf(sign) >= 0) open.push(token);
            else if (CLOSING.indexOf(sign) >= 0 && !open.isEmpty()) {
                var fellow = open.pop();
                if (OPENING.indexOf(text.charAt(fellow.start())) != CLOSING.indexOf(sign)) return List.of();
                var pair = List.of(fellow.start(), token.start());
                if (pair.contains(cursor - 1)) return pair;
                if (pair.contains(cursor)) found = pair;
            }
        }
        return found;
    }

    /// How many brackets are open at the end of a text.
    static int open(String text) {
        int depth = 0;
        for (var token : Token.of(text)) {
            if (token.kind() != Token.Kind.SYMBOL) continue;
            if (OPENING.indexOf(text.charAt(token.start())) >= 0) depth++;
            else if (CLOSING.indexOf(text.charAt(token.start())) >= 0) depth = Math.max(0, depth - 1);
        }
        return depth;
    }
}
