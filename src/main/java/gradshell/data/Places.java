package gradshell.data;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.tensor.Movements;
import gradshell.tensor.Randomness;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Places in a set: which of them are there, and how they are divided.
final class Places {
    private Places() {}

    /// Places as an index.
    static Tensor index(int... places) { return Tensor.of(Array.of(DType.INT64, Shape.of(places.length), IntStream.of(places).asLongStream().toArray())); }

    static int check(int place, int size) {
        if (place < 0 || place >= size) throw new IndexOutOfBoundsException("data: there is no example " + place + "; the " + size + (size == 1 ? " example is" : " examples are") + " counted from 0");
        return place;
    }

    /// Examples together, once they are seen to be alike.
    ///
    /// @param example the one that stands at `places[i]`
    static Batch stacked(int[] places, IntFunction<Example> example) {
        Tensor[] inputs = new Tensor[places.length], targets = new Tensor[places.length];
        for (int i = 0; i < places.length; i++) {
            Example one = example.apply(i);
            if (one == null || one.input() == null || one.target() == null)
                throw new IllegalArgumentException("data: example " + places[i] + " has no " + (one == null ? "input and no target" : one.input() == null ? "input" : "target"));
            inputs[i] = one.input();
            targets[i] = one.target();
            same("input", inputs, places, i);
            same("target", targets, places, i);
        }
        return new Batch(Movements.stack(0, inputs), Movements.stack(0, targets));
    }

    /// Whether the last of some tensors goes with the first.
    private static void same(String what, Tensor[] tensors, int[] places, int last) {
        Tensor first = tensors[0], other = tensors[last];
        if (!first.shape().equals(other.shape()) || first.dtype() != other.dtype())
            throw new ShapeException("data: the " + what + " of example " + places[last] + " is " + other.dtype() + " " + other.shape() + ", and that of example " + places[0] + " is " + first.dtype() + " " + first.shape() + "; a batch needs them alike");
    }

    /// How many of `size` examples a share is, of which `left` are left.
    static int part(double share, int size, int left) {
        int count = (int) Math.round(size * share);
        if (!(share > 0 && share < 1) || count < 1 || count >= left) throw new ShapeException("split: a share of " + share + " of " + size + " examples leaves one part empty");
        return count;
    }

    /// Parts in their order, the last share at the end, with as many examples left out between two as would reach across.
    static List<int[]> inOrder(int size, int overlap, double... shares) {
        int from = size;
        List<int[]> parts = new ArrayList<>();
        for (int i = shares.length - 1; i >= 0; i--) {
            int count = part(shares[i], size, from);
            parts.addFirst(IntStream.range(from - count, from).toArray());
            from -= count + overlap;
            if (from < 1) throw new ShapeException("split: a share of " + shares[i] + " of " + size + " windows of " + overlap + " leaves nothing before it that does not reach into it");
        }
        parts.addFirst(IntStream.range(0, from).toArray());
        return parts;
    }

    /// Two parts, each with its share of every class, in random order.
    static List<int[]> evenly(long[] classes, double share) {
        TreeMap<Long, List<Integer>> members = new TreeMap<>();
        long[] order = Randomness.randperm(classes.length).toLongs();
        for (long place : order) members.computeIfAbsent(classes[(int) place], _ -> new ArrayList<>()).add((int) place);
        boolean[] second = new boolean[classes.length];
        double owed = 0;
        for (List<Integer> some : members.values()) {
            // What rounding took from one class it gives to the next.
            owed += some.size() * share;
            int count = (int) Math.min(some.size() - 1, Math.round(owed));
            owed -= count;
            for (int place : some.subList(0, Math.max(0, count))) second[place] = true;
        }
        List<int[]> parts = new ArrayList<>();
        for (boolean which : new boolean[] {false, true}) parts.add(LongStream.of(order).mapToInt(i -> (int) i).filter(i -> second[i] == which).toArray());
        if (parts.get(1).length == 0) throw new ShapeException("splitEvenly: a share of " + share + " of " + classes.length + " examples in " + members.size() + " classes leaves one part empty");
        return parts;
    }
}
