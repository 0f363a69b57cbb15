package gradshell.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// What Java cannot even read, in a form that it can: `x[0, 1:3]`, and `f(1)(x)`, a call of what a call answers.
///
/// A comma or a colon between brackets is never Java, nor is a bracket that opens where a call has just closed.
final class Subscripts {

    /// In place of several indices: `x[$index(0, $slice(1, 3, $none))]`.
    static final String INDEX = "$index", SLICE = "$slice", NONE = "$none", DOTS = "$dots";

    private static final Set<String> NO_CALLS = Set.of("if", "while", "for", "switch", "synchronized", "catch", "try", "return", "assert", "throw", "case", "yield", "else", "do", "new", "when");

    private final String text;
    private final List<Token> tokens;
    private final Translation.Writer writer;
    private int copied;

    /// The same text where nothing of the kind is in it.
    static Translation readable(String text, String apply) {
        if (text.indexOf('[') < 0 && text.indexOf('(') < 0) return Translation.same(text);
        return new Subscripts(text).translate(apply);
    }

    private Subscripts(String text) {
        this.text = text;
        tokens = Token.of(text).stream().filter(t -> t.kind() != Token.Kind.COMMENT).toList();
        writer = new Translation.Writer(text);
    }

    private Translation translate(String apply) {
        var open = new ArrayDeque<Integer>();
        int closed = -1;    // where the round bracket opened that closed last
        for (int i = 0; i < tokens.size(); i++) {
            if (is(i, '[')) bracket(i);
            if (is(i, '(')) {
                if (i > 0 && (is(i - 1, ']') || is(i - 1, ')') && calls(closed))) insert(tokens.get(i).start(), "." + apply);
                open.push(i);
            }
            if (is(i, ')')) closed = open.isEmpty() ? -1 : open.pop();
        }
        writer.copy(copied, text.length());
        return writer.done();
    }

    /// Whether a round bracket opens the arguments of a call, not a condition or a type to cast to.
    private boolean calls(int opening) {
        if (opening < 1) return false;
        if (tokens.get(opening - 1).kind() == Token.Kind.WORD) return !NO_CALLS.contains(word(opening - 1));
        return is(opening - 1, ']') || is(opening - 1, ')');
    }

    /// Rewrites the indices of a bracket, if there is more than Java's one.
    private void bracket(int opening) {
        int closing = closing(opening);
        if (closing < 0 || closing == opening + 1) return;
        var parts = new ArrayList<int[]>();
        boolean slices = false;
        int from = opening + 1;
        for (int comma : at(from, closing, ',')) {
            parts.add(new int[] {from, comma});
            from = comma + 1;
        }
        parts.add(new int[] {from, closing});
        for (var part : parts) slices |= !colons(part).isEmpty() || dots(part);
        if (parts.size() == 1 && !slices) return;
        insert(tokens.get(opening).end(), INDEX + "(");
        for (var part : parts) {
            if (dots(part)) {
                replace(tokens.get(part[0]).start(), tokens.get(part[1] - 1).end(), DOTS);
                continue;
            }
            var colons = colons(part);
            if (colons.isEmpty() || colons.size() > 2) continue;
            insert(tokens.get(part[0]).start(), SLICE + "(");
            int before = part[0];
            for (int colon : colons) {
                if (colon == before) insert(tokens.get(colon).start(), NONE);
                replace(tokens.get(colon).start(), tokens.get(colon).end(), ",");
                before = colon + 1;
            }
            int end = tokens.get(part[1] - 1).end();
            if (before == part[1]) insert(end, NONE);
            insert(end, (colons.size() == 1 ? "," + NONE : "") + ")");
        }
        insert(tokens.get(closing).start(), ")");
    }

    private boolean dots(int[] part) {
        return part[1] - part[0] == 3 && is(part[0], '.') && is(part[0] + 1, '.') && is(part[0] + 2, '.');
    }

    /// The colons of slices; those after a question mark or an arrow are Java's.
    private List<Integer> colons(int[] part) {
        var colons = new ArrayList<Integer>();
        int questions = 0, depth = 0;
        for (int i = part[0]; i < part[1]; i++) {
            if (is(i, '(') || is(i, '[') || is(i, '{')) depth++;
            if (is(i, ')') || is(i, ']') || is(i, '}')) depth--;
            if (depth > 0) continue;
            if (is(i, '?')) questions++;
            if (is(i, ':') && questions-- <= 0) {
                questions = 0;
                colons.add(i);
            }
        }
        return colons;
    }

    /// Where a symbol stands outside all brackets; not between `<` and `>` that enclose nothing but types.
    private List<Integer> at(int from, int to, char symbol) {
        var found = new ArrayList<Integer>();
        int depth = 0;
        for (int i = from; i < to; i++) {
            if (is(i, '<') && depth == 0) i = types(i, to);
            if (is(i, '(') || is(i, '[') || is(i, '{')) depth++;
            if (is(i, ')') || is(i, ']') || is(i, '}')) depth--;
            if (depth == 0 && is(i, symbol)) found.add(i);
        }
        return found;
    }

    /// The end of type arguments that begin here, or here if they are none.
    private int types(int from, int to) {
        int depth = 0;
        for (int i = from; i < to; i++) {
            if (is(i, '<')) depth++;
            else if (is(i, '>')) {
                if (--depth == 0) return i;
            } else if (!is(i, ',') && !is(i, '.') && !is(i, '?') && !is(i, '[') && !is(i, ']') && tokens.get(i).kind() != Token.Kind.WORD) return from;
        }
        return from;
    }

    private int closing(int opening) {
        Deque<Character> open = new ArrayDeque<>();
        for (int i = opening; i < tokens.size(); i++) {
            if (tokens.get(i).kind() != Token.Kind.SYMBOL) continue;
            char c = text.charAt(tokens.get(i).start());
            if ("([{".indexOf(c) >= 0) open.push(")]}".charAt("([{".indexOf(c)));
            if (")]}".indexOf(c) < 0) continue;
            if (open.isEmpty() || open.pop() != c) return -1;
            if (open.isEmpty()) return i;
        }
        return -1;
    }

    private void insert(int at, String added) {
        replace(at, at, added);
    }

    private void replace(int from, int to, String added) {
        writer.copy(copied, from);
        writer.write(added, from, null);
        copied = to;
    }

    private boolean is(int at, char symbol) {
        return tokens.get(at).is(text, symbol);
    }

    private String word(int at) {
        return text.substring(tokens.get(at).start(), tokens.get(at).end());
    }
}
