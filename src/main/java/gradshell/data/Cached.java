package gradshell.data;

import gradshell.array.Rng;
import java.util.Arrays;
import java.util.List;

/// A set whose examples are kept in memory once they have been asked for.
final class Cached implements Dataset {
    private final Dataset whole;
    private final Example[] kept;

    Cached(Dataset whole) {
        this.whole = whole;
        kept = new Example[whole.size()];
    }

    @Override
    public int size() { return kept.length; }

    @Override
    public synchronized Example get(int index) {
        Places.check(index, kept.length);
        if (kept[index] == null) kept[index] = whole.get(index);
        return kept[index];
    }

    /// What is not there yet is asked for as one batch.
    @Override
    public synchronized Batch batch(int[] places, Rng chance) {
        for (int place : places) Places.check(place, kept.length);
        int[] missing = Arrays.stream(places).filter(p -> kept[p] == null).distinct().toArray();
        if (missing.length > 0) {
            Batch batch = whole.batch(missing, chance);
            for (int i = 0; i < missing.length; i++) kept[missing[i]] = new Example(batch.inputs().select(0, i).copy(), batch.targets().select(0, i).copy());
        }
        return Dataset.super.batch(places, chance);
    }

    @Override
    public Dataset learning(int... training) {
        Dataset learned = whole.learning(training);
        return learned == whole ? this : new Cached(learned);
    }

    @Override
    public Dataset like(Dataset other) { return whole.like(other); }

    @Override
    public List<String> classes() { return whole.classes(); }

    @Override
    public int overlap() { return whole.overlap(); }

    @Override
    public String toString() { return whole + ", cached"; }
}
