package gradshell.shell;

import java.util.Optional;

/// A place in a text that is being written, and what is known there.
record Place(Session session, String text, int cursor) {

    /// Whether a call's next argument begins here.
    boolean isArgument() {
        var before = text.substring(0, cursor).stripTrailing();
        return before.endsWith("(") || before.endsWith(",");
    }

    /// The type before the dot that a name follows which begins here.
    Optional<String> receiver() {
        if (cursor < 1 || cursor > text.length() || text.charAt(cursor - 1) != '.') return Optional.empty();
        int start = startOfExpression(text, cursor - 1);
        return start < 0 ? Optional.empty() : session.typeOf(text.substring(start, cursor - 1));
    }

    /// The name here, or of the call whose argument begins here, with the type that it belongs to: `softmax`, `Tensor.softmax`.
    Optional<String> name() {
        int start = cursor, end = cursor;
        if (isArgument()) start = end = text.substring(0, cursor).lastIndexOf('(');
        while (start > 0 && Character.isJavaIdentifierPart(text.charAt(start - 1))) start--;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) end++;
        if (start == end) return Optional.empty();
        var written = text.substring(start, end);
        // A name that is only begun stands for the first that it can become.
        var names = session.completions(text, end).words().stream().map(word -> word.replaceFirst("[(.<].*", "")).toList();
        var name = names.isEmpty() || names.contains(written) ? written : names.getFirst();
        return Optional.of(new Place(session, text, start).receiver().map(type -> type + "." + name).orElse(name));
    }

    /// Where the expression begins that ends at a dot: names, calls and indices; -1 if there is none.
    static int startOfExpression(String text, int end) {
        int at = end;
        while (at > 0) {
            char c = text.charAt(at - 1);
            if (Character.isJavaIdentifierPart(c) || c == '.') at--;
            else if (c == ')' || c == ']' || c == '"') {
                int open = opening(text, at - 1);
                if (open < 0) return -1;
                at = open;
            } else break;
        }
        return at == end ? -1 : at;
    }

    /// The place of what a closing sign closes.
    private static int opening(String text, int close) {
        if (text.charAt(close) == '"') return text.lastIndexOf('"', close - 1);
        int depth = 0;
        for (int i = close; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == '"' && i > 0) i = Math.max(0, text.lastIndexOf('"', i - 1));
            else if (c == ')' || c == ']') depth++;
            else if ((c == '(' || c == '[') && --depth == 0) return i;
        }
        return -1;
    }
}
