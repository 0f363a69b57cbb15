package gradshell.optim;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.optim.Settings.Setup;
import gradshell.tensor.Movements;
import gradshell.tensor.Recording;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// L-BFGS (Nocedal, 1980; Nocedal and Wright, Numerical Optimization, algorithm 7.4): steps along the gradient as the curvature of the last steps corrects it.
///
/// A step is up to `maxIter` iterations, for which the loss must be computed again and again:
/// `opt.step(() -> { opt.zeroGrad(); var loss = …; loss.backward(); return loss; })`.
/// All parameters are one vector, so that there are no groups.
public final class Lbfgs extends Optimizer {
    private static final int SCALE = 0, LENGTH = 1, ITERATIONS = 2, EVALUATIONS = 3, KEPT = 4;

    private final int size;

    private Lbfgs(Setup setup) {
        super(setup);
        DType dtype = parameters().getFirst().dtype();
        int total = 0;
        for (Tensor parameter : parameters()) {
            if (parameter.dtype() != dtype) throw new IllegalArgumentException("lbfgs: parameters of " + dtype.toString() + " and " + parameter.dtype() + " are no one vector; bring them to one type");
            total += parameter.numel();
        }
        size = total;
    }

    /// L-BFGS with PyTorch's defaults: history 100, 20 iterations a step, tolerances 1e-7 and 1e-9, no line search.
    public Lbfgs(List<Tensor> parameters, double lr) { this(Setup.of("lbfgs", parameters, lr, Map.of("historySize", 100, "maxIter", 20, "maxEval", 0, "toleranceGrad", 1e-7, "toleranceChange", 1e-9))); }

    private Lbfgs set(String name, Object value) { return new Lbfgs(setup().with(name, value)); }

    /// Another learning rate.
    public Lbfgs lr(double lr) { return set("lr", Check.rate("lbfgs", lr)); }
    /// How many changes of the gradient are kept.
    public Lbfgs historySize(int size) { return set("historySize", Check.atLeast("lbfgs", "historySize", size, 1)); }
    /// How many iterations a step makes at most.
    public Lbfgs maxIter(int iterations) { return set("maxIter", Check.atLeast("lbfgs", "maxIter", iterations, 1)); }
    /// How often a step computes the loss before it ends; 5/4 of the iterations unless said.
    public Lbfgs maxEval(int evaluations) { return set("maxEval", Check.atLeast("lbfgs", "maxEval", evaluations, 1)); }
    /// It ends where no element of the gradient is larger.
    public Lbfgs toleranceGrad(double tolerance) { return set("toleranceGrad", Check.atLeast("lbfgs", "toleranceGrad", tolerance, 0)); }
    /// It ends where neither parameters nor loss change by more.
    public Lbfgs toleranceChange(double tolerance) { return set("toleranceChange", Check.atLeast("lbfgs", "toleranceChange", tolerance, 0)); }
    /// Looks along each direction for a point that satisfies the strong conditions of Wolfe.
    public Lbfgs strongWolfe() { return set("strongWolfe", true); }

    @Override
    Rule rule(int index) { return new Rule(List.of(), (_, _) -> { }); }

    @Override
    Map<String, Memory.Form> shared() {
        int history = (int) setup().settings().number("historySize");
        DType dtype = parameters().getFirst().dtype();
        Map<String, Memory.Form> forms = new LinkedHashMap<>();
        forms.put("direction", new Memory.Form(dtype, Shape.of(size), 0));
        forms.put("gradient", new Memory.Form(dtype, Shape.of(size), 0));
        forms.put("numbers", new Memory.Form(DType.FLOAT64, Shape.of(5), 0));
        for (int i = 0; i < history; i++) {
            forms.put("change" + i, new Memory.Form(dtype, Shape.of(size), 0));
            forms.put("move" + i, new Memory.Form(dtype, Shape.of(size), 0));
        }
        return forms;
    }

    private Tensor remembered(String name) { return memory().of(name, shared().get(name)); }

    @Override
    public void step() { throw new IllegalStateException("lbfgs: a step computes the loss several times; use step(() -> { opt.zeroGrad(); var loss = …; loss.backward(); return loss; })"); }

    @Override
    public Tensor step(Supplier<Tensor> closure) {
        Tensor[] first = {null};
        Recording.act(() -> first[0] = iterate(closure));
        return first[0];
    }

    private Tensor flat() {
        List<Tensor> parts = new ArrayList<>();
        for (Tensor p : parameters()) parts.add(p.grad() == null ? Tensor.of(Array.zeros(p.dtype(), Shape.of(p.numel()))) : p.grad().detach().reshape(-1));
        return Movements.cat(0, parts.toArray(Tensor[]::new)).detach().copy();
    }

    /// Puts the parameters at a distance from where they were, along a direction.
    private void move(List<Tensor> from, double length, Tensor direction) {
        int offset = 0;
        for (int i = 0; i < from.size(); i++) {
            Tensor parameter = parameters().get(i), part = direction.narrow(0, offset, parameter.numel()).reshape(parameter.shape().toArray());
            Tensor there = from.get(i).add(part.mul(length));
            Tensor.noGrad(() -> parameter.copy_(there));
            offset += parameter.numel();
        }
    }

    private static double dot(Tensor a, Tensor b) { return a.mul(b).sum().item(); }

    private Tensor iterate(Supplier<Tensor> closure) {
        Settings settings = setup().settings();
        int most = (int) settings.number("maxIter"), mostEvaluations = settings.number("maxEval") > 0 ? (int) settings.number("maxEval") : most * 5 / 4;
        double flatEnough = settings.number("toleranceGrad"), still = settings.number("toleranceChange");
        memory().steps++;
        for (int i = 0; i < memory().updates.length; i++) memory().updates[i]++;
        Tensor first = closure.get();
        // Everything here is detached, so that the closure alone leaves a tape.
        double loss = first.item();
        Tensor gradient = flat();
        Tensor store = remembered("numbers");
        double[] numbers = (double[]) store.array().storage().values();
        int evaluations = 1;
        numbers[EVALUATIONS]++;
        if (largest(gradient) <= flatEnough) return first;
        for (int iteration = 1; iteration <= most; iteration++) {
            numbers[ITERATIONS]++;
            boolean begins = numbers[ITERATIONS] == 1;
            Tensor direction = begins ? gradient.neg() : direction(gradient, numbers);
            remembered("direction").copy_(direction);
            remembered("gradient").copy_(gradient);
            double before = loss, length = begins ? Math.min(1, 1 / gradient.abs().sum().item()) * learningRate() : learningRate(), slope = dot(gradient, direction);
            numbers[LENGTH] = length;
            if (slope > -still) break;
            List<Tensor> from = parameters().stream().map(p -> p.detach().copy()).toList();
            int evaluated = 0;
            if (settings.flag("strongWolfe")) {
                WolfeSearch.Point found = new WolfeSearch(at -> {
                    move(from, at, direction);
                    double value = closure.get().item();
                    Tensor there = flat();
                    return new WolfeSearch.Point(at, value, there, dot(there, direction));
                }, largest(direction)).search(length, new WolfeSearch.Point(0, loss, gradient, slope));
                length = found.at();
                loss = found.value();
                gradient = found.gradient();
                evaluated = found.evaluations();
                move(from, length, direction);
            } else {
                move(from, length, direction);
                if (iteration != most) {
                    loss = closure.get().item();
                    gradient = flat();
                    evaluated = 1;
                }
            }
            numbers[LENGTH] = length;
            evaluations += evaluated;
            numbers[EVALUATIONS] += evaluated;
            if (iteration == most || evaluations >= mostEvaluations || largest(gradient) <= flatEnough) break;
            if (largest(direction.mul(length)) <= still || Math.abs(loss - before) < still) break;
        }
        store.array().storage().touch();
        return first;
    }

    private static double largest(Tensor x) { return x.abs().amax().item(); }

    /// The direction downwards, by the two loops over what is kept of the last steps.
    private Tensor direction(Tensor gradient, double[] numbers) {
        int history = (int) setup().settings().number("historySize"), kept = (int) numbers[KEPT];
        Tensor change = gradient.sub(remembered("gradient")), move = remembered("direction").mul(numbers[LENGTH]);
        double curvature = dot(change, move);
        if (curvature > 1e-10) {
            if (kept == history) {
                for (int i = 1; i < history; i++) {
                    remembered("change" + (i - 1)).copy_(remembered("change" + i));
                    remembered("move" + (i - 1)).copy_(remembered("move" + i));
                }
                kept--;
            }
            remembered("change" + kept).copy_(change);
            remembered("move" + kept).copy_(move);
            numbers[KEPT] = ++kept;
            numbers[SCALE] = curvature / dot(change, change);
        } else if (kept == 0) numbers[SCALE] = 1;
        double[] weights = new double[kept], shares = new double[kept];
        Tensor q = gradient.neg();
        for (int i = kept - 1; i >= 0; i--) {
            shares[i] = 1 / dot(remembered("change" + i), remembered("move" + i));
            weights[i] = dot(remembered("move" + i), q) * shares[i];
            q = q.sub(remembered("change" + i).mul(weights[i]));
        }
        Tensor r = q.mul(numbers[SCALE]);
        for (int i = 0; i < kept; i++) r = r.add(remembered("move" + i).mul(weights[i] - dot(remembered("change" + i), r) * shares[i]));
        return r;
    }
}
