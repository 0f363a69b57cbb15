package gradshell.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.array.Rng;
import gradshell.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    @TempDir
    private Path folder;

    private static byte[] idx(int type, int[] sizes, byte[] numbers) {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * sizes.length + numbers.length).put(new byte[] {0, 0, (byte) type, (byte) sizes.length});
        for (int size : sizes) file.putInt(size);
        return file.put(numbers).array();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private Path file(String name, byte[] bytes) throws IOException { return Files.write(folder.resolve(name), bytes); }

    private String refused(byte[] images) throws IOException {
        Path file = file("broken", images), labels = file("labels", idx(8, new int[] {2}, new byte[] {1, 2}));
        return assertThrows(FormatException.class, () -> new Idx(file, labels)).getMessage().replace(folder.toString() + "/", "");
    }

    @Test
    void imagesAndLabels() throws IOException {
        Rng.shared().seed(8);
        TensorDataset digits = Digits.draw(30);
        byte[] bytes = new byte[30 * 784], labels = new byte[30];
        double[] ink = digits.inputs().toDoubles();
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) Math.round(255 * ink[i]);
        for (int i = 0; i < 30; i++) labels[i] = (byte) (i % 10);
        byte[] images = idx(8, new int[] {30, 28, 28}, bytes), classes = idx(8, new int[] {30}, labels);
        // Whether a file is packed is seen by its content, not its name.
        Idx plain = new Idx(file("a.gz", images), file("b.gz", classes)), packed = new Idx(file("a", gzip(images)), file("b", gzip(classes)));
        for (Idx set : new Idx[] {plain, packed}) {
            assertEquals(30, set.size());
            Batch batch = set.batch(new int[] {29, 3, 3, 0}, new Rng(0));
            assertEquals("float32 [4, 1, 28, 28]", batch.inputs().array().type().toString());
            assertArrayEquals(new long[] {9, 3, 3, 0}, batch.targets().toLongs());
            double[] x = batch.inputs().toDoubles();
            for (int i = 0; i < 784; i++) assertEquals((bytes[29 * 784 + i] & 255) / 255f, x[i]);
            assertEquals("[1, 28, 28]", set.get(7).input().shape().toString());
            assertEquals("30 examples: inputs [30, 1, 28, 28], targets [30]", set.toString());
        }
        assertArrayEquals(digits.inputs().toDoubles(), plain.inputs().toDoubles(), 0.5 / 255 + 1e-6);
    }

    @Test
    void everyType() throws IOException {
        check("int32", 0x08, new byte[] {1, (byte) 255}, 1, 255);
        check("int32", 0x09, new byte[] {1, (byte) 255}, 1, -1);
        check("int32", 0x0b, new byte[] {1, 0, (byte) 255, (byte) 254}, 256, -2);
        check("int32", 0x0c, new byte[] {0, 1, 0, 0, -1, -1, -1, -1}, 65536, -1);
        check("float32", 0x0d, ByteBuffer.allocate(8).putFloat(1.5f).putFloat(-2).array(), 1.5, -2);
        check("float64", 0x0e, ByteBuffer.allocate(16).putDouble(1e300).putDouble(-2).array(), 1e300, -2);
    }

    private void check(String dtype, int type, byte[] bytes, double... numbers) throws IOException {
        Tensor x = Idx.load(file("x", idx(type, new int[] {2}, bytes)));
        assertEquals(dtype + " [2]", x.array().type().toString());
        assertArrayEquals(numbers, x.toDoubles());
    }

    @Test
    void brokenFiles() throws IOException {
        byte[] good = idx(8, new int[] {2, 2, 2}, new byte[8]);
        assertEquals("broken: the file is empty", refused(new byte[0]));
        assertEquals("broken: this is no idx file: it begins with 89 50 4e 47 and not with 00 00", refused(new byte[] {(byte) 0x89, 'P', 'N', 'G', 1, 2}));
        assertEquals("broken: sizes [2, 2, 2] take 8 bytes, and 5 follow the header; the file is cut off", refused(Arrays.copyOf(good, good.length - 3)));
        assertEquals("broken: sizes [2, 2, 2] take 8 bytes, and 9 follow the header; the file is no idx file, or was added to", refused(Arrays.copyOf(good, good.length + 1)));
        assertEquals("broken: the file ends inside the header", refused(Arrays.copyOf(good, 9)));
        assertEquals("broken: this is no idx file: its type is 07; 08, 09 and 0b to 0e are known", refused(idx(7, new int[] {2}, new byte[2])));
        assertEquals("broken: it has 0 dimensions by its own account; 1 to 8 can be read", refused(idx(8, new int[0], new byte[2])));
        assertEquals("broken: the set is empty", refused(idx(8, new int[] {0, 2, 2}, new byte[0])));
        assertEquals("broken: it holds 3 images, and labels holds 2 labels; they must be equally many", refused(idx(8, new int[] {3, 1, 1}, new byte[3])));
        assertEquals("broken: it holds one number for each example; these are labels and no images", refused(idx(8, new int[] {2}, new byte[2])));
    }

    @Test
    void brokenGzip() throws IOException {
        byte[] good = idx(8, new int[] {2, 20, 20}, new byte[800]), packed = gzip(good);
        assertEquals("broken: what was packed with gzip ends too early; the file is cut off", refused(Arrays.copyOf(packed, packed.length - 12)));
        assertEquals("broken: it was packed with gzip twice; unpack it once with gunzip", refused(gzip(packed)));
        assertEquals("broken: sizes [2, 20, 20] take 800 bytes, and only 790 were packed; the file is cut off", refused(gzip(Arrays.copyOf(good, good.length - 10))));
        assertEquals("broken: more was packed than the 800 bytes that sizes [2, 20, 20] take", refused(gzip(Arrays.copyOf(good, good.length + 10))));
        byte[] damaged = packed.clone();
        damaged[damaged.length - 7] ^= 1;
        String message = refused(damaged);
        assertTrue(message.startsWith("broken: it was not packed rightly") || message.startsWith("broken: what was packed"), message);
        // What a header claims takes no memory.
        String claimed = refused(gzip(idx(8, new int[] {2, 1 << 15, 1 << 14}, new byte[10])));
        assertTrue(claimed.contains("and only 10 were packed") || claimed.contains("more than there is memory for"), claimed);
        assertEquals("broken: sizes [1024, 1024, 512] take 4294967296 bytes, more than there is memory for; unpack it with gunzip, then it is read piece by piece", refused(gzip(idx(14, new int[] {1024, 1024, 512}, new byte[10]))));
        assertEquals("broken has more elements than a tensor can have, 2147483647", refused(idx(8, new int[] {-1, -1, -1}, new byte[10])));
    }

    @Test
    void swappedAndMissingFiles() throws IOException {
        Path images = file("train-images-idx3-ubyte", idx(8, new int[] {2, 2, 2}, new byte[8])), labels = file("train-labels-idx1-ubyte", idx(8, new int[] {2}, new byte[2]));
        assertEquals(labels + ": it holds labels and " + images + " images; give the images first", assertThrows(FormatException.class, () -> new Idx(labels, images)).getMessage());
        Path wrong = folder.resolve("train-images.idx3-ubyte.gz");
        assertEquals(wrong + ": there is no such file; did you mean train-images-idx3-ubyte?", assertThrows(FormatException.class, () -> new Idx(wrong, labels)).getMessage());
    }
}
