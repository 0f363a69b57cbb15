package gradshell.data;

import gradshell.array.Rng;
import gradshell.array.ShapeException;

/// A set in batches: each walk over it is an epoch. The last batch may be smaller than the others.
///
/// @param batch   how many examples a batch has
/// @param shuffle whether every epoch has an order of its own, drawn from the shared generator
public record Loader(Dataset dataset, int batch, boolean shuffle) implements Iterable<Batch> {
    public Loader {
        if (batch < 1) throw new ShapeException("batch: a batch of " + batch + " examples; it needs at least 1");
    }

    /// How many batches an epoch has.
    public int batches() { return Math.ceilDiv(dataset.size(), batch); }

    /// A new epoch.
    @Override
    public Pass iterator() {
        if (!shuffle) return new Pass(this, 0, 0, 0);
        // As PyTorch does, a seed for what varies within the examples is drawn before the one for their order.
        Rng shared = Rng.shared();
        return new Pass(this, shared.bits64() & Long.MAX_VALUE, shared.bits64() & Long.MAX_VALUE, 0);
    }

    /// Goes on with an epoch from where its `state()` was taken.
    public Pass resume(long... state) {
        if (state.length != 3 || state[2] < 0 || state[2] > batches()) throw new IllegalArgumentException("resume: " + java.util.Arrays.toString(state) + " is no place in an epoch of " + batches() + " batches");
        return new Pass(this, state[0], state[1], (int) state[2]);
    }
}
