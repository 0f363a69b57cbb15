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
        List<Tensor> gradients = Tensor.grad(y, cotangent, by);
        double analytic = 0;
        for (int i = 0, k = 0; i < inputs.length; i++) if (moves[i] != null) analytic += dot(gradients.get(k++), moves[i]);
        double numeric = (dot(f.apply(moved(at, moves, STEP)), cotangent) - dot(f.apply(moved(at, moves, -STEP)), cotangent)) / (2 * STEP);
        double scale = Math.max(1, Math.max(Math.abs(analytic), Math.abs(numeric)));
        if (!(Math.abs(analytic - numeric) <= TOLERANCE * scale))
            throw new IllegalStateException("gradcheck: along a random direction the tape says " + analytic + ", central differences say " + numeric);
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
