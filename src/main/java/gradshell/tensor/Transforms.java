package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import gradshell.array.Rng;
import gradshell.array.Shape;
import gradshell.array.ShapeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Functions made of functions: derivatives in both modes, and one example made many. Each takes a function of a list of tensors.
///
/// They nest in any order. Results can be differentiated further as far as what went in could be.
public final class Transforms {
    private Transforms() {}

    // ---- checks ----

    private static void floating(String word, List<Tensor> x) {
        for (int i = 0; i < x.size(); i++)
            if (!x.get(i).dtype().isFloating()) throw new DTypeException(word + ": input " + (i + 1) + " is " + x.get(i).dtype() + "; only floating tensors can be differentiated by, use x.to(float32)");
    }

    private static void matching(String word, String what, List<Tensor> x, List<Tensor> v) {
        if (x.size() != v.size()) throw new ShapeException(word + ": there are " + x.size() + " inputs and " + v.size() + " " + what + "s; there must be one for each");
        for (int i = 0; i < x.size(); i++)
            if (!x.get(i).shape().equals(v.get(i).shape())) throw new ShapeException(word + ": input " + (i + 1) + " has shape " + x.get(i).shape() + ", its " + what + " " + v.get(i).shape() + "; they must be equal");
    }

    /// Without the part of the past that only the transform has made; what else was on the tape stays there.
    static List<Tensor> settled(List<Tensor> results, List<Tensor> made) {
        Set<Node> own = new HashSet<>();
        for (Tensor x : made) own.add(x.node());
        return results.stream().map(y -> y.requiresGrad() && !reachesOthers(y.node(), own) ? Tensor.lifted(y.memory(), y.lift()) : y).toList();
    }

    private static boolean reachesOthers(Node root, Set<Node> own) {
        Set<Node> seen = new HashSet<>();
        ArrayDeque<Node> stack = new ArrayDeque<>(List.of(root));
        while (!stack.isEmpty()) {
            Node node = stack.pop();
            if (!seen.add(node)) continue;
            if (node.leaf != null && !own.contains(node)) return true;
            if (!node.isReleased()) for (Node source : node.sources) if (source != null) stack.push(source);
        }
        return false;
    }

    // ---- reverse mode ----

    private static List<Tensor> aliases(List<Tensor> x) { return x.stream().map(Tensor::alias).toList(); }

    /// `v` times the Jacobian: what a cotangent of the result is worth at each input; null stands for a one at a single number.
    public static List<Tensor> vjp(String word, Function<List<Tensor>, Tensor> f, List<Tensor> x, Tensor v) {
        floating(word, x);
        return Tensor.withGrad(() -> {
            List<Tensor> at = aliases(x);
            Tensor y = f.apply(at);
            if (v == null && y.numel() != 1) throw new ShapeException(word + ": the function gives shape " + y.shape() + "; it must give a single number, reduce it: f(x).sum()");
            if (v != null && !v.shape().equals(y.shape())) throw new ShapeException(word + ": the function gives shape " + y.shape() + ", the cotangent has " + v.shape() + "; they must be equal");
            return y.requiresGrad() ? settled(Tensor.grad(y, v, at), at) : at.stream().map(Transforms::zerosLike).toList();
        });
    }

    /// The gradients of all inputs in one row, to be differentiated further.
    private static Tensor gradient(String word, Function<List<Tensor>, Tensor> f, List<Tensor> x) {
        return Movements.cat(0, vjp(word, f, x, null).stream().map(Tensor::flatten).toArray(Tensor[]::new));
    }

    // ---- forward mode ----

    /// The Jacobian times `v`: how the result moves when the inputs move so, computed along with the result.
    public static Tensor jvp(Function<List<Tensor>, Tensor> f, List<Tensor> x, List<Tensor> v) {
        floating("jvp", x);
        matching("jvp", "tangent", x, v);
        return pushed(f, x, v);
    }

    private static Tensor pushed(Function<List<Tensor>, Tensor> f, List<Tensor> x, List<Tensor> v) {
        long level = Lift.next();
        Tensor y = f.apply(IntStream.range(0, x.size()).mapToObj(i -> Lift.dual(level, x.get(i), v.get(i).to(x.get(i).dtype()))).toList());
        return y.lift() instanceof Lift.Dual d && d.level() == level && d.tangent() != null ? d.tangent() : zerosLike(y);
    }

    // ---- Jacobians ----

    /// Every derivative of every element of the result, for each input: shape of the result, then shape of the input.
    ///
    /// Fewer results than inputs take a backward, fewer inputs a forward pass, all of its rows or columns together.
    public static List<Tensor> jacobian(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
        floating("jacobian", x);
        return Tensor.withGrad(() -> {
            List<Tensor> at = aliases(x);
            Tensor y = f.apply(at);
            int rows = y.numel(), columns = at.stream().mapToInt(Tensor::numel).sum();
            if (!y.requiresGrad() || rows == 0 || columns == 0)
                return at.stream().map(a -> Tensor.of(Array.zeros(y.dtype().floating(), y.shape().concat(a.shape())))).toList();
            return rows < columns ? byRows(y, at) : settled(byColumns(f, at, y.shape()), at);
        });
    }

    private static List<Tensor> byRows(Tensor y, List<Tensor> at) {
        Tensor cotangents = basis(y.dtype(), y.shape(), 0, 0);
        List<Tensor> rows;
        try {
            long level = Lift.next();
            rows = Tensor.grad(y, Lift.batched(level, cotangents), at).stream().map(g -> values(g, level, y.numel())).toList();
        } catch (Lift.Unbatchable _) {
            List<List<Tensor>> one = IntStream.range(0, y.numel()).mapToObj(i -> Tensor.grad(y, cotangents.select(0, i), at)).toList();
            rows = IntStream.range(0, at.size()).mapToObj(k -> Movements.stack(0, one.stream().map(row -> row.get(k)).toArray(Tensor[]::new))).toList();
        }
        List<Tensor> shaped = new ArrayList<>();
        for (int k = 0; k < at.size(); k++) shaped.add(rows.get(k).reshape(y.shape().concat(at.get(k).shape())));
        return settled(shaped, at);
    }

    private static List<Tensor> byColumns(Function<List<Tensor>, Tensor> f, List<Tensor> at, Shape result) {
        int all = at.stream().mapToInt(Tensor::numel).sum(), before = 0;
        List<Tensor> tangents = new ArrayList<>();
        for (Tensor x : at) {
            tangents.add(basis(x.dtype(), x.shape(), before, all - before - x.numel()));
            before += x.numel();
        }
        Tensor columns;
        try {
            long level = Lift.next();
            columns = values(pushed(f, at, tangents.stream().map(t -> Lift.batched(level, t)).toList()), level, all);
        } catch (Lift.Unbatchable _) {
            columns = Movements.stack(0, IntStream.range(0, all).mapToObj(i -> pushed(f, at, tangents.stream().map(t -> t.select(0, i)).toList())).toArray(Tensor[]::new));
        }
        Tensor matrix = columns.reshape(all, result.elements()).t();
        List<Tensor> blocks = new ArrayList<>();
        before = 0;
        for (Tensor x : at) {
            blocks.add(matrix.narrow(1, before, x.numel()).reshape(result.concat(x.shape())));
            before += x.numel();
        }
        return blocks;
    }

    /// What is inside a batch of a level, or the same for each of it.
    private static Tensor values(Tensor x, long level, int size) {
        return x.lift() instanceof Lift.Batched b && b.level() == level ? b.values() : x.expand(Shape.of(size).concat(x.shape()));
    }

    /// Every second derivative of a single number, for each pair of inputs: shape of the one, then shape of the other.
    public static List<List<Tensor>> hessian(Function<List<Tensor>, Tensor> f, List<Tensor> x) {
        List<Tensor> whole = jacobian(in -> gradient("hessian", f, in), x);
        List<List<Tensor>> blocks = new ArrayList<>();
        int before = 0;
        for (Tensor row : x) {
            int from = before;
            blocks.add(whole.stream().map(block -> block.narrow(0, from, row.numel()).reshape(row.shape().concat(block.shape().slice(1, block.dim())))).toList());
            before += row.numel();
        }
        return blocks;
    }

    /// The matrix of second derivatives times `v`, without computing the matrix: forward mode over a gradient.
    public static List<Tensor> hvp(Function<List<Tensor>, Tensor> f, List<Tensor> x, List<Tensor> v) {
        floating("hvp", x);
        matching("hvp", "vector", x, v);
        Tensor product = pushed(in -> gradient("hvp", f, in), x, v);
        List<Tensor> parts = new ArrayList<>();
        int before = 0;
        for (Tensor part : x) {
            parts.add(product.narrow(0, before, part.numel()).reshape(part.shape()));
            before += part.numel();
        }
        return parts;
    }

    // ---- many examples ----

    /// A function of one example applied to all examples that lie along dimensions of its inputs; results are stacked along a first one.
    ///
    /// Operations work on all examples together, changes in place of what the function made of them too. A function that reads numbers
    /// (`item`, `argmax`), or changes its inputs or what is the same for all examples, is called for one example after the other instead, so
    /// it may be called twice.
    ///
    /// @param dims for each input the dimension along which the examples lie; null for an input that is the same for all
    public static Tensor vmap(Function<List<Tensor>, Tensor> f, List<Integer> dims, List<Tensor> x) {
        if (dims.size() != x.size()) throw new ShapeException("vmap: there are " + x.size() + " inputs and " + dims.size() + " dimensions; there must be one for each, null for an input that is the same for all examples");
        List<Tensor> examples = new ArrayList<>();
        int size = -1;
        for (int i = 0; i < x.size(); i++) {
            Tensor in = x.get(i);
            if (dims.get(i) == null) {
                examples.add(in);
                continue;
            }
            if (in.dim() == 0) throw new ShapeException("vmap: input " + (i + 1) + " is a single number, which has no dimension for examples; say null for its dimension");
            int dim = in.shape().dimension("vmap", dims.get(i));
            if (size >= 0 && in.shape().size(dim) != size) throw new ShapeException("vmap: input " + (i + 1) + " has " + in.shape().size(dim) + " examples along dimension " + dims.get(i) + " of shape " + in.shape() + ", an input before has " + size);
            size = in.shape().size(dim);
            examples.add(in.permute(IntStream.range(0, in.dim()).map(k -> k == 0 ? dim : k <= dim ? k - 1 : k).toArray()));
        }
        if (size < 0) throw new ShapeException("vmap: no input has a dimension for examples; give one, 0 for the first");
        Rng.State random = Rng.shared().state();
        long level = Lift.next();
        try {
            List<Tensor> one = IntStream.range(0, x.size()).mapToObj(i -> dims.get(i) == null ? x.get(i) : Lift.batched(level, examples.get(i))).toList();
            return values(f.apply(one), level, size);
        } catch (Lift.Unbatchable e) {
            if (e.level != level || size == 0) throw e;
        }
        Rng.shared().restore(random);
        Tensor[] results = new Tensor[size];
        for (int b = 0; b < size; b++) {
            int at = b;
            results[b] = f.apply(IntStream.range(0, x.size()).mapToObj(i -> dims.get(i) == null ? x.get(i) : examples.get(i).select(0, at)).toList());
        }
        return Movements.stack(0, results);
    }

    // ---- memory for time ----

    /// What a function gives, without keeping what its backward will need: that is computed again then, with the same random numbers.
    public static Tensor checkpoint(Function<List<Tensor>, Tensor> f, Tensor... x) {
        List<Tensor> in = List.copyOf(Arrays.asList(x));
        return Checkpoint.run(() -> f.apply(in), in);
    }

    // ---- regular tensors ----

    /// A tensor of zeros like another.
    private static Tensor zerosLike(Tensor x) { return Tensor.of(Array.zeros(x.dtype(), x.shape())); }

    /// The identity as cotangents or tangents of a tensor, one after the other: [n, shape…].
    private static Tensor basis(DType dtype, Shape shape, int before, int after) {
        int n = shape.elements(), all = before + n + after;
        Array rows = Array.zeros(dtype, Shape.of(all).concat(shape));
        for (int i = 0; i < n; i++) {
            int place = (before + i) * n + i;
            if (dtype == DType.FLOAT64) rows.doubles()[place] = 1;
            else rows.floats()[place] = 1;
        }
        return Tensor.of(rows);
    }
}
