package gradshell.shell;

import java.util.stream.Collectors;

/// What is known of the place where a value is shown.
///
/// @param columns  how wide it is
/// @param rows     how high it is
/// @param style    its colours
/// @param colors   how many colours there are: 0, 256 or 2²⁴
/// @param unicode  whether it has characters beside ASCII
/// @param pictures how its user wants pictures: `auto`, or a name that the language knows
public record Display(int columns, int rows, Style style, int colors, boolean unicode, String pictures) {
    /// How wide and high a terminal is that does not say.
    public static final int COLUMNS = 80, ROWS = 24;

    /// A text with its lines broken between words where they are too long for the terminal.
    ///
    /// @param margin how far a line that was broken goes on from the left
    String wrapped(String text, int margin) {
        return text.lines().map(line -> wrappedLine(line, margin)).collect(Collectors.joining("\n"));
    }

    private String wrappedLine(String line, int margin) {
        if (line.length() <= columns) return line;
        int at = line.lastIndexOf(' ', columns);
        if (at <= margin || line.substring(0, at).isBlank()) return line;
        return line.substring(0, at) + "\n" + wrappedLine(" ".repeat(margin) + line.substring(at + 1), margin);
    }
}
