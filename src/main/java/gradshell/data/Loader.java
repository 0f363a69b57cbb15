package gradshell.data;

import gradshell.array.ShapeException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// A set in batches: each walk over it is an epoch. The last batch may be smaller than the others.
///
/// @param batch   how many examples a batch has
/// @param shuffle whether every epoch has an order of its own, drawn from the shared generator
public record Loader(Dataset dataset, int batch, boolean shuffle) implements Iterable<Dataset> {
    public Loader {
        if (batch < 1) throw new ShapeException("batch: a batch of " + batch + " examples; it needs at least 1");
    }

    /// How many batches an epoch has.
    public int batches() { return Math.ceilDiv(dataset.size(), batch); }

    @Override
    public Iterator<Dataset> iterator() {
        Dataset ordered = shuffle ? dataset.shuffled() : dataset;
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() { return next < ordered.size(); }

            @Override
            public Dataset next() {
                if (!hasNext()) throw new NoSuchElementException();
                int start = next;
                next = Math.min(start + batch, ordered.size());
                return start == 0 && next == ordered.size() ? ordered : ordered.slice(start, next);
            }
        };
    }
}
