package gradshell.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// What is to happen to a gradient where it arrives.
final class Hooks {
    private final List<Hook> hooks = new ArrayList<>();
    /// A tensor in the middle of the graph whose gradient is kept, or null.
    Tensor retained;

    Hook add(UnaryOperator<Tensor> action) {
        Hook hook = new Hook(this, action);
        hooks.add(hook);
        return hook;
    }

    void remove(Hook hook) { hooks.remove(hook); }

    /// The gradient after every hook has seen it, in the order in which they were registered.
    Tensor run(Tensor g) {
        for (Hook hook : List.copyOf(hooks)) {
            int version = g.memory().storage().version();
            Tensor changed = hook.action().apply(g);
            if (g.memory().storage().version() != version) throw new IllegalStateException("registerHook: the hook changed its gradient in place, which others may read; return a new one: g -> g.mul(2)");
            if (changed == null) continue;
            if (!changed.shape().equals(g.shape())) throw new gradshell.array.ShapeException("registerHook: the hook answered a gradient of shape " + changed.shape() + " for one of shape " + g.shape() + "; they must be equal");
            g = changed.to(g.dtype());
        }
        return g;
    }
}
