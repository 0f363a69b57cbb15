package gradshell.data;

import java.util.function.IntFunction;

/// Examples that a function makes when they are wanted.
public record MadeDataset(int size, IntFunction<Example> examples) implements Dataset {
    public MadeDataset {
        if (size < 1) throw new IllegalArgumentException("dataset: a size of " + size + "; there must be at least 1 example");
    }

    @Override
    public Example get(int index) { return examples.apply(Places.check(index, size)); }

    @Override
    public String toString() { return size + " examples"; }
}
