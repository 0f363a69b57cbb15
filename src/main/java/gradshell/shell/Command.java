package gradshell.shell;

/// Something that the prompt does and Java does not: `/vars`, say.
///
/// @param name the word that calls it, with the sign in front: `/`, `%` or `?`
/// @param about one line of help
public record Command(String name, String about, Action action) {

    /// What it does with the text after its name.
    @FunctionalInterface
    public interface Action {
        void run(Repl repl, String argument);
    }

    /// Whether a text calls it; after a single sign no space is needed.
    boolean called(String text) {
        return text.startsWith(name) && (name.length() == 1 || text.length() == name.length() || Character.isWhitespace(text.charAt(name.length())));
    }

    /// What a text that calls it says after its name.
    String argument(String text) {
        return text.substring(name.length()).strip();
    }
}
