package gradshell.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import gradshell.Dsl;
import gradshell.plot.Series;

/// Runs side by side, word for word: finished, under way, killed within a line, and before their first epoch.
class ComparisonTest {
    private static final String EXPERIMENT = """
            name: %s
            optimizer:
              sgd: {lr: %s}
            model:
              - linear: [3, 2]
              - relu
            epochs: 3
            """;

    @TempDir Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(), err = new ByteArrayOutputStream();

    private void write(String run, String name, String text) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve(run)).resolve(name), text);
    }

    @BeforeEach
    void runs() throws IOException {
        write("a", "experiment.yaml", EXPERIMENT.formatted("first", "0.1"));
        write("a", "metrics.csv", "epoch,learningRate,loss,accuracy,test.loss\n1,0.1,2.5,0.25,\n2,0.1,0.5,0.75,\n3,0.1,1.0,0.5,1.25\n");
        write("a", "metrics.jsonl", "{\"epoch\": 3, \"seconds\": 12.34}\n");
        write("a", "digest.txt", "sha256:" + "0123456789abcdef".repeat(4) + "\n");
        write("b", "experiment.yaml", EXPERIMENT.formatted("second, \"better\"", "0.01"));
        write("b", "metrics.csv", "epoch,learningRate,loss,accuracy\n1,0.1,0.25,0.5\n2,0.1,NaN,0.625\n3,0.1,0.");
        write("b", "metrics.jsonl", "{\"epoch\": 1, \"seconds\": 0.5}\n{\"epoch\": 2, \"seconds\": 1.0}\n{\"epo");
        write("c", "experiment.yaml", EXPERIMENT.formatted("third", "0.01").replace("  - relu\n", ""));
    }

    private int compare(String by, boolean csv, Path picture, Path... folders) {
        var runner = new Runner(Dsl.class, "1.0", List.of("gradshell"), new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), false, true);
        return runner.compare(List.of(folders), by, csv, picture);
    }

    private String printed(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
    }

    @Test
    void aTable() {
        assertEquals(0, compare("", false, null, folder));
        assertEquals("""
                run              name  optimizer.sgd.lr  model.1    done    loss    best  accuracy    best  test.loss  seconds               digest
                b    second, "better"              0.01     relu  2 of 3          0.2500    0.6250  0.6250                 1.0
                a               first               0.1     relu       3  1.0000  0.5000    0.5000  0.7500     1.2500     12.3  sha256:0123456789ab
                c               third              0.01           0 of 3
                """, printed(out));
        assertEquals("", printed(err));
    }

    @Test
    void moreIsBetterWhereAMetricSaysSo() {
        assertEquals(0, compare("accuracy", true, null, folder.resolve("b"), folder.resolve("a")));
        assertEquals("""
                run,name,optimizer.sgd.lr,done,loss,best loss,accuracy,best accuracy,test.loss,seconds,digest
                a,first,0.1,3,1.0,0.5,0.5,0.75,1.25,12.34,sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
                b,"second, ""better""\",0.01,2,,0.25,0.625,0.625,,1.0,
                """, printed(out));
    }

    @Test
    void aPicture() throws IOException {
        assertEquals(0, compare("", false, folder.resolve("curves.svg"), folder));
        assertTrue(Files.readString(folder.resolve("curves.svg")).contains("<svg"));
        var plot = Comparison.of(List.of(PastRun.read(folder.resolve("a")), PastRun.read(folder.resolve("b")), PastRun.read(folder.resolve("c"))), "", _ -> false).plot();
        assertEquals(List.of("b", "a"), plot.series().stream().map(Series::name).toList());
        assertArrayEquals(new double[] {2.5, 0.5, 1}, plot.series().getLast().y());
        assertEquals("loss", plot.title());
    }

    @Test
    void whatCannotBeCompared() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        assertEquals(2, compare("", false, null, folder.resolve("empty")));
        assertEquals(2, compare("", false, null, folder.resolve("nowhere")));
        assertEquals(2, compare("f1", false, null, folder.resolve("a")));
        assertEquals(2, compare("", false, folder.resolve("x.gif"), folder.resolve("a")));
        assertEquals("""
                gradshell: empty is no run directory: there is no experiment.yaml in it
                gradshell: nowhere: no such folder
                gradshell: compare: no figure is called f1; there are loss, accuracy, test.loss
                gradshell: save: x.gif is no kind of picture that is known; use a name that ends in .png or .svg
                """, printed(err));
        assertEquals("", printed(out));
    }
}
