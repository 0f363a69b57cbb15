package gradshell.train;

import gradshell.array.Interruption;
import gradshell.optim.Average;
import gradshell.optim.Optimizer;
import gradshell.tensor.Tensor;
import java.util.Map;
import java.util.function.Supplier;

/// The moving average of the parameters, if one is wanted.
final class Averaged implements Part {
    private final Average average;

    /// @param decay 0 for none
    Averaged(double decay, Optimizer optimizer) { average = decay == 0 ? null : new Average(optimizer.parameters(), decay); }

    void update() { if (average != null) average.update(); }

    /// Computes something with the average in place of the parameters, which are put back even when it is interrupted.
    <T> T during(Supplier<T> code) {
        if (average == null) return code.get();
        Interruption.heldOff(average::apply);
        try {
            return code.get();
        } finally {
            Interruption.heldOff(average::restore);
        }
    }

    /// Leaves the average in place of the parameters.
    void settle() { if (average != null) average.apply(); }

    @Override
    public Map<String, Tensor> state() { return average == null ? Map.of() : average.state(); }

    @Override
    public void load(Map<String, Tensor> saved) {
        if (saved.isEmpty() != (average == null)) throw new IllegalArgumentException("resume: the training that was saved had " + (saved.isEmpty() ? "no" : "a") + " moving average; it goes on with the same settings");
        if (average != null) average.load(saved);
    }
}
