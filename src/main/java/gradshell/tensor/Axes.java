package gradshell.tensor;

import gradshell.array.Shape;
import gradshell.array.ShapeException;
import java.util.Arrays;
import java.util.List;

/// The dimensions that an operation works along, counted from 0 and ascending.
public record Axes(List<Integer> dimensions) {
    /// The dimensions meant by possibly negative numbers, for a given shape; none means all.
    ///
    /// @param operation the operation that asks, for messages
    public static Axes of(String operation, Shape shape, int... dimensions) {
        boolean all = dimensions.length == 0;
        Integer[] sorted = new Integer[all ? shape.rank() : dimensions.length];
        for (int i = 0; i < sorted.length; i++) sorted[i] = all ? i : shape.dimension(operation, dimensions[i]);
        Arrays.sort(sorted);
        for (int i = 1; i < sorted.length; i++)
            if (sorted[i].equals(sorted[i - 1])) throw new ShapeException(operation + ": dimension " + sorted[i] + " is named twice");
        // A single number has no dimensions, but PyTorch lets 0 and -1 stand for it.
        return new Axes(shape.rank() == 0 ? List.of() : List.of(sorted));
    }

    /// The same dimensions of a tensor with one more in front.
    Axes moved() { return new Axes(dimensions.stream().map(d -> d + 1).toList()); }

    int[] toArray() {
        int[] array = new int[dimensions.size()];
        for (int i = 0; i < array.length; i++) array[i] = dimensions.get(i);
        return array;
    }

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
