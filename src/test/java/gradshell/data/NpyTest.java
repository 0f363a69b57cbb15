package gradshell.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradshell.array.DType;
import gradshell.tensor.Creation;
import gradshell.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
    static final Path NUMPY = Path.of("src", "test", "resources", "gradshell", "data");

    @TempDir
    private Path folder;

    /// A file of version 1 with this header and so many bytes of numbers.
    private Path file(String header, int bytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        return file(new byte[] {1, 0, (byte) text.length, (byte) (text.length >> 8)}, text, bytes);
    }

    private Path file(byte[] version, byte[] header, int bytes) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(6 + version.length + header.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        return Files.write(folder.resolve("x.npy"), content.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put(version).put(header).array());
    }

    private static void refused(String message, Path file) {
        String said = assertThrows(FormatException.class, () -> Npy.load(file)).getMessage();
        assertEquals(message, said.replace(file.toString(), "FILE"));
    }

    private static String description(String type, String fortran, String shape) { return "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': (" + shape + "), }"; }

    @Test
    void filesOfNumpy() {
        record Kind(String name, DType dtype) {}
        for (Kind kind : List.of(new Kind("b1", DType.BOOL), new Kind("i1", DType.INT32), new Kind("u1", DType.INT32), new Kind("i2", DType.INT32), new Kind("u2", DType.INT32), new Kind("i4", DType.INT32),
                new Kind("u4", DType.INT64), new Kind("i8", DType.INT64), new Kind("u8", DType.INT64), new Kind("f2", DType.FLOAT32), new Kind("f4", DType.FLOAT32), new Kind("f8", DType.FLOAT64))) {
            double[] numbers = kind.dtype == DType.BOOL ? new double[] {0, 1, 1, 1, 0, 1} : new double[] {0, 1, 2, 3, 100, 5};
            for (String order : kind.name.endsWith("1") ? List.of("") : List.of("", "big_")) {
                Tensor x = Npy.load(NUMPY.resolve(order + kind.name + ".npy"));
                assertEquals(kind.dtype + " [2, 3]", x.array().type().toString(), order + kind.name);
                assertArrayEquals(numbers, x.toDoubles(), order + kind.name);
            }
        }
        Tensor fortran = Npy.load(NUMPY.resolve("fortran.npy"));
        assertEquals("float64 [2, 3, 4]", fortran.array().type().toString());
        assertArrayEquals(Creation.arange(0, 24, 1).toDoubles(), fortran.toDoubles());
        assertEquals("2.5000  float64 []", Npy.load(NUMPY.resolve("scalar.npy")).toString());
        assertArrayEquals(new double[] {1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE}, Npy.load(NUMPY.resolve("vector.npy")).toDoubles());
        assertEquals("float32 [3, 0]", Npy.load(NUMPY.resolve("empty.npy")).array().type().toString());
        for (String version : List.of("version2.npy", "version3.npy")) assertArrayEquals(new long[] {0, 1, 2}, Npy.load(NUMPY.resolve(version)).toLongs());
    }

    /// NumPy's own files come out again byte for byte.
    @Test
    void writesWhatNumpyWrites() throws IOException {
        for (String name : List.of("b1", "i4", "i8", "f4", "f8", "scalar", "vector", "empty")) {
            Path file = folder.resolve(name + ".npy");
            Npy.save(file, Npy.load(NUMPY.resolve(name + ".npy")));
            assertArrayEquals(Files.readAllBytes(NUMPY.resolve(name + ".npy")), Files.readAllBytes(file), name);
        }
        // A view is written in its own order.
        Npy.save(folder.resolve("view.npy"), Npy.load(NUMPY.resolve("f8.npy")).t());
        assertArrayEquals(new double[] {0, 3, 1, 100, 2, 5}, Npy.load(folder.resolve("view.npy")).toDoubles());
        Npy.save(folder.resolve("part.npy"), Creation.arange(0, 70_000, 1).narrow(0, 3, 69_000));
        assertArrayEquals(Creation.arange(3, 69_003, 1).toLongs(), Npy.load(folder.resolve("part.npy")).toLongs());
    }

    @Test
    void whatNoTensorHolds() {
        refused("FILE: it holds Python objects, which would have to be unpickled; save numbers: np.save(file, x.astype('f8'))", NUMPY.resolve("objects.npy"));
        refused("FILE has a structured type, which no tensor holds; save its fields one by one", NUMPY.resolve("structured.npy"));
        refused("FILE: it holds elements of type \"<c16\"; truths, whole numbers of 1 to 8 bytes and floating ones of 2 to 8 can be read", NUMPY.resolve("complex.npy"));
        refused("FILE: it holds elements of type \"<U2\"; truths, whole numbers of 1 to 8 bytes and floating ones of 2 to 8 can be read", NUMPY.resolve("text.npy"));
        refused("FILE: there is no such file", Path.of("no-such-file.npy"));
        refused("FILE: this is a folder, not a file", NUMPY);
    }

    @Test
    void hostileSizes() throws IOException {
        refused("FILE: the tensor has more elements than a tensor can have, 2147483647", file(description("<f8", "False", (1L << 59) + ","), 8));
        refused("FILE: the header is wrong at its character 52: the number 115292150460684697… is too large", file(description("<f8", "False", (1L << 60) + ","), 8));
        refused("FILE: the tensor has more elements than a tensor can have, 2147483647", file(description("<f8", "False", "1073741824, 1073741824"), 8));
        refused("FILE: shape [2147483647] of <f8 takes 17179869176 bytes, and 8 follow the header", file(description("<f8", "False", "2147483647,"), 8));
        refused("FILE: shape [2] of <f8 takes 16 bytes, and 8 follow the header", file(description("<f8", "False", "2,"), 8));
        refused("FILE: shape [2] of <f8 takes 16 bytes, and 17 follow the header", file(description("<f8", "False", "2,"), 17));
        refused("FILE: the tensor holds the byte 7; a BOOL is 0 or 1", Files.write(file(description("|b1", "False", "1,"), 0), new byte[] {7}, java.nio.file.StandardOpenOption.APPEND));
        refused("FILE: the header has 4294967295 bytes by its own account; it can have 10000", file(new byte[] {2, 0, -1, -1, -1, -1}, new byte[0], 8));
        refused("FILE: the header has 9000 bytes by its own account, and only 8 follow", file(new byte[] {1, 0, 0x28, 0x23}, new byte[0], 8));
        refused("FILE: the file ends inside the header", Files.write(folder.resolve("x.npy"), new byte[] {(byte) 0x93, 'N'}));
        refused("FILE: this is no npy file: it does not begin with \\x93NUMPY", Files.write(folder.resolve("x.npy"), "PK345678".getBytes(StandardCharsets.US_ASCII)));
        refused("FILE: version 4 of the npy format is unknown; 1, 2 and 3 can be read", file(new byte[] {4, 0, 0, 0, 0, 0}, new byte[0], 8));
    }

    @Test
    void hostileHeaders() throws IOException {
        for (String header : List.of("", "{", "{}", "[]", "{'descr': '<f8'}", description("<f8", "False", "-1,"), description("<f8", "False", "1.5,"), description("<f8", "0", "1,"), description("<f8", "False", "1,") + "x",
                description("<f8", "False", "(1,),"), description("<f8", "False", "1,").replace("'descr'", "'shape'"), description("<f8", "False", "1,").replace("}", "'a': 1}"), description("=f8", "False", "1,"),
                description("|f8", "False", "1,"), description("<f8", "__import__('os')", "1,"), description("", "False", "1,"), description("<f8", "False", "1, ".repeat(65)), "{'descr': " + "[".repeat(5000), "{'descr': '<f8"))
            assertThrows(FormatException.class, () -> Npy.load(file(header, 8)), header);
        refused("FILE: the header is wrong at its character 40: 'descr' stands here twice", file("{'descr': '<f8', 'fortran_order': False, 'descr': '<f8'}".replace("'fortran_order': False", "'shape': (1,)"), 8));
        // In another order and spelling it is the same dictionary.
        assertEquals("[1]", Npy.load(file("{\"shape\":(1L),'fortran_order':True,'descr':'<f8'}", 8)).shape().toString());
    }

    /// Bytes changed, cut or added anywhere: either it still is such a file, or it is refused; nothing else happens.
    @Test
    void randomDamage() throws IOException {
        byte[] good = Files.readAllBytes(NUMPY.resolve("f4.npy"));
        Random random = new Random(1);
        Path file = folder.resolve("damaged.npy");
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length + 4) : good.length);
            for (int k = random.nextInt(3); k >= 0 && bad.length > 0; k--) bad[random.nextInt(Math.min(bad.length, 80))] = (byte) random.nextInt(256);
            Files.write(file, bad);
            try {
                Npy.load(file);
            } catch (FormatException e) {
                refused++;
            }
        }
        assertEquals(true, refused > 200, refused + " of 500 refused");
    }

    @Test
    void whereNothingCanBeWritten() {
        String said = assertThrows(FormatException.class, () -> Npy.save(folder.resolve("none").resolve("x.npy"), Creation.from(1))).getMessage();
        assertEquals(folder.resolve("none").resolve("x.npy") + ": the folder " + folder.resolve("none") + " does not exist; create it first", said);
        assertEquals(folder + ": this is a folder, not a file", assertThrows(FormatException.class, () -> Npy.save(folder, Creation.from(1))).getMessage());
    }
}
