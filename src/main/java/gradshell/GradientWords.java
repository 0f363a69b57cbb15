package gradshell;

import gradshell.tensor.Detective;
import gradshell.tensor.Functions;
import gradshell.tensor.GradCheck;
import gradshell.tensor.Tensor;
import gradshell.tensor.Transforms;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/// The words of differentiation: gradients, transforms of functions, and the search for what went wrong.
public abstract sealed class GradientWords extends TensorWords permits SequenceWords {
    GradientWords() {}

    // ---- gradients ----

    /// Computes something without recording it on the tape.
    /// {@snippet : noGrad(() -> var(2).mul(3))    // ==> 6.  float32 [] }
    public static <T> T noGrad(Supplier<T> body) { return Tensor.noGrad(body); }
    /// Does something without recording it on the tape.
    public static void noGrad(Runnable body) {
        Tensor.noGrad(() -> {
            body.run();
            return null;
        });
    }
    /// The gradient of `y` by `x`, which can be differentiated again; nothing is added to `x.grad()`.
    /// {@snippet :
    /// var x = var(3);
    /// grad(x.pow(3), x).detach()    // ==> 27.  float32 []
    /// }
    public static Tensor grad(Tensor y, Tensor x) { return Tensor.grad(y, null, List.of(x)).getFirst(); }
    /// The gradients of `y` by several tensors.
    public static List<Tensor> grad(Tensor y, Tensor first, Tensor second, Tensor... more) {
        List<Tensor> by = new java.util.ArrayList<>(List.of(first, second));
        by.addAll(Arrays.asList(more));
        return Tensor.grad(y, null, by);
    }
    /// Whether the derivatives of a function agree with central differences at float64 inputs; an error says where they do not.
    public static boolean gradcheck(Function<Tensor, Tensor> f, Tensor x) { return GradCheck.check(in -> f.apply(in[0]), x); }

    /// The same of a function of two tensors.
    public static boolean gradcheck(BiFunction<Tensor, Tensor, Tensor> f, Tensor a, Tensor b) { return GradCheck.check(in -> f.apply(in[0], in[1]), a, b); }
    /// The same of a function of a list of tensors.
    public static boolean gradcheck(Function<List<Tensor>, Tensor> f, List<Tensor> x) { return GradCheck.check(in -> f.apply(Arrays.asList(in)), x.toArray(Tensor[]::new)); }
    /// Whether the second derivatives of a function agree with central differences of the first.
    /// {@snippet : gradgradcheck(x -> x.pow(3), tensor(float64, new double[] {1, 2}).requiresGrad(true))    // ==> true }
    public static boolean gradgradcheck(Function<Tensor, Tensor> f, Tensor x) { return GradCheck.checkTwice(in -> f.apply(in[0]), x); }
    /// The same of a function of two tensors.
    public static boolean gradgradcheck(BiFunction<Tensor, Tensor, Tensor> f, Tensor a, Tensor b) { return GradCheck.checkTwice(in -> f.apply(in[0], in[1]), a, b); }
    /// The same of a function of a list of tensors.
    public static boolean gradgradcheck(Function<List<Tensor>, Tensor> f, List<Tensor> x) { return GradCheck.checkTwice(in -> f.apply(Arrays.asList(in)), x.toArray(Tensor[]::new)); }

    // ---- transforms ----

    private static Function<List<Tensor>, Tensor> one(Function<Tensor, Tensor> f) { return in -> f.apply(in.getFirst()); }
    private static Function<List<Tensor>, Tensor> two(BiFunction<Tensor, Tensor, Tensor> f) { return in -> f.apply(in.get(0), in.get(1)); }

    /// The function that gives the gradient of a function whose result is a single number.
    /// {@snippet : grad(x -> x.pow(3)).apply(tensor(2.0))    // ==> 12.  float32 [] }
    public static Function<Tensor, Tensor> grad(Function<Tensor, Tensor> f) { return x -> Transforms.vjp("grad", one(f), List.of(x), null).getFirst(); }

    /// The cotangent `v` of a function's result times its Jacobian at `x`, by reverse mode.
    /// {@snippet : vjp(x -> x.square(), tensor(1.0, 2.0), tensor(1.0, 10.0))    // ==> [2., 40.]  float32 [2] }
    public static Tensor vjp(Function<Tensor, Tensor> f, Tensor x, Tensor v) { return Transforms.vjp("vjp", one(f), List.of(x), v).getFirst(); }
    /// The same of a function of two tensors: a product for each.
    public static List<Tensor> vjp(BiFunction<Tensor, Tensor, Tensor> f, Tensor a, Tensor b, Tensor v) { return Transforms.vjp("vjp", two(f), List.of(a, b), v); }
    /// The same of a function of a list of tensors.
    public static List<Tensor> vjp(Function<List<Tensor>, Tensor> f, List<Tensor> x, Tensor v) { return Transforms.vjp("vjp", f, x, v); }

    /// The Jacobian of a function at `x` times the tangent `v`, by forward mode: computed along with the result, without a tape.
    /// {@snippet : jvp(x -> x.square().sum(), tensor(1.0, 2.0), tensor(1.0, 10.0))    // ==> 42.  float32 [] }
    public static Tensor jvp(Function<Tensor, Tensor> f, Tensor x, Tensor v) { return Transforms.jvp(one(f), List.of(x), List.of(v)); }
    /// The same of a function of two tensors, each of which moves.
    public static Tensor jvp(BiFunction<Tensor, Tensor, Tensor> f, Tensor a, Tensor b, Tensor va, Tensor vb) { return Transforms.jvp(two(f), List.of(a, b), List.of(va, vb)); }
    /// The same of a function of a list of tensors.
    public static Tensor jvp(Function<List<Tensor>, Tensor> f, List<Tensor> x, List<Tensor> v) { return Transforms.jvp(f, x, v); }

    /// Every derivative of every element of the result: its shape followed by the shape of `x`.
    /// {@snippet : jacobian(x -> x.square(), tensor(1.0, 2.0))    // ==> [[2., 0.], [0., 4.]]  float32 [2, 2] }
    public static Tensor jacobian(Function<Tensor, Tensor> f, Tensor x) { return Transforms.jacobian(one(f), List.of(x)).getFirst(); }
    /// The same of a function of two tensors: by each of them.
    public static List<Tensor> jacobian(BiFunction<Tensor, Tensor, Tensor> f, Tensor a, Tensor b) { return Transforms.jacobian(two(f), List.of(a, b)); }
    /// The same of a function of a list of tensors.
    public static List<Tensor> jacobian(Function<List<Tensor>, Tensor> f, List<Tensor> x) { return Transforms.jacobian(f, x); }

    /// The second derivatives of a function whose result is a single number: the shape of `x` twice.
    /// {@snippet : hessian(x -> x.pow(3).sum(), tensor(1.0, 2.0))    // ==> [[6., 0.], [0., 12.]]  float32 [2, 2] }
    public static Tensor hessian(Function<Tensor, Tensor> f, Tensor x) { return Transforms.hessian(one(f), List.of(x)).getFirst().getFirst(); }
    /// The same of a function of two tensors: by each pair of them.
    public static List<List<Tensor>> hessian(BiFunction<Tensor, Tensor, Tensor> f, Tensor a, Tensor b) { return Transforms.hessian(two(f), List.of(a, b)); }
    /// The same of a function of a list of tensors.
    public static List<List<Tensor>> hessian(Function<List<Tensor>, Tensor> f, List<Tensor> x) { return Transforms.hessian(f, x); }

    /// The matrix of second derivatives times `v`, at the price of a few evaluations.
    /// {@snippet : hvp(x -> x.pow(3).sum(), tensor(1.0, 2.0), tensor(1.0, 1.0))    // ==> [6., 12.]  float32 [2] }
    public static Tensor hvp(Function<Tensor, Tensor> f, Tensor x, Tensor v) { return Transforms.hvp(one(f), List.of(x), List.of(v)).getFirst(); }
    /// The same of a function of two tensors.
    public static List<Tensor> hvp(BiFunction<Tensor, Tensor, Tensor> f, Tensor a, Tensor b, Tensor va, Tensor vb) { return Transforms.hvp(two(f), List.of(a, b), List.of(va, vb)); }
    /// The same of a function of a list of tensors.
    public static List<Tensor> hvp(Function<List<Tensor>, Tensor> f, List<Tensor> x, List<Tensor> v) { return Transforms.hvp(f, x, v); }

    /// A function of one example made one of many, which lie along the first dimension and are computed together.
    /// {@snippet : vmap(x -> x.dot(x)).apply(tensor("[[1., 2.], [3., 4.]]"))    // ==> [5., 25.]  float32 [2] }
    public static Function<Tensor, Tensor> vmap(Function<Tensor, Tensor> f) { return vmap(f, 0); }
    /// The same along another dimension.
    public static Function<Tensor, Tensor> vmap(Function<Tensor, Tensor> f, int dim) { return x -> Transforms.vmap(one(f), List.of(dim), List.of(x)); }
    /// The same of two tensors, each along its dimension; null for one that is the same for all examples.
    /// {@snippet : vmap((a, b) -> a.dot(b), 0, null).apply(eye(2), tensor(3.0, 4.0))    // ==> [3., 4.]  float32 [2] }
    public static BiFunction<Tensor, Tensor, Tensor> vmap(BiFunction<Tensor, Tensor, Tensor> f, Integer dimA, Integer dimB) {
        return (a, b) -> Transforms.vmap(two(f), Arrays.asList(dimA, dimB), List.of(a, b));
    }
    /// The same of a list of tensors.
    public static Function<List<Tensor>, Tensor> vmap(Function<List<Tensor>, Tensor> f, List<Integer> dims) { return x -> Transforms.vmap(f, dims, x); }

    /// What a function gives, without keeping what its backward will need: it is computed again then, dropouts the same.
    /// {@snippet :
    /// var x = var(3);
    /// checkpoint(a -> a.exp().log().square(), x).backward();
    /// x.grad()    // ==> 6.  float32 []
    /// }
    public static Tensor checkpoint(Function<Tensor, Tensor> f, Tensor x) { return Transforms.checkpoint(one(f), x); }
    /// The same of a function of two tensors.
    public static Tensor checkpoint(BiFunction<Tensor, Tensor, Tensor> f, Tensor a, Tensor b) { return Transforms.checkpoint(two(f), a, b); }

    /// A function with a derivative of its own: `backward` takes the cotangent of the result and the input, and gives the gradient.
    /// {@snippet :
    /// var through = function(x -> x.round(), (g, x) -> g);
    /// var x = var(1.7);
    /// through.apply(x).backward();
    /// x.grad()    // ==> 1.  float32 []
    /// }
    public static Function<Tensor, Tensor> function(Function<Tensor, Tensor> forward, BiFunction<Tensor, Tensor, Tensor> backward) { return function("function", forward, backward); }
    /// The same of two tensors; `backward` gives a list of two gradients, `(g, a, b) -> List.of(g.mul(b), g.mul(a))`.
    public static BiFunction<Tensor, Tensor, Tensor> function(BiFunction<Tensor, Tensor, Tensor> forward, Functions.Three<List<Tensor>> backward) { return function("function", forward, backward); }
    /// The same under a name, which messages and printed results call it by.
    /// {@snippet : function("through", x -> x.round(), (g, x) -> g)    // ==> through }
    public static Function<Tensor, Tensor> function(String name, Function<Tensor, Tensor> forward, BiFunction<Tensor, Tensor, Tensor> backward) { return Functions.function(name, forward, backward); }
    /// The same of two tensors, under a name.
    public static BiFunction<Tensor, Tensor, Tensor> function(String name, BiFunction<Tensor, Tensor, Tensor> forward, Functions.Three<List<Tensor>> backward) { return Functions.function(name, forward, backward); }

    // ---- what went wrong ----

    /// Which operation behind a tensor, or of its backward, first made something that is not a finite number; the graph stays.
    /// {@snippet : diagnose(var(4).sub(4).log().add(1))    // ==> log: the result is -Infinity at [], the first number that is not finite; the input there is 0.0 }
    public static String diagnose(Tensor y) { return Detective.diagnose(y); }
    /// Runs a body, and stops at the first operation, forwards or backwards, that makes something not finite of finite numbers.
    public static <T> T detectAnomaly(Supplier<T> body) { return Detective.watch(body); }
    /// The same of a body without a result.
    public static void detectAnomaly(Runnable body) {
        Detective.watch(() -> {
            body.run();
            return null;
        });
    }
}
