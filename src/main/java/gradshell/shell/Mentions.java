package gradshell.shell;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which words on a line could be variables of the session.
final class Mentions {

    /// Words after which a name is used, not declared.
    private static final Set<String> BEFORE_A_USE = Set.of("return", "throw", "case", "instanceof", "else", "do", "yield", "assert", "new", "when");

    private Mentions() {}

    /// The words on a line that stand for a value, in order, without those that the snippet itself declares: its parameters hide variables of the same name.
    static Set<String> in(Passage passage, int line) {
        var text = passage.text();
        var tokens = Token.of(text);
        var declared = declared(text, tokens);
        var words = new LinkedHashSet<String>();
        for (int i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            if (token.kind() != Token.Kind.WORD || passage.source().line(passage.start() + token.start()) != line) continue;
            if (is(text, tokens, i - 1, '.') || is(text, tokens, i + 1, '(')) continue;
            var word = text.substring(token.start(), token.end());
            if (!declared.contains(word)) words.add(word);
        }
        return words;
    }

    /// Whether a word stands somewhere in a text and is not called there.
    static boolean asVariable(String text, String word) {
        var tokens = Token.of(text);
        for (int i = 0; i < tokens.size(); i++) if (tokens.get(i).is(text, word) && !is(text, tokens, i + 1, '(')) return true;
        return false;
    }

    private static Set<String> declared(String text, List<Token> tokens) {
        var declared = new HashSet<String>();
        for (int i = 0; i < tokens.size(); i++) {
            if (arrow(text, tokens, i + 1)) {
                if (is(text, tokens, i, ')')) parameters(text, tokens, i, declared);
                else declared.add(word(text, tokens, i));
            }
            boolean named = tokens.get(i).kind() == Token.Kind.WORD && i > 0;
            if (named && (follows(text, tokens, i) || is(text, tokens, i - 1, ']') || is(text, tokens, i - 1, '>'))) declared.add(word(text, tokens, i));
        }
        return declared;
    }

    /// Whether it comes after a type's name, as in `Tensor x`.
    private static boolean follows(String text, List<Token> tokens, int i) {
        return tokens.get(i - 1).kind() == Token.Kind.WORD && !BEFORE_A_USE.contains(word(text, tokens, i - 1));
    }

    /// The words in the brackets that end at a token: `(a, b) ->`.
    private static void parameters(String text, List<Token> tokens, int end, Set<String> declared) {
        for (int i = end - 1; i >= 0 && !is(text, tokens, i, '('); i--) if (tokens.get(i).kind() == Token.Kind.WORD) declared.add(word(text, tokens, i));
    }

    private static boolean arrow(String text, List<Token> tokens, int i) {
        return is(text, tokens, i, '-') && is(text, tokens, i + 1, '>') && tokens.get(i).end() == tokens.get(i + 1).start();
    }

    private static boolean is(String text, List<Token> tokens, int i, char symbol) {
        return i >= 0 && i < tokens.size() && tokens.get(i).is(text, symbol);
    }

    private static String word(String text, List<Token> tokens, int i) {
        return text.substring(tokens.get(i).start(), tokens.get(i).end());
    }
}
