package gradshell.shell;

import gradshell.shell.Passage.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jdk.jshell.SourceCodeAnalysis;

/// Cuts a text into snippets.
///
/// A snippet can end where a line ends outside all brackets. JShell says whether it is complete; what it cannot say is
/// whether the next line goes on with it (`.map(…)`, `else`, `? a`), so that is looked up here.
final class Splitter {

    private static final Set<String> GOES_ON = Set.of("instanceof", "extends", "implements", "permits", "throws");
    private static final Set<String> CALLS = Set.of("new", "return", "throw", "yield", "else", "case", "assert");
    private static final Set<String> SECOND_HALF = Set.of("else", "catch", "finally");

    private final Source source;
    private final String text;
    private final List<Token> tokens;
    private final SourceCodeAnalysis analysis;
    private final Optional<String> apply;
    private int next;

    /// @param apply what a call of what a call answers is written with
    Splitter(Source source, SourceCodeAnalysis analysis, Optional<String> apply) {
        this.apply = apply;
        this.source = source;
        this.text = source.text();
        this.analysis = analysis;
        tokens = Token.of(text);
    }

    /// The next snippet, or nothing at the end.
    Optional<Passage> next() {
        while (next < tokens.size() && (comment(next) && tokens.get(next).closed() || tokens.get(next).is(text, ';'))) next++;
        if (next == tokens.size()) return Optional.empty();
        int first = next;
        if ("/%?".indexOf(text.charAt(tokens.get(first).start())) >= 0 && !comment(first)) return Optional.of(command(first));
        var brackets = new Brackets();
        for (int i = first; i < tokens.size(); i++) {
            if (comment(i) && tokens.get(i).closed()) continue;
            brackets.add(i);
            int after = code(i + 1);
            boolean last = after == tokens.size();
            if (!last && !newline(i, after) || !tokens.get(i).closed()) continue;
            if (brackets.broken) return Optional.of(cut(first, i, Kind.JAVA));
            if (!brackets.open.isEmpty()) continue;
            if (last ? annotationsOnly(first, i) : goesOn(first, i, after)) continue;
            var found = judge(first, i, last);
            if (found.isPresent()) return found;
        }
        return Optional.of(cut(first, tokens.size() - 1, Kind.INCOMPLETE));
    }

    /// The innermost bracket that an incomplete passage leaves open, if any.
    static Optional<Token> unclosed(Passage passage) {
        var all = new Splitter(passage.source(), null, Optional.empty());
        var brackets = all.new Brackets();
        for (int i = 0; i < all.tokens.size(); i++) {
            var token = all.tokens.get(i);
            if (token.start() < passage.start() || all.comment(i)) continue;
            if (!token.closed()) return Optional.of(token);
            brackets.add(i);
        }
        return Optional.ofNullable(brackets.open.peek()).map(all.tokens::get);
    }

    /// Whether there is a comma outside all brackets.
    static boolean hasComma(String text) {
        int depth = 0;
        for (var token : Token.of(text)) {
            if (token.kind() != Token.Kind.SYMBOL) continue;
            char c = text.charAt(token.start());
            if ("([{".indexOf(c) >= 0) depth++;
            if (")]}".indexOf(c) >= 0) depth--;
            if (c == ',' && depth == 0) return true;
        }
        return false;
    }

    private Optional<Passage> judge(int first, int last, boolean atEnd) {
        var snippet = text.substring(tokens.get(first).start(), tokens.get(last).end());
        var readable = apply.map(method -> Subscripts.readable(snippet, method)).orElseGet(() -> Translation.same(snippet));
        var info = analysis.analyzeCompletion(readable.text());
        return switch (info.completeness()) {
            case COMPLETE, COMPLETE_WITH_SEMI -> {
                int rest = info.remaining().isBlank() ? 0 : info.remaining().length();
                int end = rest == 0 ? tokens.get(last).end() : tokens.get(first).start() + readable.backEnd(readable.text().length() - rest);
                int lastInside = last;
                while (lastInside > first && tokens.get(lastInside).start() >= end) lastInside--;
                yield Optional.of(cut(first, lastInside, Kind.JAVA));
            }
            case UNKNOWN -> Optional.of(cut(first, last, Kind.JAVA));
            default -> atEnd ? Optional.of(cut(first, last, Kind.INCOMPLETE)) : Optional.empty();
        };
    }

    private Passage cut(int first, int last, Kind kind) {
        next = last + 1;
        return new Passage(source, tokens.get(first).start(), tokens.get(last).end(), kind);
    }

    private Passage command(int first) {
        int start = tokens.get(first).start();
        int end = text.indexOf('\n', start);
        if (end < 0) end = text.length();
        while (next < tokens.size() && tokens.get(next).start() < end) next++;
        return new Passage(source, start, end, Kind.COMMAND);
    }

    // ---- does the next line go on? ----

    private boolean goesOn(int first, int last, int after) {
        var word = word(after);
        if (SECOND_HALF.contains(word) || annotationsOnly(first, last)) return true;
        if (tokens.get(last).is(text, ';')) return false;
        int at = tokens.get(after).start();
        char c = text.charAt(at);
        char then = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        return switch (c) {
            case '.', '?', ':', '*', '&', '|', '^', '=', '>', ',', ')', ']' -> tokens.get(after).kind() == Token.Kind.SYMBOL;
            case '}' -> !tokens.get(last).is(text, '}');
            case '!' -> then == '=';
            case '/', '%' -> !Character.isLetter(then) || deeper(first, after);    // else a command
            case '<' -> !typeParameters(after);
            case '{' -> declares(first, last);
            case '+', '-' -> then == '>' || then != c && deeper(first, after);
            default -> GOES_ON.contains(word);
        };
    }

    /// `<T>`, `<T, U>`, `<T extends …>` open a method of their own.
    private boolean typeParameters(int at) {
        return at + 2 < tokens.size() && tokens.get(at + 1).kind() == Token.Kind.WORD
                && (tokens.get(at + 2).is(text, '>') || tokens.get(at + 2).is(text, ',') || "extends".equals(word(at + 2)));
    }

    /// Whether it is the head of a method or a record, as `int f()`; a call, as `f()`, is not.
    private boolean declares(int first, int last) {
        int at = last;
        for (; at > first && !word(at).equals("throws"); at--) { }
        int close = at > first ? at - 1 : last;
        if (!tokens.get(close).is(text, ')')) return false;
        int depth = 0;
        for (at = close; at > first; at--) {
            if (tokens.get(at).is(text, ')')) depth++;
            if (tokens.get(at).is(text, '(') && --depth == 0) break;
        }
        if (at < first + 2 || word(at - 1).isEmpty()) return false;
        var before = word(at - 2);
        return before.isEmpty() ? tokens.get(at - 2).is(text, '>') || tokens.get(at - 2).is(text, ']') : !CALLS.contains(before);
    }

    private boolean deeper(int first, int after) {
        return source.column(tokens.get(after).start()) > source.column(tokens.get(first).start());
    }

    private boolean annotationsOnly(int first, int last) {
        int at = first;
        while (at <= last) {
            if (!tokens.get(at).is(text, '@') || at == last || tokens.get(at + 1).is(text, "interface")) return false;
            at = code(at + 2);
            while (at + 1 <= last && tokens.get(at).is(text, '.')) at = code(at + 2);
            if (at <= last && tokens.get(at).is(text, '(')) {
                var brackets = new Brackets();
                do brackets.add(at++); while (at <= last && !brackets.open.isEmpty());
                at = code(at);
            }
        }
        return true;
    }

    // ---- tokens ----

    private boolean comment(int at) {
        return tokens.get(at).kind() == Token.Kind.COMMENT;
    }

    private int code(int at) {
        while (at < tokens.size() && comment(at) && tokens.get(at).closed()) at++;
        return at;
    }

    private boolean newline(int before, int after) {
        return text.substring(tokens.get(before).end(), tokens.get(after).start()).indexOf('\n') >= 0;
    }

    private String word(int at) {
        var token = tokens.get(at);
        return token.kind() == Token.Kind.WORD ? text.substring(token.start(), token.end()) : "";
    }

    /// The brackets still open, as indices of tokens. Broken when they cannot match whatever follows.
    private final class Brackets {

        private final Deque<Integer> open = new ArrayDeque<>();
        private boolean broken;

        void add(int at) {
            if (tokens.get(at).kind() != Token.Kind.SYMBOL) return;
            char c = text.charAt(tokens.get(at).start());
            switch (c) {
                case '(', '[', '{' -> open.push(at);
                case ')', ']', '}' -> {
                    if (open.isEmpty() || text.charAt(tokens.get(open.pop()).start()) != "([{".charAt(")]}".indexOf(c))) broken = true;
                }
                case ';' -> {
                    if (!open.isEmpty() && !text.startsWith("{", tokens.get(open.peek()).start()) && !header(open.peek())) broken = true;
                }
                default -> { }
            }
        }

        /// `for (;;)` and `try (…; …)` have semicolons inside.
        private boolean header(int bracket) {
            return bracket > 0 && Set.of("for", "try").contains(word(bracket - 1));
        }
    }
}
