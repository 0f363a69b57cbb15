package gradshell.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A table as numbers, column by column; nan is what is missing.
///
/// @param dropped how many rows were left out because something was missing
/// @param holes   how many inputs are missing
record Rows(List<Column> inputs, List<Column> outputs, double[][] values, double[][] targets, int dropped, int holes) {
    int size() { return targets[0].length; }

    static Rows read(Table table, List<Column> inputs, List<Column> outputs, String missing) {
        double[][] values = inputs.stream().map(c -> c.read(table, table.column(c.name()), "category")).toArray(double[][]::new);
        double[][] targets = outputs.stream().map(c -> c.read(table, table.column(c.name()), "label")).toArray(double[][]::new);
        boolean drop = missing.equals("drop");
        boolean[] kept = new boolean[table.rows()];
        int holes = 0;
        for (int row = 0; row < kept.length; row++) {
            kept[row] = true;
            for (int k = 0; k < targets.length; k++) if (Double.isNaN(targets[k][row])) {
                if (!drop) throw table.wrong(row, "column " + Json.quote(outputs.get(k).name()) + ", the target, is empty; missing(\"drop\") leaves such rows out");
                kept[row] = false;
            }
            for (int k = 0; k < values.length; k++) if (Double.isNaN(values[k][row])) {
                if (missing.equals("refuse")) throw table.wrong(row, "column " + Json.quote(inputs.get(k).name()) + " is empty; missing(\"drop\"), missing(\"mean\") or missing(\"category\") says what to do");
                if (drop) kept[row] = false;
                else holes++;
            }
        }
        int[] rows = IntStream.range(0, kept.length).filter(i -> kept[i]).toArray();
        if (rows.length == 0) throw new FormatException(table.file() + ": something is missing in every row, so none is left; the set is empty");
        return new Rows(inputs, outputs, picked(values, rows), picked(targets, rows), kept.length - rows.length, holes);
    }

    private static double[][] picked(double[][] columns, int[] rows) {
        return Arrays.stream(columns).map(c -> rows.length == c.length ? c : IntStream.of(rows).mapToDouble(r -> c[r]).toArray()).toArray(double[][]::new);
    }
}
