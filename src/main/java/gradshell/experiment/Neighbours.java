package gradshell.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What lies beside a file that is not there.
final class Neighbours {
    private Neighbours() {}

    /// A hint for a missing file: a name like it, or the folder that is missing.
    static String suggest(Path missing) {
        var folder = missing.toAbsolutePath().normalize().getParent();
        if (folder == null) return "";
        if (!Files.isDirectory(folder)) return "there is no folder " + missing.getParent() + " either";
        try (var files = Files.list(folder)) {
            var names = files.map(f -> f.getFileName().toString()).sorted().toList();
            return Spelling.nearest(missing.getFileName().toString(), names).map(Spelling::question).orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
