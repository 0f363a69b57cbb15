package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Shape;
import gradshell.array.Type;
import gradshell.formula.Fn;
import gradshell.formula.Formula;
import gradshell.kernel.Fused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An operation that does the same to every element, given by a [Formula].
///
/// Broadcasting, the type rule, the kernels and the derivatives all follow from the formula. A wither adds what cannot be derived:
/// a slope that is stabler or cheaper than the derived one, the domain on which the formula is defined, a rule for the types.
public final class Pointwise implements Op {
    /// Where the inputs of a formula may lie; checks draw their samples from it.
    public enum Domain { REAL, POSITIVE, UNIT, FROM_ONE }

    /// What follows the name of an operation in the name of its derivative.
    static final String BACKWARD = " backward";

    private final String name;
    /// What it is called where it overwrites its first input.
    private final String overwriting;
    private final Formula formula;
    private final Formula[] slopes;
    private final Domain domain;
    private final boolean floating;
    private final boolean numeric;
    /// The inputs that the formula reads only as truths, one bit each; they have no part in the type of the result.
    private final int truths;

    private final Fused[] uniform = new Fused[DType.values().length];
    private final Map<List<DType>, Fused> mixed = new HashMap<>();
    private final Gradient[] gradients;

    private Pointwise(String name, Formula formula, Formula[] slopes, Domain domain, boolean floating, boolean numeric) {
        this.name = name;
        this.overwriting = name + "_";
        this.formula = formula;
        this.slopes = slopes;
        this.domain = domain;
        this.floating = floating;
        this.numeric = numeric;
        this.gradients = new Gradient[slopes.length];
        int onlyTruths = 0;
        for (int i = 0; i < slopes.length; i++) if (!readsAsNumber(formula, i, false)) onlyTruths |= 1 << i;
        this.truths = onlyTruths;
    }

    /// An operation of the given name; it has as many inputs as the formula reads.
    public static Pointwise pointwise(String name, Formula formula) {
        int arity = 0;
        while (formula.uses(arity)) arity++;
        return pointwise(name, arity, formula);
    }

    /// An operation with a given number of inputs, some of which the formula may leave unread.
    static Pointwise pointwise(String name, int arity, Formula formula) {
        return new Pointwise(name, formula, new Formula[arity], Domain.REAL, false, false);
    }

    /// With a slope of its own by an input, in place of the derived one; it may use `RESULT`.
    public Pointwise slope(int input, Formula slope) {
        Formula[] changed = slopes.clone();
        changed[input] = slope;
        return new Pointwise(name, formula, changed, domain, floating, numeric);
    }

    /// With the domain on which it is defined.
    public Pointwise domain(Domain domain) { return new Pointwise(name, formula, slopes, domain, floating, numeric); }

    /// Whole numbers are taken as float32 and give float32, as for `exp`.
    public Pointwise floating() { return new Pointwise(name, formula, slopes, domain, true, numeric); }

    /// Refuses bools, as a subtraction does.
    public Pointwise numeric() { return new Pointwise(name, formula, slopes, domain, floating, true); }

    @Override
    public String name() { return name; }

    /// The name with an underscore.
    String overwriting() { return overwriting; }

    public Formula formula() { return formula; }

    public Domain inputDomain() { return domain; }

    /// How many inputs it takes.
    public int arity() { return slopes.length; }

    /// Whether an input is read only as a truth, as the mask of `where` is.
    public boolean isMask(int input) { return (truths >> input & 1) != 0; }

    private static boolean readsAsNumber(Formula formula, int input, boolean asTruth) {
        return switch (formula) {
            case Formula.Input(int index) -> index == input && !asTruth;
            case Formula.Constant _ -> false;
            case Formula.Call(Fn fn, List<Formula> arguments) -> {
                boolean logical = fn == Fn.AND || fn == Fn.OR || fn == Fn.XOR || fn == Fn.NOT;
                for (int i = 0; i < arguments.size(); i++)
                    if (readsAsNumber(arguments.get(i), input, logical || fn == Fn.SELECT && i == 0)) yield true;
                yield false;
            }
        };
    }

    // ---- types and shapes ----

    @Override
    public Type type(Type... in) {
        Shape shape = in[0].shape();
        for (int i = 1; i < in.length; i++) shape = Shape.broadcast(name, shape, in[i].shape());
        return new Type(formula.isTruth() ? DType.BOOL : compute(in), shape);
    }

    @Override
    public Form form(Type... in) { return new Form(formula, compute(in)); }

    /// The type in which inputs of given types meet.
    DType compute(Type... in) {
        DType withDimensions = null, without = null;
        for (int i = 0; i < in.length; i++) {
            if (isMask(i)) continue;
            DType dtype = in[i].dtype();
            if (in[i].shape().rank() > 0) withDimensions = withDimensions == null ? dtype : withDimensions.promote(dtype);
            else without = without == null ? dtype : without.promote(dtype);
        }
        DType result = withDimensions == null ? without : without == null ? withDimensions : withDimensions.promoteScalar(without);
        if (result == null) return DType.BOOL;
        if (numeric && result == DType.BOOL) throw new DTypeException(name + ": bool has no arithmetic of this kind; use x.to(int64)." + name + "(…), or logicalXor for a difference");
        return floating ? result.floating() : result;
    }

    // ---- forward ----

    private Fused kernel(Array[] in) {
        DType first = in[0].dtype();
        boolean same = true;
        for (Array x : in) same &= x.dtype() == first;
        if (same && uniform[first.ordinal()] != null) return uniform[first.ordinal()];
        Type[] types = new Type[in.length];
        DType[] dtypes = new DType[in.length];
        for (int i = 0; i < in.length; i++) {
            types[i] = in[i].type();
            dtypes[i] = in[i].dtype();
        }
        DType compute = compute(types);
        if (same) return uniform[first.ordinal()] = Fused.of(formula, compute, dtypes);
        List<DType> key = new ArrayList<>(Arrays.asList(dtypes));
        key.add(compute);
        synchronized (mixed) {
            return mixed.computeIfAbsent(key, _ -> Fused.of(formula, compute, dtypes));
        }
    }

    @Override
    public Array forward(Type out, Array... in) { return forward(in); }

    /// The result in fresh memory; types and shapes are checked on the way.
    Array forward(Array... in) {
        Fused kernel = kernel(in);
        Shape shape = in[0].shape();
        for (int i = 1; i < in.length; i++) shape = Shape.broadcast(name, shape, in[i].shape());
        Array out = Array.zeros(kernel.result(), shape);
        run(kernel, out, in);
        return out;
    }

    /// Writes the result over `target`, which may be one of the inputs.
    @Override
    public void forwardInto(Array target, Array... in) {
        Fused kernel = kernel(in);
        Shape shape = in[0].shape();
        for (int i = 1; i < in.length; i++) shape = Shape.broadcast(overwriting, shape, in[i].shape());
        checkFits(shape, target.shape());
        if (kernel.result() != target.dtype()) {
            if (target.dtype().promoteScalar(kernel.result()) != target.dtype() && kernel.result().isFloating() != target.dtype().isFloating())
                throw new DTypeException(name + "_: the result is " + kernel.result() + ", which " + target.dtype() + " cannot hold in place; use " + name + "(…), which makes a new tensor");
            gradshell.kernel.Copies.into(target, forward(in));
            return;
        }
        run(kernel, target, in);
    }

    /// Refuses to write a result over what has another shape.
    void checkFits(Shape result, Shape target) {
        if (!result.equals(target)) throw new gradshell.array.ShapeException(name + "_: the result has shape " + result
                + ", which does not fit into " + target + " in place; use " + name + "(…), which makes a new tensor");
    }

    private static void run(Fused kernel, Array out, Array[] in) {
        Shape shape = out.shape();
        switch (in.length) {
            case 1 -> kernel.apply(out, wide(in[0], shape));
            case 2 -> kernel.apply(out, wide(in[0], shape), wide(in[1], shape));
            case 3 -> kernel.apply(out, wide(in[0], shape), wide(in[1], shape), wide(in[2], shape));
            default -> {
                Array[] all = new Array[in.length];
                for (int i = 0; i < in.length; i++) all[i] = wide(in[i], shape);
                kernel.apply(out, all);
            }
        }
    }

    private static Array wide(Array x, Shape shape) { return x.shape() == shape || x.shape().equals(shape) ? x : x.view(x.layout().expand(shape)); }

    // ---- derivatives ----

    /// The operation that takes a cotangent (its first input) through the slope; it reads the inputs in `reads`, where -1 is the result.
    private record Gradient(Pointwise op, int[] reads) {}

    private static final Gradient NONE = new Gradient(null, new int[0]);

    private Gradient gradient(int input) {
        Gradient known = gradients[input];
        return known != null ? known : (gradients[input] = derive(input));
    }

    private Gradient derive(int input) {
        Formula slope = slope(input);
        if (slope.equals(Formula.ZERO)) return NONE;
        int[] reads = new int[arity() + 1];
        int count = 0;
        Formula[] moved = new Formula[arity()];
        for (int i = 0; i < arity(); i++) {
            moved[i] = Formula.ZERO;
            if (!slope.uses(i)) continue;
            reads[count++] = i;
            moved[i] = new Formula.Input(count);
        }
        Formula result = new Formula.Input(count + 1);
        if (slope.uses(-1)) reads[count++] = -1;
        Formula product = Formula.X.mul(slope.substitute(result, moved));
        return new Gradient(product.equals(Formula.X) ? null : pointwise(name + BACKWARD, product), Arrays.copyOf(reads, count));
    }

    /// The slope by an input: the given one, or the derived one.
    public Formula slope(int input) { return slopes[input] != null ? slopes[input] : formula.slope(input); }

    @Override
    public boolean reads(int wanted, int input) {
        for (int read : gradient(wanted).reads) if (read == input) return true;
        return false;
    }

    /// Whether any derivative reads the first input, which an in-place form overwrites.
    boolean readsFirst() {
        for (int i = 0; i < arity(); i++) if (reads(i, 0)) return true;
        return false;
    }

    @Override
    public Tensor vjp(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) {
        Tensor slope = through(wanted, g, y, in, false);
        return slope == null ? null : slope.sumTo(type.shape()).to(type.dtype());
    }

    /// The same, with the cotangent overwritten by the result; nothing is recorded.
    Tensor vjpOver(int wanted, Tensor g, Tensor y, Tensor[] in, Type type) {
        Tensor slope = through(wanted, g, y, in, true);
        return slope == null ? null : slope.sumTo(type.shape()).to(type.dtype());
    }

    private Tensor through(int wanted, Tensor g, Tensor y, Tensor[] in, boolean over) {
        Gradient gradient = gradient(wanted);
        if (gradient == NONE) return null;
        if (gradient.op == null) return g;
        int[] reads = gradient.reads;
        Tensor[] operands = new Tensor[reads.length];
        for (int i = 0; i < reads.length; i++) operands[i] = reads[i] < 0 ? y : in[reads[i]];
        return over ? g.apply_(gradient.op, operands) : g.apply(gradient.op, operands);
    }

    @Override
    public Tensor jvp(Tensor[] dx, Tensor y, Tensor[] in) {
        Tensor sum = null;
        for (int i = 0; i < dx.length; i++) {
            Tensor part = dx[i] == null ? null : through(i, dx[i], y, in, false);
            if (part != null) sum = sum == null ? part : sum.add(part);
        }
        return sum == null ? null : sum.expand(y.shape()).to(y.dtype());
    }

    /// The name and the formula: `tanh: tanh(x)`.
    @Override
    public String toString() { return name + ": " + formula; }
}
