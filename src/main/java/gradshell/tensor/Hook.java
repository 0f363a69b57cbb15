package gradshell.tensor;

import java.util.function.UnaryOperator;

/// A function that sees the gradient of a tensor whenever a backward computes it; see [Tensor#registerHook].
public final class Hook {
    private final Hooks hooks;
    private final UnaryOperator<Tensor> action;

    Hook(Hooks hooks, UnaryOperator<Tensor> action) {
        this.hooks = hooks;
        this.action = action;
    }

    UnaryOperator<Tensor> action() { return action; }

    /// Ends it: later backwards go by without it.
    public void remove() { hooks.remove(this); }

    @Override
    public String toString() { return "hook"; }
}
