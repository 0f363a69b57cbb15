package gradshell.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.Dsl;
import gradshell.data.FormatException;
import gradshell.data.Safetensors;
import gradshell.nn.Layer;
import gradshell.optim.Optimizer;
import gradshell.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// A training that is stopped and goes on gives the bits of one that was never stopped.
class ResumeTest {
    private static final int EPOCHS = 4, STEPS = 4 * 5;

    @TempDir
    Path folder;

    /// Something trained, and how far it came.
    private record Outcome(Layer net, History history) {}

    /// Runs a training from the seed; everything is made anew.
    private static Outcome run(UnaryOperator<Fit> settings, Method optimizer) {
        Dsl.seed(7);
        Tensor x = Dsl.randn(37, 4), y = x.sum(1).gt(0).to(gradshell.array.DType.INT64);
        Layer net = Dsl.linear(4, 6).then(Dsl.relu()).then(Dsl.dropout(0.3)).then(Dsl.linear(6, 2));
        Fit fit = settings.apply(Dsl.fit(net).data(x, y).validation(x, y).loss(Dsl.crossEntropyLoss()).optimizer(made(optimizer, net)).batch(8).epochs(EPOCHS)
                .metrics(Dsl.accuracy(), Dsl.rocAuc()).schedule(Dsl.cosine(EPOCHS)).clipNorm(1).quiet());
        return new Outcome(net, fit.run());
    }

    private static Optimizer made(Method word, Layer net) {
        try {
            return word == null ? Dsl.sgd(net.parameters(), 0.1).momentum(0.9) : (Optimizer) (word.getParameterCount() == 1 ? word.invoke(null, net.parameters()) : word.invoke(null, net.parameters(), 0.01));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(word.toString(), e);
        }
    }

    /// Every word that makes an optimiser of parameters and perhaps a rate.
    private static Stream<Method> optimizers() {
        return Stream.of(Dsl.class.getMethods()).filter(m -> Modifier.isStatic(m.getModifiers()) && Optimizer.class.isAssignableFrom(m.getReturnType())
                && (Arrays.equals(m.getParameterTypes(), new Class<?>[] {List.class, double.class}) || Arrays.equals(m.getParameterTypes(), new Class<?>[] {List.class})));
    }

    private static Watcher until(int step) {
        return new Watcher() {
            private int made;

            @Override
            public boolean goesOn(int epoch, int number, int steps) { return made++ < step; }
        };
    }

    private static void same(Outcome expected, Outcome actual) {
        assertEquals(expected.history.epochs(), actual.history.epochs());
        assertEquals(expected.history.end(), actual.history.end());
        expected.net.state().forEach((name, tensor) -> assertArrayEquals(bits(tensor), bits(actual.net.state().get(name)), name));
    }

    private static int[] bits(Tensor x) {
        float[] floats = x.toFloats();
        int[] bits = new int[floats.length];
        for (int i = 0; i < bits.length; i++) bits[i] = Float.floatToRawIntBits(floats[i]);
        return bits;
    }

    private void stoppedAt(int step, UnaryOperator<Fit> settings, Method optimizer) {
        Outcome whole = run(settings, optimizer);
        Path file = folder.resolve("stopped at " + step + ".checkpoint");
        Outcome part = run(fit -> settings.apply(fit).checkpoint(file, 0).watcher(until(step)), optimizer);
        assertEquals(History.INTERRUPTED, part.history.end());
        assertTrue(part.history.epochs().size() < EPOCHS);
        same(whole, run(fit -> settings.apply(fit).resume(file), optimizer));
    }

    @TestFactory
    Stream<DynamicTest> everyOptimizerGoesOn() {
        Random random = new Random(5);
        return optimizers().map(word -> DynamicTest.dynamicTest(word.getName(), () -> {
            stoppedAt(1 + random.nextInt(STEPS - 1), fit -> fit, word);
            stoppedAt(5, fit -> fit, word);
        }));
    }

    @TestFactory
    Stream<DynamicTest> everySettingGoesOn() {
        Map<String, UnaryOperator<Fit>> settings = Map.of(
                "accumulation", fit -> fit.accumulate(2), "the best network", fit -> fit.keepBest("validation.accuracy"), "patience", fit -> fit.patience(2),
                "an average", fit -> fit.ema(0.9).keepBest(), "steps of a schedule", fit -> fit.schedule(Dsl.cosine(STEPS).everyStep()), "a plateau", fit -> fit.schedule(Dsl.plateau(0.5, 0).figure("validation.loss")),
                "no schedule", fit -> fit.schedule(null), "no shuffling", fit -> fit.shuffle(false), "clipped values", fit -> fit.clipValue(0.01), "a loss of one's own", fit -> fit.metrics());
        return settings.entrySet().stream().map(setting -> DynamicTest.dynamicTest(setting.getKey(), () -> {
            for (int step : new int[] {1, 4, 7}) stoppedAt(step, setting.getValue(), null);
        }));
    }

    /// Long enough for the steps to be recorded, on either side of the pause.
    @Test
    void compiledStepsGoOn() throws InterruptedException {
        Watcher slow = new Watcher() {
            @Override
            public void stepped(int epoch, int step, int steps, double loss, int examples) {
                try {
                    if (epoch == 1 && step == 1) Thread.sleep(210);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };
        for (int batches : new int[] {1, 2}) {
            Outcome eager = run(fit -> fit.accumulate(batches), null);
            same(eager, run(fit -> fit.accumulate(batches).watcher(slow), null));
        }
        stoppedAt(9, fit -> fit.watcher(slow), null);
    }

    @Test
    void thePeriodicCheckpointIsEnough() {
        Outcome whole = run(fit -> fit, null);
        Path file = folder.resolve("periodic");
        assertThrows(IllegalStateException.class, () -> run(fit -> fit.checkpoint(file, 3).watcher(new Watcher() {
            @Override
            public void stepped(int epoch, int step, int steps, double loss, int examples) { if (epoch == 3 && step == 4) throw new IllegalStateException("killed"); }
        }), null));
        same(whole, run(fit -> fit.resume(file), null));
    }

    /// A metric that interrupts the training when it is asked for the given time; -1 for never.
    private static Metric interrupting(int at) {
        int[] seen = {0};
        return new Metric() {
            @Override
            public String name() { return "asked"; }
            @Override
            public Tensor gather(Tensor gathered, Tensor prediction, Tensor target) {
                if (seen[0]++ == at) Thread.currentThread().interrupt();
                return Metric.sum(gathered, 1);
            }
            @Override
            public double figure(Tensor gathered) { return gathered.item(); }
        };
    }

    /// An interruption anywhere leaves a network that is whole: what it is between two steps. It asks five times for an epoch, and five times for its validation.
    @Test
    void anInterruptedTrainingIsWholeAndGoesOn() {
        Outcome whole = run(fit -> fit.metrics(Dsl.accuracy(), interrupting(-1)), null);
        for (int at : new int[] {0, 3, 4, 6, 9, 11, 39}) {
            Path file = folder.resolve("interrupted" + at);
            List<Fit> kept = new ArrayList<>();
            assertThrows(CancellationException.class, () -> run(fit -> {
                Fit training = fit.metrics(Dsl.accuracy(), interrupting(at)).checkpoint(file, 0);
                kept.add(training);
                return training;
            }, null), "at " + at);
            assertTrue(Thread.interrupted());
            History history = kept.getFirst().history();
            assertEquals(at / 10, history.epochs().size(), "at " + at);
            assertEquals(whole.history.epochs().subList(0, at / 10), history.epochs());
            same(whole, run(fit -> fit.metrics(Dsl.accuracy(), interrupting(-1)).resume(file), null));
        }
    }

    // ---- checkpoints are complete ----

    /// What changes in a training and is no part of it would be forgotten by a checkpoint.
    @Test
    void everythingThatChangesIsAPart() {
        for (RecordComponent component : Training.class.getRecordComponents()) assertTrue(Part.class.isAssignableFrom(component.getType()), component.getName());
        List<String> parts = Stream.of(Training.class.getRecordComponents()).map(RecordComponent::getName).toList();
        for (var field : Fit.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) || field.getType() == Training.class) continue;
            boolean changes = Stream.of(field.getType().getMethods()).anyMatch(m -> m.getName().equals("state") && m.getParameterCount() == 0);
            if (changes) assertTrue(parts.contains(field.getName().equals("net") ? "network" : field.getName()), field.getName() + " has a state that no checkpoint knows");
        }
    }

    @Test
    void aStateIsTakenUpWhole() {
        Path file = folder.resolve("whole");
        run(fit -> fit.checkpoint(file, 0).keepBest().watcher(until(7)), null);
        Map<String, Tensor> saved = Checkpoint.read(file);
        List<Fit> kept = new ArrayList<>();
        Path again = folder.resolve("again");
        run(fit -> {
            Fit training = fit.keepBest().resume(file).watcher(until(0));
            kept.add(training);
            return training;
        }, null);
        kept.getFirst().save(again);
        Map<String, Tensor> loaded = Checkpoint.read(again);
        assertEquals(saved.keySet(), loaded.keySet());
        saved.forEach((name, tensor) -> assertArrayEquals(tensor.toDoubles(), loaded.get(name).toDoubles(), name));
        assertFalse(saved.isEmpty());
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        Path file = folder.resolve("model");
        run(fit -> fit.checkpoint(file, 0).epochs(1), null);
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {0, 7, 100, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertTrue(assertThrows(FormatException.class, () -> Checkpoint.read(file)).getMessage().startsWith(file + ": "));
        }
        bytes[bytes.length - 40] ^= 1;
        Files.write(file, bytes);
        assertEquals(file + ": this checkpoint was changed after it was written: its checksum is another", assertThrows(FormatException.class, () -> Checkpoint.read(file)).getMessage());
        Safetensors.save(file, Map.of("weight", Dsl.ones(2)));
        assertEquals(file + ": this is no checkpoint of a training; weights alone are read by net.load(loadSafetensors(…))", assertThrows(FormatException.class, () -> Checkpoint.read(file)).getMessage());
    }

    @Test
    void otherDataAreRefused() {
        Path file = folder.resolve("data");
        run(fit -> fit.checkpoint(file, 0).epochs(1), null);
        assertEquals("resume: the training that was saved had 8 examples in a batch, this one has 9; it can only go on with the same data and batches",
                assertThrows(IllegalArgumentException.class, () -> run(fit -> fit.batch(9).resume(file), null)).getMessage());
    }
}
