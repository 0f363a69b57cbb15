package gradshell.shell;

/// Something that the prompt does and Java does not: `/vars`, say.
///
/// @param name the word that calls it, with the sign in front: `/`, `%` or `?`
/// @param about help: a line that says it all, then more where it needs more
/// @param takes what stands after its name
public record Command(String name, String about, Takes takes, Action action) {

    /// What a command is told, so that it can be completed.
    public enum Takes { NOTHING, JAVA, NAME, FILE }

    /// A command that takes Java, or anything.
    public Command(String name, String about, Action action) {
        this(name, about, Takes.JAVA, action);
    }

    /// What it does with the text after its name.
    @FunctionalInterface
    public interface Action {
        void run(Repl repl, String argument);
    }

    /// Help in one line.
    String line() {
        return about.lines().findFirst().orElse("");
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
