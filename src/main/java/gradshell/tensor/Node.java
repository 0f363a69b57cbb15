package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.array.Type;

/// One step on the tape: the operation that made a tensor, where its inputs came from, and what its derivatives read.
///
/// A leaf has no operation and knows its tensor. A graph is differentiated by one thread at a time.
final class Node {
    final Op op;
    final DType dtype;
    final Shape shape;
    /// The tensor of a leaf, otherwise null.
    final Tensor leaf;
    /// The steps that made the inputs; null where an input carries no gradient.
    Node[] sources;
    /// The inputs whose values the derivatives read, and the versions they had; null elsewhere.
    Tensor[] inputs;
    private int[] versions;
    /// The result, if the derivatives read it.
    Tensor result;
    private int resultVersion;
    /// Whether a transform is around the result.
    boolean lifted;
    /// What computes the inputs and the result again, where they are not kept; otherwise null.
    Checkpoint checkpoint;
    /// What is to happen to the gradient, or null.
    Hooks hooks;

    // What a backward pass notes here while it is under way.
    Object pass;
    int pending;
    boolean needed;
    Tensor gradient;
    /// Whether some gradient that did not come was one of zeros, that of a step function.
    boolean flat;
    /// Whether nobody else holds the memory of `gradient`.
    boolean owned;
    /// The next in the chain of nodes that this one is in, or null.
    Node below;

    private Node(Op op, DType dtype, Shape shape, Tensor leaf, Node[] sources) {
        this.op = op;
        this.dtype = dtype;
        this.shape = shape;
        this.leaf = leaf;
        this.sources = sources;
    }

    /// The start of a graph: a tensor that requires gradients by itself.
    static Node leaf(Tensor tensor) { return new Node(null, tensor.dtype(), tensor.shape(), tensor, new Node[0]); }

    /// Notes an operation. Called after the result's memory was written, with the inputs as they were read.
    static Node of(Op op, Tensor result, Tensor... in) {
        Node[] sources = new Node[in.length];
        Tensor[] inputs = new Tensor[in.length];
        int[] versions = new int[in.length];
        Array out = result.memory();
        Node node = new Node(op, out.dtype(), out.shape(), null, sources);
        for (int i = 0; i < in.length; i++) {
            if (!in[i].requiresGrad()) continue;
            sources[i] = in[i].node();
            for (int j = 0; j < in.length; j++) {
                if (inputs[j] == null && op.reads(i, j)) {
                    inputs[j] = in[j];
                    versions[j] = in[j].memory().storage().version();
                }
            }
            if (node.result == null && op.reads(i, -1)) {
                node.result = result;
                node.resultVersion = out.storage().version();
            }
        }
        node.lifted = result.lift() != null;
        node.inputs = inputs;
        node.versions = versions;
        return node;
    }

    Hooks hooks() {
        if (hooks == null) hooks = new Hooks();
        return hooks;
    }

    /// Keeps no values: they will be computed again.
    void forget(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
        inputs = null;
        result = null;
    }

    /// Takes over the values of the same step, computed again.
    void remember(Node again) {
        if (again.checkpoint != null) again.checkpoint.restore();
        checkpoint = null;
        if (isReleased()) return;
        inputs = again.inputs;
        versions = again.versions;
        result = again.result;
        resultVersion = again.resultVersion;
    }

    Type type() { return new Type(dtype, shape); }

    boolean isReleased() { return sources == null; }

    /// Forgets what the derivatives would read, so that the memory can be used again.
    void release() {
        if (leaf != null) return;
        sources = null;
        inputs = null;
        result = null;
    }

    /// Refuses to go on if a value that the derivatives read was changed in place since.
    void checkVersions() {
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] == null) continue;
            int now = inputs[i].memory().storage().version();
            if (now != versions[i]) throw changed("input " + (i + 1) + " of " + op.name(), inputs[i], sources[i], versions[i], now);
        }
        if (result != null && result.memory().storage().version() != resultVersion)
            throw changed("the result of " + op.name(), result, this, resultVersion, result.memory().storage().version());
    }

    private IllegalStateException changed(String what, Tensor tensor, Node made, int then, int now) {
        String name = Names.of(tensor), x = name.matches("\\w+") ? name : "x";
        // A recorded change has made the tensor the result of another step.
        Op by = tensor.requiresGrad() && tensor.node() != made ? tensor.node().op : null;
        boolean computes = by instanceof Pointwise && by != Elementwise.COPY;
        String word = computes ? by.name() : "add";
        IllegalStateException changed = new IllegalStateException("backward: " + what + ", " + Names.typed(tensor) + ", was changed in place" + (computes ? " by " + word + "_" : "")
                + " after it was used: it was at version " + then + " and is at version " + now + "; change a copy instead (" + x + " = " + x + "." + word + "(…) for " + x + "." + word + "_(…), or " + x + ".copy() before)");
        changed.initCause(Detective.cause(this, tensor.memory().storage(), then));
        return changed;
    }
}
