package gradshell.train;

import java.util.ArrayList;
import java.util.List;

/// Texts in columns, for a terminal.
public final class Columns {
    private final List<List<String>> rows = new ArrayList<>();

    /// Adds a row; all have equally many cells.
    public void row(String... cells) { row(List.of(cells)); }

    /// The same.
    public void row(List<String> cells) { rows.add(List.copyOf(cells)); }

    /// The table; the columns from this one on are numbers and stand on the right.
    public String toString(int numbers) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) for (int i = 0; i < widths.length; i++) widths[i] = Math.max(widths[i], row.get(i).length());
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                int blanks = widths[i] - row.get(i).length();
                line.repeat(' ', i >= numbers ? blanks : 0).append(row.get(i)).repeat(' ', i >= numbers ? 0 : blanks).append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    @Override
    public String toString() { return toString(1); }
}
