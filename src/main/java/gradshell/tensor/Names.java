package gradshell.tensor;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/// What tensors are called by whoever made them: looked up only when a message is to be written.
public final class Names {
    private static final ThreadLocal<Supplier<Map<String, Tensor>>> VARIABLES = ThreadLocal.withInitial(() -> Map::of);
    private static final Map<Tensor, String> NOTED = Collections.synchronizedMap(new WeakHashMap<>());

    private Names() {}

    /// Says where this thread finds the variables that hold tensors, the oldest first.
    public static void variables(Supplier<Map<String, Tensor>> variables) { VARIABLES.set(variables); }

    /// Notes the path by which a tensor goes in its network: `0.weight`.
    public static void note(Tensor x, String path) { NOTED.put(x, path); }

    /// The path by which a tensor goes in its network; empty if it is in none.
    public static String path(Tensor x) { return NOTED.getOrDefault(x, ""); }

    /// The variable that holds a tensor, or its path in a network; empty if nobody knows.
    public static String of(Tensor x) {
        for (var variable : VARIABLES.get().get().entrySet()) if (variable.getValue() == x) return variable.getKey();
        return NOTED.getOrDefault(x, "");
    }

    /// The variable that holds the result of a step, or its leaf; empty if there is none.
    static String of(Node node) {
        if (node.leaf != null) return of(node.leaf);
        for (var variable : VARIABLES.get().get().entrySet()) if (variable.getValue().requiresGrad() && variable.getValue().node() == node) return variable.getKey();
        return node.result == null ? "" : of(node.result);
    }

    /// A tensor by name and type, `0.weight, float32 [2, 3]`, or by its type alone.
    public static String typed(Tensor x) {
        String name = of(x);
        return (name.isEmpty() ? "" : name + ", ") + x.memory().type();
    }
}
