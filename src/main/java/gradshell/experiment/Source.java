package gradshell.experiment;

import java.nio.file.Path;

/// A text that values come from: an experiment file, one override of the command line, or the default of a key.
/// `name` is what messages call it, `folder` is where its relative paths start.
public record Source(Kind kind, String name, Path folder, String text) {

    /// The kinds of text.
    public enum Kind { FILE, OVERRIDE, DEFAULT }

    static Source file(Path path, String text) {
        var parent = path.getParent();
        return new Source(Kind.FILE, path.toString(), parent == null ? Path.of("") : parent, text);
    }

    static Source override(String text, Path folder) {
        return new Source(Kind.OVERRIDE, text, folder, text);
    }

    static Source byDefault(String key, String text, Path folder) {
        return new Source(Kind.DEFAULT, key, folder, text);
    }

    /// The line with this number, counted from 1; empty past either end.
    String line(int number) {
        return number < 1 ? "" : text.lines().skip(number - 1L).findFirst().orElse("");
    }

    /// The place that stands for the text as a whole.
    Place whole() {
        return new Place(this, 0, 0, 0, 0);
    }

    @Override
    public String toString() {
        return name;
    }
}
