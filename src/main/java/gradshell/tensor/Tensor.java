package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Printer;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import gradshell.kernel.Copies;
import gradshell.kernel.Gathers;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Numbers in n dimensions that remember how they were computed, so that anything computed from them can be differentiated.
///
/// The operations are in the catalogues that it implements.
public final class Tensor implements Elementwise, Extremes, Rounding, Powers, Trigonometry, Activations, Comparisons, Reductions, Movements, Indexing, Products, Composites, Scans, Orders, Statistics, Counts, Distances, Convolutions, Windows, Pooling, Images, LinearAlgebra, Factorizations, Arrangements, Splitting, Diagonals, Padding, Scattering, Assignment, Functions, SpecialFunctions, Bits, Combinations, Normalizations {
    private final Array array;
    private boolean requiresGrad;
    private Node node;
    private Tensor grad;
    private boolean retainGraph;
    private boolean createGraph;
    /// For a view: how many recorded in-place changes its memory had seen when its past was last true; otherwise -1.
    private int viewRewrites = -1;
    /// For a view that was taken while the tape recorded: the tensor that it is a view of, which is none itself; otherwise null.
    private Tensor base;
    /// What a transform has put around this tensor, or null.
    private Lift lift;

    private Tensor(Array array) { this.array = array; }

    /// A tensor over an array, without a copy and without a past.
    public static Tensor of(Array array) { return new Tensor(array); }

    /// A tensor that a transform has put something around.
    static Tensor lifted(Array array, Lift lift) {
        Tensor tensor = new Tensor(array);
        tensor.lift = lift;
        return tensor;
    }

    Lift lift() { return lift; }

    void lift(Lift changed) { lift = changed; }

    boolean isView() { return viewRewrites >= 0; }

    /// The memory, whether or not it may be looked at.
    Array memory() { return array; }

    /// A tensor without dimensions.
    public static Tensor of(DType dtype, Number value) { return of(Array.scalar(dtype, value)); }

    // ---- what it is ----

    /// The numbers. Whoever writes to them says so by `array().storage().touch()`.
    public Array array() { return lift == null ? array : lift.array(); }

    public DType dtype() { return array.dtype(); }

    public Shape shape() { return array.shape(); }

    /// The size of one dimension; -1 is the last.
    public int size(int dimension) { return shape().size(shape().dimension("size", dimension)); }

    /// How many dimensions there are.
    public int dim() { return shape().rank(); }

    /// How many elements there are.
    public int numel() { return array.elements(); }

    /// The number in a tensor of one element, as a double; bools are 0 and 1.
    public double item() { return array().doubleAt(onlyPlace("item")); }

    /// The number in a tensor of one element, as a long; a fraction is cut off.
    public long toLong() { return array().longAt(onlyPlace("toLong")); }

    /// Whether the number in a tensor of one element is not 0.
    public boolean toBoolean() { return array().doubleAt(onlyPlace("toBoolean")) != 0; }

    private int onlyPlace(String operation) {
        if (numel() != 1) throw new ShapeException(operation + ": a tensor of shape " + shape() + " holds " + numel()
                + " numbers, not one; pick one with at(…), or reduce with sum(), mean() or max()");
        return array.layout().offset();
    }

    /// The elements in row-major order, converted.
    public double[] toDoubles() { return Copies.convert(array(), DType.FLOAT64).doubles(); }

    /// The elements in row-major order, converted.
    public float[] toFloats() { return Copies.convert(array(), DType.FLOAT32).floats(); }

    /// The elements in row-major order, converted; fractions are cut off.
    public long[] toLongs() { return Copies.convert(array(), DType.INT64).longs(); }

    /// The elements in row-major order; a number is true unless it is 0.
    public boolean[] toBooleans() { return Copies.convert(array(), DType.BOOL).booleans(); }

    /// The elements as Java arrays nested as deep as the shape, of Java's type for them: a `float[][]` for a float32 matrix; a boxed number without dimensions.
    /// {@snippet : ((long[][]) tensor("[[1, 2], [3, 4]]").toArray())[1][0]    // ==> 3 }
    public Object toArray() {
        Object flat = Copies.copy(array()).storage().values();
        if (dim() == 0) return java.lang.reflect.Array.get(flat, 0);
        Object nested = java.lang.reflect.Array.newInstance(flat.getClass().getComponentType(), shape().toArray());
        copyRows(flat, 0, nested, 0);
        return nested;
    }

    private int copyRows(Object flat, int from, Object nested, int depth) {
        int length = size(depth);
        if (depth < dim() - 1) {
            for (int i = 0; i < length; i++) from = copyRows(flat, from, java.lang.reflect.Array.get(nested, i), depth + 1);
            return from;
        }
        System.arraycopy(flat, from, nested, 0, length);
        return from + length;
    }

    /// The elements of a matrix, row by row, converted.
    public double[][] toDoubles2d() {
        if (dim() != 2) throw new ShapeException("toDoubles2d: shape " + shape() + " is no matrix; use toArray() for any number of dimensions");
        return (double[][]) of(Copies.convert(array(), DType.FLOAT64)).toArray();
    }

    /// The values in NumPy's layout, then type and shape, then whether it carries gradients and by what operation.
    @Override
    public String toString() {
        if (lift instanceof Lift.Batched b) return array.type() + ", one of " + b.size();
        refresh();
        String past = node != null && node.op != null ? node.op.name() : requiresGrad ? "requiresGrad" : "";
        return Printer.print(array(), past);
    }

    // ---- operations ----

    /// The result of an operation on this tensor and further inputs, recorded on the tape if gradients may be asked for.
    public Tensor apply(Op op, Tensor... others) {
        Tensor[] in = new Tensor[others.length + 1];
        in[0] = this;
        System.arraycopy(others, 0, in, 1, others.length);
        return applied(op, in);
    }

    private static Tensor applied(Op op, Tensor[] in) {
        if (Thread.currentThread().isInterrupted()) throw new CancellationException("interrupted");
        Array[] arrays = new Array[in.length];
        boolean grads = false, lifted = false;
        for (int i = 0; i < in.length; i++) {
            arrays[i] = in[i].array;
            grads |= in[i].requiresGrad();
            lifted |= in[i].lift != null;
        }
        Tensor result = lifted ? Lift.apply(op, in) : new Tensor(op instanceof Pointwise pointwise ? pointwise.forward(arrays) : forward(op, arrays));
        if (Detective.watching) Detective.see(op, in, result);
        boolean view = result.array.storage() == arrays[0].storage();
        if (view) {
            result.viewRewrites = arrays[0].storage().rewrites();
            if (!lifted && result.dtype().isFloating() && GradMode.isRecording()) result.base = in[0].viewRewrites < 0 ? in[0] : in[0].base;
        }
        if (grads && result.dtype().isFloating()) {
            result.node = GradMode.record(op, result, in);
            result.requiresGrad = result.node != null;
        }
        return result;
    }

    private static Array forward(Op op, Array[] in) {
        // What a lambda gives is known by calling it, which is done once.
        if (op instanceof Functions.Custom) return op.forward(null, in);
        Type[] types = new Type[in.length];
        for (int i = 0; i < in.length; i++) types[i] = in[i].type();
        return op.forward(op.type(types), in);
    }

    /// If a recorded in-place change has rewritten the memory of this view, it now comes from its base as that is now.
    private void refresh() {
        if (base == null || viewRewrites == array.storage().rewrites()) return;
        viewRewrites = array.storage().rewrites();
        if (!base.requiresGrad()) return;
        requiresGrad = true;
        node = Node.of(new Take(Places.within(base.array, array)), this, base);
    }

    /// Refuses what cannot be changed in place; whether the change is to be recorded is the answer.
    boolean checkChange(String word, boolean byGradients) {
        if (array.layout().isRepeated()) throw new IllegalStateException(word + ": this " + array.type() + " was expanded, so that several of its elements share one place in memory; use x.copy(), and change that");
        refresh();
        if (!(byGradients || requiresGrad) || !GradMode.isRecording()) return false;
        String name = word.endsWith("_") ? word.substring(0, word.length() - 1) : word;
        String remedy = word.equals(name) ? "noGrad(() -> w." + word + "(…)), or change a copy: w.copy()." + word + "(…)" : "noGrad(() -> w." + word + "(…)), or compute a new tensor with " + name + "(…)";
        Tensor root = base == null ? this : base;
        if (root.requiresGrad && (root.node == null || root.node.leaf != null)) throw new IllegalStateException(word + ": " + (base == null ? "a tensor" : "a view of a tensor")
                + " that requires gradients and is not the result of an operation cannot be changed in place while the tape records; wrap it: " + remedy);
        if (!dtype().isFloating()) throw new DTypeException(word + ": " + dtype() + " cannot carry gradients; use x.to(float32)." + word + "(…)");
        if (viewRewrites >= 0 && base == null) throw new IllegalStateException(word + ": this view was taken inside noGrad or of a tensor that was; a change in place through it cannot be recorded; take the view outside noGrad");
        return true;
    }

    /// Notes that this tensor now is the result of an operation on what it was before and others, for its base too.
    private Tensor changed(Op op, Tensor[] in) {
        array.storage().touch();
        array.storage().rewrite();
        requiresGrad = true;
        if (viewRewrites >= 0) viewRewrites = array.storage().rewrites();
        node = GradMode.record(op, this, in);
        if (base == null) return this;
        // The base is what it was, with this in its place; and this, from now on, is a part of the base.
        Tensor places = Places.within(base.array, array);
        Node written = GradMode.record(new Overwrite(places), base, new Tensor[] {base.past(base.array), this});
        base.requiresGrad = true;
        base.node = written;
        node = GradMode.record(new Take(places), this, new Tensor[] {base});
        return this;
    }

    /// What this tensor was until now.
    private Tensor past(Array values) {
        Tensor before = new Tensor(values);
        before.requiresGrad = requiresGrad;
        before.node = node;
        return before;
    }

    /// Overwrites the elements of given numbers with those of another tensor, of the numbers' shape and this tensor's type.
    Tensor overwrite(Tensor places, Tensor value) {
        if (lift != null || value.lift != null) throw new IllegalStateException("set: inside jvp and vmap elements cannot be assigned; use where(mask, a, b), which makes a new tensor");
        boolean record = checkChange("set", value.requiresGrad());
        Gathers.put(array, places.array(), value.array.storage() == array.storage() ? Copies.copy(value.array) : value.array);
        if (record) return changed(new Overwrite(places), new Tensor[] {past(array), value == this ? past(array) : value});
        array.storage().touch();
        return this;
    }

    /// Refuses a view inside a transform whose memory a recorded in-place change has rewritten: its own past no longer says how its values came about.
    void checkView(Op op) {
        if (viewRewrites >= 0 && lift != null && viewRewrites != array.storage().rewrites())
            throw new IllegalStateException(op.name() + ": the view " + array.type() + " shares memory with a tensor that was changed in place after the view was taken; take the view again");
    }

    /// Overwrites this tensor with an elementwise operation on itself and others; its name ends in an underscore.
    public Tensor apply_(Pointwise op, Tensor... others) {
        Tensor[] in = new Tensor[others.length + 1];
        Array[] arrays = new Array[in.length];
        boolean grads = false;
        in[0] = this;
        System.arraycopy(others, 0, in, 1, others.length);
        boolean lifted = false;
        for (int i = 0; i < in.length; i++) {
            arrays[i] = in[i].array;
            grads |= in[i].requiresGrad();
            lifted |= in[i].lift != null;
        }
        boolean record = checkChange(op.name() + "_", grads);
        if (lifted) {
            if (record) throw new IllegalStateException(op.name() + "_: inside jvp and vmap, a change in place cannot be recorded for gradients; use " + op.name() + "(…), which makes a new tensor");
            Lift.overwrite(op, this, in);
            return this;
        }
        for (int i = 1; i < in.length; i++) {
            // An operand that overlaps the target otherwise than element by element would be read after it was overwritten.
            if (arrays[i].storage() == array.storage() && arrays[i].layout() != array.layout()) arrays[i] = Copies.copy(arrays[i]);
        }
        if (!record) {
            op.forwardInto(array, arrays);
            array.storage().touch();
            return this;
        }
        Tensor before = past(op.readsFirst() ? Copies.copy(array) : array);
        for (int i = 1; i < in.length; i++) if (in[i] == this) in[i] = before;
        in[0] = before;
        op.forwardInto(array, arrays);
        changed(op, in);
        if (Detective.watching) Detective.see(op, in, this);
        return this;
    }

    /// This tensor in another type; itself if it has it already.
    /// {@snippet : tensor(1.7, -0.2).to(int64)    // ==> [1, 0]  int64 [2] }
    public Tensor to(DType dtype) { return dtype == dtype() ? this : apply(new Cast(dtype)); }

    /// Conversion to another type. Between floating types it is linear; gradients go back in the type they came from.
    record Cast(DType dtype) implements LinearMap {
        @Override
        public String name() { return "to"; }

        @Override
        public Type type(Type x) { return new Type(dtype, x.shape()); }

        @Override
        public Array forward(Type out, Array x) { return Copies.convert(x, dtype); }

        @Override
        public Tensor transpose(Tensor g, Type x) { return g.to(x.dtype()); }

        @Override
        public Op batched(int size) { return this; }

        static Stream<Sample> samples() { return Stream.of(Sample.of(new Cast(DType.FLOAT64), 2, 3), Sample.of(new Cast(DType.INT32), 3), Sample.of(new Cast(DType.BOOL), 3)); }
    }

    /// A number as a tensor of the type in which it meets this one.
    public Tensor like(Number number) { return of(dtype().forNumber(number), number); }

    // ---- gradients ----

    /// Whether gradients by this tensor are, or can be, computed.
    public boolean requiresGrad() {
        refresh();
        return requiresGrad;
    }

    /// Says whether gradients by this tensor are wanted. Only floating tensors can carry them.
    public Tensor requiresGrad(boolean wanted) {
        if (wanted && !dtype().isFloating()) throw new DTypeException("requiresGrad: only floating tensors carry gradients, this one is " + dtype() + "; use x.to(float32).requiresGrad(true)");
        if (!wanted && node != null && node.leaf == null) throw new IllegalStateException("requiresGrad: this tensor is the result of " + node.op.name() + "; use detach() for a tensor without its past");
        requiresGrad = wanted;
        if (!wanted) node = null;
        // From now on it is a leaf, whatever happens to what it was a view of.
        if (wanted && (node == null || node.leaf != null)) base = null;
        return this;
    }

    /// Whether it was made by hand rather than by a recorded operation.
    public boolean isLeaf() {
        refresh();
        return node == null || node.leaf != null;
    }

    /// The gradient that backward passes have gathered here, or null if there is none.
    public Tensor grad() { return grad; }

    void setGrad(Tensor gradient) { grad = gradient; }

    /// Forgets the gathered gradient.
    public void zeroGrad() { grad = null; }

    /// The step of the tape behind this tensor.
    Node node() {
        refresh();
        if (node == null) node = Node.leaf(this);
        return node;
    }

    /// The same numbers in the same memory, without a past: what is computed from the answer does not reach back to this tensor.
    /// {@snippet : var(2).mul(3).detach()    // ==> 6.  float32 [] }
    public Tensor detach() {
        if (lift != null) return lift.detached();
        return new Tensor(array);
    }

    /// Adds the gradient of this single number to the `grad` of every leaf that it was computed from, and frees the graph.
    ///
    /// {@snippet :
    /// var x = var(3);
    /// x.mul(x).backward();
    /// x.grad()    // ==> 6.  float32 []
    /// }
    public void backward() {
        requireGraph("backward");
        backward(Backward.seed(this));
    }

    /// The same from a given cotangent: adds its product with the Jacobian.
    public void backward(Tensor cotangent) {
        requireGraph("backward");
        checkCotangent("backward", cotangent);
        Backward.accumulate(this, cotangent.to(dtype()), retainGraph || createGraph, createGraph);
    }

    private void requireGraph(String operation) {
        if (!requiresGrad()) throw new IllegalStateException(operation + ": nothing that this tensor was computed from requires gradients; make a parameter with var(…) or x.requiresGrad(true), outside noGrad");
    }

    private void checkCotangent(String operation, Tensor cotangent) {
        if (!cotangent.shape().equals(shape())) throw new ShapeException(operation + ": the cotangent has shape " + cotangent.shape() + ", the result " + shape() + "; they must be equal");
    }

    /// Has a function see the gradient of this tensor whenever a backward computes it; what it answers takes the gradient's place, null leaves it.
    ///
    /// {@snippet :
    /// var x = var(3);
    /// var hook = x.registerHook(g -> g.mul(10));
    /// x.mul(x).backward();
    /// hook.remove();
    /// x.grad()    // ==> 60.  float32 []
    /// }
    public Hook registerHook(UnaryOperator<Tensor> action) {
        if (!requiresGrad) throw new IllegalStateException("registerHook: this tensor does not require gradients, so none will come by; make it with var(…) or x.requiresGrad(true)");
        return node().hooks().add(action);
    }

    /// Has a backward keep the gradient of this result in its `grad`, as leaves do anyway.
    ///
    /// {@snippet :
    /// var y = var(3).mul(2).retainGrad();
    /// y.square().backward();
    /// y.grad()    // ==> 12.  float32 []
    /// }
    public Tensor retainGrad() {
        if (!requiresGrad) throw new IllegalStateException("retainGrad: this tensor does not require gradients, so it gets none; make what it is computed from with var(…)");
        if (!isLeaf()) node().hooks().retained = this;
        return this;
    }

    /// Another tensor in its place whose gradient counts only what is computed from that one.
    Tensor alias() {
        if (requiresGrad && GradMode.isRecording()) return apply(new Movements.Reshape(shape()));
        Tensor same = lifted(array, lift);
        same.viewRewrites = viewRewrites;
        return same.requiresGrad(true);
    }

    /// Keeps the graph for a further backward from this tensor: `y.retainGraph().backward()`.
    public Tensor retainGraph() {
        retainGraph = true;
        return this;
    }

    /// Records the backwards from this tensor too, so that the gradients can be differentiated again: `y.createGraph().backward()`.
    public Tensor createGraph() {
        createGraph = true;
        return this;
    }

    /// The gradients of `y` by each of the given tensors, which can be differentiated again; nothing is added to any `grad`.
    ///
    /// A tensor that `y` does not depend on has a gradient of zeros.
    public static List<Tensor> grad(Tensor y, Tensor cotangent, List<Tensor> by) {
        y.requireGraph("grad");
        if (cotangent != null) y.checkCotangent("grad", cotangent);
        for (Tensor x : by) if (!x.requiresGrad()) throw new IllegalStateException("grad: a tensor " + x.array.type() + " to differentiate by does not require gradients; make it with var(…) before computing the result from it");
        Tensor[] found = Backward.gradients(y, cotangent == null ? Backward.seed(y) : cotangent.to(y.dtype()), by, true, true);
        for (int i = 0; i < found.length; i++) if (found[i] == null) found[i] = of(Array.zeros(by.get(i).dtype(), by.get(i).shape()));
        return Arrays.asList(found);
    }

    /// Runs a body without recording anything on the tape.
    public static <T> T noGrad(Supplier<T> body) { return GradMode.with(false, body); }

    /// Runs a body with recording on, inside `noGrad` too.
    static <T> T withGrad(Supplier<T> body) { return GradMode.with(true, body); }
}
