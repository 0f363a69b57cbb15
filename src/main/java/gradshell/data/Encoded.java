package gradshell.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How the columns of a table become the numbers that go into a network, with what was learned for it from some rows.
///
/// @param means      of each column of numbers
/// @param deviations of each, with n under the root; 1 where the column never changes or nothing is standardised
/// @param gaps       whether a column has a number for what is missing: an own category, or whether the number is missing
record Encoded(List<Column> columns, double[] means, double[] deviations, double[] shifts, boolean[] gaps, boolean indices, String[] names) {

    static Encoded of(Rows rows, int[] learned, String missing, boolean standardize, boolean indices) {
        List<Column> columns = rows.inputs();
        int count = columns.size();
        double[] means = new double[count], deviations = new double[count], shifts = new double[count];
        Arrays.fill(deviations, 1);
        boolean[] gaps = new boolean[count];
        List<String> names = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            double[] values = rows.values()[k];
            Column column = columns.get(k);
            boolean holes = Arrays.stream(values).anyMatch(Double::isNaN);
            gaps[k] = holes && (missing.equals("category") || !column.numeric());
            if (column.numeric()) {
                means[k] = Arrays.stream(learned).mapToDouble(r -> values[r]).filter(v -> !Double.isNaN(v)).average().orElse(0);
                if (standardize) {
                    double mean = means[k];
                    double square = Arrays.stream(learned).mapToDouble(r -> values[r]).filter(v -> !Double.isNaN(v)).map(v -> (v - mean) * (v - mean)).average().orElse(0);
                    if (square > 0) deviations[k] = Math.sqrt(square);
                    shifts[k] = mean;
                }
                names.add(column.name());
                if (gaps[k]) names.add(column.name() + " missing");
            } else if (indices || column.truth()) {
                names.add(column.name());
                if (gaps[k] && !indices) names.add(column.name() + " missing");
            } else {
                for (String category : column.categories()) names.add(column.name() + "=" + category);
                if (gaps[k]) names.add(column.name() + " missing");
            }
        }
        return new Encoded(columns, means, deviations, shifts, gaps, indices, names.toArray(String[]::new));
    }

    int width() { return names.length; }

    /// Whether nothing but numbers of categories goes in.
    boolean whole() { return indices && columns.stream().noneMatch(Column::numeric); }

    /// Refuses what is missing in another table where nothing like it was in the one learned from.
    void check(Table table, Rows rows, String missing) {
        for (int k = 0; k < columns.size(); k++) {
            if (gaps[k] || columns.get(k).numeric() && !missing.equals("category")) continue;
            for (int row = 0; row < rows.size(); row++) if (Double.isNaN(rows.values()[k][row]))
                throw table.wrong(row, "column " + Json.quote(columns.get(k).name()) + " is empty, and it never was in the table learned from, so there is no category for that");
        }
    }

    /// Writes one row.
    void write(Rows rows, int row, float[] to, int from) {
        int at = from;
        for (int k = 0; k < columns.size(); k++) {
            double value = rows.values()[k][row];
            boolean missing = Double.isNaN(value);
            int categories = columns.get(k).categories().size();
            if (categories == 0) {
                to[at++] = (float) (((missing ? means[k] : value) - shifts[k]) / deviations[k]);
                if (gaps[k]) to[at++] = missing ? 1 : 0;
            } else if (columns.get(k).truth() && !indices) {
                to[at++] = missing ? 0 : (float) value;
                if (gaps[k]) to[at++] = missing ? 1 : 0;
            } else if (indices) {
                to[at++] = missing ? categories : (int) value;
            } else {
                // What is missing is the last category.
                to[at + (missing ? categories : (int) value)] = 1;
                at += categories + (gaps[k] ? 1 : 0);
            }
        }
    }
}
