package gradshell.train;

import java.util.List;

/// A curve in braille dots, two by four of which make a character.
final class TextPlot {
    private static final int WIDTH = 60, HEIGHT = 10;
    /// The bit of each dot of a character, by row and column (Unicode, block U+2800).
    private static final int[][] DOTS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

    private TextPlot() {}

    /// A picture of numbers in their order, between the least and the most of them; those that are not finite leave gaps.
    static String of(String name, List<Double> values) {
        double[] finite = values.stream().mapToDouble(Double::doubleValue).filter(Double::isFinite).toArray();
        if (finite.length == 0) return name + ": nothing to draw\n";
        double least = java.util.Arrays.stream(finite).min().getAsDouble(), most = java.util.Arrays.stream(finite).max().getAsDouble();
        int columns = 2 * WIDTH, rows = 4 * HEIGHT, before = -1;
        char[][] picture = new char[HEIGHT][WIDTH];
        for (char[] line : picture) java.util.Arrays.fill(line, '\u2800');
        for (int x = 0; x < columns; x++) {
            // Between two epochs the curve is straight.
            double at = values.size() == 1 ? 0 : x * (values.size() - 1.0) / (columns - 1);
            int left = (int) at, right = Math.min(left + 1, values.size() - 1);
            double value = left == at ? values.get(left) : values.get(left) + (at - left) * (values.get(right) - values.get(left));
            if (!Double.isFinite(value)) {
                before = -1;
                continue;
            }
            int row = most == least ? rows / 2 : (int) Math.round((most - value) / (most - least) * (rows - 1));
            int from = before < 0 ? row : before;
            for (int y = Math.min(from, row); y <= Math.max(from, row); y++) picture[y / 4][x / 2] |= (char) DOTS[y % 4][x % 2];
            before = row;
        }
        String top = History.number(most), bottom = History.number(least);
        int width = Math.max(top.length(), bottom.length());
        StringBuilder text = new StringBuilder(" ".repeat(width)).append(' ').append(name).append('\n');
        for (int y = 0; y < HEIGHT; y++) {
            String label = y == 0 ? top : y == HEIGHT - 1 ? bottom : "";
            text.repeat(' ', width - label.length()).append(label).append(' ').append(new String(picture[y]).replaceAll("\u2800+$", "")).append('\n');
        }
        return text.toString();
    }
}
