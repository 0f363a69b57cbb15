package gradshell;

import gradshell.nn.Layer;
import gradshell.plot.Bars;
import gradshell.plot.Diagram;
import gradshell.plot.Pixels;
import gradshell.plot.Plot;
import gradshell.tensor.Tape;
import gradshell.tensor.Tensor;
import gradshell.train.Confusion;
import gradshell.train.History;
import java.util.List;

/// The words of pictures: each can be printed, shown at the prompt, and saved as PNG or SVG.
public abstract sealed class PictureWords extends DataWords permits Dsl {
    PictureWords() {}

    // ---- pictures ----

    /// A line through the numbers of `[n]`, or one through each column of `[n, lines]`: `plot(x).title("signal").save("signal.png")`.
    public static Plot plot(Tensor y) { return Drawings.lines(null, y); }
    /// A line through points with these coordinates; `y` may have several columns.
    public static Plot plot(Tensor x, Tensor y) { return Drawings.lines(x, y); }
    /// The curve of a function between two numbers: `plot(x -> x.sin(), -3, 3)`.
    public static Plot plot(Layer function, double low, double high) { return Drawings.curve(function, low, high); }
    /// The losses of a training, epoch by epoch; named figures instead: `plot(history, "accuracy", "validation.accuracy")`.
    public static Plot plot(History history, String... figures) { return history.plot(figures); }
    /// A point for each row of `[n, 2]`.
    public static Plot scatterPlot(Tensor points) { return Drawings.points(points, null); }
    /// A point for each pair of numbers of `[n]` and `[n]`; or for each row of `[n, 2]`, with a colour or a letter for its class, int64 `[n]`.
    public static Plot scatterPlot(Tensor x, Tensor y) { return x.dim() == 2 ? Drawings.points(x, y) : Drawings.pairs(x, y); }
    /// How many numbers lie in each of some intervals: as many as the square root of their count, at most 50.
    public static Bars hist(Tensor x) { return hist(x, Math.clamp((int) Math.ceil(Math.sqrt(x.numel())), 1, 50)); }
    /// How many numbers lie in each of so many intervals.
    /// {@snippet : hist(tensor(1, 1, 2, 5), 2).labels()    // ==> [2, 4] }
    public static Bars hist(Tensor x, int bins) { return Bars.histogram(x.detach().toDoubles(), bins); }
    /// A bar for each number of `[n]`.
    public static Bars bars(Tensor values) { return Drawings.bars(null, values); }
    /// A bar for each number of `[n]`, with its name.
    public static Bars bars(List<String> names, Tensor values) { return Drawings.bars(names, values); }
    /// An image: `[height, width]`, `[1 or 3, height, width]`, or several of them, `[n, …]`, side by side. Numbers from 0 to 1 go from black to white; others are spread over that.
    public static Pixels imshow(Tensor image) { return Drawings.image(image); }
    /// The numbers of a matrix by colour; `.labels(rows, columns)` names them.
    public static Pixels heatmap(Tensor matrix) { return Drawings.heat(matrix); }
    /// How often each class was taken for each, by colour and with the numbers: a row for each right class, a column for each predicted one.
    public static Pixels heatmap(Confusion confusion) { return Drawings.heat(confusion); }
    /// The same as its heat map.
    public static Pixels plot(Confusion confusion) { return heatmap(confusion); }
    /// The classes that a network of two inputs sees in the plane, behind the points `[n, 2]` and their classes, int64 `[n]`.
    public static Plot decisionBoundary(Layer net, Tensor points, Tensor classes) { return Drawings.boundary(net, points, classes); }
    /// The graph behind a tensor: prints as a tree; `.dot()`, `.save("graph.svg")`.
    public static Diagram graph(Tensor y) { return Tape.diagram(y); }
}
