package gradshell.experiment;

import java.util.ArrayList;
import java.util.List;

/// Texts in columns, for a terminal.
final class Columns {
    private final List<String[]> rows = new ArrayList<>();

    void row(String... cells) {
        rows.add(cells);
    }

    /// The table; the columns from this one on are numbers and stand on the right.
    String toString(int numbers) {
        var widths = new int[rows.getFirst().length];
        for (var row : rows) for (int i = 0; i < row.length; i++) widths[i] = Math.max(widths[i], row[i].length());
        var text = new StringBuilder();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                int blanks = widths[i] - row[i].length();
                line.repeat(' ', i >= numbers ? blanks : 0).append(row[i]).repeat(' ', i >= numbers ? 0 : blanks).append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
