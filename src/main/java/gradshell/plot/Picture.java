package gradshell.plot;

import java.awt.Graphics2D;
import java.nio.file.Path;

/// Something to look at: in a terminal's characters, or as a file.
public sealed interface Picture permits Plot, Bars, Pixels, Diagram {
    /// The picture in characters, without a line break at the end.
    ///
    /// @param columns how wide it may be
    /// @param rows    how high it may be, roughly
    /// @param color   whether the terminal understands colours
    String draw(int columns, int rows, boolean color);

    /// Paints it into a rectangle from the origin.
    void paint(Graphics2D graphics, int width, int height);

    /// How wide it is as a file, in pixels, unless somebody wishes otherwise.
    default int width() { return 800; }

    /// How high it is as a file.
    default int height() { return 500; }

    /// Writes it to a file: `.png`, or `.svg` for a drawing that can be scaled.
    default Path save(String path) { return save(Path.of(path)); }

    /// The same to a `Path`.
    default Path save(Path path) { return Paper.save(this, path); }

    /// The bytes of a PNG file.
    default byte[] png() { return Paper.png(this); }

    /// The text of an SVG file.
    default String svg() { return Paper.svg(this); }
}
