package gradshell.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gradshell.array.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvDatasetTest {
    private static final String PEOPLE = "age,town,member,group\n30,Rome,true,b\n40,Oslo,false,a\n,Rome,true,b\n50,,false,c\n";

    @TempDir
    private Path folder;

    private CsvDataset csv(String text) throws IOException { return new CsvDataset(Files.writeString(folder.resolve("x.csv"), text)); }

    private String refused(String text, UnaryOperator<CsvDataset> choices) throws IOException {
        CsvDataset set = csv(text);
        return assertThrows(IllegalArgumentException.class, () -> choices.apply(set).size()).getMessage().replace(folder + "/", "");
    }

    @Test
    void numbersAndClasses() throws IOException {
        CsvDataset set = csv("a;b;kind\n1;2.5;cat\n3;4;dog\n5;6;cat\n").separator(";");
        assertEquals("3 examples: inputs [3, 2], targets [3]; classes cat, dog", set.toString());
        assertArrayEquals(new double[] {1, 2.5, 3, 4, 5, 6}, set.inputs().toDoubles());
        assertArrayEquals(new long[] {0, 1, 0}, set.targets().toLongs());
        assertEquals(List.of("cat", "dog"), set.classes());
        assertEquals("float32 [3, 1]", set.without("kind").target("b").targets().array().type().toString());
        assertArrayEquals(new double[] {1, 3, 5}, set.features("a").inputs().toDoubles());
        assertEquals("[3, 2]", set.target("a", "b").targets().shape().toString());
        CsvDataset bare = csv("1,7\n2,9\n3,7\n").classify();
        assertEquals(List.of("7", "9"), bare.classes());
        assertArrayEquals(new long[] {0, 1, 0}, bare.targets().toLongs());
        assertEquals(2, csv("x,y\nu,v\n").header(false).size());
    }

    @Test
    void missingValues() throws IOException {
        CsvDataset set = csv(PEOPLE);
        assertEquals("x.csv:4: column \"age\" is empty; missing(\"drop\"), missing(\"mean\") or missing(\"category\") says what to do", refused(PEOPLE, s -> s));
        assertEquals("2 examples: inputs [2, 4], targets [2]; classes a, b, c; 2 rows with missing values dropped", set.missing("drop").toString());
        CsvDataset mean = set.missing("mean");
        assertEquals(List.of("age", "town=Oslo", "town=Rome", "town missing", "member"), mean.names());
        assertArrayEquals(new double[] {40, 0, 1, 0, 1}, mean.get(2).input().toDoubles());
        assertArrayEquals(new double[] {50, 0, 0, 1, 0}, mean.get(3).input().toDoubles());
        CsvDataset category = set.missing("category");
        assertEquals(List.of("age", "age missing", "town=Oslo", "town=Rome", "town missing", "member"), category.names());
        assertArrayEquals(new double[] {40, 1, 0, 1, 0, 1}, category.get(2).input().toDoubles());
        assertEquals("4 examples: inputs [4, 5], targets [4]; classes a, b, c; 2 missing values filled (mean)", mean.toString());
        CsvDataset indices = set.missing("mean").features("town", "member").indices();
        assertEquals("int64 [4, 2]", indices.inputs().array().type().toString());
        assertArrayEquals(new long[] {1, 1, 0, 0, 1, 1, 2, 0}, indices.inputs().toLongs());
    }

    @Test
    void standardisedByTheTrainingPart() throws IOException {
        StringBuilder text = new StringBuilder("x,c,y\n");
        for (int i = 0; i < 20; i++) text.append(i * i).append(",5,").append(i).append('\n');
        CsvDataset set = csv(text.toString()).standardize();
        Rng.shared().seed(9);
        List<Dataset> parts = set.parts(0.2, 0.3);
        assertEquals(List.of(10, 4, 6), parts.stream().map(Dataset::size).toList());
        double[] x = parts.get(0).inputs().select(1, 0).toDoubles(), y = parts.get(0).targets().flatten().toDoubles();
        double sum = 0, square = 0, mean = 0, spread = 0;
        for (int i = 0; i < 10; i++) {
            sum += x[i];
            square += x[i] * x[i];
            mean += y[i] * y[i] / 10;
        }
        for (int i = 0; i < 10; i++) spread += Math.pow(y[i] * y[i] - mean, 2) / 10;
        assertEquals(0, sum, 1e-5);
        assertEquals(10, square, 1e-4);
        for (Dataset part : parts) for (int i = 0; i < part.size(); i++) {
            double raw = Math.pow(part.get(i).target().item(), 2);
            assertEquals((raw - mean) / Math.sqrt(spread), part.get(i).input().toDoubles()[0], 1e-5);
            assertEquals(0, part.get(i).input().toDoubles()[1]);
        }
        // Divided twice, a set learns anew from what is left to train on.
        Dataset again = parts.get(0).split(0.5).first();
        assertEquals(0, again.inputs().select(1, 0).sum().item(), 1e-5);
    }

    @Test
    void anotherFileForTheTest() throws IOException {
        CsvDataset set = csv("a,town,kind\n1,Rome,cat\n3,Oslo,dog\n").standardize();
        Path good = Files.writeString(folder.resolve("good.csv"), "kind,a,town\ndog,5,Rome\n"), label = Files.writeString(folder.resolve("label.csv"), "a,town,kind\n1,Rome,cat\n2,Oslo,cow\n");
        Dataset test = set.test(good);
        assertArrayEquals(new double[] {3, 0, 1}, test.inputs().toDoubles());
        assertArrayEquals(new long[] {1}, test.targets().toLongs());
        assertArrayEquals(new double[] {3, 0, 1}, set.take(2).like(new CsvDataset(good)).inputs().toDoubles());
        assertEquals(label + ":3: column \"kind\" holds the unknown label \"cow\"; known are cat, dog", assertThrows(FormatException.class, () -> set.test(label).size()).getMessage());
        Path town = Files.writeString(folder.resolve("town.csv"), "a,town,kind\n1,Bonn,cat\n");
        assertEquals(town + ":2: column \"town\" holds the unknown category \"Bonn\"; known are Oslo, Rome", assertThrows(FormatException.class, () -> set.test(town).size()).getMessage());
        Path empty = Files.writeString(folder.resolve("empty.csv"), "a,town,kind\n1,Oslo,cat\n1,,cat\n");
        assertEquals(empty + ":3: column \"town\" is empty, and it never was in the table learned from, so there is no category for that", assertThrows(FormatException.class, () -> set.missing("mean").test(empty).size()).getMessage());
        Path column = Files.writeString(folder.resolve("column.csv"), "a,kind\n1,cat\n");
        assertEquals(column + ": there is no column \"town\"; there are a, kind", assertThrows(FormatException.class, () -> set.test(column).size()).getMessage());
    }

    @Test
    void mistakes() throws IOException {
        assertEquals("x.csv:3: 1 cell where the first row has 2", refused("a,b\n1,2\n3\n", s -> s));
        assertEquals("x.csv:4: column \"a\" holds \"four\", which is no number, as 3 others are", refused("a,b\n1,2\n3,4\nfour,5\n6,7\n", s -> s));
        assertEquals("x.csv:3: column \"b\", the target, is empty; missing(\"drop\") leaves such rows out", refused("a,b\n1,2\n3,nan\n", s -> s));
        assertEquals("x.csv:3: column \"a\" is empty; missing(\"drop\"), missing(\"mean\") or missing(\"category\") says what to do", refused("a,b\n1,2\nNaN,4\n", s -> s));
        assertEquals("x.csv:3: column \"a\" holds inf; it must be finite", refused("a,b\n1,2\ninf,4\n", s -> s));
        assertEquals("x.csv: there is no column \"c\"; there are a, b", refused("a,b\n1,2\n", s -> s.target("c")));
        assertEquals("x.csv: column \"a\" is the target and cannot be an input too", refused("a,b\n1,2\n", s -> s.target("a").features("a")));
        assertEquals("x.csv: there are names of columns and no rows; the set is empty", refused("a,b\n", s -> s));
        assertEquals("x.csv: the file is empty", refused("", s -> s));
        assertEquals("x.csv: something is missing in every row, so none is left; the set is empty", refused("a,b,c\n1,,1\n,2,1\n", s -> s.missing("drop")));
        assertEquals("x.csv: column \"b\" is empty in every row; leave it out with without(\"b\")", refused("a,b,c\n1,,1\n", s -> s));
        assertEquals("csv: \"median\" is no way to treat missing values; write \"refuse\", \"drop\", \"mean\" or \"category\"", refused("a,b\n1,2\n", s -> s.missing("median")));
        assertEquals("csv: a separator of \"ab\"; it is one character", refused("a,b\n1,2\n", s -> s.separator("ab")));
        assertEquals(folder.resolve("y.csv") + ": there is no such file", assertThrows(FormatException.class, () -> new CsvDataset(folder.resolve("y.csv"))).getMessage().replaceFirst("; did you mean x.csv\\?", ""));
        StringBuilder many = new StringBuilder("name,y\n");
        for (int i = 0; i < 1100; i++) many.append("n").append(i).append(",1\n");
        assertEquals("x.csv:1002: column \"name\" holds more than 1000 different texts; leave it out with without(\"name\")", refused(many.toString(), s -> s));
    }
}
