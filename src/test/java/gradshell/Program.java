package gradshell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The program as a process of its own, in a folder.
record Program(Path folder) {
    Process start(String... args) throws IOException { return start(List.of(), args); }

    /// @param before a command that starts the program in its turn
    Process start(List<String> before, String... args) throws IOException {
        var command = new ArrayList<>(before);
        command.addAll(Java.command("-XX:TieredStopAtLevel=1"));
        command.add("gradshell.Main");
        command.addAll(List.of(args));
        return new ProcessBuilder(command).directory(folder.toFile()).redirectError(folder.resolve("err").toFile()).redirectOutput(folder.resolve("out").toFile()).start();
    }

    Ran end(Process process) throws Exception {
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        return new Ran(process.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }

    Ran run(String... args) throws Exception { return end(start(args)); }
}
