package gradshell.train;

import gradshell.optim.Optimizer;
import gradshell.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/// An optimiser with its learning rates: the one it began with, from which a schedule makes the others, and today's.
final class Rated implements Part {
    private static final String RATES = "rates";
    private final Optimizer optimizer;
    double initialRate;

    Rated(Optimizer optimizer) {
        this.optimizer = optimizer;
        initialRate = optimizer.learningRate();
    }

    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put(RATES, Part.real(initialRate, optimizer.learningRate()));
        state.putAll(optimizer.state());
        return state;
    }

    @Override
    public void load(Map<String, Tensor> saved) {
        double[] rates = saved.get(RATES).toDoubles();
        initialRate = rates[0];
        optimizer.learningRate(rates[1]);
        Map<String, Tensor> own = new LinkedHashMap<>(saved);
        own.remove(RATES);
        optimizer.load(own);
    }
}
