package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import java.util.stream.IntStream;

/// Signals and images in other sizes.
public sealed interface Images permits Tensor {

    private Tensor self() { return (Tensor) this; }

    // ---- interpolation ----

    /// Signals `[n, channels, length]` or images `[n, channels, height, width]` in other sizes: "nearest" repeats or leaves out elements, "linear" and "bilinear" mix neighbours.
    /// {@snippet : tensor("[[[1., 2.]]]").interpolate("nearest", 4)    // ==> [[[1., 1., 2., 2.]]]  float32 [1, 1, 4] }
    default Tensor interpolate(String mode, int... sizes) { return interpolate(mode, false, sizes); }

    /// The same; with `alignCorners` the first and last elements stay where they are and the others lie evenly between them.
    /// {@snippet : tensor("[[[1., 2.]]]").interpolate("linear", true, 3)    // ==> [[[1.0000, 1.5000, 2.0000]]]  float32 [1, 1, 3] }
    default Tensor interpolate(String mode, boolean alignCorners, int... sizes) {
        Tensor x = self();
        int rank = switch (mode) {
            case "nearest" -> sizes.length;
            case "linear" -> 1;
            case "bilinear" -> 2;
            default -> throw new ShapeException("interpolate: \"" + mode + "\" is no mode; write \"nearest\", \"linear\" or \"bilinear\"");
        };
        if (sizes.length != rank || rank == 0) throw new ShapeException("interpolate: " + sizes.length + (sizes.length == 1 ? " size was" : " sizes were") + " given; \"" + mode + "\" needs " + (rank == 0 ? "one for each dimension" : rank));
        if (x.dim() != rank + 2) throw new ShapeException("interpolate: shape " + x.shape() + " has " + x.dim() + (x.dim() == 1 ? " dimension" : " dimensions") + "; " + rank + (rank == 1 ? " size needs " : " sizes need ") + (rank + 2) + ", [n, channels, …]");
        if (!x.dtype().isFloating()) throw new DTypeException("interpolate: " + x.dtype() + " cannot hold the result; use x.to(float32)");
        for (int size : sizes) if (size < 1) throw new ShapeException("interpolate: a size is " + size + "; it must be at least 1");
        for (int i = 0; i < rank; i++) if (x.size(i + 2) == 0) throw new ShapeException("interpolate: shape " + x.shape() + " has no elements along dimension " + (i + 2));
        for (int i = rank - 1; i >= 0; i--) x = mode.equals("nearest") ? repeated(x, i + 2, sizes[i]) : mixed(x, i + 2, sizes[i], alignCorners);
        return x;
    }

    private static Tensor repeated(Tensor x, int dim, int size) {
        // PyTorch computes the places in float32.
        float scale = (float) x.size(dim) / size;
        int last = x.size(dim) - 1;
        return x.indexSelect(dim, places(IntStream.range(0, size).mapToLong(i -> Math.min((int) Math.floor(i * scale), last)).toArray()));
    }

    private static Tensor mixed(Tensor x, int dim, int size, boolean alignCorners) {
        int old = x.size(dim);
        long[] before = new long[size], after = new long[size];
        double[] share = new double[size];
        for (int i = 0; i < size; i++) {
            double place = alignCorners ? size == 1 ? 0 : i * ((old - 1.0) / (size - 1)) : Math.max(0, (i + 0.5) * ((double) old / size) - 0.5);
            before[i] = Math.min((long) place, old - 1);
            after[i] = Math.min(before[i] + 1, old - 1);
            share[i] = Math.min(Math.max(place - before[i], 0), 1);
        }
        Shape along = Shape.of(size);
        for (int i = dim + 1; i < x.dim(); i++) along = along.insert(along.rank(), 1);
        Tensor later = Tensor.of(Array.of(DType.FLOAT64, along, share));
        Tensor earlier = Tensor.of(DType.FLOAT64, 1).sub(later).to(x.dtype());
        return x.indexSelect(dim, places(before)).mul(earlier).add(x.indexSelect(dim, places(after)).mul(later.to(x.dtype())));
    }

    private static Tensor places(long[] places) { return Tensor.of(Array.of(DType.INT64, Shape.of(places.length), places)); }

    // ---- channels and places exchanged ----

    /// Channels laid out as squares of `factor` x `factor` places: `[…, channels · factor², height, width]` becomes `[…, channels, height · factor, width · factor]`.
    /// {@snippet : arange(4).reshape(4, 1, 1).pixelShuffle(2)    // ==> [[[0, 1], [2, 3]]]  int64 [1, 2, 2] }
    default Tensor pixelShuffle(int factor) {
        checkFactor("pixelShuffle", factor);
        int rank = self().dim(), channels = self().size(-3), height = self().size(-2), width = self().size(-1);
        if (channels % (factor * factor) != 0) throw new ShapeException("pixelShuffle: " + channels + " channels of shape " + self().shape() + " do not fall into squares of " + factor + " x " + factor);
        int kept = channels / (factor * factor);
        Shape front = self().shape().slice(0, rank - 3);
        Tensor apart = self().reshape(Shape.of(front.elements(), kept, factor, factor, height, width));
        return apart.permute(0, 1, 4, 2, 5, 3).reshape(front.concat(Shape.of(kept, height * factor, width * factor)));
    }

    /// Squares of `factor` x `factor` places as channels: undoes [#pixelShuffle].
    /// {@snippet : arange(4).reshape(1, 2, 2).pixelUnshuffle(2).shape()    // ==> [4, 1, 1] }
    default Tensor pixelUnshuffle(int factor) {
        checkFactor("pixelUnshuffle", factor);
        int rank = self().dim(), channels = self().size(-3), height = self().size(-2), width = self().size(-1);
        if (height % factor != 0 || width % factor != 0) throw new ShapeException("pixelUnshuffle: images of shape " + self().shape() + " do not fall into squares of " + factor + " x " + factor);
        Shape front = self().shape().slice(0, rank - 3);
        Tensor apart = self().reshape(Shape.of(front.elements(), channels, height / factor, factor, width / factor, factor));
        return apart.permute(0, 1, 3, 5, 2, 4).reshape(front.concat(Shape.of(channels * factor * factor, height / factor, width / factor)));
    }

    private void checkFactor(String operation, int factor) {
        if (self().dim() < 3) throw new ShapeException(operation + ": shape " + self().shape() + " has fewer than 3 dimensions [channels, height, width]");
        if (factor < 1) throw new ShapeException(operation + ": the factor is " + factor + "; it must be at least 1");
    }
}
