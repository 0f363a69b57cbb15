package gradshell.data;

import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.kernel.Copies;
import gradshell.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A table of numbers in a file of comma-separated values, with or without a row of names in front.
///
/// @param columns the names, empty if the file has none
/// @param values  `[rows, columns]`: int64 if all numbers are whole, otherwise float64
public record Csv(List<String> columns, Tensor values) {
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}"), NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,9})?");

    /// Reads a table. The first row holds names if no cell in it is a number.
    public static Csv read(Path file) {
        return Disk.read(file, () -> {
            Reader reader = new Reader(file);
            Cells.read(file, ',', reader::row);
            return reader.table();
        });
    }

    /// The columns of the given names, in their order; all of them if none is given.
    Tensor pick(Path file, String... names) {
        if (names.length == 0) return values;
        long[] places = new long[names.length];
        for (int i = 0; i < names.length; i++) {
            places[i] = columns.indexOf(names[i]);
            if (places[i] < 0) throw new FormatException(file + ": there is no column " + Json.quote(names[i]) + "; " + (columns.isEmpty() ? "the first row holds no names" : "there are " + String.join(", ", columns)));
        }
        return values.indexSelect(1, Tensor.of(Array.of(DType.INT64, Shape.of(places.length), places)));
    }

    /// The table, or some of its columns, as int64 if all numbers in the file are whole, otherwise as float32.
    public static Tensor load(Path file, String... names) {
        Tensor picked = read(file).pick(file, names);
        return picked.dtype() == DType.FLOAT64 ? picked.to(DType.FLOAT32) : picked;
    }

    /// The table, or some of its columns, in a given type.
    public static Tensor load(DType dtype, Path file, String... names) { return read(file).pick(file, names).to(dtype); }

    /// What has been read so far.
    private static final class Reader {
        private final Path file;
        private List<String> columns = List.of();
        private int width = -1;
        private int count;
        private double[] numbers = new double[64];
        /// The same as long as all are whole, then null.
        private long[] wholes = new long[64];

        Reader(Path file) { this.file = file; }

        void row(CsvRecord row) {
            List<String> cells = row.getFields().stream().map(String::strip).toList();
            if (width < 0) {
                width = cells.size();
                if (cells.stream().noneMatch(Csv::isNumber)) {
                    name(row, cells);
                    return;
                }
            }
            if (cells.size() != width) throw wrong(row, cells.size() + (cells.size() == 1 ? " cell" : " cells") + " where the first row has " + width);
            for (int i = 0; i < width; i++) add(row, i, cells.get(i));
        }

        private void name(CsvRecord row, List<String> cells) {
            Set<String> known = new HashSet<>();
            for (int i = 0; i < width; i++) {
                if (cells.get(i).isEmpty()) throw wrong(row, "column " + (i + 1) + " has no name");
                if (!known.add(cells.get(i))) throw wrong(row, "two columns are called " + Json.quote(cells.get(i)));
            }
            columns = cells;
        }

        private void add(CsvRecord row, int column, String cell) {
            if (!isNumber(cell)) {
                String place = "column " + (columns.isEmpty() ? column + 1 : Json.quote(columns.get(column)));
                throw wrong(row, place + (cell.isEmpty() ? " is empty; write nan where a number is missing" : " holds " + Json.quote(cell) + ", which is no number"));
            }
            if (count == numbers.length) {
                if (count > Integer.MAX_VALUE / 2 - 8) throw wrong(row, "more numbers than a tensor can have");
                numbers = Arrays.copyOf(numbers, 2 * count);
                if (wholes != null) wholes = Arrays.copyOf(wholes, 2 * count);
            }
            if (!WHOLE.matcher(cell).matches()) wholes = null;
            if (wholes != null) wholes[count] = Long.parseLong(cell);
            numbers[count++] = number(cell);
        }

        private FormatException wrong(CsvRecord row, String message) { return new FormatException(file + ":" + row.getStartingLineNumber() + ": " + message); }

        Csv table() {
            if (width < 0) throw new FormatException(file + ": the file is empty");
            Shape shape = Shape.of(count / width, width);
            boolean whole = wholes != null && count > 0;
            return new Csv(columns, Tensor.of(Array.of(whole ? DType.INT64 : DType.FLOAT64, shape, whole ? Arrays.copyOf(wholes, count) : Arrays.copyOf(numbers, count))));
        }
    }

    static boolean isNumber(String cell) { return NUMBER.matcher(cell).matches() || !Double.isFinite(special(cell)); }

    /// The value of a word for what is no finite number, otherwise 0.
    private static double special(String cell) {
        return switch (cell.toLowerCase(Locale.ROOT)) {
            case "nan", "-nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> 0;
        };
    }

    static double number(String cell) { return NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : special(cell); }

    /// Writes a table whole or not at all, with a row of names in front if there are any; a vector becomes one column.
    public static void save(Path file, Tensor table, String... names) {
        if (table.dim() < 1 || table.dim() > 2) throw new ShapeException("writeCsv: shape " + table.shape() + " is no table; use reshape(-1, n) for one of n columns");
        Tensor rows = table.dim() == 1 ? table.unsqueeze(1) : table;
        int width = rows.size(1);
        if (names.length != 0 && names.length != width) throw new ShapeException("writeCsv: " + names.length + (names.length == 1 ? " name" : " names") + " for the " + width + " columns of shape " + table.shape());
        Array values = Copies.contiguous(rows.array());
        Disk.write(file, out -> {
            CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(new java.io.OutputStreamWriter(out, StandardCharsets.UTF_8));
            if (names.length > 0) writer.writeRecord(names);
            String[] cells = new String[width];
            for (int i = 0; i < rows.size(0); i++) {
                for (int j = 0; j < width; j++) cells[j] = text(values, values.layout().offset() + i * width + j);
                writer.writeRecord(cells);
            }
            writer.flush();
        });
    }

    /// The shortest text that reads as the same number.
    private static String text(Array values, int place) {
        if (!values.dtype().isFloating()) return Long.toString(values.longAt(place));
        double number = values.doubleAt(place);
        if (Double.isNaN(number)) return "nan";
        if (Double.isInfinite(number)) return number > 0 ? "inf" : "-inf";
        return values.dtype() == DType.FLOAT32 ? Float.toString((float) number) : Double.toString(number);
    }
}
