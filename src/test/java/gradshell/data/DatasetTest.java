package gradshell.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.DType;
import gradshell.array.Rng;
import gradshell.tensor.Creation;
import gradshell.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
    @TempDir
    private Path folder;

    private static Dataset numbers(int from, int to) { return new TensorDataset(Creation.arange(from, to, 1).to(DType.FLOAT32), Creation.arange(from, to, 1)); }

    private static String refused(Runnable body) { return assertThrows(IllegalArgumentException.class, body::run).getMessage(); }

    @Test
    void partsAndJoints() {
        Rng.shared().seed(1);
        List<Dataset> parts = numbers(0, 20).parts(0.1, 0.25);
        assertEquals(List.of(13, 2, 5), parts.stream().map(Dataset::size).toList());
        long[] all = parts.stream().flatMapToLong(p -> Arrays.stream(p.targets().toLongs())).sorted().toArray();
        assertArrayEquals(numbers(0, 20).targets().toLongs(), all);
        Dataset both = numbers(0, 3).concat(numbers(10, 12), numbers(20, 21));
        assertArrayEquals(new long[] {20, 0, 11, 11, 2}, both.batch(new int[] {5, 0, 4, 4, 2}, new Rng(0)).targets().toLongs());
        assertArrayEquals(new long[] {11, 10}, both.batch(new int[] {4, 3}, new Rng(0)).targets().toLongs());
        assertEquals(11, both.get(4).target().item());
        assertArrayEquals(new double[] {0, 2}, numbers(0, 5).mapInputs(x -> x.mul(2)).take(2).inputs().toDoubles());
        assertArrayEquals(new long[] {3, 1}, numbers(0, 5).subset(3, 1).targets().toLongs());
        assertEquals("split: a share of 0.01 of 20 examples leaves one part empty", refused(() -> numbers(0, 20).split(0.01)));
        assertEquals("split: a share of 1.5 of 20 examples leaves one part empty", refused(() -> numbers(0, 20).split(1.5)));
        assertEquals("take: 0 examples; take at least 1", refused(() -> numbers(0, 20).take(0)));
    }

    @Test
    void anEvenDivision() {
        Rng.shared().seed(2);
        long[] classes = new long[100];
        for (int i = 90; i < 100; i++) classes[i] = 1;
        Dataset.Split split = new TensorDataset(Creation.zeros(DType.FLOAT32, 100, 1), Generated.labels(classes)).splitEvenly(0.2);
        assertEquals(20, split.second().size());
        assertEquals(2, split.second().targets().sum().item());
        assertEquals(8, split.first().targets().sum().item());
    }

    @Test
    void aCacheAsksOnce() {
        int[] asked = new int[1];
        Dataset cached = numbers(0, 6).mapInputs(x -> {
            asked[0]++;
            return x;
        }).cached();
        for (int i = 0; i < 3; i++) assertArrayEquals(new long[] {5, 1, 1}, cached.batch(new int[] {5, 1, 1}, new Rng(0)).targets().toLongs());
        assertEquals(2, asked[0]);
    }

    @Test
    void randomTransformsAreForTraining() {
        Transform vary = (x, chance) -> x.add(100 + chance.uniformDouble());
        Rng.shared().seed(3);
        Dataset set = numbers(0, 10).transform(vary, new ImageTransforms.Normalized(List.of(1.0), List.of(2.0)));
        Dataset.Split split = set.split(0.3);
        for (double x : split.first().inputs().toDoubles()) assertTrue(x > 49);
        for (int i = 0; i < 3; i++) assertEquals((split.second().targets().toLongs()[i] - 1) / 2.0, split.second().inputs().toDoubles()[i]);
        assertArrayEquals(new double[] {-0.5, 0}, split.first().like(numbers(0, 2).transform(vary, new ImageTransforms.Normalized(List.of(1.0), List.of(2.0)))).inputs().toDoubles());
        Dataset learned = set.learning(0, 2);
        double[] mixed = learned.batch(new int[] {3, 2, 1, 0}, new Rng(4)).inputs().toDoubles();
        assertEquals(1, mixed[0]);
        assertEquals(0, mixed[2]);
        assertTrue(mixed[1] > 49 && mixed[3] > 49);
    }

    @Test
    void imagesAreTransformed() {
        Tensor x = Creation.arange(0, 2 * 2 * 3 * 4, 1).to(DType.FLOAT32).reshape(2, 2, 3, 4);
        assertArrayEquals(x.flip(3).toDoubles(), new ImageTransforms.HorizontalFlip(1).apply(x, new Rng(0)).toDoubles());
        assertArrayEquals(x.toDoubles(), new ImageTransforms.HorizontalFlip(0).apply(x, new Rng(0)).toDoubles());
        assertArrayEquals(x.toDoubles(), new ImageTransforms.Rotation(0).apply(x, new Rng(0)).toDoubles());
        Tensor square = x.narrow(3, 0, 3);
        for (int seed = 0; seed < 20; seed++) {
            Tensor cut = new ImageTransforms.Crop(2, 1).apply(x, new Rng(seed)), padded = x.pad(1, 1, 1, 1);
            for (int i = 0; i < 2; i++) {
                boolean found = false;
                for (int top = 0; top <= 3; top++) for (int left = 0; left <= 4; left++)
                    found |= Arrays.equals(cut.select(0, i).toDoubles(), padded.select(0, i).narrow(1, top, 2).narrow(2, left, 2).toDoubles());
                assertTrue(found);
            }
            Tensor turned = new ImageTransforms.Rotation(180).apply(square, new Rng(seed));
            // The centre stays.
            assertEquals(square.select(3, 1).select(2, 1).sum().item(), turned.select(3, 1).select(2, 1).sum().item(), 1e-4);
            long zeros = (long) new ImageTransforms.Cutout(2).apply(x.add(1), new Rng(seed)).eq(0).sum().item();
            assertTrue(zeros >= 4 && zeros <= 16 && zeros % 2 == 0, zeros + " zeros");
        }
        double deviation = new ImageTransforms.Noise(0.5).apply(Creation.zeros(DType.FLOAT32, 10_000), new Rng(1)).std().item();
        assertEquals(0.5, deviation, 0.02);
        Tensor normal = new ImageTransforms.Normalized(List.of(1.0, 2.0), List.of(2.0, 4.0)).apply(x, null);
        assertEquals((x.toDoubles()[12] - 2) / 4, normal.toDoubles()[12]);
        assertEquals("randomCrop: a size of 9 out of images of 3 x 4", refused(() -> new ImageTransforms.Crop(9, 0).apply(x, new Rng(0))));
        assertEquals("cutout: inputs of shape [2, 3]; images are [n, channels, height, width]", refused(() -> new ImageTransforms.Cutout(1).apply(Creation.zeros(DType.FLOAT32, 2, 3), new Rng(0))));
    }

    @Test
    void mappedFiles() throws IOException {
        Tensor x = Creation.arange(0, 24, 1).to(DType.FLOAT64).reshape(6, 2, 2), y = Creation.arange(0, 6, 1);
        Npy.save(folder.resolve("x.npy"), x);
        Npy.save(folder.resolve("y.npy"), y);
        Safetensors.save(folder.resolve("xy.safetensors"), Map.of("x", x, "y", y));
        Npz.save(folder.resolve("xy.npz"), Map.of("x", x, "y", y));
        for (Dataset set : new Dataset[] {StoredDataset.npy(folder.resolve("x.npy"), folder.resolve("y.npy")), StoredDataset.safetensors(folder.resolve("xy.safetensors"), "x", "y"), StoredDataset.npz(folder.resolve("xy.npz"), "x", "y")}) {
            Batch batch = set.batch(new int[] {5, 0, 5}, new Rng(0));
            assertArrayEquals(x.indexSelect(0, Places.index(5, 0, 5)).toDoubles(), batch.inputs().toDoubles());
            assertArrayEquals(new long[] {5, 0, 5}, batch.targets().toLongs());
            assertEquals("6 examples: inputs [6, 2, 2], targets [6]", set.toString());
        }
        Npy.save(folder.resolve("nan.npy"), x.maskedFill(x.eq(14), Double.NaN));
        Dataset nan = StoredDataset.npy(folder.resolve("nan.npy"), folder.resolve("y.npy"));
        assertEquals(folder.resolve("nan.npy") + ": example 3 holds nan at [1, 0]", refused(nan::inputs));
        assertEquals(folder.resolve("xy.npz") + ": there is no tensor \"z\"; there are " + String.join(", ", Npz.load(folder.resolve("xy.npz")).keySet()), refused(() -> StoredDataset.npz(folder.resolve("xy.npz"), "x", "z")));
        assertTrue(refused(() -> StoredDataset.safetensors(folder.resolve("xy.safetensors"), "x", "z")).contains("there is no tensor \"z\"; there are "));
        Npy.save(folder.resolve("short.npy"), y.narrow(0, 0, 5));
        assertTrue(refused(() -> StoredDataset.npy(folder.resolve("x.npy"), folder.resolve("short.npy"))).endsWith("short.npy holds 5 targets; they must be equally many"));
        assertTrue(refused(() -> StoredDataset.npy(folder.resolve("X.npy"), folder.resolve("y.npy"))).contains("there is no such file; did you mean "));
    }

    @Test
    void texts() throws IOException {
        TextDataset text = TextDataset.of("text", "abracadabra", 3, false);
        assertEquals(List.of("a", "b", "c", "d", "r"), text.vocabulary());
        assertEquals(8, text.size());
        assertEquals("bra", text.decode(text.get(1).input()));
        assertEquals("rac", text.decode(text.get(1).target()));
        assertArrayEquals(new long[] {2, 0, 1}, text.encode("cab").toLongs());
        TextDataset words = TextDataset.of("text", "It's cold, isn't it?\nIt's not.", 2, true);
        assertEquals("It's cold , isn't it ? \n It's not .", words.decode(words.encode("It's cold, isn't it?\nIt's not.")));
        List<Dataset> parts = TextDataset.of("text", "0123456789".repeat(10), 5, false).parts(0.2);
        assertEquals(List.of(71, 19), parts.stream().map(Dataset::size).toList());
        assertArrayEquals(new long[] {2, 0, 1}, text.take(5).like(TextDataset.of("text", "cabb", 3, false)).inputs().toLongs());
        assertEquals("data: \"z\" stands in the text to test on, and not among the 5 tokens of the text to train on", refused(() -> text.like(TextDataset.of("text", "zabb", 3, false))));
        assertEquals("encode: \"z\" is not among the 5 tokens of the vocabulary", refused(() -> text.encode("abz")));
        assertEquals("decode: there is no token 5; the vocabulary has 5", refused(() -> text.decode(Generated.labels(new long[] {5}))));
        assertEquals("text: the text has 3 tokens; a context of 3 needs at least 4", refused(() -> TextDataset.of("text", "abc", 3, false)));
        Path binary = Files.write(folder.resolve("b.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2});
        assertEquals(binary + ": this is not text in UTF-8", refused(() -> TextDataset.read(binary, 1, false)));
    }

    @Test
    void windowsOverASeries() {
        Sequences set = new Sequences(Creation.arange(0, 10, 1).to(DType.FLOAT32), 3);
        assertArrayEquals(new double[] {4, 5, 6}, set.get(4).input().toDoubles());
        assertArrayEquals(new double[] {7, 3}, set.batch(new int[] {4, 0}, new Rng(0)).targets().toDoubles());
        Dataset.Split split = set.split(0.3);
        assertArrayEquals(new double[] {8, 9}, split.second().targets().toDoubles());
        assertArrayEquals(new double[] {3, 4}, split.first().targets().toDoubles());
        assertArrayEquals(new double[] {16, 18}, set.mapInputs(x -> x).transform((x, _) -> x).cached().map(e -> new Example(e.input(), e.target().mul(2))).split(0.3).second().targets().toDoubles());
        assertEquals("sequences: a series of 3 has no window of 3 with something after it", refused(() -> new Sequences(Creation.zeros(DType.FLOAT32, 3), 3)));
    }

    private Path image(String name, int width, int height, int color) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) image.setRGB(x, y, color);
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
        return file;
    }

    @Test
    void imagesInFolders() throws IOException {
        image("set/red/a.png", 4, 6, 0xff0000);
        image("set/red/b.jpg", 9, 5, 0xff0000);
        image("set/blue/c.png", 4, 6, 0x0000ff);
        Path set = folder.resolve("set");
        ImageFolder images = new ImageFolder(set).resize(8);
        assertEquals(List.of("blue", "red"), images.classes());
        assertEquals("[3, 3, 8, 8]", images.inputs().shape().toString());
        assertArrayEquals(new long[] {0, 1, 1}, images.targets().toLongs());
        assertArrayEquals(new double[] {1, 0, 0}, images.get(1).input().mean(1, 2).toDoubles(), 1e-6);
        assertArrayEquals(new double[] {1, 0, 0}, images.get(2).input().mean(1, 2).toDoubles(), 0.02);
        assertEquals(0.299, images.grayscale().get(1).input().mean().item(), 0.002);
        assertEquals("[1, 8, 8]", images.grayscale().get(1).input().shape().toString());
        assertEquals("[3, 2, 3]", new ImageFolder(set).resize(2, 3).get(2).input().shape().toString());
        assertTrue(refused(() -> new ImageFolder(set).inputs()).contains(": the image has 9 x 5 pixels, and "));
        image("test/red/a.png", 4, 6, 0xff0000);
        assertArrayEquals(new long[] {1}, images.like(new ImageFolder(folder.resolve("test"))).targets().toLongs());
        image("test/pink/a.png", 4, 6, 0xff8080);
        assertEquals(folder.resolve("test/pink") + ": the class \"pink\" is unknown; known are blue, red", refused(() -> images.like(new ImageFolder(folder.resolve("test")))));
        Path broken = Files.write(set.resolve("blue/broken.png"), Arrays.copyOf(Files.readAllBytes(set.resolve("blue/c.png")), 40));
        assertTrue(refused(() -> new ImageFolder(set).get(0)).startsWith(broken + ": the image is broken"));
        Path text = Files.writeString(set.resolve("blue/a.png"), "hello");
        assertEquals(text + ": this is no PNG or JPEG image", refused(() -> new ImageFolder(set).get(0)));
        Files.createDirectories(set.resolve("green"));
        assertEquals(set.resolve("green") + ": there is no image in it", refused(() -> new ImageFolder(set)));
        assertEquals(folder.resolve("sets") + ": there is no such folder; did you mean set?", refused(() -> new ImageFolder(folder.resolve("sets"))));
    }
}
