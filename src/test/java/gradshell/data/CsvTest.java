package gradshell.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradshell.array.DType;
import gradshell.array.ShapeException;
import gradshell.tensor.Creation;
import gradshell.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws IOException { return Files.writeString(folder.resolve("x.csv"), text); }

    private String message(String text) throws IOException {
        Path file = file(text);
        return assertThrows(FormatException.class, () -> Csv.read(file)).getMessage().replace(file.toString(), "FILE");
    }

    @Test
    void numbers() throws IOException {
        Csv csv = Csv.read(file("age,\"height, m\"\r\n31, 1.75\r\n\r\n\"40\",1.8e0\n-1,nan\n.5,-inf"));
        assertEquals(List.of("age", "height, m"), csv.columns());
        assertEquals("float64 [4, 2]", csv.values().array().type().toString());
        assertArrayEquals(new double[] {31, 1.75, 40, 1.8, -1, Double.NaN, 0.5, Double.NEGATIVE_INFINITY}, csv.values().toDoubles());
        assertEquals("int64 [2, 2]", Csv.load(file("\uFEFF1,2\n3,-4\n")).array().type().toString());
        assertEquals("float32 [1, 2]", Csv.load(file("1,2.5")).array().type().toString());
        assertEquals("float64 [1, 1]", Csv.load(DType.FLOAT64, file("a,b\n1,2.5"), "b").array().type().toString());
        assertArrayEquals(new double[] {3, 1}, Csv.load(file("a,b,c\n1,2,3"), "c", "a").toDoubles());
        assertEquals("[0, 2]", Csv.load(file("a,b\n")).shape().toString());
        assertArrayEquals(new double[] {1e19}, Csv.load(DType.FLOAT64, file("10000000000000000000")).toDoubles());
    }

    @Test
    void mistakes() throws IOException {
        assertEquals("FILE:3: 1 cell where the first row has 2", message("a,b\n1,2\n3\n"));
        assertEquals("FILE:2: 3 cells where the first row has 2", message("1,2\n3,4,5\n"));
        assertEquals("FILE:4: column \"b\" holds \"four\", which is no number", message("a,b\n1,2\n\n3,four\n"));
        assertEquals("FILE:2: column \"b\" is empty; write nan where a number is missing", message("a,b\n1,\n"));
        assertEquals("FILE:2: column 1 holds \"0x10\", which is no number", message("1,2\n0x10,3"));
        assertEquals("FILE:2: column 1 holds \"1d\", which is no number", message("1,2\n1d,3"));
        assertEquals("FILE:1: column 2 holds \"b\", which is no number", message("1,b\n"));
        assertEquals("FILE:1: two columns are called \"a\"", message("a,a\n1,2"));
        assertEquals("FILE:1: column 2 has no name", message("a,\n1,2"));
        assertEquals("FILE: the file is empty", message(""));
        Path file = file("a,b\n1,2");
        assertEquals(file + ": there is no column \"c\"; there are a, b", assertThrows(FormatException.class, () -> Csv.load(file, "c")).getMessage());
        assertEquals("none.csv: there is no such file", assertThrows(FormatException.class, () -> Csv.read(Path.of("none.csv"))).getMessage());
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Path file = folder.resolve("y.csv");
        Csv.save(file, Creation.from(new double[][] {{1, 0.1}, {1e-40, Double.NaN}}).to(DType.FLOAT32), "a", "b, \"c\"");
        assertEquals("a,\"b, \"\"c\"\"\"\n1.0,0.1\n1.0E-40,nan\n", Files.readString(file));
        assertEquals(List.of("a", "b, \"c\""), Csv.read(file).columns());
        Random random = new Random(1);
        double[] numbers = random.doubles(999).map(x -> Math.scalb(x - 0.5, random.nextInt(-900, 900))).toArray();
        Tensor x = Creation.from(DType.FLOAT64, numbers).reshape(333, 3);
        Csv.save(file, x.t());
        assertArrayEquals(x.t().toDoubles(), Csv.load(DType.FLOAT64, file).toDoubles());
        Csv.save(file, x.to(DType.FLOAT32));
        assertArrayEquals(x.toFloats(), Csv.load(DType.FLOAT32, file).toFloats());
        Csv.save(file, Creation.from(new long[] {Long.MAX_VALUE / 100, -5}));
        assertEquals("[2, 1]", Csv.load(file).shape().toString());
        assertArrayEquals(new long[] {Long.MAX_VALUE / 100, -5}, Csv.load(file).toLongs());
        Csv.save(file, Creation.from(new boolean[] {true, false}));
        assertEquals("1\n0\n", Files.readString(file));
        assertThrows(ShapeException.class, () -> Csv.save(file, Creation.zeros(DType.FLOAT32, 2, 2, 2)));
        assertThrows(ShapeException.class, () -> Csv.save(file, Creation.zeros(DType.FLOAT32, 2, 2), "a"));
        assertEquals("1\n0\n", Files.readString(file));
    }
}
