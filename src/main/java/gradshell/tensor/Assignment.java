package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Layout;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Storage;
import gradshell.array.Type;
import java.util.ArrayList;
import java.util.List;

/// Places to assign to: what [Indexing#at] picks, overwritten where it lies.
public sealed interface Assignment permits Tensor {

    private Tensor self() { return (Tensor) this; }

    /// Overwrites what `at` picks with the same indices, and answers this tensor: `x[0, 1:] = value` is `x.set(value, 0, "1:")`.
    ///
    /// The value is converted to this tensor's type and repeated as needed. Where an index tensor names a place several times the last value stays.
    /// {@snippet : zeros(2, 3).set(tensor(7, 8), 1, "1:")    // ==> [[0., 0., 0.], [0., 7., 8.]]  float32 [2, 3] }
    default Tensor set(Tensor value, Object... indices) {
        List<Index> list = new ArrayList<>();
        for (Object index : indices) list.addAll(Index.of(index));
        Tensor x = self();
        // The places are found on a layout alone; nothing is computed or recorded for that.
        Indexing.Cut cut = Indexing.cut("set", Tensor.of(new Array(DType.INT64, x.shape().contiguous(), new Storage(new long[0]))), list);
        Layout kept = cut.x().array().layout();
        if (cut.picks().isEmpty()) {
            Tensor fitting = fitting(value, kept.shape());
            x.checkChange("set", value.requiresGrad());
            Indexing.cut("set", x, list).x().copy_(fitting.expand(kept.shape()));
            return x;
        }
        Shape common = Indexing.common("set", cut.picks());
        Tensor places = Places.picked(kept, cut.dims(), cut.picks(), common, cut.to());
        return x.overwrite(places, fitting(value, places.shape()).to(x.dtype()).expand(places.shape()));
    }

    /// Overwrites what `at` picks with the same indices with a number.
    /// {@snippet : arange(4).set(0, tensor(true, false, false, true))    // ==> [0, 1, 2, 0]  int64 [4] }
    default Tensor set(Number value, Object... indices) { return set(Tensor.of(self().dtype(), value), indices); }

    /// Overwrites what `at` picks with the same indices with a truth.
    default Tensor set(boolean value, Object... indices) { return set(Tensor.of(DType.BOOL, value ? 1 : 0), indices); }

    /// Without dimensions of size 1 in front that the place does not have.
    private static Tensor fitting(Tensor value, Shape place) {
        Shape shape = value.shape();
        while (shape.rank() > place.rank() && shape.size(0) == 1) shape = shape.remove(0);
        if (!shape.broadcastsTo(place)) throw new ShapeException("set: a value of shape " + value.shape() + " for places of shape " + place + "; only dimensions of size 1 and new ones in front can grow");
        return value.reshape(shape);
    }

    // ---- in place ----

    /// Overwrites the elements where the mask is true with a number.
    /// {@snippet : tensor(1, 2, 3).maskedFill_(tensor(true, false, true), 0)    // ==> [0, 2, 0]  int64 [3] }
    default Tensor maskedFill_(Tensor mask, Number value) { return self().written("maskedFill_", self().maskedFill(mask, value)); }

    /// Overwrites slices of dimension `dim` with a number.
    default Tensor indexFill_(int dim, Tensor index, Number value) { return self().written("indexFill_", self().indexFill(dim, index, value)); }

    /// Overwrites slices of dimension `dim` with a source's.
    default Tensor indexCopy_(int dim, Tensor index, Tensor source) { return self().written("indexCopy_", self().indexCopy(dim, index, source)); }

    /// Adds a source's slices to those of dimension `dim` that the index names.
    default Tensor indexAdd_(int dim, Tensor index, Tensor source) { return self().written("indexAdd_", self().indexAdd(dim, index, source)); }

    /// Puts a source's elements to the places of dimension `dim` that the index names.
    default Tensor scatter_(int dim, Tensor index, Tensor source) { return self().written("scatter_", self().scatter(dim, index, source)); }

    /// Puts a number to the places of dimension `dim` that the index names.
    default Tensor scatter_(int dim, Tensor index, Number value) { return self().written("scatter_", self().scatter(dim, index, value)); }

    /// Adds a source's elements at the places of dimension `dim` that the index names.
    /// {@snippet : zeros(2).scatterAdd_(0, tensor(1, 1), tensor(1.0, 2.0))    // ==> [0., 3.]  float32 [2] }
    default Tensor scatterAdd_(int dim, Tensor index, Tensor source) { return self().written("scatterAdd_", self().scatterAdd(dim, index, source)); }
}
