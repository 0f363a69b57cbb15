package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.kernel.Copies;

/// Different elements, and how often each occurs. None of these carries gradients.
public sealed interface Counts permits Tensor {

    private Tensor self() { return (Tensor) this; }

    /// The different elements of a tensor in ascending order, which of them each element is, and how often each occurs.
    record Unique(Tensor values, Tensor inverse, Tensor counts) {
        @Override
        public String toString() { return "values:  " + values + "\ninverse: " + inverse + "\ncounts:  " + counts; }
    }

    /// The different elements in ascending order, with the place of each element among them and the number of each.
    /// {@snippet :
    /// var u = tensor(3, 1, 3).unique();
    /// u.values()     // ==> [1, 3]  int64 [2]
    /// u.inverse()    // ==> [1, 0, 1]  int64 [3]
    /// u.counts()     // ==> [1, 2]  int64 [2]
    /// }
    default Unique unique() {
        Tensor flat = self().detach().flatten();
        var groups = gradshell.kernel.Orders.groups(flat.unsqueeze(1).array());
        return new Unique(flat.indexSelect(0, Tensor.of(groups.first())), Tensor.of(groups.inverse()).reshape(self().shape()), Tensor.of(groups.counts()));
    }

    /// The different slices of a dimension in ascending order of the first elements that differ, with the place of each slice among them and the number of each.
    /// {@snippet : tensor("[[2, 1], [1, 3], [2, 1]]").unique(0).values()    // ==> [[1, 3], [2, 1]]  int64 [2, 2] }
    default Unique unique(int dim) {
        int axis = self().shape().dimension("unique", dim);
        if (self().dim() == 0) return unique();
        Tensor x = self().detach();
        // Exchanged, not moved to the front: that decides which elements of a slice are compared first.
        Tensor rows = x.transpose(0, axis).reshape(x.shape().size(axis), x.shape().remove(axis).elements());
        var groups = gradshell.kernel.Orders.groups(rows.array());
        return new Unique(x.indexSelect(axis, Tensor.of(groups.first())), Tensor.of(groups.inverse()), Tensor.of(groups.counts()));
    }

    /// The elements without those that equal the one before them, with the place of each element among them and the length of each run.
    /// {@snippet : tensor(1, 1, 2, 1).uniqueConsecutive().values()    // ==> [1, 2, 1]  int64 [3] }
    default Unique uniqueConsecutive() {
        Tensor flat = self().detach().flatten();
        return runs(flat, 0, flat.unsqueeze(1), self().shape());
    }

    /// The slices of a dimension without those that equal the one before them, with the place of each slice among them and the length of each run.
    /// {@snippet : tensor("[[1, 2], [1, 2], [3, 4]]").uniqueConsecutive(0).counts()    // ==> [2, 1]  int64 [2] }
    default Unique uniqueConsecutive(int dim) {
        int axis = self().shape().dimension("uniqueConsecutive", dim);
        if (self().dim() == 0) return uniqueConsecutive();
        Tensor x = self().detach();
        int size = x.shape().size(axis);
        return runs(x, axis, x.transpose(0, axis).reshape(size, x.shape().remove(axis).elements()), Shape.of(size));
    }

    /// The runs of equal rows, which belong to the slices of a dimension; a row with a NaN equals no other.
    private static Unique runs(Tensor x, int axis, Tensor rows, Shape shape) {
        int count = rows.size(0);
        long[] first = new long[count], inverse = new long[count], counts = new long[count];
        boolean[] changes = count == 0 ? new boolean[0] : rows.narrow(0, 1, count - 1).ne(rows.narrow(0, 0, count - 1)).any(1).toBooleans();
        int run = -1;
        for (int i = 0; i < count; i++) {
            if (i == 0 || changes[i - 1]) first[++run] = i;
            inverse[i] = run;
            counts[run]++;
        }
        Tensor places = Tensor.of(Array.of(DType.INT64, Shape.of(run + 1), java.util.Arrays.copyOf(first, run + 1)));
        return new Unique(x.indexSelect(axis, places), Tensor.of(Array.of(DType.INT64, shape, inverse)), Tensor.of(Array.of(DType.INT64, Shape.of(run + 1), java.util.Arrays.copyOf(counts, run + 1))));
    }

    // ---- whole numbers ----

    /// How often each of the numbers from 0 up to the largest occurs in a vector of whole numbers.
    /// {@snippet : tensor(1, 3, 1).bincount()    // ==> [0, 2, 0, 1]  int64 [4] }
    default Tensor bincount() { return bincount(0); }
    /// The same with at least `minlength` counts.
    default Tensor bincount(int minlength) { return bincount(null, minlength); }
    /// What the weights of the elements add up to for each of the numbers from 0 up to the largest.
    /// {@snippet : tensor(1, 3, 1).bincount(tensor(0.5, 2.0, 1.0))    // ==> [0.0000, 1.5000, 0.0000, 2.0000]  float32 [4] }
    default Tensor bincount(Tensor weights) { return bincount(weights, 0); }
    /// The same with at least `minlength` sums.
    default Tensor bincount(Tensor weights, int minlength) {
        Tensor x = self();
        if (x.dtype().isFloating() || x.dtype() == DType.BOOL) throw new DTypeException("bincount: " + x.dtype() + " is no type of whole numbers; use x.to(int64).bincount(…)");
        if (x.dim() != 1) throw new ShapeException("bincount: shape " + x.shape() + " has " + x.dim() + " dimensions, not one; use x.flatten().bincount(…)");
        if (minlength < 0) throw new ShapeException("bincount: minlength is " + minlength + "; it must be 0 or more");
        if (weights != null && !weights.shape().equals(x.shape())) throw new ShapeException("bincount: the weights have shape " + weights.shape() + ", the numbers " + x.shape() + "; they must be equal");
        long largest = x.numel() == 0 ? -1 : x.max().toLong(), smallest = x.numel() == 0 ? 0 : x.min().toLong();
        if (smallest < 0) throw new IllegalArgumentException("bincount: the numbers begin at " + smallest + "; only those from 0 on are counted, use x.sub(" + smallest + ").bincount(…)");
        if (largest >= Integer.MAX_VALUE - 8) throw new IllegalArgumentException("bincount: the largest number is " + largest + "; so many counts do not fit in memory, use unique().counts()");
        int size = (int) Math.max(largest + 1, minlength);
        if (weights == null) return Tensor.of(gradshell.kernel.Counts.occurrences(x.array(), null, size));
        Array sums = gradshell.kernel.Counts.occurrences(x.array(), Copies.convert(weights.array(), DType.FLOAT64), size);
        return Tensor.of(weights.dtype() == DType.FLOAT32 ? Copies.convert(sums, DType.FLOAT32) : sums);
    }

    // ---- bins ----

    /// How many elements lie in each bin, and the edges of the bins: one more than there are bins.
    record Histogram(Tensor counts, Tensor edges) {
        @Override
        public String toString() { return "counts: " + counts + "\nedges:  " + edges; }
    }

    /// How many elements lie in each of equally wide bins between the smallest and the largest.
    default Tensor histc(int bins) { return histc(bins, 0, 0); }
    /// How many elements lie in each of equally wide bins between two bounds; two equal ones stand for the smallest and the largest element.
    /// {@snippet : tensor(1.0, 2.0, 1.0).histc(4, 0, 3)    // ==> [0., 2., 1., 0.]  float32 [4] }
    default Tensor histc(int bins, double low, double high) {
        double[] range = range("histc", bins, low, high);
        return Tensor.of(gradshell.kernel.Counts.histogram(self().array(), bins, range[0], range[1], null)).to(self().dtype());
    }

    /// How many elements lie in each of equally wide bins between the smallest and the largest, and the edges of the bins.
    default Histogram histogram(int bins) { return histogram(bins, 0, 0); }
    /// How many elements lie in each of equally wide bins between two bounds, and the edges of the bins; the last bin holds the upper bound too.
    /// {@snippet : tensor(1.0, 2.0, 1.0).histogram(3, 0, 3).counts()    // ==> [0., 2., 1.]  float32 [3] }
    default Histogram histogram(int bins, double low, double high) {
        double[] range = range("histogram", bins, low, high);
        Array edges = Array.zeros(DType.FLOAT64, Shape.of(bins + 1));
        double width = (range[1] - range[0]) / bins;
        // From both ends inwards, so that both are exact.
        for (int i = 0; i <= bins; i++) edges.doubles()[i] = i <= bins / 2 ? range[0] + width * i : range[1] - width * (bins - i);
        Tensor bounds = Tensor.of(edges).to(self().dtype());
        return new Histogram(Tensor.of(gradshell.kernel.Counts.histogram(self().array(), bins, range[0], range[1], bounds.array())).to(self().dtype()), bounds);
    }
    /// How many elements lie between each two neighbours of ascending edges; the last bin holds the last edge too.
    /// {@snippet : tensor(1.0, 2.0, 4.0).histogram(tensor(0.0, 1.5, 4.0)).counts()    // ==> [1., 2.]  float32 [2] }
    default Histogram histogram(Tensor edges) {
        Tensor x = floating("histogram");
        if (edges.dim() != 1 || edges.numel() < 2) throw new ShapeException("histogram: the edges have shape " + edges.shape() + "; they need one dimension of at least two");
        Tensor bounds = edges.detach().to(x.dtype());
        if (bounds.diff().lt(0).any().toBoolean()) throw new IllegalArgumentException("histogram: the edges do not ascend; use edges.sort().values()");
        int bins = bounds.numel() - 1;
        Tensor places = bounds.searchsorted(x.detach().flatten(), true).sub(1);
        // The last edge itself belongs to the last bin; what lies outside, and NaN, to none.
        Tensor last = bounds.at(-1);
        places = Tensor.of(DType.INT64, bins - 1).where(x.detach().flatten().eq(last), places);
        Tensor inside = places.ge(0).logicalAnd(x.detach().flatten().le(last));
        return new Histogram(places.at(inside).bincount(bins).to(x.dtype()), bounds);
    }

    private Tensor floating(String operation) {
        if (!self().dtype().isFloating()) throw new DTypeException(operation + ": " + self().dtype() + " has no bins; use x.to(float32)." + operation + "(…)");
        return self();
    }

    private double[] range(String operation, int bins, double low, double high) {
        Tensor x = floating(operation);
        if (bins < 1) throw new IllegalArgumentException(operation + ": there are " + bins + " bins; at least 1 is needed");
        if (low > high) throw new IllegalArgumentException(operation + ": the bounds " + low + " and " + high + " are the wrong way round; use " + operation + "(" + bins + ", " + high + ", " + low + ")");
        if (low == high && x.numel() > 0) {
            low = x.detach().min().item();
            high = x.detach().max().item();
        }
        if (!Double.isFinite(low) || !Double.isFinite(high)) throw new IllegalArgumentException(operation + ": the bounds are " + low + " and " + high + "; they must be finite, give others or leave such elements out");
        return low < high ? new double[] {low, high} : operation.equals("histc") ? new double[] {low - 1, high + 1} : new double[] {low - 0.5, high + 0.5};
    }
}
