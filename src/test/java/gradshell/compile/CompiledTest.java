package gradshell.compile;

import static gradshell.Dsl.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.ShapeException;
import gradshell.nn.Layer;
import gradshell.nn.Loss;
import gradshell.optim.Optimizer;
import gradshell.optim.Pace;
import gradshell.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CompiledTest {
    private static final int CALLS = 6;

    /// Results and parameters after some calls, bit for bit; the function is made anew for each way of running it.
    private static void sameBits(Supplier<Prepared> make) {
        List<double[]> eager = run(make, false), compiled = run(make, true);
        assertEquals(eager.size(), compiled.size());
        for (int i = 0; i < eager.size(); i++) assertArrayEquals(eager.get(i), compiled.get(i), "number " + i);
    }

    private record Prepared(Function<Tensor[], Tensor> step, Supplier<Tensor[]> inputs, List<Tensor> state) {}

    private static List<double[]> run(Supplier<Prepared> make, boolean compile) {
        seed(3);
        Prepared prepared = make.get();
        Compiled step = Compiled.of(prepared.step);
        List<double[]> seen = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            Tensor[] inputs = prepared.inputs.get();
            seen.add((compile ? step.apply(inputs) : prepared.step.apply(inputs)).toDoubles());
            for (Tensor tensor : prepared.state) {
                seen.add(tensor.toDoubles());
                if (tensor.grad() != null) seen.add(tensor.grad().toDoubles());
            }
        }
        if (compile) assertNull(step.reason());
        if (compile) assertTrue(step.toString().startsWith("compiled step: "), step.toString());
        return seen;
    }

    private static Prepared training(Layer net, Loss loss, Function<List<Tensor>, Optimizer> optimizer, Supplier<Tensor[]> batches) {
        Optimizer opt = optimizer.apply(net.parameters());
        return new Prepared(in -> {
            opt.zeroGrad();
            Tensor error = loss.apply(net.apply(in[0]), in[1]);
            error.backward();
            opt.step();
            return error;
        }, batches, net.parameters());
    }

    @Test
    void aTrainingLeavesTheSameBits() {
        sameBits(() -> training(linear(3, 2).then(sigmoid()), mseLoss(), p -> sgd(p, 0.1), () -> new Tensor[] {randn(100, 3), randn(100, 2)}));
        sameBits(() -> training(linear(5, 17).then(gelu()).then(linear(17, 4)), crossEntropyLoss(), p -> adamW(p, 0.01), () -> new Tensor[] {randn(33, 5), randint(0, 4, 33)}));
        sameBits(() -> training(linear(5, 8).then(relu()).then(linear(8, 3)), mseLoss(), p -> sgd(p, 0.01).momentum(0.9).nesterov(), () -> new Tensor[] {randn(7, 5), randn(7, 3)}));
    }

    @Test
    void aScheduleReachesRateAndMomentumOfAReplayedStep() {
        for (Function<List<Tensor>, Optimizer> make : List.<Function<List<Tensor>, Optimizer>>of(p -> sgd(p, 0.1), p -> adamW(p, 0.1), p -> rmsprop(p, 0.1), p -> nadam(p, 0.1), p -> muon(p, 0.1))) {
            sameBits(() -> {
                List<Pace> pace = new ArrayList<>();
                return training(linear(3, 4).then(tanh()).then(linear(4, 2)), mseLoss(), p -> {
                    Optimizer optimizer = make.apply(p);
                    pace.add(oneCycle(0.1, 6).on(optimizer));
                    return optimizer;
                }, () -> {
                    pace.getFirst().step();
                    return new Tensor[] {randn(9, 3), randn(9, 2)};
                });
            });
        }
    }

    @Test
    void randomNumbersAreDrawnAnew() {
        sameBits(() -> training(linear(5, 8).then(dropout(0.5)).then(linear(8, 3)), mseLoss(), p -> rmsprop(p, 0.01), () -> new Tensor[] {randn(20, 5), randn(20, 3)}));
        sameBits(() -> new Prepared(in -> in[0].add(rand(3)).mul(randn(3)).add(randint(0, 5, 3)).add(randperm(3)), () -> new Tensor[] {randn(3)}, List.of()));
    }

    @Test
    void changesInPlaceViewsAndTablesOfItsOwn() {
        sameBits(() -> new Prepared(in -> {
            Tensor sum = zeros(4, 4);
            sum.at(1).add_(in[0]);
            sum.at(all(), 2).mul_(3);
            sum.t().sub_(in[0].mul(in[0]));
            return sum.add(in[0].flip(0)).set(7, 0, 0);
        }, () -> new Tensor[] {randn(4)}, List.of()));
        sameBits(() -> {
            Tensor running = zeros(3);
            return new Prepared(in -> noGrad(() -> running.mul_(0.9).add_(in[0].mean(0))).sum(), () -> new Tensor[] {randn(5, 3)}, List.of(running));
        });
        sameBits(() -> {
            Tensor w = var(randn(3)), v = var(randn(3));
            return new Prepared(in -> {
                w.zeroGrad();
                v.zeroGrad();
                Tensor y = w.mul(in[0]).sin();
                y.mul_(v);
                Tensor loss = y.square().sum();
                loss.backward();
                noGrad(() -> {
                    w.sub_(w.grad().mul(0.1));
                    return v.sub_(v.grad().mul(0.1));
                });
                return loss;
            }, () -> new Tensor[] {randn(4, 3)}, List.of(w, v));
        });
    }

    @Test
    void indicesAndOrdersFollowTheNumbers() {
        sameBits(() -> new Prepared(in -> in[0].gather(1, in[0].argsort(1)).add(in[0].max(1).values().unsqueeze(1)).add(in[0].indexSelect(1, in[1])).add(in[0].at(all(), in[1])),
                () -> new Tensor[] {randn(3, 5), randint(0, 5, 5)}, List.of()));
        sameBits(() -> {
            Tensor table = var(randn(10, 4));
            return new Prepared(in -> {
                table.zeroGrad();
                Tensor loss = table.indexSelect(0, in[0]).square().sum();
                loss.backward();
                return loss;
            }, () -> new Tensor[] {randint(0, 10, 7)}, List.of(table));
        });
        sameBits(() -> new Prepared(in -> in[0].unsqueeze(0).unsqueeze(0).maxPool2d(2).add(in[0].gt(0).to(float32).mean()).sub(in[0].max()), () -> new Tensor[] {randn(6, 6)}, List.of()));
    }

    @Test
    void gradientsGatherWhereNobodyForgetsThem() {
        sameBits(() -> {
            Tensor w = var(randn(3));
            return new Prepared(in -> {
                Tensor loss = w.mul(in[0]).exp().sum();
                loss.backward();
                return loss;
            }, () -> new Tensor[] {randn(3)}, List.of(w));
        });
    }

    /// As in adversarial training: what one step leaves in the parameters of the other's network is forgotten there.
    @Test
    void twoStepsThatLeaveGradientsInOneAnother() {
        double[][] ends = new double[2][];
        for (boolean compiled : new boolean[] {false, true}) {
            seed(3);
            Tensor a = var(randn(3)), b = var(randn(3));
            var one = sgd(List.of(a), 0.1).momentum(0.5);
            var other = sgd(List.of(b), 0.1);
            UnaryOperator<Tensor> first = x -> {
                one.zeroGrad();
                Tensor loss = a.mul(b).mul(x).tanh().sum();
                loss.backward();
                one.step();
                return loss;
            }, second = x -> {
                other.zeroGrad();
                Tensor loss = a.sub(b).mul(x).square().sum();
                loss.backward();
                other.step();
                return loss;
            };
            Compiled f = compile(first), s = compile(second);
            for (int i = 0; i < 20; i++) {
                Tensor x = randn(3);
                if (compiled) {
                    f.apply(x);
                    s.apply(x);
                } else {
                    first.apply(x);
                    second.apply(x);
                }
            }
            if (compiled) {
                assertNull(f.reason());
                assertNull(s.reason());
            }
            ends[compiled ? 1 : 0] = cat(0, a, b, a.grad(), b.grad()).toDoubles();
        }
        assertArrayEquals(ends[0], ends[1]);
    }

    @Test
    void differentLayoutsOfInputs() {
        sameBits(() -> new Prepared(in -> in[0].mul(2).add(in[1]).exp(), () -> new Tensor[] {randn(4, 3).t(), randn(6, 4).at("::2, :")}, List.of()));
    }

    @Test
    void whatDependsOnNumbersRunsAsItIs() {
        assertReason("it looks at numbers itself (item, CompiledTest.java:", x -> x.sum().item() > 0 ? x : x.neg());
        assertReason("it looks at numbers itself (toString, CompiledTest.java:", x -> x.mul(x.toString().length()));
        assertReason("it changes its input in place; change a copy: x.copy()", x -> x.add_(1));
        Tensor w = var(2);
        assertReason("its result can still be differentiated, and a replay keeps no tape; call backward() in it, or wrap it in noGrad(…)", w::mul);
        Tensor y = w.mul(3);
        assertReason("it uses a result float32 [] that was computed outside and carries gradients; compute it in the step, or detach() it", x -> {
            x.mul(y);
            return x;
        });
        int[] count = {0};
        assertReason("it does something else each time: operation 1 was mul to float32 [2], and then the same on other numbers", x -> x.mul(++count[0]));
    }

    private static void assertReason(String expected, UnaryOperator<Tensor> step) {
        Compiled compiled = compile(step);
        for (int i = 0; i < 8; i++) {
            Tensor x = tensor(1.0, -2.0);
            compiled.apply(x);
        }
        assertTrue(compiled.reason() != null && compiled.reason().startsWith(expected), compiled.reason());
        assertEquals("step, not compiled, because " + compiled.reason(), compiled.toString());
    }

    @Test
    void aReplayHoldsOnlyWhileWhatItDependsOnIsTheSame() {
        Layer net = linear(4, 4).then(dropout(0.5));
        Compiled step = compile(x -> noGrad(() -> net.apply(x)));
        Tensor x = ones(2, 4);
        for (int i = 0; i < 4; i++) step.apply(x);
        net.eval();
        for (int i = 0; i < 4; i++) assertArrayEquals(net.apply(x).toDoubles(), step.apply(x).toDoubles());
        net.train();
        seed(5);
        double[] wanted = net.apply(x).toDoubles();
        seed(5);
        assertArrayEquals(wanted, step.apply(x).toDoubles());
        assertNull(step.reason());
    }

    @Test
    void freezingAParameterIsSeen() {
        Tensor a = var(2), b = var(3);
        Compiled step = compile(x -> {
            a.zeroGrad();
            b.zeroGrad();
            Tensor loss = a.mul(x).add(b.mul(x)).sum();
            loss.backward();
            return loss;
        });
        for (int i = 0; i < 4; i++) step.apply(tensor(5.0));
        assertEquals(5, b.grad().item());
        b.zeroGrad();
        b.requiresGrad(false);
        step.apply(tensor(6.0));
        assertNull(b.grad());
        assertEquals(6, a.grad().item());
    }

    @Test
    void aGradientThatSomebodyHoldsIsNotOverwritten() {
        Tensor w = var(2);
        Compiled step = compile(x -> {
            w.zeroGrad();
            Tensor loss = w.mul(x).sum();
            loss.backward();
            return loss;
        });
        for (int i = 0; i < 4; i++) step.apply(tensor(5.0));
        Tensor first = w.grad();
        Tensor before = step.apply(tensor(7.0));
        assertEquals(5, first.item());
        assertNotSame(first, w.grad());
        assertEquals(7, w.grad().item());
        step.apply(tensor(8.0));
        assertEquals(14, before.item());
    }

    @Test
    void checksAreMadeAgain() {
        Loss loss = crossEntropyLoss();
        BinaryOperator<Tensor> function = (x, y) -> noGrad(() -> loss.apply(x, y));
        Compiled step = compile(function);
        for (int i = 0; i < 4; i++) step.apply(randn(2, 3), tensor(0, 2));
        assertThrows(ShapeException.class, () -> step.apply(randn(2, 3), tensor(0, 3)));
        assertNull(step.reason());
    }

    @Test
    void eachShapeIsRecorded() {
        Compiled step = compile(x -> x.mul(2).add(1).sum());
        for (int n = 1; n < 5; n++) for (int i = 0; i < 4; i++) assertEquals(3 * n, step.apply(ones(n)).item());
        assertEquals(4, step.toString().lines().count());
        assertArrayEquals(new long[] {6}, step.apply(tensor("[1, 1]")).toLongs());
    }
}
