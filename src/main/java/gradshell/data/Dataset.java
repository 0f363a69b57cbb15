package gradshell.data;

import gradshell.array.DType;
import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Movements;
import gradshell.tensor.Randomness;
import gradshell.tensor.Tensor;
import java.util.stream.IntStream;

/// A set of examples. Two methods make one: how many there are, and each of them.
public interface Dataset {
    /// How many examples there are.
    int size();

    /// The example at a place, counted from 0.
    Example get(int index);

    /// The examples at some places, in their order. Sets that can do better than one by one override it.
    ///
    /// @param chance where examples that vary at random take their chance from
    default Batch batch(int[] places, Rng chance) {
        Tensor[] inputs = new Tensor[places.length], targets = new Tensor[places.length];
        for (int i = 0; i < places.length; i++) {
            Example example = get(places[i]);
            inputs[i] = example.input();
            targets[i] = example.target();
        }
        return new Batch(Movements.stack(0, inputs), Movements.stack(0, targets));
    }

    /// The first examples, as one batch.
    default Batch first(int count) { return batch(IntStream.range(0, Math.min(count, size())).toArray(), new Rng(0)); }

    /// The set of the examples at some places.
    default Dataset subset(int... places) { return new Subset(this, places.clone()); }

    /// A random division: the given share of the examples as the second part, the others as the first.
    default Split split(double share) {
        int second = (int) Math.round(size() * share);
        if (second < 1 || second >= size()) throw new ShapeException("split: a share of " + share + " of " + size() + " examples leaves one part empty");
        int[] order = IntStream.range(0, size()).toArray();
        long[] drawn = Randomness.randperm(size()).toLongs();
        for (int i = 0; i < order.length; i++) order[i] = (int) drawn[i];
        return new Split(subset(java.util.Arrays.copyOf(order, size() - second)), subset(java.util.Arrays.copyOfRange(order, size() - second, size())));
    }

    /// The two parts of a divided set.
    record Split(Dataset first, Dataset second) {}

    /// Normally distributed inputs and targets that have nothing to do with each other.
    static Dataset randn(Shape inputs, Shape targets) { return new TensorDataset(Randomness.randn(DType.FLOAT32, inputs), Randomness.randn(DType.FLOAT32, targets)); }
}
