package gradshell.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import gradshell.array.Shape;
import gradshell.experiment.Bound.Cells;
import gradshell.experiment.Node.ListNode;
import gradshell.experiment.Node.ScalarNode;

/// Binds numbers in rows, or rows of rows, to a tensor.
final class CellBinder {
    private final Binder binder;
    private final String name;
    private final List<Integer> sizes = new ArrayList<>();
    private final List<Double> numbers = new ArrayList<>();
    private boolean whole = true;
    private int rank = -1;

    CellBinder(Binder binder, String name) {
        this.binder = binder;
        this.name = name;
    }

    Optional<Cells> bind(Node node) {
        if (!read(node, 0)) return Optional.empty();
        int[] shape = sizes.stream().mapToInt(Integer::intValue).toArray();
        return Optional.of(new Cells(node, Shape.of(shape), List.copyOf(numbers), whole && !numbers.isEmpty()));
    }

    private boolean read(Node node, int depth) {
        return switch (node) {
            case ScalarNode s when rank < 0 || rank == depth -> number(s, depth);
            case ListNode list when rank < 0 || depth < rank -> row(list, depth);
            default -> {
                binder.refuse(node, Numbers.expected(rank >= 0 && depth < rank ? "a list" : "a number", name, node), rank < 0 ? "write numbers in lists" : "all rows must be alike");
                yield false;
            }
        };
    }

    private boolean number(ScalarNode s, int depth) {
        rank = depth;
        whole &= s.text().matches("[-+]?[\\d_]+");
        var number = Numbers.any(s, Float.MAX_VALUE, name, binder.problems());
        number.ifPresent(numbers::add);
        return number.isPresent();
    }

    private boolean row(ListNode list, int depth) {
        if (sizes.size() == depth) sizes.add(list.items().size());
        else if (sizes.get(depth) != list.items().size()) {
            binder.refuse(list, "this row%s has size %d, the first has %d".formatted(Numbers.forName(name), list.items().size(), sizes.get(depth)), "all rows must be alike");
            return false;
        }
        var good = true;
        for (var item : list.items()) good &= read(item, depth + 1);
        return good;
    }
}
