package gradshell.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorModuleTest {
    /// Prints whether vectors are possible, and something computed with them if they are.
    static final class Program {
        public static void main(String[] args) {
            boolean before = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
            System.out.print(before + " " + VectorModule.isPossible() + " " + VectorModule.load() + " " + (VectorModule.load() && VectorEmitter.sums() > 0));
        }
    }

    private static String run(String... flags) throws Exception {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Program.class.getName()));
        var process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8) + new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void comesInLater() throws Exception {
        assertEquals("false true true true", run("--add-exports", "java.base/jdk.internal.module=ALL-UNNAMED"));
    }

    @Test
    void isDoneWithout() throws Exception {
        assertEquals("false false false false", run());
    }
}
