package gradshell.data;

import gradshell.array.Rng;
import gradshell.array.ShapeException;
import gradshell.tensor.Movements;
import gradshell.tensor.Tensor;
import java.util.stream.IntStream;

/// Windows that slide over a series: inputs are `[n, length, features]`, the targets what follows each, `[n, features]`.
///
/// A division takes the parts from the end of the series, and no window reaches from one into another.
///
/// @param series `[time]` or `[time, features]`
public record Sequences(Tensor series, int length) implements Dataset {
    public Sequences {
        if (series.dim() < 1 || series.dim() > 2) throw new ShapeException("sequences: a series of shape " + series.shape() + "; it is [time] or [time, features]");
        if (length < 1) throw new IllegalArgumentException("sequences: a length of " + length + "; it must be at least 1");
        if (series.size(0) <= length) throw new ShapeException("sequences: a series of " + series.size(0) + " has no window of " + length + " with something after it");
        series = series.dim() == 1 ? series.unsqueeze(1) : series;
    }

    @Override
    public int size() { return series.size(0) - length; }

    @Override
    public Example get(int index) { return new Example(series.narrow(0, Places.check(index, size()), length), series.select(0, index + length)); }

    @Override
    public Batch batch(int[] places, Rng chance) {
        Tensor[] windows = IntStream.of(places).mapToObj(p -> series.narrow(0, Places.check(p, size()), length)).toArray(Tensor[]::new);
        return new Batch(Movements.stack(0, windows), series.indexSelect(0, Places.index(IntStream.of(places).map(p -> p + length).toArray())));
    }

    @Override
    public int overlap() { return length; }

    @Override
    public String toString() { return size() + " examples: inputs [" + size() + ", " + length + ", " + series.size(1) + "], targets [" + size() + ", " + series.size(1) + "]"; }
}
