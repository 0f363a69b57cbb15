package gradshell.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/// What a user has chosen, kept in a file across sessions.
final class Settings {
    private final Path file;
    private final Properties values = new Properties();

    /// @param file need not be there, nor be writable: then choices last as long as the session
    Settings(Path file) {
        this.file = file;
        try (var in = Files.newBufferedReader(file)) {
            values.load(in);
        } catch (IOException | IllegalArgumentException _) {
            // Nothing was chosen yet, or nothing that can be read.
        }
    }

    String get(String name, String otherwise) {
        return values.getProperty(name, otherwise);
    }

    void set(String name, String value) {
        values.setProperty(name, value);
        try (var out = Files.newBufferedWriter(file)) {
            values.store(out, null);
        } catch (IOException _) {
            // Nowhere to keep it.
        }
    }
}
