package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import gradshell.bench.Bits;
import gradshell.bench.Child;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The same bits everywhere: whole trainings, whatever form the loops have, on any number of threads, with vectors of any width.
class BitsTest {
    /// A line of [Bits]: the network, the mode and the number of threads, the digest.
    private static final Pattern LINE = Pattern.compile("^(\\w+) (\\w+/\\d) ([0-9a-f]{16})$", Pattern.MULTILINE);

    @ParameterizedTest(name = "{0} networks, {1}, AVX {2}, threads {3}")
    @CsvSource({"SMALL, auto, 3, 123", "SMALL, evaluator, 3, 2", "SMALL, scalar, 3, 13", "SMALL, vector, 3, 123", "SMALL, vector, 2, 12", "TINY, vector, 0, 2"})
    void trainingsComeToTheSameBits(Bits.Size size, String kernel, int avx, String threads) throws IOException {
        Map<String, String> expected = Bits.digests(size);
        assertEquals(expected.size(), expected.values().stream().distinct().count(), "the networks are different");
        Child child = Child.java(Bits.class, List.of("-Dgradshell.kernel=" + kernel, "-XX:+IgnoreUnrecognizedVMOptions", "-XX:UseAVX=" + avx), size.name(), threads);
        List<MatchResult> lines = LINE.matcher(child.checked()).results().toList();
        assertNotEquals(0, lines.size(), child.out());
        assertEquals(0, lines.size() % (expected.size() * threads.length()), child.out());
        for (MatchResult line : lines) assertEquals(expected.get(line.group(1)), line.group(3), line.group(1) + " " + line.group(2));
    }
}
