package gradshell.data;

import gradshell.array.Rng;
import gradshell.array.ShapeException;
import java.util.Arrays;

/// A set in batches: each walk over it is an epoch. The last batch may be smaller than the others.
///
/// @param batch    how many examples a batch has
/// @param shuffle  whether every epoch has an order of its own, drawn from the shared generator
/// @param dropLast whether a last batch that is smaller than the others is left out
/// @param prefetch how many batches another thread makes ahead; 0 for none. The batches are the same, bit for bit, and in the same order
public record Loader(Dataset dataset, int batch, boolean shuffle, boolean dropLast, int prefetch) implements Iterable<Batch> {
    public Loader {
        if (batch < 1) throw new ShapeException("batches: a batch of " + batch + " examples; it needs at least 1");
        if (dataset.size() < 1) throw new ShapeException("batches: the set is empty");
        if (batch > dataset.size()) throw new ShapeException("batches: a batch of " + batch + " examples is larger than the set, which has " + dataset.size());
        if (prefetch < 0) throw new IllegalArgumentException("batches: a prefetch of " + prefetch + " batches; 0 makes each when it is asked for");
    }

    public Loader(Dataset dataset, int batch, boolean shuffle) { this(dataset, batch, shuffle, false, 0); }

    /// In an order of its own every epoch, or in that of the set.
    public Loader shuffle(boolean shuffle) { return new Loader(dataset, batch, shuffle, dropLast, prefetch); }
    /// Without a last batch that is smaller than the others, or with it.
    public Loader dropLast(boolean dropLast) { return new Loader(dataset, batch, shuffle, dropLast, prefetch); }
    /// With so many batches made ahead by another thread.
    public Loader prefetch(int prefetch) { return new Loader(dataset, batch, shuffle, dropLast, prefetch); }

    /// How many batches an epoch has.
    public int batches() { return dropLast ? dataset.size() / batch : Math.ceilDiv(dataset.size(), batch); }

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
        if (state.length != 3 || state[2] < 0 || state[2] > batches()) throw new IllegalArgumentException("resume: " + Arrays.toString(state) + " is no place in an epoch of " + batches() + " batches");
        return new Pass(this, state[0], state[1], (int) state[2]);
    }
}
