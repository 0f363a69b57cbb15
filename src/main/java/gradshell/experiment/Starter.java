package gradshell.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/// Experiments to start from: commented files that pass the check and run.
public enum Starter {
    CLASSIFICATION, IMAGES, REGRESSION;

    /// The starter of this name.
    public static Starter of(String name) {
        var names = Arrays.stream(values()).map(Starter::toString).toList();
        return Arrays.stream(values()).filter(kind -> kind.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no starter " + name + "; " + Spelling.hint(name, names, "the kinds are")));
    }

    /// Writes the file `name.yaml`, or `name` if it ends like that, and answers where it lies. What is there already stays as it is.
    public Path write(String name) {
        Path file;
        try {
            file = Path.of(name.endsWith(".yaml") || name.endsWith(".yml") ? name : name + ".yaml");
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(name + " is no name for a file", e);
        }
        var own = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        if (!own.matches("\\w[\\w.-]*")) throw new IllegalArgumentException("the name of an experiment must be made of letters, digits, dots, hyphens and underscores, found \"" + own + "\"");
        try {
            var text = text().replace("%FILE%", file.toString()).replace("%NAME%", own);
            if (file.getParent() != null) Files.createDirectories(file.getParent());
            return Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException(file + " is there already; choose another name", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot write " + file + ": " + RunDirectory.reason(e), e);
        }
    }

    private String text() {
        try (var in = Starter.class.getResourceAsStream(this + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
