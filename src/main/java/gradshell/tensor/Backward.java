package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.Interruption;
import gradshell.array.Shape;
import gradshell.array.Storage;
import gradshell.kernel.Copies;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CancellationException;

/// The walk over the tape from a result to what it was computed from, gathering gradients by the chain rule.
final class Backward {
    private final Object pass = new Object();
    /// The stack of nodes to visit, each of which knows the one below.
    private Node top;
    /// The last of the leaves whose gradients are complete, each of which knows the one before: they are told when the whole walk has succeeded.
    private Node reached;
    private final boolean retain;
    private final boolean record;

    private Backward(boolean retain, boolean record) {
        this.retain = retain;
        this.record = record;
    }

    /// Adds the gradients of a tensor to the `grad` of every leaf that it depends on.
    static void accumulate(Tensor root, Tensor seed, boolean retain, boolean record) {
        GradMode mode = GradMode.current();
        boolean before = mode.begin(record);
        try {
            new Backward(retain, record).walk(root, seed, null);
        } finally {
            mode.begin(before);
        }
    }

    /// The gradients of a tensor by given others, which may be leaves or not; null where it does not depend on one.
    static Tensor[] gradients(Tensor root, Tensor seed, List<Tensor> by, boolean retain, boolean record) {
        Backward walk = new Backward(retain, record);
        Node[] targets = by.stream().map(Tensor::node).toArray(Node[]::new);
        return GradMode.with(record, () -> {
            walk.walk(root, seed, targets);
            Tensor[] gradients = new Tensor[targets.length];
            for (int i = 0; i < targets.length; i++) if (targets[i].pass == walk.pass) gradients[i] = targets[i].gradient;
            for (Node target : targets) target.gradient = null;
            return gradients;
        });
    }

    private void walk(Tensor root, Tensor seed, Node[] targets) {
        Node first = root.node();
        count(first);
        if (targets != null) need(first, targets);
        try {
            first.gradient = seed;
            first.owned = false;
            push(first);
            while (top != null) visit(pop(), targets);
            for (Node node = reached; node != null; node = node.below) store(node.leaf != null ? node.leaf : node.hooks.retained, node.gradient, node.owned);
        } catch (NonFiniteException e) {
            Detective.blame(e, top);
            throw e;
        } finally {
            // An interrupted or failed walk leaves no half-gathered gradient behind.
            if (top != null) clear(first);
            while (reached != null) {
                Node node = reached;
                reached = node.below;
                node.below = null;
                node.gradient = null;
            }
        }
    }

    /// Counts for every node how many others it will hear from.
    private void count(Node first) {
        first.pass = pass;
        first.pending = 0;
        first.gradient = null;
        first.flat = false;
        push(first);
        while (top != null) {
            Node node = pop();
            if (node.isReleased()) {
                top = null;
                throw new IllegalStateException("backward: this graph was already used by a backward, which freed it at " + node.op.name()
                        + "; compute the result again, or call retainGraph() on it before the first backward: y.retainGraph().backward()");
            }
            for (Node source : node.sources) {
                if (source == null) continue;
                if (source.pass != pass) {
                    source.pass = pass;
                    source.pending = 0;
                    source.gradient = null;
                    source.flat = false;
                    push(source);
                }
                source.pending++;
            }
        }
    }

    /// Marks the nodes from which a target can be reached: the others need no gradient.
    private void need(Node first, Node[] targets) {
        ArrayDeque<Node> order = new ArrayDeque<>();
        Object counted = new Object();
        // A second walk in the order of the first; `pending` is counted down and put back.
        push(first);
        while (top != null) {
            Node node = pop();
            node.pass = counted;
            node.needed = false;
            order.push(node);
            for (Node source : node.sources) if (source != null && --source.pending == 0) push(source);
        }
        for (Node target : targets) if (target.pass == counted) target.needed = true;
        for (Node node : order) {
            node.pass = pass;
            for (Node source : node.sources) {
                if (source == null) continue;
                source.pending++;
                node.needed |= source.needed;
            }
        }
    }

    private void visit(Node node, Node[] targets) {
        if (Interruption.isWanted()) {
            push(node);
            throw new CancellationException("interrupted");
        }
        Tensor g = node.gradient;
        // Behind steps nothing is computed; who waits for a gradient gets zeros.
        if (g == null && node.flat && targets == null && (node.leaf != null || node.hooks != null)) {
            node.gradient = g = Tensor.of(Array.zeros(node.dtype, node.shape));
            node.owned = true;
        }
        if (node.hooks != null && g != null) {
            node.gradient = g = node.hooks.run(g);
            node.owned = false;
        }
        boolean target = targets != null && isTarget(node, targets);
        boolean reaches = node.leaf != null && targets == null && g != null;
        if (!reaches && g != null && targets == null && node.hooks != null && node.hooks.retained != null) {
            reaches = true;
            node.owned = false;
        }
        if (reaches) {
            node.below = reached;
            reached = node;
        }
        if (node.leaf == null && g != null) {
            try {
                if (node.checkpoint != null) node.checkpoint.restore();
                node.checkVersions();
                if (Profile.watching) back(node, g, targets != null);
                else propagate(node, g, targets != null);
            } catch (RuntimeException | Error e) {
                push(node);
                throw e;
            }
        }
        if (g == null && node.flat) for (Node source : node.sources) if (source != null) source.flat = true;
        if (!target && !reaches) node.gradient = null;
        for (Node source : node.sources) if (source != null && --source.pending == 0) push(source);
        if (!retain) node.release();
    }

    private static boolean isTarget(Node node, Node[] targets) {
        for (Node target : targets) if (target == node) return true;
        return false;
    }

    private void back(Node node, Tensor g, boolean selective) { Profile.timed(Profile.Part.BACKWARD, node.op.name(), () -> propagate(node, g, selective)); }

    private void propagate(Node node, Tensor g, boolean selective) {
        Node[] sources = node.sources;
        int last = sources.length - 1;
        while (last >= 0 && (sources[last] == null || selective && !sources[last].needed)) last--;
        Tensor previous = null;
        boolean passedOn = false;
        for (int i = 0; i <= last; i++) {
            Node source = sources[i];
            if (source == null || selective && !source.needed) continue;
            // A part of a gradient that is there already is added where it lies.
            if (node.op instanceof Splitting.Slice slice && source.gradient != null && source.owned && !record && !Detective.watching && g.lift() == null && source.gradient.lift() == null) {
                source.gradient.apply(slice).add_(g);
                continue;
            }
            // Whoever comes last may have the memory of a cotangent that nobody else holds, nor was just given.
            boolean inherits = i == last && node.owned && !record && !passedOn && !node.lifted && !Detective.watching;
            Tensor part = inherits && node.op instanceof Pointwise pointwise
                    ? pointwise.vjpOver(i, g, node.result, node.inputs, source.type())
                    : node.op.vjp(i, g, node.result, node.inputs, source.type());
            if (part == null) {
                source.flat |= !(node.op instanceof Functions.Custom);
                continue;
            }
            if (Detective.watching) Detective.see(node, i, g, part);
            if (source.gradient == null) {
                source.gradient = part;
                source.owned = isOwned(part, previous, g, inherits, node);
            } else if (source.owned && !record && part.lift() == null) {
                source.gradient.add_(part);
            } else {
                source.gradient = source.gradient.add(part);
                source.owned = true;
            }
            previous = part;
            passedOn |= part.memory().storage() == g.memory().storage();
        }
    }

    /// Whether the memory of a gradient is held by nobody but who receives it: made by the derivative that returned it, or inherited.
    private static boolean isOwned(Tensor part, Tensor previous, Tensor g, boolean inherits, Node node) {
        if (part.lift() != null) return false;
        Storage storage = part.memory().storage();
        if (storage == g.memory().storage() ? !inherits : previous != null && storage == previous.memory().storage()) return false;
        if (node.result != null && storage == node.result.memory().storage()) return false;
        for (Tensor input : node.inputs) if (input != null && storage == input.memory().storage()) return false;
        return part.memory().elements() == java.lang.reflect.Array.getLength(storage.values()) && !part.memory().layout().isRepeated();
    }

    private void store(Tensor leaf, Tensor g, boolean owned) {
        if (Recording.active && !record && g.lift() == null && leaf.lift() == null && Recording.gather(leaf, g)) return;
        Tensor sum = leaf.grad();
        // Outside a transform, a tensor keeps only what it can be asked for there.
        while (g.lift() != null && leaf.lift() == null) g = g.lift() instanceof Lift.Dual dual ? dual.primal() : Tensor.of(g.array());
        if (sum == null) leaf.setGrad(!record && g.lift() == null && owned && g.memory().layout().isContiguous() ? g : Recording.active || record || g.lift() != null ? g.copy() : Tensor.of(Copies.copy(g.memory())));
        else if (record || g.lift() != null) leaf.setGrad(sum.add(g));
        else if (Recording.active || Detective.watching || sum.requiresGrad() || sum.lift() != null || !sum.memory().layout().isContiguous()) sum.add_(g);
        else {
            Array memory = sum.memory();
            Elementwise.ADD.forwardInto(memory, memory, g.memory());
            memory.storage().touch();
        }
    }

    private void clear(Node first) {
        top = null;
        ArrayDeque<Node> open = new ArrayDeque<>();
        open.push(first);
        Object cleared = new Object();
        while (!open.isEmpty()) {
            Node node = open.pop();
            node.gradient = null;
            if (node.isReleased() || node.pass == cleared) continue;
            node.pass = cleared;
            for (Node source : node.sources) if (source != null) open.push(source);
        }
    }

    // ---- the nodes to visit ----

    /// Puts a node on the stack, on which it is not yet.
    private void push(Node node) {
        node.below = top;
        top = node;
    }

    private Node pop() {
        Node node = top;
        top = node.below;
        node.below = null;
        return node;
    }

    /// The cotangent that a backward starts with when none is given: a one for a single number.
    static Tensor seed(Tensor root) {
        Shape shape = root.shape();
        if (shape.elements() != 1) throw new gradshell.array.ShapeException("backward: the tensor has shape " + shape
                + "; only a single number can start a backward by itself: reduce it first, y.sum().backward(), or give a cotangent of that shape, y.backward(cotangent)");
        Array one = Array.scalar(root.dtype(), 1);
        return Tensor.of(shape.rank() == 0 ? one : one.view(shape.contiguous()));
    }
}
