package gradshell.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gradshell.Java;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GarbageTest {
    /// Makes arrays that are used for some time, as those of a step of training are, and prints how large the heap came to be, in bytes.
    static final class Program {
        public static void main(String[] args) {
            Object[] used = new Object[100];
            long largest = 0;
            for (int i = 0; i < 3000; i++) {
                used[i % used.length] = DType.FLOAT32.allocate(1 << 18);
                largest = Math.max(largest, Runtime.getRuntime().totalMemory());
            }
            System.out.print(largest);
        }
    }

    @Test
    void theHeapDoesNotGrowOverIt() throws Exception {
        var command = Java.command("-Xms64m", "-Xmn48m", "-Xmx2g");
        command.add(Program.class.getName());
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String largest = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertTrue(Long.parseLong(largest) < 800L << 20, largest);
    }
}
