package gradshell.data;

import gradshell.array.Rng;
import gradshell.array.ShapeException;
import gradshell.tensor.Tensor;

/// Examples in memory: example i is place i of the first dimension of both tensors.
public record TensorDataset(Tensor inputs, Tensor targets) implements Dataset {
    public TensorDataset {
        if (inputs.dim() == 0 || targets.dim() == 0 || inputs.size(0) != targets.size(0))
            throw new ShapeException("data: inputs of shape " + inputs.shape() + " and targets of shape " + targets.shape() + " do not hold equally many examples in their first dimension");
        if (inputs.size(0) == 0) throw new ShapeException("data: the set is empty");
    }

    @Override
    public int size() { return inputs.size(0); }

    @Override
    public Example get(int index) { return new Example(inputs.select(0, Places.check(index, size())), targets.select(0, index)); }

    /// The examples at these places; neighbours in their order come without a copy.
    @Override
    public Batch batch(int[] places, Rng chance) {
        int start = places.length == 0 ? 0 : places[0], count = places.length, gaps = 0;
        // Without a way out, so that the compiler takes many at a time.
        for (int i = 0; i < count; i++) gaps |= places[i] - start - i;
        if (gaps != 0) {
            for (int place : places) Places.check(place, size());
            return picked(places);
        }
        if (count > 0) {
            Places.check(start, size());
            Places.check(start + count - 1, size());
        }
        return neighbours(start, count);
    }

    /// Some examples that lie side by side, without a copy.
    Batch neighbours(int start, int count) { return count == size() ? new Batch(inputs, targets) : new Batch(inputs.narrow(0, start, count), targets.narrow(0, start, count)); }

    private Batch picked(int[] places) {
        Tensor order = Places.index(places);
        return new Batch(inputs.indexSelect(0, order), targets.indexSelect(0, order));
    }

    @Override
    public String toString() { return size() + " examples: inputs " + inputs.shape() + ", targets " + targets.shape(); }
}
