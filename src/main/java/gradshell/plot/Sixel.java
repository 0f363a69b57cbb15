package gradshell.plot;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// An image in the language of DEC's VT340: bands of six rows, in each of them one run of signs for every colour that it has.
final class Sixel {
    /// As many registers for colours as every terminal has that knows sixels.
    private static final int COLORS = 256, BAND = 6;

    private final int width, height;
    private final int[] pixels;

    /// @param pixels 0xRRGGBB, row by row
    Sixel(int width, int height, int[] pixels) {
        this.width = width;
        this.height = height;
        this.pixels = reduced(pixels);
    }

    String text() {
        Map<Integer, Integer> registers = new LinkedHashMap<>();
        for (int color : pixels) registers.putIfAbsent(color, registers.size());
        // Pixels as wide as high, those that nothing is said of left as they are.
        StringBuilder text = new StringBuilder("\033P0;1;0q\"1;1;" + width + ";" + height);
        registers.forEach((color, register) -> text.append('#').append(register).append(";2;").append(percent(color >> 16)).append(';').append(percent(color >> 8)).append(';').append(percent(color)));
        for (int top = 0; top < height; top += BAND) band(text, top, registers);
        return text.append("\033\\").toString();
    }

    private static int percent(int channel) { return Math.round((channel & 255) * 100 / 255f); }

    private void band(StringBuilder text, int top, Map<Integer, Integer> registers) {
        int bottom = Math.min(height, top + BAND);
        // For each colour a bit for every one of the six rows of a column.
        Map<Integer, int[]> columns = new LinkedHashMap<>();
        for (int y = top; y < bottom; y++) for (int x = 0; x < width; x++) columns.computeIfAbsent(pixels[y * width + x], _ -> new int[width])[x] |= 1 << y - top;
        columns.forEach((color, bits) -> {
            text.append('#').append(registers.get(color));
            for (int x = 0, run; x < width; x += run) {
                run = 1;
                while (x + run < width && bits[x + run] == bits[x]) run++;
                boolean isRest = x + run == width && bits[x] == 0;
                if (!isRest) sign(text, (char) ('?' + bits[x]), run);
            }
            text.append('$');
        });
        text.append('-');
    }

    private static void sign(StringBuilder text, char sign, int times) {
        if (times > 3) text.append('!').append(times).append(sign);
        else text.repeat(sign, times);
    }

    // ---- no more colours than there are registers ----

    private static int[] reduced(int[] pixels) {
        if (Arrays.stream(pixels).distinct().limit(COLORS + 1).count() <= COLORS) return pixels;
        int[] coarse = Arrays.stream(pixels).map(color -> color & 0xF8F8F8).toArray();
        // The box of colours that is longest is halved at its middle, until there are enough (median cut).
        PriorityQueue<Box> boxes = new PriorityQueue<>(Comparator.comparingInt(Box::length).reversed());
        boxes.add(Box.of(Arrays.stream(coarse).distinct().boxed().toList()));
        while (boxes.size() < COLORS && boxes.peek().length() > 0) {
            Box box = boxes.remove();
            int middle = box.colors.size() / 2;
            List<Integer> sorted = box.colors.stream().sorted(Comparator.comparingInt(color -> color >> box.shift() & 255)).toList();
            boxes.add(Box.of(sorted.subList(0, middle)));
            boxes.add(Box.of(sorted.subList(middle, sorted.size())));
        }
        Map<Integer, Integer> means = new HashMap<>();
        for (Box box : boxes) for (int color : box.colors) means.put(color, box.mean());
        for (int i = 0; i < coarse.length; i++) coarse[i] = means.get(coarse[i]);
        return coarse;
    }

    /// Colours that become one.
    ///
    /// @param shift  what brings down the channel that tells them best apart
    /// @param length how far apart they are there
    private record Box(List<Integer> colors, int shift, int length) {
        static Box of(List<Integer> colors) {
            int best = 0;
            for (int shift = 8; shift < 24; shift += 8) if (range(colors, shift) > range(colors, best)) best = shift;
            return new Box(colors, best, range(colors, best));
        }

        private static int range(List<Integer> colors, int shift) {
            int low = 255, high = 0;
            for (int color : colors) {
                low = Math.min(low, color >> shift & 255);
                high = Math.max(high, color >> shift & 255);
            }
            return high - low;
        }

        int mean() {
            int mean = 0;
            // The highest that five bits can say is all there is.
            for (int shift = 0; shift < 24; shift += 8) {
                int down = shift;
                mean |= (int) Math.round(colors.stream().mapToInt(color -> color >> down & 255).average().orElseThrow() * 255 / 248) << shift;
            }
            return mean;
        }
    }
}
