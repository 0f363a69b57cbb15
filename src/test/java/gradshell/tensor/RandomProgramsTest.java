package gradshell.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.compile.Compiled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Programs drawn at random, which change tensors in place through views too: all ways to differentiate them, and to run them on many examples, agree.
class RandomProgramsTest {
    private static final int PROGRAMS = 400, EXAMPLES = 3;
    private static final double STEP = 1e-5;
    private static final List<Shape> SHAPES = List.of(Shape.of(2, 3), Shape.of(3));

    /// What is drawn decides by shapes alone, so that the same program runs on plain and on lifted tensors.
    private record Program(long seed, int steps) {
        Tensor run(List<Tensor> in) {
            Random random = new Random(seed);
            List<Tensor> pool = new ArrayList<>(in);
            for (int i = 0; i < steps; i++) step(pool, random);
            Tensor sum = in.getFirst().sum().mul(0.1);
            // Each of the last results counts, with weights of its own.
            for (int i = Math.max(0, pool.size() - 5); i < pool.size(); i++) sum = sum.add(pool.get(i).mul(constant(pool.get(i).shape(), random)).sum());
            return sum;
        }
    }

    private static Tensor constant(Shape shape, Random random) {
        Array x = Array.zeros(DType.FLOAT64, shape);
        for (int i = 0; i < x.elements(); i++) x.doubles()[i] = random.nextDouble(-1, 1);
        return Tensor.of(x);
    }

    private static Tensor any(List<Tensor> pool, Random random) { return pool.get(random.nextInt(pool.size())); }

    private static Tensor indices(int count, int below, Random random) {
        return Tensor.of(Array.of(DType.INT64, Shape.of(count), random.longs(count, 0, below).toArray()));
    }

    private static Tensor mask(Shape shape, Random random) { return constant(shape, random).gt(0); }

    private static void step(List<Tensor> pool, Random random) {
        Tensor x = any(pool, random);
        switch (random.nextInt(5)) {
            case 0 -> pool.add(elementwise(x, any(pool, random), random));
            case 1 -> pool.add(reduced(x, random));
            case 2 -> pool.add(moved(x, any(pool, random), random));
            case 3 -> pool.add(product(x, any(pool, random), random));
            default -> changed(pool, x, random);
        }
    }

    /// What grows too large is made small.
    private static Tensor bounded(Tensor x, Random random) {
        while (x.numel() > 30) x = x.select(random.nextInt(x.dim()), 0);
        return x.tanh();
    }

    private static boolean meet(Tensor a, Tensor b) {
        for (int i = 1; i <= Math.min(a.dim(), b.dim()); i++) if (a.size(-i) != b.size(-i) && a.size(-i) != 1 && b.size(-i) != 1) return false;
        return true;
    }

    private static Tensor elementwise(Tensor x, Tensor y, Random random) {
        if (!meet(x, y)) y = constant(x.shape(), random);
        return bounded(switch (random.nextInt(9)) {
            case 0 -> x.add(y);
            case 1 -> x.sub(y);
            case 2 -> x.mul(y);
            case 3 -> x.div(y.square().add(1));
            case 4 -> x.sin();
            case 5 -> x.sigmoid().mul(y);
            case 6 -> x.exp().log1p();
            case 7 -> x.where(mask(x.shape(), random), y);
            default -> x.square().add(1).sqrt().add(x.floor());
        }, random);
    }

    private static Tensor reduced(Tensor x, Random random) {
        if (x.dim() == 0) return x.cos();
        int dim = random.nextInt(x.dim());
        return switch (random.nextInt(8)) {
            case 0 -> x.sum(dim);
            case 1 -> x.mean(dim);
            case 2 -> x.logsumexp(dim);
            case 3 -> x.softmax(dim);
            case 4 -> x.cumsum(dim);
            case 5 -> x.mul(x).sum();
            case 6 -> x.size(dim) > 1 ? x.var(dim) : x;
            default -> x.prod(dim);
        };
    }

    private static Tensor moved(Tensor x, Tensor y, Random random) {
        if (x.dim() == 0) return random.nextBoolean() ? x.expand(2) : Movements.stack(0, x, x.sin());
        int dim = random.nextInt(x.dim()), size = x.size(dim);
        if (random.nextInt(3) == 0 || size == 0) return view(x, random);
        return switch (random.nextInt(8)) {
            case 0 -> x.flip(dim);
            case 1 -> x.roll(1, dim);
            case 2 -> x.indexSelect(dim, indices(3, size, random));
            case 3 -> Movements.stack(random.nextInt(x.dim() + 1), x, y.shape().equals(x.shape()) ? y : x.cos());
            case 4 -> Movements.cat(dim, x, y.shape().equals(x.shape()) ? y : x.sin());
            case 5 -> x.at(indices(2, x.size(0), random));
            case 6 -> x.gather(dim, indices(x.numel(), size, random).reshape(x.shape()));
            default -> x.flatten().take(indices(4, x.numel(), random));
        };
    }

    private static Tensor view(Tensor x, Random random) {
        if (x.dim() == 0) return x;
        int dim = random.nextInt(x.dim()), size = x.size(dim);
        return switch (random.nextInt(7)) {
            case 0 -> x.transpose(dim, random.nextInt(x.dim()));
            case 1 -> x.select(dim, random.nextInt(size));
            case 2 -> x.narrow(dim, size / 2, size - size / 2);
            case 3 -> x.at(new Index.Range(null, null, 2));
            case 4 -> x.unsqueeze(random.nextInt(x.dim() + 1));
            case 5 -> x.squeeze();
            default -> x.dim() == 2 ? x.diagonal() : x;
        };
    }

    private static Tensor product(Tensor x, Tensor y, Random random) {
        Tensor product = switch (random.nextInt(3)) {
            case 0 -> x.dim() > 0 && y.dim() == 2 && x.size(-1) == y.size(0) && x.dim() < 3 ? x.matmul(y) : x.flatten().dot(x.flatten().sin());
            case 1 -> x.dim() == 2 ? x.matmul(x.t()) : x.flatten().outer(y.flatten());
            default -> x.dim() == 2 ? x.t().matmul(constant(Shape.of(x.size(0), 2), random)) : x.mul(y.sum());
        };
        return bounded(product, random);
    }

    /// A copy that is changed through views of views, which stay in use.
    private static void changed(List<Tensor> pool, Tensor x, Random random) {
        Tensor whole = random.nextInt(4) == 0 ? Tensor.of(Array.zeros(DType.FLOAT64, x.shape())) : x.copy();
        List<Tensor> parts = new ArrayList<>(List.of(whole));
        // Of what lies without gaps a reshape is a view.
        for (int i = 0; i < 2; i++) parts.add(random.nextInt(4) == 0 ? whole.reshape(whole.numel()) : view(any(parts, random), random));
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            Tensor part = any(parts, random), y = any(pool, random);
            if (part.numel() == 0) continue;
            if (!meet(part, y) || y.dim() > part.dim() || !Shape.broadcast("test", part.shape(), y.shape()).equals(part.shape())) y = y.sum().mul(constant(part.shape(), random));
            switch (random.nextInt(9)) {
                case 0 -> part.add_(y);
                case 1 -> part.sub_(y);
                case 2 -> part.mul_(y);
                case 3 -> part.copy_(y);
                case 4 -> part.zero_();
                case 5 -> part.maskedFill_(mask(part.shape(), random), 0.5);
                case 6 -> part.set(y.sum(), part.dim() == 0 ? "..." : "1:");
                case 7 -> part.set(y.sum().mul(0.1), mask(part.shape(), random));
                default -> {
                    // Each place once: of a place that is written twice the gradient goes to both writers, as in PyTorch.
                    if (part.dim() > 0) part.set(y.mean(), Tensor.of(Array.of(DType.INT64, Shape.of(2), new long[] {part.size(0) - 1, 0})).narrow(0, 0, Math.min(2, part.size(0))));
                }
            }
            if (random.nextBoolean()) parts.add(view(whole, random));
        }
        for (Tensor part : parts) if (part.numel() > 0) pool.add(part.mul(0.9));
        if (whole.numel() > 0) pool.add(any(parts, random));
        if (pool.getLast().numel() == 0) pool.removeLast();
    }

    // ---- what has to agree ----

    private static List<Tensor> plain(List<Tensor> x) { return x.stream().map(t -> t.detach().copy()).toList(); }

    private static double along(List<Tensor> gradients, List<Tensor> moves) { return IntStream.range(0, moves.size()).mapToDouble(i -> gradients.get(i).mul(moves.get(i)).sum().item()).sum(); }

    private static List<Tensor> shifted(List<Tensor> x, List<Tensor> moves, double step) { return IntStream.range(0, x.size()).mapToObj(i -> x.get(i).add(moves.get(i).mul(step))).toList(); }

    private static List<Tensor> gradients(Function<List<Tensor>, Tensor> f, List<Tensor> x) { return Transforms.vjp("grad", f, x, null); }

    private static Tensor row(List<Tensor> parts) { return Movements.cat(0, parts.stream().map(Tensor::flatten).toArray(Tensor[]::new)); }

    /// Whether a derivative was refused because what it reads was changed, as it has to be.
    private static boolean refused(IllegalStateException e) { return e.getMessage() != null && e.getMessage().contains("was changed in place after it was used"); }

    private static void close(double expected, double actual, double tolerance, String what) { assertEquals(expected, actual, tolerance * Math.max(1, Math.abs(expected)), what); }

    @Test
    void allWaysAgree() {
        int backwards = 0;
        List<String> wrong = new ArrayList<>();
        for (int seed = 0; seed < PROGRAMS; seed++) {
            try {
                if (check(seed)) backwards++;
            } catch (AssertionError | RuntimeException e) {
                wrong.add("program " + seed + ": " + e);
            }
        }
        System.out.println("RandomProgramsTest: " + PROGRAMS + " programs, " + backwards + " of them with gradients");
        assertEquals("", String.join("\n", wrong));
        assertTrue(backwards > PROGRAMS * 3 / 4, backwards + " programs have gradients");
    }

    /// Trainings whose loss is a program: recorded and replayed they leave the same bits.
    @Test
    void replaysLeaveTheSameBits() {
        int replayed = 0;
        List<String> wrong = new ArrayList<>();
        for (int seed = 0; seed < PROGRAMS; seed++) {
            try {
                Program program = new Program(seed, 3 + seed % 8);
                List<Tensor> eager = training(program, null);
                Compiled[] compiled = new Compiled[1];
                List<Tensor> replays = training(program, compiled);
                if (compiled[0].reason() == null) replayed++;
                for (int i = 0; i < eager.size(); i++) assertArrayEquals(eager.get(i).toDoubles(), replays.get(i).toDoubles(), "number " + i);
            } catch (IllegalStateException e) {
                if (!refused(e)) wrong.add("program " + seed + ": " + e);
            } catch (AssertionError | RuntimeException e) {
                wrong.add("program " + seed + ": " + e);
            }
        }
        System.out.println("RandomProgramsTest: " + replayed + " of " + PROGRAMS + " trainings were replayed");
        assertEquals("", String.join("\n", wrong));
        assertTrue(replayed > PROGRAMS / 2, replayed + " trainings were replayed");
    }

    /// The losses, gradients and parameters of a few steps with other inputs each.
    private static List<Tensor> training(Program program, Compiled[] compiled) {
        Random random = new Random(7);
        List<Tensor> parameters = SHAPES.stream().map(s -> constant(s, random).requiresGrad(true)).toList(), seen = new ArrayList<>();
        Function<Tensor[], Tensor[]> step = in -> {
            parameters.forEach(Tensor::zeroGrad);
            Tensor loss = program.run(List.of(parameters.get(0).mul(in[0]), parameters.get(1).add(in[1])));
            loss.backward();
            Tensor.noGrad(() -> {
                for (Tensor p : parameters) if (p.grad() != null) p.sub_(p.grad().clamp(-1, 1).mul(0.01));
                return null;
            });
            return new Tensor[] {loss.detach()};
        };
        Compiled replay = Compiled.ofAll(step);
        if (compiled != null) compiled[0] = replay;
        for (int i = 0; i < 5; i++) {
            Tensor[] inputs = SHAPES.stream().map(s -> constant(s, random)).toArray(Tensor[]::new);
            seen.add((compiled == null ? step.apply(inputs) : replay.applyAll(inputs))[0]);
            for (Tensor p : parameters) {
                seen.add(p.detach().copy());
                if (p.grad() != null) seen.add(p.grad());
            }
        }
        return seen;
    }

    /// Whether it has gradients too.
    private static boolean check(int seed) {
        Random random = new Random(1000 + seed);
        Program program = new Program(seed, 3 + random.nextInt(8));
        List<List<Tensor>> examples = IntStream.range(0, EXAMPLES).mapToObj(_ -> SHAPES.stream().map(s -> constant(s, random)).toList()).toList();
        List<Tensor> moves = SHAPES.stream().map(s -> constant(s, random)).toList();
        forward(program, examples.getFirst(), moves);
        many(program::run, examples, 1e-12, "vmap");
        try {
            backward(program, examples.getFirst(), moves);
            many(in -> row(gradients(program::run, in)), examples, 1e-11, "vmap of the gradient");
            return true;
        } catch (IllegalStateException e) {
            if (refused(e)) return false;
            throw e;
        }
    }

    private static void forward(Program program, List<Tensor> x, List<Tensor> moves) {
        Tensor value = program.run(plain(x));
        double numeric = (program.run(shifted(x, moves, STEP)).item() - program.run(shifted(x, moves, -STEP)).item()) / (2 * STEP);
        close(numeric, Transforms.jvp(program::run, plain(x), moves).item(), 1e-6, "jvp against central differences");
        List<Tensor> turned = x.stream().map(t -> t.t().copy().t()).toList();
        assertEquals(value.item(), program.run(turned).item(), "in another layout");
    }

    private static void backward(Program program, List<Tensor> x, List<Tensor> moves) {
        List<Tensor> gradients = gradients(program::run, plain(x));
        close(Transforms.jvp(program::run, plain(x), moves).item(), along(gradients, moves), 1e-9, "vjp against jvp");
        List<Tensor> leaves = plain(x);
        leaves.forEach(t -> t.requiresGrad(true));
        program.run(leaves).backward();
        for (int i = 0; i < x.size(); i++) {
            Tensor found = leaves.get(i).grad();
            assertArrayEquals(gradients.get(i).toDoubles(), found == null ? new double[x.get(i).numel()] : found.toDoubles(), 1e-12, "backward");
        }
        // The second derivative along the moves.
        double numeric = (along(gradients(program::run, shifted(x, moves, STEP)), moves) - along(gradients(program::run, shifted(x, moves, -STEP)), moves)) / (2 * STEP);
        close(numeric, along(Transforms.hvp(program::run, plain(x), moves), moves), 1e-5, "hvp against central differences");
        Tensor pushed = Tensor.noGrad(() -> Transforms.jvp(in -> Transforms.jvp(program::run, in, moves), plain(x), moves));
        close(numeric, pushed.item(), 1e-5, "jvp of jvp against central differences");
    }

    private static void many(Function<List<Tensor>, Tensor> f, List<List<Tensor>> examples, double tolerance, String what) {
        List<Tensor> stacked = IntStream.range(0, SHAPES.size()).mapToObj(i -> Movements.stack(0, examples.stream().map(e -> e.get(i)).toArray(Tensor[]::new))).toList();
        Tensor together = Transforms.vmap(f, List.of(0, 0), stacked);
        for (int b = 0; b < EXAMPLES; b++) {
            double[] one = f.apply(plain(examples.get(b))).toDoubles(), found = together.select(0, b).toDoubles();
            for (int i = 0; i < one.length; i++) close(one[i], found[i], tolerance, what + ", example " + b);
        }
    }
}
