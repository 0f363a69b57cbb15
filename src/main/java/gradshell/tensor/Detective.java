package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.Shape;
import gradshell.array.Storage;
import gradshell.array.Type;
import gradshell.formula.Fn;
import gradshell.kernel.Copies;
import gradshell.kernel.Reductions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Finds the operation that first made something that is no finite number: infinite, or not a number at all.
public final class Detective {
    /// From so many elements on their sum is looked at first, which takes less time than looking at each.
    private static final int MANY = 256;

    /// Whether anybody watches, on any thread: all that an operation asks where nobody does.
    static boolean watching;
    private static int watchers;
    private static final ThreadLocal<Boolean> HERE = ThreadLocal.withInitial(() -> false);

    /// Where the steps were made and the memory was changed while somebody watched.
    private static final Map<Node, Step> MADE = Collections.synchronizedMap(new WeakHashMap<>());
    private static final Map<Storage, Map<Integer, Step>> CHANGED = Collections.synchronizedMap(new WeakHashMap<>());

    private Detective() {}

    /// Whether somebody watches for the first number that is not finite, on any thread.
    public static boolean isWatching() { return watching; }

    // ---- looking at numbers ----

    /// The place of the first element that is not finite, in row-major order; -1 if there is none.
    public static int firstNonFinite(Tensor x) { return x.dtype().isFloating() ? firstNonFinite(x.memory()) : -1; }

    private static int firstNonFinite(Array x) {
        // Whatever is not finite stays in a sum; a sum that is too large says nothing.
        if (x.elements() >= MANY && Double.isFinite(Reductions.reduce(Fn.ADD, x, IntStream.range(0, x.shape().rank()).toArray(), x.dtype()).doubleAt(0))) return -1;
        Array rows = Copies.contiguous(x);
        int from = rows.layout().offset(), count = rows.elements();
        switch (rows.storage().values()) {
            case float[] floats -> {
                for (int i = 0; i < count; i++) if (!Float.isFinite(floats[from + i])) return i;
            }
            case double[] doubles -> {
                for (int i = 0; i < count; i++) if (!Double.isFinite(doubles[from + i])) return i;
            }
            default -> {}
        }
        return -1;
    }

    private static double number(Array x, int place) {
        Array rows = Copies.contiguous(x);
        return rows.doubleAt(rows.layout().offset() + place);
    }

    /// The indices of a place in row-major order: `[1, 2]`.
    static String indices(Shape shape, int place) {
        int[] at = new int[shape.rank()];
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = place % shape.size(i);
            place /= shape.size(i);
        }
        return java.util.Arrays.toString(at);
    }

    // ---- watching ----

    /// Runs a body and stops it at the first operation, forwards or backwards, that makes something that is not finite of finite numbers.
    public static <T> T watch(Supplier<T> body) {
        boolean before = HERE.get();
        count(1);
        HERE.set(true);
        try {
            return body.get();
        } finally {
            HERE.set(before);
            count(-1);
        }
    }

    private static synchronized void count(int change) {
        watchers += change;
        watching = watchers > 0;
    }

    /// Notes where memory is about to be changed in place.
    static void note(Storage storage, String word) {
        if (HERE.get()) CHANGED.computeIfAbsent(storage, _ -> new HashMap<>()).putIfAbsent(storage.version(), new Step(word + ", which changed it"));
    }

    /// Where memory was changed after a version, and before that where the step that needs it as it was; null if nobody watched.
    static Throwable cause(Node node, Storage storage, int version) {
        Step change = CHANGED.getOrDefault(storage, Map.of()).get(version), made = MADE.get(node);
        if (change == null) return made;
        Step cause = change;
        if (made != null && cause.getCause() == null) cause.initCause(made);
        return cause;
    }

    /// Says where the step was made whose gradient is not finite.
    static void blame(NonFiniteException found, Node node) {
        if (node != null && found.getCause() == null && MADE.get(node) != null) found.initCause(MADE.get(node));
    }

    /// Looks at a result, and notes where the step was made that stands behind it, or null.
    static void see(Op op, Tensor[] in, Tensor result, Node node) {
        if (!HERE.get()) return;
        if (node != null) MADE.put(node, new Step(op.name() + ", which was computed"));
        if (result.lift() != null || !result.dtype().isFloating()) return;
        int place = firstNonFinite(result);
        if (place < 0) return;
        for (Tensor x : in) if (firstNonFinite(x) >= 0) return;
        throw new NonFiniteException(forward(op, result.memory(), place, List.of(in), ""));
    }

    static void see(Node node, int input, Tensor g, Tensor part) {
        if (!HERE.get() || g.lift() != null || part.lift() != null) return;
        int place = firstNonFinite(part);
        if (place < 0 || firstNonFinite(g) >= 0) return;
        for (Tensor x : node.inputs) if (x != null && firstNonFinite(x) >= 0) return;
        List<Tensor> read = new ArrayList<>();
        for (Tensor x : node.inputs) if (x != null) read.add(x);
        String which = node.sources.length == 1 ? "its input" : "input " + (input + 1);
        throw new NonFiniteException(node.op.name() + ": the gradient by " + which + " is " + number(part.memory(), place) + " at " + indices(part.shape(), place) + ", the first number that is not finite" + inputs("the input", node.op, part.shape(), place, read));
    }

    // ---- walking back ----

    /// Which operation of the graph behind a tensor first made something that is not finite, in words.
    public static String diagnose(Tensor y) {
        if (y.node().isReleased()) throw new IllegalStateException("diagnose: this graph was already used by a backward, which freed it at " + y.node().op.name() + "; compute the result again, or call retainGraph() on it before the backward");
        Map<Node, Tensor> known = new HashMap<>();
        List<Node> order = order(y.node());
        for (Node node : order) {
            if (node.checkpoint != null) node.checkpoint.restore();
            if (node.leaf != null) known.put(node, node.leaf);
            if (node.result != null) known.put(node, node.result);
            for (int i = 0; node.inputs != null && i < node.inputs.length; i++) if (node.inputs[i] != null && node.sources[i] != null) known.put(node.sources[i], node.inputs[i]);
        }
        known.put(y.node(), y);
        String unkept = "";
        for (Node node : order) {
            if (node.leaf != null) {
                int place = firstNonFinite(node.leaf);
                if (place >= 0) return "a tensor that the graph begins with, " + Names.typed(node.leaf) + ", is " + number(node.leaf.memory(), place) + " at " + indices(node.shape, place);
                continue;
            }
            List<Tensor> in = new ArrayList<>();
            int missing = 0;
            for (int i = 0; i < node.sources.length; i++) {
                Tensor x = node.inputs[i] != null ? node.inputs[i] : node.sources[i] != null ? known.get(node.sources[i]) : null;
                if (x == null) missing++;
                else in.add(x);
                if (x == null && node.sources[i] == null && unkept.isEmpty())
                    unkept = "; input " + (i + 1) + " of " + node.op.name() + " was not kept, so it may have come from there: detectAnomaly(() -> …) computes it again and knows";
            }
            if (!known.containsKey(node) && missing == 0) known.put(node, again(node, in));
            Tensor result = known.get(node);
            int place = result == null ? -1 : firstNonFinite(result);
            if (place >= 0 && in.stream().allMatch(x -> firstNonFinite(x) < 0)) {
                String name = Names.of(node), way = name.isEmpty() ? next(node, order) : "";
                return forward(node.op, result.memory(), place, in, name) + (way.isEmpty() ? "" : ", on the way to " + way) + (missing == 0 ? "" : unkept);
            }
        }
        return backwards(y, order);
    }

    /// The first variable that was computed from a step without one; empty if only the last is known by name.
    private static String next(Node node, List<Node> order) {
        Set<Node> from = new HashSet<>(Set.of(node));
        for (Node later : order.subList(0, order.size() - 1)) {
            if (later == node || !java.util.Arrays.stream(later.sources).anyMatch(from::contains)) continue;
            from.add(later);
            String name = Names.of(later);
            if (!name.isEmpty()) return name;
        }
        return "";
    }

    private static Tensor again(Node node, List<Tensor> in) {
        return Tensor.noGrad(() -> in.getFirst().apply(node.op, in.subList(1, in.size()).toArray(Tensor[]::new)));
    }

    private static String backwards(Tensor y, List<Node> order) {
        List<Tensor> leaves = order.stream().filter(node -> node.leaf != null).map(node -> node.leaf).toList();
        try {
            watch(() -> Backward.gradients(y, Tensor.of(Copies.full(y.dtype(), y.shape(), 1)), leaves, true, false));
        } catch (NonFiniteException e) {
            return e.getMessage();
        }
        return "every number is finite, forwards and backwards";
    }

    /// Every step after those that it reads.
    private static List<Node> order(Node root) {
        List<Node> order = new ArrayList<>();
        Set<Node> entered = new HashSet<>(), done = new HashSet<>();
        ArrayDeque<Node> stack = new ArrayDeque<>(List.of(root));
        while (!stack.isEmpty()) {
            Node node = stack.peek();
            if (entered.add(node)) {
                if (node.isReleased()) throw new IllegalStateException("diagnose: this graph was already used by a backward, which freed it at " + node.op.name() + "; compute the result again, or call retainGraph() on it before the backward");
                for (Node source : node.sources) if (source != null && !entered.contains(source)) stack.push(source);
            } else {
                stack.pop();
                if (done.add(node)) order.add(node);
            }
        }
        return order;
    }

    // ---- words ----

    /// @param called what the result is called, or empty
    private static String forward(Op op, Array result, int place, List<Tensor> in, String called) {
        // The formula of a derivative goes by the name of its operation; its first input is the cotangent.
        boolean derivative = op.name().endsWith(Pointwise.BACKWARD);
        String name = derivative ? op.name().substring(0, op.name().length() - Pointwise.BACKWARD.length()) + ": the gradient is " : op.name() + ": the result" + (called.isEmpty() ? "" : ", " + called + ",") + " is ";
        return name + number(result, place) + " at " + indices(result.shape(), place) + ", the first number that is not finite" + inputs(derivative ? "the cotangent and the input" : "the input", op, result.shape(), place, in);
    }

    /// What went in: at the place for an elementwise operation, otherwise the range of numbers.
    private static String inputs(String what, Op op, Shape shape, int place, List<Tensor> in) {
        if (in.isEmpty()) return "";
        StringBuilder text = new StringBuilder("; ").append(what).append(in.size() == 1 || what.contains("and") ? "" : "s");
        boolean here = op instanceof Pointwise && in.stream().allMatch(x -> x.shape().broadcastsTo(shape));
        text.append(here ? in.size() == 1 ? " there is " : " there are " : in.size() == 1 ? " is " : " are ");
        for (int i = 0; i < in.size(); i++) {
            Array x = in.get(i).memory();
            if (i > 0) text.append(i == in.size() - 1 ? " and " : ", ");
            String name = Names.of(in.get(i));
            if (here) text.append(name.isEmpty() ? "" : name + " = ").append(number(x.view(x.layout().expand(shape)), place));
            else text.append(name.isEmpty() ? "" : name + ", ").append(range(x));
        }
        return text.toString();
    }

    private static String range(Array x) {
        double least = Double.POSITIVE_INFINITY, most = Double.NEGATIVE_INFINITY;
        for (double value : Tensor.of(x).toDoubles()) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        Type type = x.type();
        return x.elements() == 0 ? type.toString() : type + " from " + least + " to " + most;
    }
}
