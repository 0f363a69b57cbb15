package gradshell.shell;

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
}
