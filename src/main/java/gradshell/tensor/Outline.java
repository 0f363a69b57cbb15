package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.Shape;
import gradshell.array.Storage;
import gradshell.array.Type;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;

/// A run of a function on shapes alone: its tensors have an element type and a shape, but one number of memory each.
///
/// Operations say what would come out and compute nothing; nothing that was there before is changed, and no random numbers are
/// drawn. Code that looks at numbers sees zeros.
public final class Outline {
    private final Set<Storage> storages = Collections.newSetFromMap(new IdentityHashMap<>());
    private long flops;

    /// Runs a function. Tensors made by [#tensor] are to be used in it only.
    public <T> T run(Supplier<T> function) { return Recording.outlined(this, () -> Tensor.noGrad(function)); }

    /// A tensor without numbers.
    public Tensor tensor(Type type) { return Tensor.of(array(type)); }

    /// How many operations on numbers were asked for so far: a product and a sum are two, a function of an element is one, and moving numbers is none.
    public long flops() { return flops; }

    private Array array(Type type) {
        Storage storage = new Storage(type.dtype().allocate(1));
        storages.add(storage);
        return new Array(type.dtype(), type.shape().contiguous(), storage);
    }

    /// An array that can be read.
    Array numbers(Array array) { return storages.contains(array.storage()) ? Array.zeros(array.dtype(), array.shape()) : array; }

    Array applied(Op op, Array[] in) {
        Type[] types = new Type[in.length];
        for (int i = 0; i < in.length; i++) types[i] = in[i].type();
        Type out = op.type(types);
        flops += flops(op, types, out);
        return array(out);
    }

    private static long flops(Op op, Type[] in, Type out) {
        long first = in[0].shape().elements(), made = out.shape().elements();
        return switch (op) {
            case Convolutions.Convolve _ -> 2 * made * each(in[1].shape());
            case Convolutions.Spread _ -> 2 * first * each(in[1].shape());
            case Products.Matmul _ -> 2 * made * in[0].shape().size(in[0].shape().rank() - 1);
            case BilinearMap _ -> 2 * Math.max(first, made);
            case Pointwise _ -> made;
            case Reductions.Sum _, Pooling.AvgPool _ -> first;
            case LinearMap _ -> 0;
            case General _ -> Math.max(first, made);
        };
    }

    /// How many weights belong to one of the first dimension.
    private static long each(Shape weights) { return weights.elements() / Math.max(weights.size(0), 1); }
}
