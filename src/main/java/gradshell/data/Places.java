package gradshell.data;

import gradshell.array.ShapeException;
import gradshell.tensor.Randomness;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Places in a set: which of them are there, and how they are divided.
final class Places {
    private Places() {}

    static int check(int place, int size) {
        if (place < 0 || place >= size) throw new IndexOutOfBoundsException("data: there is no example " + place + "; the " + size + (size == 1 ? " example is" : " examples are") + " counted from 0");
        return place;
    }

    /// An example as a set of the user's gave it.
    static Example check(Dataset set, Example example, int place) {
        if (example == null || example.input() == null || example.target() == null)
            throw new IllegalArgumentException("data: example " + place + " of " + size(set) + " has no " + (example == null ? "input and no target" : example.input() == null ? "input" : "target"));
        return example;
    }

    private static String size(Dataset set) { return set.size() + (set.size() == 1 ? " example" : " examples"); }

    /// Whether the last of some tensors goes with the first.
    static void same(String what, Tensor[] tensors, int[] places, int last) {
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
        for (boolean which : new boolean[] {false, true}) parts.add(java.util.stream.LongStream.of(order).mapToInt(i -> (int) i).filter(i -> second[i] == which).toArray());
        if (parts.get(1).length == 0) throw new ShapeException("splitEvenly: a share of " + share + " of " + classes.length + " examples in " + members.size() + " classes leaves one part empty");
        return parts;
    }
}
