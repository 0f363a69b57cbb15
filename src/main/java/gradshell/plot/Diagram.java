package gradshell.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Boxes and the arrows between them: what was made from what. The first box is the result.
public record Diagram(List<Box> boxes) implements Picture {
    private static final int LINE = 16, GAP = 24, RISE = 44;

    /// A box.
    ///
    /// @param lines   what stands in it
    /// @param sources the numbers of the boxes that it was made from
    /// @param isStart whether it is a beginning, which is drawn apart
    public record Box(List<String> lines, List<Integer> sources, boolean isStart) {
        public Box {
            lines = List.copyOf(lines);
            sources = List.copyOf(sources);
        }
    }

    public Diagram {
        boxes = List.copyOf(boxes);
        if (boxes.isEmpty()) throw new IllegalArgumentException("graph: there is nothing to draw");
        // Sources stand behind what was made from them, so that there is an order to draw them in.
        for (int i = 0; i < boxes.size(); i++) for (int source : boxes.get(i).sources()) if (source <= i || source >= boxes.size()) throw new IllegalArgumentException("graph: box " + i + " was made from box " + source + ", which does not stand behind it");
    }

    // ---- in characters ----

    @Override
    public String draw(int columns, int rows, boolean color) {
        StringBuilder text = new StringBuilder();
        branch(text, 0, "", "", new HashMap<>(), columns, color);
        return text.toString().stripTrailing();
    }

    /// A box and, below it, those that it was made from. What has stood before is only named again.
    private void branch(StringBuilder text, int number, String first, String others, Map<Integer, Integer> seen, int columns, boolean color) {
        Box box = boxes.get(number);
        Integer before = seen.putIfAbsent(number, seen.size() + 1);
        boolean isShared = boxes.stream().flatMap(b -> b.sources().stream()).filter(s -> s == number).count() > 1;
        String name = isShared && !box.isStart() ? "  (" + seen.get(number) + ")" : "";
        String line = String.join("  ", box.lines()) + name;
        if (before != null && !box.isStart()) line = box.lines().getFirst() + name + " above";
        int room = Math.max(10, columns - first.length());
        if (line.length() > room) line = line.substring(0, room - 1) + "…";
        text.append(first).append(color && box.isStart() ? Palette.paint(Palette.series(0), line) : line).append('\n');
        if (before != null) return;
        List<Integer> sources = box.sources();
        for (int i = 0; i < sources.size(); i++) {
            boolean isLast = i == sources.size() - 1;
            branch(text, sources.get(i), others + (isLast ? "└─ " : "├─ "), others + (isLast ? "   " : "│  "), seen, columns, color);
        }
    }

    /// The diagram for Graphviz: `dot -Tsvg`.
    public String dot() {
        StringBuilder text = new StringBuilder("digraph {\n    rankdir=BT\n    node [shape=box, fontname=\"sans-serif\"]\n");
        for (int i = 0; i < boxes.size(); i++) {
            Box box = boxes.get(i);
            text.append("    n").append(i).append(" [label=\"").append(box.lines().stream().map(l -> l.replace("\\", "\\\\").replace("\"", "\\\"")).collect(Collectors.joining("\\n"))).append('"').append(box.isStart() ? ", style=filled, fillcolor=\"#d6eaf8\"" : "").append("]\n");
        }
        for (int i = 0; i < boxes.size(); i++) for (int source : boxes.get(i).sources()) text.append("    n").append(source).append(" -> n").append(i).append('\n');
        return text.append("}\n").toString();
    }

    // ---- as a drawing ----

    /// Where a box lies: its row from the top, its left edge and its width.
    private record Place(int row, int x, int width) {}

    private static int widthOf(Box box) { return 20 + 8 * box.lines().stream().mapToInt(String::length).max().orElse(0); }

    private int boxHeight() { return 12 + LINE * boxes.stream().mapToInt(b -> b.lines().size()).max().orElse(1); }

    /// The result on top, each box below all that was made from it; in a row, near what was made from it.
    private List<Place> places() {
        int[] row = new int[boxes.size()];
        for (int i = 0; i < boxes.size(); i++) for (int source : boxes.get(i).sources()) row[source] = Math.max(row[source], row[i] + 1);
        double[] middle = new double[boxes.size()];
        int[] x = new int[boxes.size()];
        int last = java.util.Arrays.stream(row).max().orElse(0);
        for (int r = 0; r <= last; r++) {
            List<Integer> here = new java.util.ArrayList<>();
            for (int i = 0; i < row.length; i++) if (row[i] == r) here.add(i);
            for (int i : here) {
                int box = i;
                middle[i] = java.util.stream.IntStream.range(0, i).filter(j -> boxes.get(j).sources().contains(box)).mapToDouble(j -> x[j] + widthOf(boxes.get(j)) / 2.0 + 0.01 * boxes.get(j).sources().indexOf(box)).average().orElse(0);
            }
            here.sort(java.util.Comparator.comparingDouble(i -> middle[i]));
            int edge = GAP;
            for (int i : here) {
                x[i] = Math.max(edge, (int) (middle[i] - widthOf(boxes.get(i)) / 2.0));
                edge = x[i] + widthOf(boxes.get(i)) + GAP;
            }
        }
        List<Place> places = new java.util.ArrayList<>();
        for (int i = 0; i < row.length; i++) places.add(new Place(row[i], x[i], widthOf(boxes.get(i))));
        return places;
    }

    @Override
    public int width() { return GAP + places().stream().mapToInt(p -> p.x() + p.width()).max().orElse(0); }

    @Override
    public int height() { return (1 + places().stream().mapToInt(Place::row).max().orElse(0)) * (boxHeight() + RISE) - RISE + 2 * GAP; }

    @Override
    public void paint(Graphics2D graphics, int width, int height) {
        List<Place> places = places();
        int tall = boxHeight();
        graphics.setFont(new Font(Font.MONOSPACED, Font.PLAIN, 13));
        graphics.setStroke(new BasicStroke(1.2f));
        for (int i = 0; i < boxes.size(); i++) {
            for (int source : boxes.get(i).sources()) {
                Place from = places.get(source), to = places.get(i);
                double x0 = from.x() + from.width() / 2.0, y0 = top(from, tall), x1 = to.x() + to.width() / 2.0, y1 = top(to, tall) + tall;
                Path2D path = new Path2D.Double();
                path.moveTo(x0, y0);
                path.curveTo(x0, y0 - RISE / 2.0, x1, y1 + RISE / 2.0, x1, y1 + 6);
                graphics.setColor(Color.GRAY);
                graphics.draw(path);
                Path2D head = new Path2D.Double();
                head.moveTo(x1, y1);
                head.lineTo(x1 - 4, y1 + 8);
                head.lineTo(x1 + 4, y1 + 8);
                head.closePath();
                graphics.fill(head);
            }
        }
        for (int i = 0; i < boxes.size(); i++) {
            Box box = boxes.get(i);
            Place place = places.get(i);
            int y = top(place, tall);
            graphics.setColor(box.isStart() ? new Color(0xD6EAF8) : Color.WHITE);
            graphics.fillRoundRect(place.x(), y, place.width(), tall, 10, 10);
            graphics.setColor(Color.DARK_GRAY);
            graphics.drawRoundRect(place.x(), y, place.width(), tall, 10, 10);
            for (int l = 0; l < box.lines().size(); l++) graphics.drawString(box.lines().get(l), place.x() + 10, y + 4 + LINE * (l + 1) - 2);
        }
    }

    private static int top(Place place, int tall) { return GAP + place.row() * (tall + RISE); }

    @Override
    public String toString() { return draw(100, 40, false); }
}
