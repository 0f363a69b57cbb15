package gradshell;

import gradshell.array.ShapeException;
import gradshell.nn.Layer;
import gradshell.plot.Bars;
import gradshell.plot.Pixels;
import gradshell.plot.Plot;
import gradshell.plot.Series;
import gradshell.plot.Series.Mark;
import gradshell.tensor.Creation;
import gradshell.tensor.Tensor;
import gradshell.train.Confusion;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Pictures of tensors.
final class Drawings {
    /// How finely the plane is looked at behind a decision boundary.
    private static final int ACROSS = 120, DOWN = 75;
    /// How many points a curve has.
    private static final int POINTS = 400;

    private Drawings() {}

    static double[] row(String word, Tensor x) {
        if (x.dim() != 1) throw new ShapeException(word + ": the numbers have shape " + x.shape() + "; they must stand in one row, [n]" + (x.dim() == 0 ? "" : ": use x.flatten()"));
        return x.detach().toDoubles();
    }

    static Plot lines(Tensor x, Tensor y) {
        if (y.dim() != 1 && y.dim() != 2) throw new ShapeException("plot: y has shape " + y.shape() + "; it must be [n], or [n, lines]");
        double[] places = x == null ? IntStream.range(0, y.size(0)).asDoubleStream().toArray() : row("plot", x);
        if (places.length != y.size(0)) throw new ShapeException("plot: x has shape " + x.shape() + " and y " + y.shape() + "; they belong together one by one");
        if (y.dim() == 1) return Plot.of(new Series("", places, y.detach().toDoubles(), Mark.LINE));
        return Plot.of(IntStream.range(0, y.size(1)).mapToObj(i -> new Series(String.valueOf(i), places, y.detach().select(1, i).toDoubles(), Mark.LINE)).toArray(Series[]::new));
    }

    static Plot curve(Layer function, double low, double high) {
        Tensor x = Creation.linspace(gradshell.array.DType.FLOAT32, low, high, POINTS);
        Tensor y = Tensor.noGrad(() -> function.apply(x));
        if (!y.shape().equals(x.shape())) y = Tensor.noGrad(() -> function.apply(x.unsqueeze(1))).reshape(POINTS, -1);
        return lines(x, y);
    }

    static Plot pairs(Tensor x, Tensor y) {
        double[] across = row("scatterPlot", x), up = row("scatterPlot", y);
        if (across.length != up.length) throw new ShapeException("scatterPlot: x has shape " + x.shape() + " and y " + y.shape() + "; they belong together one by one");
        return Plot.of(new Series("", across, up, Mark.POINTS));
    }

    static Plot points(Tensor points, Tensor classes) { return Plot.of(series(points, classes).toArray(Series[]::new)); }

    private static List<Series> series(Tensor points, Tensor classes) {
        if (points.dim() != 2 || points.size(1) != 2) throw new ShapeException("scatterPlot: the points have shape " + points.shape() + "; they must be [n, 2]");
        if (classes != null && (classes.dim() != 1 || classes.size(0) != points.size(0) || classes.dtype().isFloating())) throw new ShapeException("scatterPlot: the classes are " + classes.dtype() + " " + classes.shape() + " for " + points.size(0) + " points; they must be int64 [" + points.size(0) + "]");
        double[] x = points.detach().select(1, 0).toDoubles(), y = points.detach().select(1, 1).toDoubles();
        if (classes == null) return List.of(new Series("", x, y, Mark.POINTS));
        return grouped(classes.toLongs(), x, y, Mark.POINTS);
    }

    private static List<Series> grouped(long[] classes, double[] x, double[] y, Mark mark) {
        TreeMap<Long, List<Integer>> members = new TreeMap<>();
        for (int i = 0; i < classes.length; i++) members.computeIfAbsent(classes[i], _ -> new ArrayList<>()).add(i);
        List<Series> series = new ArrayList<>();
        members.forEach((number, places) -> series.add(new Series(mark == Mark.REGION ? "" : String.valueOf(number), places.stream().mapToDouble(i -> x[i]).toArray(), places.stream().mapToDouble(i -> y[i]).toArray(), mark, (int) Math.floorMod(number, 1000L))));
        return series;
    }

    static Bars bars(List<String> names, Tensor values) {
        double[] numbers = row("bars", values);
        return new Bars("", names == null ? IntStream.range(0, numbers.length).mapToObj(String::valueOf).toList() : names, numbers);
    }

    static Pixels heat(Tensor matrix) {
        if (matrix.dim() != 2 || matrix.numel() == 0) throw new ShapeException("heatmap: the numbers have shape " + matrix.shape() + "; they must be a matrix, [rows, columns]");
        return Pixels.heat(rows(matrix));
    }

    static Pixels heat(Confusion confusion) {
        List<String> names = IntStream.range(0, confusion.classes()).mapToObj(confusion::name).toList();
        return heat(confusion.counts()).labels(names, names).title("right \\ predicted");
    }

    private static double[][] rows(Tensor matrix) { return IntStream.range(0, matrix.size(0)).mapToObj(i -> matrix.detach().select(0, i).toDoubles()).toArray(double[][]::new); }

    static Pixels image(Tensor image) {
        Tensor x = image.detach();
        if (x.dim() == 4) x = sideBySide(x);
        if (x.dim() == 3 && x.size(0) != 1 && x.size(0) != 3) x = sideBySide(x.unsqueeze(1));
        if (x.dim() == 2) x = x.unsqueeze(0);
        if (x.dim() != 3 || x.numel() == 0 || x.size(0) != 1 && x.size(0) != 3) throw new ShapeException("imshow: an image has shape [height, width], [1, height, width] or [3, height, width], this one " + image.shape());
        double low = x.min().item(), high = x.max().item();
        boolean spread = low < 0 || high > 1;
        double from = spread ? low : 0, range = spread ? high > low ? high - low : 1 : 1;
        double[] values = x.toDoubles();
        int height = x.size(1), width = x.size(2), channels = x.size(0);
        int[][] colors = new int[height][width];
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < width; c++) {
                for (int channel = 0; channel < 3; channel++) {
                    double value = values[(Math.min(channel, channels - 1) * height + r) * width + c];
                    int shade = (int) Math.round(255 * Math.clamp((value - from) / range, 0, 1));
                    colors[r][c] = colors[r][c] << 8 | shade;
                }
            }
        }
        return Pixels.image(colors);
    }

    /// Images `[n, channels, height, width]` as one that is about as wide as it is high, with a pixel between them.
    private static Tensor sideBySide(Tensor images) {
        int n = images.size(0), across = (int) Math.ceil(Math.sqrt(n)), down = Math.ceilDiv(n, Math.max(1, across));
        Tensor padded = images.pad(new int[] {0, 1, 0, 1}, images.max().item() > 1 ? images.max().item() : 0.5);
        List<Tensor> bands = new ArrayList<>();
        for (int r = 0; r < down; r++) {
            List<Tensor> band = new ArrayList<>();
            for (int c = 0; c < across; c++) band.add(r * across + c < n ? padded.select(0, r * across + c) : padded.select(0, 0).mul(0));
            bands.add(gradshell.tensor.Movements.cat(2, band.toArray(Tensor[]::new)));
        }
        // The line between two images is none behind the last.
        Tensor all = gradshell.tensor.Movements.cat(1, bands.toArray(Tensor[]::new));
        return all.narrow(1, 0, all.size(1) - 1).narrow(2, 0, all.size(2) - 1);
    }

    static Plot boundary(Layer net, Tensor points, Tensor classes) {
        List<Series> marked = series(points, classes);
        double[] x = edges(points.select(1, 0)), y = edges(points.select(1, 1));
        double[] gridX = new double[ACROSS * DOWN], gridY = new double[ACROSS * DOWN], flat = new double[2 * ACROSS * DOWN];
        for (int i = 0; i < gridX.length; i++) {
            flat[2 * i] = gridX[i] = x[0] + (x[1] - x[0]) * (i % ACROSS) / (ACROSS - 1);
            flat[2 * i + 1] = gridY[i] = y[0] + (y[1] - y[0]) * (i / ACROSS) / (DOWN - 1);
        }
        Tensor scores = Tensor.noGrad(() -> net.apply(Creation.from(points.dtype(), flat).reshape(ACROSS * DOWN, 2)));
        if (scores.dim() == 0 || scores.dim() > 2 || scores.size(0) != ACROSS * DOWN) throw new ShapeException("decisionBoundary: the network makes " + scores.shape() + " of " + ACROSS * DOWN + " points; it must give scores of classes, [n, classes], or one score, [n] or [n, 1]");
        // One score says yes above 0; scores of classes say the largest.
        Tensor seen = scores.dim() == 2 && scores.size(1) > 1 ? scores.argmax(1) : scores.reshape(ACROSS * DOWN).gt(0).to(gradshell.array.DType.INT64);
        List<Series> all = new ArrayList<>();
        all.addAll(grouped(seen.toLongs(), gridX, gridY, Mark.REGION));
        all.addAll(marked);
        return Plot.of(all.toArray(Series[]::new));
    }

    /// A little more than the range of some numbers.
    private static double[] edges(Tensor x) {
        double low = x.min().item(), high = x.max().item(), room = Math.max(high - low, 1e-6) * 0.05;
        return new double[] {low - room, high + room};
    }
}
