package gradshell.train;

import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;
import java.util.function.IntToDoubleFunction;

/// How well classes are found: precision, recall or F1, as one number for all classes.
///
/// `binary` speaks of class 1 alone; `macro` is the mean of the classes, each counting the same, and leaves out those that neither occur nor
/// are predicted; `micro` counts all examples together.
public record Detection(Kind kind, String average) implements Metric {
    /// What is asked.
    public enum Kind { PRECISION, RECALL, F1 }

    public Detection {
        if (!average.equals("binary") && !average.equals("macro") && !average.equals("micro")) throw new IllegalArgumentException(word(kind) + ": the average is \"" + average + "\"; it is \"binary\", \"macro\" or \"micro\"");
    }

    private static String word(Kind kind) { return kind.name().toLowerCase(java.util.Locale.ROOT); }

    @Override
    public String name() { return word(kind) + (average.equals("macro") ? "" : "." + average); }

    @Override
    public Tensor gather(Tensor gathered, Tensor prediction, Tensor target) {
        Tensor counts = Confusion.gather(gathered, prediction, target);
        if (average.equals("binary") && counts.size(0) != 2) throw new ShapeException(word(kind) + ": there are " + counts.size(0) + " classes, and \"binary\" speaks of two; use \"macro\" or \"micro\"");
        return counts;
    }

    @Override
    public double figure(Tensor gathered) {
        Confusion confusion = new Confusion(gathered, java.util.List.of());
        IntToDoubleFunction of = switch (kind) {
            case PRECISION -> confusion::precision;
            case RECALL -> confusion::recall;
            case F1 -> confusion::f1;
        };
        if (average.equals("binary")) return of.applyAsDouble(1);
        if (average.equals("micro")) return confusion.accuracy();    // every wrong guess is missing in one class and too much in another
        double sum = 0;
        int present = 0;
        for (int c = 0; c < confusion.classes(); c++) {
            if (confusion.support(c) + gathered.select(1, c).sum().item() == 0) continue;
            sum += of.applyAsDouble(c);
            present++;
        }
        return present == 0 ? 0 : sum / present;
    }
}
