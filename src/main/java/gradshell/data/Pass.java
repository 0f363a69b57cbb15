package gradshell.data;

import gradshell.array.Rng;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/// One walk over a set, batch by batch. Its three numbers say all about where it is.
public final class Pass implements Iterator<Batch> {
    private final Loader loader;
    private final long chance;
    private final long order;
    private final int[] places;
    private int next;

    /// @param chance the seed of what varies within the examples
    /// @param order  the seed of their order
    /// @param next   the batch to begin with
    Pass(Loader loader, long chance, long order, int next) {
        this.loader = loader;
        this.chance = chance;
        this.order = order;
        this.next = next;
        int size = loader.dataset().size();
        places = IntStream.range(0, size).toArray();
        if (!loader.shuffle()) return;
        long[] drawn = new Rng(order).permutation(size);
        for (int i = 0; i < size; i++) places[i] = (int) drawn[i];
    }

    @Override
    public boolean hasNext() { return next < loader.batches(); }

    @Override
    public Batch next() {
        if (!hasNext()) throw new NoSuchElementException();
        int start = next * loader.batch(), end = Math.min(start + loader.batch(), places.length);
        // Each batch has a stream of its own, so that it is the same whoever makes it, and whenever.
        return loader.dataset().batch(java.util.Arrays.copyOfRange(places, start, end), new Rng(chance + next++));
    }

    /// Where the walk is: with it `Loader.resume` goes on with the batch that would have been next.
    public long[] state() { return new long[] {chance, order, next}; }
}
