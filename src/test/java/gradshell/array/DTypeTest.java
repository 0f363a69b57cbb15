package gradshell.array;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DTypeTest {
    /// Every line of `dtype.txt`, which PyTorch wrote.
    @Test
    void promotesAsPyTorchDoes() throws IOException {
        int pairs = 0;
        try (InputStream file = DTypeTest.class.getResourceAsStream("dtype.txt")) {
            for (String line : new String(file.readAllBytes(), StandardCharsets.US_ASCII).lines().toList()) {
                String[] words = line.split(" ");
                DType actual = switch (words[1]) {
                    case "2" -> named(words[0]).forNumber(2);
                    case "0.5" -> named(words[0]).forNumber(0.5);
                    default -> DType.result(named(words[0]), words[0].startsWith("["), named(words[1]), words[1].startsWith("["));
                };
                assertEquals(words[2], actual.toString(), line);
                pairs++;
            }
        }
        assertEquals(120, pairs);
    }

    private static DType named(String word) { return DType.valueOf(word.replaceAll("[\\[\\]]", "").toUpperCase(Locale.ROOT)); }

    @Test
    void allocatesArraysOfItsSize() {
        for (DType dtype : DType.values()) assertEquals(3, Array.of(dtype, Shape.of(3), dtype.allocate(3)).elements());
        assertEquals(4, DType.FLOAT32.bytes());
        assertEquals(DType.FLOAT32, DType.INT64.floating());
        assertEquals(DType.FLOAT64, DType.FLOAT64.floating());
    }
}
