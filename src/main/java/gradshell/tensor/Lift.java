package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.Shape;
import java.util.concurrent.atomic.AtomicLong;

/// What a transform has put around a tensor. An operation on lifted tensors goes through the innermost transform that one of them
/// belongs to, and is carried out there with operations on what is inside; so transforms nest in any order.
sealed interface Lift permits Lift.Dual, Lift.Batched {
    /// The transform it belongs to; one that began later has a larger number.
    long level();

    /// The numbers, for what is computed outside of operations.
    Array array();

    /// The tensor inside, as it looks without a past; what does not move.
    Tensor detached();

    /// A value and how it moves (a dual number, Clifford 1873); null where it stands still.
    record Dual(long level, Tensor primal, Tensor tangent) implements Lift {
        @Override
        public Array array() { return primal.array(); }

        @Override
        public Tensor detached() { return primal.detach(); }
    }

    /// As many values as the first dimension of a tensor has: what is outside looks like one of them.
    record Batched(long level, Tensor values) implements Lift {
        int size() { return values.shape().size(0); }

        @Override
        public Array array() { throw new Unbatchable(level); }

        @Override
        public Tensor detached() { return batched(level, values.detach()); }
    }

    /// Says that a function looks at numbers that differ from example to example, or changes them.
    final class Unbatchable extends IllegalStateException {
        private static final long serialVersionUID = 1L;
        final long level;

        Unbatchable(long level) {
            super("vmap: the function reads numbers that differ from example to example");
            this.level = level;
        }
    }

    AtomicLong LEVELS = new AtomicLong();

    /// The number of a transform that begins now.
    static long next() { return LEVELS.incrementAndGet(); }

    static Tensor dual(long level, Tensor primal, Tensor tangent) { return Tensor.lifted(primal.memory(), new Dual(level, primal, tangent)); }

    static Tensor batched(long level, Tensor values) {
        // Whoever asks for type or shape sees one example; that view of the memory is never read.
        Shape one = values.shape().remove(0);
        return Tensor.lifted(values.memory().view(one.contiguous()), new Batched(level, values));
    }

    private static long innermost(Tensor[] in) {
        long level = 0;
        for (Tensor x : in) if (x.lift() != null) level = Math.max(level, x.lift().level());
        return level;
    }

    /// The result of an operation of which some inputs are lifted.
    static Tensor apply(Op op, Tensor[] in) {
        long level = innermost(in);
        for (Tensor x : in) if (x.lift() instanceof Batched b && b.level == level) return Batching.apply(op, level, b.size(), in);
        Tensor[] primals = new Tensor[in.length], tangents = new Tensor[in.length];
        boolean moves = false;
        for (int i = 0; i < in.length; i++) {
            in[i].checkView(op);
            boolean here = in[i].lift() instanceof Dual d && d.level == level;
            primals[i] = here ? ((Dual) in[i].lift()).primal : in[i];
            tangents[i] = here ? ((Dual) in[i].lift()).tangent : null;
            moves |= tangents[i] != null;
        }
        Tensor y = primals[0].apply(op, rest(primals));
        return dual(level, y, moves && y.dtype().isFloating() ? op.jvp(tangents, y, primals) : null);
    }

    static Tensor[] rest(Tensor[] all) { return java.util.Arrays.copyOfRange(all, 1, all.length); }

    /// Overwrites a tensor with an operation on itself and others, of which some are lifted.
    static void overwrite(Pointwise op, Tensor target, Tensor[] in) {
        long level = innermost(in);
        for (Tensor x : in) if (x.lift() instanceof Batched b && b.level == level) throw new Unbatchable(level);
        if (!(target.lift() instanceof Dual before) || before.level != level || target.isView())
            throw new IllegalStateException(op.name() + "_: inside jvp, a tensor that was made elsewhere, or a view of another, cannot be changed in place by values that move; use " + op.name() + "(…), which makes a new tensor");
        Tensor[] others = rest(in);
        Tensor y = target.apply(op, others);
        Tensor tangent = y.lift() instanceof Dual d ? d.tangent : null;
        for (int i = 0; i < others.length; i++) if (others[i].lift() instanceof Dual d && d.level == level) others[i] = d.primal;
        before.primal.apply_(op, others);
        target.lift(new Dual(level, before.primal, tangent == null ? null : tangent.to(target.dtype())));
        target.array().storage().rewrite();
    }
}
