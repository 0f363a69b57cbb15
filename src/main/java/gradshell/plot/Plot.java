package gradshell.plot;

import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;

/// Lines and points over two axes. Withers add to it: `plot(x, y).title("loss").logY()`.
///
/// @param title  above it; empty for none
/// @param xLabel below the axis that lies
/// @param yLabel beside the axis that stands
/// @param xLog   whether equal ratios of x are equally long; numbers that are not above 0 are left out then
/// @param yLog   the same for y
public record Plot(String title, String xLabel, String yLabel, List<Series> series, boolean xLog, boolean yLog) implements Picture {
    public Plot { series = List.copyOf(series); }

    /// A plot of some series.
    public static Plot of(Series... series) { return new Plot("", "", "", List.of(series), false, false); }

    public Plot title(String title) { return new Plot(title, xLabel, yLabel, series, xLog, yLog); }
    public Plot xLabel(String label) { return new Plot(title, label, yLabel, series, xLog, yLog); }
    public Plot yLabel(String label) { return new Plot(title, xLabel, label, series, xLog, yLog); }
    /// With an axis of equal ratios for x.
    public Plot logX() { return new Plot(title, xLabel, yLabel, series, true, yLog); }
    /// With an axis of equal ratios for y.
    public Plot logY() { return new Plot(title, xLabel, yLabel, series, xLog, true); }
    /// With the name of its last series.
    public Plot label(String name) {
        if (series.isEmpty()) throw new IllegalStateException("label: the plot has no series yet");
        List<Series> named = new ArrayList<>(series);
        Series last = named.removeLast();
        named.add(new Series(name, last.x(), last.y(), last.mark(), last.group()));
        return new Plot(title, xLabel, yLabel, named, xLog, yLog);
    }
    /// Together with the series of another plot.
    public Plot and(Plot other) {
        List<Series> all = new ArrayList<>(series);
        all.addAll(other.series);
        return new Plot(title, xLabel, yLabel, all, xLog, yLog);
    }

    /// What colour or letter a series has: that of its group, or of its place.
    int group(int number) { return series.get(number).group() < 0 ? number : series.get(number).group(); }

    Axis x() { return Axis.of(series.stream().map(Series::x).toList(), xLog); }

    Axis y() { return Axis.of(series.stream().map(Series::y).toList(), yLog); }

    @Override
    public String draw(int columns, int rows, boolean color) { return new TextPlot(this, columns, rows, color).draw(); }

    @Override
    public void paint(Graphics2D graphics, int width, int height) { Charts.of(this, width, height).paint(graphics, width, height); }

    @Override
    public String toString() { return draw(72, 20, false); }
}
