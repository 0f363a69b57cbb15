package gradshell.compile;

import gradshell.array.Array;
import gradshell.tensor.Op;
import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;

/// One step of a recording, and the memory that it touches.
sealed interface Task extends Work {
    /// What it reads, or changes without overwriting all of it.
    Array[] reads();

    /// What it writes, or null.
    Array out();

    /// Whether it overwrites all of its result's memory, whatever was there before.
    boolean isWhole();

    /// The same number for each element.
    record Elementwise(Op.Form form, Array[] in, Array out, boolean isWhole) implements Task {
        @Override
        public Array[] reads() { return isWhole ? in : with(in, out); }
    }

    /// An operation with a result of its own.
    ///
    /// @param settings what it reads beside its inputs
    record Operation(Op op, Array[] in, Array[] settings, Array out) implements Task {
        @Override
        public Array[] reads() { return with(in, settings); }

        @Override
        public boolean isWhole() { return true; }
    }

    /// Other code.
    record Action(Recording.Effect effect, Recording.Action code, Array[] in, Array out) implements Task {
        @Override
        public Array[] reads() { return effect == Recording.Effect.CHANGES ? with(in, out) : in; }

        @Override
        public boolean isWhole() { return effect == Recording.Effect.COMPUTES || effect == Recording.Effect.DRAWS; }

        @Override
        public boolean mustHappen() { return effect != Recording.Effect.COMPUTES && effect != Recording.Effect.CHANGES; }
    }

    /// A gradient that a leaf is given; null if it loses it.
    record Gradient(Tensor leaf, Tensor given, Array value) implements Task {
        @Override
        public Array[] reads() { return value == null ? new Array[0] : new Array[] {value}; }

        @Override
        public Array out() { return null; }

        @Override
        public boolean isWhole() { return false; }

        @Override
        public boolean mustHappen() { return true; }
    }

    /// Whether it is done though nobody may read what it writes.
    default boolean mustHappen() { return false; }

    private static Array[] with(Array[] some, Array... more) {
        Array[] all = java.util.Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }
}
