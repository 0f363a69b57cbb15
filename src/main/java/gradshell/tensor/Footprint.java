package gradshell.tensor;

import gradshell.array.Storage;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// What some tensors keep in memory: their own values and gradients, and the graphs behind them.
///
/// @param bytes the values and the gradients, what several share counted once
/// @param operations the steps of the graphs, each of which is kept for a backward
/// @param graphBytes the values that those steps keep, beside `bytes`
public record Footprint(long bytes, int operations, long graphBytes) {

    /// {@snippet : var x = var(randn(1000)); Footprint.of(List.of(x.mul(2).exp())).operations()    // ==> 2 }
    public static Footprint of(Collection<Tensor> tensors) {
        Set<Storage> counted = Collections.newSetFromMap(new IdentityHashMap<>());
        long bytes = 0;
        for (Tensor x : tensors) bytes += added(x, counted) + added(x.gathered(), counted);
        Set<Node> visited = Collections.newSetFromMap(new IdentityHashMap<>());
        ArrayDeque<Node> open = new ArrayDeque<>();
        for (Tensor x : tensors) if (x.holdsGraph()) open.push(x.node());
        int operations = 0;
        long graphBytes = 0;
        while (!open.isEmpty()) {
            Node node = open.pop();
            if (!visited.add(node)) continue;
            graphBytes += added(node.leaf, counted) + added(node.result, counted);
            if (node.leaf != null || node.isReleased()) continue;
            operations++;
            if (node.inputs != null) for (Tensor input : node.inputs) graphBytes += added(input, counted);
            for (Node source : node.sources) if (source != null && !visited.contains(source)) open.push(source);
        }
        return new Footprint(bytes, operations, graphBytes);
    }

    private static long added(Tensor x, Set<Storage> counted) {
        if (x == null || x.lift() != null) return 0;
        Storage storage = x.memory().storage();
        return counted.add(storage) ? (long) java.lang.reflect.Array.getLength(storage.values()) * x.dtype().bytes() : 0;
    }
}
