package gradshell.experiment;

import java.util.List;

import gradshell.array.Shape;
import gradshell.train.Columns;

/// The layers of a network as a table: what comes out of each, and what it can learn.
public record Summary(List<Row> rows) {

    /// One layer; the first dimension of its output counts examples.
    public record Row(String layer, Shape output, long parameters) {}

    /// How many numbers can be learnt.
    public long parameters() {
        long sum = 0;
        for (var row : rows) sum += row.parameters();
        return sum;
    }

    /// A shape of examples, however many they are.
    static String batch(Shape shape) {
        var text = shape.toString();
        var comma = text.indexOf(',');
        return shape.rank() == 0 ? text : "[batch" + (comma < 0 ? "]" : text.substring(comma));
    }

    @Override
    public String toString() {
        var table = new Columns();
        table.row("layer", "output", "parameters");
        for (var row : rows) table.row(row.layer(), batch(row.output()), Long.toString(row.parameters()));
        table.row("total", "", Long.toString(parameters()));
        return table.toString(2);
    }
}
