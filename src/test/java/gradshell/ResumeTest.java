package gradshell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.nn.Layer;
import gradshell.optim.Optimizer;
import gradshell.optim.Pace;
import gradshell.optim.Tuned;
import gradshell.tensor.Tensor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every optimiser of the language goes on from a saved state as if it had never stopped, and does the same when it is compiled.
class ResumeTest {
    private static Optimizer call(Method method, Object target, Object... arguments) {
        try {
            return (Optimizer) method.invoke(target, arguments);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(method.toString(), e);
        }
    }

    /// The words that make an optimiser.
    private static List<Method> words() {
        List<Method> words = Arrays.stream(Dsl.class.getMethods()).filter(m -> Modifier.isStatic(m.getModifiers()) && Optimizer.class.isAssignableFrom(m.getReturnType())).toList();
        assertTrue(words.size() >= 12, words.toString());
        return words;
    }

    /// An optimiser with every switch that it has, momentum and weight decay.
    private static Optimizer rich(Optimizer optimizer, boolean all) {
        if (!all) return optimizer;
        for (String name : List.of("momentum", "weightDecay", "historySize", "maxIter"))
            for (Method m : optimizer.getClass().getMethods())
                if (m.getName().equals(name) && !m.isBridge()) optimizer = m.getParameterTypes()[0] == int.class ? call(m, optimizer, 3) : call(m, optimizer, 0.1);
        for (Method m : optimizer.getClass().getMethods())
            if (m.getParameterCount() == 0 && !m.isBridge() && Optimizer.class.isAssignableFrom(m.getReturnType()) && !Modifier.isStatic(m.getModifiers())) optimizer = call(m, optimizer);
        return optimizer;
    }

    private static <S extends Tuned<S>> Optimizer grouped(Tuned<S> optimizer, List<Tensor> more) { return optimizer.group(more, 0.02); }

    private static final class Training {
        final Tensor x, y;
        final Layer net;
        final Optimizer optimizer;
        final Pace pace;

        Training(Method word, boolean all) {
            Dsl.seed(1);
            x = Dsl.randn(9, 3);
            y = Dsl.randn(9, 2);
            net = Dsl.linear(3, 4).then(Dsl.tanh()).then(Dsl.linear(4, 2));
            List<Tensor> first = net.parameters().subList(0, 2), second = net.parameters().subList(2, 4);
            optimizer = word.getName().equals("lbfgs") ? rich(call(word, null, net.parameters(), 0.05), all) : grouped((Tuned<?>) rich(call(word, null, first, 0.005), all), second);
            pace = Dsl.warmup(3).then(Dsl.cosine(9)).everyStep().on(optimizer);
        }

        Tensor step() {
            return optimizer.step(() -> {
                optimizer.zeroGrad();
                Tensor loss = Dsl.mseLoss().apply(net.apply(x), y);
                loss.backward();
                return loss;
            });
        }

        void steps(int count) {
            for (int i = 0; i < count; i++) {
                step();
                pace.step();
            }
        }

        double[] numbers() { return net.parameters().stream().flatMapToDouble(p -> Arrays.stream(p.detach().toDoubles())).toArray(); }
    }

    private static Stream<DynamicTest> each(java.util.function.BiConsumer<Method, Boolean> check) {
        return words().stream().flatMap(word -> Stream.of(false, true).map(all -> DynamicTest.dynamicTest(word.getName() + (all ? " with everything" : ""), () -> check.accept(word, all))));
    }

    @TestFactory
    Stream<DynamicTest> goesOn() {
        return each((word, all) -> {
            Training whole = new Training(word, all), begun = new Training(word, all), resumed = new Training(word, all);
            double[] before = whole.numbers();
            whole.steps(13);
            begun.steps(6);
            Map<String, Tensor> state = begun.optimizer.state(), place = begun.pace.state();
            double[] middle = begun.numbers();
            begun.steps(2);
            for (int i = 0; i < 4; i++) {
                Tensor target = resumed.net.parameters().get(i);
                int from = 0;
                for (int k = 0; k < i; k++) from += resumed.net.parameters().get(k).numel();
                Tensor value = Dsl.tensor(Dsl.float64, Arrays.copyOfRange(middle, from, from + target.numel())).to(Dsl.float32).reshape(target.shape().toArray());
                Dsl.noGrad(() -> target.copy_(value));
            }
            resumed.optimizer.load(state);
            resumed.pace.load(place);
            resumed.steps(7);
            assertArrayEquals(whole.numbers(), resumed.numbers());
            assertTrue(!Arrays.equals(before, whole.numbers()));
            assertEquals(13, resumed.optimizer.steps());
        });
    }

    @TestFactory
    Stream<DynamicTest> compiles() {
        return each((word, all) -> {
            Training eager = new Training(word, all), compiled = new Training(word, all);
            Function<Tensor, Tensor> step = Dsl.compile((Tensor x) -> compiled.step())::apply;
            for (int i = 0; i < 8; i++) {
                eager.steps(1);
                step.apply(compiled.x);
                compiled.pace.step();
            }
            assertArrayEquals(eager.numbers(), compiled.numbers());
        });
    }

    @TestFactory
    Stream<DynamicTest> refuses() {
        return each((word, all) -> {
            Training training = new Training(word, all);
            training.steps(3);
            Map<String, Tensor> good = training.optimizer.state();
            List<String> names = new ArrayList<>(good.keySet());
            for (String name : names) {
                Map<String, Tensor> wrong = new LinkedHashMap<>(good);
                wrong.put(name, Dsl.zeros(7, 7, 7));
                refused(training, wrong, name);
            }
            for (String name : List.of("nonsense", "nonsense.0", "mean.99", "mean.x", "momentum.-1")) {
                Map<String, Tensor> wrong = new LinkedHashMap<>(good);
                wrong.put(name, Dsl.zeros(1));
                refused(training, wrong, name);
            }
            for (String name : List.of("steps", "updates", "learningRates")) {
                Map<String, Tensor> wrong = new LinkedHashMap<>(good);
                wrong.remove(name);
                refused(training, wrong, name);
            }
        });
    }

    private static void refused(Training training, Map<String, Tensor> wrong, String name) {
        Map<String, Tensor> before = training.optimizer.state();
        String message = assertThrows(IllegalArgumentException.class, () -> training.optimizer.load(wrong)).getMessage();
        assertTrue(message.contains(name), message);
        Map<String, Tensor> after = training.optimizer.state();
        assertEquals(before.keySet(), after.keySet());
        before.forEach((key, tensor) -> assertArrayEquals(tensor.toDoubles(), after.get(key).toDoubles(), key));
    }

    @Test
    void settingsOfGroups() {
        Tensor a = Dsl.var(Dsl.ones(2, 2)), b = Dsl.var(Dsl.ones(2)), c = Dsl.var(Dsl.ones(2));
        Optimizer optimizer = Dsl.sgd(List.of(a, b), 0.1).group(List.of(c), g -> g.lr(1).weightDecay(0)).weightDecay(0.5).decayMatricesOnly();
        assertEquals(1, optimizer.learningRates()[1]);
        optimizer.step(() -> {
            Tensor loss = a.sum().add(b.sum()).add(c.sum()).mul(0);
            loss.backward();
            return loss;
        });
        assertEquals(0.95, a.detach().toDoubles()[0], 1e-6);
        assertEquals(1, b.detach().toDoubles()[0]);
        assertEquals(1, c.detach().toDoubles()[0]);
        optimizer.learningRate(0.05);
        assertEquals(0.5, optimizer.learningRates()[1], 1e-15);
    }

    @Test
    void averages() {
        Tensor p = Dsl.var(2);
        var average = Dsl.ema(List.of(p), 0.75);
        Dsl.noGrad(() -> p.copy_(Dsl.var(6).detach()));
        average.update();
        assertEquals(3, average.during(() -> p.item()));
        assertEquals(6, p.item());
        var other = Dsl.ema(List.of(p), 0.75);
        other.load(average.state());
        other.copyTo(List.of(p));
        assertEquals(3, p.item());
        assertEquals(1, other.updates());
    }
}
