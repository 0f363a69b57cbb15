package gradshell.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// The cells of a file of comma-separated values as text, column by column, with the line of each row.
///
/// @param names one for each column; `column 1` and so on where the file has none
/// @param cells `cells.get(column).get(row)`; what is missing is ""
record Table(Path file, List<String> names, List<List<String>> cells, int[] lines) {
    /// How a cell says that there is nothing in it.
    private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "-nan", "null", "?");
    /// Texts of a column that are kept once.
    private static final int FEW = 1 << 16;

    /// @param separator the character between cells
    /// @param header    whether the first row holds names; null if it does whenever none of its cells is a number
    static Table read(Path file, char separator, Boolean header) {
        return Disk.read(file, () -> {
            Reading reading = new Reading(file, header);
            Cells.read(file, separator, reading::row);
            return reading.table();
        });
    }

    int rows() { return lines.length; }

    /// The place of a column, or an error that names those there are.
    int column(String name) {
        int place = names.indexOf(name);
        if (place < 0) throw new FormatException(file + ": there is no column " + Json.quote(name) + "; there are " + String.join(", ", names) + other());
        return place;
    }

    /// What helps where all columns were read as one.
    private String other() {
        char other = names.size() > 1 ? 0 : names.getFirst().indexOf(';') >= 0 ? ';' : names.getFirst().indexOf('\t') >= 0 ? '\t' : 0;
        return other == 0 ? "" : "; separator(\"" + (other == ';' ? ";" : "\\t") + "\") says what stands between the cells";
    }

    /// A mistake in a row.
    FormatException wrong(int row, String message) { return new FormatException(file + ":" + lines[row] + ": " + message); }

    private static final class Reading {
        private final Path file;
        private final Boolean header;
        private List<String> names;
        private final List<List<String>> cells = new ArrayList<>();
        private final List<Map<String, String>> known = new ArrayList<>();
        private int[] lines = new int[64];
        private int rows;

        Reading(Path file, Boolean header) {
            this.file = file;
            this.header = header;
        }

        void row(CsvRecord row) {
            List<String> fields = row.getFields().stream().map(String::strip).toList();
            if (names == null) {
                for (int i = 0; i < fields.size(); i++) {
                    cells.add(new ArrayList<>());
                    known.add(new HashMap<>());
                }
                if (header != null ? header : fields.stream().noneMatch(f -> Csv.isNumber(f) || MISSING.contains(f.toLowerCase(Locale.ROOT)))) {
                    names = named(row, fields);
                    return;
                }
                names = IntStream.rangeClosed(1, fields.size()).mapToObj(i -> "column " + i).toList();
            }
            if (fields.size() != names.size()) throw new FormatException(at(row) + fields.size() + (fields.size() == 1 ? " cell" : " cells") + " where the first row has " + names.size());
            if (rows == lines.length) lines = Arrays.copyOf(lines, 2 * rows);
            lines[rows++] = (int) row.getStartingLineNumber();
            for (int i = 0; i < fields.size(); i++) cells.get(i).add(once(known.get(i), fields.get(i)));
        }

        private static String once(Map<String, String> known, String cell) {
            String text = MISSING.contains(cell.toLowerCase(Locale.ROOT)) ? "" : cell;
            if (known.size() >= FEW) return known.getOrDefault(text, text);
            String other = known.putIfAbsent(text, text);
            return other == null ? text : other;
        }

        private List<String> named(CsvRecord row, List<String> fields) {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).isEmpty()) throw new FormatException(at(row) + "column " + (i + 1) + " has no name");
                if (!seen.add(fields.get(i))) throw new FormatException(at(row) + "two columns are called " + Json.quote(fields.get(i)));
            }
            return fields;
        }

        private String at(CsvRecord row) { return file + ":" + row.getStartingLineNumber() + ": "; }

        Table table() {
            if (names == null) throw new FormatException(file + ": the file is empty");
            if (rows == 0) throw new FormatException(file + ": there are names of columns and no rows; the set is empty");
            return new Table(file, names, cells, Arrays.copyOf(lines, rows));
        }
    }
}
