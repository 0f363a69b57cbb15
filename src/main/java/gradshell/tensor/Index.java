package gradshell.tensor;

import gradshell.array.ShapeException;
import java.util.ArrayList;
import java.util.List;

/// What to take along a dimension in [Indexing#at]: one place, a range, all, or the places that a tensor names.
public sealed interface Index {
    /// One place; the dimension disappears. Negative places count from the end.
    record Place(int index) implements Index {
        @Override
        public String toString() { return Integer.toString(index); }
    }

    /// Places from `start` up to but without `stop`, every `step`-th; null stands for the beginning, the end, 1. As in Python, bounds beyond the ends are moved to them.
    record Range(Integer start, Integer stop, Integer step) implements Index {
        public Range {
            if (step != null && step <= 0) throw new ShapeException("at: the step of a range is " + step + "; it must be positive, use flip(…) to go backwards");
        }

        @Override
        public String toString() { return (start == null ? "" : start) + ":" + (stop == null ? "" : stop) + (step == null ? "" : ":" + step); }
    }

    /// A new dimension of size 1.
    record NewAxis() implements Index {
        @Override
        public String toString() { return "None"; }
    }

    /// All dimensions that the other indices leave over.
    record Ellipsis() implements Index {
        @Override
        public String toString() { return "..."; }
    }

    /// The places that an int64 tensor names, or those where a bool tensor is true.
    record Pick(Tensor places) implements Index {}

    /// A whole dimension: `:`.
    Index ALL = new Range(null, null, null);

    /// Reads indices as they are written between brackets in Python: `":, 1:, -1"`.
    static List<Index> read(String text) {
        List<Index> indices = new ArrayList<>();
        for (String part : text.split(",", -1)) indices.add(readOne(part.strip(), text));
        return indices;
    }

    private static Index readOne(String part, String text) {
        if (part.equals("...")) return new Ellipsis();
        if (part.equals("None")) return new NewAxis();
        String[] bounds = part.split(":", -1);
        if (part.isEmpty() || bounds.length > 3) throw unreadable(part, text);
        Integer[] numbers = new Integer[3];
        for (int i = 0; i < bounds.length; i++) {
            String bound = bounds[i].strip();
            if (bound.isEmpty()) continue;
            try {
                numbers[i] = Integer.valueOf(bound);
            } catch (NumberFormatException e) {
                throw unreadable(part, text);
            }
        }
        return bounds.length == 1 ? new Place(numbers[0]) : new Range(numbers[0], numbers[1], numbers[2]);
    }

    private static ShapeException unreadable(String part, String text) {
        return new ShapeException("at: \"" + part + "\" in \"" + text + "\" is no index; write a place (0, -1), a range (1:, :3, 0:6:2), : for all, ... or None");
    }

    /// An index from what users write: a number, an [Index], a tensor, or text of one index.
    static List<Index> of(Object written) {
        return switch (written) {
            case Integer place -> List.of(new Place(place));
            case Index index -> List.of(index);
            case Long place -> List.of(new Place(Math.toIntExact(place)));
            case Tensor places -> List.of(new Pick(places));
            case int[] places -> List.of(new Pick(Creation.from(places)));
            case long[] places -> List.of(new Pick(Creation.from(places)));
            case boolean[] mask -> List.of(new Pick(Creation.from(mask)));
            case Boolean mask -> List.of(new Pick(Creation.from(mask)));
            case String text -> read(text);
            case null -> List.of(new NewAxis());
            default -> throw new ShapeException("at: a " + written.getClass().getSimpleName() + " is no index; use a whole number, range(…), all(), a tensor, or text like \":, 1:\"");
        };
    }
}
