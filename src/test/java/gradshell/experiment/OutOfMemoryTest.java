package gradshell.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradshell.data.Dataset;
import gradshell.data.Example;
import gradshell.nn.Layer;
import gradshell.nn.Linear;
import gradshell.nn.Loss;
import gradshell.nn.MseLoss;
import gradshell.optim.Sgd;
import gradshell.shell.Report;
import gradshell.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said where memory runs out, without waiting until it does.
class OutOfMemoryTest {
    private static final long MEGABYTES = Runtime.getRuntime().maxMemory() >> 20;

    @TempDir Path folder;

    /// Words that never find room.
    public static final class Vocabulary {
        private Vocabulary() {}

        public static Dataset endless() {
            return new Dataset() {
                @Override
                public int size() { return 9; }

                @Override
                public Example get(int index) { throw new OutOfMemoryError("Java heap space"); }
            };
        }

        public static Dataset sine() { return new gradshell.data.TensorDataset(gradshell.Dsl.ones(4, 3), gradshell.Dsl.ones(4, 2)); }

        public static Layer wide(int size) { throw new OutOfMemoryError("Java heap space"); }

        public static Layer linear(int in, int out) { return Linear.of(in, out, true); }

        public static Loss mseLoss() { return new MseLoss(); }

        public static Sgd sgd(List<Tensor> parameters, double lr) { return new Sgd(parameters, lr); }
    }

    private String said(String data, String model) throws IOException {
        var file = Files.writeString(folder.resolve("a.yaml"), "name: a\ndata: " + data + "\nmodel: " + model + "\nloss: mseLoss\noptimizer: {sgd: 0.1}\nepochs: 1\n");
        return assertThrows(ExperimentException.class, () -> Experiment.read(file, List.of(), Vocabulary.class).prepare()).getMessage().replace(folder + "/", "");
    }

    @Test
    void aSetThatIsTooLarge() throws IOException {
        assertEquals("""
                a.yaml:2:7: these data take more memory than the %d MiB that Java has; JDK_JAVA_OPTIONS=-Xmx8g in front of the command gives it 8 GiB
                    data: endless
                          ^~~~~~~""".formatted(MEGABYTES), said("endless", "{linear: [3, 2]}"));
    }

    @Test
    void aLayerThatIsTooLarge() throws IOException {
        assertEquals("""
                a.yaml:3:15: wide wants more memory than there is (%d MiB)
                    model: {wide: 7}
                                  ^""".formatted(MEGABYTES), said("sine", "{wide: 7}").stripTrailing());
    }

    @Test
    void anErrorInAFewWords() {
        assertEquals("out of memory", Report.plain(false).message(new OutOfMemoryError("Java heap space")));
    }
}
