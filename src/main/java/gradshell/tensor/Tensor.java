package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Interruption;
import gradshell.array.Printer;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import gradshell.array.Type;
import gradshell.formula.Formula;
import gradshell.kernel.Copies;
import gradshell.kernel.Gathers;
import java.util.Arrays;
import java.util.List;
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
    /// Whether the memory of the gradient is overwritten by the next replay of a recording.
    private boolean lent;
    private boolean retainGraph;
    private boolean createGraph;
    /// For a view: how many recorded in-place changes its memory had seen when its past was last true; otherwise -1.
    private int viewRewrites = -1;
    /// For a view that was taken while the tape recorded, or that a transform may change: the tensor that it is a view of, which is none itself; otherwise null.
    private Tensor base;
    /// Whether it was a view taken while the tape did not record: it has a base for transforms only.
    private boolean untracked;
    /// What a transform has put around this tensor, or null.
    private Lift lift;

    private Tensor(Array array) { this.array = array; }

    /// A tensor over an array, without a copy and without a past.
    public static Tensor of(Array array) {
        if (Recording.active) Recording.made(array);
        return new Tensor(array);
    }

    /// A tensor that a transform has put something around.
    static Tensor lifted(Array array, Lift lift) {
        Tensor tensor = new Tensor(array);
        tensor.lift = lift;
        return tensor;
    }

    Lift lift() { return lift; }

    void lift(Lift changed) { lift = changed; }

    /// The memory, whether or not it may be looked at.
    Array memory() { return array; }

    /// A tensor without dimensions.
    public static Tensor of(DType dtype, Number value) { return of(Array.scalar(dtype, value)); }

    // ---- what it is ----

    /// The numbers. Whoever writes to them says so by `array().storage().touch()`.
    public Array array() {
        Array numbers = lift == null ? array : lift.array();
        return Recording.active ? Recording.read(numbers) : numbers;
    }

    /// The type of the elements: `float32`, `int64`.
    public DType dtype() { return array.dtype(); }

    /// The sizes of the dimensions; prints as `[2, 3]`.
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
    public boolean toBoolean() {
        if (numel() != 1) throw new ShapeException("toBoolean: a tensor of shape " + shape() + " is " + numel() + " truths, not one; ask for any() or all() of them");
        return array().doubleAt(array.layout().offset()) != 0;
    }

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
    public String toString() { return text(80); }

    /// The same in lines of so many columns.
    /// {@snippet : arange(4).text(80)    // ==> [0, 1, 2, 3]  int64 [4] }
    public String text(int columns) {
        if (lift instanceof Lift.Batched b) return array.type() + ", one of " + b.size();
        refresh();
        String past = node != null && node.op != null ? node.op.name() : requiresGrad ? "requiresGrad" : "";
        return Printer.print(array(), past, columns);
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
        return Profile.watching ? Profile.timed(Profile.Part.FORWARD, op.name(), () -> result(op, in)) : result(op, in);
    }

    private static Tensor result(Op op, Tensor[] in) {
        Interruption.check();
        Array[] arrays = new Array[in.length];
        boolean grads = false, lifted = false;
        for (int i = 0; i < in.length; i++) {
            arrays[i] = in[i].array;
            grads |= in[i].requiresGrad();
            lifted |= in[i].lift != null;
        }
        Tensor result = lifted ? Lift.apply(op, in) : new Tensor(Recording.active ? Recording.forward(op, in, arrays, all -> forward(op, all)) : forward(op, arrays));
        boolean view = result.array.storage() == arrays[0].storage();
        if (view) {
            if (Recording.active) Recording.viewed(result);
            result.viewRewrites = arrays[0].storage().rewrites();
            boolean recorded = lifted || GradMode.isRecording();
            if (result.dtype().isFloating() && (recorded || result.array.storage().born() > 0)) {
                result.base = in[0].viewRewrites < 0 ? in[0] : in[0].base;
                result.untracked = !recorded || in[0].untracked;
            }
        }
        if (grads && result.dtype().isFloating()) {
            result.node = GradMode.record(op, result, in);
            result.requiresGrad = result.node != null;
        }
        if (Detective.watching) Detective.see(op, in, result, result.node);
        return result;
    }

    private static Array forward(Op op, Array[] in) {
        if (op instanceof Pointwise pointwise) return pointwise.forward(in);
        // What a lambda gives is known by calling it, which is done once.
        if (op instanceof Functions.Custom) return op.forward(null, in);
        Type[] types = new Type[in.length];
        for (int i = 0; i < in.length; i++) types[i] = in[i].type();
        return op.forward(op.type(types), in);
    }

    /// If a recorded in-place change has rewritten the memory of this view, it now comes from its base as that is now.
    private void refresh() {
        if (base == null || viewRewrites == array.storage().rewrites()) return;
        if (base.lift instanceof Lift.Dual now) {
            if (!(lift instanceof Lift.Dual before) || before.level() != now.level()) surround(now.level(), now.primal());
            lift = ((Lift.Dual) lift).moving(now.tangent() == null ? null : now.tangent().apply(new Take(Places.within(base.place(), place()))));
        }
        viewRewrites = array.storage().rewrites();
        if (untracked || !base.requiresGrad()) return;
        requiresGrad = true;
        node = Node.of(new Take(Places.within(base.place(), place())), this, base);
    }

    /// The memory, with the layout that one example has in it.
    private Array place() {
        return switch (lift) {
            case Lift.Dual dual -> dual.primal().place();
            case Lift.Batched many -> {
                Array all = many.values().place();
                yield all.view(all.layout().select(0, 0));
            }
            case null -> array;
        };
    }

    /// Puts dual numbers around what this tensor was until now, and around its base.
    void surround(long level) {
        if (base != null && !(base.lift instanceof Lift.Dual here && here.level() == level)) base.surround(level, null);
        surround(level, base == null ? null : ((Lift.Dual) base.lift).primal());
    }

    private void surround(long level, Tensor within) {
        Tensor inside = past(lift);
        inside.viewRewrites = viewRewrites;
        inside.base = within;
        inside.untracked = untracked;
        lift = new Lift.Dual(level, inside, null);
        requiresGrad = false;
        node = null;
    }

    /// Refuses what cannot be changed in place; whether the change is to be recorded is the answer.
    boolean checkChange(String word, boolean byGradients) {
        if (Detective.watching) Detective.note(array.storage(), word);
        if (array.layout().isRepeated()) throw new IllegalStateException(word + ": several elements of this " + array.type() + " share one place in memory, because it was expanded or unfolded; use x.copy(), and change that");
        refresh();
        if (!(byGradients || requiresGrad) || !GradMode.isRecording()) return false;
        Tensor root = base == null || untracked ? this : base;
        if (root.requiresGrad && (root.node == null || root.node.leaf != null)) throw new IllegalStateException(word + ": " + (base == null ? "a tensor" : "a view of a tensor")
                + " that requires gradients and is not the result of an operation cannot be changed in place while the tape records; wrap it: noGrad(() -> w." + call(word) + "), or " + instead(word));
        if (!dtype().isFloating()) throw new DTypeException(word + ": " + dtype() + " cannot carry gradients; use x.to(float32)." + call(word));
        if (viewRewrites >= 0 && (base == null || untracked)) throw new IllegalStateException(word + ": this view was taken inside noGrad or of a tensor that was; a change in place through it cannot be recorded; take the view outside noGrad");
        return true;
    }

    private static String call(String word) { return word + (word.equals("zero_") ? "()" : "(…)"); }

    private static String instead(String word) {
        boolean writes = List.of("copy_", "fill_", "zero_", "set").contains(word);
        return writes ? "change a copy: w.copy()." + call(word) : "compute a new tensor with " + call(word).replace("_(", "(");
    }

    /// Notes that this tensor now is the result of an operation on what it was before and others, for its base too.
    private Tensor changed(Op op, Tensor[] in) {
        if (Recording.active) Recording.entangled(array);
        // What is inside of a transform has said so already.
        if (lift == null) {
            array.storage().touch();
            array.storage().rewrite();
        }
        requiresGrad = true;
        if (viewRewrites >= 0) viewRewrites = array.storage().rewrites();
        node = GradMode.record(op, this, in);
        if (base == null) return this;
        // The base is what it was, with this in its place; and this, from now on, is a part of the base.
        Tensor places = Places.within(base.place(), place());
        Node written = GradMode.record(new Overwrite(places), base, new Tensor[] {base.past(base.lift), this});
        base.requiresGrad = true;
        base.node = written;
        node = GradMode.record(new Take(places), this, new Tensor[] {base});
        return this;
    }

    /// What this tensor was until now.
    private Tensor past(Lift around) { return past(array, around); }

    private Tensor past(Array values, Lift around) {
        Tensor before = lifted(values, around);
        before.requiresGrad = requiresGrad;
        before.node = node;
        return before;
    }

    /// Overwrites the elements of given numbers with those of another tensor, of the numbers' shape and this tensor's type.
    Tensor overwrite(Tensor places, Tensor value) {
        if (lift != null || value.lift != null) return changeLifted(new Overwrite(places), "set", new Tensor[] {this, value});
        boolean record = checkChange("set", value.requiresGrad());
        Recording.change(array, (in, target) -> Gathers.put(target, in[0], in[1]), places.array, value.array.storage() == array.storage() ? value.copied() : value.array);
        if (record) return changed(new Overwrite(places), new Tensor[] {past(null), value == this ? past(null) : value});
        array.storage().touch();
        return this;
    }

    /// Changes a tensor in place where it or what it is changed by is lifted.
    private Tensor changeLifted(Op op, String word, Tensor[] in) {
        Lift.admit(word, this, in);
        boolean grads = false;
        for (Tensor x : in) grads |= x.requiresGrad();
        boolean record = checkChange(word, grads);
        Tensor copy = record ? lift.copied() : null, before = record ? past(copy.array, copy.lift) : null;
        Lift.overwrite(op, this, in);
        if (base != null && lift instanceof Lift.Dual now) {
            // The base moves as this does, where this lies in it.
            Lift.Dual whole = (Lift.Dual) base.lift;
            base.lift = whole.moving(whole.movement().apply(new Overwrite(Places.within(base.place(), place())), now.movement()));
        }
        array.storage().rewrite();
        if (base != null) viewRewrites = array.storage().rewrites();
        if (!record) return this;
        for (int i = 0; i < in.length; i++) if (in[i] == this) in[i] = before;
        return changed(op, in);
    }

    /// Refuses a view inside a transform whose memory a recorded in-place change has rewritten: its own past no longer says how its values came about.
    void checkView(Op op) {
        if (viewRewrites >= 0 && lift != null && dtype().isFloating() && viewRewrites != array.storage().rewrites())
            throw new IllegalStateException(op.name() + ": the view " + array.type() + " shares memory with a tensor that was changed in place after the view was taken; take the view again");
    }

    /// Overwrites this tensor with a value computed beforehand; a refusal goes by the word that the user wrote.
    Tensor written(String word, Tensor value) {
        checkChange(word, value.requiresGrad());
        return copy_(value);
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
        if (lifted) return changeLifted(op, op.overwriting(), in);
        boolean record = checkChange(op.overwriting(), grads);
        for (int i = 1; i < in.length; i++) {
            // An operand that overlaps the target otherwise than element by element would be read after it was overwritten.
            if (arrays[i].storage() == array.storage() && arrays[i].layout() != array.layout()) arrays[i] = in[i].copied();
        }
        if (!record) {
            overwrite(op, in, arrays);
            array.storage().touch();
            return this;
        }
        Tensor before = past(op.readsFirst() ? copied() : array, null);
        for (int i = 1; i < in.length; i++) if (in[i] == this) in[i] = before;
        in[0] = before;
        overwrite(op, in, arrays);
        changed(op, in);
        if (Detective.watching) Detective.see(op, in, this, node);
        return this;
    }

    private void overwrite(Pointwise op, Tensor[] in, Array[] arrays) {
        if (Profile.watching) Profile.timed(Profile.Part.IN_PLACE, op.name(), () -> overwritten(op, in, arrays));
        else overwritten(op, in, arrays);
    }

    private void overwritten(Pointwise op, Tensor[] in, Array[] arrays) {
        if (Recording.active) Recording.overwrite(op, in, array, arrays);
        else op.forwardInto(array, arrays);
    }

    /// The same numbers in memory of their own, without a past.
    private Array copied() { return detach().copy().array; }

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
        public Form form(Type... in) {
            DType from = in[0].dtype();
            if (dtype == DType.BOOL && from != dtype) return new Form(Formula.X.ne(Formula.ZERO), from);
            return new Form(from == DType.BOOL && from != dtype ? Formula.X.select(Formula.ONE, Formula.ZERO) : Formula.X, dtype);
        }

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

    /// The name of the operation whose result this is, movements and conversions left out; empty where the tape does not know.
    /// {@snippet : var(0.5).softmax(0).reshape(1, 1).computedBy()    // ==> softmax }
    public String computedBy() {
        refresh();
        Node made = node;
        while (made != null && !made.isReleased() && (made.op instanceof Movements.Reshape || made.op instanceof Movements.Permute || made.op instanceof Movements.Copy || made.op instanceof Cast)) made = made.sources[0];
        return made == null || made.op == null ? "" : made.op.name();
    }

    /// The gradient that backward passes have gathered here, or null if there is none.
    public Tensor grad() {
        if (Recording.active) Recording.asked(this);
        if (lent && !Recording.isReplaying()) {
            // Whoever holds it from now on must not see it overwritten.
            grad = Tensor.of(Copies.copy(grad.array));
            lent = false;
        }
        return grad;
    }

    /// The gradient as it is held here.
    Tensor gathered() { return grad; }

    /// Adds to the gradient that is held here, whatever it is by now.
    void gather(Array more) {
        if (grad == null || lent) grad = Tensor.of(grad == null ? Copies.copy(more) : Elementwise.ADD.forward(grad.array, more));
        else {
            Elementwise.ADD.forwardInto(grad.array, grad.array, more);
            grad.array.storage().touch();
        }
        lent = false;
    }

    void setGrad(Tensor gradient) {
        if (Recording.active) Recording.gathered(this, gradient);
        grad = gradient;
        lent = false;
    }

    /// Sets a gradient in memory that a replay will overwrite next time; null for none.
    public void lendGrad(Tensor gradient) {
        grad = gradient;
        lent = gradient != null;
    }

    /// Forgets the gathered gradient.
    public void zeroGrad() { setGrad(null); }

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

    /// Whether it was computed from something that requires gradients and can still be differentiated.
    public boolean holdsGraph() {
        refresh();
        return requiresGrad && node != null && node.leaf == null && !node.isReleased();
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
        for (Tensor x : by) if (!x.requiresGrad()) throw new IllegalStateException("grad: " + (Names.of(x).isEmpty() ? "a tensor " + x.array.type() + " to differentiate by" : Names.typed(x) + ",") + " does not require gradients; make it with var(…) before computing the result from it");
        Tensor[] found = Backward.gradients(y, cotangent == null ? Backward.seed(y) : cotangent.to(y.dtype()), by, true, true);
        for (int i = 0; i < found.length; i++) if (found[i] == null) found[i] = of(Array.zeros(by.get(i).dtype(), by.get(i).shape()));
        return Arrays.asList(found);
    }

    /// Runs a body without recording anything on the tape.
    public static <T> T noGrad(Supplier<T> body) { return GradMode.with(false, body); }

    /// Runs a body with recording on, inside `noGrad` too.
    static <T> T withGrad(Supplier<T> body) { return GradMode.with(true, body); }
}
