package gradshell.tensor;

import static gradshell.tensor.Samples.apply;
import static gradshell.tensor.Samples.draw;
import static gradshell.tensor.Samples.each;
import static gradshell.tensor.Samples.normal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.Array;
import gradshell.array.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The derivatives of every operation, in both modes and again of them.
class DerivativesTest {
    private static final double STEP = 1e-6;

    // ---- derivatives ----

    @TestFactory
    Stream<DynamicTest> derivatives() {
        return each((sample, random) -> new Derivatives(sample, random).check());
    }

    /// An operation at a point, with a direction for each input and a cotangent.
    private static final class Derivatives {
        private final Op op;
        private final Tensor[] x, moves;
        private final List<Tensor> by = new ArrayList<>();
        private final Tensor y, u;

        Derivatives(Sample sample, Random random) {
            op = sample.op();
            Array[] in = draw(sample, random);
            x = new Tensor[in.length];
            moves = new Tensor[in.length];
            for (int i = 0; i < in.length; i++) {
                x[i] = Tensor.of(in[i]);
                if (!in[i].dtype().isFloating()) continue;
                moves[i] = normal(in[i].type(), random);
                by.add(x[i].requiresGrad(true));
            }
            y = apply(op, x);
            u = normal(y.array().type(), random);
        }

        void check() {
            if (!y.dtype().isFloating() || by.isEmpty()) {
                assertFalse(y.requiresGrad(), op.name() + " gives " + y.dtype() + ", which carries no gradients");
                return;
            }
            assertTrue(y.requiresGrad(), op.name());
            List<Tensor> gradients = Tensor.grad(y, u, by);
            double tape = 0;
            for (int i = 0, k = 0; i < x.length; i++) {
                if (moves[i] == null) continue;
                assertEquals(x[i].array().type(), gradients.get(k).array().type(), op.name() + ": the gradient by input " + i);
                tape += dot(gradients.get(k++), moves[i]).item();
            }
            close("vjp against central differences", (value(STEP) - value(-STEP)) / (2 * STEP), tape);
            Tensor forward = op.jvp(moves, y, x);
            if (forward != null) assertEquals(y.array().type(), forward.array().type(), op.name() + ": the jvp");
            close("jvp against vjp", tape, forward == null ? 0 : dot(forward, u).item());
            second(forward);
        }

        /// <u, y> at a place along the moves.
        private double value(double step) { return dot(apply(op, moved(step)), u).item(); }

        private Tensor[] moved(double step) { return IntStream.range(0, x.length).mapToObj(i -> moves[i] == null ? x[i] : x[i].detach().add(moves[i].mul(step)).requiresGrad(true)).toArray(Tensor[]::new); }

        /// <vjp(w), moves> at given inputs, recorded so that it can be differentiated by the inputs and by w.
        private Tensor along(Tensor[] in, Tensor w) {
            List<Tensor> leaves = Stream.of(in).filter(Tensor::requiresGrad).toList();
            List<Tensor> gradients = Tensor.grad(apply(op, in), w, leaves);
            Tensor sum = Tensor.of(DType.FLOAT64, 0);
            for (int i = 0, k = 0; i < in.length; i++) if (moves[i] != null) sum = sum.add(dot(gradients.get(k++), moves[i]));
            return sum;
        }

        /// The derivatives of the derivative: by central differences, and with jvp and vjp in each other's place.
        private void second(Tensor forward) {
            Tensor w = u.copy().requiresGrad(true), turn = normal(u.array().type(), new Random(3));
            Tensor first = along(x, w);
            List<Tensor> all = new ArrayList<>(by);
            all.add(w);
            double tape = 0;
            List<Tensor> gradients = first.requiresGrad() ? Tensor.grad(first, null, all) : null;
            if (gradients != null) for (int i = 0, k = 0; i <= x.length; i++) {
                Tensor move = i == x.length ? turn : moves[i];
                if (move != null) tape += dot(gradients.get(k++), move).item();
            }
            double above = along(moved(STEP), u.add(turn.mul(STEP))).item(), below = along(moved(-STEP), u.sub(turn.mul(STEP))).item();
            close("second derivative against central differences", (above - below) / (2 * STEP), tape);

            Tensor same = forward == null ? null : dot(forward, u);
            List<Tensor> byJvp = same != null && same.requiresGrad() ? Tensor.grad(same, null, by) : null;
            for (int i = 0; i < by.size(); i++) {
                double[] a = gradients == null ? new double[by.get(i).numel()] : gradients.get(i).toDoubles();
                double[] b = byJvp == null ? new double[by.get(i).numel()] : byJvp.get(i).toDoubles();
                for (int k = 0; k < a.length; k++) assertEquals(a[k], b[k], 1e-9 * Math.max(1, Math.abs(a[k])), op.name() + ": second derivatives through vjp and jvp by input " + i);
            }
        }

        private void close(String what, double expected, double actual) {
            assertEquals(expected, actual, 2e-6 * Math.max(1, Math.abs(expected)), op.name() + " of " + Arrays.toString(x) + ": " + what);
        }

        private static Tensor dot(Tensor a, Tensor b) { return a.mul(b).sum(); }
    }
}
