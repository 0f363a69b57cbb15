package gradshell;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The file by which Jupyter finds the kernel: `kernels/gradshell/kernel.json` in its data folder.
final class KernelFile {

    private KernelFile() {}

    /// Writes it where Jupyter looks for the kernels of this user.
    static Path write() throws IOException { return write(folder(System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")))); }

    static Path write(Path data) throws IOException {
        Path file = data.resolve("kernels").resolve("gradshell").resolve("kernel.json");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, json(command()));
    }

    /// Jupyter's data folder.
    static Path folder(Map<String, String> environment, String system, Path home) {
        if (environment.containsKey("JUPYTER_DATA_DIR")) return Path.of(environment.get("JUPYTER_DATA_DIR"));
        if (system.startsWith("Mac")) return home.resolve("Library").resolve("Jupyter");
        if (system.startsWith("Windows")) return Path.of(environment.getOrDefault("APPDATA", home.toString())).resolve("jupyter");
        String share = environment.getOrDefault("XDG_DATA_HOME", "");
        return (share.isEmpty() ? home.resolve(".local").resolve("share") : Path.of(share)).resolve("jupyter");
    }

    /// How this program is started again: by its launcher, or by Java where nobody used one.
    private static List<String> command() {
        String launcher = System.getProperty("gradshell.launcher");
        if (launcher != null) return List.of(launcher);
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                "-cp", Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(entry -> Path.of(entry).toAbsolutePath().toString()).collect(Collectors.joining(File.pathSeparator)), "gradshell.Main");
    }

    static String json(List<String> command) {
        String words = command.stream().map(word -> '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\", ").collect(Collectors.joining());
        return """
                {"argv": [%s"kernel", "{connection_file}"],
                 "display_name": "GradShell", "language": "java", "interrupt_mode": "message"}
                """.formatted(words);
    }
}
