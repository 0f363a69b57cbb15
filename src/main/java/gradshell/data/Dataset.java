package gradshell.data;

import gradshell.array.DType;
import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Randomness;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// A set of examples. Two methods make one: how many there are, and each of them.
///
/// ```java
/// record Squares(int size) implements Dataset {
///     public Example get(int index) { return new Example(tensor(index), tensor(index * index)); }
/// }
/// ```
public interface Dataset {
    /// How many examples there are.
    int size();

    /// The example at a place, counted from 0.
    Example get(int index);

    /// The examples at some places, in their order. Sets that can do better than one by one override it.
    ///
    /// @param chance where examples that vary at random take their chance from
    default Batch batch(int[] places, Rng chance) {
        int size = size();
        return Places.stacked(places, i -> get(Places.check(places[i], size)));
    }

    /// The set that learns what it has to learn, means to take away for example, from the examples at some places only; a set that
    /// learns nothing is that set already. The parts of a division come from a set that has learned from the first part alone.
    default Dataset learning(int... training) { return this; }

    /// Another set as this one sees it, to validate or to test on: with what this set has learned, the numbers of its classes and tokens, and without random changes.
    default Dataset like(Dataset other) { return other; }

    /// How many of the examples that follow share something with one, as windows over a series do; 0 where each stands for itself.
    /// A set with an overlap is divided in its order, what is held back at the end, and no example of one part shares anything with another's.
    default int overlap() { return 0; }

    /// The names of the classes that the targets are, each at its number; empty where nobody has named them.
    default List<String> classes() { return List.of(); }

    // ---- parts ----

    /// The first examples, as one batch.
    default Batch first(int count) { return batch(IntStream.range(0, Math.min(count, size())).toArray(), new Rng(0)); }

    /// All inputs in memory, one after the other in the first dimension.
    default Tensor inputs() { return first(size()).inputs(); }

    /// All targets in memory.
    default Tensor targets() { return first(size()).targets(); }

    /// The set of the examples at some places.
    default Dataset subset(int... places) { return new Subset(this, places.clone()); }

    /// The first examples; all of them if there are no more.
    default Dataset take(int count) {
        if (count < 1) throw new ShapeException("take: " + count + " examples; take at least 1");
        return subset(IntStream.range(0, Math.min(count, size())).toArray());
    }

    /// A random division: the given share of the examples as the second part, the others as the first.
    ///
    /// What the set learns, it learns from the first part: `csv("iris.csv").target("species").standardize().split(0.2)` has a second part
    /// whose columns are standardised with the means of the first.
    default Split split(double share) {
        List<Dataset> parts = parts(share);
        return new Split(parts.get(0), parts.get(1));
    }

    /// A random division into several parts: what is left over first, to be trained on, then one for each share.
    /// {@snippet : dataset(arange(10).unsqueeze(1), arange(10)).parts(0.2, 0.3).get(2).size()    // ==> 3 }
    default List<Dataset> parts(double... shares) {
        if (overlap() > 0) {
            List<int[]> inOrder = Places.inOrder(size(), overlap(), shares);
            return divided(inOrder.getFirst(), inOrder.subList(1, inOrder.size()));
        }
        int[] rest = IntStream.range(0, size()).toArray();
        List<int[]> held = new ArrayList<>();
        for (double share : shares) {
            int count = Places.part(share, size(), rest.length);
            long[] order = Randomness.randperm(rest.length).toLongs();
            int[] from = rest, shuffled = LongStream.of(order).mapToInt(i -> from[(int) i]).toArray();
            held.add(Arrays.copyOfRange(shuffled, rest.length - count, rest.length));
            rest = Arrays.copyOf(shuffled, rest.length - count);
        }
        return divided(rest, held);
    }

    /// A random division in which every class of the targets keeps its share of both parts.
    default Split splitEvenly(double share) {
        Places.part(share, size(), size());
        Tensor targets = targets();
        if (targets.dim() != 1 || targets.dtype().isFloating()) throw new ShapeException("splitEvenly: the targets are " + targets.dtype() + " " + targets.shape() + "; classes are whole numbers, one for each example");
        List<int[]> parts = Places.evenly(targets.toLongs(), share);
        List<Dataset> both = divided(parts.get(0), List.of(parts.get(1)));
        return new Split(both.get(0), both.get(1));
    }

    /// The parts at some places, the first of them the one to learn from.
    private List<Dataset> divided(int[] first, List<int[]> held) {
        Dataset learned = learning(first);
        List<Dataset> parts = new ArrayList<>(List.of(new Subset(learned, first)));
        for (int[] places : held) parts.add(new Subset(learned, places));
        return parts;
    }

    /// The two parts of a divided set.
    record Split(Dataset first, Dataset second) {}

    // ---- other sets made of this one ----

    /// This set and others, one after the other.
    default Dataset concat(Dataset... more) {
        List<Dataset> all = new ArrayList<>(List.of(this));
        all.addAll(List.of(more));
        return new Concat(List.copyOf(all));
    }

    /// The set of what a function makes of each example.
    default Dataset map(UnaryOperator<Example> function) { return new Mapped(this, function); }

    /// The set with each input changed by a function.
    default Dataset mapInputs(UnaryOperator<Tensor> function) { return map(e -> new Example(function.apply(e.input()), e.target())); }

    /// The set whose inputs go through transforms whenever they are looked at. Those that vary at random are for training: once the set
    /// is divided, they change the first part alone.
    default Dataset transform(Transform... transforms) { return new Transformed(this, List.of(transforms)); }

    /// The set in memory: each example is asked for once.
    default Dataset cached() { return new Cached(this); }

    /// Normally distributed inputs and targets that have nothing to do with each other.
    static Dataset randn(Shape inputs, Shape targets) { return new TensorDataset(Randomness.randn(DType.FLOAT32, inputs), Randomness.randn(DType.FLOAT32, targets)); }
}
