package gradshell;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The program as a process of its own, in a folder.
record Program(Path folder) {
    /// How a process ended, and what it printed.
    record Ended(int code, String out, String err) {
        /// The last line.
        String digest() { return out.lines().reduce((_, next) -> next).orElse(""); }
    }

    Process start(String... args) throws IOException { return start(List.of(), args); }

    /// @param before a command that starts the program in its turn
    Process start(List<String> before, String... args) throws IOException {
        var command = new ArrayList<>(before);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules", "jdk.incubator.vector", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData",
                "-cp", Stream.of(System.getProperty("java.class.path").split(":")).map(p -> Path.of(p).toAbsolutePath().toString()).collect(Collectors.joining(":")), "gradshell.Main"));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).directory(folder.toFile()).redirectError(folder.resolve("err").toFile()).redirectOutput(folder.resolve("out").toFile()).start();
    }

    Ended end(Process process) throws Exception {
        assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        return new Ended(process.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }

    Ended run(String... args) throws Exception { return end(start(args)); }
}
