package gradshell.shell;

/// One snippet of a source, by its place in it.
public record Passage(Source source, int start, int end, Kind kind) {

    /// Java to evaluate, a command of the shell, or Java that goes on after the end of the source.
    public enum Kind { JAVA, COMMAND, INCOMPLETE }

    public static Passage of(String text) {
        return new Passage(new Source("", text), 0, text.length(), Kind.JAVA);
    }

    public String text() {
        return source.text().substring(start, end);
    }

    /// The line of the source in which it starts.
    public int line() {
        return source.line(start);
    }
}
