package gradshell.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Files that were not meant to be read, or were damaged: each is refused with its name, and its line where it has lines.
class HostileFilesTest {
    @TempDir Path folder;

    private static final Map<String, String> TABLES = new TreeMap<>(Map.of(
            "a,b,y\n1,\"2,0\n3,4,1\n", ":2: a quote opens here and is never closed",
            "a,b,y\n1,2,0\n1,\"2\"3,0\n", ":3: text follows a quote that closes a cell; a quote in a cell is written twice: \"\"",
            "a,b,y\n1,2,grün\n", ":2: the text is not UTF-8; save it as that, with iconv -f latin1 -t utf-8 for example",
            "x".repeat(17_000_000), ":1: a cell is longer than 16777216 characters; is a quote missing at its end?",
            "1" + ",1".repeat(100_000), ":1: there are more than 100000 cells; npy files hold sets of so many columns",
            "a;b;y\n1;2;0\n", ": there is no column \"y\"; there are a;b;y; separator(\";\") says what stands between the cells",
            "a\ty\n1\t2\n", ": there is no column \"y\"; there are a\ty; separator(\"\\t\") says what stands between the cells",
            "a,b,y\n1,2,0\n3,4\n", ":3: 2 cells where the first row has 3"));

    /// In Latin-1, as a spreadsheet may save them.
    @TestFactory
    Stream<DynamicTest> tables() {
        return TABLES.entrySet().stream().map(e -> DynamicTest.dynamicTest(e.getValue(), () -> {
            Path file = Files.write(folder.resolve("t.csv"), e.getKey().getBytes(StandardCharsets.ISO_8859_1));
            assertEquals(file + e.getValue(), refusal(() -> new CsvDataset(file).target("y").first(1)));
        }));
    }

    @Test
    void encodings() throws IOException {
        String text = "größe,y\n1,2\n3,4\n";
        byte[] mark = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
        byte[] marked = Stream.of(mark, text.getBytes(StandardCharsets.UTF_8)).collect(java.io.ByteArrayOutputStream::new, java.io.ByteArrayOutputStream::writeBytes, (_, _) -> {}).toByteArray();
        for (byte[] bytes : new byte[][] {text.getBytes(StandardCharsets.UTF_8), marked, text.getBytes(StandardCharsets.UTF_16), ("\ufeff" + text).getBytes(StandardCharsets.UTF_16LE), text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)}) {
            Path file = Files.write(folder.resolve("t.csv"), bytes);
            assertEquals(java.util.List.of("größe", "y"), Csv.read(file).columns());
            assertEquals(2, new CsvDataset(file).target("y").size());
        }
        Path file = Files.write(folder.resolve("t.csv"), new byte[] {(byte) 0xfe, (byte) 0xff, 0, 'a', 0, '\n', (byte) 0xd8});
        assertEquals(file + ": its text is no whole UTF-16BE, as its first bytes promise; the file is damaged", refusal(() -> Csv.read(file)));
    }

    @Test
    void archives() throws IOException {
        Path cut = Files.write(folder.resolve("cut.npz"), "PK\3\4 and nothing more".getBytes(StandardCharsets.UTF_8));
        assertEquals(cut + ": this is no zip archive, as an npz file is, or it was cut off (zip END header not found)", refusal(() -> Npz.load(cut)));
        Path empty = folder.resolve("none.npz");
        new ZipOutputStream(Files.newOutputStream(empty)).close();
        assertEquals(empty + ": there is no tensor \"x\"; there is none at all", refusal(() -> StoredDataset.npz(empty, "x", "y").first(1)));
    }

    @Test
    void imagesOfDifferentSizes() throws IOException {
        image("a/1.png", 8, 6);
        image("b/2.png", 9, 6);
        ImageFolder images = new ImageFolder(folder.resolve("images"));
        assertEquals(folder.resolve("images/b/2.png") + ": the image has 9 x 6 pixels, and " + folder.resolve("images/a/1.png") + " has 8 x 6; resize(…) brings all to one size", refusal(() -> images.first(2)));
        assertEquals("[2, 3, 4, 4]", images.resize(4).first(2).inputs().shape().toString());
    }

    private void image(String name, int width, int height) throws IOException {
        Path file = folder.resolve("images").resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    }

    private static String refusal(org.junit.jupiter.api.function.Executable reading) { return assertThrows(FormatException.class, reading).getMessage(); }
}
