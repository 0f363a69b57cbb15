package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// Borders around tensors. The numbers of places stand as in PyTorch: before and after the last dimension, then before and after the one in front of it, and so on.
public sealed interface Padding permits Tensor {

    private Tensor self() { return (Tensor) this; }

    /// Zeros around the last dimensions; negative numbers cut places off.
    /// {@snippet : tensor(1, 2).pad(1, 2)    // ==> [0, 1, 2, 0, 0]  int64 [5] }
    default Tensor pad(int... places) { return pad(places, 0); }

    /// A number around the last dimensions; negative numbers of places cut them off.
    /// {@snippet : tensor(1, 2).pad(new int[] {1, 0}, 7)    // ==> [7, 1, 2]  int64 [3] }
    default Tensor pad(int[] places, Number value) {
        checkPairs(places);
        Tensor x = self();
        Shape shape = x.shape();
        for (int i = 0; i < places.length; i += 2) {
            int dim = shape.rank() - 1 - i / 2, before = places[i], after = places[i + 1], cut = Math.max(-before, 0), size = shape.size(dim);
            long kept = (long) size - cut - Math.max(-after, 0), whole = (long) size + before + after;
            if (whole < 0 || kept < 0) throw new ShapeException("pad: " + before + " and " + after + " places on dimension " + dim + " of shape " + shape + " would leave " + Math.min(whole, kept));
            if (before < 0 || after < 0) x = x.narrow(dim, cut, (int) kept);
            if (before > 0 || after > 0) x = x.apply(new Splitting.Embed(new Splitting.Slice(dim, Math.max(before, 0), (int) kept, 1), Math.toIntExact(kept + Math.max(before, 0) + Math.max(after, 0))));
        }
        if (value.doubleValue() == 0) return x == self() ? x.copy() : x;
        // What lies inside is where ones arrive; NaN and infinities of the border must not meet a product.
        Tensor inside = Tensor.of(gradshell.kernel.Copies.full(DType.BOOL, shape, 1)).pad(places);
        return x.where(inside, Tensor.of(x.dtype(), value));
    }

    /// A border made of the tensor itself: `"reflect"` mirrors it without the edge, `"replicate"` repeats the edge, `"circular"` goes round to the other end, `"constant"` is 0.
    /// {@snippet : tensor(1, 2, 3).pad("reflect", 2, 1)    // ==> [3, 2, 1, 2, 3, 2]  int64 [6] }
    default Tensor pad(String mode, int... places) { return pad(places, mode); }

    /// The same with the mode behind, as PyTorch has it.
    default Tensor pad(int[] places, String mode) {
        checkPairs(places);
        Tensor x = self();
        Shape shape = x.shape();
        for (int i = 0; i < places.length; i += 2) {
            int dim = shape.rank() - 1 - i / 2, size = shape.size(dim), before = places[i], after = places[i + 1];
            IntUnaryOperator source = switch (mode) {
                case "constant" -> null;
                case "reflect" -> k -> k < 0 ? -k : k >= size ? 2 * (size - 1) - k : k;
                case "replicate" -> k -> Math.clamp(k, 0, size - 1);
                case "circular" -> k -> Math.floorMod(k, size);
                default -> throw new IllegalArgumentException("pad: there is no mode \"" + mode + "\"; use \"constant\", \"reflect\", \"replicate\" or \"circular\"");
            };
            if (source == null) return pad(places);
            int most = mode.equals("reflect") ? size - 1 : mode.equals("circular") ? size : size == 0 ? 0 : Integer.MAX_VALUE;
            if (Math.max(before, after) > Math.max(most, 0)) throw new ShapeException("pad: \"" + mode + "\" cannot put " + Math.max(before, after) + " places on dimension " + dim + " of shape " + shape + "; at most " + Math.max(most, 0));
            if ((long) size + before + after < 0) throw new ShapeException("pad: " + before + " and " + after + " places on dimension " + dim + " of shape " + shape + " would leave " + (size + before + after));
            if (before == 0 && after == 0) continue;
            long[] picked = IntStream.range(-before, size + after).mapToLong(source::applyAsInt).toArray();
            x = x.apply(new Indexing.IndexSelect(dim, Tensor.of(Array.of(DType.INT64, Shape.of(picked.length), picked))));
        }
        return x == self() ? x.copy() : x;
    }

    private void checkPairs(int[] places) {
        if (places.length % 2 != 0 || places.length > 2 * self().dim()) throw new ShapeException("pad: " + places.length + (places.length == 1 ? " number " : " numbers ") + Arrays.toString(places) + " for shape " + self().shape() + "; give two for each dimension, from the last one on");
    }
}
