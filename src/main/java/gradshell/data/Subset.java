package gradshell.data;

import gradshell.array.Rng;
import java.util.List;
import java.util.stream.IntStream;

/// Some examples of a set.
record Subset(Dataset whole, int[] places) implements Dataset {
    Subset {
        int size = whole.size();
        for (int place : places) Places.check(place, size);
    }

    @Override
    public int size() { return places.length; }

    @Override
    public Example get(int index) { return whole.get(places[Places.check(index, size())]); }

    @Override
    public Batch batch(int[] indices, Rng chance) { return whole.batch(inner(indices), chance); }

    @Override
    public Dataset learning(int... training) { return new Subset(whole.learning(inner(training)), places); }

    private int[] inner(int[] indices) { return IntStream.of(indices).map(i -> places[Places.check(i, size())]).toArray(); }

    @Override
    public Dataset like(Dataset other) { return whole.like(other); }

    @Override
    public List<String> classes() { return whole.classes(); }

    @Override
    public int overlap() { return whole.overlap(); }

    @Override
    public String toString() { return places.length + " of " + whole; }
}
