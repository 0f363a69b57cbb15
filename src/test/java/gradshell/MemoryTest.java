package gradshell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A prompt that has no more memory says what holds it, and goes on with all variables.
@Timeout(180)
class MemoryTest {
    @TempDir
    private Path folder;

    private static void says(Ran ran, String text) { assertTrue(ran.out().contains(text), text + "\nin\n" + ran.out() + ran.err()); }

    @Test
    void namesWhatHoldsItAndGoesOn() throws Exception {
        var ran = Prompt.child(folder, List.of("-Xmx200m"),
                "var keep = randn(1000, 1000)",
                "zeros(250000000)",
                "keep.expand(100, 1000, 1000).mul(2)",
                "var many = new ArrayList<Tensor>(); while (true) many.add(zeros(100000))",
                "many.size() > 100",
                "many = null",
                "var total = var(0); while (true) total = total.add(ones(10000).mul(var(1)).sum())",
                "/drop total",
                "var w = var(ones(4000, 1000)); var y = w.exp().sin().cos().sum()",
                "var ballast = new ArrayList<Tensor>(); try { while (true) ballast.add(zeros(100000)); } catch (OutOfMemoryError e) { }",
                "y.backward()",
                "ballast = null",
                "y = w.exp().sin().sum(); y.backward()",
                "w.grad().shape()",
                "var slow = batches(dataset(100, i -> example(ones(90000000), tensor(1))), 1).prefetch(2)",
                "for (var batch : slow) batch.size()",
                "var plain = new ArrayList<int[]>(); while (true) plain.add(new int[1000])",
                "/drop plain",
                "keep.shape()",
                "/exit keep.size(0) / 100");
        says(ran, "zeros: float32 [250000000] needs 1.0 GB; ");
        says(ran, "mul: float32 [100, 1000, 1000] needs 400.0 MB; ");
        says(ran, "take smaller batches or float32, or start with more: JDK_JAVA_OPTIONS=-Xmx1g scripts/gradshell");
        says(ran, "most is held by many (ArrayList<Tensor>): ");
        says(ran, "free some with /drop many, take smaller batches");
        says(ran, " = true\n");
        assertTrue(ran.out().matches("(?s).*total holds a graph of \\d{4,} operations, [\\d.]+ MB, for a backward; if it is a sum over steps, add loss.item\\(\\) or loss.detach\\(\\) to it\n.*"), ran.out());
        says(ran, "backward: float32 [4000, 1000] needs 16.0 MB; ");
        says(ran, " = [4000, 1000]\n");
        says(ran, "ones: float32 [90000000] needs 360.0 MB; ");
        says(ran, "out of memory\n    var plain");
        says(ran, "most is held by plain (ArrayList<int[]>): ");
        says(ran, " = [1000, 1000]\n");
        assertEquals(10, ran.code(), ran.out() + ran.err());
    }

    @Test
    void aTensorOfAGigabyte() throws Exception {
        assumeTrue(((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize() > 4L << 30, "a small machine");
        var ran = Prompt.child(folder, List.of("-Xms64m", "-Xmn48m", "-Xmx1800m"), "var big = zeros(268435456)", "big.sum()", "zeros(268435456)", "/drop big", "var other = ones(268435456)", "other.sum().item()");
        says(ran, "big = [0., 0., 0., ..., 0., 0., 0.]  float32 [268435456]\n");
        says(ran, "$1 = 0.  float32 []\n");
        says(ran, "zeros: float32 [268435456] needs 1.1 GB; ");
        says(ran, "other = [1., 1., 1., ..., 1., 1., 1.]  float32 [268435456]\n");
        says(ran, " = 2.68435456E8\n");
    }

    @Test
    void aSnippetLeavesWithItsOwnCode() throws Exception {
        var ran = Prompt.child(folder, List.of(), "var one = 1", "System.exit(3)", "var two = 2");
        assertEquals(3, ran.code(), ran.out() + ran.err());
        assertEquals("", ran.err().lines().filter(line -> !line.startsWith("WARNING")).findFirst().orElse(""));
        assertTrue(Files.readString(folder.resolve("history")).contains("System.exit(3)"));
    }
}
