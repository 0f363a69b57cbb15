package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Layout;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Storage;
import java.util.ArrayList;
import java.util.List;

/// Places to assign to: what [Indexing#at] picks, overwritten where it lies.
public sealed interface Assignment permits Tensor {

    private Tensor self() { return (Tensor) this; }

    /// Overwrites what `at` picks with the same indices, and answers this tensor: `x[0, 1:] = value` is `x.set(value, 0, "1:")`.
    ///
    /// The value is converted to this tensor's type and repeated as needed. Where an index tensor names a place several times the last value
    /// stays; the gradient of the place goes to every value that was written there, as in PyTorch 1.13.
    /// {@snippet : zeros(2, 3).set(tensor(7, 8), 1, "1:")    // ==> [[0., 0., 0.], [0., 7., 8.]]  float32 [2, 3] }
    default Tensor set(Tensor value, Object... indices) {
        List<Index> list = new ArrayList<>();
        for (Object index : indices) list.addAll(Index.of(index));
        Tensor x = self();
        Indexing.Cut cut = cut("set", list);
        Layout kept = cut.x().memory().layout();
        // A plain tensor that is told how values move, or differ, is told so as a whole.
        if (cut.picks().isEmpty() && (value.lift() == null || x.lift() != null)) {
            Tensor fitting = fitting("set", value, kept.shape());
            x.checkChange("set", value.requiresGrad());
            Indexing.cut("set", x, list).x().copy_(fitting.expand(kept.shape()));
            return x;
        }
        Tensor places = cut.picks().isEmpty() ? Places.of(kept) : places("set", cut);
        return x.overwrite(places, fitting("set", value, places.shape()).to(x.dtype()).expand(places.shape()));
    }

    /// What indices come to, found on a layout alone; nothing is computed or recorded for that.
    private Indexing.Cut cut(String word, List<Index> indices) {
        return Indexing.cut(word, Tensor.of(new Array(DType.INT64, self().shape().contiguous(), new Storage(new long[0]))), indices);
    }

    private static Tensor places(String word, Indexing.Cut cut) {
        return Places.picked(cut.x().memory().layout(), cut.dims(), cut.picks(), Indexing.common(word, cut.picks()), cut.to());
    }

    /// Overwrites what `at` picks with the same indices with a number.
    /// {@snippet : arange(4).set(0, tensor(true, false, false, true))    // ==> [0, 1, 2, 0]  int64 [4] }
    default Tensor set(Number value, Object... indices) { return set(Tensor.of(self().dtype(), value), indices); }

    /// Overwrites what `at` picks with the same indices with a truth.
    default Tensor set(boolean value, Object... indices) { return set(Tensor.of(DType.BOOL, value ? 1 : 0), indices); }

    /// A copy in which a value is put to, or added at, the places that index tensors and masks name together; `x.set(value, i, j)` as a function.
    ///
    /// Of several values for one place the last stays, or all are added up.
    /// {@snippet : zeros(3).indexPut(List.of(tensor(1, 1)), tensor(2.0, 3.0), true)    // ==> [0., 5., 0.]  float32 [3] }
    /// @param accumulate whether values are added to what is there
    default Tensor indexPut(List<Tensor> indices, Tensor value, boolean accumulate) {
        Tensor x = self();
        if (value.dtype() != x.dtype()) throw new DTypeException("indexPut: the value is " + value.dtype() + ", the target " + x.dtype() + "; use value.to(" + x.dtype() + ")");
        if (indices.isEmpty()) throw new ShapeException("indexPut: there are no indices; give index tensors or masks, List.of(i, j)");
        Tensor places = places("indexPut", cut("indexPut", indices.stream().<Index>map(i -> new Index.Pick(i.dim() == 0 && i.dtype() != DType.BOOL ? i.reshape(1) : i)).toList()));
        Tensor wide = fitting("indexPut", value, places.shape()).expand(places.shape());
        return accumulate ? x.add(wide.apply(new Scattering.PutAdd(places, x.shape()))) : x.apply(new Scattering.Overwrite(places), wide);
    }

    /// A copy in which a value is put to the places that index tensors and masks name together.
    default Tensor indexPut(List<Tensor> indices, Tensor value) { return indexPut(indices, value, false); }

    /// Without dimensions of size 1 in front that the place does not have.
    private static Tensor fitting(String word, Tensor value, Shape place) {
        Shape shape = value.shape();
        while (shape.rank() > place.rank() && shape.size(0) == 1) shape = shape.remove(0);
        if (!shape.broadcastsTo(place)) throw new ShapeException(word + ": a value of shape " + value.shape() + " for places of shape " + place + "; only dimensions of size 1 and new ones in front can grow");
        return value.reshape(shape);
    }

    // ---- in place ----

    /// Overwrites the elements where the mask is true with a number.
    /// {@snippet : tensor(1, 2, 3).maskedFill_(tensor(true, false, true), 0)    // ==> [0, 2, 0]  int64 [3] }
    default Tensor maskedFill_(Tensor mask, Number value) { return self().written("maskedFill_", self().maskedFill(mask, value)); }

    /// Puts a value to, or adds it at, the places that index tensors and masks name together.
    /// {@snippet : ones(2, 2).indexPut_(List.of(tensor(0, 0), tensor(1, 1)), tensor(2.0), true)    // ==> [[1., 5.], [1., 1.]]  float32 [2, 2] }
    default Tensor indexPut_(List<Tensor> indices, Tensor value, boolean accumulate) { return self().copy_(self().indexPut(indices, value, accumulate)); }

    /// Puts a value to the places that index tensors and masks name together.
    default Tensor indexPut_(List<Tensor> indices, Tensor value) { return indexPut_(indices, value, false); }

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
