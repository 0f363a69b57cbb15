package gradshell.data;

import gradshell.array.Rng;
import java.util.function.UnaryOperator;

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
        return Places.stacked(places, i -> function.apply(new Example(plain.inputs().select(0, i), plain.targets().select(0, i))));
    }

    @Override
    public Dataset learning(int... training) { return new Mapped(whole.learning(training), function); }

    @Override
    public int overlap() { return whole.overlap(); }

    @Override
    public String toString() { return whole + ", mapped"; }
}
