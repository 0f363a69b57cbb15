package gradshell.tensor;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.DTypeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/// Compares derivatives with central differences, along random directions, so that it costs two evaluations whatever the size.
public final class GradCheck {
    private static final double STEP = 1e-6;
    private static final double TOLERANCE = 1e-5;

    private GradCheck() {}

    /// Whether the gradients of a function of float64 tensors agree with the change of its value; throws an error that shows both if not.
    ///
    /// Inputs that do not require gradients are held still.
    public static boolean check(Function<Tensor[], Tensor> f, Tensor... inputs) {
        for (Tensor x : inputs)
            if (x.requiresGrad() && x.dtype() != DType.FLOAT64) throw new DTypeException("gradcheck: an input is " + x.dtype() + ", too coarse for differences; use x.to(float64)");
        if (Stream.of(inputs).noneMatch(Tensor::requiresGrad)) throw new IllegalStateException("gradcheck: no input requires gradients; use x.requiresGrad(true)");
        Random random = new Random(1);
        for (int direction = 0; direction < 3; direction++) compare(f, inputs, random);
        return true;
    }

    private static void compare(Function<Tensor[], Tensor> f, Tensor[] inputs, Random random) {
        Tensor[] at = new Tensor[inputs.length], moves = new Tensor[inputs.length];
        List<Tensor> by = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            at[i] = inputs[i].detach();
            if (!inputs[i].requiresGrad()) continue;
            at[i] = at[i].copy().requiresGrad(true);
            moves[i] = normal(at[i], random);
            by.add(at[i]);
        }
        Tensor y = f.apply(at), cotangent = normal(y.detach(), random);
        // What depends on no input has gradients of zeros.
        List<Tensor> gradients = y.requiresGrad() ? Tensor.grad(y, cotangent, by) : by.stream().map(x -> Tensor.of(Array.zeros(x.dtype(), x.shape()))).toList();
        double analytic = 0;
        for (int i = 0, k = 0; i < inputs.length; i++) if (moves[i] != null) analytic += dot(gradients.get(k++), moves[i]);
        double numeric = (dot(f.apply(moved(at, moves, STEP)), cotangent) - dot(f.apply(moved(at, moves, -STEP)), cotangent)) / (2 * STEP);
        double scale = Math.max(1, Math.max(Math.abs(analytic), Math.abs(numeric)));
        if (!(Math.abs(analytic - numeric) <= TOLERANCE * scale))
            throw new IllegalStateException("gradcheck: " + worst(f, at, cotangent, gradients));
    }

    /// The element of an input at which the tape and central differences differ most, each element moved by itself.
    private static String worst(Function<Tensor[], Tensor> f, Tensor[] at, Tensor cotangent, List<Tensor> gradients) {
        double most = -1;
        String where = "";
        for (int i = 0, k = 0; i < at.length; i++) {
            if (!at[i].requiresGrad()) continue;
            double[] tape = gradients.get(k++).toDoubles();
            for (int e = 0; e < tape.length; e++) {
                double[] one = new double[tape.length];
                one[e] = 1;
                Tensor[] moves = new Tensor[at.length];
                moves[i] = Tensor.of(Array.of(DType.FLOAT64, at[i].shape(), one));
                double numeric = (dot(f.apply(moved(at, moves, STEP)), cotangent) - dot(f.apply(moved(at, moves, -STEP)), cotangent)) / (2 * STEP);
                double apart = Math.abs(numeric - tape[e]);
                if (Double.isNaN(apart)) apart = Double.POSITIVE_INFINITY;
                if (apart <= most) continue;
                most = apart;
                where = "input " + (i + 1) + " at " + Detective.indices(at[i].shape(), e) + ": the tape says " + digits(tape[e]) + ", central differences say " + digits(numeric);
            }
        }
        return where;
    }

    private static String digits(double number) { return String.format(java.util.Locale.ROOT, "%.6g", number); }

    /// The same for the gradients, as functions of the inputs and of the cotangent.
    public static boolean checkTwice(Function<Tensor[], Tensor> f, Tensor... inputs) {
        int count = inputs.length;
        Tensor[] all = java.util.Arrays.copyOf(inputs, count + 1);
        all[count] = normal(Tensor.noGrad(() -> f.apply(inputs)), new Random(2)).requiresGrad(true);
        return check(in -> {
            Tensor[] at = java.util.Arrays.copyOf(in, count);
            List<Tensor> by = Stream.of(at).filter(Tensor::requiresGrad).toList();
            Tensor y = f.apply(at);
            if (!y.requiresGrad()) return Tensor.of(Array.zeros(DType.FLOAT64, gradshell.array.Shape.SCALAR));
            // Each gradient with a weight of its own, so that none makes up for another.
            Tensor[] parts = Tensor.grad(y, in[count], by).stream().map(Tensor::flatten).toArray(Tensor[]::new);
            return Movements.cat(0, parts);
        }, all);
    }

    private static Tensor[] moved(Tensor[] at, Tensor[] moves, double step) {
        Tensor[] there = new Tensor[at.length];
        for (int i = 0; i < at.length; i++) there[i] = moves[i] == null ? at[i] : at[i].detach().add(moves[i].mul(step)).requiresGrad(true);
        return there;
    }

    private static double dot(Tensor a, Tensor b) { return a.detach().to(DType.FLOAT64).mul(b.to(DType.FLOAT64)).sum().item(); }

    private static Tensor normal(Tensor like, Random random) {
        double[] values = new double[like.numel()];
        for (int i = 0; i < values.length; i++) values[i] = random.nextGaussian();
        return Tensor.of(Array.of(DType.FLOAT64, like.shape(), values)).to(like.dtype());
    }
}
