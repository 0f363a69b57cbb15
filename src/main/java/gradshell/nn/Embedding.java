package gradshell.nn;

import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Randomness;
import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;

/// A learnt vector for each of some whole numbers: words, users, moves. It turns numbers of any shape into that shape with one dimension more.
///
/// @param weight       the vectors, `[rows, width]`
/// @param paddingIndex the row that stands for nothing and is not learnt, or null
public record Embedding(Tensor weight, Integer paddingIndex) implements Layer {
    /// A table with PyTorch's initial values, normally distributed.
    public static Embedding of(int rows, int width) {
        if (rows < 1 || width < 1) throw new ShapeException("embedding(" + rows + ", " + width + "): both sizes must be at least 1");
        return new Embedding(drawn(rows, width).requiresGrad(true), null);
    }

    private static Tensor drawn(int rows, int width) { return Randomness.randn(DType.FLOAT32, Shape.of(rows, width)); }

    /// With a row of zeros that is not learnt; counted from the end if negative.
    public Embedding paddingIndex(int row) {
        int rows = weight.size(0), at = row < 0 ? row + rows : row;
        if (at < 0 || at >= rows) throw new ShapeException(word() + ": paddingIndex is " + row + ", which is out of range for " + rows + " rows");
        Tensor values = Tensor.noGrad(() -> {
            Tensor copy = weight.detach().copy();
            copy.select(0, at).zero_();
            return copy;
        });
        return new Embedding(values.requiresGrad(true), at);
    }

    @Override
    public Embedding reset() {
        Initial.again(weight, () -> drawn(weight.size(0), weight.size(1)));
        if (paddingIndex != null) Tensor.noGrad(() -> weight.select(0, paddingIndex).zero_());
        return this;
    }

    @Override
    public Tensor apply(Tensor x) {
        if (x.dtype() != DType.INT64 && x.dtype() != DType.INT32) throw new DTypeException(word() + ": rows are named by whole numbers, not " + x.dtype() + "; use x.to(int64)");
        int rows = weight.size(0);
        Recording.look(x, numbers -> {
            for (long row : Tensor.of(numbers).toLongs())
                if (row < 0 || row >= rows) throw new ShapeException(word() + ": the input holds " + row + ", but there are " + rows + " rows (0 to " + (rows - 1) + ")" + (row >= rows ? "; use embedding(" + (row + 1) + ", " + weight.size(1) + ")" : ""));
        });
        return paddingIndex == null ? x.embedding(weight) : x.embedding(weight, paddingIndex);
    }

    private String word() { return "embedding(" + weight.size(0) + ", " + weight.size(1) + ")"; }

    @Override
    public String toString() { return word() + (paddingIndex == null ? "" : ".paddingIndex(" + paddingIndex + ")"); }
}
