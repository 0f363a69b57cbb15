package gradshell.shell;

/// What is wrong with a snippet, and where: offsets into the text of the source.
///
/// @param position the offset to point at, between start and end
public record Problem(Source source, String message, String code, int start, int position, int end) {

    static Problem at(Passage passage, int offset, int end, String message) {
        return new Problem(passage.source(), message, "", offset, offset, end);
    }

    /// The same with a further line that explains.
    Problem explained(String line) {
        return new Problem(source, message + "\n" + line, code, start, position, end);
    }

    /// Whether it is no Java at all, whatever the names in it mean.
    boolean isSyntax() {
        return code.matches("compiler\\.err\\.(expected\\d?|illegal\\.(start|char).*|unclosed\\.char\\.lit|not\\.stmt|premature\\.eof|dot\\.class\\.expected)");
    }

    public int line() {
        return source.line(position);
    }

    public int column() {
        return source.column(position);
    }
}
