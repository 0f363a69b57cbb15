package gradshell.train;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.data.Batch;
import gradshell.data.Dataset;
import gradshell.data.Loader;
import gradshell.nn.Layer;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// How often each class was taken for each: a row for every class that was right, a column for every class that was predicted.
///
/// @param counts int64, `[classes, classes]`
/// @param names  of the classes, or none
public record Confusion(Tensor counts, List<String> names) {
    public Confusion {
        names = List.copyOf(names);
        if (counts.dim() != 2 || counts.size(0) != counts.size(1)) throw new ShapeException("confusion: counts of shape " + counts.shape() + "; they need a row and a column for each class");
        if (!names.isEmpty() && names.size() < counts.size(0)) throw new ShapeException("confusion: " + names.size() + " names for " + counts.size(0) + " classes; each needs one");
    }

    /// The confusion of the predictions of one batch.
    public static Confusion of(Tensor prediction, Tensor target, String... names) { return new Confusion(gather(null, prediction, target), List.of(names)); }

    /// The confusion of a network's predictions for a set.
    ///
    /// @param batch how many examples are looked at together; 0 for all
    public static Confusion of(Layer net, Dataset set, int batch, String... names) {
        net.eval();
        Tensor[] counts = new Tensor[1];
        Tensor.noGrad(() -> {
            for (Batch part : new Loader(set, batch == 0 ? set.size() : Math.min(batch, set.size()), false)) counts[0] = gather(counts[0], net.apply(part.inputs()), part.targets());
            return null;
        });
        return new Confusion(counts[0], List.of(names));
    }

    /// Adds the predictions of a batch to counts, null at the beginning. Classes that no score tells apart make the table larger.
    static Tensor gather(Tensor counts, Tensor prediction, Tensor target) {
        Classes classes = Classes.of("confusion", prediction.detach(), target.detach());
        long[] guesses = classes.guess().to(DType.INT64).toLongs(), rights = classes.right().to(DType.INT64).toLongs();
        int size = Math.max(classes.count(), counts == null ? 0 : counts.size(0));
        for (long right : rights) {
            if (right < 0) throw new ShapeException("confusion: the target holds class " + right + "; classes count from 0");
            size = Math.max(size, Math.toIntExact(right + 1));
        }
        long[] table = new long[size * size];
        if (counts != null) {
            long[] before = counts.toLongs();
            int old = counts.size(0);
            for (int i = 0; i < before.length; i++) table[i / old * size + i % old] = before[i];
        }
        for (int i = 0; i < rights.length; i++) table[(int) (rights[i] * size + guesses[i])]++;
        return Tensor.of(Array.of(DType.INT64, Shape.of(size, size), table));
    }

    private double count(int right, int guess) { return counts.select(0, right).select(0, guess).item(); }

    /// How many classes there are.
    public int classes() { return counts.size(0); }

    /// How often a class was right.
    public double support(int right) { return counts.select(0, right).sum().item(); }

    /// The share of the examples that were said to be of a class and are; 0 if none was.
    public double precision(int of) { return ratio(count(of, of), counts.select(1, of).sum().item()); }

    /// The share of the examples of a class that were found; 0 if there are none.
    public double recall(int of) { return ratio(count(of, of), support(of)); }

    /// The harmonic mean of precision and recall.
    public double f1(int of) { return ratio(2 * count(of, of), support(of) + counts.select(1, of).sum().item()); }

    /// The share of all examples whose class was predicted rightly.
    public double accuracy() { return ratio(IntStream.range(0, classes()).mapToDouble(c -> count(c, c)).sum(), counts.sum().item()); }

    private static double ratio(double part, double of) { return of == 0 ? 0 : part / of; }

    /// What a class is called: its number if it has no name.
    public String name(int of) { return names.isEmpty() ? Integer.toString(of) : names.get(of); }

    /// A table with the names of the classes, and precision and recall on its edges.
    @Override
    public String toString() {
        List<String> head = new ArrayList<>(List.of("right \\ predicted"));
        for (int c = 0; c < classes(); c++) head.add(name(c));
        head.add("recall");
        Columns table = new Columns();
        table.row(head);
        List<String> last = new ArrayList<>(List.of("precision"));
        for (int right = 0; right < classes(); right++) {
            List<String> row = new ArrayList<>(List.of(name(right)));
            for (int guess = 0; guess < classes(); guess++) row.add(Long.toString((long) count(right, guess)));
            row.add(History.number(recall(right)));
            last.add(History.number(precision(right)));
            table.row(row);
        }
        last.add(History.number(accuracy()));
        table.row(last);
        return table.toString(1).stripTrailing();
    }
}
