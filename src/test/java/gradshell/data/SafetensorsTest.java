package gradshell.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradshell.array.DType;
import gradshell.tensor.Creation;
import gradshell.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class SafetensorsTest {
    @TempDir
    private Path folder;

    /// A file with this header and so many bytes of numbers.
    private Path file(String header, int bytes) throws IOException { return file(header.getBytes(StandardCharsets.UTF_8).length, header, bytes); }

    private Path file(long length, String header, int bytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer content = ByteBuffer.allocate(8 + text.length + bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(text);
        return Files.write(folder.resolve("x.safetensors"), content.array());
    }

    private void refused(String message, Path file) {
        String said = assertThrows(FormatException.class, () -> Safetensors.read(file)).getMessage();
        assertEquals(message, said.replace(file + ": ", ""));
    }

    private static byte[] bytes(Map<String, Tensor> tensors) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Safetensors.write(tensors, out);
        return out.toByteArray();
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("0.weight", Creation.from(new double[][] {{1, -2.5, Double.NaN}, {Double.NEGATIVE_INFINITY, -0.0, 1e-40}}));
        tensors.put("a \"b\" \\ ü \n\u0001 😀", Creation.from(new long[] {Long.MIN_VALUE, 0, Long.MAX_VALUE}));
        tensors.put("ints", Creation.from(DType.INT32, new long[] {Integer.MIN_VALUE, 7}));
        tensors.put("bools", Creation.from(new boolean[] {true, false, true}));
        tensors.put("doubles", Creation.from(DType.FLOAT64, new double[] {Math.PI, Double.MIN_VALUE}));
        tensors.put("scalar", Creation.from(3.5));
        tensors.put("empty", Creation.zeros(DType.FLOAT32, 0, 4));
        tensors.put("view", Creation.from(new double[][] {{1, 2}, {3, 4}}).t());
        tensors.put("large", Creation.zeros(DType.INT64, 70_001));
        Map<String, Tensor> read = Safetensors.read(Files.write(folder.resolve("a.safetensors"), bytes(tensors)));
        assertEquals(List.copyOf(tensors.keySet()), List.copyOf(read.keySet()));
        tensors.forEach((name, tensor) -> {
            assertEquals(tensor.dtype(), read.get(name).dtype(), name);
            assertEquals(tensor.shape(), read.get(name).shape(), name);
            assertArrayEquals(tensor.toDoubles(), read.get(name).toDoubles(), name);
            assertArrayEquals(tensor.toLongs(), read.get(name).toLongs(), name);
        });
        assertArrayEquals(bytes(tensors), bytes(read));
        assertArrayEquals(bytes(Map.of()), bytes(Safetensors.read(Files.write(folder.resolve("b.safetensors"), bytes(Map.of())))));
    }

    /// By somebody else's reader of JSON, so that the two halves here do not only agree with each other.
    @Test
    void theHeaderIsJson() throws IOException {
        byte[] bytes = bytes(Map.of("a\"\u0007é", Creation.from(new double[][] {{1, 2, 3}})));
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) buffer.getLong();
        assertEquals(0, length % 8);
        var header = new JsonMapper().readTree(new String(bytes, 8, length, StandardCharsets.UTF_8));
        assertEquals("{\"a\\\"\\u0007é\":{\"dtype\":\"F32\",\"shape\":[1,3],\"data_offsets\":[0,12]}}", header.toString());
        assertEquals(8 + length + 12, bytes.length);
        assertEquals(2f, buffer.getFloat(8 + length + 4));
    }

    @Test
    void othersWriteItDifferently() throws IOException {
        Path file = file("""
                {"__metadata__": {"format": "pt", "b": "\\u00fc\\/"},
                 "second": {"data_offsets": [4, 8], "shape": [], "dtype": "F32"},
                 "first": {"dtype": "I32", "shape": [1, 1], "data_offsets": [0, 4]}}   \
                """, 8);
        Map<String, Tensor> read = Safetensors.read(file);
        assertEquals(List.of("first", "second"), List.copyOf(read.keySet()));
        assertEquals("[1, 1]", read.get("first").shape().toString());
        assertEquals(0, read.get("second").item());
    }

    @Test
    void narrowerNumbersComeInTheNearestType() throws IOException {
        record Stored(String encoding, byte[] bytes, String read) {}
        for (Stored stored : List.of(
                new Stored("F16", new byte[] {0, 0x3c, 1, 0}, "[1.0000e+00, 5.9605e-08]  float32 [2]"),
                new Stored("BF16", new byte[] {(byte) 0x80, 0x3f, 0x20, (byte) 0xc0}, "[ 1.0000, -2.5000]  float32 [2]"),
                new Stored("I8", new byte[] {-1, 127}, "[ -1, 127]  int32 [2]"),
                new Stored("U8", new byte[] {-1, 127}, "[255, 127]  int32 [2]"),
                new Stored("I16", new byte[] {-2, -1, 0, 1}, "[ -2, 256]  int32 [2]"),
                new Stored("U16", new byte[] {-2, -1, 0, 1}, "[65534,   256]  int32 [2]"),
                new Stored("U32", new byte[] {-1, -1, -1, -1, 1, 0, 0, 0}, "[4294967295,          1]  int64 [2]"),
                new Stored("U64", new byte[] {5, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0}, "[5, 6]  int64 [2]"))) {
            Path file = file("{\"a\":{\"dtype\":\"" + stored.encoding + "\",\"shape\":[2],\"data_offsets\":[0," + stored.bytes.length + "]}}", 0);
            Files.write(file, stored.bytes, java.nio.file.StandardOpenOption.APPEND);
            assertEquals(stored.read, Safetensors.read(file).get("a").toString().replaceAll("\\s+(?=(float|int))", "  "));
        }
        Path file = file("{\"a\":{\"dtype\":\"U64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 0);
        refused("\"a\" holds 18446744073709551615, which does not fit in int64", Files.write(file, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1}, java.nio.file.StandardOpenOption.APPEND));
    }

    @Test
    void hostileLengths() throws IOException {
        refused("has 3 bytes, and the length of the header alone takes 8", Files.write(folder.resolve("s"), new byte[3]));
        refused("says that its header has 1000 bytes, and only 2 follow", file(1000, "{}", 0));
        refused("says that its header has 18446744073709551615 bytes; it can have 2 to 100000000", file(-1, "{}", 0));
        refused("says that its header has 1152921504606846976 bytes; it can have 2 to 100000000", file(1L << 60, "{}", 0));
        refused("says that its header has 0 bytes; it can have 2 to 100000000", file(0, "{}", 0));
        refused("has 4 bytes after the last tensor", file("{}", 4));
        refused("\"a\" ends at byte 8 of the numbers, and the file has only 7", file("{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 7));
    }

    @Test
    void hostileShapes() throws IOException {
        String tensor = "{\"a\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%s]}}";
        refused("\"a\" has more elements than a tensor can have, 2147483647", file(tensor.formatted("F32", 1L << 59, "0,4"), 4));
        refused("\"a\" has more elements than a tensor can have, 2147483647", file(tensor.formatted("F32", "1073741824,1073741824", "0,4"), 4));
        refused("the header is wrong at its character 49: the number 115292150460684697… is too large", file(tensor.formatted("F32", 1L << 60, "0,4"), 4));
        refused("\"a\" has 4 bytes, and its type and shape take 8589934588", file(tensor.formatted("F32", Integer.MAX_VALUE, "0,4"), 4));
        refused("\"a\" has 4 bytes, and its type and shape take 8", file(tensor.formatted("F32", "2", "0,4"), 4));
        refused("\"a\" is of type \"F8_E4M3\"; BOOL, I8 to I64, U8 to U64, F16, BF16, F32 and F64 can be read", file(tensor.formatted("F8_E4M3", "4", "0,4"), 4));
        refused("\"a\" holds the byte 2; a BOOL is 0 or 1", Files.write(file(tensor.formatted("BOOL", "1", "0,1"), 0), new byte[] {2}, java.nio.file.StandardOpenOption.APPEND));
        refused("the header is wrong at its character 30: expected a whole number, not negative", file(tensor.formatted("F32", "-1", "0,4"), 4));
        refused("the header is wrong at its character 31: expected ]", file(tensor.formatted("F32", "1.5", "0,4"), 4));
        refused("the header is wrong at its character 32: expected a whole number, not negative", file(tensor.formatted("F32", "1,", "0,4"), 4));
    }

    @Test
    void hostileOffsets() throws IOException {
        String two = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%s]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%s]}}";
        String apart = "; there must be neither gap nor overlap";
        refused("\"b\" starts at byte 2 of the numbers, and the tensor before it ends at 4" + apart, file(two.formatted("0,4", "2,6"), 8));
        refused("\"b\" starts at byte 0 of the numbers, and the tensor before it ends at 4" + apart, file(two.formatted("0,4", "0,4"), 8));
        refused("\"b\" starts at byte 8 of the numbers, and the tensor before it ends at 4" + apart, file(two.formatted("0,4", "8,12"), 12));
        refused("\"a\" starts at byte 1 of the numbers, and the tensor before it ends at 0" + apart, file(two.formatted("1,5", "5,9"), 9));
        refused("the header is wrong at its character 54: \"a\" needs two data_offsets, the start and the end, not [4, 0]", file(two.formatted("4,0", "4,8"), 8));
        refused("the header is wrong at its character 52: \"a\" needs two data_offsets, the start and the end, not [0]", file(two.formatted("0", "4,8"), 8));
    }

    @Test
    void badJson() throws IOException {
        for (String header : List.of("[]", "{]", "{\"a\"", "{\"a\":1}", "{\"a\":{}}", "{}}", "{} {}", "{\"a\":{\"dtype\":\"F32\"}}", "{\"a", "{\"a\\x\":1}", "{\"\\u12g4\":1}", "{\"\\u12", "{\"a\":null}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],}}", "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},}", "{\"__metadata__\":{\"a\":1}}", "{\"__metadata__\":{\"a\":{\"b\":\"c\"}}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[01],\"data_offsets\":[0,4]}}", "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"more\":1}}", " {}", "{\"a\tb\":1}", "\uFEFF{}"))
            assertThrows(FormatException.class, () -> Safetensors.read(file(header, 4)), header);
        refused("the header is wrong at its character 57: the name \"a\" stands here twice", file("{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},\"a\" :{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", 4));
        refused("the header is wrong at its character 28: the name \"dtype\" stands here twice", file("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}", 4));
        refused("the header is not text in UTF-8", Files.write(file("{}", 0), new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', (byte) 0xff}));
        refused("the header is wrong at its character 347: a list of more than 64 numbers", file("{\"a\":{\"dtype\":\"F32\",\"shape\":[" + "1,   ".repeat(64) + "1],\"data_offsets\":[0,4]}}", 4));
        assertThrows(FormatException.class, () -> Safetensors.read(file("[".repeat(100_000), 0)));
    }

    /// Bytes changed, cut or added anywhere: either it still is such a file, or it is refused; nothing else happens.
    @Test
    void randomDamage() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("weight", Creation.from(new double[][] {{1, 2}, {3, 4}}));
        tensors.put("on", Creation.from(new boolean[] {true, false}));
        byte[] good = bytes(tensors);
        Random random = new Random(1);
        Path file = folder.resolve("damaged");
        for (int i = 0; i < 400; i++) {
            byte[] bad = java.util.Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length + 4) : good.length);
            for (int k = random.nextInt(3); k >= 0 && bad.length > 0; k--) bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            Files.write(file, bad);
            try {
                Safetensors.read(file);
            } catch (FormatException e) {
                assertEquals(1, e.getMessage().lines().count(), e.getMessage());
            }
        }
    }

    @Test
    void unfinishedFilesAreNeverSeen() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "old");
        assertThrows(IOException.class, () -> AtomicFile.write(file, out -> {
            out.write(1);
            throw new IOException("the disk is full");
        }));
        assertEquals("old", Files.readString(file));
        AtomicFile.write(file, "new".getBytes(StandardCharsets.UTF_8));
        assertEquals("new", Files.readString(file));
        try (var left = Files.list(folder)) {
            assertEquals(1, left.count());
        }
    }
}
