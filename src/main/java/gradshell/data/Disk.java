package gradshell.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Files whose failures are told as mistakes of a format are: the file first, then what is wrong.
final class Disk {
    private Disk() {}

    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    /// The outcome of reading a file.
    static <T> T read(Path file, Reading<T> reading) {
        try {
            if (Files.isDirectory(file)) throw new FormatException(file + ": this is a folder, not a file");
            return reading.read();
        } catch (NoSuchFileException e) {
            throw new FormatException(file + ": there is no such file");
        } catch (AccessDeniedException e) {
            throw new FormatException(file + ": this file may not be read");
        } catch (IOException e) {
            throw new FormatException(file + ": " + e.getMessage());
        }
    }

    /// Writes a file as a whole or not at all.
    static void write(Path file, AtomicFile.Content content) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) throw new FormatException(file + ": this is a folder, not a file");
        if (!Files.isDirectory(folder)) throw new FormatException(file + ": the folder " + folder + " does not exist; create it first");
        try {
            AtomicFile.write(file, content);
        } catch (AccessDeniedException e) {
            throw new FormatException(file + ": this file may not be written");
        } catch (IOException e) {
            throw new FormatException(file + ": " + e.getMessage());
        }
    }
}
