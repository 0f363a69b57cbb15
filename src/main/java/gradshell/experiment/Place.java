package gradshell.experiment;

import java.nio.file.Path;

/// A stretch of a source: lines and columns count characters from 1, and the end is exclusive. Line 0 is the source as a whole.
///
/// @param through the reference that stands there, for a value that came by it: `${width} from a.yaml:3`; otherwise empty
public record Place(Source source, int line, int column, int endLine, int endColumn, String through) {

    public Place(Source source, int line, int column, int endLine, int endColumn) {
        this(source, line, column, endLine, endColumn, "");
    }

    /// The same place for a value that came there by a reference; its relative paths start in `folder`.
    Place by(String reference, Path folder) {
        var from = folder.equals(source.folder()) ? source : new Source(source.kind(), source.name(), folder, source.text());
        return new Place(from, line, column, endLine, endColumn, reference);
    }

    /// The file, or the override, that it stands in.
    public String file() {
        return source.name();
    }

    /// How many characters of its first line belong to it, at least one.
    public int length() {
        if (line == 0) return 0;
        var end = endLine == line ? endColumn : source.line(line).stripTrailing().codePoints().toArray().length + 1;
        return Math.max(1, end - column);
    }

    /// This place up to the end of another one.
    Place to(Place last) {
        return new Place(source, line, column, last.endLine, last.endColumn);
    }

    /// Where a value comes from, in the words of `explain`: `default`, `override` or `file:line`, and the reference.
    public String origin() {
        return own() + (through.isEmpty() ? "" : ", " + through);
    }

    private String own() {
        return switch (source.kind()) {
            case DEFAULT -> "default";
            case OVERRIDE -> "override";
            case FILE -> source.name() + ":" + line;
        };
    }

    /// What a message starts with: `file:line:column`, or the override.
    @Override
    public String toString() {
        return switch (source.kind()) {
            case FILE -> line == 0 ? source.name() : source.name() + ":" + line + ":" + column;
            case OVERRIDE -> "override " + Excerpt.shorten(source.text().strip(), 80);
            case DEFAULT -> "default of " + source.name();
        };
    }
}
