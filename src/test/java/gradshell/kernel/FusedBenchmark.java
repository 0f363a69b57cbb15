package gradshell.kernel;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.formula.Formula;
import java.util.Arrays;
import java.util.Random;

/// Times loops, after a look at their answers. Run with `-Dgradshell.kernel=scalar`, `vector` or neither.
final class FusedBenchmark {
    private FusedBenchmark() {}

    private static final Formula X = Formula.X;

    public static void main(String[] args) throws InterruptedException {
        System.out.println("mode " + Mode.CHOSEN);
        single();
        int n = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Formula cubic = X.add(X.mul(X).mul(X).mul(Formula.of(0.0447))).mul(Formula.of(0.798));
        time("x * y", X.mul(Formula.Y), n, DType.FLOAT32, (x, y) -> x * y, 1);
        time("exp", X.exp(), n, DType.FLOAT32, (x, _) -> StrictMath.exp(x), 2);
        time("sigmoid", Formula.ONE.div(X.neg().exp().add(Formula.ONE)), n, DType.FLOAT32, (x, _) -> 1 / (1 + StrictMath.exp(-x)), 4);
        time("tanh", X.tanh(), n, DType.FLOAT32, (x, _) -> StrictMath.tanh(x), 2);
        time("gelu", X.mul(Formula.HALF).mul(cubic.tanh().add(Formula.ONE)), n, DType.FLOAT32,
                (x, _) -> 0.5 * x * (1 + StrictMath.tanh(0.798 * (x + 0.0447 * x * x * x))), 1000);
        time("log", X.abs().log(), n, DType.FLOAT32, (x, _) -> StrictMath.log(Math.abs(x)), 2);
        time("log1p", X.abs().log1p(), n, DType.FLOAT32, (x, _) -> StrictMath.log1p(Math.abs(x)), 2);
        time("expm1", X.expm1(), n, DType.FLOAT32, (x, _) -> StrictMath.expm1(x), 2);
        time("sin", X.sin(), n, DType.FLOAT32, (x, _) -> StrictMath.sin(x), 2);
        time("erf", X.erf(), n, DType.FLOAT32, (x, _) -> erf(x), 2);
        time("erf gelu", X.mul(Formula.HALF).mul(X.mul(Formula.of(Math.sqrt(0.5))).erf().add(Formula.ONE)), n, DType.FLOAT32,
                (x, _) -> 0.5 * x * (1 + erf(x * Math.sqrt(0.5))), 1000);
        time("relu", X.max(Formula.ZERO), n, DType.FLOAT32, (x, _) -> Math.max(x, 0), 0);
        time("where", X.gt(Formula.ZERO).select(X, X.mul(Formula.of(0.01))), n, DType.FLOAT32, (x, _) -> x > 0 ? x : x * 0.01, 1);
        time("exp", X.exp(), n, DType.FLOAT64, (x, _) -> StrictMath.exp(x), 3);
        time("tanh", X.tanh(), n, DType.FLOAT64, (x, _) -> StrictMath.tanh(x), 3);
        time("log", X.abs().log(), n, DType.FLOAT64, (x, _) -> StrictMath.log(Math.abs(x)), 3);
    }

    /// By the double formula, which is judged in `ElementaryTest`.
    private static double erf(double x) {
        double[] value = {x};
        new Evaluator(Program.of(X.erf(), DType.FLOAT64, java.util.List.of(DType.FLOAT64))).run(value, 0, 1, 1, value, 0, 1);
        return value[0];
    }

    private interface Reference {
        double of(double x, double y);
    }

    private static void single() {
        Fused line = Fused.of(X.mul(Formula.Y).add(Formula.Z), DType.FLOAT32, DType.FLOAT32, DType.FLOAT32, DType.FLOAT32);
        Array w = Array.of(DType.FLOAT32, Shape.of(1), new float[] {2}), x = Array.of(DType.FLOAT32, Shape.of(1), new float[] {3});
        Array b = Array.of(DType.FLOAT32, Shape.of(1), new float[] {1}), y = Array.zeros(DType.FLOAT32, Shape.of(1));
        // Other formulas first, so that the calls are not all of one class.
        for (Formula other : new Formula[] {X.add(Formula.Y).mul(Formula.Z), X.sub(Formula.Y).sub(Formula.Z), X.mul(Formula.Y).mul(Formula.Z), X.max(Formula.Y).add(Formula.Z)})
            for (int i = 0; i < 20_000; i++) Fused.of(other, DType.FLOAT32, DType.FLOAT32, DType.FLOAT32, DType.FLOAT32).apply(y, w, x, b);
        double[] times = new double[31];
        for (int round = 0; round < times.length; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < 1_000_000; i++) line.apply(y, w, x, b);
            times[round] = (System.nanoTime() - start) / 1e6;
        }
        if (y.floats()[0] != 7) throw new AssertionError(y.floats()[0]);
        Arrays.sort(times);
        System.out.printf("w * x + b on one element: %.1f ns a call%n", times[15]);
    }

    private static void time(String name, Formula formula, int n, DType type, Reference reference, double ulps) throws InterruptedException {
        Random random = new Random(1);
        boolean single = type == DType.FLOAT32;
        Object in = type.allocate(n), out = type.allocate(n);
        for (int i = 0; i < n; i++) java.lang.reflect.Array.set(in, i, single ? (Object) (float) (random.nextGaussian() * 2) : (Object) (random.nextGaussian() * 2));
        Array x = Array.of(type, Shape.of(n), in), y = Array.of(type, Shape.of(n), out);
        Fused fused = formula.uses(1) ? Fused.of(formula, type, type, type) : Fused.of(formula, type, type);
        double first = 0;
        int repeats = Math.max(1, 200_000 / n);
        double[] times = new double[401];
        for (int round = 0; round < times.length; round++) {
            if (round == 60) Thread.sleep(1600);
            long start = System.nanoTime();
            for (int k = 0; k < repeats; k++) {
                if (formula.uses(1)) fused.apply(y, x, x);
                else fused.apply(y, x);
            }
            times[round] = (System.nanoTime() - start) / 1e3 / repeats;
            if (round == 0) first = times[0];
        }
        double worst = 0;
        for (int i = 0; i < n; i++) {
            double value = x.doubleAt(i), right = reference.of(value, value), got = y.doubleAt(i);
            // Sums may cancel: an ulp is that of a number not much smaller than the input.
            double size = Math.max(Math.abs(right), Math.abs(value) / 1024);
            worst = Math.max(worst, Math.abs(got - right) / (single ? Math.ulp((float) size) : Math.ulp(size)));
        }
        if (worst > ulps) throw new AssertionError(name + ": " + worst + " ulp");
        double[] late = Arrays.copyOfRange(times, 200, times.length);
        Arrays.sort(late);
        System.out.printf("%-8s %s %7.0f µs a million, best tenth %.0f (first run %.0f µs), at most %.2f ulp%n",
                name, type, late[late.length / 2] * 1e6 / n, late[late.length / 10] * 1e6 / n, first, worst);
    }
}
