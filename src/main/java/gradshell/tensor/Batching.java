package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.Type;
import java.util.Arrays;

/// How an operation is applied to many examples at once; they lie along a first dimension that the operation does not see.
///
/// Elementwise operations and matrix products broadcast over it, many others have a form with one dimension more ([Op#batched]).
/// Whatever has none is applied to one example after the other, and the results are stacked.
final class Batching {
    private Batching() {}

    static Tensor apply(Op op, long level, int size, Tensor[] in) {
        Tensor[] values = new Tensor[in.length];
        boolean[] many = new boolean[in.length];
        for (int i = 0; i < in.length; i++) {
            many[i] = in[i].lift() instanceof Lift.Batched b && b.level() == level;
            values[i] = many[i] ? ((Lift.Batched) in[i].lift()).values() : in[i];
        }
        return Lift.batched(level, together(op, size, in, values, many));
    }

    private static Tensor together(Op op, int size, Tensor[] in, Tensor[] values, boolean[] many) {
        switch (op) {
            case Pointwise pointwise -> {
                promote(pointwise, in, values);
                return broadcast(op, rank(in), size, values, many);
            }
            case Products.Matmul _ -> { return broadcast(op, rank(in), size, values, many); }
            case Movements.Expand(Shape to) -> { return broadcast(new Movements.Expand(Shape.of(size).concat(to)), to.rank(), size, values, many); }
            default -> {
                Op whole = op.batched(size);
                if (whole == null) return oneByOne(op, size, in, values, many);
                for (int i = 0; i < values.length; i++) if (!many[i]) values[i] = values[i].expand(Shape.of(size).concat(values[i].shape()));
                return values[0].apply(whole, Lift.rest(values));
            }
        }
    }

    /// What a batch is overwritten by, beside its values: each with the examples in front, of a type and rank that broadcast as those of one do.
    static Tensor[] beside(Op op, Lift.Batched target, Tensor[] in) {
        DType wanted = in[0].dtype();
        if (op instanceof Pointwise pointwise) {
            pointwise.checkFits(pointwise.type(types(in)).shape(), in[0].shape());
            wanted = pointwise.compute(types(in));
        }
        Tensor[] values = new Tensor[in.length - 1];
        for (int i = 1; i < in.length; i++) {
            boolean many = in[i].lift() instanceof Lift.Batched b && b.level() == target.level(), mask = op instanceof Pointwise pointwise && pointwise.isMask(i);
            Tensor x = many ? ((Lift.Batched) in[i].lift()).values() : in[i];
            if (many && op instanceof Pointwise) x = raised(x, target.size(), rank(in));
            if (!many && !(op instanceof Pointwise)) x = x.expand(Shape.of(target.size()).concat(x.shape()));
            values[i - 1] = mask || !many ? x : x.to(wanted);
        }
        return values;
    }

    private static int rank(Tensor[] in) { return Arrays.stream(in).mapToInt(Tensor::dim).max().orElseThrow(); }

    /// A single number decides less about the type of a result than a tensor with dimensions; in a batch it must not decide more.
    private static void promote(Pointwise op, Tensor[] in, Tensor[] values) {
        DType wanted = op.compute(types(in));
        if (op.compute(types(values)) == wanted) return;
        for (int i = 0; i < values.length; i++) if (!op.isMask(i)) values[i] = values[i].to(wanted);
    }

    private static Type[] types(Tensor[] in) { return Arrays.stream(in).map(x -> new Type(x.dtype(), x.shape())).toArray(Type[]::new); }

    /// With dimensions of size 1 after the first, where an example has fewer than `rank`: [B, n] beside [B, m, n] becomes [B, 1, n].
    private static Tensor broadcast(Op op, int rank, int size, Tensor[] values, boolean[] many) {
        for (int i = 0; i < values.length; i++) if (many[i]) values[i] = raised(values[i], size, rank);
        return values[0].apply(op, Lift.rest(values));
    }

    private static Tensor raised(Tensor values, int size, int rank) {
        int missing = rank + 1 - values.dim();
        if (missing == 0) return values;
        int[] ones = new int[missing];
        Arrays.fill(ones, 1);
        return values.reshape(Shape.of(size).concat(Shape.of(ones)).concat(values.shape().slice(1, values.dim())));
    }

    private static Tensor oneByOne(Op op, int size, Tensor[] in, Tensor[] values, boolean[] many) {
        if (size == 0) {
            Type type = op.type(types(in));
            return Tensor.of(Array.zeros(type.dtype(), Shape.of(0).concat(type.shape())));
        }
        Tensor[] results = new Tensor[size];
        for (int b = 0; b < size; b++) {
            Tensor[] one = new Tensor[values.length];
            for (int i = 0; i < one.length; i++) one[i] = many[i] ? values[i].select(0, b) : values[i];
            results[b] = one[0].apply(op, Lift.rest(one));
        }
        return Movements.stack(0, results);
    }
}
