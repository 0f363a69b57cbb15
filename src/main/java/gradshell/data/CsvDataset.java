package gradshell.data;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.tensor.Tensor;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The rows of a table as examples: `csv("iris.csv").target("species").standardize()`.
///
/// Numbers stay numbers, texts become one number for each category (1 for the own one), no and yes become 0 and 1. A target of text is a class: int64 `[n]`, numbered in the order of the
/// alphabet, with the names in [#classes]; other targets are float32 `[n, 1]`. What is learned from the numbers, means and deviations, is learned
/// from the training part once the set is divided.
public final class CsvDataset implements Dataset {
    private final Path file;
    private final Choices choices;
    /// What another file has to look like, or null.
    private final CsvDataset model;
    private final int[] training;
    private Rows rows;

    /// What was asked for.
    private record Choices(char separator, Boolean header, List<String> targets, List<String> features, List<String> without, String missing, boolean standardize, boolean classify, boolean indices) {}

    private CsvDataset(Path file, Choices choices, CsvDataset model, int[] training, Rows rows) {
        this.file = file;
        this.choices = choices;
        this.model = model;
        this.training = training;
        this.rows = rows;
    }

    /// A table whose first row holds names if none of its cells is a number; the target is the last column.
    public CsvDataset(Path file) {
        this(file, new Choices(',', null, List.of(), List.of(), List.of(), "refuse", false, false, false), null, null, null);
        // A file that is not there is told at once, one that is wrong when its rows are wanted.
        Disk.read(file, () -> {
            try (InputStream in = Files.newInputStream(file)) {
                return in.read();
            }
        });
    }

    private CsvDataset with(Choices changed) { return new CsvDataset(file, changed, model, training, null); }

    /// What is to be foretold: one column, or several of numbers.
    public CsvDataset target(String... columns) { return with(new Choices(choices.separator, choices.header, List.of(columns), choices.features, choices.without, choices.missing, choices.standardize, choices.classify, choices.indices)); }
    /// What to foretell it from; all other columns if nothing is said.
    public CsvDataset features(String... columns) { return with(new Choices(choices.separator, choices.header, choices.targets, List.of(columns), choices.without, choices.missing, choices.standardize, choices.classify, choices.indices)); }
    /// Columns that are left out.
    public CsvDataset without(String... columns) { return with(new Choices(choices.separator, choices.header, choices.targets, choices.features, List.of(columns), choices.missing, choices.standardize, choices.classify, choices.indices)); }
    /// The character between the cells: `";"`, or `"\t"`.
    public CsvDataset separator(String separator) {
        if (separator.length() != 1) throw new IllegalArgumentException("csv: a separator of " + Json.quote(separator) + "; it is one character");
        return with(new Choices(separator.charAt(0), choices.header, choices.targets, choices.features, choices.without, choices.missing, choices.standardize, choices.classify, choices.indices));
    }
    /// Whether the first row holds the names of the columns; without names they are called `column 1` and so on.
    public CsvDataset header(boolean header) { return with(new Choices(choices.separator, header, choices.targets, choices.features, choices.without, choices.missing, choices.standardize, choices.classify, choices.indices)); }
    /// What is done about empty cells: `"refuse"` them, `"drop"` their rows, put the `"mean"` of the column there, or make a `"category"` of them. A text that
    /// is missing is always a category with `"mean"`, and a number that is missing is the mean with `"category"`, with a column of its own that says so.
    public CsvDataset missing(String way) {
        if (!List.of("refuse", "drop", "mean", "category").contains(way)) throw new IllegalArgumentException("csv: " + Json.quote(way) + " is no way to treat missing values; write \"refuse\", \"drop\", \"mean\" or \"category\"");
        return with(new Choices(choices.separator, choices.header, choices.targets, choices.features, choices.without, way, choices.standardize, choices.classify, choices.indices));
    }
    /// Takes the mean away from each column of numbers and divides it by its deviation.
    public CsvDataset standardize() { return with(new Choices(choices.separator, choices.header, choices.targets, choices.features, choices.without, choices.missing, true, choices.classify, choices.indices)); }
    /// Takes the numbers of the target as classes.
    public CsvDataset classify() { return with(new Choices(choices.separator, choices.header, choices.targets, choices.features, choices.without, choices.missing, choices.standardize, true, choices.indices)); }
    /// Has one column with the number of the category for each text, for an embedding.
    public CsvDataset indices() { return with(new Choices(choices.separator, choices.header, choices.targets, choices.features, choices.without, choices.missing, choices.standardize, choices.classify, true)); }

    /// Another file with the same columns, categories and classes, treated with what was learned here.
    public Dataset test(Path other) { return new CsvDataset(other, choices, this, null, null); }

    @Override
    public Dataset like(Dataset other) { return other instanceof CsvDataset table ? test(table.file) : other; }

    /// The same by name.
    public Dataset test(String other) { return test(Path.of(other)); }

    private synchronized Rows rows() {
        if (rows == null) rows = read();
        return rows;
    }

    private Rows read() {
        Table table = Table.read(file, choices.separator, choices.header);
        List<String> targets = choices.targets.isEmpty() ? List.of(table.names().getLast()) : choices.targets;
        targets.forEach(table::column);
        choices.without.forEach(table::column);
        List<String> features = !choices.features.isEmpty() ? choices.features : table.names().stream().filter(n -> !targets.contains(n) && !choices.without.contains(n)).toList();
        if (model != null) {
            Rows first = model.rows();
            Rows read = Rows.read(table, first.inputs(), first.outputs(), choices.missing);
            model.encoding().check(table, read, choices.missing);
            return read;
        }
        if (features.isEmpty()) throw new FormatException(file + ": no column is left to foretell " + String.join(", ", targets) + " from");
        for (String feature : features) if (targets.contains(feature)) throw new FormatException(file + ": column " + Json.quote(feature) + " is the target and cannot be an input too");
        List<Column> inputs = features.stream().map(n -> Column.of(table, table.column(n), false)).toList();
        List<Column> outputs = targets.stream().map(n -> Column.of(table, table.column(n), choices.classify)).toList();
        if (outputs.size() > 1 && outputs.stream().anyMatch(c -> !c.numeric())) throw new FormatException(file + ": several targets must all be numbers");
        return Rows.read(table, inputs, outputs, choices.missing);
    }

    /// The names of the classes, each at its number; empty if the target is a number.
    @Override
    public List<String> classes() { return rows().outputs().getFirst().categories(); }

    /// The names of the numbers that go in, each at its place: those of the columns, or `column=category`.
    public List<String> names() { return Arrays.stream(encoding().names()).toList(); }

    @Override
    public int size() { return rows().size(); }

    @Override
    public Example get(int index) { return batch(new int[] {index}, null).example(0); }

    /// What the set has learned: once, or anew when it is divided.
    private Encoded encoding;

    private synchronized Encoded encoding() {
        if (encoding == null) {
            encoding = model != null ? model.encoding() : Encoded.of(rows(), training == null ? IntStream.range(0, size()).toArray() : training, choices.missing, choices.standardize, choices.indices);
        }
        return encoding;
    }

    @Override
    public Batch batch(int[] places, Rng chance) {
        Rows all = rows();
        Encoded learned = encoding();
        for (int place : places) Places.check(place, all.size());
        float[] inputs = new float[Math.multiplyExact(places.length, learned.width())];
        for (int i = 0; i < places.length; i++) learned.write(all, places[i], inputs, i * learned.width());
        Tensor x = Generated.floats(inputs, places.length, learned.width());
        if (learned.whole()) x = x.to(DType.INT64);
        int outputs = all.outputs().size();
        if (!all.outputs().getFirst().numeric()) return new Batch(x, Tensor.of(Array.of(DType.INT64, Shape.of(places.length), IntStream.of(places).mapToLong(p -> (long) all.targets()[0][p]).toArray())));
        float[] targets = new float[places.length * outputs];
        for (int i = 0; i < places.length; i++) for (int k = 0; k < outputs; k++) targets[i * outputs + k] = (float) all.targets()[k][places[i]];
        return new Batch(x, Generated.floats(targets, places.length, outputs));
    }

    /// The set with means and deviations of the rows at some places.
    @Override
    public CsvDataset learning(int... places) { return model != null ? this : new CsvDataset(file, choices, null, places.clone(), rows()); }

    @Override
    public String toString() {
        Rows all = rows();
        List<String> facts = new ArrayList<>(List.of(size() + " examples: inputs [" + size() + ", " + encoding().width() + "], targets [" + size() + (classes().isEmpty() ? ", " + all.outputs().size() : "") + "]"));
        if (!classes().isEmpty()) facts.add("classes " + (classes().size() <= 12 ? String.join(", ", classes()) : classes().size() + " of them"));
        if (all.dropped() > 0) facts.add(all.dropped() + (all.dropped() == 1 ? " row" : " rows") + " with missing values dropped");
        if (all.holes() > 0) facts.add(all.holes() + " missing " + (all.holes() == 1 ? "value" : "values") + " filled (" + choices.missing + ")");
        if (choices.standardize) facts.add("standardised");
        return String.join("; ", facts);
    }
}
