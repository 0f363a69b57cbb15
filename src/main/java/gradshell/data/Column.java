package gradshell.data;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What a column of a table holds: numbers, or a text out of a few.
///
/// @param categories the texts in the order of the alphabet, each standing for its place; empty for numbers
record Column(String name, List<String> categories) {
    /// More texts than this are no categories.
    private static final int MOST = 1000;
    private static final Set<String> TRUTHS = Set.of("false true", "no yes");

    /// Sees by its cells what a column holds: numbers if all are numbers. Text among cells most of which are numbers is a mistake.
    ///
    /// @param categorical whether numbers stand for categories too
    static Column of(Table table, int place, boolean categorical) {
        String name = table.names().get(place);
        List<String> cells = table.cells().get(place);
        int numbers = 0, texts = 0, odd = -1;
        for (int row = 0; row < cells.size(); row++) {
            String cell = cells.get(row);
            if (cell.isEmpty()) continue;
            if (Csv.isNumber(cell)) numbers++;
            else if (texts++ == 0) odd = row;
        }
        if (numbers + texts == 0) throw new FormatException(table.file() + ": column " + Json.quote(name) + " is empty in every row; leave it out with without(\"" + name + "\")");
        if (!categorical && texts == 0) return new Column(name, List.of());
        if (!categorical && numbers >= texts) throw table.wrong(odd, "column " + Json.quote(name) + " holds " + Json.quote(cells.get(odd)) + ", which is no number, as " + numbers + " others are");
        TreeSet<String> found = new TreeSet<>(Column::order);
        for (int row = 0; row < cells.size(); row++) {
            if (!cells.get(row).isEmpty()) found.add(cells.get(row));
            if (found.size() > MOST) throw table.wrong(row, "column " + Json.quote(name) + " holds more than " + MOST + " different texts; leave it out with without(\"" + name + "\")");
        }
        return new Column(name, List.copyOf(found));
    }

    /// Numbers by their size, texts by the alphabet.
    private static int order(String a, String b) {
        int sizes = Csv.isNumber(a) && Csv.isNumber(b) ? Double.compare(Csv.number(a), Csv.number(b)) : 0;
        return sizes != 0 ? sizes : a.compareTo(b);
    }

    boolean numeric() { return categories.isEmpty(); }

    /// Whether the texts are no and yes, so that one number says all.
    boolean truth() { return categories.size() == 2 && TRUTHS.contains(String.join(" ", categories).toLowerCase(Locale.ROOT)); }

    /// A cell of each row as a number: its own, or the place of its text; nan where it is missing.
    double[] read(Table table, int place, String what) {
        Map<String, Integer> places = new HashMap<>();
        for (String category : categories) places.put(category, places.size());
        List<String> cells = table.cells().get(place);
        double[] values = new double[cells.size()];
        for (int row = 0; row < values.length; row++) {
            String cell = cells.get(row);
            if (cell.isEmpty()) {
                values[row] = Double.NaN;
            } else if (numeric()) {
                if (!Csv.isNumber(cell)) throw table.wrong(row, "column " + Json.quote(name) + " holds " + Json.quote(cell) + ", which is no number");
                values[row] = Csv.number(cell);
                if (Double.isInfinite(values[row])) throw table.wrong(row, "column " + Json.quote(name) + " holds " + cell + "; it must be finite");
            } else {
                Integer known = places.get(cell);
                if (known == null) throw table.wrong(row, "column " + Json.quote(name) + " holds the unknown " + what + " " + Json.quote(cell) + "; known are " + some());
                values[row] = known;
            }
        }
        return values;
    }

    private String some() { return categories.size() <= 12 ? String.join(", ", categories) : String.join(", ", categories.subList(0, 12)) + " and " + (categories.size() - 12) + " more"; }
}
