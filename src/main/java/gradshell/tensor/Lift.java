package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.Shape;
import gradshell.array.Storage;

/// What a transform has put around a tensor. An operation on lifted tensors goes through the innermost transform that one of them
/// belongs to, and is carried out there with operations on what is inside; so transforms nest in any order.
sealed interface Lift permits Lift.Dual, Lift.Batched {
    /// The transform it belongs to; one that began later has a larger number.
    long level();

    /// The numbers, for what is computed outside of operations.
    Array array();

    /// The tensor inside, as it looks without a past; what does not move.
    Tensor detached();

    /// The same around a copy of what is inside.
    Tensor copied();

    /// A value and how it moves (a dual number, Clifford 1873); null where it stands still.
    record Dual(long level, Tensor primal, Tensor tangent) implements Lift {
        @Override
        public Array array() { return primal.array(); }

        @Override
        public Tensor detached() { return primal.detach(); }

        @Override
        public Tensor copied() { return dual(level, primal.copy(), tangent); }

        /// The same value, moving otherwise.
        Dual moving(Tensor otherwise) { return new Dual(level, primal, otherwise); }

        /// The tangent, of zeros where the value stands still.
        Tensor movement() { return tangent != null ? tangent : Tensor.of(Array.zeros(primal.dtype(), primal.shape())); }
    }

    /// As many values as the first dimension of a tensor has: what is outside looks like one of them.
    record Batched(long level, Tensor values) implements Lift {
        int size() { return values.shape().size(0); }

        @Override
        public Array array() { throw new Unbatchable(level); }

        @Override
        public Tensor detached() { return batched(level, values.detach()); }

        @Override
        public Tensor copied() { return batched(level, values.copy()); }
    }

    /// Says that a function does something with numbers that differ from example to example that can be done for one of them only.
    final class Unbatchable extends IllegalStateException {
        private static final long serialVersionUID = 1L;
        final long level;

        Unbatchable(long level) {
            super("vmap: the function reads numbers that differ from example to example");
            this.level = level;
        }
    }

    /// The number of a transform that begins now; memory that its function makes is born at it.
    static long next() { return Storage.mark(); }

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

    // ---- changes in place ----

    /// Has a tensor belong to the innermost transform of what it is to be overwritten by, or refuses that.
    static void admit(String word, Tensor target, Tensor[] in) {
        long level = innermost(in);
        boolean here = target.lift() != null && target.lift().level() == level, many = false, inside = target.memory().storage().born() >= level;
        for (Tensor x : in) many |= x.lift() instanceof Batched b && b.level == level;
        String what = word.equals("set") ? "y.copy().set(…)" : "y.copy()." + word + "(…)";
        if (many) {
            // A tensor that is the same for all examples, and one that lives on, are changed for one example after the other.
            if (here ? !inside : inside) throw new Unbatchable(level);
            if (!here) throw new IllegalStateException(word + ": this " + target.memory().type() + " was made outside of vmap and is the same for all examples, it cannot hold what differs from example to example; change a copy: " + what);
        } else if (!here) {
            if (!inside) throw new IllegalStateException(word + ": this " + target.memory().type() + " was made outside of jvp, it cannot be changed in place by values that move; change a copy: " + what);
            target.surround(level);
        }
    }

    /// Overwrites a tensor, which belongs to the innermost transform, with an operation on itself and others.
    static void overwrite(Op op, Tensor target, Tensor[] in) {
        switch (target.lift()) {
            case Dual now -> {
                long level = now.level;
                // What derivatives read of it is read before.
                Tensor still = dual(level, op.reads(0, 0) || op.reads(Math.min(1, in.length - 1), 0) ? now.primal.copy() : now.primal, now.tangent);
                Tensor[] others = rest(in), values = new Tensor[others.length];
                for (int i = 0; i < others.length; i++) {
                    values[i] = others[i].lift() instanceof Dual d && d.level == level ? d.primal : others[i];
                    if (others[i] == target) others[i] = still;
                }
                Tensor tangent = ((Dual) still.apply(op, others).lift()).tangent;
                write(op, now.primal, values);
                target.lift(now.moving(tangent == null ? null : tangent.to(target.dtype())));
            }
            case Batched now -> {
                Tensor[] values = Batching.beside(op, now, in);
                write(op instanceof Scattering.Overwrite(Tensor places) ? new Scattering.Overwrite(Places.each(places, now.size(), target.numel())) : op, now.values, values);
            }
        }
    }

    private static void write(Op op, Tensor target, Tensor[] others) {
        switch (op) {
            case Pointwise pointwise -> target.apply_(pointwise, others);
            case Scattering.Overwrite(Tensor places) -> target.overwrite(places, others[0]);
            default -> throw new IllegalArgumentException(op.name());
        }
    }
}
