package gradshell.data;

import gradshell.array.Interruption;
import gradshell.array.Rng;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/// One walk over a set, batch by batch. Its three numbers say all about where it is.
public final class Pass implements Iterator<Batch> {
    private final Loader loader;
    private final long chance;
    private final long order;
    /// The order of the examples; null for that of the set.
    private final int[] places;
    private final Ahead ahead = new Ahead();
    private int next;

    /// @param chance the seed of what varies within the examples
    /// @param order  the seed of their order
    /// @param next   the batch to begin with
    Pass(Loader loader, long chance, long order, int next) {
        this.loader = loader;
        this.chance = chance;
        this.order = order;
        this.next = next;
        if (!loader.shuffle()) {
            places = null;
            return;
        }
        int size = loader.dataset().size();
        places = new int[size];
        long[] drawn = new Rng(order).permutation(size);
        for (int i = 0; i < size; i++) places[i] = (int) drawn[i];
    }

    @Override
    public boolean hasNext() { return next < loader.batches(); }

    /// The next batch, or what went wrong when it was made.
    ///
    /// @throws CancellationException if the calling thread is interrupted
    @Override
    public Batch next() {
        if (!hasNext()) throw new NoSuchElementException();
        if (Interruption.isWanted()) {
            ahead.cancel();
            throw new CancellationException("interrupted");
        }
        Batch batch;
        if (places == null && loader.dataset() instanceof TensorDataset set) batch = set.neighbours(next * loader.batch(), Math.min(loader.batch(), set.size() - next * loader.batch()));
        else if (loader.prefetch() == 0) batch = made(loader.dataset(), places(next), chance + next);
        else {
            for (int number = next + ahead.asked(); number < loader.batches() && number <= next + loader.prefetch(); number++)
                ahead.ask(making(loader.dataset(), places(number), chance + number));
            batch = ahead.take();
        }
        next++;
        return batch;
    }

    private int[] places(int number) {
        int start = number * loader.batch(), end = Math.min(start + loader.batch(), loader.dataset().size());
        if (places != null) return Arrays.copyOfRange(places, start, end);
        int[] row = new int[end - start];
        for (int i = 0; i < row.length; i++) row[i] = start + i;
        return row;
    }

    /// Static, so that a walk that nobody goes on with is forgotten while its last batches are made.
    private static Callable<Batch> making(Dataset set, int[] places, long seed) { return () -> made(set, places, seed); }

    /// Each batch has a stream of its own, so that it is the same whoever makes it, and whenever.
    private static Batch made(Dataset set, int[] places, long seed) { return set.batch(places, new Rng(seed)); }

    /// How many batches were taken.
    public int taken() { return next; }

    /// Where the walk is: with it `Loader.resume` goes on with the batch that would have been next.
    public long[] state() { return new long[] {chance, order, next}; }
}
