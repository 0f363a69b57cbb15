package gradshell.plot;

import java.awt.Color;
import java.util.Arrays;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Plots as charts of the library that paints them.
final class Charts {
    /// Lines with more points than this are drawn without a mark for each.
    private static final int MARKED = 40;

    private Charts() {}

    static XYChart of(Plot plot, int width, int height) {
        XYChart chart = new XYChartBuilder().width(width).height(height).title(plot.title()).xAxisTitle(plot.xLabel()).yAxisTitle(plot.yLabel()).build();
        style(chart.getStyler());
        chart.getStyler().setXAxisLogarithmic(plot.xLog()).setYAxisLogarithmic(plot.yLog());
        boolean isNamed = plot.series().stream().anyMatch(s -> !s.name().isEmpty());
        chart.getStyler().setLegendVisible(isNamed && plot.series().size() > 1).setLegendPosition(LegendPosition.OutsideE);
        for (int i = 0; i < plot.series().size(); i++) {
            Series series = plot.series().get(i);
            double[][] points = drawable(series, plot.xLog(), plot.yLog());
            if (points[0].length == 0) continue;
            var added = chart.addSeries("series " + i, points[0], points[1]);
            // The library knows series by name, and names may be the same.
            added.setLabel(series.name());
            added.setShowInLegend(!series.name().isEmpty());
            Color color = Palette.color(plot.group(i));
            added.setLineColor(color);
            added.setMarkerColor(color);
            added.setXYSeriesRenderStyle(series.mark() == Series.Mark.LINE ? XYSeriesRenderStyle.Line : XYSeriesRenderStyle.Scatter);
            switch (series.mark()) {
                case LINE -> added.setMarker(points[0].length > MARKED ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
                case POINTS -> added.setMarker(SeriesMarkers.CIRCLE);
                case REGION -> {
                    added.setMarker(SeriesMarkers.SQUARE);
                    added.setMarkerColor(new Color(Palette.light(Palette.series(plot.group(i)))));
                }
            }
        }
        return chart;
    }

    static CategoryChart of(Bars bars, int width, int height) {
        CategoryChart chart = new CategoryChartBuilder().width(width).height(height).title(bars.title()).build();
        style(chart.getStyler());
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setAvailableSpaceFill(0.9).setXAxisMaxLabelCount(20);
        double[] values = Arrays.stream(bars.values()).map(v -> Double.isFinite(v) ? v : 0).toArray();
        if (values.length > 0) chart.addSeries("values", bars.labels(), Arrays.stream(values).boxed().toList()).setFillColor(Palette.color(0));
        return chart;
    }

    private static void style(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false).setChartTitleBoxVisible(false).setMarkerSize(6);
        styler.setPlotGridLinesColor(new Color(0xE0E0E0)).setXAxisMaxLabelCount(12);
    }

    /// The points without those that an axis cannot show: NaN breaks a line, and what a logarithm does not know is left out.
    private static double[][] drawable(Series series, boolean logX, boolean logY) {
        int count = 0;
        double[][] points = new double[2][series.x().length];
        for (int i = 0; i < series.x().length; i++) {
            double x = series.x()[i], y = series.y()[i];
            if (!Double.isFinite(x) || logX && x <= 0 || Double.isInfinite(y) || logY && y <= 0) continue;
            if (Double.isNaN(y) && series.mark() != Series.Mark.LINE) continue;
            points[0][count] = x;
            points[1][count++] = y;
        }
        return new double[][] {Arrays.copyOf(points[0], count), Arrays.copyOf(points[1], count)};
    }
}
