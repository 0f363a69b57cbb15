package gradshell.tensor;

import gradshell.plot.Diagram;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// What is written on the tape behind a tensor, to look at.
public final class Tape {
    /// Larger graphs say nothing to the eye.
    private static final int MOST = 500;

    private Tape() {}

    /// The graph behind a tensor: each operation with the type of its result and what is known of its value, each leaf with its gradient.
    public static Diagram diagram(Tensor root) {
        if (!root.requiresGrad()) throw new IllegalArgumentException("graph: the tensor " + Names.typed(root) + " has no graph behind it; only what is computed from var(…) or from parameters, outside noGrad, has one");
        List<Object> order = order(root.node());
        Map<Object, Integer> numbers = new IdentityHashMap<>();
        for (Object vertex : order) numbers.put(vertex, numbers.size());
        List<Diagram.Box> boxes = new ArrayList<>();
        for (Object vertex : order) {
            List<Integer> sources = new ArrayList<>();
            for (Object source : sources(vertex)) sources.add(numbers.get(source));
            boxes.add(new Diagram.Box(vertex instanceof Node node ? lines(node, node == root.node() ? root : null) : constant((Tensor) vertex), sources, !(vertex instanceof Node node) || node.leaf != null));
        }
        return new Diagram(boxes);
    }

    /// Where an operation's inputs come from: other operations, leaves, and numbers without a past as far as the tape keeps them.
    private static List<Object> sources(Object vertex) {
        List<Object> sources = new ArrayList<>();
        if (!(vertex instanceof Node node) || node.isReleased()) return sources;
        for (int i = 0; i < node.sources.length; i++) {
            if (node.sources[i] != null) sources.add(node.sources[i]);
            else if (node.inputs != null && i < node.inputs.length && node.inputs[i] != null) sources.add(node.inputs[i]);
        }
        return sources;
    }

    /// Everything behind a node, each before what it was made from.
    private static List<Object> order(Node root) {
        List<Object> done = new ArrayList<>();
        Map<Object, Integer> open = new IdentityHashMap<>();
        Deque<Object> path = new ArrayDeque<>();
        path.push(root);
        while (!path.isEmpty()) {
            Object vertex = path.peek();
            List<Object> sources = sources(vertex);
            int next = open.merge(vertex, 1, Integer::sum) - 1;
            if (next < sources.size()) {
                if (!open.containsKey(sources.get(next))) path.push(sources.get(next));
            } else {
                path.pop();
                done.add(vertex);
            }
            if (done.size() > MOST) throw new IllegalArgumentException("graph: there are more than " + MOST + " steps behind this tensor; look at a smaller part of the computation");
        }
        Collections.reverse(done);
        return done;
    }

    private static List<String> lines(Node node, Tensor known) {
        List<String> lines = new ArrayList<>();
        Tensor value = node.leaf != null ? node.leaf : node.result != null ? node.result : known;
        String name = value == null ? "" : Names.of(value);
        lines.add(node.leaf != null ? name.isEmpty() ? "leaf" : name : name.isEmpty() ? node.op.name() : node.op.name() + " → " + name);
        lines.add(node.dtype + " " + node.shape + (value == null || !isSmall(value) ? "" : "  " + numbers(value)));
        Tensor gradient = node.leaf != null ? node.leaf.gathered() : node.hooks == null || node.hooks.retained == null ? null : node.hooks.retained.gathered();
        if (gradient != null) lines.add("grad " + (isSmall(gradient) ? numbers(gradient) : gradient.dtype() + " " + gradient.shape()));
        if (node.leaf == null && node.isReleased()) lines.add("freed by backward");
        return lines;
    }

    private static List<String> constant(Tensor x) { return List.of(Names.of(x).isEmpty() ? "constant" : Names.of(x), x.dtype() + " " + x.shape() + (isSmall(x) ? "  " + numbers(x) : "")); }

    private static boolean isSmall(Tensor x) { return x.lift() == null && x.numel() <= 4 && x.dim() <= 1; }

    /// A few numbers as printing shows them, without the type.
    private static String numbers(Tensor x) { return x.detach().toString().replaceFirst("  \\w+ \\[.*$", "").strip(); }
}
