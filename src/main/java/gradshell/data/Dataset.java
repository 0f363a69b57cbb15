package gradshell.data;

import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Randomness;
import gradshell.tensor.Tensor;

/// Examples: what goes into a network, and what should come out. Example i is place i of the first dimension of both tensors.
public record Dataset(Tensor inputs, Tensor targets) {
    public Dataset {
        if (inputs.dim() == 0 || targets.dim() == 0 || inputs.size(0) != targets.size(0))
            throw new ShapeException("data: inputs of shape " + inputs.shape() + " and targets of shape " + targets.shape() + " do not hold equally many examples in their first dimension");
        if (inputs.size(0) == 0) throw new ShapeException("data: the set is empty");
    }

    /// How many examples there are.
    public int size() { return inputs.size(0); }

    /// The examples that an int64 tensor names, in its order.
    public Dataset pick(Tensor places) { return new Dataset(inputs.indexSelect(0, places), targets.indexSelect(0, places)); }

    /// The examples from `start` up to but without `end`, without a copy.
    public Dataset slice(int start, int end) { return new Dataset(inputs.narrow(0, start, end - start), targets.narrow(0, start, end - start)); }

    /// A random division: the given share of the examples as the second part, the others as the first.
    public Split split(double share) {
        int second = (int) Math.round(size() * share);
        if (second < 1 || second >= size()) throw new ShapeException("split: a share of " + share + " of " + size() + " examples leaves one part empty");
        Tensor order = Randomness.randperm(size());
        return new Split(pick(order.narrow(0, 0, size() - second)), pick(order.narrow(0, size() - second, second)));
    }

    /// The two parts of a divided set.
    public record Split(Dataset first, Dataset second) {}

    /// Normally distributed inputs and targets that have nothing to do with each other.
    public static Dataset randn(Shape inputs, Shape targets) { return new Dataset(Randomness.randn(gradshell.array.DType.FLOAT32, inputs), Randomness.randn(gradshell.array.DType.FLOAT32, targets)); }

    /// The same examples in a new random order, drawn as PyTorch's loader draws it.
    Dataset shuffled() {
        Rng shared = Rng.shared();
        // The loader first draws a seed for its workers, then one for the order.
        shared.bits64();
        Rng order = new Rng(shared.bits64() & Long.MAX_VALUE);
        return pick(Tensor.of(gradshell.array.Array.of(gradshell.array.DType.INT64, Shape.of(size()), order.permutation(size()))));
    }

    @Override
    public String toString() { return size() + " examples: inputs " + inputs.shape() + ", targets " + targets.shape(); }
}
