package gradshell.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Files whose failures are told as mistakes of a format are: the file first, then what is wrong.
final class Disk {
    private static final int MOST_NEIGHBOURS = 1000;

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
            throw new FormatException(file + ": there is no such file" + like(file));
        } catch (AccessDeniedException e) {
            throw new FormatException(file + ": this file may not be read");
        } catch (IOException e) {
            throw new FormatException(file + ": " + e.getMessage());
        }
    }

    /// A question after a file with a name like that of one that is missing.
    static String like(Path missing) {
        Path folder = missing.toAbsolutePath().normalize().getParent();
        if (folder == null || missing.getFileName() == null) return "";
        if (!Files.isDirectory(folder)) return missing.getParent() == null ? "" : "; there is no folder " + missing.getParent() + " either";
        String name = plain(missing.getFileName().toString());
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).limit(MOST_NEIGHBOURS).filter(other -> distance(name, plain(other)) <= Math.max(1, name.length() / 4))
                    .min(Comparator.<String>comparingInt(other -> distance(name, plain(other))).thenComparing(Comparator.naturalOrder())).map(other -> "; did you mean " + other + "?").orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /// A name without what is easily forgotten.
    private static String plain(String name) { return name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "").replaceAll("[-_. ]", ""); }

    /// How many letters must be changed, put in or taken out to get from one text to the other (Levenshtein).
    private static int distance(String a, String b) {
        int[] row = IntStream.rangeClosed(0, b.length()).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                row[j] = Math.min(Math.min(above, row[j - 1]) + 1, corner + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
                corner = above;
            }
        }
        return row[b.length()];
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
        } catch (FileSystemException e) {
            throw new FormatException(file + ": " + (e.getReason() == null ? e.getMessage() : e.getReason()));
        } catch (IOException e) {
            throw new FormatException(file + ": " + e.getMessage());
        }
    }
}
