package gradshell.tensor;

import gradshell.array.Shape;
import gradshell.array.ShapeException;
import java.util.List;
import java.util.stream.IntStream;

/// The dimensions that an operation works along, counted from 0 and ascending.
public record Axes(List<Integer> dimensions) {
    /// The dimensions meant by possibly negative numbers, for a given shape; none means all.
    ///
    /// @param operation the operation that asks, for messages
    public static Axes of(String operation, Shape shape, int... dimensions) {
        if (dimensions.length == 0) return new Axes(IntStream.range(0, shape.rank()).boxed().toList());
        List<Integer> sorted = IntStream.of(dimensions).map(d -> shape.dimension(operation, d)).sorted().boxed().toList();
        for (int i = 1; i < sorted.size(); i++)
            if (sorted.get(i).equals(sorted.get(i - 1))) throw new ShapeException(operation + ": dimension " + sorted.get(i) + " is named twice");
        // A single number has no dimensions, but PyTorch lets 0 and -1 stand for it.
        return shape.rank() == 0 ? new Axes(List.of()) : new Axes(sorted);
    }

    int[] toArray() { return dimensions.stream().mapToInt(Integer::intValue).toArray(); }

    /// A shape without these dimensions, or with size 1 in their place.
    Shape reduce(Shape shape, boolean keep) {
        for (int i = dimensions.size() - 1; i >= 0; i--) shape = keep ? shape.with(dimensions.get(i), 1) : shape.remove(dimensions.get(i));
        return shape;
    }

    /// How many elements of a shape lie along these dimensions.
    int count(Shape shape) {
        int count = 1;
        for (int dimension : dimensions) count *= shape.size(dimension);
        return count;
    }

    @Override
    public String toString() { return dimensions.toString(); }
}
