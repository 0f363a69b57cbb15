package gradshell.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradshell.tensor.Creation;
import gradshell.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {
    @TempDir
    private Path folder;

    private static String message(Path file) { return assertThrows(FormatException.class, () -> Npz.load(file)).getMessage().replace(file.toString(), "FILE"); }

    /// An archive with entries of these names, each with the same content.
    private Path archive(byte[] content, String... names) throws IOException {
        Path file = folder.resolve("x.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(content);
                zip.closeEntry();
            }
        }
        return file;
    }

    private static byte[] ones() throws IOException { return Files.readAllBytes(NpyTest.NUMPY.resolve("f4.npy")); }

    /// Overwrites a text of an archive with another of the same length, wherever it stands.
    private static Path replace(Path file, String from, String to) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertEquals(true, text.contains(from));
        return Files.write(file, text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void filesOfNumpy() {
        Map<String, Tensor> plain = Npz.load(NpyTest.NUMPY.resolve("plain.npz"));
        assertEquals(List.of("x", "y", "layer/weight"), List.copyOf(plain.keySet()));
        assertEquals("float64 [2, 3]", plain.get("x").array().type().toString());
        assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5}, plain.get("x").toDoubles());
        assertArrayEquals(new long[] {1, 2}, plain.get("y").toLongs());
        Map<String, Tensor> compressed = Npz.load(NpyTest.NUMPY.resolve("compressed.npz"));
        assertEquals("[100, 100]", compressed.get("x").shape().toString());
        assertArrayEquals(new boolean[] {true, false}, compressed.get("y").toBooleans());
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("0.weight", Creation.from(new double[][] {{1, Double.NaN}, {3, -0.0}}).t());
        tensors.put("ü/long", Creation.from(new long[] {Long.MIN_VALUE, Long.MAX_VALUE}));
        tensors.put("scalar", Creation.from(true));
        tensors.put("large", Creation.arange(0, 100_000, 1));
        Path file = folder.resolve("a.npz");
        Npz.save(file, tensors);
        Map<String, Tensor> read = Npz.load(file);
        assertEquals(List.copyOf(tensors.keySet()), List.copyOf(read.keySet()));
        tensors.forEach((name, tensor) -> {
            assertEquals(tensor.array().type(), read.get(name).array().type());
            assertArrayEquals(tensor.toDoubles(), read.get(name).toDoubles());
            assertArrayEquals(tensor.toLongs(), read.get(name).toLongs());
        });
        byte[] first = Files.readAllBytes(file);
        Npz.save(file, read);
        assertArrayEquals(first, Files.readAllBytes(file));
        Npz.save(file, Map.of());
        assertEquals(Map.of(), Npz.load(file));
    }

    @Test
    void hostileNames() throws IOException {
        for (String name : List.of("../x.npy", "a/../../x.npy", "/etc/x.npy", "a\\x.npy", "C:x.npy")) assertEquals("FILE: " + Json.quote(name) + ": the name leads out of the archive", message(archive(ones(), name)));
        assertEquals("FILE: \"readme.txt\": this is no npy file; an npz archive holds nothing else", message(archive(ones(), "readme.txt")));
        assertEquals("FILE: \"a.npy\": the name stands in the archive twice", message(replace(archive(ones(), "a.npy", "b.npy"), "b.npy", "a.npy")));
        for (String name : List.of("../x", "", "a\\b", "/a")) assertThrows(FormatException.class, () -> Npz.save(folder.resolve("y.npz"), Map.of(name, Creation.from(1))), name);
        assertEquals(false, Files.exists(folder.resolve("y.npz")));
    }

    @Test
    void bombs() throws IOException {
        // A header that claims more than the entry holds, and an entry that holds more than the header claims.
        String header = new String(ones(), StandardCharsets.ISO_8859_1);
        byte[] lying = header.replace("(2, 3), }", "(9999999, 99), }".substring(0, 9)).getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(FormatException.class, () -> Npz.load(archive(lying, "a.npy")));
        byte[] more = java.util.Arrays.copyOf(ones(), 50_000_000);
        assertEquals("FILE: \"a.npy\": shape [2, 3] of <f4 takes 24 bytes, and 49999872 follow the header", message(archive(more, "a.npy")));
        // An entry whose size in the directory is a lie.
        Path file = archive(ones(), "a.npy");
        byte[] bytes = Files.readAllBytes(file);
        int directory = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, Integer.MAX_VALUE);
        Files.write(file, bytes);
        assertEquals("FILE: \"a.npy\": " + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(directory + 20) + " bytes cannot unpack to the 2147483647 that the archive claims", message(file));
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, ones().length - 4);
        Files.write(file, bytes);
        assertEquals("FILE: \"a.npy\": shape [2, 3] of <f4 takes 24 bytes, and 20 follow the header", message(file));
    }

    /// Entries of which each is possible, and all are too much.
    @Test
    void moreThanTheMemory() throws IOException {
        int count = (int) (Runtime.getRuntime().maxMemory() / 1_000_000_000) + 1;
        Path file = archive(new byte[1_000_000_000 / 1032], java.util.stream.IntStream.range(0, count).mapToObj(i -> i + ".npy").toArray(String[]::new));
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int at = text.indexOf("PK\1\2"); at >= 0; at = text.indexOf("PK\1\2", at + 1)) content.putInt(at + 20, 1_000_000).putInt(at + 24, 1_000_000_000);
        Files.write(file, bytes);
        assertEquals("FILE: the entries unpack to more than the " + Runtime.getRuntime().maxMemory() + " bytes of memory that Java has; start it with more (-Xmx)", message(file));
    }

    /// Two entries of the directory that share one passage of the file.
    @Test
    void overlappingEntries() throws IOException {
        byte[] noise = new byte[3000];
        new Random(2).nextBytes(noise);
        Path file = archive(noise, "a.npy");
        byte[] one = Files.readAllBytes(file);
        int directory = new String(one, StandardCharsets.ISO_8859_1).indexOf("PK\1\2"), end = new String(one, StandardCharsets.ISO_8859_1).lastIndexOf("PK\5\6");
        byte[] second = java.util.Arrays.copyOfRange(one, directory, end);
        second[46] = 'b';
        ByteBuffer tail = ByteBuffer.wrap(java.util.Arrays.copyOfRange(one, end, one.length)).order(ByteOrder.LITTLE_ENDIAN);
        tail.putShort(8, (short) 2).putShort(10, (short) 2).putInt(12, 2 * second.length);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(one, 0, end);
            out.write(second);
            out.write(tail.array());
        }
        assertEquals("FILE: the entries take 6010 bytes, and the file has " + Files.size(file) + "; they overlap", message(file));
    }

    @Test
    void damage() throws IOException {
        Path file = folder.resolve("a.npz");
        Npz.save(file, Map.of("x", Creation.from(new double[] {1, 2, 3})));
        byte[] good = Files.readAllBytes(file), bad = good.clone();
        // The numbers are the last bytes before the directory.
        int directory = new String(good, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        bad[directory - 3] ^= 1;
        assertEquals("FILE: \"x.npy\": the check sum is wrong, so the file was damaged", message(Files.write(file, bad)));
        assertEquals("FILE: the file is empty", message(Files.write(file, new byte[0])));
        assertThrows(FormatException.class, () -> Npz.load(Files.write(file, ones())));
        Random random = new Random(4);
        for (int i = 0; i < 500; i++) {
            byte[] damaged = java.util.Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int k = 0; k < 2 && damaged.length > 0; k++) damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            Files.write(file, damaged);
            try {
                Npz.load(file);
            } catch (FormatException e) {
                assertEquals(true, e.getMessage().startsWith(file.toString()), e.getMessage());
            }
        }
    }
}
