package gradshell.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gradshell.array.Array;
import gradshell.array.DType;
import gradshell.array.Shape;
import gradshell.tensor.Tensor;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One pass over parameter and memories gives, bit for bit, what the formulas give one operation after the other.
class UpdateTest {
    private static final int STEPS = 4;

    private static Tensor numbers(DType dtype, Random random, int... sizes) {
        Array array = Array.zeros(dtype, Shape.of(sizes));
        for (int i = 0; i < array.elements(); i++) java.lang.reflect.Array.set(array.storage().values(), i, dtype == DType.FLOAT32 ? (Object) (float) random.nextGaussian() : (Object) random.nextGaussian());
        return Tensor.of(array);
    }

    /// @param rule answers the new parameter for a parameter, its gradient and the number of the step
    private interface Rule {
        Tensor step(Tensor parameter, Tensor gradient, int number);
    }

    /// What `Math.fma` makes of three numbers: x times y plus z, rounded once.
    private static Tensor fma(Tensor x, Object y, Tensor z) {
        Tensor factor = y instanceof Tensor tensor ? tensor : x.mul(0).add((double) y);
        double[] a = x.toDoubles(), b = factor.toDoubles(), c = z.toDoubles();
        Array result = Array.zeros(x.dtype(), x.shape());
        for (int i = 0; i < a.length; i++) {
            Object number = x.dtype() == DType.FLOAT32 ? (Object) Math.fma((float) a[i], (float) b[i], (float) c[i]) : (Object) Math.fma(a[i], b[i], c[i]);
            java.lang.reflect.Array.set(result.storage().values(), i, number);
        }
        return Tensor.of(result);
    }

    private static void check(DType dtype, Function<List<Tensor>, Optimizer> make, Rule rule) {
        for (boolean turned : new boolean[] {false, true}) {
            Random random = new Random(5);
            Tensor start = numbers(dtype, random, 37, 29);
            Tensor parameter = (turned ? start.copy().t().detach() : start.copy()).requiresGrad(true), expected = turned ? start.t() : start;
            Optimizer optimizer = make.apply(List.of(parameter));
            for (int number = 1; number <= STEPS; number++) {
                Tensor gradient = numbers(dtype, random, parameter.shape().toArray());
                optimizer.zeroGrad();
                int before = parameter.array().storage().version();
                parameter.mul(gradient).sum().backward();
                optimizer.step();
                expected = rule.step(expected, gradient, number);
                assertArrayEquals(expected.toDoubles(), parameter.detach().toDoubles());
                assertEquals(before + 1, parameter.array().storage().version());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void descends(DType dtype) {
        check(dtype, p -> new Sgd(p, 0.1), (x, g, _) -> fma(g, -0.1, x));
        check(dtype, p -> new Sgd(p, 0.1).weightDecay(0.3), (x, g, _) -> fma(fma(x, 0.3, g), -0.1, x));
        for (boolean nesterov : new boolean[] {false, true}) {
            Tensor[] velocity = {null};
            check(dtype, p -> nesterov ? new Sgd(p, 0.1).momentum(0.9).weightDecay(0.01).nesterov() : new Sgd(p, 0.1).momentum(0.9).weightDecay(0.01), (x, g, number) -> {
                Tensor direction = fma(x, 0.01, g);
                velocity[0] = number == 1 ? direction : velocity[0].mul(0.9).add(direction);
                return fma(nesterov ? fma(velocity[0], 0.9, direction) : velocity[0], -0.1, x);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
    void adapts(DType dtype) {
        for (int kind = 0; kind < 3; kind++) {
            double decay = kind == 0 ? 0 : 0.02;
            boolean decoupled = kind == 2;
            Tensor[] memory = {null, null};
            check(dtype, p -> (decoupled ? Adam.adamW(p, 0.1) : Adam.adam(p, 0.1)).weightDecay(decay), (x, gradient, number) -> {
                Tensor g = decay > 0 && !decoupled ? fma(x, decay, gradient) : gradient;
                Tensor zeros = x.mul(0), mean = number == 1 ? zeros : memory[0], square = number == 1 ? zeros : memory[1];
                memory[0] = fma(g, 1 - 0.9, mean.mul(0.9));
                memory[1] = fma(g.mul(1 - 0.999), g, square.mul(0.999));
                Tensor spread = memory[1].sqrt().div(Math.sqrt(1 - Math.pow(0.999, number))).add(1e-8);
                return (decoupled ? x.mul(1 - 0.1 * decay) : x).sub(memory[0].mul(0.1 / (1 - Math.pow(0.9, number))).div(spread));
            });
        }
        Tensor[] square = {null};
        check(dtype, p -> new Rmsprop(p, 0.1), (x, g, number) -> {
            square[0] = fma(g.mul(1 - 0.99), g, (number == 1 ? x.mul(0) : square[0]).mul(0.99));
            return x.sub(g.mul(0.1).div(square[0].sqrt().add(1e-8)));
        });
        check(dtype, p -> new Adagrad(p, 0.1), (x, g, number) -> {
            square[0] = fma(g, g, number == 1 ? x.mul(0) : square[0]);
            return x.sub(g.mul(0.1).div(square[0].sqrt().add(1e-10)));
        });
    }

    @Test
    void allocatesLittle() {
        Tensor parameter = numbers(DType.FLOAT32, new Random(1), 2000).requiresGrad(true);
        Optimizer optimizer = Adam.adamW(List.of(parameter), 1e-3);
        parameter.sum().backward();
        for (int i = 0; i < 50; i++) optimizer.step();
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) optimizer.step();
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / 100;
        assertEquals(true, each < 1500, each + " bytes a step");
    }
}
