package gradshell.data;

import gradshell.array.Rng;
import gradshell.array.ShapeException;
import gradshell.tensor.Movements;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
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
    public List<Dataset> parts(double... shares) { return inOrder(this, length, shares); }

    @Override
    public Split split(double share) {
        List<Dataset> both = parts(share);
        return new Split(both.get(0), both.get(1));
    }

    /// Parts in the order of time, with as many windows left out between two as would reach across.
    static List<Dataset> inOrder(Dataset set, int reach, double... shares) {
        int size = set.size(), from = size;
        List<Dataset> parts = new ArrayList<>();
        for (int i = shares.length - 1; i >= 0; i--) {
            int count = Places.part(shares[i], size, from);
            int[] places = IntStream.range(from - count, from).toArray();
            parts.addFirst(set.subset(places));
            from -= count + reach;
            if (from < 1) throw new ShapeException("split: a share of " + shares[i] + " of " + size + " windows of " + reach + " leaves nothing before it that does not reach into it");
        }
        parts.addFirst(set.subset(IntStream.range(0, from).toArray()));
        return parts;
    }

    @Override
    public String toString() { return size() + " examples: inputs [" + size() + ", " + length + ", " + series.size(1) + "], targets [" + size() + ", " + series.size(1) + "]"; }
}
