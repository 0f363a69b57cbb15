package gradshell.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.List;

/// A grid of coloured cells: an image, or the numbers of a matrix by colour.
///
/// @param colors of each cell, row by row from the top: 0xRRGGBB
/// @param values what each cell stands for, written into it where there is room; null for an image
/// @param rows   what each row is, on its left; empty for none
/// @param columns what each column is, above it; empty for none
public record Pixels(String title, int[][] colors, double[][] values, List<String> rows, List<String> columns) implements Picture {
    /// Cells with numbers are at most so many in a row.
    private static final int WRITTEN = 20;

    public Pixels {
        if (colors.length == 0 || colors[0].length == 0) throw new IllegalArgumentException("imshow: there are no pixels");
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
    }

    /// The numbers of a matrix from little to much.
    public static Pixels heat(double[][] values) {
        double low = Double.POSITIVE_INFINITY, high = Double.NEGATIVE_INFINITY;
        for (double[] row : values) {
            for (double value : row) {
                if (!Double.isFinite(value)) continue;
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        int[][] colors = new int[values.length][];
        for (int r = 0; r < values.length; r++) {
            colors[r] = new int[values[r].length];
            for (int c = 0; c < values[r].length; c++) colors[r][c] = Palette.amount(high > low ? (values[r][c] - low) / (high - low) : 0.5);
        }
        return new Pixels("", colors, values, List.of(), List.of());
    }

    /// An image without numbers.
    public static Pixels image(int[][] colors) { return new Pixels("", colors, null, List.of(), List.of()); }

    public Pixels title(String title) { return new Pixels(title, colors, values, rows, columns); }

    /// With names of the rows and of the columns.
    public Pixels labels(List<String> rows, List<String> columns) {
        if (!rows.isEmpty() && rows.size() != colors.length || !columns.isEmpty() && columns.size() != colors[0].length)
            throw new IllegalArgumentException("labels: " + rows.size() + " and " + columns.size() + " names for " + colors.length + " rows and " + colors[0].length + " columns");
        return new Pixels(title, colors, values, rows, columns);
    }

    @Override
    public String draw(int width, int height, boolean color) {
        String above = title.isEmpty() ? "" : title + "\n";
        if (values != null && colors[0].length <= WRITTEN && colors.length <= WRITTEN) return above + table(color);
        // Half a character is about a square: two rows of the grid make one of text.
        int across = Math.min(width, colors[0].length), down = Math.max(1, (int) Math.round((double) colors.length * across / colors[0].length));
        if (down > 2 * height) {
            down = 2 * height;
            across = Math.max(1, Math.min(across, (int) Math.round((double) colors[0].length * down / colors.length)));
        }
        StringBuilder text = new StringBuilder(above);
        for (int r = 0; r < down; r += 2) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < across; c++) line.append(pair(cell(r, c, down, across), r + 1 < down ? cell(r + 1, c, down, across) : -1, color));
            text.append(color ? line + "\033[0m" : line.toString().stripTrailing()).append('\n');
        }
        return text.toString().replaceFirst("\\n$", "");
    }

    /// The mean colour of the cells that become one of a smaller grid.
    private int cell(int r, int c, int down, int across) {
        int r0 = (int) ((long) r * colors.length / down), r1 = Math.max(r0 + 1, (int) ((long) (r + 1) * colors.length / down));
        int c0 = (int) ((long) c * colors[0].length / across), c1 = Math.max(c0 + 1, (int) ((long) (c + 1) * colors[0].length / across));
        long red = 0, green = 0, blue = 0, count = (long) (r1 - r0) * (c1 - c0);
        for (int i = r0; i < r1; i++) {
            for (int j = c0; j < c1; j++) {
                red += colors[i][j] >> 16 & 255;
                green += colors[i][j] >> 8 & 255;
                blue += colors[i][j] & 255;
            }
        }
        return (int) (red / count << 16 | green / count << 8 | blue / count);
    }

    private static String pair(int upper, int lower, boolean color) {
        if (!color) return String.valueOf(" ░▒▓█".charAt((int) Math.min(4, (Palette.brightness(upper) + (lower < 0 ? Palette.brightness(upper) : Palette.brightness(lower))) / 2 * 5)));
        String back = lower < 0 ? "\033[49m" : "\033[48;2;" + (lower >> 16 & 255) + ";" + (lower >> 8 & 255) + ";" + (lower & 255) + "m";
        return "\033[38;2;" + (upper >> 16 & 255) + ";" + (upper >> 8 & 255) + ";" + (upper & 255) + "m" + back + "▀";
    }

    /// The numbers themselves, on their colours if there are any.
    private String table(boolean color) {
        int names = rows.stream().mapToInt(String::length).max().orElse(0);
        int wide = columns.stream().mapToInt(String::length).max().orElse(0);
        for (double[] row : values) for (double value : row) wide = Math.max(wide, Axis.label(value).length());
        StringBuilder text = new StringBuilder();
        if (!columns.isEmpty()) {
            text.append(" ".repeat(names));
            for (String column : columns) text.append(' ').append(" ".repeat(wide - column.length())).append(column);
            text.append('\n');
        }
        for (int r = 0; r < values.length; r++) {
            String name = rows.isEmpty() ? "" : rows.get(r);
            text.append(" ".repeat(names - name.length())).append(name);
            for (int c = 0; c < values[r].length; c++) {
                String number = Axis.label(values[r][c]), cell = " " + " ".repeat(wide - number.length()) + number;
                int rgb = colors[r][c], ink = Palette.brightness(rgb) > 0.5 ? 0 : 255;
                text.append(color ? "\033[48;2;" + (rgb >> 16 & 255) + ";" + (rgb >> 8 & 255) + ";" + (rgb & 255) + "m\033[38;2;" + ink + ";" + ink + ";" + ink + "m" + cell + "\033[0m" : cell);
            }
            text.append('\n');
        }
        return text.toString().replaceFirst("\\n$", "");
    }

    // ---- as a file ----

    private int side() { return Math.clamp(640 / Math.max(colors.length, colors[0].length), 1, 64); }

    private int left() { return rows.isEmpty() ? 20 : 30 + 8 * rows.stream().mapToInt(String::length).max().orElse(0); }

    private int top() { return (title.isEmpty() ? 20 : 50) + (columns.isEmpty() ? 0 : 24); }

    @Override
    public int width() { return left() + side() * colors[0].length + 20; }

    @Override
    public int height() { return top() + side() * colors.length + 20; }

    @Override
    public void paint(Graphics2D graphics, int width, int height) {
        int side = side(), left = left(), top = top();
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        graphics.setColor(Color.BLACK);
        if (!title.isEmpty()) graphics.drawString(title, left, 30);
        var metrics = graphics.getFontMetrics();
        for (int r = 0; r < colors.length; r++) {
            for (int c = 0; c < colors[r].length; c++) {
                graphics.setColor(new Color(colors[r][c]));
                graphics.fillRect(left + c * side, top + r * side, side, side);
                if (values == null || colors[0].length > WRITTEN || colors.length > WRITTEN) continue;
                String number = Axis.label(values[r][c]);
                graphics.setColor(Palette.brightness(colors[r][c]) > 0.5 ? Color.BLACK : Color.WHITE);
                graphics.drawString(number, left + c * side + (side - metrics.stringWidth(number)) / 2, top + r * side + (side + metrics.getAscent()) / 2 - 1);
            }
        }
        graphics.setColor(Color.BLACK);
        for (int r = 0; r < rows.size(); r++) graphics.drawString(rows.get(r), left - 8 - metrics.stringWidth(rows.get(r)), top + r * side + (side + metrics.getAscent()) / 2);
        for (int c = 0; c < columns.size(); c++) graphics.drawString(columns.get(c), left + c * side + (side - metrics.stringWidth(columns.get(c))) / 2, top - 8);
    }

    @Override
    public String toString() { return draw(72, 20, false); }
}
