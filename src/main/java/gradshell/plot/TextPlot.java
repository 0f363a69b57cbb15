package gradshell.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A plot in characters: lines of braille dots, eight to a character, between axes of box drawings.
///
/// Without colours, points of several series are told apart by letters, and lines after the first by other characters.
final class TextPlot {
    private static final String MARKS = "ox+*#@%&", SHADES = ".:-=~";
    private static final int[][] DOTS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

    private final Plot plot;
    private final Axis x, y;
    private final boolean color;
    private final int columns, width, height, margin;
    private final List<Axis.Tick> yTicks;
    /// Which dots of each character are set, which character stands there otherwise, and whose it is.
    private final int[][] dots;
    private final char[][] marks;
    private final int[][] owners;

    TextPlot(Plot plot, int columns, int rows, boolean color) {
        this.plot = plot;
        this.color = color;
        this.columns = columns;
        x = plot.x();
        y = plot.y();
        height = Math.max(3, rows - 3);
        yTicks = y.ticks(Math.max(2, height / 4));
        margin = yTicks.stream().mapToInt(t -> t.label().length()).max().orElse(0) + 1;
        width = Math.max(10, columns - margin - 2);
        dots = new int[height][width];
        marks = new char[height][width];
        owners = new int[height][width];
    }

    String draw() {
        for (int i = 0; i < plot.series().size(); i++) add(plot.series().get(i), i);
        StringBuilder text = new StringBuilder();
        if (!plot.title().isEmpty()) text.append(" ".repeat(margin + 1)).append(plot.title()).append('\n');
        if (!plot.yLabel().isEmpty()) text.append(plot.yLabel()).append('\n');
        String[] labels = new String[height];
        for (Axis.Tick tick : yTicks) {
            int row = (int) Math.round((1 - y.at(tick.value())) * (height - 1));
            if (row >= 0 && row < height) labels[row] = tick.label();
        }
        for (int r = 0; r < height; r++) {
            String label = labels[r] == null ? "" : labels[r];
            text.append(" ".repeat(margin - 1 - label.length())).append(label).append(' ').append(labels[r] == null ? '│' : '┤').append(row(r).stripTrailing()).append('\n');
        }
        below(text);
        legend(text);
        return text.toString().stripTrailing();
    }

    // ---- what lies inside ----

    private void add(Series series, int number) {
        double[] xs = series.x(), ys = series.y();
        boolean isFine = color || number == 0 && plot.series().size() == 1 || series.mark() == Series.Mark.LINE && firstLine() == number;
        for (int i = 0; i < xs.length; i++) {
            double across = x.at(xs[i]), up = y.at(ys[i]);
            if (!(across >= 0 && across <= 1 && up >= 0 && up <= 1)) continue;
            if (series.mark() == Series.Mark.REGION) region(across, up, number);
            else if (series.mark() == Series.Mark.POINTS || i == 0) dot(across, up, number, isFine);
            else line(x.at(xs[i - 1]), y.at(ys[i - 1]), across, up, number, isFine);
        }
    }

    private int firstLine() {
        for (int i = 0; i < plot.series().size(); i++) if (plot.series().get(i).mark() == Series.Mark.LINE) return i;
        return -1;
    }

    private void line(double x0, double y0, double x1, double y1, int number, boolean fine) {
        if (Double.isNaN(x0) || Double.isNaN(y0)) {
            dot(x1, y1, number, fine);
            return;
        }
        int steps = (int) Math.ceil(Math.max(Math.abs(x1 - x0) * width * 2, Math.abs(y1 - y0) * height * 4));
        steps = Math.clamp(steps, 1, 4 * (width + height));
        for (int i = 0; i <= steps; i++) dot(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps, number, fine);
    }

    private void dot(double across, double up, int number, boolean fine) {
        int column = (int) Math.round(across * (2 * width - 1)), row = (int) Math.round((1 - up) * (4 * height - 1));
        if (column < 0 || column >= 2 * width || row < 0 || row >= 4 * height) return;
        int r = row / 4, c = column / 2;
        if (fine) dots[r][c] |= DOTS[row % 4][column % 2];
        else marks[r][c] = MARKS.charAt(plot.group(number) % MARKS.length());
        owners[r][c] = number;
    }

    private void region(double across, double up, int number) {
        int r = (int) Math.round((1 - up) * (height - 1)), c = (int) Math.round(across * (width - 1));
        marks[r][c] = color ? '█' : SHADES.charAt(plot.group(number) % SHADES.length());
        owners[r][c] = number;
    }

    private String row(int r) {
        StringBuilder row = new StringBuilder();
        for (int c = 0; c < width; c++) {
            boolean isMark = dots[r][c] == 0;
            if (isMark && marks[r][c] == 0) {
                row.append(' ');
                continue;
            }
            String character = String.valueOf(isMark ? marks[r][c] : (char) (0x2800 + dots[r][c]));
            int owner = owners[r][c];
            boolean isRegion = plot.series().get(owner).mark() == Series.Mark.REGION;
            row.append(!color ? character : Palette.paint(isRegion ? Palette.light(Palette.series(plot.group(owner))) : Palette.series(plot.group(owner)), character));
        }
        return row.toString();
    }

    // ---- what stands around ----

    private void below(StringBuilder text) {
        char[] axis = "─".repeat(width).toCharArray();
        StringBuilder labels = new StringBuilder(" ".repeat(margin + 1));
        for (Axis.Tick tick : x.ticks(Math.max(2, width / 12))) {
            int place = (int) Math.round(x.at(tick.value()) * (width - 1));
            int from = Math.max(0, Math.min(margin + 1 + place - tick.label().length() / 2, margin + 1 + width - tick.label().length()));
            if (place < 0 || place >= width || from < labels.length() && labels.length() > margin + 1) continue;
            axis[place] = '┬';
            if (from < labels.length()) labels.setLength(from);
            labels.append(" ".repeat(from - labels.length())).append(tick.label()).append(' ');
        }
        text.append(" ".repeat(margin)).append('└').append(axis).append('\n').append(labels.toString().stripTrailing()).append('\n');
        if (!plot.xLabel().isEmpty()) text.append(" ".repeat(Math.max(0, margin + 1 + (width - plot.xLabel().length()) / 2))).append(plot.xLabel()).append('\n');
    }

    private void legend(StringBuilder text) {
        List<String> entries = new ArrayList<>();
        boolean hasOne = plot.series().size() == 1;
        for (int i = 0; i < plot.series().size(); i++) {
            Series series = plot.series().get(i);
            if (series.name().isEmpty() || hasOne && !plot.title().isEmpty()) continue;
            String sign = series.mark() == Series.Mark.REGION ? color ? "█" : String.valueOf(SHADES.charAt(plot.group(i) % SHADES.length()))
                    : color || hasOne || i == firstLine() ? series.mark() == Series.Mark.LINE ? "⠤" : "⠶" : String.valueOf(MARKS.charAt(plot.group(i) % MARKS.length()));
            entries.add((color ? Palette.paint(Palette.series(plot.group(i)), sign) : sign) + " " + series.name());
        }
        if (!entries.isEmpty()) text.append(" ".repeat(margin + 1)).append(entries.stream().collect(Collectors.joining("   ")));
    }
}
