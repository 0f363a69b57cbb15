package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.data.Npy;
import gradshell.data.Npz;
import gradshell.data.Safetensors;
import gradshell.tensor.Creation;
import gradshell.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every word of data in an experiment file, with files beside it, good and bad.
class DataExperimentsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        StringBuilder table = new StringBuilder("width,colour,kind\n");
        for (int i = 0; i < 20; i++) table.append(i % 2 == 0 ? i + ",red,pear\n" : i + ",green,apple\n");
        Files.writeString(folder.resolve("fruit.csv"), table);
        Files.writeString(folder.resolve("ragged.csv"), "a,b\n1,2\n3\n");
        Files.writeString(folder.resolve("text.csv"), "a,b\n1,2\n3,4\nfour,5\n");
        Files.writeString(folder.resolve("holes.csv"), "a,b\n1,2\n,4\n");
        Files.writeString(folder.resolve("series.csv"), "t\n1\n2\n3\n4\n5\n6\n7\n8\n9\n");
        Files.writeString(folder.resolve("text.txt"), "the cat and the dog and the cat");
        byte[] images = new byte[16 + 20 * 4], labels = new byte[8 + 20];
        images[2] = labels[2] = 8;
        images[3] = 3;
        labels[3] = 1;
        images[7] = labels[7] = 20;
        images[11] = images[15] = 2;
        Files.write(folder.resolve("images.idx"), images);
        Files.write(folder.resolve("labels.idx"), labels);
        Files.write(folder.resolve("short.idx"), java.util.Arrays.copyOf(images, 50));
        Tensor x = Creation.zeros(gradshell.array.DType.FLOAT32, 20, 2), y = Creation.zeros(gradshell.array.DType.INT64, 20);
        Npy.save(folder.resolve("x.npy"), x);
        Npy.save(folder.resolve("y.npy"), y);
        Npz.save(folder.resolve("xy.npz"), Map.of("x", x, "y", y));
        Safetensors.save(folder.resolve("xy.safetensors"), Map.of("x", x, "y", y));
        for (String name : new String[] {"a/1.png", "b/2.png"}) {
            Path file = folder.resolve("pictures").resolve(name);
            Files.createDirectories(file.getParent());
            ImageIO.write(new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        }
    }

    private Ran run(String data, String model, String more) throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "name: a\ndata: " + data + "\nmodel: " + model + "\nloss: crossEntropyLoss\noptimizer: {sgd: {lr: 0.01}}\nepochs: 1\n" + more);
        return Ran.main("run", file, "--into", folder.resolve("runs")).without(folder);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {spirals: 40}                                              | [linear: [2, 2]]
            {spirals: {n: 40, noise: 0.1, classes: 3}}                 | [linear: [2, 3]]
            {moons: 40}                                                | [linear: [2, 2]]
            {circles: [40, 0.1]}                                       | [linear: [2, 2]]
            {blobs: 40}                                                | [linear: [2, 3]]
            {parity: {n: 40, bits: 4}}                                 | [linear: [4, 2]]
            {digits: 40}                                               | [flatten, linear: [784, 10]]
            {transformed: {data: {digits: 40}, transforms: [randomCrop: [28, 2], randomHorizontalFlip, randomRotation: 10, gaussianNoise: 0.1, cutout: 5, normalized: [0.13, 0.31]]}} | [flatten, linear: [784, 10]]
            {csv: {path: fruit.csv, target: [kind], standardize: true}} | [linear: [3, 2]]
            {csv: {path: fruit.csv, missing: drop, features: [width]}} | [linear: [1, 2]]
            {idx: [images.idx, labels.idx]}                            | [flatten, linear: [4, 2]]
            {idx: {images: images.idx, labels: labels.idx, mean: 0.1307, deviation: 0.3081}} | [flatten, linear: [4, 2]]
            {npy: [x.npy, y.npy]}                                      | [linear: [2, 2]]
            {npz: {path: xy.npz, inputs: x, targets: y}}               | [linear: [2, 2]]
            {safetensors: [xy.safetensors, x, y]}                      | [linear: [2, 2]]
            """)
    void aWordOfData(String data, String model) throws IOException {
        Ran run = run(data, model, "split: {validation: 0.2, test: 0.2}\nbatch: 8\n");
        assertEquals(0, run.code(), run::toString);
        assertTrue(run.out().contains("digest sha256:"), run.out());
    }

    @Test
    void setsOfOtherTargets() throws IOException {
        assertEquals(0, run("{images: {path: pictures, resize: 4}}", "[flatten, linear: [48, 2]]", "").code());
        for (String set : new String[] {"{sine: 40}", "{sequences: [series.csv, 1]}"}) {
            String model = set.startsWith("{sine") ? "[linear: [1, 1]]" : "[flatten, linear: [1, 1]]";
            Path file = Files.writeString(folder.resolve("b.yaml"), "name: b\ndata: " + set + "\nmodel: " + model + "\nloss: mseLoss\noptimizer: {sgd: {lr: 0.01}}\nepochs: 1\n");
            assertEquals(0, Main.run("run", file.toString(), "--into", folder.resolve("runs").toString(), "--quiet"), set);
        }
        // What goes in are numbers of tokens, of which no layer of these makes vectors: the sets are read all the same.
        for (String set : new String[] {"{characters: [text.txt, 4]}", "{words: [text.txt, 2]}"}) {
            Ran run = run(set, "[linear: [4, 2]]", "");
            assertEquals(2, run.code(), run::toString);
            assertTrue(run.err().contains("linear"), run.err());
        }
    }

    /// What only a set of its own has wrong is found before the training, not after it.
    @Test
    void aTestSetIsReadBeforeTheTraining() throws IOException {
        Files.writeString(folder.resolve("train.csv"), "a,b,kind\n1,2,cat\n4,3,dog\n6,7,cat\n");
        Files.writeString(folder.resolve("test.csv"), "a,b,kind\n1,2,cat\n4,3,dog\n1,2,cow\n");
        Ran run = run("{train: {csv: train.csv}, test: {csv: test.csv}}", "[linear: [2, 2]]", "");
        assertEquals(2, run.code(), run::toString);
        assertTrue(run.err().contains("a.yaml:2:39: test.csv:4: column \"kind\" holds the unknown label \"cow\"; known are cat, dog"), run.err());
        assertFalse(Files.exists(folder.resolve("runs")), "nothing has been trained");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {csv: ragged.csv}               | ragged.csv:3: 1 cell where the first row has 2
            {csv: text.csv}                 | text.csv:4: column "a" holds "four", which is no number, as 2 others are
            {csv: holes.csv}                | holes.csv:3: column "a" is empty; missing("drop")
            {csv: fruits.csv}               | no such file: fruits.csv; did you mean fruit.csv?
            {csv: {path: fruit.csv, target: [sort]}} | fruit.csv: there is no column "sort"; there are width, colour, kind
            {idx: [short.idx, labels.idx]}  | short.idx: sizes [20, 2, 2] take 80 bytes, and 34 follow the header; the file is cut off
            {idx: [labels.idx, images.idx]} | labels.idx: it holds labels and images.idx images; give the images first
            {idx: [fruit.csv, labels.idx]}  | fruit.csv: this is no idx file
            {npy: [x.npy, z.npy]}           | no such file: z.npy; did you mean
            {npz: [xy.npz, x, z]}           | xy.npz: there is no tensor "z"
            {digits: 0}                     | digits: n is 0; there must be at least 1 example
            {images: folder}                | no such file: folder
            """)
    void aMistake(String data, String message) throws IOException {
        Ran run = run(data, "[linear: [2, 2]]", "");
        assertEquals(2, run.code(), run::toString);
        assertTrue(run.err().contains(message), run.err());
        assertTrue(run.err().contains("a.yaml:2:"), run.err());
        assertFalse(Files.exists(folder.resolve("runs")), "nothing was begun");
    }
}
