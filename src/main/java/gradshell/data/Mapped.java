package gradshell.data;

import gradshell.array.Rng;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// What a function makes of each example of a set.
record Mapped(Dataset whole, UnaryOperator<Example> function) implements Dataset {
    @Override
    public int size() { return whole.size(); }

    @Override
    public Example get(int index) { return function.apply(whole.get(index)); }

    /// The examples may vary at random, so they come as a batch before the function sees each.
    @Override
    public Batch batch(int[] places, Rng chance) {
        Batch plain = whole.batch(places, chance);
        Dataset changed = new Dataset() {
            @Override
            public int size() { return places.length; }

            @Override
            public Example get(int i) { return function.apply(new Example(plain.inputs().select(0, i), plain.targets().select(0, i))); }
        };
        return changed.batch(IntStream.range(0, places.length).toArray(), chance);
    }

    @Override
    public Dataset learning(int... training) { return new Mapped(whole.learning(training), function); }

    @Override
    public String toString() { return whole + ", mapped"; }
}
