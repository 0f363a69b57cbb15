package gradshell.plot;

/// Points that belong together.
///
/// @param name  for the legend; empty for none
/// @param mark  how they are drawn
/// @param group series of one group look alike; below 0 for a group of its own
public record Series(String name, double[] x, double[] y, Mark mark, int group) {
    public Series {
        if (x.length != y.length) throw new IllegalArgumentException("plot: " + x.length + " numbers for x and " + y.length + " for y; they belong together one by one");
    }

    /// A series with a look of its own.
    public Series(String name, double[] x, double[] y, Mark mark) { this(name, x, y, mark, -1); }

    /// How points are drawn: joined by lines, each by itself, or as areas of a background.
    public enum Mark { LINE, POINTS, REGION }
}
